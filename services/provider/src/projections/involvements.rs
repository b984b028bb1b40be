//! One's own involvement in a trajectory: commitment, plans, progress and what one shared.

use dialogue::involvement::InvolvementEvent;
use dialogue::{AnyEvent, LearningId, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use service::{Commitment, ProgressReport, StatedNetworkUse, StatedSteps};
use utoipa::ToSchema;

/// One's own involvement in a trajectory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OwnInvolvement {
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// Its version.
    pub(crate) version: u64,
    /// The commitment to the guiding principles, while it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) commitment: Option<Commitment>,
    /// How one would use network, informal help, scaling and proximity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) network_use: Option<StatedNetworkUse>,
    /// The plan for transformation and innovation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) transformation_plan: Option<StatedSteps>,
    /// The self-evaluation with its actions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) self_evaluation: Option<StatedSteps>,
    /// What was reported about steps, the oldest first.
    pub(crate) progress: Vec<ProgressReport>,
    /// What one shared with everyone, and did not take back.
    pub(crate) learnings: Vec<LearningId>,
}

pub(crate) struct Involvements;

impl Projection<AnyEvent> for Involvements {
    fn name(&self) -> &'static str {
        "involvements"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE involvement (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX involvement_own ON involvement (provider, within, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Involvement(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        let Some((trajectory, provider)) = id.split_once('.') else { return Ok(()) };
        let Ok(within) = trajectory.parse() else { return Ok(()) };
        let known = rows.get::<OwnInvolvement>("involvement", id)?;
        let mut own = known.unwrap_or_else(|| OwnInvolvement {
            trajectory: within,
            version: 0,
            commitment: None,
            network_use: None,
            transformation_plan: None,
            self_evaluation: None,
            progress: vec![],
            learnings: vec![],
        });
        own.version = recorded.version.0;
        own.take_in(event.clone());
        let place = format!("{:020}", recorded.position.0);
        let columns: [(&str, &dyn ToSql); 4] = [
            ("provider", &provider),
            ("within", &trajectory),
            ("trajectory", &trajectory),
            ("place", &place),
        ];
        rows.put("involvement", id, &columns, &own)
    }
}

impl OwnInvolvement {
    fn take_in(&mut self, event: InvolvementEvent) {
        match event {
            InvolvementEvent::PrinciplesCommitted(it) => self.commitment = Some(it.into()),
            InvolvementEvent::PrinciplesCommitmentWithdrawn(_) => self.commitment = None,
            InvolvementEvent::NetworkUseShown(it) => self.network_use = Some(it.into()),
            InvolvementEvent::TransformationPlanRecorded(it) => {
                self.transformation_plan = Some(it.into());
            }
            InvolvementEvent::SelfEvaluationRecorded(it) => self.self_evaluation = Some(it.into()),
            InvolvementEvent::StepProgressReported(it) => self.progress.push(it.into()),
            InvolvementEvent::LearningShared(shared) => self.learnings.push(shared.learning),
            InvolvementEvent::LearningWithdrawn(gone) => {
                self.learnings.retain(|known| *known != gone.learning);
            }
        }
    }
}
