//! Snapshots: the read model of one replica, for another one to go on from.
//!
//! A snapshot is one file. It need not be of the same program or log: whether it fits is seen when
//! a replica opens it, which builds it anew when it does not.

use crate::ProjectionError;
use crate::file::{Checkpoint, beside, checkpoint, remove, unusable};
use crate::lock::Lock;
use event_log::Position;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Copies a read model as it stands at one position, while it is built on. Answers the position.
/// What stands at `to` gives way once the copy is whole.
///
/// # Errors
/// When `from` is no read model, or `to` cannot be written.
pub fn take_snapshot(from: &Path, to: &Path) -> Result<Position, ProjectionError> {
    let source = sqlite::to_read(from)?;
    let unfinished = beside(to, ".unfinished");
    remove(&unfinished)?;
    let mut copy = Connection::open(&unfinished)?;
    fs::set_permissions(&unfinished, Permissions::from_mode(0o600)).map_err(unusable(to))?;
    // All in one step, so that what is written meanwhile is no part of it.
    if Backup::new(&source, &mut copy)?.step(-1)? != StepResult::Done {
        return Err(ProjectionError::InUse(from.to_owned()));
    }
    let Checkpoint { position, .. } = whole(&copy, from)?;
    // The source is in WAL mode; the copy must be whole without a second file.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    drop(copy);
    fs::rename(&unfinished, to).map_err(unusable(to))?;
    Ok(position)
}

/// Puts a snapshot in the place of a read model. Answers the position from which it goes on.
///
/// # Errors
/// When `from` is no whole snapshot, or a process builds the read model.
pub fn load_snapshot(from: &Path, to: &Path) -> Result<Position, ProjectionError> {
    let Checkpoint { position, .. } = whole(&sqlite::to_read(from)?, from)?;
    let lock = Lock::take(to)?;
    let unfinished = beside(to, ".unfinished");
    fs::copy(from, &unfinished).map_err(unusable(to))?;
    File::open(&unfinished).and_then(|file| file.sync_all()).map_err(unusable(to))?;
    remove(to)?;
    fs::rename(&unfinished, to).map_err(unusable(to))?;
    lock.settle().map_err(unusable(to))?;
    Ok(position)
}

/// Where a copy stands, when nothing of it is missing.
fn whole(copy: &Connection, file: &Path) -> Result<Checkpoint, ProjectionError> {
    let sound = copy.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0));
    let checkpoint = match sound.as_deref() {
        Ok("ok") => checkpoint(copy, None).ok().flatten(),
        _ => None,
    };
    checkpoint.ok_or_else(|| ProjectionError::NoSnapshot(file.to_owned()))
}
