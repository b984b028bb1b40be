//! The operations of the providers.

mod admissions;
mod awards;
mod board;
mod combinations;
mod complaints;
mod contracts;
mod contribution_input;
mod contributions;
mod dashboard;
mod dossier;
mod files;
mod involvement;
mod learnings;
mod levelling;
mod myself;
mod objections;
mod organisation;
mod proceedings;
mod question_imports;
mod questions;
mod requirements;
mod rounds;
mod sessions;
mod standing_consultations;
mod timeline;

use command::Scope;
use dialogue::{Admission, Provider, Refusal};
use http::Operations;
use service::{Call, ProviderOrganisation, Refused};

/// Somebody of a provider who calls.
pub(crate) type Caller = Call<ProviderOrganisation>;

/// All operations.
pub(crate) fn operations(operations: Operations) -> Operations {
    [
        myself::operations,
        organisation::operations,
        files::operations,
        dossier::operations,
        timeline::operations,
        rounds::operations,
        sessions::operations,
        standing_consultations::operations,
        levelling::operations,
        dashboard::operations,
        involvement::operations,
        learnings::operations,
        board::operations,
        contributions::operations,
        questions::operations,
        question_imports::operations,
        objections::operations,
        complaints::operations,
        admissions::operations,
        combinations::operations,
        proceedings::operations,
        awards::operations,
        contracts::operations,
        requirements::operations,
    ]
    .into_iter()
    .fold(operations, |operations, add| add(operations))
}

/// Whether the caller's organisation has a profile. Once it has, it always will.
pub(crate) async fn check_registered(
    scope: &mut Scope<'_, Refusal>,
    caller: &Caller,
) -> Result<(), Refused> {
    scope.glance::<Provider>(caller.caller.organisation.id).await?.profile()?;
    Ok(())
}

/// What comes in counts only while the round takes it, by the log's clock.
pub(crate) fn within(scope: &mut Scope<'_, Refusal>, admission: Admission) {
    scope.not_before(admission.opens);
    scope.not_after(admission.closes);
}
