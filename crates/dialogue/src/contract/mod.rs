//! One contract with one provider: who keeps it on either side, how is talked, how a matter is
//! taken higher, and by which path it ends (Handreiking kwaliteitscriteria, § 9).
//!
//! The names of the events are the storage format: they never change.

mod course;
mod course_events;
mod events;
mod refusal;

pub use course_events::{
    CommitmentOrigin, ContractChangeDecided, ContractChangeProposed, ContractCommitmentKept,
    ContractCommitmentMarked, ContractCommitmentReleased, ContractConversationsHeld,
    ContractCooperationAgreed, ContractEnded, ContractEndingStepTaken, ContractEndingStopped,
    ContractEscalated, ContractEscalationSolved, ContractWaitingReported, ConversationFinding,
    ConversationPartner,
};

pub use events::{
    Consultation, ConsultationLevel, ContractAgreement, ContractEvent, ContractOrigin,
    ContractRegistered, ContractRole, ContractTask, ContractWeight, EndingEffect, EndingStep,
    EscalationLevel, Side,
};
pub use refusal::ContractRefusal;

use crate::Refusal;
use crate::decider::{Decider, aggregate};
use crate::discretion::about_nobody;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use vocabulary::{Faults, Paragraph, Whole};

/// How many levels of escalation, and steps of ending, there are at most.
const STEPS_MAX: usize = 10;

/// What can be asked of a contract.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum ContractCommand {
    Register(Box<ContractRegistered>),
    Escalate(ContractEscalated),
    Solve(ContractEscalationSolved),
    ProposeChange(ContractChangeProposed),
    DecideChange(ContractChangeDecided),
    /// `now` is the moment by the log's clock.
    TakeEndingStep {
        step: Whole,
        reason: Paragraph,
        now: Timestamp,
    },
    StopEnding(ContractEndingStopped),
    /// Likewise.
    End {
        ended: ContractEnded,
        now: Timestamp,
    },
    ReportWaiting(ContractWaitingReported),
    AgreeCooperation(ContractCooperationAgreed),
    Converse(ContractConversationsHeld),
    MarkCommitment(ContractCommitmentMarked),
    KeepCommitment(ContractCommitmentKept),
    ReleaseCommitment(ContractCommitmentReleased),
}

impl ContractCommand {
    /// What in its texts tells of a person. Of a cooperation the partners are named.
    fn personal_faults(&self) -> Faults {
        match self {
            Self::Escalate(it) => about_nobody([("/reason", &it.reason)]),
            Self::Solve(it) => about_nobody([("/outcome", &it.outcome)]),
            Self::ProposeChange(it) => about_nobody([
                ("/subject", it.subject.as_str()),
                ("/proposal", it.proposal.as_str()),
                ("/reason", it.reason.as_str()),
            ]),
            Self::DecideChange(it) => {
                let permitted = it.permitted.as_ref().map(|it| ("/permitted", it));
                about_nobody([("/reason", &it.reason)].into_iter().chain(permitted))
            }
            Self::TakeEndingStep { reason, .. } => about_nobody([("/reason", reason)]),
            Self::StopEnding(it) => about_nobody([("/reason", &it.reason)]),
            Self::End { ended, .. } => about_nobody([("/reason", &ended.reason)]),
            Self::ReportWaiting(it) => about_nobody([("/measures", &it.measures)]),
            Self::MarkCommitment(it) => about_nobody([("/promise", &it.promise)]),
            Self::KeepCommitment(it) => about_nobody([("/proof", &it.proof)]),
            Self::ReleaseCommitment(it) => about_nobody([("/reason", &it.reason)]),
            Self::Converse(it) => {
                let findings = it.findings.iter().enumerate();
                about_nobody(
                    findings
                        .map(|(place, told)| (format!("/findings/{place}/finding"), &told.finding)),
                )
            }
            Self::Register(_) | Self::AgreeCooperation(_) => Faults::none(),
        }
    }
}

/// The state of a contract.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contract {
    registered: Option<ContractRegistered>,
    #[serde(default)]
    course: course::Course,
}

impl Contract {
    /// What was registered.
    ///
    /// # Errors
    /// When there is no such contract.
    pub fn registered(&self) -> Result<&ContractRegistered, Refusal> {
        self.registered.as_ref().ok_or_else(|| ContractRefusal::Unknown.into())
    }

    fn register(&self, new: ContractRegistered) -> Result<Vec<ContractEvent>, Refusal> {
        match &self.registered {
            Some(same) if *same == new => return Ok(vec![]),
            Some(_) => return Err(ContractRefusal::Exists.into()),
            None => {}
        }
        faults(&new.agreement).check()?;
        Ok(vec![new.into()])
    }
}

/// Everything that is wrong with what was agreed.
fn faults(agreement: &ContractAgreement) -> Faults {
    let mut faults = Faults::none();
    faults.unless(
        agreement.begins <= agreement.ends,
        "/agreement/ends",
        "Het contract eindigt niet voor het begint.",
    );
    faults.unless(
        !agreement.domains.is_empty(),
        "/agreement/domains",
        "Noem minstens één domein van zorg.",
    );
    for side in [Side::Municipality, Side::Provider] {
        let there: BTreeSet<_> =
            agreement.roles.iter().filter(|it| it.side == side).map(|it| it.task).collect();
        for task in ContractTask::ALL.into_iter().filter(|task| !there.contains(task)) {
            let whose = if side == Side::Municipality { "de gemeente" } else { "de aanbieder" };
            let told = format!("Noem wie bij {whose} gaat over {}.", task.dutch());
            faults.add("/agreement/roles", told);
        }
    }
    let levels: Vec<_> = agreement.consultations.iter().map(|it| it.level).collect();
    faults.unless(
        !levels.is_empty() && levels.is_sorted_by(|one, next| one < next),
        "/agreement/consultations",
        "Noem minstens één niveau van overleg, elk één keer: operationeel, tactisch, strategisch.",
    );
    for (place, it) in agreement.consultations.iter().enumerate() {
        faults.unless(
            (1..=52).contains(&it.times_a_year.get()),
            format!("/agreement/consultations/{place}/timesAYear"),
            "Overleg 1 t/m 52 keer per jaar.",
        );
    }
    for (field, count) in
        [("escalation", agreement.escalation.len()), ("ending", agreement.ending.len())]
    {
        faults.unless(
            (1..=STEPS_MAX).contains(&count),
            format!("/agreement/{field}"),
            format!("Spreek 1 t/m {STEPS_MAX} stappen af."),
        );
    }
    faults
}

impl Decider for Contract {
    const CATEGORY: &'static str = "contract";
    type Command = ContractCommand;
    type Event = ContractEvent;

    fn decide(&self, command: ContractCommand) -> Result<Vec<ContractEvent>, Refusal> {
        let telling = command.personal_faults();
        let events = match command {
            ContractCommand::Register(new) => self.register(*new),
            ContractCommand::Escalate(new) => self.escalate(new),
            ContractCommand::Solve(solved) => self.solve(solved),
            ContractCommand::ProposeChange(new) => self.propose(new),
            ContractCommand::DecideChange(decided) => self.decide_change(decided),
            ContractCommand::TakeEndingStep { step, reason, now } => {
                self.take_step(step, reason, now)
            }
            ContractCommand::StopEnding(stopped) => self.stop_ending(stopped),
            ContractCommand::End { ended, now } => self.end(ended, now),
            ContractCommand::ReportWaiting(new) => self.report_waiting(new),
            ContractCommand::AgreeCooperation(new) => self.agree_cooperation(new),
            ContractCommand::Converse(new) => self.converse(new),
            ContractCommand::MarkCommitment(new) => self.mark(new),
            ContractCommand::KeepCommitment(kept) => self.keep(kept),
            ContractCommand::ReleaseCommitment(released) => self.release(released),
        }?;
        // What was recorded before this was looked at stays what it is.
        if !events.is_empty() {
            telling.check()?;
        }
        Ok(events)
    }

    fn evolve(&mut self, event: &ContractEvent) {
        match event.clone() {
            ContractEvent::ContractRegistered(registered) => self.registered = Some(registered),
            other => self.evolve_course(other),
        }
    }
}

aggregate!(Contract);
