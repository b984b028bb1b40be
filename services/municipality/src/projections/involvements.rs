//! What providers state about themselves in a trajectory, as far as each chose that staff see it.

use dialogue::consultation::Disclosure;
use dialogue::involvement::{InvolvementEvent, StepOf};
use dialogue::{AnyEvent, ProviderId};
use event_log::{Digest, RecordedEvent};
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use service::{Commitment, ProgressReport, StatedNetworkUse, StatedSteps};

/// What one provider lets staff see.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct InvolvementRow {
    pub(crate) provider: ProviderId,
    pub(crate) commitment: Option<Commitment>,
    pub(crate) network_use: Option<StatedNetworkUse>,
    pub(crate) transformation_plan: Option<StatedSteps>,
    pub(crate) self_evaluation: Option<StatedSteps>,
    pub(crate) progress: Vec<ProgressReport>,
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
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX involvement_in ON involvement (trajectory, id);"
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
        let Ok(provider) = provider.parse() else { return Ok(()) };
        // A cursor tells the key of a row, and must not tell a provider.
        let key = Digest::of(id.as_bytes()).to_string();
        let known = rows.get::<InvolvementRow>("involvement", &key)?;
        let mut row = known.unwrap_or_default();
        row.provider = provider;
        row.take_in(event.clone());
        if row.is_silent() {
            return rows.execute("DELETE FROM involvement WHERE id = ?1", [key]).map(|_| ());
        }
        let columns: [(&str, &dyn ToSql); 1] = [("trajectory", &trajectory)];
        rows.put("involvement", &key, &columns, &row)
    }
}

impl InvolvementRow {
    /// What is not disclosed is not kept, also when an earlier version of it was.
    fn take_in(&mut self, event: InvolvementEvent) {
        let seen = |disclosure: Disclosure| disclosure == Disclosure::Municipality;
        match event {
            InvolvementEvent::PrinciplesCommitted(it) => {
                self.commitment = seen(it.disclosure).then(|| it.into());
            }
            InvolvementEvent::PrinciplesCommitmentWithdrawn(_) => self.commitment = None,
            InvolvementEvent::NetworkUseShown(it) => {
                self.network_use = seen(it.disclosure).then(|| it.into());
            }
            InvolvementEvent::TransformationPlanRecorded(it) => {
                self.transformation_plan = seen(it.disclosure).then(|| it.into());
            }
            InvolvementEvent::SelfEvaluationRecorded(it) => {
                self.self_evaluation = seen(it.disclosure).then(|| it.into());
            }
            InvolvementEvent::StepProgressReported(it) => self.progress.push(it.into()),
            InvolvementEvent::LearningShared(_) | InvolvementEvent::LearningWithdrawn(_) => {}
        }
        let (plan, evaluation) =
            (self.transformation_plan.is_some(), self.self_evaluation.is_some());
        self.progress.retain(|report| match report.of {
            StepOf::TransformationPlan => plan,
            StepOf::SelfEvaluation => evaluation,
        });
    }

    const fn is_silent(&self) -> bool {
        self.commitment.is_none()
            && self.network_use.is_none()
            && self.transformation_plan.is_none()
            && self.self_evaluation.is_none()
    }
}
