//! The operations of the public service: reading only.

mod dossier;
mod record;

use http::Operations;

/// All operations.
pub(crate) fn operations(operations: Operations) -> Operations {
    [dossier::operations, record::operations]
        .into_iter()
        .fold(operations, |operations, add| add(operations))
}
