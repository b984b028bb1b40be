//! The courier's file: what it has seen, and what it has to send. Every step is durable before
//! the next one is taken.

use crate::book::{Entry, KnownRound, profile};
use crate::error::CourierError;
use crate::lock::Lock;
use crate::notices::Notice;
use crate::outbox::{Counts, State};
use crate::subscribers::{Audience, Tiding, tell};
use dialogue::{
    AdmissionProcedure, Advice, ClarificationNote, Complaint, ConfidentialDocument,
    ConsultationRound, Contract, DataDelivery, Decider, Evaluation, Objection, Outreach,
    PerformanceTalk, Question, QuestionRound, Session, Subscription, Trajectory,
};
use event_log::{Head, Position, RecordedEvent};
use jiff::{SignedDuration, Timestamp};
use portal::paths;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sqlite::Durability;
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// How many pages the write-ahead log holds before they are moved into the file: 4 MiB.
const MOVED_AFTER_PAGES: u32 = 1_000;

/// The streams in which something happens that is told by mail, or that says to whom.
const READ: [&str; 17] = [
    Subscription::CATEGORY,
    Trajectory::CATEGORY,
    ConsultationRound::CATEGORY,
    QuestionRound::CATEGORY,
    Question::CATEGORY,
    ClarificationNote::CATEGORY,
    Advice::CATEGORY,
    Session::CATEGORY,
    ConfidentialDocument::CATEGORY,
    Complaint::CATEGORY,
    Objection::CATEGORY,
    Evaluation::CATEGORY,
    AdmissionProcedure::CATEGORY,
    Outreach::CATEGORY,
    Contract::CATEGORY,
    DataDelivery::CATEGORY,
    PerformanceTalk::CATEGORY,
];

const SCHEMA_VERSION: i32 = 5;

/// The courier's file.
pub(crate) struct Store {
    connection: Mutex<Connection>,
    /// The outbox by a name that no other outbox has.
    name: String,
    /// Given back last.
    _lock: Lock,
}

/// The round to which a mail calls.
pub(crate) enum CalledRound {
    /// It calls to none.
    None,
    /// It was closed.
    Closed,
    /// It was not closed. What is known of it.
    Known(String),
}

/// A mail that is due, with what is known now of what it needs.
pub(crate) struct DueMail {
    pub(crate) id: String,
    pub(crate) notice: String,
    pub(crate) written: i64,
    pub(crate) attempts: u32,
    /// Where it goes, sealed; nothing when its reader has stopped it.
    pub(crate) address: Option<String>,
    /// The round to which it calls.
    pub(crate) round: CalledRound,
}

impl Store {
    /// Takes a file into use, and makes it when there is none: it begins at `head`.
    pub(crate) fn open(file: &Path, lock: Lock, head: &Head) -> Result<Self, CourierError> {
        // What is being handed over must be on disk before it is.
        let mut connection = sqlite::to_write(file, Durability::Full, MOVED_AFTER_PAGES)?;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version: i32 =
            transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > SCHEMA_VERSION {
            return Err(CourierError::TooNew(file.to_owned()));
        }
        if version == 0 {
            transaction.execute_batch(include_str!("schema.sql"))?;
            transaction.execute(
                "INSERT INTO checkpoint (position, mails_after, since) VALUES (0, ?1, ?2)",
                params![head.position.0.cast_signed(), head.clock.as_microsecond()],
            )?;
        }
        if version < 2 {
            transaction.execute_batch(include_str!("schema.2.sql"))?;
            let name = Uuid::new_v4().to_string();
            transaction.execute("UPDATE checkpoint SET name = ?1", [name])?;
        }
        if version < 3 {
            transaction.execute_batch(include_str!("schema.3.sql"))?;
        }
        if version < 4 {
            transaction.execute_batch(include_str!("schema.4.sql"))?;
        }
        if version < SCHEMA_VERSION {
            transaction.execute_batch(include_str!("schema.5.sql"))?;
            transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
        }
        let (seen, name): (i64, String) =
            transaction.query_row("SELECT position, name FROM checkpoint", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        if seen > head.position.0.cast_signed() {
            let seen = Position(seen.cast_unsigned());
            return Err(CourierError::Ahead { file: file.to_owned(), seen, last: head.position });
        }
        transaction.commit()?;
        Ok(Self { connection: Mutex::new(connection), name, _lock: lock })
    }

    /// The outbox by a name that no other outbox has.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // Every write is one statement or a transaction: nothing is ever left half done.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A mail that was being handed over when the courier was broken off is sent again only when
    /// that is harmless.
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

    /// Whether something may follow from an event.
    pub(crate) fn reads(recorded: &RecordedEvent) -> bool {
        READ.contains(&recorded.stream.category())
    }

    /// Takes in events up to the last of them, and the mails that follow, all or nothing.
    pub(crate) fn take_in<'e>(
        &self,
        events: impl Iterator<Item = &'e RecordedEvent>,
        last: Position,
    ) -> Result<(), CourierError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let mails_after: i64 =
            transaction.query_row("SELECT mails_after FROM checkpoint", [], |row| row.get(0))?;
        for recorded in events.filter(|it| Self::reads(it)) {
            let position = recorded.position;
            let decoded = service::decode(recorded)
                .map_err(|reason| CourierError::Event { position, reason })?;
            if let Some(event) = decoded {
                let mails = position.0 > mails_after.cast_unsigned();
                Entry { rows: &transaction, recorded, mails }.take_in(&event)?;
            }
        }
        transaction.execute("UPDATE checkpoint SET position = ?1", [last.0.cast_signed()])?;
        transaction.commit()?;
        Ok(())
    }

    /// Reminds the followers of rounds that close soon: once per term, also when it was extended.
    /// Of a term from before this file was made, only when its reminder was not due by then.
    pub(crate) fn remind(&self, now: Timestamp, ahead: SignedDuration) -> Result<(), CourierError> {
        let ahead = i64::try_from(ahead.as_micros()).unwrap_or(i64::MAX);
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        let near: Vec<(String, String)> = transaction
            .prepare_cached(
                "SELECT id, body FROM round, checkpoint \
                 WHERE closed = 0 AND opens <= ?1 AND closes > ?1 AND closes - ?2 <= ?1 \
                 AND (mailed = 1 OR closes - ?2 > since)",
            )?
            .query_map([now.as_microsecond(), ahead], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<Result<_, _>>()?;
        for (id, body) in near {
            let round: KnownRound = serde_json::from_str(&body)?;
            let Some(profile) = profile(&transaction, round.trajectory)? else { continue };
            let occasion = format!("deadline.{id}.{}", round.closes.at.as_second());
            let notice = Notice::DeadlineNear {
                kind: round.kind,
                trajectory: profile.title,
                path: paths::round(&round.trajectory.to_string(), &id),
                round: round.title,
                closes: round.closes,
            };
            tell(
                &transaction,
                &Tiding {
                    occasion: &occasion,
                    audience: Audience::Followers(round.trajectory),
                    notice: &notice,
                    round: Some(&id),
                    at: now,
                },
            )?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// A mail that is due, the oldest first.
    pub(crate) fn next_due(&self, now: Timestamp) -> Result<Option<DueMail>, CourierError> {
        Ok(self
            .connection()
            .prepare_cached(
                "SELECT mail.id, notice, written, attempts, address, round.body, round.closed \
                 FROM mail LEFT JOIN subscription ON subscription.id = mail.subscription \
                 AND (mail.trajectory IS NULL OR mail.trajectory IN (SELECT trajectory \
                 FROM follows WHERE follows.subscription = mail.subscription)) \
                 LEFT JOIN round ON round.id = mail.round \
                 WHERE state = 'due' AND due <= ?1 ORDER BY mail.rowid LIMIT 1",
            )?
            .query_row([now.as_microsecond()], |row| {
                let round = match (row.get("body")?, row.get("closed")?) {
                    (Some(_), Some(true)) => CalledRound::Closed,
                    (Some(body), _) => CalledRound::Known(body),
                    (None, _) => CalledRound::None,
                };
                Ok(DueMail {
                    id: row.get("id")?,
                    notice: row.get("notice")?,
                    written: row.get("written")?,
                    attempts: row.get("attempts")?,
                    address: row.get("address")?,
                    round,
                })
            })
            .optional()?)
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
