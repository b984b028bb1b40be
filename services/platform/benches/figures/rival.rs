//! `cqrs-es` with `postgres-es`, as their documentation shows: a program of its own, see
//! `benches/postgres-es`, on the same server as ours.

use crate::bench::Bench;
use anyhow::{Context, ensure};
use serde::Deserialize;
use std::process::Command;
use std::time::Duration;
use testing::tools;

/// The table that the documentation of postgres-es gives.
const TABLE: &str = "CREATE TABLE events (
    aggregate_type text NOT NULL,
    aggregate_id text NOT NULL,
    sequence bigint CHECK (sequence >= 0) NOT NULL,
    event_type text NOT NULL,
    event_version text NOT NULL,
    payload json NOT NULL,
    metadata json NOT NULL,
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
)";

/// It, with a database of its own.
pub(crate) struct Rival {
    program: std::path::PathBuf,
    database: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Told {
    per_second: f64,
}

impl Rival {
    /// Makes its database.
    ///
    /// # Errors
    /// When there is no server, or no such program.
    pub(crate) fn prepare(bench: &Bench) -> anyhow::Result<Self> {
        let program = bench.rival()?.canonicalize().context("the program of postgres-es")?;
        let server = tools::postgres()?;
        let database = server.database()?;
        let (_, name) = database.rsplit_once('/').context("a database without a name")?;
        server.sql(name, TABLE)?;
        Ok(Self { program, database })
    }

    /// Commands a second.
    ///
    /// # Errors
    /// When the program fails.
    pub(crate) async fn commands(&self, in_flight: usize, span: Duration) -> anyhow::Result<f64> {
        let mut command = Command::new(&self.program);
        command.args(["--database", &self.database, "--in-flight", &in_flight.to_string()]);
        command.args(["--seconds", &span.as_secs_f64().to_string()]);
        let output = tokio::task::spawn_blocking(move || command.output()).await??;
        let told = String::from_utf8_lossy(&output.stdout);
        let complained = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "postgres-es: {complained}");
        Ok(serde_json::from_str::<Told>(&told).context(told.into_owned())?.per_second)
    }
}
