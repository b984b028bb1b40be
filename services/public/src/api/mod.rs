//! The operations of the public service: reading only.

mod dossier;
mod record;
mod terms;

use http::Operations;

/// All operations.
pub(crate) fn operations(operations: Operations) -> Operations {
    [dossier::operations, record::operations, terms::operations]
        .into_iter()
        .fold(operations, |operations, add| add(operations))
}
