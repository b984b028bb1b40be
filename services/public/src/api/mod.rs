//! The operations of the public service: reading, and telling of an experience.

mod accountability;
mod board;
mod criteria;
mod deadlines;
mod documents;
mod dossier;
mod notes;
pub(crate) mod outreaches;
mod purchases;
mod record;
pub(crate) mod released;
mod remedies;
mod representation;
mod requirements;
mod reuse;
mod reviews;
mod sessions;
mod strategy;
mod supervision;
mod terms;
mod timeline;
mod vision;
pub(crate) mod woo;

use http::Operations;

/// All operations.
pub(crate) fn operations(operations: Operations) -> Operations {
    [
        criteria::operations,
        documents::operations,
        dossier::operations,
        timeline::operations,
        notes::operations,
        outreaches::operations,
        purchases::operations,
        record::operations,
        requirements::operations,
        reviews::operations,
        accountability::operations,
        supervision::operations,
        remedies::operations,
        strategy::operations,
        vision::operations,
        terms::operations,
        deadlines::operations,
        sessions::operations,
        representation::operations,
        reuse::operations,
        board::operations,
        released::operations,
        woo::operations,
    ]
    .into_iter()
    .fold(operations, |operations, add| add(operations))
}
