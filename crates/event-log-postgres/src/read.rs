//! Reading: statements that each stand alone, on connections that are shared.

use crate::statements::{BY_POSITION, BY_STREAM, END, End, REQUESTS, event, position};
use crate::unavailable;
use event_log::{
    Digest, LogError, Position, Receipt, RecordedEvent, RequestRecord, StreamId, Version,
};
use postgres::tokio_postgres::types::ToSql;
use postgres::{Pool, PostgresError};

const CANNOT: &str = "the log cannot be read";

/// How often a read is asked on another connection when the server has ended the one it was asked
/// on: that shows only when it is used.
const ATTEMPTS: usize = 10;

/// Asks the same again, as long as the connection that was lent had been ended.
async fn again<T, F: Future<Output = Result<T, PostgresError>>>(
    mut ask: impl FnMut() -> F,
) -> Result<T, LogError> {
    for _ in 1..ATTEMPTS {
        match ask().await {
            Err(error) if error.ended() => {}
            answered => return answered.map_err(unavailable(CANNOT)),
        }
    }
    ask().await.map_err(unavailable(CANNOT))
}

pub(crate) async fn head(pool: &Pool) -> Result<End, LogError> {
    again(|| {
        pool.with(async |connection| {
            let statement = connection.prepare_cached(END).await?;
            End::of(&connection.query_one(&statement, &[]).await?)
        })
    })
    .await
}

pub(crate) async fn stream(
    pool: &Pool,
    stream: &StreamId,
    after: Version,
) -> Result<Vec<RecordedEvent>, LogError> {
    events(pool, BY_STREAM, &[&stream.as_str(), &after.0.cast_signed()]).await
}

pub(crate) async fn all(
    pool: &Pool,
    after: Position,
    limit: usize,
) -> Result<Vec<RecordedEvent>, LogError> {
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    events(pool, BY_POSITION, &[&after.0.cast_signed(), &limit]).await
}

async fn events(
    pool: &Pool,
    sql: &str,
    values: &[&(dyn ToSql + Sync)],
) -> Result<Vec<RecordedEvent>, LogError> {
    again(|| {
        pool.with(async |connection| {
            let statement = connection.prepare_cached(sql).await?;
            connection.query(&statement, values).await?.iter().map(event).collect()
        })
    })
    .await
}

pub(crate) async fn request(pool: &Pool, key: &Digest) -> Result<Option<RequestRecord>, LogError> {
    let keys = [key.0.as_slice()].to_vec();
    let span = again(|| {
        pool.with(async |connection| {
            let statement = connection.prepare_cached(REQUESTS).await?;
            let found = connection.query_opt(&statement, &[&keys]).await?;
            found.map(|row| Ok((position(&row, 1)?, position(&row, 2)?))).transpose()
        })
    })
    .await?;
    let Some((first, last)) = span else { return Ok(None) };
    let count = usize::try_from(last.0 - first.0 + 1).unwrap_or(usize::MAX);
    record(first, &all(pool, Position(first.0 - 1), count).await?).map(Some)
}

/// What a request left, from the events of its append.
pub(crate) fn record(first: Position, events: &[RecordedEvent]) -> Result<RequestRecord, LogError> {
    let damaged = |reason: &str| LogError::Damaged { position: first, reason: reason.to_owned() };
    let receipt = Receipt::of(events)
        .ok_or_else(|| damaged("a request points to events that are not there"))?;
    let metadata = events.first().map(RecordedEvent::metadata);
    let request = metadata
        .and_then(Result::ok)
        .ok_or_else(|| damaged("its metadata cannot be read"))?
        .request
        .ok_or_else(|| damaged("a request points to an event that knows of none"))?;
    Ok(RequestRecord { fingerprint: request.fingerprint, receipt })
}
