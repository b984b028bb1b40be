//! The courier's file: what it has seen, and what it has to send. Every step is durable before
//! the next one is taken.

use crate::book::{self, Audience, KnownRound};
use crate::error::CourierError;
use crate::notices::Notice;
use crate::outbox::{Counts, State};
use event_log::{Position, RecordedEvent};
use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, TransactionBehavior, params};
use std::fs::{File, TryLockError};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// The courier's file.
pub(crate) struct Store {
    connection: Mutex<Connection>,
    /// Held as long as this courier lives.
    _lock: File,
}

/// A mail that is due.
pub(crate) struct DueMail {
    pub(crate) id: String,
    pub(crate) address: String,
    pub(crate) notice: String,
    pub(crate) attempts: u32,
    pub(crate) expires: Option<Timestamp>,
}

impl Store {
    pub(crate) fn open(file: &Path, head: Position) -> Result<Self, CourierError> {
        let lock = lock(file)?;
        let mut connection = Connection::open(file)?;
        connection.busy_timeout(Duration::from_secs(10))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version: i32 =
            transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version == 0 {
            transaction.execute_batch(include_str!("schema.sql"))?;
            transaction.execute(
                "INSERT INTO checkpoint (position, mails_after) VALUES (0, ?1)",
                [head.0.cast_signed()],
            )?;
            transaction.pragma_update(None, "user_version", 1)?;
        }
        transaction.commit()?;
        Ok(Self { connection: Mutex::new(connection), _lock: lock })
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // Every write is one statement or a transaction: nothing is ever left half done.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// After a start: a mail that was being handed over is sent again only when that is harmless.
    pub(crate) fn recover(&self, repeatable: bool) -> Result<(), CourierError> {
        let state = if repeatable { State::Due } else { State::InDoubt };
        let sql = "UPDATE mail SET state = ?1 WHERE state = 'handing-over'";
        let left = self.connection().execute(sql, [state.as_str()])?;
        if left > 0 && !repeatable {
            tracing::warn!(left, "mails are in doubt: they may have been sent, or not");
        }
        Ok(())
    }

    pub(crate) fn position(&self) -> Result<Position, CourierError> {
        let sql = "SELECT position FROM checkpoint";
        let position: i64 = self.connection().query_row(sql, [], |row| row.get(0))?;
        Ok(Position(position.cast_unsigned()))
    }

    /// Takes in events and the mails that follow from them, all or nothing.
    pub(crate) fn take_in(&self, events: &[RecordedEvent]) -> Result<(), CourierError> {
        let Some(last) = events.last() else { return Ok(()) };
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let mails_after: i64 =
            transaction.query_row("SELECT mails_after FROM checkpoint", [], |row| row.get(0))?;
        for recorded in events {
            let position = recorded.position;
            let decoded = service::decode(recorded)
                .map_err(|reason| CourierError::Event { position, reason })?;
            if let Some(event) = decoded {
                let mails = position.0 > mails_after.cast_unsigned();
                book::take_in(&transaction, recorded, &event, mails)?;
            }
        }
        transaction
            .execute("UPDATE checkpoint SET position = ?1", [last.position.0.cast_signed()])?;
        transaction.commit()?;
        Ok(())
    }

    /// Reminds the followers of rounds that close soon: once per term, also when it was extended.
    pub(crate) fn remind(&self, now: Timestamp, ahead: SignedDuration) -> Result<(), CourierError> {
        let until = now.saturating_add(ahead).unwrap_or(now);
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let near: Vec<(String, String)> = transaction
            .prepare_cached(
                "SELECT id, body FROM round WHERE closed = 0 AND closes > ?1 AND closes <= ?2",
            )?
            .query_map([now.as_microsecond(), until.as_microsecond()], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?
            .collect::<Result<_, _>>()?;
        for (id, body) in near {
            let round: KnownRound = serde_json::from_str(&body)?;
            let Some(profile) = book::profile(&transaction, round.trajectory)? else { continue };
            let notice = Notice::DeadlineNear {
                kind: round.kind,
                trajectory: profile.title,
                path: book::round_path(round.trajectory, &id),
                round: round.title,
                closes: round.closes.clone(),
            };
            let occasion = format!("deadline.{id}.{}", round.closes.at.as_second());
            let audience = Audience::Followers(round.trajectory);
            book::tell(&transaction, &occasion, audience, &notice, Some(round.closes.at))?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Mails that are due, the oldest first.
    pub(crate) fn due(&self, now: Timestamp) -> Result<Vec<DueMail>, CourierError> {
        let connection = self.connection();
        let mut statement = connection.prepare_cached(
            "SELECT id, address, notice, attempts, expires FROM mail \
             WHERE state = 'due' AND due <= ?1 ORDER BY rowid LIMIT 200",
        )?;
        let mut rows = statement.query([now.as_microsecond()])?;
        let mut mails = Vec::new();
        while let Some(row) = rows.next()? {
            let expires: Option<i64> = row.get(4)?;
            mails.push(DueMail {
                id: row.get(0)?,
                address: row.get(1)?,
                notice: row.get(2)?,
                attempts: row.get(3)?,
                expires: expires.and_then(|micros| Timestamp::from_microsecond(micros).ok()),
            });
        }
        Ok(mails)
    }

    pub(crate) fn mark(&self, id: &str, state: State) -> Result<(), CourierError> {
        self.connection()
            .prepare_cached("UPDATE mail SET state = ?2 WHERE id = ?1")?
            .execute([id, state.as_str()])?;
        Ok(())
    }

    pub(crate) fn postpone(
        &self,
        id: &str,
        attempts: u32,
        due: Timestamp,
    ) -> Result<(), CourierError> {
        self.connection()
            .prepare_cached("UPDATE mail SET state = 'due', attempts = ?2, due = ?3 WHERE id = ?1")?
            .execute(params![id, attempts, due.as_microsecond()])?;
        Ok(())
    }

    pub(crate) fn counts(&self) -> Result<Counts, CourierError> {
        let mut counts = Counts::default();
        for (state, count) in State::ALL.iter().zip(&mut counts.0) {
            let sql = "SELECT count(*) FROM mail WHERE state = ?1";
            let found: i64 =
                self.connection().query_row(sql, [state.as_str()], |row| row.get(0))?;
            *count = found.cast_unsigned();
        }
        Ok(counts)
    }
}

fn lock(file: &Path) -> Result<File, CourierError> {
    let failed = |source| CourierError::File { file: file.to_owned(), source };
    let mut name = file.as_os_str().to_owned();
    name.push("-lock");
    let lock = File::create(&name).map_err(failed)?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(CourierError::InUse(file.to_owned())),
        Err(TryLockError::Error(source)) => Err(failed(source)),
    }
}
