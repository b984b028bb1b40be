//! On what is measured, and with what.

use crate::bench::Bench;
use crate::disk;
use anyhow::{Context, ensure};
use figures::{Machine, Versions};
use jiff::Timestamp;
use sqlite::Durability;
use std::fs;
use std::process::Command;

/// This machine.
///
/// # Errors
/// When the system does not tell what it is.
pub(crate) async fn this(bench: &Bench) -> anyhow::Result<Machine> {
    eprintln!("single durable commits");
    let directory = bench.directory()?;
    let commits = disk::commits(directory.path(), bench.span()).await?;
    let processors = fs::read_to_string("/proc/cpuinfo")?;
    let memory = fs::read_to_string("/proc/meminfo")?;
    let kibibytes: f64 = field(&memory, "MemTotal")
        .and_then(|value| value.strip_suffix("kB")?.trim().parse().ok())
        .context("the memory of this machine is not known")?;
    let system = fs::read_to_string("/etc/os-release").unwrap_or_default();
    let system = system.lines().find_map(|line| line.strip_prefix("PRETTY_NAME="));
    Ok(Machine {
        processor: field(&processors, "model name").unwrap_or("unknown processor").to_owned(),
        processors: bench.workers,
        memory: (kibibytes / 1_048_576.0 * 10.0).round() / 10.0,
        system: system.unwrap_or("Linux").trim_matches('"').to_owned(),
        durable_commits: commits.per_second.round(),
    })
}

fn field<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let line = text.lines().find(|line| line.starts_with(name))?;
    line.split_once(':').map(|(_, value)| value.trim())
}

/// The versions in use.
///
/// # Errors
/// When one cannot be told.
pub(crate) fn versions() -> anyhow::Result<Versions> {
    let directory = tempfile::tempdir()?;
    let file = directory.path().join("version.sqlite");
    let connection = sqlite::to_write(&file, Durability::None, 0)?;
    let sqlite = connection.query_row("SELECT sqlite_version()", [], |row| row.get(0))?;
    let (programs, _) = testing::tools::postgres::postgres_programs()?;
    let postgres = said(Command::new(programs.join("postgres")).arg("--version"))?;
    let postgres = postgres.split_whitespace().nth(2).unwrap_or("unknown").to_owned();
    Ok(Versions { rustc: said(Command::new("rustc").arg("--version"))?, sqlite, postgres })
}

/// The commit that is measured, and whether anything differs from it.
///
/// # Errors
/// When git does not say.
pub(crate) fn commit() -> anyhow::Result<String> {
    let directory = env!("CARGO_MANIFEST_DIR");
    let git = ["-C", directory, "describe", "--always", "--dirty", "--exclude=*", "--abbrev=12"];
    said(Command::new("git").args(git))
}

/// Today, in UTC.
pub(crate) fn today() -> String {
    Timestamp::now().strftime("%Y-%m-%d").to_string()
}

fn said(command: &mut Command) -> anyhow::Result<String> {
    let name = format!("{:?}", command.get_program());
    let output = command.output().with_context(|| name.clone())?;
    ensure!(output.status.success(), "{name} failed");
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}
