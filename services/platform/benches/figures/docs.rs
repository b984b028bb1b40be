//! What a run leaves in the docs.

use anyhow::{Context, ensure};
use figures::Report;
use std::fs;
use std::path::Path;

/// Writes the report, its picture and its table. What it passed over stays as it was.
///
/// # Errors
/// When a file cannot be written, or what was measured before was so on another machine.
pub(crate) fn write(report: Report) -> anyhow::Result<()> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/benchmarks");
    let latest = docs.join("latest.json");
    let report = if report.is_complete() {
        report
    } else {
        let earlier: Report = serde_json::from_str(&fs::read_to_string(&latest)?)?;
        let of = |report: &Report| (report.machine.processor.clone(), report.machine.processors);
        ensure!(
            of(&report) == of(&earlier),
            "nothing was written: the other figures were measured on another machine"
        );
        report.after(&earlier)
    };
    fs::write(latest, serde_json::to_string_pretty(&report)? + "\n")?;
    fs::write(docs.join("latest.svg"), figures::picture(&report))?;
    let page = docs.join("README.md");
    let written = fs::read_to_string(&page).context("the page of the benchmarks")?;
    let written =
        figures::put_table(&written, &report).context("the page has no place for them")?;
    fs::write(page, written)?;
    println!("\nWritten into docs/benchmarks.");
    Ok(())
}
