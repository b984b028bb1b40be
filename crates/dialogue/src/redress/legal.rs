//! A proceeding before a court (rechtsmiddel): notified by whoever brings it or by the
//! municipality, until its outcome is known.

use super::RedressRefusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{EvaluationId, ProviderId, Refusal, TrajectoryId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Prose, Title};

/// What kind of proceeding it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProceedingKind {
    /// Interim relief (kort geding): it holds an award back (art. 2.131 Aanbestedingswet 2012).
    InterimRelief,
    /// Appeal against a judgment (hoger beroep).
    Appeal,
    /// Proceedings on the merits (bodemprocedure).
    Merits,
    /// An action before the administrative court (beroep bij de bestuursrechter).
    AdministrativeAction,
}

/// A proceeding was notified.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LegalProceedingNotified {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The evaluation whose award it is about, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluation: Option<EvaluationId>,
    /// Who brings it.
    pub provider: ProviderId,
    /// What kind of proceeding it is.
    pub kind: ProceedingKind,
    /// The court.
    pub court: Title,
    /// The number of the case, when it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case_number: Option<Label>,
    /// What is claimed.
    pub claim: Prose,
}

/// How a proceeding ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProceedingOutcome {
    /// The claim was granted (toegewezen).
    Granted,
    /// It was granted in part (deels toegewezen).
    PartlyGranted,
    /// It was denied (afgewezen).
    Denied,
    /// It was withdrawn or settled (ingetrokken, geschikt).
    Withdrawn,
    /// No summons was served (geen dagvaarding uitgebracht).
    NotBrought,
}

/// The outcome of a proceeding was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LegalProceedingOutcomeRecorded {
    /// How it ended.
    pub outcome: ProceedingOutcome,
    /// The number under which the judgment can be found (ECLI), when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub judgment: Option<Label>,
    /// The outcome in short.
    pub summary: Prose,
    /// What the municipality does because of it.
    pub consequence: Paragraph,
}

events! {
    /// What can have happened to a proceeding.
    LegalProceedingEvent in "legal-proceeding" {
        LegalProceedingNotified v 1,
        LegalProceedingOutcomeRecorded v 1,
    }
}

/// What can be asked of a proceeding.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum LegalProceedingCommand {
    Notify(Box<LegalProceedingNotified>),
    RecordOutcome(Box<LegalProceedingOutcomeRecorded>),
}

/// The state of a proceeding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegalProceeding {
    notified: Option<LegalProceedingNotified>,
    ended: Option<LegalProceedingOutcomeRecorded>,
}

impl LegalProceeding {
    /// What was notified.
    ///
    /// # Errors
    /// When there is no such proceeding.
    pub fn notified(&self) -> Result<&LegalProceedingNotified, Refusal> {
        self.notified.as_ref().ok_or_else(|| RedressRefusal::ProceedingUnknown.into())
    }
}

impl Decider for LegalProceeding {
    const CATEGORY: &'static str = "legal-proceeding";
    type Command = LegalProceedingCommand;
    type Event = LegalProceedingEvent;

    fn decide(
        &self,
        command: LegalProceedingCommand,
    ) -> Result<Vec<LegalProceedingEvent>, Refusal> {
        match command {
            LegalProceedingCommand::Notify(new) => match &self.notified {
                None => Ok(vec![(*new).into()]),
                Some(same) if *same == *new => Ok(vec![]),
                Some(_) => Err(RedressRefusal::ProceedingExists.into()),
            },
            LegalProceedingCommand::RecordOutcome(new) => {
                self.notified()?;
                match &self.ended {
                    None => Ok(vec![(*new).into()]),
                    Some(same) if *same == *new => Ok(vec![]),
                    Some(_) => Err(RedressRefusal::ProceedingEnded.into()),
                }
            }
        }
    }

    fn evolve(&mut self, event: &LegalProceedingEvent) {
        match event.clone() {
            LegalProceedingEvent::LegalProceedingNotified(notified) => {
                self.notified = Some(notified);
            }
            LegalProceedingEvent::LegalProceedingOutcomeRecorded(ended) => {
                self.ended = Some(ended);
            }
        }
    }
}

aggregate!(LegalProceeding);
