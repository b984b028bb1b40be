//! The commands, as rows of steps.

use crate::policy;
use crate::run::{cargo, run, workspace};
use crate::tidy;
use anyhow::{Context, bail};
use std::path::PathBuf;
use std::time::Instant;

type Step = (&'static str, fn() -> anyhow::Result<()>);

/// Cheap steps first: what is wrong should be known soon.
const STEPS: [Step; 6] = [
    ("tidy", tidy),
    ("format", || run(&mut cargo(&["fmt", "--all", "--check"]))),
    ("lints", lints),
    ("tests", tests),
    ("documentation", documentation),
    ("dependency policy", policy::check),
];

/// Everything.
pub(crate) fn test() -> anyhow::Result<()> {
    let started = Instant::now();
    for (name, step) in STEPS {
        println!("== {name}");
        let begun = Instant::now();
        step().with_context(|| format!("step {name:?}"))?;
        println!("== {name}: passed in {} s", begun.elapsed().as_secs());
    }
    println!("All passed in {} s.", started.elapsed().as_secs());
    Ok(())
}

pub(crate) fn tidy() -> anyhow::Result<()> {
    let faults = tidy::faults()?;
    if faults.is_empty() {
        return Ok(());
    }
    for fault in &faults {
        println!("{fault}");
    }
    bail!("{} things to tidy up", faults.len())
}

fn lints() -> anyhow::Result<()> {
    let lints = ["clippy", "--workspace", "--all-targets", "--all-features", "--locked", "--quiet"];
    run(cargo(&lints).args(["--", "--deny", "warnings"]))
}

fn tests() -> anyhow::Result<()> {
    run(&mut cargo(&["test", "--workspace", "--all-features", "--locked", "--quiet"]))
}

fn documentation() -> anyhow::Result<()> {
    let doc = ["doc", "--workspace", "--no-deps", "--all-features", "--locked", "--quiet"];
    run(cargo(&doc).env("RUSTDOCFLAGS", "--deny warnings"))
}

/// What comes from the code, written by the tests that otherwise compare it.
pub(crate) fn spec() -> anyhow::Result<()> {
    let tests =
        ["test", "--package", "platform", "--test", "acceptance", "--quiet", "--", "recorded"];
    run(cargo(&tests).env("SAMENSPRAAK_UPDATE", "1"))
}

pub(crate) fn demo() -> anyhow::Result<()> {
    let data = workspace().join("target/demo");
    if data.exists() {
        std::fs::remove_dir_all(&data)?;
    }
    run(cargo(&["run", "--quiet", "--", "--data"]).arg(&data))
}

/// Ours, beside a program that is built from a workspace of its own.
pub(crate) fn bench(options: &[String]) -> anyhow::Result<()> {
    let rival = target().join("postgres-es");
    let manifest = "benches/postgres-es/Cargo.toml";
    let build = ["build", "--release", "--locked", "--quiet", "--manifest-path", manifest];
    run(cargo(&build).arg("--target-dir").arg(&rival))?;
    let bench = ["bench", "--locked", "--quiet", "--package", "platform", "--bench", "figures"];
    let rival = rival.join("release/postgres-es-bench");
    run(cargo(&bench).args(["--", "--rival"]).arg(rival).args(options))
}

/// Where cargo puts what it builds.
fn target() -> PathBuf {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or("target".into(), PathBuf::from);
    workspace().join(target)
}

/// Both programs as they are used, and what the one does to the other: a storm, or torture.
pub(crate) fn proof(deed: &str, options: &[String]) -> anyhow::Result<()> {
    let program = target().join("release/samenspraak");
    run(&mut cargo(&["build", "--release", "--locked", "--package", "platform"]))?;
    let proof = ["run", "--release", "--locked", "--quiet", "--package", "proof", "--", deed];
    run(cargo(&proof).arg("--program").arg(program).args(options))
}
