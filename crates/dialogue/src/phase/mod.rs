//! A phase of a trajectory with its dialogue plan. It opens only when the plan is complete, and
//! closes only when everyone who spoke in it has an answer.
//!
//! The names of the events are the storage format: they never change.

mod plan;
mod refusal;

pub use plan::{DialoguePlan, Perspectives, Room, Theme};
pub use refusal::PhaseRefusal;

use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{
    AdviceId, ConsultationRoundId, OutreachId, QuestionId, QuestionRoundId, Refusal, SessionId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose};

/// The phases of a purchase. Derived from the cycle of the Handreiking kwaliteitscriteria and
/// the phases of PIANOo; the matrix of the Handreiking Dialoog itself is not public.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum PhaseKind {
    /// Vision and strategic goals.
    Vision,
    /// Purchasing strategy and market consultation.
    Strategy,
    /// Specification and draft documents.
    Specification,
    /// The procedure, up to the award.
    Procedure,
    /// The contract and its performance talks.
    Contract,
    /// Evaluation and adjustment.
    Evaluation,
}

impl PhaseKind {
    /// All phases, in order.
    pub const ALL: [Self; 6] = [
        Self::Vision,
        Self::Strategy,
        Self::Specification,
        Self::Procedure,
        Self::Contract,
        Self::Evaluation,
    ];

    /// The name in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Vision => "vision",
            Self::Strategy => "strategy",
            Self::Specification => "specification",
            Self::Procedure => "procedure",
            Self::Contract => "contract",
            Self::Evaluation => "evaluation",
        }
    }

    /// The Dutch name.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Vision => "Visie en doelen",
            Self::Strategy => "Strategie en marktconsultatie",
            Self::Specification => "Specificatie",
            Self::Procedure => "Procedure",
            Self::Contract => "Uitvoering",
            Self::Evaluation => "Evaluatie",
        }
    }
}

impl std::str::FromStr for PhaseKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// A round that belongs to a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum RoundOfPhase {
    /// A consultation round: owes a report.
    Consultation(ConsultationRoundId),
    /// A question round: owes a clarification note.
    Questions(QuestionRoundId),
}

/// The dialogue plan was recorded; it takes the place of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PhasePlanRecorded {
    /// Which version of the plan this is, from 1.
    pub version: u32,
    /// The plan.
    pub plan: DialoguePlan,
    /// Why it changed, when the phase was open already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Paragraph>,
}

/// The phase was opened: the dialogue can begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PhaseOpened {
    /// Which version of the plan it opens with.
    pub version: u32,
    /// That plan: from now on everyone can read it.
    pub plan: DialoguePlan,
}

/// A round was published in this phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PhaseRoundRegistered {
    /// The round.
    pub round: RoundOfPhase,
}

/// An advice was asked or given in this phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PhaseAdviceRegistered {
    /// The advice.
    pub advice: AdviceId,
}

/// A session was announced in this phase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PhaseSessionRegistered {
    /// The session.
    pub session: SessionId,
}

/// The phase was closed: all input in it has its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PhaseClosed {
    /// What came out of it.
    pub outcome: Prose,
}

events! {
    /// What can have happened to a phase.
    PhaseEvent in "phase" {
        PhasePlanRecorded v 1,
        PhaseOpened v 1,
        PhaseRoundRegistered v 1,
        PhaseAdviceRegistered v 1,
        PhaseSessionRegistered v 1,
        PhaseClosed v 1,
    }
}

/// Input that still waits for an answer: a fact from another stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unanswered {
    /// A consultation round without a report.
    Consultation(ConsultationRoundId),
    /// A question round without a concluding note.
    Questions(QuestionRoundId),
    /// A session without a report.
    Session(SessionId),
    /// A question that is withheld, and whose asker has no answer.
    Withheld(QuestionId),
    /// Recommendations without a response, by number.
    Recommendations(AdviceId, Vec<u32>),
    /// What providers flagged about requirements, without an answer; so many.
    RequirementFlags(usize),
    /// What was taken over from the trajectory before, without an answer; so many.
    CarryOver(usize),
    /// An outreach whose term has passed, without what is done with it.
    Outreach(OutreachId),
}

impl Unanswered {
    fn dutch(&self) -> String {
        match self {
            Self::Consultation(round) => {
                format!("consultatieronde {round} heeft nog geen verslag")
            }
            Self::Questions(round) => {
                format!("vragenronde {round} is nog niet afgerond met een nota van inlichtingen")
            }
            Self::Session(session) => format!("bijeenkomst {session} heeft nog geen verslag"),
            Self::Withheld(question) => {
                format!("vraag {question} is nog niet aan de vraagsteller alleen beantwoord")
            }
            Self::Recommendations(advice, numbers) => {
                let numbers: Vec<_> = numbers.iter().map(u32::to_string).collect();
                format!(
                    "advies {advice} heeft nog geen reactie op aanbeveling {}",
                    numbers.join(", ")
                )
            }
            Self::RequirementFlags(count) => {
                format!("{count} keer wacht een aanbieder op antwoord over een eis")
            }
            Self::CarryOver(count) => {
                format!("{count} keer wacht een punt uit het vorige traject op antwoord")
            }
            Self::Outreach(outreach) => {
                format!(
                    "bij oproep {outreach} is nog niet verteld wat er met de ervaringen gebeurt"
                )
            }
        }
    }
}

/// What can be asked of a phase.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum PhaseCommand {
    RecordPlan {
        plan: DialoguePlan,
        reason: Option<Paragraph>,
    },
    Open,
    RegisterRound(RoundOfPhase),
    RegisterAdvice(AdviceId),
    RegisterSession(SessionId),
    /// `unanswered` are the facts from the rounds and advices that this phase knows.
    Close {
        outcome: Prose,
        unanswered: Vec<Unanswered>,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Status {
    #[default]
    Planned,
    Open,
    Closed,
}

/// The state of a phase. Which kind it is, its stream's name tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    plan: Option<(u32, DialoguePlan)>,
    last_reason: Option<Paragraph>,
    status: Status,
    rounds: BTreeSet<RoundOfPhase>,
    advices: BTreeSet<AdviceId>,
    sessions: BTreeSet<SessionId>,
    outcome: Option<Prose>,
}

impl Phase {
    /// The plan of this phase, when it is open.
    ///
    /// # Errors
    /// When it is not open.
    pub fn open(&self) -> Result<&DialoguePlan, Refusal> {
        match (&self.plan, self.status) {
            (None, _) => Err(PhaseRefusal::Unknown.into()),
            (Some(_), Status::Planned) => Err(PhaseRefusal::NotOpen.into()),
            (Some(_), Status::Closed) => Err(PhaseRefusal::Closed.into()),
            (Some((_, plan)), Status::Open) => Ok(plan),
        }
    }

    /// The rounds that were published in it.
    #[must_use]
    pub const fn rounds(&self) -> &BTreeSet<RoundOfPhase> {
        &self.rounds
    }

    /// The advices that were asked or given in it.
    #[must_use]
    pub const fn advices(&self) -> &BTreeSet<AdviceId> {
        &self.advices
    }

    /// The sessions that were announced in it.
    #[must_use]
    pub const fn sessions(&self) -> &BTreeSet<SessionId> {
        &self.sessions
    }

    fn record_plan(
        &self,
        plan: DialoguePlan,
        reason: Option<Paragraph>,
    ) -> Result<Vec<PhaseEvent>, Refusal> {
        plan.faults().check()?;
        let version = match &self.plan {
            Some((_, same)) if *same == plan && self.last_reason == reason => return Ok(vec![]),
            Some((version, _)) => version + 1,
            None => 1,
        };
        match self.status {
            Status::Closed => return Err(PhaseRefusal::Closed.into()),
            Status::Open if reason.is_none() => {
                return Err(PhaseRefusal::RevisionWithoutReason.into());
            }
            Status::Open => plan.missing().check().map_err(PhaseRefusal::PlanIncomplete)?,
            Status::Planned => {}
        }
        Ok(vec![PhasePlanRecorded { version, plan, reason }.into()])
    }

    fn begin(&self) -> Result<Vec<PhaseEvent>, Refusal> {
        let (version, plan) = self.plan.as_ref().ok_or(PhaseRefusal::Unknown)?;
        match self.status {
            Status::Open => Ok(vec![]),
            Status::Closed => Err(PhaseRefusal::Closed.into()),
            Status::Planned => {
                plan.missing().check().map_err(PhaseRefusal::PlanIncomplete)?;
                Ok(vec![PhaseOpened { version: *version, plan: plan.clone() }.into()])
            }
        }
    }

    fn close(
        &self,
        outcome: Prose,
        unanswered: Vec<Unanswered>,
    ) -> Result<Vec<PhaseEvent>, Refusal> {
        if self.outcome.as_ref() == Some(&outcome) {
            return Ok(vec![]);
        }
        self.open()?;
        if !unanswered.is_empty() {
            return Err(PhaseRefusal::Unanswered(unanswered).into());
        }
        Ok(vec![PhaseClosed { outcome }.into()])
    }
}

impl Decider for Phase {
    const CATEGORY: &'static str = "phase";
    type Command = PhaseCommand;
    type Event = PhaseEvent;

    fn decide(&self, command: PhaseCommand) -> Result<Vec<PhaseEvent>, Refusal> {
        match command {
            PhaseCommand::RecordPlan { plan, reason } => self.record_plan(plan, reason),
            PhaseCommand::Open => self.begin(),
            PhaseCommand::RegisterRound(round) if self.rounds.contains(&round) => Ok(vec![]),
            PhaseCommand::RegisterRound(round) => {
                self.open()?;
                Ok(vec![PhaseRoundRegistered { round }.into()])
            }
            PhaseCommand::RegisterAdvice(advice) if self.advices.contains(&advice) => Ok(vec![]),
            PhaseCommand::RegisterAdvice(advice) => {
                self.open()?;
                Ok(vec![PhaseAdviceRegistered { advice }.into()])
            }
            PhaseCommand::RegisterSession(session) if self.sessions.contains(&session) => {
                Ok(vec![])
            }
            PhaseCommand::RegisterSession(session) => {
                self.open()?;
                Ok(vec![PhaseSessionRegistered { session }.into()])
            }
            PhaseCommand::Close { outcome, unanswered } => self.close(outcome, unanswered),
        }
    }

    fn evolve(&mut self, event: &PhaseEvent) {
        match event.clone() {
            PhaseEvent::PhasePlanRecorded(recorded) => {
                self.plan = Some((recorded.version, recorded.plan));
                self.last_reason = recorded.reason;
            }
            PhaseEvent::PhaseOpened(_) => self.status = Status::Open,
            PhaseEvent::PhaseRoundRegistered(registered) => {
                self.rounds.insert(registered.round);
            }
            PhaseEvent::PhaseAdviceRegistered(registered) => {
                self.advices.insert(registered.advice);
            }
            PhaseEvent::PhaseSessionRegistered(registered) => {
                self.sessions.insert(registered.session);
            }
            PhaseEvent::PhaseClosed(closed) => {
                self.status = Status::Closed;
                self.outcome = Some(closed.outcome);
            }
        }
    }
}

aggregate!(Phase);
