//! A copy of the log as one file, made while others write.
//!
//! SQLite's own backup copies page by page from one state of the file, which a read transaction
//! holds: so a copy is all that was committed before it began and nothing after it, whoever writes
//! meanwhile, and writers wait for nothing. `VACUUM INTO` would build the file anew, slower, and
//! could not tell how far it is.
//!
//! A copy appears under its name only once it is whole, checked and safe on its disk, and it takes
//! nobody's place.

use crate::{SqliteLog, connection};
use event_log::{Clock, LogError};
use rusqlite::Connection;
use rusqlite::backup::{Backup as Copying, StepResult};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::NamedTempFile;

/// How many pages of 4 KiB are copied between two signs of progress: 16 MiB.
const STEP_PAGES: i32 = 4_096;

/// What SQLite keeps beside a file. Left from another file, it would be taken for part of this one.
const BESIDE: [&str; 4] = ["", "-wal", "-shm", "-journal"];

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// Something has that name, or belongs to a file of that name.
    #[error("{} is there already; nothing was changed", file.display())]
    Taken {
        /// What is in the way.
        file: PathBuf,
    },
    /// The log cannot be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// SQLite could not copy.
    #[error("{} cannot be copied", from.display())]
    Copy {
        /// The log.
        from: PathBuf,
        /// Why.
        #[source]
        source: rusqlite::Error,
    },
    /// The copy cannot be kept.
    #[error("{} cannot be written", to.display())]
    Write {
        /// The copy.
        to: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

/// A copy that has no name yet. It is gone when it is dropped.
#[derive(Debug)]
pub struct Backup {
    file: NamedTempFile,
    to: PathBuf,
}

impl Backup {
    /// Copies all that was committed to the log in `from` until now, beside where it will stand.
    /// `progress` is told how many pages are left, and of how many.
    ///
    /// # Errors
    /// [`BackupError::Taken`] when something stands at `to`; otherwise when `from` is not a log
    /// or cannot be copied.
    pub fn take(
        from: &Path,
        to: &Path,
        progress: impl FnMut(u32, u32),
    ) -> Result<Self, BackupError> {
        refuse_if_taken(to)?;
        let source = connection::open_existing(from)?;
        let unwritable = |source| BackupError::Write { to: to.to_owned(), source };
        let name = to.file_name().ok_or_else(|| unwritable(io::ErrorKind::InvalidInput.into()))?;
        let mut prefix = name.to_owned();
        prefix.push(".unfinished-");
        let file = tempfile::Builder::new()
            .prefix(&prefix)
            .tempfile_in(directory(to))
            .map_err(unwritable)?;
        copy(&source, file.path(), progress)
            .map_err(|source| BackupError::Copy { from: from.to_owned(), source })?;
        Ok(Self { file, to: to.to_owned() })
    }

    /// The copy, to be checked.
    ///
    /// # Errors
    /// See [`SqliteLog::open_to_read`].
    pub fn log(&self, clock: Arc<dyn Clock>) -> Result<SqliteLog, LogError> {
        SqliteLog::open_to_read(self.file.path(), clock)
    }

    /// Gives the copy its name, once it is safe on its disk.
    ///
    /// # Errors
    /// [`BackupError::Taken`] when something got that name meanwhile.
    pub fn keep(self) -> Result<(), BackupError> {
        let Self { file, to } = self;
        let unwritable = |source| BackupError::Write { to: to.clone(), source };
        file.as_file().sync_all().map_err(unwritable)?;
        refuse_if_taken(&to)?;
        file.persist_noclobber(&to).map_err(|refused| match refused.error.kind() {
            io::ErrorKind::AlreadyExists => BackupError::Taken { file: to.clone() },
            _ => unwritable(refused.error),
        })?;
        File::open(directory(&to)).and_then(|directory| directory.sync_all()).map_err(unwritable)
    }
}

fn refuse_if_taken(to: &Path) -> Result<(), BackupError> {
    for beside in BESIDE {
        let mut file = to.as_os_str().to_owned();
        file.push(beside);
        let file = PathBuf::from(file);
        if file.symlink_metadata().is_ok() {
            return Err(BackupError::Taken { file });
        }
    }
    Ok(())
}

fn directory(file: &Path) -> &Path {
    match file.parent() {
        Some(directory) if !directory.as_os_str().is_empty() => directory,
        _ => Path::new("."),
    }
}

fn copy(
    source: &Connection,
    to: &Path,
    mut progress: impl FnMut(u32, u32),
) -> rusqlite::Result<()> {
    // All steps read the state that the first statement of this transaction sees. Without it,
    // every commit in between would begin the copy anew.
    let state = source.unchecked_transaction()?;
    state.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    let mut target = Connection::open(to)?;
    // It is synced as a whole before it gets its name; until then nobody misses it.
    target.pragma_update(None, "synchronous", "OFF")?;
    let copying = Copying::new(&state, &mut target)?;
    let mut finished = false;
    while !finished {
        // Nothing holds a lock that this waits for: another answer than "more" is not repeated.
        finished = match copying.step(STEP_PAGES)? {
            StepResult::Done => true,
            StepResult::More => false,
            _ => return Err(rusqlite::Error::SqliteFailure(locked(), None)),
        };
        let left = copying.progress();
        let pages = |pages: i32| u32::try_from(pages).unwrap_or_default();
        progress(pages(left.remaining), pages(left.pagecount));
    }
    drop(copying);
    drop(target);
    // One file is all of it: no write-ahead log beside it, not even while it is read.
    Connection::open(to)?.pragma_update(None, "journal_mode", "DELETE")
}

fn locked() -> rusqlite::ffi::Error {
    rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY)
}
