//! What a whole run leaves in the docs.

use anyhow::Context;
use figures::Report;
use std::fs;
use std::path::Path;

/// Writes the report, its picture and its table.
///
/// # Errors
/// When a file cannot be written.
pub(crate) fn write(report: &Report) -> anyhow::Result<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/benchmarks");
    fs::write(docs.join("latest.json"), serde_json::to_string_pretty(report)? + "\n")?;
    fs::write(docs.join("latest.svg"), figures::picture(report))?;
    let page = docs.join("README.md");
    let written = fs::read_to_string(&page).context("the page of the benchmarks")?;
    let written = figures::put_table(&written, report).context("the page has no place for them")?;
    fs::write(page, written)?;
    println!("\nWritten into docs/benchmarks.");
    Ok(())
}
