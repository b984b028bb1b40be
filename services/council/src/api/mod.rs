//! The operations of the client councils.

mod advice;
mod calendar;
mod confidential_documents;
mod council_work;
mod dossier;
mod matters;
mod myself;

use http::Operations;
use service::Call;
use vocabulary::CouncilCode;

/// Somebody of a council who calls.
pub(crate) type Member = Call<CouncilCode>;

/// All operations.
pub(crate) fn operations(operations: Operations) -> Operations {
    [
        myself::operations,
        dossier::operations,
        advice::operations,
        council_work::operations,
        calendar::operations,
        matters::operations,
        confidential_documents::operations,
    ]
    .into_iter()
    .fold(operations, |operations, add| add(operations))
}
