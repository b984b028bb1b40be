//! A log of many events beside an empty one.

use crate::bench::Bench;
use crate::fill::{self, Draft};
use crate::stage::{self, Platform};
use anyhow::ensure;
use event_log::{Actor, Metadata, Position, StreamId};
use platform::{Service, start};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use uuid::Uuid;

/// The file of the log, and what the names of the files beside it begin with.
const LOG: &str = "log.sqlite";

/// How many bytes of file an event takes here, indexes and all.
const EVENT_BYTES: u64 = 600;

/// How long the read models get for all of it.
const CATCH_UP: Duration = Duration::from_secs(3_600);

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let data = long_log(bench).await?;
    let file = data.join(LOG);
    tokio::task::spawn_blocking(move || fill::warm(&file)).await??;
    let mut long = Platform::at(bench, &data).await?;
    let mut empty = Platform::on_sqlite(bench).await?;
    for _ in bench.turns("long log and empty log") {
        let on_empty = empty.submit(256, bench.span()).await?.per_second;
        let on_long = long.submit(256, bench.span()).await?.per_second;
        bench.note("growth-10m", on_long, on_empty);
    }
    empty.close().await?;
    long.close().await
}

/// The data of a platform whose log holds many events and no others. It is filled once; what an
/// earlier run added is taken off, because there may not be room for a copy.
async fn long_log(bench: &Bench) -> anyhow::Result<PathBuf> {
    let kept = bench.kept(&format!("log-of-{}", bench.events()));
    let (data, beside) = (kept.join("data"), kept.join("beside"));
    let (log, events) = (data.join(LOG), bench.events());
    if beside.exists() {
        eprintln!("taking off what the last run added to the long log");
        tokio::task::spawn_blocking(move || fill::cut(&log, Position(events))).await??;
        for entry in fs::read_dir(&data)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else if !entry.file_name().to_string_lossy().starts_with(LOG) {
                fs::remove_file(entry.path())?;
            }
        }
        copy(&beside, &data)?;
        return Ok(data);
    }
    if kept.exists() {
        fs::remove_dir_all(&kept)?;
    }
    fs::create_dir_all(&data)?;
    fill::ensure_room(&data, events * EVENT_BYTES)?;
    eprintln!("filling a log with {events} events, once");
    // Makes the file, and with it everything that stands beside it.
    drop(stage::open(&data, None).await?);
    tokio::task::spawn_blocking(move || fill::fill(&log, events, draft)).await??;
    show(&data).await?;
    let making = kept.join("making");
    copy(&data, &making)?;
    fs::rename(making, beside)?;
    Ok(data)
}

/// Copies everything but the log.
fn copy(from: &Path, to: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else if !entry.file_name().to_string_lossy().starts_with(LOG) {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// Something of an earlier time that today's read models do not show: they pass over it.
fn draft(id: Uuid) -> anyhow::Result<Draft> {
    let archive = || "archive".to_owned();
    let actor =
        Actor { party: archive(), organisation: archive(), role: archive(), person: archive() };
    let (correlation, causation) = (id.to_string(), format!("request:{id}"));
    let metadata = Metadata { actor, correlation, causation, request: None };
    Ok(Draft {
        stream: StreamId::new("archive", id),
        event_type: "ThingArchived".to_owned(),
        metadata: serde_json::to_string(&metadata)?,
        payload: "{\"reason\":\"Overgebracht naar het archief.\"}".to_owned(),
        request: fill::key(id),
    })
}

/// Builds the read models, so that they need not read it all at every run.
async fn show(data: &Path) -> anyhow::Result<()> {
    eprintln!("building the read models of it, once");
    let parts = stage::open(data, None).await?;
    let head = parts.shared.log().head().await?.position;
    let running = start(&parts, &Service::ALL, parts.read_models()).await?;
    ensure!(running.caught_up(head, CATCH_UP).await, "the read models do not catch up");
    running.stop().await
}
