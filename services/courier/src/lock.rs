//! One courier at a time has an outbox.

use crate::error::CourierError;
use std::fs::{File, TryLockError};
use std::path::Path;

/// The right to an outbox, until this is dropped or the process ends.
pub(crate) struct Lock(File);

impl Lock {
    /// Takes the outbox in a file.
    pub(crate) fn take(outbox: &Path) -> Result<Self, CourierError> {
        let failed = |source| CourierError::File { file: outbox.to_owned(), source };
        let mut name = outbox.as_os_str().to_owned();
        name.push("-lock");
        let lock = File::create(&name).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self(lock)),
            Err(TryLockError::WouldBlock) => Err(CourierError::InUse(outbox.to_owned())),
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Closing the file is not enough: a process that is just being started can have it open.
        let _ = self.0.unlock();
    }
}
