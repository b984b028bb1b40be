//! What has happened under a contract, as both sides of it see it.

use dialogue::contract::{
    CommitmentOrigin, ContractChangeDecided, ContractChangeProposed, ContractConversationsHeld,
    ContractCooperationAgreed, ContractEndingStepTaken, ContractEscalated, ContractWaitingReported,
    Side,
};
use dialogue::{CommitmentId, ContractEvent, ProviderId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use vocabulary::{Paragraph, Prose};

/// How many reports about waiting, and rounds of conversations, are shown: the newest.
const NEWEST: usize = 20;

/// A proposed change, and what was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChangeView {
    /// The proposal.
    pub proposed: ContractChangeProposed,
    /// What was decided; absent while it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<ContractChangeDecided>,
}

/// A promise, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CommitmentView {
    /// The commitment.
    pub commitment: CommitmentId,
    /// Where it was made.
    pub origin: CommitmentOrigin,
    /// In which question, contribution, evaluation or talk; only staff are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Uuid>,
    /// Whose contract it is about, when it was marked before there was one; only staff are told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenderer: Option<ProviderId>,
    /// What was promised.
    pub promise: Prose,
    /// Which side keeps it.
    pub keeper: Side,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
    /// What shows that it was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Paragraph>,
    /// Why it need not be kept any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released: Option<Paragraph>,
}

impl CommitmentView {
    /// Whether it is still to be kept.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.kept.is_none() && self.released.is_none()
    }
}

/// What has happened under a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContractCourse {
    /// To which level a matter was taken that is not solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated: Option<ContractEscalated>,
    /// How the last one was solved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solved: Option<Paragraph>,
    /// What was proposed to change, the oldest first.
    pub changes: Vec<ChangeView>,
    /// The steps of the path for ending that were taken.
    pub ending: Vec<ContractEndingStepTaken>,
    /// Why the path for ending was left, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Paragraph>,
    /// Why the contract was ended, when it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Paragraph>,
    /// Who waited, the newest last.
    pub waiting: Vec<ContractWaitingReported>,
    /// How is worked together around clients.
    pub cooperation: Vec<ContractCooperationAgreed>,
    /// What conversations told, the newest last.
    pub conversations: Vec<ContractConversationsHeld>,
    /// Promises that must be kept under the contract.
    pub commitments: Vec<CommitmentView>,
}

fn push_newest<T>(all: &mut Vec<T>, new: T) {
    if all.len() == NEWEST {
        all.remove(0);
    }
    all.push(new);
}

impl ContractCourse {
    /// What an event changes.
    pub(super) fn go_on(&mut self, event: &ContractEvent) {
        match event.clone() {
            ContractEvent::ContractRegistered(_) => {}
            ContractEvent::ContractEscalated(it) => self.escalated = Some(it),
            ContractEvent::ContractEscalationSolved(it) => {
                (self.escalated, self.solved) = (None, Some(it.outcome));
            }
            ContractEvent::ContractChangeProposed(proposed) => {
                self.changes.push(ChangeView { proposed, decided: None });
            }
            ContractEvent::ContractChangeDecided(it) => {
                let mut known = self.changes.iter_mut();
                if let Some(known) = known.find(|known| known.proposed.change == it.change) {
                    known.decided = Some(it);
                }
            }
            ContractEvent::ContractEndingStepTaken(it) => self.ending.push(it),
            ContractEvent::ContractEndingStopped(it) => {
                self.ending.clear();
                self.stopped = Some(it.reason);
            }
            ContractEvent::ContractEnded(it) => self.ended = Some(it.reason),
            ContractEvent::ContractWaitingReported(it) => push_newest(&mut self.waiting, it),
            ContractEvent::ContractCooperationAgreed(it) => {
                self.cooperation.retain(|known| known.key != it.key);
                self.cooperation.push(it);
            }
            ContractEvent::ContractConversationsHeld(it) => {
                push_newest(&mut self.conversations, it);
            }
            ContractEvent::ContractCommitmentMarked(marked) => {
                self.commitments.push(CommitmentView {
                    commitment: marked.commitment,
                    origin: marked.origin,
                    reference: Some(marked.reference),
                    tenderer: None,
                    promise: marked.promise,
                    keeper: marked.keeper,
                    due: marked.due,
                    kept: None,
                    released: None,
                });
            }
            ContractEvent::ContractCommitmentKept(it) => {
                let mut known = self.commitments.iter_mut();
                if let Some(known) = known.find(|known| known.commitment == it.commitment) {
                    known.kept = Some(it.proof);
                }
            }
            ContractEvent::ContractCommitmentReleased(it) => {
                let mut known = self.commitments.iter_mut();
                if let Some(known) = known.find(|known| known.commitment == it.commitment) {
                    known.released = Some(it.reason);
                }
            }
        }
    }
}
