//! One's own complaints, and what was decided about them.

use super::ReceiptView;
use dialogue::objection::{ObjectionGround, ObjectionOutcome};
use dialogue::redress::{
    CarriedOut, ComplaintCommitteeAdvised, ComplaintEvent, ComplaintFiled,
    ComplaintReferredToCommittee, DecidedEffect, EvidencePointer, RemedyTold,
};
use dialogue::{AnyEvent, ComplaintId, FileReference, QuestionId, Reference, TrajectoryId};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title};

/// Where a complaint stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OwnComplaintStatus {
    /// Received.
    Filed,
    /// Somebody who took no part in the procedure handles it.
    TakenUp,
    /// It was decided about.
    Decided,
    /// Withdrawn.
    Withdrawn,
}

/// The decision about a complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ComplaintDecisionView {
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

/// One's own complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OwnComplaint {
    /// The complaint.
    pub(crate) id: ComplaintId,
    /// Its version.
    pub(crate) version: u64,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// What it is about.
    pub(crate) subject: Title,
    /// The place in the documents, when it is about one.
    pub(crate) reference: Reference,
    /// The question that it follows.
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
    /// Where it stands.
    pub(crate) status: OwnComplaintStatus,
    /// Proof that it was received.
    pub(crate) receipt: ReceiptView,
    /// The decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) decision: Option<ComplaintDecisionView>,
    /// How it was brought before the committee, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) referral: Option<ComplaintReferredToCommittee>,
    /// What the committee advised, and what is done with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) advice: Option<ComplaintCommitteeAdvised>,
}

impl OwnComplaint {
    fn of(id: ComplaintId, filed: ComplaintFiled, recorded: &RecordedEvent) -> Self {
        Self {
            id,
            version: recorded.version.0,
            trajectory: filed.trajectory,
            subject: filed.subject,
            reference: filed.reference,
            follows: filed.follows,
            grounds: filed.grounds,
            evidence: filed.evidence,
            pointers: filed.pointers,
            remedy: filed.remedy,
            status: OwnComplaintStatus::Filed,
            receipt: ReceiptView::of(recorded),
            decision: None,
            referral: None,
            advice: None,
        }
    }

    fn change(&mut self, event: ComplaintEvent, at: Timestamp) {
        match event {
            ComplaintEvent::ComplaintFiled(_) => {}
            ComplaintEvent::ComplaintWithdrawn(_) => self.status = OwnComplaintStatus::Withdrawn,
            ComplaintEvent::ComplaintTakenUp(_) => self.status = OwnComplaintStatus::TakenUp,
            ComplaintEvent::ComplaintDecided(decided) => {
                self.status = OwnComplaintStatus::Decided;
                self.decision = Some(ComplaintDecisionView {
                    outcome: decided.outcome,
                    reasons: decided.reasons,
                    measures: decided.measures,
                    effects: decided.effects,
                    carried_out: vec![],
                    remedies: decided.remedies,
                    decided_at: at,
                });
            }
            ComplaintEvent::ComplaintEffectCarriedOut(done) => {
                let carried_out = self.decision.iter_mut().map(|it| &mut it.carried_out);
                carried_out.for_each(|it| it.push(done.carried_out.clone()));
            }
            ComplaintEvent::ComplaintReferredToCommittee(referred) => {
                self.referral = Some(referred);
            }
            ComplaintEvent::ComplaintCommitteeAdvised(advised) => self.advice = Some(advised),
        }
    }
}

pub(crate) struct Complaints;

impl Projection<AnyEvent> for Complaints {
    fn name(&self) -> &'static str {
        "complaints"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE complaint (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX complaint_own ON complaint (provider, within, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Complaint(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        let ComplaintEvent::ComplaintFiled(filed) = event.clone() else {
            return rows.change::<OwnComplaint>("complaint", id, &[], |known| {
                known.version = recorded.version.0;
                known.change(event.clone(), recorded.recorded_at);
            });
        };
        let Ok(complaint) = id.parse() else { return Ok(()) };
        let (provider, trajectory) = (filed.provider.to_string(), filed.trajectory.to_string());
        let place = format!("{:020}", recorded.position.0);
        let columns: [(&str, &dyn ToSql); 4] = [
            ("provider", &provider),
            ("within", &trajectory),
            ("trajectory", &trajectory),
            ("place", &place),
        ];
        rows.put("complaint", id, &columns, &OwnComplaint::of(complaint, filed, recorded))
    }
}
