//! One's own objections, and what was decided about them.

use super::ReceiptView;
use calendar::Deadline;
use dialogue::objection::{DecidedApplication, ObjectionGround, ObjectionOutcome};
use dialogue::redress::{CarriedOut, DecidedEffect, EvidencePointer, RemedyTold};
use dialogue::{
    AnyEvent, FileReference, ObjectionEvent, ObjectionId, QuestionId, Reference, TrajectoryId,
};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title};

/// Where an objection stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OwnObjectionStatus {
    /// Received.
    Filed,
    /// Somebody who took no part in the procedure handles it.
    TakenUp,
    /// It was decided about.
    Decided,
    /// Withdrawn.
    Withdrawn,
}

/// The decision about an objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DecisionView {
    /// The decision.
    pub(crate) outcome: ObjectionOutcome,
    /// Its reasons.
    pub(crate) reasons: Prose,
    /// What the municipality does because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) measures: Option<Paragraph>,
    /// What must be carried out because of it.
    pub(crate) effects: Vec<DecidedEffect>,
    /// What of that was carried out.
    pub(crate) carried_out: Vec<CarriedOut>,
    /// What one can do when one does not agree.
    pub(crate) remedies: Vec<RemedyTold>,
    /// When it was decided, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) decided_at: Timestamp,
}

/// One's own objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OwnObjection {
    /// The objection.
    pub(crate) id: ObjectionId,
    /// Its version.
    pub(crate) version: u64,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// What it is against.
    pub(crate) subject: Title,
    /// The place in the documents, when it is against one.
    pub(crate) reference: Reference,
    /// The question after which it comes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) follows: Option<QuestionId>,
    /// The grounds.
    pub(crate) grounds: Vec<ObjectionGround>,
    /// The evidence.
    pub(crate) evidence: Vec<FileReference>,
    /// Evidence that points to a place in a document.
    pub(crate) pointers: Vec<EvidencePointer>,
    /// What one asks for.
    pub(crate) remedy: Prose,
    /// The decision about one's application against which it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) against: Option<DecidedApplication>,
    /// Until when it could be filed, computed from that decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) term: Option<Box<Deadline>>,
    /// Whether it came after that. Its handler judges whether it can be excused (art. 6:11 Awb).
    pub(crate) late: bool,
    /// Where it stands.
    pub(crate) status: OwnObjectionStatus,
    /// Proof that it was received.
    pub(crate) receipt: ReceiptView,
    /// The decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) decision: Option<DecisionView>,
}

pub(crate) struct Objections;

impl Projection<AnyEvent> for Objections {
    fn name(&self) -> &'static str {
        "objections"
    }

    fn version(&self) -> u32 {
        3
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE objection (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX objection_own ON objection (provider, within, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Objection(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        let ObjectionEvent::ObjectionFiled(filed) = event.clone() else {
            return rows.change::<OwnObjection>("objection", id, &[], |known| {
                known.version = recorded.version.0;
                match event.clone() {
                    ObjectionEvent::ObjectionFiled(_) => {}
                    ObjectionEvent::ObjectionWithdrawn(_) => {
                        known.status = OwnObjectionStatus::Withdrawn;
                    }
                    ObjectionEvent::ObjectionTakenUp(_) => {
                        known.status = OwnObjectionStatus::TakenUp;
                    }
                    ObjectionEvent::ObjectionDecided(decided) => {
                        known.status = OwnObjectionStatus::Decided;
                        known.decision = Some(DecisionView {
                            outcome: decided.outcome,
                            reasons: decided.reasons,
                            measures: decided.measures,
                            effects: decided.effects,
                            carried_out: vec![],
                            remedies: decided.remedies,
                            decided_at: recorded.recorded_at,
                        });
                    }
                    ObjectionEvent::ObjectionEffectCarriedOut(done) => {
                        if let Some(decision) = &mut known.decision {
                            decision.carried_out.push(done.carried_out);
                        }
                    }
                }
            });
        };
        let Ok(objection) = id.parse() else { return Ok(()) };
        let (provider, trajectory) = (filed.provider.to_string(), filed.trajectory.to_string());
        let late = filed.is_late(recorded.recorded_at);
        let view = OwnObjection {
            id: objection,
            version: recorded.version.0,
            trajectory: filed.trajectory,
            subject: filed.subject,
            reference: filed.reference,
            follows: filed.follows,
            grounds: filed.grounds,
            evidence: filed.evidence,
            pointers: filed.pointers,
            remedy: filed.remedy,
            late,
            against: filed.against,
            term: filed.term,
            status: OwnObjectionStatus::Filed,
            receipt: ReceiptView::of(recorded),
            decision: None,
        };
        let place = format!("{:020}", recorded.position.0);
        let columns: [(&str, &dyn ToSql); 4] = [
            ("provider", &provider),
            ("within", &trajectory),
            ("trajectory", &trajectory),
            ("place", &place),
        ];
        rows.put("objection", id, &columns, &view)
    }
}
