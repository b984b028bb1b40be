//! Who of a municipality's staff took part in which trajectory: whoever did cannot handle an
//! objection in it.

use dialogue::AnyEvent;
use event_log::{Actor, RecordedEvent};
use projection::{Projection, ProjectionError, Rows};
use serde::Deserialize;

/// What this needs of the metadata of every event.
#[derive(Deserialize)]
struct By {
    actor: Actor,
}

/// Stands in the metadata of whatever a municipality's staff did, and of little else: most events
/// are told apart without reading theirs.
const OF_MUNICIPALITY: &str = "\"municipality\"";

pub(crate) struct Participants;

impl Projection<AnyEvent> for Participants {
    fn name(&self) -> &'static str {
        "participants"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE participation (
             trajectory TEXT NOT NULL, person TEXT NOT NULL, PRIMARY KEY (trajectory, person)
         ) STRICT, WITHOUT ROWID;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        if !recorded.metadata.contains(OF_MUNICIPALITY) {
            return Ok(());
        }
        let Ok(By { actor }) = serde_json::from_str(&recorded.metadata) else { return Ok(()) };
        if actor.party != "municipality" {
            return Ok(());
        }
        let Some(trajectory) = trajectory(rows, recorded.stream.id(), event)? else {
            return Ok(());
        };
        rows.execute(
            "INSERT OR IGNORE INTO participation (trajectory, person) VALUES (?1, ?2)",
            [&trajectory, &actor.person],
        )
        .map(|_| ())
    }
}

/// The trajectory that an event belongs to. Handling an objection is no part in the procedure.
fn trajectory(
    rows: &Rows<'_>,
    id: &str,
    event: &AnyEvent,
) -> Result<Option<String>, ProjectionError> {
    let of = |table: &str| {
        let sql = format!("SELECT trajectory FROM {table} WHERE id = ?1");
        Ok(rows.find::<(String,)>(&sql, [id])?.map(|(trajectory,)| trajectory))
    };
    match event {
        AnyEvent::Trajectory(_)
        | AnyEvent::Vision(_)
        | AnyEvent::RequirementSet(_)
        | AnyEvent::Strategy(_)
        | AnyEvent::CarryOver(_)
        | AnyEvent::CommitmentList(_)
        | AnyEvent::Supervision(_)
        | AnyEvent::RulePressure(_)
        | AnyEvent::Confidentiality(_) => Ok(Some(id.to_owned())),
        AnyEvent::Phase(_) => Ok(id.split_once('.').map(|(trajectory, _)| trajectory.to_owned())),
        AnyEvent::ConsultationRound(_) => of("consultation_round"),
        AnyEvent::Contribution(_) => of("contribution"),
        AnyEvent::Session(_) => of("session"),
        AnyEvent::Outreach(_) => of("outreach"),
        AnyEvent::ConfidentialDocument(_) => of("confidential_document"),
        AnyEvent::QuestionRound(_) => of("question_round"),
        AnyEvent::Question(_) => of("question"),
        AnyEvent::ClarificationNote(_) => of("clarification_note"),
        AnyEvent::Advice(_) => Ok(of("advice")?.or(of("advice_request")?)),
        AnyEvent::Evaluation(_) => of("evaluation"),
        AnyEvent::CouncilMatter(_) => of("council_matter"),
        AnyEvent::RequirementFlag(_) => of("requirement_flag"),
        AnyEvent::Admission(_) => of("admission_procedure"),
        AnyEvent::Combination(_) => of("combination"),
        AnyEvent::PriceSheet(_) => of("price_sheet"),
        AnyEvent::Procurement(_) => Ok(Some(id.to_owned())),
        AnyEvent::Review(_) => of("review_work"),
        AnyEvent::SupervisionSignal(_) => of("supervision_signal"),
        AnyEvent::ClientResearch(_) => of("client_research_work"),
        AnyEvent::PerformanceReport(_) => of("told_performance"),
        AnyEvent::RequirementLibrary(_)
        | AnyEvent::StandingConsultation(_)
        | AnyEvent::Passage(_)
        | AnyEvent::Experience(_)
        | AnyEvent::Region(_)
        | AnyEvent::Involvement(_)
        | AnyEvent::PartnerCall(_)
        | AnyEvent::Objection(_)
        | AnyEvent::Complaint(_)
        | AnyEvent::LegalProceeding(_)
        | AnyEvent::Provider(_)
        | AnyEvent::Subscription(_)
        | AnyEvent::LateQuestions(_)
        | AnyEvent::Contract(_)
        | AnyEvent::IndicatorSet(_)
        | AnyEvent::DataDelivery(_)
        | AnyEvent::PerformanceTalk(_)
        | AnyEvent::QuestionImport(_) => Ok(None),
    }
}
