//! The memory of the platform after a storm of many providers: a process of its own.

use crate::bench::Bench;
use proof::storm::{self, Plan, Tell};
use std::path::Path;
use std::sync::Arc;

/// How many seconds the storm lasts until the closing.
const SECONDS: u64 = 15;

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    for _ in bench.turns("memory") {
        let results = bench.directory()?;
        let plan = Plan {
            program: Path::new(env!("CARGO_BIN_EXE_samenspraak")).to_owned(),
            providers: storm::PROVIDERS_MAX,
            each: 5,
            seconds: SECONDS,
            after: 1,
            in_flight: None,
            crash: false,
            log: None,
            results: results.path().to_owned(),
            keep: None,
        };
        let tell: Tell = Arc::new(|_| {});
        let report = tokio::task::spawn_blocking(move || storm::run(&plan, &tell)).await??;
        let mebibytes = |kibibytes: u64| kibibytes as f64 / 1_024.0;
        let memory = report.memory;
        eprintln!(
            "  just started {:.0} MiB, at rest {:.0}, most {:.0}, after {:.0}",
            mebibytes(memory.at_rest),
            mebibytes(memory.before),
            mebibytes(memory.peak),
            mebibytes(memory.after),
        );
        bench.note("memory", mebibytes(memory.after), mebibytes(memory.before));
    }
    Ok(())
}
