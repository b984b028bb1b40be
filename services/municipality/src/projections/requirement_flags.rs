//! What providers say about requirements, as staff see it: never who said it, nor when.

use super::contributions::AttachmentView;
use dialogue::consultation::Disposition;
use dialogue::requirement::{FlagAlternative, FlagKind, RequirementFlagged};
use dialogue::{AnyEvent, RequirementFlagEvent, RequirementFlagId, RequirementId, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Whole};

/// What is done with what a provider said about a requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct FlagDispositionView {
    /// What is done with it.
    pub(crate) disposition: Disposition,
    /// What was said, in anonymous words.
    pub(crate) wording: Prose,
    /// Why this is done.
    pub(crate) reason: Paragraph,
}

/// What a provider says about a requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct RequirementFlagView {
    /// The flag.
    pub(crate) id: RequirementFlagId,
    /// Its version.
    pub(crate) version: u64,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// The requirement.
    pub(crate) requirement: RequirementId,
    /// The number of the version of the requirements in which it was flagged.
    pub(crate) number: u32,
    /// What is the matter.
    pub(crate) kind: FlagKind,
    /// What it comes to in practice.
    pub(crate) text: Prose,
    /// How many minutes a year it takes, for a burden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) minutes: Option<Whole>,
    /// The evidence, without names of its own.
    pub(crate) evidence: Vec<AttachmentView>,
    /// What could be accepted instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) alternative: Option<FlagAlternative>,
    /// What is done with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) disposition: Option<FlagDispositionView>,
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
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX requirement_flag_of ON requirement_flag (trajectory, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::RequirementFlag(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        match event.clone() {
            RequirementFlagEvent::RequirementFlagged(flagged) => flag(rows, recorded, flagged),
            RequirementFlagEvent::RequirementFlagWithdrawn(_) => {
                rows.execute("DELETE FROM requirement_flag WHERE id = ?1", [id]).map(|_| ())
            }
            RequirementFlagEvent::RequirementFlagDispositionGiven(given) => rows
                .change::<RequirementFlagView>("requirement_flag", id, &[], |known| {
                    known.version = recorded.version.0;
                    known.disposition = Some(FlagDispositionView {
                        disposition: given.disposition,
                        wording: given.wording,
                        reason: given.reason,
                    });
                }),
        }
    }
}

fn flag(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    flagged: RequirementFlagged,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let Ok(flag) = id.parse() else { return Ok(()) };
    let evidence = (1..).zip(flagged.evidence).map(|(number, file)| AttachmentView {
        number,
        name: None,
        media_type: file.media_type,
        size: file.size,
    });
    let view = RequirementFlagView {
        id: flag,
        version: recorded.version.0,
        trajectory: flagged.trajectory,
        requirement: flagged.requirement,
        number: flagged.version,
        kind: flagged.kind,
        text: flagged.text,
        minutes: flagged.minutes,
        evidence: evidence.collect(),
        alternative: flagged.alternative,
        disposition: None,
    };
    let trajectory = flagged.trajectory.to_string();
    let place = format!("{}|{id}", flagged.requirement);
    let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &place)];
    rows.put("requirement_flag", id, &columns, &view)
}
