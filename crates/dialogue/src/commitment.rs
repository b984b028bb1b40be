//! Promises that are kept under every contract of a trajectory, marked where they were made: also
//! when there is no contract yet. What is promised under one contract stands in that contract.
//!
//! The names of the events are the storage format: they never change.

use crate::contract::{CommitmentOrigin, Side};
use crate::decider::{Decider, aggregate};
use crate::discretion::about_nobody;
use crate::events::events;
use crate::refusal::Told;
use crate::{CommitmentId, ProviderId, Refusal};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use uuid::Uuid;
use vocabulary::{Faults, Paragraph, Prose};

/// How many promises a trajectory has at most.
pub const COMMITMENTS_MAX: usize = 1_000;

/// A promise was marked that must be kept under every contract, or under that of one tenderer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommitmentMarked {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Where it was made.
    pub origin: CommitmentOrigin,
    /// The question, contribution or evaluation in which it was made.
    pub reference: Uuid,
    /// Whose contract it is about, when an award was motivated with it; every contract otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenderer: Option<ProviderId>,
    /// What was promised.
    pub promise: Prose,
    /// Which side keeps it.
    pub keeper: Side,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
}

/// It was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommitmentKept {
    /// The commitment.
    pub commitment: CommitmentId,
    /// What shows it.
    pub proof: Paragraph,
}

/// It need not be kept any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommitmentReleased {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Why.
    pub reason: Paragraph,
}

events! {
    /// What can have happened to the promises of a trajectory.
    CommitmentListEvent in "commitment-list" {
        CommitmentMarked v 1,
        CommitmentKept v 1,
        CommitmentReleased v 1,
    }
}

/// What can be asked of the promises of a trajectory.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum CommitmentListCommand {
    Mark(CommitmentMarked),
    Keep(CommitmentKept),
    Release(CommitmentReleased),
}

/// Why something about a promise is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommitmentRefusal {
    /// There is none, or none that the caller may know of.
    Unknown,
    /// It exists with another content.
    Exists,
    /// The trajectory has as many as it can have.
    TooMany,
    /// What became of it is known, and does not change.
    Fulfilled,
}

impl CommitmentRefusal {
    pub(crate) fn told(self) -> Told {
        match self {
            Self::Unknown => Told::unknown("commitment-unknown", "Deze toezegging bestaat niet."),
            Self::Exists => Told::state(
                "commitment-exists",
                "Deze toezegging bestaat al met een andere inhoud.",
            ),
            Self::TooMany => Told::state(
                "commitments-too-many",
                "Dit traject heeft het hoogste aantal toezeggingen: 1000.",
            ),
            Self::Fulfilled => Told::state(
                "commitment-fulfilled",
                "Van deze toezegging is al vastgelegd wat ermee is gebeurd.",
            ),
        }
    }
}

/// What became of a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Fulfilment {
    Kept(Paragraph),
    Released(Paragraph),
}

/// Promises as they were marked, with what became of each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Promises<M> {
    all: BTreeMap<CommitmentId, (M, Option<Fulfilment>)>,
}

impl<M> Default for Promises<M> {
    fn default() -> Self {
        Self { all: BTreeMap::new() }
    }
}

impl<M: PartialEq> Promises<M> {
    /// Whether a promise is new. It is not when it was marked with the same content.
    pub(crate) fn is_new(&self, id: CommitmentId, marked: &M) -> Result<bool, Refusal> {
        match self.all.get(&id) {
            Some((same, _)) if same == marked => Ok(false),
            Some(_) => Err(CommitmentRefusal::Exists.into()),
            None => Ok(true),
        }
    }

    /// Whether it is news what became of a promise.
    pub(crate) fn is_news(&self, id: CommitmentId, new: &Fulfilment) -> Result<bool, Refusal> {
        match self.all.get(&id) {
            None => Err(CommitmentRefusal::Unknown.into()),
            Some((_, Some(same))) if same == new => Ok(false),
            Some((_, Some(_))) => Err(CommitmentRefusal::Fulfilled.into()),
            Some((_, None)) => Ok(true),
        }
    }

    pub(crate) fn open(&self) -> impl Iterator<Item = &M> {
        self.all.values().filter(|(_, done)| done.is_none()).map(|(marked, _)| marked)
    }

    pub(crate) fn mark(&mut self, id: CommitmentId, marked: M) {
        self.all.insert(id, (marked, None));
    }

    pub(crate) fn fulfil(&mut self, id: CommitmentId, how: Fulfilment) {
        if let Some(known) = self.all.get_mut(&id) {
            known.1 = Some(how);
        }
    }
}

/// The state of the promises of a trajectory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommitmentList {
    promises: Promises<CommitmentMarked>,
}

impl CommitmentList {
    /// The promises that are open and must be kept by a day, under the contract of a provider.
    pub fn open(&self, by: Date, provider: ProviderId) -> impl Iterator<Item = CommitmentId> {
        let about = move |it: &&CommitmentMarked| it.tenderer.is_none_or(|it| it == provider);
        let open = self.promises.open().filter(about).filter(move |it| it.due <= by);
        open.map(|it| it.commitment)
    }

    fn mark(&self, new: CommitmentMarked) -> Result<Vec<CommitmentListEvent>, Refusal> {
        if !self.promises.is_new(new.commitment, &new)? {
            return Ok(vec![]);
        }
        if self.promises.all.len() >= COMMITMENTS_MAX {
            return Err(CommitmentRefusal::TooMany.into());
        }
        let mut faults = about_nobody([("/promise", &new.promise)]);
        faults.extend(origin_faults(&new).into_vec());
        faults.check()?;
        Ok(vec![new.into()])
    }

    fn fulfil(
        &self,
        id: CommitmentId,
        new: &Fulfilment,
        event: CommitmentListEvent,
    ) -> Result<Vec<CommitmentListEvent>, Refusal> {
        if !self.promises.is_news(id, new)? {
            return Ok(vec![]);
        }
        let (field, text) = match new {
            Fulfilment::Kept(proof) => ("/proof", proof),
            Fulfilment::Released(reason) => ("/reason", reason),
        };
        about_nobody([(field, text)]).check()?;
        Ok(vec![event])
    }
}

fn origin_faults(new: &CommitmentMarked) -> Faults {
    let mut faults = Faults::none();
    faults.unless(
        new.origin != CommitmentOrigin::PerformanceTalk,
        "/origin",
        "Leg een toezegging uit een prestatiedialoog vast bij het contract.",
    );
    faults.unless(
        new.tenderer.is_none() || new.origin == CommitmentOrigin::AwardMotivation,
        "/tenderer",
        "Alleen bij de motivering van een gunning hoort een inschrijver.",
    );
    faults
}

impl Decider for CommitmentList {
    const CATEGORY: &'static str = "commitment-list";
    type Command = CommitmentListCommand;
    type Event = CommitmentListEvent;

    fn decide(&self, command: CommitmentListCommand) -> Result<Vec<CommitmentListEvent>, Refusal> {
        match command {
            CommitmentListCommand::Mark(new) => self.mark(new),
            CommitmentListCommand::Keep(kept) => {
                let new = Fulfilment::Kept(kept.proof.clone());
                self.fulfil(kept.commitment, &new, kept.into())
            }
            CommitmentListCommand::Release(released) => {
                let new = Fulfilment::Released(released.reason.clone());
                self.fulfil(released.commitment, &new, released.into())
            }
        }
    }

    fn evolve(&mut self, event: &CommitmentListEvent) {
        match event.clone() {
            CommitmentListEvent::CommitmentMarked(it) => self.promises.mark(it.commitment, it),
            CommitmentListEvent::CommitmentKept(it) => {
                self.promises.fulfil(it.commitment, Fulfilment::Kept(it.proof));
            }
            CommitmentListEvent::CommitmentReleased(it) => {
                self.promises.fulfil(it.commitment, Fulfilment::Released(it.reason));
            }
        }
    }
}

aggregate!(CommitmentList);
