//! A complaint (klacht) at the complaints desk: it follows a question where one was asked, and is
//! not barred where none was. Then, if need be, the Commissie van Aanbestedingsexperts is asked.

use super::{
    CarriedOut, DecidedEffect, EffectKind, Effects, EvidencePointer, RedressRefusal, RemedyTold,
};
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::objection::{ObjectionGround, ObjectionOutcome};
use crate::{FileReference, PersonId, ProviderId, QuestionId, Reference, Refusal, TrajectoryId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Label, Paragraph, Prose, Title};

/// A complaint was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComplaintFiled {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The provider.
    pub provider: ProviderId,
    /// What it is about.
    pub subject: Title,
    /// The place in the documents, when it is about one.
    #[serde(default)]
    pub reference: Reference,
    /// The question that it follows. None is needed: whoever asked nothing may complain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<QuestionId>,
    /// The grounds.
    pub grounds: Vec<ObjectionGround>,
    /// The evidence.
    pub evidence: Vec<FileReference>,
    /// Evidence that points to a place in a document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pointers: Vec<EvidencePointer>,
    /// What the provider asks for.
    pub remedy: Prose,
}

/// The complaint was withdrawn by its provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComplaintWithdrawn {}

/// A handler took up the complaint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComplaintTakenUp {
    /// Who handles it: somebody who took no part in the procedure.
    pub handler: PersonId,
}

/// The complaint was decided about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComplaintDecided {
    /// The decision.
    pub outcome: ObjectionOutcome,
    /// Its reasons.
    pub reasons: Prose,
    /// What the municipality does because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measures: Option<Paragraph>,
    /// What the buyer must carry out because of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub effects: Vec<DecidedEffect>,
    /// What can be done by whoever does not agree.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remedies: Vec<RemedyTold>,
    /// Who decided.
    pub handler: PersonId,
}

/// An effect of the decision was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComplaintEffectCarriedOut {
    /// Which effect, and how.
    pub carried_out: CarriedOut,
}

/// Who asks the committee.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Referrer {
    /// The provider.
    Provider,
    /// The municipality.
    Municipality,
}

/// The complaint was brought before the Commissie van Aanbestedingsexperts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComplaintReferredToCommittee {
    /// Who asked it.
    pub by: Referrer,
    /// Why.
    pub reason: Paragraph,
    /// The number that the committee gave it, when it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<Label>,
}

/// What the committee advised was recorded, with what is done with it. The advice does not bind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ComplaintCommitteeAdvised {
    /// The advice in short.
    pub advice: Prose,
    /// Whether the municipality follows it.
    pub followed: bool,
    /// Why, and what is done.
    pub response: Prose,
}

events! {
    /// What can have happened to a complaint.
    ComplaintEvent in "complaint" {
        ComplaintFiled v 1,
        ComplaintWithdrawn v 1,
        ComplaintTakenUp v 1,
        ComplaintDecided v 1,
        ComplaintEffectCarriedOut v 1,
        ComplaintReferredToCommittee v 1,
        ComplaintCommitteeAdvised v 1,
    }
}

/// What can be asked of a complaint.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum ComplaintCommand {
    File(Box<ComplaintFiled>),
    Withdraw,
    /// `took_part`: whether the handler acted in the procedure, a fact from the whole log.
    TakeUp {
        handler: PersonId,
        took_part: bool,
    },
    /// Likewise.
    Decide {
        decision: Box<ComplaintDecided>,
        took_part: bool,
    },
    CarryOut {
        kind: EffectKind,
        carried_out: CarriedOut,
    },
    Refer(ComplaintReferredToCommittee),
    RecordAdvice(ComplaintCommitteeAdvised),
}

/// The state of a complaint.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Complaint {
    filed: Option<ComplaintFiled>,
    withdrawn: bool,
    handler: Option<PersonId>,
    decided: Option<ComplaintDecided>,
    effects: Effects,
    referred: Option<ComplaintReferredToCommittee>,
    advised: Option<ComplaintCommitteeAdvised>,
}

impl Complaint {
    /// What was filed.
    ///
    /// # Errors
    /// When there is no such complaint.
    pub fn filed(&self) -> Result<&ComplaintFiled, Refusal> {
        self.filed.as_ref().ok_or_else(|| RedressRefusal::ComplaintUnknown.into())
    }

    fn pending(&self) -> Result<(), Refusal> {
        self.filed()?;
        if self.withdrawn {
            return Err(RedressRefusal::ComplaintWithdrawn.into());
        }
        if self.decided.is_some() {
            return Err(RedressRefusal::ComplaintDecided.into());
        }
        Ok(())
    }

    fn decided(&self) -> Result<(), Refusal> {
        self.filed()?;
        match &self.decided {
            Some(_) => Ok(()),
            None => Err(RedressRefusal::ComplaintNotDecided.into()),
        }
    }

    fn file(&self, filed: ComplaintFiled) -> Result<Vec<ComplaintEvent>, Refusal> {
        match &self.filed {
            Some(same) if *same == filed => return Ok(vec![]),
            Some(_) => return Err(RedressRefusal::ComplaintExists.into()),
            None => {}
        }
        let mut faults = Faults::none();
        faults.unless(
            (1..=50).contains(&filed.grounds.len()),
            "/grounds",
            "Noem 1 t/m 50 gronden waarop de klacht rust.",
        );
        faults.check()?;
        Ok(vec![filed.into()])
    }

    fn take_up(&self, handler: PersonId) -> Result<Vec<ComplaintEvent>, Refusal> {
        self.pending()?;
        Ok(if self.handler == Some(handler) {
            vec![]
        } else {
            vec![ComplaintTakenUp { handler }.into()]
        })
    }

    fn decide_about(&self, decision: ComplaintDecided) -> Result<Vec<ComplaintEvent>, Refusal> {
        if self.decided.as_ref() == Some(&decision) {
            return Ok(vec![]);
        }
        self.pending()?;
        match self.handler {
            None => Err(RedressRefusal::ComplaintNotTakenUp.into()),
            Some(handler) if handler != decision.handler => {
                Err(RedressRefusal::ComplaintOtherHandler.into())
            }
            Some(_) => Ok(vec![decision.into()]),
        }
    }

    fn refer(&self, new: ComplaintReferredToCommittee) -> Result<Vec<ComplaintEvent>, Refusal> {
        self.decided()?;
        match &self.referred {
            None => Ok(vec![new.into()]),
            Some(same) if *same == new => Ok(vec![]),
            Some(_) => Err(RedressRefusal::Referred.into()),
        }
    }

    fn record_advice(
        &self,
        new: ComplaintCommitteeAdvised,
    ) -> Result<Vec<ComplaintEvent>, Refusal> {
        self.filed()?;
        if self.referred.is_none() {
            return Err(RedressRefusal::NotReferred.into());
        }
        match &self.advised {
            None => Ok(vec![new.into()]),
            Some(same) if *same == new => Ok(vec![]),
            Some(_) => Err(RedressRefusal::CommitteeAdvised.into()),
        }
    }
}

impl Decider for Complaint {
    const CATEGORY: &'static str = "complaint";
    type Command = ComplaintCommand;
    type Event = ComplaintEvent;

    fn decide(&self, command: ComplaintCommand) -> Result<Vec<ComplaintEvent>, Refusal> {
        match command {
            ComplaintCommand::File(filed) => self.file(*filed),
            ComplaintCommand::Withdraw if self.withdrawn => Ok(vec![]),
            ComplaintCommand::Withdraw => {
                self.pending()?;
                Ok(vec![ComplaintWithdrawn {}.into()])
            }
            ComplaintCommand::TakeUp { took_part: true, .. }
            | ComplaintCommand::Decide { took_part: true, .. } => {
                self.filed()?;
                Err(RedressRefusal::ComplaintNotIndependent.into())
            }
            ComplaintCommand::TakeUp { handler, .. } => self.take_up(handler),
            ComplaintCommand::Decide { decision, .. } => self.decide_about(*decision),
            ComplaintCommand::CarryOut { kind, carried_out } => {
                self.decided()?;
                let new = self.effects.check(kind, &carried_out)?;
                Ok(if new {
                    vec![ComplaintEffectCarriedOut { carried_out }.into()]
                } else {
                    vec![]
                })
            }
            ComplaintCommand::Refer(referred) => self.refer(referred),
            ComplaintCommand::RecordAdvice(advised) => self.record_advice(advised),
        }
    }

    fn evolve(&mut self, event: &ComplaintEvent) {
        match event.clone() {
            ComplaintEvent::ComplaintFiled(filed) => self.filed = Some(filed),
            ComplaintEvent::ComplaintWithdrawn(_) => self.withdrawn = true,
            ComplaintEvent::ComplaintTakenUp(taken) => self.handler = Some(taken.handler),
            ComplaintEvent::ComplaintDecided(decided) => {
                self.effects.decide(&decided.effects);
                self.decided = Some(decided);
            }
            ComplaintEvent::ComplaintEffectCarriedOut(done) => {
                self.effects.record(done.carried_out);
            }
            ComplaintEvent::ComplaintReferredToCommittee(referred) => {
                self.referred = Some(referred);
            }
            ComplaintEvent::ComplaintCommitteeAdvised(advised) => self.advised = Some(advised),
        }
    }
}

aggregate!(Complaint);
