//! What one said about requirements oneself, with the answer.

use super::ReceiptView;
use dialogue::consultation::Disposition;
use dialogue::requirement::{FlagAlternative, FlagKind, RequirementFlagged};
use dialogue::{
    AnyEvent, FileReference, RequirementFlagEvent, RequirementFlagId, RequirementId, TrajectoryId,
};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Whole};

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum OwnFlagStatus {
    /// Received.
    Flagged,
    /// Answered, for everyone to read in anonymous words.
    Answered,
    /// Withdrawn.
    Withdrawn,
}

/// The answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct FlagAnswer {
    /// What is done with it.
    pub(crate) disposition: Disposition,
    /// What was said, in the anonymous words that everyone reads.
    pub(crate) wording: Prose,
    /// Why this is done.
    pub(crate) reason: Paragraph,
}

/// What one said about a requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OwnRequirementFlag {
    /// The flag.
    pub(crate) id: RequirementFlagId,
    /// Its version.
    pub(crate) version: u64,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// The requirement.
    pub(crate) requirement: RequirementId,
    /// The number of the version of the requirements in which one flagged it.
    pub(crate) number: u32,
    /// What is the matter.
    pub(crate) kind: FlagKind,
    /// What it comes to in practice.
    pub(crate) text: Prose,
    /// How many minutes a year it takes, for a burden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) minutes: Option<Whole>,
    /// The evidence.
    pub(crate) evidence: Vec<FileReference>,
    /// What could be accepted instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alternative: Option<FlagAlternative>,
    /// Where it stands.
    pub(crate) status: OwnFlagStatus,
    /// Proof that it was received.
    pub(crate) receipt: ReceiptView,
    /// The answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) answer: Option<FlagAnswer>,
}

pub(crate) struct RequirementFlags;

impl Projection<AnyEvent> for RequirementFlags {
    fn name(&self) -> &'static str {
        "requirement-flags"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE requirement_flag (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX requirement_flag_own ON requirement_flag (provider, within, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::RequirementFlag(event) = event else { return Ok(()) };
        let change = match event.clone() {
            RequirementFlagEvent::RequirementFlagged(flagged) => {
                return flag(rows, recorded, flagged);
            }
            RequirementFlagEvent::RequirementFlagWithdrawn(_) => (OwnFlagStatus::Withdrawn, None),
            RequirementFlagEvent::RequirementFlagDispositionGiven(given) => {
                let answer = FlagAnswer {
                    disposition: given.disposition,
                    wording: given.wording,
                    reason: given.reason,
                };
                (OwnFlagStatus::Answered, Some(answer))
            }
        };
        let id = recorded.stream.id();
        rows.change::<OwnRequirementFlag>("requirement_flag", id, &[], |known| {
            known.version = recorded.version.0;
            (known.status, known.answer) = change;
        })
    }
}

fn flag(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    flagged: RequirementFlagged,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let Ok(flag) = id.parse() else { return Ok(()) };
    let (provider, trajectory) = (flagged.provider.to_string(), flagged.trajectory.to_string());
    let view = OwnRequirementFlag {
        id: flag,
        version: recorded.version.0,
        trajectory: flagged.trajectory,
        requirement: flagged.requirement,
        number: flagged.version,
        kind: flagged.kind,
        text: flagged.text,
        minutes: flagged.minutes,
        evidence: flagged.evidence,
        alternative: flagged.alternative,
        status: OwnFlagStatus::Flagged,
        receipt: ReceiptView::of(recorded),
        answer: None,
    };
    let place = format!("{:020}", recorded.position.0);
    let columns: [(&str, &dyn ToSql); 4] = [
        ("provider", &provider),
        ("within", &trajectory),
        ("trajectory", &trajectory),
        ("place", &place),
    ];
    rows.put("requirement_flag", id, &columns, &view)
}
