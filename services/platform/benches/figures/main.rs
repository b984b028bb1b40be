//! The figures that the platform is to reach, each held against a reference that is taken in the
//! same run on the same machine. `crates/figures` has the table; `GROUPS` says who measures what.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it answers on the terminal")]

mod bare;
mod bench;
mod burst;
mod commands;
mod disk;
mod docs;
mod dossier;
mod fill;
mod flight;
mod growth;
mod kept;
mod lag;
mod logs;
mod machine;
mod memory;
mod purchase;
mod reads;
mod rebuild;
mod region;
mod rival;
mod stage;
mod storm;
mod stream;
mod submissions;
mod token;
mod words;

use anyhow::{Context, ensure};
use bench::{Arguments, Bench};
use clap::Parser;
use figures::{Report, Row, TABLE};
use std::pin::Pin;
use tracing_subscriber::EnvFilter;

/// Measures the figures of a group, or those of them that are wanted.
type Measure = for<'b> fn(&'b mut Bench) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + 'b>>;

/// The figures that are measured side by side, and how.
const GROUPS: [(&[&str], Measure); 13] = [
    (&["log-sqlite-256", "log-postgres-256"], |bench| Box::pin(logs::measure(bench))),
    (&["command-vs-postgres-es-64"], |bench| Box::pin(commands::measure(bench))),
    (&submissions::FIGURES, |bench| Box::pin(submissions::measure(bench))),
    (&["read-point", "read-list"], |bench| Box::pin(reads::measure(bench))),
    (&["projection-rebuild"], |bench| Box::pin(rebuild::measure(bench))),
    (&["projection-lag"], |bench| Box::pin(lag::measure(bench))),
    (&["growth-10m"], |bench| Box::pin(growth::measure(bench))),
    (&["growth-stream"], |bench| Box::pin(stream::measure(bench))),
    (&["storm-worst-second"], |bench| Box::pin(storm::measure(bench))),
    (&["token-cost"], |bench| Box::pin(token::measure(bench))),
    (&["memory"], |bench| Box::pin(memory::measure(bench))),
    (&purchase::FIGURES, |bench| Box::pin(purchase::measure(bench))),
    (&region::FIGURES, |bench| Box::pin(region::measure(bench))),
];

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::new("warn,deadpool=error"))
        .with_writer(std::io::stderr)
        .init();
    let bench = Bench::new(arguments)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let (report, worth_keeping) = runtime.block_on(measure(bench))?;
    println!("\n{report}");
    if worth_keeping {
        docs::write(report)?;
    }
    Ok(())
}

async fn measure(mut bench: Bench) -> anyhow::Result<(Report, bool)> {
    // Before anything else writes: what is left to be written would slow the disk down.
    let machine = machine::this(&bench).await?;
    for (names, measure) in GROUPS {
        if bench.wants_any(names) {
            measure(&mut bench).await.with_context(|| names.join(", "))?;
        }
    }
    let (mut rows, date, commit) = (vec![], machine::today(), machine::commit()?);
    for figure in TABLE.iter().filter(|figure| bench.wants(figure.name)) {
        let turns = bench.turns_of(figure.name);
        ensure!(!turns.is_empty(), "{} was not measured", figure.name);
        rows.push(Row::of(figure, turns, &date, &commit));
    }
    let report = Report {
        date,
        commit,
        machine,
        versions: machine::versions()?,
        settings: bench.settings(),
        rows,
    };
    Ok((report, bench.is_worth_keeping()))
}
