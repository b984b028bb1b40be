//! The involvement of one provider in one trajectory, beyond what it contributes and asks: its
//! commitment to the guiding principles, what it shows and plans, and what it learns.
//!
//! The names of the events are the storage format: they never change.

mod events;

pub use events::{
    InvolvementEvent, LearningShared, LearningWithdrawn, NetworkUse, NetworkUseShown, PlannedStep,
    PrinciplesCommitmentWithdrawn, PrinciplesCommitted, Progress, SelfEvaluationRecorded, StepOf,
    StepProgressReported, TransformationPlanRecorded,
};

use crate::decider::{Decider, aggregate};
use crate::refusal::Told;
use crate::{LearningId, ProviderId, Refusal, TrajectoryId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use vocabulary::{Faults, Paragraph};

/// How many steps a plan or an evaluation has at most.
const STEPS_MAX: usize = 50;

/// The involvement of a provider in a trajectory: there is one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct InvolvementId {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The provider.
    pub provider: ProviderId,
}

impl fmt::Display for InvolvementId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.trajectory, self.provider)
    }
}

/// What can be asked of an involvement.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum InvolvementCommand {
    /// `current` is the version of the principles now: a fact from another stream.
    Commit {
        commitment: PrinciplesCommitted,
        current: u32,
    },
    WithdrawCommitment(Paragraph),
    ShowNetworkUse(NetworkUseShown),
    RecordPlan(TransformationPlanRecorded),
    RecordEvaluation(SelfEvaluationRecorded),
    ReportProgress(StepProgressReported),
    ShareLearning(LearningShared),
    WithdrawLearning(LearningId),
}

/// Why something about an involvement is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InvolvementRefusal {
    /// The provider is not committed.
    NotCommitted,
    /// There is no such learning, or it is not the caller's.
    LearningUnknown,
    /// It was shared before, with another content, or withdrawn.
    LearningExists,
}

impl InvolvementRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::NotCommitted => Told::state(
                "not-committed",
                "Uw organisatie heeft de uitgangspunten van dit traject niet onderschreven.",
            ),
            Self::LearningUnknown => {
                Told::unknown("learning-unknown", "Deze gedeelde les bestaat niet.")
            }
            Self::LearningExists => Told::state(
                "learning-exists",
                "Deze les is al gedeeld of ingetrokken. Deel een nieuwe.",
            ),
        }
    }
}

/// The state of an involvement.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Involvement {
    commitment: Option<PrinciplesCommitted>,
    withdrawn: Option<Paragraph>,
    network: Option<NetworkUseShown>,
    plan: Option<TransformationPlanRecorded>,
    evaluation: Option<SelfEvaluationRecorded>,
    progress: Vec<StepProgressReported>,
    learnings: BTreeMap<LearningId, (LearningShared, bool)>,
}

impl Involvement {
    fn steps(&self, of: StepOf) -> &[PlannedStep] {
        match of {
            StepOf::TransformationPlan => self.plan.as_ref().map_or(&[], |plan| &plan.steps),
            StepOf::SelfEvaluation => self.evaluation.as_ref().map_or(&[], |it| &it.steps),
        }
    }

    fn commit(
        &self,
        commitment: PrinciplesCommitted,
        current: u32,
    ) -> Result<Vec<InvolvementEvent>, Refusal> {
        if self.commitment.as_ref() == Some(&commitment) && self.withdrawn.is_none() {
            return Ok(vec![]);
        }
        if !(1..=current).contains(&commitment.version.get()) {
            let told = match current {
                0 => "Dit traject heeft nog geen uitgangspunten.".to_owned(),
                1 => "Kies versie 1 van de uitgangspunten.".to_owned(),
                current => format!("Kies een versie van de uitgangspunten: 1 t/m {current}."),
            };
            return Err(Faults::one("/version", told).into());
        }
        Ok(vec![commitment.into()])
    }

    fn report_progress(
        &self,
        report: StepProgressReported,
    ) -> Result<Vec<InvolvementEvent>, Refusal> {
        let known = self.steps(report.of).iter().any(|step| step.number == report.number);
        if !known {
            return Err(Faults::one("/number", "Er is geen stap met dit nummer.").into());
        }
        let mut of_step = self.progress.iter().rev();
        let last = of_step.find(|known| (known.of, known.number) == (report.of, report.number));
        Ok(if last == Some(&report) { vec![] } else { vec![report.into()] })
    }

    fn share(&self, new: LearningShared) -> Result<Vec<InvolvementEvent>, Refusal> {
        match self.learnings.get(&new.learning) {
            None => Ok(vec![new.into()]),
            // The signature is sealed anew each time: what it says is the same.
            Some((known, false))
                if (&known.title, &known.text) == (&new.title, &new.text)
                    && known.signature.is_some() == new.signature.is_some() =>
            {
                Ok(vec![])
            }
            Some(_) => Err(InvolvementRefusal::LearningExists.into()),
        }
    }
}

fn check_steps(steps: &[PlannedStep]) -> Result<(), Faults> {
    let mut faults = Faults::none();
    faults.unless(
        (1..=STEPS_MAX).contains(&steps.len()),
        "/steps",
        format!("Noem 1 t/m {STEPS_MAX} stappen."),
    );
    let mut numbers = BTreeSet::new();
    for (place, step) in steps.iter().enumerate() {
        faults.unless(
            step.number.get() > 0 && numbers.insert(step.number),
            format!("/steps/{place}/number"),
            "Elke stap heeft een eigen nummer vanaf 1.",
        );
    }
    faults.check()
}

impl Decider for Involvement {
    const CATEGORY: &'static str = "involvement";
    type Command = InvolvementCommand;
    type Event = InvolvementEvent;

    fn decide(&self, command: InvolvementCommand) -> Result<Vec<InvolvementEvent>, Refusal> {
        match command {
            InvolvementCommand::Commit { commitment, current } => self.commit(commitment, current),
            InvolvementCommand::WithdrawCommitment(reason) => {
                match (&self.commitment, &self.withdrawn) {
                    (None, _) => Err(InvolvementRefusal::NotCommitted.into()),
                    (Some(_), Some(same)) if *same == reason => Ok(vec![]),
                    (Some(_), Some(_)) => Err(InvolvementRefusal::NotCommitted.into()),
                    (Some(_), None) => Ok(vec![PrinciplesCommitmentWithdrawn { reason }.into()]),
                }
            }
            InvolvementCommand::ShowNetworkUse(shown) => {
                let same = self.network.as_ref() == Some(&shown);
                Ok(if same { vec![] } else { vec![shown.into()] })
            }
            InvolvementCommand::RecordPlan(plan) => {
                check_steps(&plan.steps)?;
                let same = self.plan.as_ref() == Some(&plan);
                Ok(if same { vec![] } else { vec![plan.into()] })
            }
            InvolvementCommand::RecordEvaluation(evaluation) => {
                check_steps(&evaluation.steps)?;
                let same = self.evaluation.as_ref() == Some(&evaluation);
                Ok(if same { vec![] } else { vec![evaluation.into()] })
            }
            InvolvementCommand::ReportProgress(report) => self.report_progress(report),
            InvolvementCommand::ShareLearning(new) => self.share(new),
            InvolvementCommand::WithdrawLearning(learning) => match self.learnings.get(&learning) {
                None => Err(InvolvementRefusal::LearningUnknown.into()),
                Some((_, true)) => Ok(vec![]),
                Some((_, false)) => Ok(vec![LearningWithdrawn { learning }.into()]),
            },
        }
    }

    fn evolve(&mut self, event: &InvolvementEvent) {
        match event.clone() {
            InvolvementEvent::PrinciplesCommitted(commitment) => {
                self.commitment = Some(commitment);
                self.withdrawn = None;
            }
            InvolvementEvent::PrinciplesCommitmentWithdrawn(withdrawn) => {
                self.withdrawn = Some(withdrawn.reason);
            }
            InvolvementEvent::NetworkUseShown(shown) => self.network = Some(shown),
            InvolvementEvent::TransformationPlanRecorded(plan) => self.plan = Some(plan),
            InvolvementEvent::SelfEvaluationRecorded(it) => self.evaluation = Some(it),
            InvolvementEvent::StepProgressReported(report) => self.progress.push(report),
            InvolvementEvent::LearningShared(shared) => {
                self.learnings.insert(shared.learning, (shared, false));
            }
            InvolvementEvent::LearningWithdrawn(withdrawn) => {
                if let Some((_, gone)) = self.learnings.get_mut(&withdrawn.learning) {
                    *gone = true;
                }
            }
        }
    }
}

aggregate!(Involvement);
