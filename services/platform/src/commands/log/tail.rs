//! `log tail`: events as they were recorded, one a line.

use super::TailArguments;
use anyhow::Context;
use event_log::{EventLog, Position, RecordedEvent};
use serde_json::json;
use std::io::{self, Write};
use std::time::Duration;
use tokio::signal::unix::{SignalKind, signal};

/// How many events are told when nothing says where to begin.
const LAST: u64 = 10;

/// How many events are read at once.
const PAGE: u64 = 500;

/// How long one question for more may take; then it is asked again.
const WAIT: Duration = Duration::from_secs(30);

pub(super) async fn tail(log: &dyn EventLog, arguments: &TailArguments) -> anyhow::Result<()> {
    let mut interrupted = signal(SignalKind::interrupt())?;
    let mut out = io::stdout();
    tokio::select! {
        told = tell(log, arguments, &mut out) => told,
        _ = interrupted.recv(), if arguments.follow => Ok(()),
    }
}

async fn tell(
    log: &dyn EventLog,
    arguments: &TailArguments,
    out: &mut (dyn Write + Send),
) -> anyhow::Result<()> {
    let TailArguments { after, limit, follow, .. } = *arguments;
    let end = log.head().await?.position;
    let mut left = limit.unwrap_or(u64::MAX);
    let mut last = match after {
        Some(after) => Position(after),
        None => Position(end.0.saturating_sub(limit.unwrap_or(LAST))),
    };
    while left > 0 {
        // What comes in while this goes on is told only to whoever follows.
        let most = if follow { left } else { left.min(end.0.saturating_sub(last.0)) };
        let page = match most {
            0 => vec![],
            most => log.read_all(last, usize::try_from(most.min(PAGE))?).await?,
        };
        for event in &page {
            writeln!(out, "{}", line(event, arguments)?)?;
            last = event.position;
            left -= 1;
        }
        out.flush()?;
        if page.is_empty() {
            if !follow {
                break;
            }
            log.wait_past(last, WAIT).await?;
        }
    }
    Ok(())
}

fn line(event: &RecordedEvent, arguments: &TailArguments) -> anyhow::Result<String> {
    let RecordedEvent { position, recorded_at, stream, version, event_type, .. } = event;
    if !arguments.json {
        let payload =
            if arguments.payload { format!("  {}", event.payload) } else { String::new() };
        return Ok(format!(
            "{position:>8}  {recorded_at:.6}  {stream}  {version}  {event_type}{payload}"
        ));
    }
    let mut object = json!({
        "position": position,
        "recordedAt": format!("{recorded_at:.6}"),
        "stream": stream,
        "version": version,
        "type": event_type,
        "typeVersion": event.event_version,
        "hash": event.hash,
    });
    if arguments.payload {
        object["payload"] = serde_json::from_str(&event.payload)
            .with_context(|| format!("position {position}: its content is not JSON"))?;
    }
    Ok(object.to_string())
}
