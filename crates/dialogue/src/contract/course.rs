//! What is decided while a contract runs: taken higher, changed, ended, and promises kept.

use super::{
    Contract, ContractChangeDecided, ContractChangeProposed, ContractCommitmentKept,
    ContractCommitmentMarked, ContractCommitmentReleased, ContractConversationsHeld,
    ContractCooperationAgreed, ContractEnded, ContractEndingStepTaken, ContractEndingStopped,
    ContractEscalated, ContractEscalationSolved, ContractEvent, ContractRefusal,
    ContractRegistered, ContractWaitingReported,
};
use crate::commitment::{Fulfilment, Promises};
use crate::{CommitmentId, ContractChangeId, Refusal};
use calendar::end_of_day;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use vocabulary::{Faults, Paragraph, Slug, Whole};

/// How far a contract is while it runs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Course {
    escalated: Option<ContractEscalated>,
    solved: Option<ContractEscalationSolved>,
    changes: BTreeMap<ContractChangeId, (ContractChangeProposed, Option<ContractChangeDecided>)>,
    ending: Option<ContractEndingStepTaken>,
    stopped: Option<ContractEndingStopped>,
    ended: Option<ContractEnded>,
    waiting: Option<ContractWaitingReported>,
    cooperation: BTreeMap<Slug, ContractCooperationAgreed>,
    conversations: Option<ContractConversationsHeld>,
    commitments: Promises<ContractCommitmentMarked>,
}

/// The number that a step counted from 0 has, counted from 1.
fn number(step: usize) -> Whole {
    Whole::new(u32::try_from(step).unwrap_or(u32::MAX))
}

type Decided = Result<Vec<ContractEvent>, Refusal>;

impl Contract {
    /// Until when there is no next step of ending.
    #[must_use]
    pub fn ending_until(&self) -> Option<Timestamp> {
        self.course.ending.as_ref().map(|step| step.until)
    }

    /// The promises that are open and must be kept by a day.
    pub fn open_commitments(&self, by: Date) -> impl Iterator<Item = CommitmentId> {
        let open = self.course.commitments.open().filter(move |marked| marked.due <= by);
        open.map(|marked| marked.commitment)
    }

    fn running(&self) -> Result<&ContractRegistered, Refusal> {
        let registered = self.registered()?;
        match self.course.ended {
            Some(_) => Err(ContractRefusal::Ended.into()),
            None => Ok(registered),
        }
    }

    pub(super) fn escalate(&self, new: ContractEscalated) -> Decided {
        if self.course.escalated.as_ref() == Some(&new) {
            return Ok(vec![]);
        }
        let levels = self.running()?.agreement.escalation.len();
        let now = self.course.escalated.as_ref().map_or(0, |known| known.level.get() as usize);
        if now >= levels || new.level != number(now + 1) {
            return Err(ContractRefusal::EscalationOrder(now + 1, levels).into());
        }
        Ok(vec![new.into()])
    }

    pub(super) fn solve(&self, solved: ContractEscalationSolved) -> Decided {
        let known = self.course.solved.as_ref() == Some(&solved);
        if self.course.escalated.is_none() {
            self.registered()?;
            let refused = Err(ContractRefusal::NotEscalated.into());
            return if known { Ok(vec![]) } else { refused };
        }
        Ok(vec![solved.into()])
    }

    pub(super) fn propose(&self, new: ContractChangeProposed) -> Decided {
        match self.course.changes.get(&new.change) {
            Some((same, _)) if *same == new => return Ok(vec![]),
            Some(_) => return Err(ContractRefusal::Exists.into()),
            None => self.running()?,
        };
        Ok(vec![new.into()])
    }

    pub(super) fn decide_change(&self, decided: ContractChangeDecided) -> Decided {
        self.registered()?;
        let known = self.course.changes.get(&decided.change);
        match known.ok_or(ContractRefusal::ChangeUnknown)? {
            (_, Some(same)) if *same == decided => return Ok(vec![]),
            (_, Some(_)) => return Err(ContractRefusal::ChangeDecided.into()),
            (_, None) => self.running()?,
        };
        if decided.accepted != decided.permitted.is_some() {
            let told = "Vertel bij een wijziging die u overneemt waarom die niet wezenlijk is, en \
                        alleen dan.";
            return Err(Faults::one("/permitted", told).into());
        }
        Ok(vec![decided.into()])
    }

    pub(super) fn take_step(&self, step: Whole, reason: Paragraph, now: Timestamp) -> Decided {
        let taken = self.course.ending.as_ref();
        if taken.is_some_and(|known| known.step == step && known.reason == reason) {
            return Ok(vec![]);
        }
        let path = &self.running()?.agreement.ending;
        let place = taken.map_or(0, |known| known.step.get() as usize);
        let next = path.get(place).filter(|_| step == number(place + 1));
        let next = next.ok_or(ContractRefusal::EndingOrder(place + 1, path.len()))?;
        if taken.is_some_and(|known| now <= known.until) {
            return Err(ContractRefusal::EndingTooEarly.into());
        }
        let days = SignedDuration::from_hours(24 * i64::from(next.minimum_days.get()));
        let until = end_of_day(now.checked_add(days).unwrap_or(now));
        Ok(vec![ContractEndingStepTaken { step, reason, until }.into()])
    }

    pub(super) fn stop_ending(&self, stopped: ContractEndingStopped) -> Decided {
        let known = self.course.stopped.as_ref() == Some(&stopped);
        self.running()?;
        match self.course.ending {
            Some(_) => Ok(vec![stopped.into()]),
            None if known => Ok(vec![]),
            None => Err(ContractRefusal::NotEnding.into()),
        }
    }

    pub(super) fn end(&self, ended: ContractEnded, now: Timestamp) -> Decided {
        if self.course.ended.as_ref() == Some(&ended) {
            return Ok(vec![]);
        }
        let path = &self.running()?.agreement.ending;
        let last = self.course.ending.as_ref().ok_or(ContractRefusal::NotEnding)?;
        let place = last.step.get() as usize;
        if place < path.len() {
            return Err(ContractRefusal::EndingOrder(place + 1, path.len()).into());
        }
        if now <= last.until {
            return Err(ContractRefusal::EndingTooEarly.into());
        }
        Ok(vec![ended.into()])
    }

    pub(super) fn report_waiting(&self, new: ContractWaitingReported) -> Decided {
        if self.course.waiting.as_ref() == Some(&new) {
            return Ok(vec![]);
        }
        self.running()?;
        if new.bridged > new.waiting {
            let told = "Er kunnen niet meer mensen overbrugging krijgen dan er wachten.";
            return Err(Faults::one("/bridged", told).into());
        }
        Ok(vec![new.into()])
    }

    pub(super) fn agree_cooperation(&self, new: ContractCooperationAgreed) -> Decided {
        if self.course.cooperation.get(&new.key) == Some(&new) {
            return Ok(vec![]);
        }
        self.running()?;
        Ok(vec![new.into()])
    }

    pub(super) fn converse(&self, new: ContractConversationsHeld) -> Decided {
        if self.course.conversations.as_ref() == Some(&new) {
            return Ok(vec![]);
        }
        self.running()?;
        let mut faults = Faults::none();
        faults.unless(!new.with.is_empty(), "/with", "Vertel met wie er is gesproken.");
        faults.unless(new.count.get() > 0, "/count", "Er is minstens één gesprek.");
        faults.unless(!new.findings.is_empty(), "/findings", "Vertel wat eruit kwam.");
        faults.check()?;
        Ok(vec![new.into()])
    }

    pub(super) fn mark(&self, new: ContractCommitmentMarked) -> Decided {
        self.registered()?;
        let new_here = self.course.commitments.is_new(new.commitment, &new)?;
        Ok(if new_here { vec![new.into()] } else { vec![] })
    }

    fn fulfil(&self, id: CommitmentId, new: &Fulfilment, event: ContractEvent) -> Decided {
        self.registered()?;
        Ok(if self.course.commitments.is_news(id, new)? { vec![event] } else { vec![] })
    }

    pub(super) fn keep(&self, kept: ContractCommitmentKept) -> Decided {
        let new = Fulfilment::Kept(kept.proof.clone());
        self.fulfil(kept.commitment, &new, kept.into())
    }

    pub(super) fn release(&self, released: ContractCommitmentReleased) -> Decided {
        let new = Fulfilment::Released(released.reason.clone());
        self.fulfil(released.commitment, &new, released.into())
    }

    pub(super) fn evolve_course(&mut self, event: ContractEvent) {
        let course = &mut self.course;
        match event {
            ContractEvent::ContractRegistered(_) => {}
            ContractEvent::ContractEscalated(it) => course.escalated = Some(it),
            ContractEvent::ContractEscalationSolved(it) => {
                (course.escalated, course.solved) = (None, Some(it));
            }
            ContractEvent::ContractChangeProposed(it) => {
                course.changes.insert(it.change, (it, None));
            }
            ContractEvent::ContractChangeDecided(it) => {
                if let Some(known) = course.changes.get_mut(&it.change) {
                    known.1 = Some(it);
                }
            }
            ContractEvent::ContractEndingStepTaken(it) => course.ending = Some(it),
            ContractEvent::ContractEndingStopped(it) => {
                (course.ending, course.stopped) = (None, Some(it));
            }
            ContractEvent::ContractEnded(it) => course.ended = Some(it),
            ContractEvent::ContractWaitingReported(it) => course.waiting = Some(it),
            ContractEvent::ContractCooperationAgreed(it) => {
                course.cooperation.insert(it.key.clone(), it);
            }
            ContractEvent::ContractConversationsHeld(it) => course.conversations = Some(it),
            ContractEvent::ContractCommitmentMarked(it) => {
                course.commitments.mark(it.commitment, it);
            }
            ContractEvent::ContractCommitmentKept(it) => {
                course.commitments.fulfil(it.commitment, Fulfilment::Kept(it.proof));
            }
            ContractEvent::ContractCommitmentReleased(it) => {
                course.commitments.fulfil(it.commitment, Fulfilment::Released(it.reason));
            }
        }
    }
}
