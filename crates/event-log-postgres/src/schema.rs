//! The schema, and how it gets there: step by step, each once, by one process at a time.

use crate::unavailable;
use event_log::LogError;
use postgres::tokio_postgres::error::SqlState;
use postgres::{Address, PostgresError, Session, in_time};

/// The oldest server that this program works with, as the server tells its version.
const SERVER_VERSION_MIN: i32 = 150_000;

/// Held while the schema is changed. Any number that nothing else in the database uses.
const MIGRATION_LOCK: i64 = 0x5361_6d65_6e01;

/// The steps, in order. One that was released never changes.
const STEPS: [&str; 1] = [include_str!("../migrations/0001_log.sql")];

/// What a role of services needs, and no more: it adds and reads.
const RIGHTS: [&str; 3] = [
    "GRANT USAGE ON SCHEMA samenspraak TO %I",
    "GRANT SELECT ON samenspraak.migration TO %I",
    "GRANT SELECT, INSERT ON samenspraak.event, samenspraak.request TO %I",
];

/// Brings the schema to this program's version, when that is needed and this role may.
///
/// # Errors
/// [`LogError::Unavailable`] when the server is too old or the schema too new, or when the role
/// may not change it: the reason says what to do.
pub(crate) async fn prepare(session: &Session) -> Result<(), LogError> {
    check_server(session).await?;
    if found(session).await? == STEPS.len() {
        return Ok(());
    }
    match migrate(session).await {
        Err(error) if error.code() == Some(&SqlState::INSUFFICIENT_PRIVILEGE) => {
            let reason = "the schema of the log is missing or old, and this role may not change \
                          it; run `samenspraak log prepare` as the owner of the database";
            Err(unavailable(reason)(error))
        }
        outcome => outcome.map_err(unavailable("the schema of the log cannot be made")),
    }
}

/// Refuses a database that has no schema of this program's version.
///
/// # Errors
/// [`LogError::Unavailable`]: the reason says what there is.
pub(crate) async fn check(session: &Session, address: &Address) -> Result<(), LogError> {
    check_server(session).await?;
    match found(session).await? {
        0 => Err(refused(format!("there is no log at {address}"))),
        steps if steps < STEPS.len() => Err(refused(format!(
            "the log at {address} has the schema of an older program (step {steps} of {}); run \
             `samenspraak log prepare` as the owner of the database",
            STEPS.len()
        ))),
        _ => Ok(()),
    }
}

/// Gives a role of services its rights.
///
/// # Errors
/// [`LogError::Unavailable`] when there is no such role, or this one may not give rights.
pub(crate) async fn grant(session: &Session, role: &str) -> Result<(), LogError> {
    let give = async {
        for right in RIGHTS {
            let written = "SELECT format($1, $2::text)";
            let row = session.client().query_one(written, &[&right, &role]).await?;
            session.client().batch_execute(row.try_get(0)?).await?;
        }
        Ok::<_, postgres::tokio_postgres::Error>(())
    };
    in_time(give).await.map_err(unavailable(format!("{role} cannot be given its rights")))
}

async fn check_server(session: &Session) -> Result<(), LogError> {
    let ask = session.client().query_one(
        "SELECT current_setting('server_version_num')::int, current_setting('server_version'), \
         current_setting('server_encoding'), current_setting('fsync')",
        &[],
    );
    let row = in_time(ask).await.map_err(unavailable("the database does not answer"))?;
    let text = |column| row.try_get::<_, String>(column).unwrap_or_default();
    if row.try_get::<_, i32>(0).unwrap_or_default() < SERVER_VERSION_MIN {
        return Err(refused(format!("PostgreSQL 15 or later is needed; this is {}", text(1))));
    }
    if text(2) != "UTF8" {
        return Err(refused(format!("the database is in {}; make one in UTF8", text(2))));
    }
    if text(3) == "off" {
        tracing::warn!("the database runs with fsync=off: a power cut loses what was acknowledged");
    }
    Ok(())
}

/// How many steps were taken.
async fn found(session: &Session) -> Result<usize, LogError> {
    let steps = in_time(steps(session)).await;
    let steps = steps.map_err(unavailable("the schema of the log cannot be read"))?;
    if steps > STEPS.len() {
        return Err(refused(format!(
            "the schema of the log was made by a newer program (step {steps}; this one knows {})",
            STEPS.len()
        )));
    }
    Ok(steps)
}

async fn steps(session: &Session) -> Result<usize, postgres::tokio_postgres::Error> {
    let known = "SELECT to_regclass('samenspraak.migration') IS NOT NULL";
    if !session.client().query_one(known, &[]).await?.try_get::<_, bool>(0)? {
        return Ok(0);
    }
    let last = "SELECT coalesce(max(step), 0) FROM samenspraak.migration";
    let last: i32 = session.client().query_one(last, &[]).await?.try_get(0)?;
    Ok(usize::try_from(last).unwrap_or_default())
}

async fn migrate(session: &Session) -> Result<(), PostgresError> {
    let client = session.client();
    in_time(client.batch_execute(&format!(
        "BEGIN; SELECT pg_advisory_xact_lock({MIGRATION_LOCK}); \
         CREATE SCHEMA IF NOT EXISTS samenspraak; \
         CREATE TABLE IF NOT EXISTS samenspraak.migration (\
         step integer PRIMARY KEY, taken_at timestamptz NOT NULL DEFAULT now())"
    )))
    .await?;
    // Under the lock: whoever was first may have taken the steps meanwhile.
    let taken = in_time(steps(session)).await?;
    for (number, step) in (1..).zip(STEPS).skip(taken) {
        let note = format!("{step}; INSERT INTO samenspraak.migration (step) VALUES ({number})");
        // A step may take as long as it needs: others wait for it.
        client.batch_execute(&note).await?;
    }
    in_time(client.batch_execute("COMMIT")).await
}

fn refused(reason: String) -> LogError {
    LogError::Unavailable { reason, source: None }
}
