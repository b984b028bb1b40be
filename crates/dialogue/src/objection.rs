//! An objection (bezwaar tegen de procedure) of a provider: not a question, and not a complaint
//! about one. It is handled by somebody who took no part in the procedure.
//!
//! The names of the events are the storage format: they never change.

use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::redress::{
    CarriedOut, DecidedEffect, EffectKind, Effects, EvidencePointer, GroundTopic, RemedyTold,
};
use crate::refusal::Told;
use crate::{
    AdmissionId, ApplicationId, DocumentReference, FileReference, PersonId, ProviderId, QuestionId,
    Reference, Refusal, TrajectoryId,
};
use calendar::Deadline;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Title};

/// A ground (grond) on which the objection rests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ObjectionGround {
    /// What it says in short.
    pub title: Title,
    /// The argument.
    pub argument: Prose,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<GroundTopic>,
    /// The places in documents that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub places: Vec<DocumentReference>,
}

/// The decision about an application against which an objection is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecidedApplication {
    /// The admission.
    pub admission: AdmissionId,
    /// The application.
    pub application: ApplicationId,
}

/// An objection was filed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ObjectionFiled {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The provider.
    pub provider: ProviderId,
    /// What it is against.
    pub subject: Title,
    /// The place in the documents, when it is against one.
    #[serde(default)]
    pub reference: Reference,
    /// The question after which it comes, when one was asked. None is needed.
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
    /// The decision about its application, when it is against one (art. 7:1 Awb).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub against: Option<DecidedApplication>,
    /// Until when it could be filed, as that decision told. What comes later is received all the
    /// same: its handler decides whether that can be excused (art. 6:11 Awb).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<Box<Deadline>>,
}

impl ObjectionFiled {
    /// Whether it came after its term, when it was recorded at this instant by the log's clock.
    #[must_use]
    pub fn is_late(&self, recorded_at: Timestamp) -> bool {
        self.term.as_ref().is_some_and(|term| recorded_at > term.at)
    }
}

/// The objection was withdrawn by its provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ObjectionWithdrawn {}

/// A handler took up the objection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ObjectionTakenUp {
    /// Who handles it: somebody who took no part in the procedure.
    pub handler: PersonId,
}

/// What is decided about an objection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ObjectionOutcome {
    /// Well-founded (gegrond).
    Upheld,
    /// Partly well-founded (deels gegrond).
    PartlyUpheld,
    /// Unfounded (ongegrond).
    Rejected,
    /// Not admissible (niet-ontvankelijk).
    Inadmissible,
}

/// The objection was decided about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ObjectionDecided {
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
pub struct ObjectionEffectCarriedOut {
    /// Which effect, and how.
    pub carried_out: CarriedOut,
}

events! {
    /// What can have happened to an objection.
    ObjectionEvent in "objection" {
        ObjectionFiled v 1,
        ObjectionWithdrawn v 1,
        ObjectionTakenUp v 1,
        ObjectionDecided v 1,
        ObjectionEffectCarriedOut v 1,
    }
}

/// What can be asked of an objection.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum ObjectionCommand {
    File(Box<ObjectionFiled>),
    Withdraw,
    /// `took_part`: whether the handler acted in the procedure, a fact from the whole log.
    TakeUp {
        handler: PersonId,
        took_part: bool,
    },
    /// Likewise.
    Decide {
        decision: Box<ObjectionDecided>,
        took_part: bool,
    },
    CarryOut {
        kind: EffectKind,
        carried_out: CarriedOut,
    },
}

/// Why something about an objection is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ObjectionRefusal {
    /// There is no such objection, or none that the caller may know of.
    Unknown,
    /// It was filed before, with another content.
    Exists,
    /// It was withdrawn.
    Withdrawn,
    /// It was decided about.
    Decided,
    /// Nobody has taken it up.
    NotTakenUp,
    /// Somebody else handles it.
    OtherHandler,
    /// The handler took part in the procedure.
    NotIndependent,
    /// It was not decided about yet.
    NotDecided,
}

impl ObjectionRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("objection-unknown", "Dit bezwaar bestaat niet."),
            Self::Exists => Told::state(
                "objection-exists",
                "Dit bezwaar is al ingediend met een andere inhoud.",
            ),
            Self::Withdrawn => Told::state("objection-withdrawn", "Dit bezwaar is ingetrokken."),
            Self::Decided => Told::state("objection-decided", "Op dit bezwaar is al beslist."),
            Self::NotTakenUp => {
                Told::state("objection-not-taken-up", "Neem het bezwaar eerst in behandeling.")
            }
            Self::OtherHandler => {
                Told::forbidden("objection-other-handler", "Een collega behandelt dit bezwaar.")
            }
            Self::NotDecided => {
                Told::state("objection-not-decided", "Op dit bezwaar is nog niet beslist.")
            }
            Self::NotIndependent => Told::forbidden(
                "handler-not-independent",
                "U hebt zelf meegewerkt aan deze procedure. Een bezwaar wordt behandeld door \
                 iemand die dat niet heeft gedaan.",
            ),
        }
    }
}

/// The state of an objection.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objection {
    filed: Option<ObjectionFiled>,
    withdrawn: bool,
    handler: Option<PersonId>,
    decided: Option<ObjectionDecided>,
    effects: Effects,
}

impl Objection {
    /// What was filed.
    ///
    /// # Errors
    /// When there is no such objection.
    pub fn filed(&self) -> Result<&ObjectionFiled, Refusal> {
        self.filed.as_ref().ok_or_else(|| ObjectionRefusal::Unknown.into())
    }

    fn pending(&self) -> Result<(), Refusal> {
        self.filed()?;
        if self.withdrawn {
            return Err(ObjectionRefusal::Withdrawn.into());
        }
        if self.decided.is_some() {
            return Err(ObjectionRefusal::Decided.into());
        }
        Ok(())
    }

    fn file(&self, filed: ObjectionFiled) -> Result<Vec<ObjectionEvent>, Refusal> {
        match &self.filed {
            Some(same) if *same == filed => return Ok(vec![]),
            Some(_) => return Err(ObjectionRefusal::Exists.into()),
            None => {}
        }
        let mut faults = Faults::none();
        faults.unless(
            (1..=50).contains(&filed.grounds.len()),
            "/grounds",
            "Noem 1 t/m 50 gronden waarop het bezwaar rust.",
        );
        faults.check()?;
        Ok(vec![filed.into()])
    }
}

impl Decider for Objection {
    const CATEGORY: &'static str = "objection";
    type Command = ObjectionCommand;
    type Event = ObjectionEvent;

    fn decide(&self, command: ObjectionCommand) -> Result<Vec<ObjectionEvent>, Refusal> {
        match command {
            ObjectionCommand::File(filed) => self.file(*filed),
            ObjectionCommand::Withdraw if self.withdrawn => Ok(vec![]),
            ObjectionCommand::Withdraw => {
                self.pending()?;
                Ok(vec![ObjectionWithdrawn {}.into()])
            }
            ObjectionCommand::TakeUp { took_part: true, .. }
            | ObjectionCommand::Decide { took_part: true, .. } => {
                self.filed()?;
                Err(ObjectionRefusal::NotIndependent.into())
            }
            ObjectionCommand::TakeUp { handler, .. } => {
                self.pending()?;
                Ok(if self.handler == Some(handler) {
                    vec![]
                } else {
                    vec![ObjectionTakenUp { handler }.into()]
                })
            }
            ObjectionCommand::CarryOut { kind, carried_out } => {
                self.filed()?;
                if self.decided.is_none() {
                    return Err(ObjectionRefusal::NotDecided.into());
                }
                let new = self.effects.check(kind, &carried_out)?;
                Ok(if new {
                    vec![ObjectionEffectCarriedOut { carried_out }.into()]
                } else {
                    vec![]
                })
            }
            ObjectionCommand::Decide { decision, .. } => {
                let decision = *decision;
                if self.decided.as_ref() == Some(&decision) {
                    return Ok(vec![]);
                }
                self.pending()?;
                match self.handler {
                    None => Err(ObjectionRefusal::NotTakenUp.into()),
                    Some(handler) if handler != decision.handler => {
                        Err(ObjectionRefusal::OtherHandler.into())
                    }
                    Some(_) => Ok(vec![decision.into()]),
                }
            }
        }
    }

    fn evolve(&mut self, event: &ObjectionEvent) {
        match event.clone() {
            ObjectionEvent::ObjectionFiled(filed) => self.filed = Some(filed),
            ObjectionEvent::ObjectionWithdrawn(_) => self.withdrawn = true,
            ObjectionEvent::ObjectionTakenUp(taken) => self.handler = Some(taken.handler),
            ObjectionEvent::ObjectionDecided(decided) => {
                self.effects.decide(&decided.effects);
                self.decided = Some(decided);
            }
            ObjectionEvent::ObjectionEffectCarriedOut(done) => {
                self.effects.record(done.carried_out);
            }
        }
    }
}

aggregate!(Objection);
