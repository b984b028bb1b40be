//! Which dependencies are allowed: licences, sources, known faults.

use crate::run::{cargo, run, workspace};
use anyhow::Context;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The version of cargo-deny; its directory below `target/tools` carries it.
const VERSION: &str = "0.20.2";

/// The advisories of RustSec, as they stood on the day in the name. They come with the
/// repository, so that a check today and one tomorrow say the same.
const ADVISORIES: &str = "tests/policy/rustsec-advisory-db-2026-08-21.tar.xz";

/// The directory in which cargo-deny looks for them: a name and the hash of their address, both
/// of which it makes itself.
const CHECKOUT: &str = "advisory-db-3157b0e258782691";

pub(crate) fn check() -> anyhow::Result<()> {
    let tool = install()?;
    let advisories = workspace().join("target/tools/advisories");
    unpack(&advisories.join(CHECKOUT))?;
    // The sources of all platforms, also those that are not built here.
    run(&mut cargo(&["fetch", "--locked", "--quiet"]))?;
    run(Command::new(tool)
        .args(["--offline", "--all-features", "check", "--hide-inclusion-graph"])
        .env("SAMENSPRAAK_ADVISORIES", &advisories)
        .current_dir(workspace()))
}

/// Installs cargo-deny, once.
fn install() -> anyhow::Result<PathBuf> {
    let root = workspace().join(format!("target/tools/cargo-deny-{VERSION}"));
    let tool = root.join("bin/cargo-deny");
    if tool.exists() {
        return Ok(tool);
    }
    println!("cargo-deny {VERSION} is installed into target/tools, once");
    let (root, build) = (root.to_string_lossy(), workspace().join("target/tools/build"));
    run(cargo(&["install", "cargo-deny", "--version", VERSION, "--locked", "--debug", "--quiet"])
        .args(["--no-default-features", "--root", &root, "--target-dir"])
        .arg(&build))?;
    // Only the program is needed.
    fs::remove_dir_all(&build).context("what cargo-deny was built in remains")?;
    Ok(tool)
}

/// Unpacks the advisories into a repository of one commit, which is what cargo-deny reads.
fn unpack(checkout: &Path) -> anyhow::Result<()> {
    if checkout.join(".git").exists() {
        return Ok(());
    }
    fs::create_dir_all(checkout)?;
    run(Command::new("tar")
        .args(["--extract", "--xz", "--strip-components=1", "--file"])
        .arg(workspace().join(ADVISORIES))
        .arg("--directory")
        .arg(checkout))
    .context("unpacking needs tar and xz: apt-get install tar xz-utils")?;
    let git = |arguments: &[&str]| {
        let author = ["-c", "user.name=samenspraak", "-c", "user.email=bouw@samenspraak.example"];
        run(Command::new("git").args(author).args(arguments).current_dir(checkout))
    };
    git(&["init", "--quiet"])?;
    git(&["add", "--all", "--force"])?;
    git(&["commit", "--quiet", "--message", "advisories"])
}
