//! Building a read model anew, beside only reading and decoding what it is built from.

use crate::bench::Bench;
use crate::burst::Burst;
use crate::fill;
use crate::kept::kept;
use crate::stage::{self, Platform};
use anyhow::ensure;
use event_log::{EventLog, Position};
use municipality::Municipality;
use std::fs;
use std::path::PathBuf;
use std::time::Instant;

/// How many submissions there are.
const EVENTS: u64 = 1_000_000;

/// How many bytes of file a submission takes, indexes and all, and in the read model again.
const EVENT_BYTES: u64 = 3_500;

/// How many events are read at once, as read models do.
const PAGE_EVENTS: usize = 1_000;

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let data = submissions(bench).await?;
    let parts = stage::open(&data, None).await?;
    let head = parts.shared.log().head().await?.position;
    for _ in bench.turns("rebuilding") {
        let begun = Instant::now();
        read(parts.shared.log().as_ref(), head).await?;
        let reading = head.0 as f64 / begun.elapsed().as_secs_f64();
        let directory = bench.directory()?;
        let begun = Instant::now();
        let (service, mut runner) =
            Municipality::build(parts.shared.clone(), directory.path()).await?;
        ensure!(runner.catch_up().await? == head, "the read model stops before the end");
        let rebuilding = head.0 as f64 / begun.elapsed().as_secs_f64();
        drop((service, runner));
        bench.note("projection-rebuild", rebuilding, reading);
    }
    Ok(())
}

/// Reads and decodes everything.
async fn read(log: &dyn EventLog, head: Position) -> anyhow::Result<()> {
    let mut here = Position::START;
    while here < head {
        for event in log.read_all(here, PAGE_EVENTS).await? {
            let decoded = service::decode(&event).map_err(anyhow::Error::msg)?;
            ensure!(decoded.is_some(), "an event of unknown type at {}", event.position);
            here = event.position;
        }
    }
    Ok(())
}

/// The data of a platform with many submissions.
async fn submissions(bench: &Bench) -> anyhow::Result<PathBuf> {
    kept(bench, &format!("submissions-{EVENTS}"), async |data| {
        fill::ensure_room(data, EVENTS * EVENT_BYTES)?;
        eprintln!("filling a log with {EVENTS} submissions, once");
        let platform = Platform::at(bench, data).await?;
        let mut everyone = Burst::connect(platform.address(), 16).await?;
        let before = platform.parts.shared.log().head().await?.position;
        everyone.send(platform.calls.to_vec()).await?;
        let submitted = platform.parts.shared.log().read_all(before, platform.calls.len()).await?;
        platform.stop().await?;
        let file = data.join("log.sqlite");
        tokio::task::spawn_blocking(move || {
            let mut models = submitted.iter().cycle();
            fill::fill(&file, EVENTS, |id| match models.next() {
                Some(model) => fill::like(model, id),
                None => anyhow::bail!("nobody submitted"),
            })
        })
        .await??;
        Ok(fs::remove_dir_all(data.join("read-models"))?)
    })
    .await
}
