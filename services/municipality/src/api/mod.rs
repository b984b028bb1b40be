//! The operations of the municipalities.

mod accountability;
mod admissions;
mod advice;
mod answers;
mod assessors;
mod awards;
mod carry_over;
mod client_research;
mod combinations;
mod commitments;
mod complaints;
mod confidential_documents;
mod confidentiality;
mod consultations;
mod contracts;
mod contributions;
mod council_matters;
mod council_terms;
mod development_agenda;
mod discretion;
mod documents;
mod effects;
mod equal_information;
mod evaluation_views;
mod evaluations;
mod evidence;
mod files;
mod findings;
mod involvements;
mod myself;
mod note_content;
mod note_items;
mod notes;
mod notices;
mod objections;
mod outreaches;
mod passages;
mod phases;
mod price_sheets;
mod proceedings;
mod procurement;
mod procurement_report;
mod question_export;
mod question_handling;
mod question_rounds;
mod questions;
mod regions;
mod remedies;
mod requirements;
mod retention;
mod reviews;
mod rule_pressure;
mod session_minutes;
mod session_reports;
mod sessions;
mod shared_answers;
mod similar_questions;
mod standing_consultations;
mod strategy;
mod supervision;
mod tender_closing;
mod timeline;
mod trail;
mod trajectories;
mod vision;
mod withheld;
mod work_list;

use crate::App;
use command::{CommandError, Scope};
use dialogue::trajectory::TrajectoryRefusal;
use dialogue::{Refusal, Trajectory, TrajectoryId};
use http::{Operations, Problem};
use serde::de::DeserializeOwned;
use service::{Call, Refused, refusal_problem};
use std::sync::Arc;
use vocabulary::MunicipalityCode;

/// Somebody of a municipality who calls.
pub(crate) type Staff = Call<MunicipalityCode>;

/// All operations.
pub(crate) fn operations(operations: Operations) -> Operations {
    [
        myself::operations,
        files::operations,
        regions::operations,
        trajectories::operations,
        timeline::operations,
        vision::operations,
        trail::operations,
        tender_closing::operations,
        council_matters::operations,
        council_terms::operations,
        notices::operations,
        documents::operations,
        phases::operations,
        consultations::operations,
        contributions::operations,
        development_agenda::operations,
        outreaches::operations,
        sessions::operations,
        session_minutes::operations,
        session_reports::operations,
        standing_consultations::operations,
        equal_information::operations,
        involvements::operations,
        confidential_documents::operations,
        confidentiality::operations,
        question_rounds::operations,
        questions::operations,
        question_handling::operations,
        answers::operations,
        withheld::operations,
        similar_questions::operations,
        question_export::operations,
        findings::operations,
        notes::operations,
        shared_answers::operations,
        advice::operations,
        objections::operations,
        complaints::operations,
        admissions::operations,
        combinations::operations,
        proceedings::operations,
        effects::operations,
        price_sheets::operations,
        procurement::operations,
        procurement_report::operations,
        retention::operations,
        evaluations::operations,
        assessors::operations,
        awards::operations,
        commitments::operations,
        contracts::operations,
        rule_pressure::operations,
        passages::operations,
        requirements::operations,
        reviews::operations,
        carry_over::operations,
        supervision::operations,
        client_research::operations,
        accountability::operations,
        evidence::operations,
        strategy::operations,
        work_list::operations,
    ]
    .into_iter()
    .fold(operations, |operations, add| add(operations))
}

/// A trajectory in which the caller's municipality buys. Of any other the caller knows nothing.
/// Who buys in it never changes, so it needs no guard.
pub(crate) async fn own_trajectory(
    scope: &mut Scope<'_, Refusal>,
    staff: &Staff,
    id: TrajectoryId,
) -> Result<Arc<Trajectory>, Refused> {
    let trajectory = scope.glance::<Trajectory>(id).await?;
    if !trajectory.is_of(&staff.caller.organisation) {
        return Err(Refusal::from(TrajectoryRefusal::Unknown).into());
    }
    Ok(trajectory)
}

/// A thing of a trajectory in which the caller's municipality buys, as a table of the read model
/// holds it. Of any other the caller knows nothing.
pub(crate) fn own_thing<T: DeserializeOwned>(
    app: &App,
    staff: &Staff,
    table: &str,
    id: impl ToString,
    unknown: impl Into<Refusal>,
) -> Result<T, Problem> {
    let sql = format!(
        "SELECT body FROM {table} JOIN membership USING (trajectory) WHERE id = ?1 AND member = ?2"
    );
    let own = (id.to_string(), staff.caller.organisation.as_str());
    let found = app.model.with(|read| read.document(&sql, own))?;
    found.ok_or_else(|| refusal_problem(&unknown.into()))
}

/// Tells of something that is not the caller's as of something that does not exist.
pub(crate) fn hide(error: Refused, unknown: impl Into<Refusal>) -> Refused {
    match error {
        CommandError::Refused(_) => CommandError::Refused(unknown.into()),
        other => other,
    }
}
