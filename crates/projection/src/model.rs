//! A read model, to read from.

use crate::ProjectionError;
use crate::file::Standing;
use event_log::Position;
use rusqlite::{Connection, OptionalExtension, Params};
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{Notify, watch};

/// A page of documents, as stored, with what the next page starts after.
#[derive(Debug)]
pub struct Page {
    /// The documents.
    pub items: Vec<Box<RawValue>>,
    /// The key of the last one, when there are more.
    pub next: Option<String>,
}

/// A read model, to read from. Reads see whole events only, and never wait for the writer.
#[derive(Clone)]
pub struct ReadModel {
    shared: Arc<Shared>,
    applied: watch::Receiver<Position>,
}

pub(crate) struct Shared {
    pub(crate) file: PathBuf,
    pub(crate) unknown: AtomicU64,
    /// Somebody waits for an event that is not applied yet.
    pub(crate) asked: Notify,
    /// Somebody found that the file is lost.
    pub(crate) missed: Notify,
    /// Somebody found that the file is damaged.
    damaged: AtomicBool,
    /// Reads are refused below this position: so far the read model was before it was lost.
    goal: AtomicU64,
    /// Reads are refused below this position: so far others are.
    begins: AtomicU64,
    files: Mutex<Files>,
}

/// The files that are read.
struct Files {
    /// Which ones; absent while there are none.
    standing: Option<Standing>,
    idle: Vec<Connection>,
}

impl Shared {
    fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the files are there that are written and read, and whole as far as anybody saw.
    pub(crate) fn stands(&self) -> bool {
        let standing = self.files().standing;
        standing.is_some()
            && standing == Standing::of(&self.file)
            && !self.damaged.load(Ordering::SeqCst)
    }

    /// From now on nobody reads below this position.
    pub(crate) fn lost_at(&self, position: Position) {
        self.goal.fetch_max(position.0, Ordering::SeqCst);
    }

    /// From now on nobody reads: the files are thrown away.
    pub(crate) fn close(&self) {
        let mut files = self.files();
        files.standing = None;
        files.idle.clear();
    }

    /// From now on these files are read.
    pub(crate) fn open(&self, standing: Option<Standing>) {
        self.damaged.store(false, Ordering::SeqCst);
        self.files().standing = standing;
    }

    fn gone(&self) -> ProjectionError {
        self.missed.notify_one();
        ProjectionError::Gone(self.file.clone())
    }

    /// A connection to the files, and which ones they are.
    fn connection(&self) -> Result<(Connection, Standing), ProjectionError> {
        let (standing, idle) = {
            let mut files = self.files();
            (files.standing, files.idle.pop())
        };
        let standing = standing.ok_or_else(|| self.gone())?;
        if let Some(connection) = idle {
            return Ok((connection, standing));
        }
        let opened = sqlite::to_read(&self.file);
        // What was opened by its name is what the builder writes, or it is not read.
        if Standing::of(&self.file) != Some(standing) {
            return Err(self.gone());
        }
        Ok((opened?, standing))
    }

    /// Keeps a connection for the next reader, unless its files were thrown away meanwhile.
    fn keep(&self, connection: Connection, standing: Standing) {
        let mut files = self.files();
        if files.standing == Some(standing) {
            files.idle.push(connection);
        }
    }
}

impl ReadModel {
    pub(crate) fn new(file: PathBuf, applied: watch::Receiver<Position>) -> Self {
        let files = Files { standing: Standing::of(&file), idle: vec![] };
        let shared = Shared {
            file,
            unknown: AtomicU64::new(0),
            asked: Notify::new(),
            missed: Notify::new(),
            damaged: AtomicBool::new(false),
            goal: AtomicU64::new(0),
            begins: AtomicU64::new(0),
            files: Mutex::new(files),
        };
        Self { shared: Arc::new(shared), applied }
    }

    pub(crate) fn shared(&self) -> Arc<Shared> {
        self.shared.clone()
    }

    /// How many events of unknown type were skipped since the start.
    #[must_use]
    pub fn unknown(&self) -> u64 {
        self.shared.unknown.load(Ordering::Relaxed)
    }

    /// The last position that was applied.
    #[must_use]
    pub fn position(&self) -> Position {
        *self.applied.borrow()
    }

    /// From now on nobody reads below this position: what a replica that was just started has not
    /// seen yet must not look as if it were not there.
    pub fn begin_at(&self, position: Position) {
        self.shared.begins.fetch_max(position.0, Ordering::SeqCst);
    }

    /// Whether it may be read.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        let Shared { begins, goal, .. } = &*self.shared;
        self.position().0 >= begins.load(Ordering::SeqCst).max(goal.load(Ordering::SeqCst))
    }

    /// Waits until a position was applied, at most `at_most` long. Answers whether it was.
    pub async fn wait_until(&self, position: Position, at_most: Duration) -> bool {
        let mut applied = self.applied.clone();
        if *applied.borrow_and_update() < position {
            self.shared.asked.notify_one();
        }
        let reached = applied.wait_for(|last| *last >= position);
        matches!(tokio::time::timeout(at_most, reached).await, Ok(Ok(_)))
    }

    /// Reads with a connection that cannot write.
    ///
    /// # Errors
    /// When the file cannot be read. [`ProjectionError::Gone`] when it was lost, until it has been
    /// built again as far as it was: nobody is shown less than before. [`ProjectionError::Behind`]
    /// below the position at which it begins.
    pub fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, ProjectionError>,
    ) -> Result<T, ProjectionError> {
        let shared = &self.shared;
        if self.position().0 < shared.goal.load(Ordering::SeqCst) {
            return Err(shared.gone());
        }
        if !self.has_begun() {
            return Err(ProjectionError::Behind(shared.file.clone()));
        }
        let (connection, standing) = shared.connection()?;
        let outcome = work(&connection);
        match &outcome {
            Ok(_) => shared.keep(connection, standing),
            Err(error) if error.is_damage() => {
                shared.damaged.store(true, Ordering::SeqCst);
                return Err(shared.gone());
            }
            Err(_) => {}
        }
        outcome
    }

    /// The document that a statement selects (`SELECT body …`), when there is one.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn document<T: DeserializeOwned>(
        &self,
        sql: &str,
        values: impl Params,
    ) -> Result<Option<T>, ProjectionError> {
        self.read(|connection| {
            let body: Option<String> =
                connection.prepare_cached(sql)?.query_row(values, |row| row.get(0)).optional()?;
            Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
        })
    }

    /// Every document that a statement selects (`SELECT body …`).
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn documents<T: DeserializeOwned>(
        &self,
        sql: &str,
        values: impl Params,
    ) -> Result<Vec<T>, ProjectionError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query(values)?;
            let mut documents = Vec::new();
            while let Some(row) = rows.next()? {
                documents.push(serde_json::from_str(row.get_ref(0)?.as_str().map_err(
                    |error| {
                        rusqlite::Error::FromSqlConversionFailure(
                            0,
                            rusqlite::types::Type::Text,
                            Box::new(error),
                        )
                    },
                )?)?);
            }
            Ok(documents)
        })
    }

    /// A page of documents, as stored. The statement selects the key by which it is ordered and
    /// the body (`SELECT key, body … ORDER BY key LIMIT …`), one more than `limit`.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn page(
        &self,
        sql: &str,
        values: impl Params,
        limit: usize,
    ) -> Result<Page, ProjectionError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(sql)?;
            let mut rows = statement.query(values)?;
            let mut page = Page { items: Vec::with_capacity(limit), next: None };
            let mut last = None;
            while let Some(row) = rows.next()? {
                if page.items.len() == limit {
                    page.next = last;
                    break;
                }
                page.items.push(RawValue::from_string(row.get(1)?)?);
                last = Some(row.get::<_, String>(0)?);
            }
            Ok(page)
        })
    }
}
