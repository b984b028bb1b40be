//! The table as the docs show it, between two marks of a page that is written by hand.

use crate::report::{Report, Row, verdict, written};
use std::fmt::Write;

/// What stands before the table.
pub const BEGIN: &str = "<!-- figures: written by `cargo xtask bench` -->\n";

/// What stands after it.
pub const END: &str = "<!-- end of figures -->\n";

/// A page with the table of a report in the place of the one that stood there; `None` when the
/// page has no place for it.
#[must_use]
pub fn put_table(page: &str, report: &Report) -> Option<String> {
    let (before, rest) = page.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n{}\n{END}{after}", table(report)))
}

fn table(report: &Report) -> String {
    let Report { machine, versions, settings, .. } = report;
    let mut text = format!(
        "Last measured on {}: {} × {}, {:.0} GiB, {}; {:.0} single durable commits a \
         second. {}; SQLite {}; PostgreSQL {}. {} s for each measurement, medians of {} turns. \
         {} of {} figures reach their goal.\n\n\
         | figure | measured | reference | value | reference | ratio | of the turns | goal | \
         | commit |\n\
         |---|---|---|---:|---:|---:|---:|---:|---|---|\n",
        report.date,
        machine.processors,
        machine.processor,
        machine.memory,
        machine.system,
        machine.durable_commits,
        versions.rustc,
        versions.sqlite,
        versions.postgres,
        settings.seconds,
        settings.turns,
        report.reached(),
        report.rows.len(),
    );
    for row in &report.rows {
        line(&mut text, row);
    }
    text
}

fn line(text: &mut String, row: &Row) {
    let (measured, reference) = crate::figure(&row.name)
        .map_or_else(Default::default, |figure| (figure.measured, figure.reference));
    let (low, high) = row.range();
    let _ = writeln!(
        text,
        "| `{}` | {measured} | {reference} | {} {unit} | {} {unit} | **{}** | {} – {} | {} | {} \
         | `{}` |",
        row.name,
        written(row.value),
        written(row.reference),
        written(row.ratio),
        written(low),
        written(high),
        row.goal,
        verdict(row.reached),
        row.commit,
        unit = row.unit,
    );
}
