//! The file beside a read model that tells whose it is, and whether all of it is on disk.
//!
//! A read model can be built again, so its commits wait for no disk. When the machine goes down,
//! what SQLite wrote may be lost in part. So as long as one is built, its lock names the start of
//! the machine in which it is; a lock that names an earlier one tells that the machine went down
//! meanwhile.

use crate::ProjectionError;
use crate::file::{beside, unusable};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

/// Where the system tells at which start of the machine it is.
const BOOT: &str = "/proc/sys/kernel/random/boot_id";

/// Held as long as this process builds the read model.
pub(crate) struct Lock(File);

impl Lock {
    /// One process at a time builds a read model.
    pub(crate) fn take(file: &Path) -> Result<Self, ProjectionError> {
        let failed = unusable(file);
        if let Some(directory) = file.parent() {
            fs::create_dir_all(directory).map_err(&failed)?;
        }
        let mut how = OpenOptions::new();
        how.read(true).write(true).create(true).truncate(false);
        let lock = how.open(beside(file, "-lock")).map_err(&failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self(lock)),
            Err(TryLockError::WouldBlock) => Err(ProjectionError::InUse(file.to_owned())),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }

    /// Whether its file is still the one that others would lock.
    pub(crate) fn is_of(&self, file: &Path) -> bool {
        let held = self.0.metadata().map(|held| (held.dev(), held.ino()));
        let there = fs::metadata(beside(file, "-lock")).map(|there| (there.dev(), there.ino()));
        matches!((held, there), (Ok(held), Ok(there)) if held == there)
    }

    /// Notes, on disk, that the read model is built from now on. Answers whether the machine went
    /// down while it was built before.
    pub(crate) fn begin(&mut self, file: &Path) -> Result<bool, ProjectionError> {
        let mut before = String::new();
        let now = fs::read_to_string(BOOT).ok();
        let mut note = || {
            self.0.rewind()?;
            self.0.read_to_string(&mut before)?;
            self.0.rewind()?;
            self.0.set_len(0)?;
            self.0.write_all(now.as_deref().unwrap_or("unknown").as_bytes())?;
            self.0.sync_all()
        };
        note().map_err(unusable(file))?;
        // Where no system tells it, it may always have been so.
        Ok(!before.is_empty() && now != Some(before))
    }

    /// Notes that all of the read model is on disk and nobody builds it.
    pub(crate) fn settle(&self) -> std::io::Result<()> {
        self.0.set_len(0)?;
        self.0.sync_all()
    }
}
