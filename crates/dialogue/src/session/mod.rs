//! A session of the dialogue with providers: announced to everyone, with what was handed out and
//! said in it told to everyone. One-to-one talks follow one published script, so that each hears
//! the same questions (art. 2.51 Aanbestedingswet 2012; PIANOo, market consultation).
//!
//! The names of the events are the storage format: they never change.

mod agenda;
mod events;
mod invitation;
mod minutes;
mod refusal;

pub use agenda::{AgendaItem, ItemMinutes};
pub use events::{
    Attendee, ScriptAnswer, ScriptQuestion, SessionAnnounced, SessionAttendanceRecorded,
    SessionCancelled, SessionEvent, SessionHandout, SessionHandoutPublished, SessionKind,
    SessionRegistrationMade, SessionRegistrationWithdrawn, SessionReportPublished,
    SessionStatement, SessionTalkReported,
};
pub use invitation::{
    Audience, Invitation, SeatCriterion, SeatDecision, SeatPlan, SessionSeatsAssigned,
};
pub use minutes::{
    ActionOutcome, GroupAttendance, GroupHeard, RemarkHandled, ReportSession, SessionAction,
    SessionActionClosed, SessionCommitment, SessionCommitmentClosed, SessionMinutesChecked,
    SessionMinutesDrafted,
};
pub use refusal::SessionRefusal;

use crate::decider::{Decider, aggregate};
use crate::{PersonId, ProviderId, Refusal, RegistrationId};
use agenda::agenda_faults;
use invitation::invitation_faults;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use vocabulary::{Faults, Paragraph, Prose};

/// How many questions a script has at most.
const SCRIPT_MAX: usize = 50;

/// How many organisations attended is told from this number on: fewer could lead back to one.
const ATTENDED_LEAST: usize = 5;

/// A talk that is to be reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportTalk {
    /// With whom it was.
    pub registration: RegistrationId,
    /// The answer to each question of the script, in anonymous words.
    pub answers: Vec<ScriptAnswer>,
    /// What the municipality told, beside the script.
    pub told: Option<Prose>,
    /// What was handed out; it goes to everyone.
    pub handouts: Vec<SessionHandout>,
    /// Who reports.
    pub by: PersonId,
}

/// What can be asked of a session.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum SessionCommand {
    Announce(Box<SessionAnnounced>),
    Cancel(Paragraph),
    Register(SessionRegistrationMade),
    WithdrawRegistration(ProviderId),
    AssignSeats { decisions: Vec<SeatDecision>, by: PersonId },
    RecordAttendance { present: Vec<RegistrationId>, others: Vec<GroupAttendance>, by: PersonId },
    ReportTalk(ReportTalk),
    PublishHandout(SessionHandout),
    DraftMinutes(Box<SessionMinutesDrafted>),
    CheckMinutes { provider: ProviderId, remark: Option<Paragraph> },
    PublishReport(Box<ReportSession>),
    CloseAction(SessionActionClosed),
    CloseCommitment(SessionCommitmentClosed),
}

/// A registration as the session knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Registration {
    made: SessionRegistrationMade,
    withdrawn: bool,
}

/// The state of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    announced: Option<SessionAnnounced>,
    cancelled: Option<Paragraph>,
    registrations: BTreeMap<RegistrationId, Registration>,
    seats: BTreeMap<RegistrationId, SeatDecision>,
    present: Option<BTreeSet<RegistrationId>>,
    others: Vec<GroupAttendance>,
    talks: BTreeMap<RegistrationId, SessionTalkReported>,
    handouts: Vec<SessionHandout>,
    draft: Option<SessionMinutesDrafted>,
    checks: BTreeMap<RegistrationId, SessionMinutesChecked>,
    report: Option<SessionReportPublished>,
    closed: BTreeMap<u32, SessionActionClosed>,
    #[serde(default)]
    fulfilled: BTreeMap<u32, SessionCommitmentClosed>,
}

impl Session {
    /// What was announced.
    ///
    /// # Errors
    /// When there is no such session.
    pub fn announced(&self) -> Result<&SessionAnnounced, Refusal> {
        self.announced.as_ref().ok_or_else(|| SessionRefusal::Unknown.into())
    }

    /// Whether everyone has heard what came of it: its report is out, or it was cancelled.
    #[must_use]
    pub const fn is_answered(&self) -> bool {
        self.report.is_some() || self.cancelled.is_some()
    }

    /// What was announced, when it goes on.
    fn goes_on(&self) -> Result<&SessionAnnounced, Refusal> {
        let announced = self.announced()?;
        match (&self.cancelled, &self.report) {
            (Some(_), _) => Err(SessionRefusal::Cancelled.into()),
            (None, Some(_)) => Err(SessionRefusal::Reported.into()),
            (None, None) => Ok(announced),
        }
    }

    fn registration_of(&self, provider: ProviderId) -> Option<&Registration> {
        let own = || self.registrations.values().filter(|it| it.made.provider == provider);
        own().find(|it| !it.withdrawn).or_else(|| own().next())
    }

    /// The provider behind a registration that stands.
    fn registered(&self, registration: RegistrationId) -> Option<ProviderId> {
        let found = self.registrations.get(&registration)?;
        (!found.withdrawn).then_some(found.made.provider)
    }

    fn announce(&self, new: SessionAnnounced) -> Result<Vec<SessionEvent>, Refusal> {
        match &self.announced {
            Some(same) if *same == new => return Ok(vec![]),
            Some(_) => return Err(SessionRefusal::Exists.into()),
            None => {}
        }
        let mut faults = Faults::none();
        faults.unless(new.begins < new.ends, "/ends", "Het einde moet na het begin liggen.");
        faults.unless(
            new.registration.at <= new.begins,
            "/registration/at",
            "Aanmelden kan tot uiterlijk het begin.",
        );
        let numbered = new.script.iter().enumerate().all(|(place, question)| {
            usize::try_from(question.number.get()).is_ok_and(|number| number == place + 1)
        });
        faults.unless(numbered, "/script", "Nummer de vragen doorlopend vanaf 1.");
        if new.kind == SessionKind::OneToOne {
            faults.unless(
                (1..=SCRIPT_MAX).contains(&new.script.len()),
                "/script",
                format!("Gesprekken hebben hetzelfde script van 1 t/m {SCRIPT_MAX} vragen."),
            );
        } else {
            faults.unless(
                new.script.is_empty(),
                "/script",
                "Alleen gesprekken met één aanbieder hebben een script.",
            );
        }
        agenda_faults(&new, &mut faults);
        invitation_faults(&new, &mut faults);
        faults.check()?;
        Ok(vec![new.into()])
    }

    fn register(&self, new: SessionRegistrationMade) -> Result<Vec<SessionEvent>, Refusal> {
        if self.goes_on()?.kind.is_of_clients() {
            return Err(SessionRefusal::NotForProviders.into());
        }
        match self.registrations.get(&new.registration) {
            Some(same) if same.made == new && !same.withdrawn => return Ok(vec![]),
            Some(_) => return Err(SessionRefusal::AlreadyRegistered.into()),
            None => {}
        }
        if self.registration_of(new.provider).is_some_and(|it| !it.withdrawn) {
            return Err(SessionRefusal::AlreadyRegistered.into());
        }
        if !(1..=20).contains(&new.people.get()) {
            return Err(Faults::one("/people", "Meld 1 t/m 20 mensen aan.").into());
        }
        Ok(vec![new.into()])
    }

    fn record_attendance(
        &self,
        present: &[RegistrationId],
        others: Vec<GroupAttendance>,
        by: PersonId,
    ) -> Result<Vec<SessionEvent>, Refusal> {
        let chosen: BTreeSet<_> = present.iter().copied().collect();
        if self.present.as_ref() == Some(&chosen) && self.others == others {
            return Ok(vec![]);
        }
        self.goes_on()?;
        let mut faults = Faults::none();
        for (place, registration) in present.iter().enumerate() {
            faults.unless(
                self.sits(*registration),
                format!("/present/{place}"),
                "Deze aanmelding staat niet open voor deze bijeenkomst, of heeft geen plaats.",
            );
        }
        let groups: BTreeSet<_> = others.iter().map(|it| it.group).collect();
        let each = |it: &GroupAttendance| !it.group.registers() && it.count.get() > 0;
        faults.unless(
            groups.len() == others.len() && others.iter().all(each),
            "/others",
            "Tel elke groep één keer, met minstens één mens. Aanbieders melden zichzelf aan.",
        );
        faults.check()?;
        let present = chosen
            .into_iter()
            .filter_map(|registration| {
                let provider = self.registered(registration)?;
                Some(Attendee { registration, provider })
            })
            .collect();
        Ok(vec![SessionAttendanceRecorded { present, others, by }.into()])
    }

    fn report_talk(&self, talk: ReportTalk) -> Result<Vec<SessionEvent>, Refusal> {
        let ReportTalk { registration, mut answers, told, handouts, by } = talk;
        answers.sort_by_key(|answer| answer.question);
        if let Some(known) = self.talks.get(&registration) {
            let same = known.answers == answers && known.told == told && known.handouts == handouts;
            let refused = Err(SessionRefusal::TalkReported.into());
            return if same { Ok(vec![]) } else { refused };
        }
        let announced = self.goes_on()?;
        let mut faults = Faults::none();
        let provider = self.registered(registration);
        faults.unless(
            announced.kind == SessionKind::OneToOne && provider.is_some(),
            "/registration",
            "Met deze aanmelding is hier geen gesprek.",
        );
        let asked: Vec<_> = announced.script.iter().map(|question| question.number).collect();
        let told_of: Vec<_> = answers.iter().map(|answer| answer.question).collect();
        faults.unless(
            asked == told_of,
            "/answers",
            "Geef bij elke vraag van het script één antwoord, en bij geen andere.",
        );
        faults.check()?;
        let Some(provider) = provider else { return Err(SessionRefusal::Unknown.into()) };
        Ok(vec![SessionTalkReported { registration, provider, answers, told, handouts, by }.into()])
    }

    fn cancel(&self, reason: Paragraph) -> Result<Vec<SessionEvent>, Refusal> {
        if self.cancelled.as_ref() == Some(&reason) {
            return Ok(vec![]);
        }
        self.goes_on()?;
        if self.present.is_some() {
            return Err(SessionRefusal::Held.into());
        }
        Ok(vec![SessionCancelled { reason }.into()])
    }
}

impl Decider for Session {
    const CATEGORY: &'static str = "session";
    type Command = SessionCommand;
    type Event = SessionEvent;

    fn decide(&self, command: SessionCommand) -> Result<Vec<SessionEvent>, Refusal> {
        match command {
            SessionCommand::Announce(new) => self.announce(*new),
            SessionCommand::Cancel(reason) => self.cancel(reason),
            SessionCommand::Register(new) => self.register(new),
            SessionCommand::WithdrawRegistration(provider) => {
                match self.registration_of(provider) {
                    None => Err(SessionRefusal::NotRegistered.into()),
                    Some(known) if known.withdrawn => Ok(vec![]),
                    Some(known) => {
                        self.goes_on()?;
                        let registration = known.made.registration;
                        Ok(vec![SessionRegistrationWithdrawn { registration }.into()])
                    }
                }
            }
            SessionCommand::AssignSeats { decisions, by } => self.assign_seats(decisions, by),
            SessionCommand::RecordAttendance { present, others, by } => {
                self.record_attendance(&present, others, by)
            }
            SessionCommand::ReportTalk(talk) => self.report_talk(talk),
            SessionCommand::PublishHandout(handout) => {
                self.announced()?;
                if self.handouts.contains(&handout) {
                    return Ok(vec![]);
                }
                self.goes_on()?;
                Ok(vec![SessionHandoutPublished { handout }.into()])
            }
            SessionCommand::DraftMinutes(draft) => self.draft_minutes(*draft),
            SessionCommand::CheckMinutes { provider, remark } => {
                self.check_minutes(provider, remark)
            }
            SessionCommand::PublishReport(report) => self.publish_report(*report),
            SessionCommand::CloseAction(closed) => self.close_action(closed),
            SessionCommand::CloseCommitment(closed) => self.close_commitment(closed),
        }
    }

    fn evolve(&mut self, event: &SessionEvent) {
        match event.clone() {
            SessionEvent::SessionAnnounced(announced) => self.announced = Some(announced),
            SessionEvent::SessionCancelled(cancelled) => self.cancelled = Some(cancelled.reason),
            SessionEvent::SessionRegistrationMade(made) => {
                let registration = made.registration;
                self.registrations.insert(registration, Registration { made, withdrawn: false });
            }
            SessionEvent::SessionRegistrationWithdrawn(withdrawn) => {
                if let Some(known) = self.registrations.get_mut(&withdrawn.registration) {
                    known.withdrawn = true;
                }
            }
            SessionEvent::SessionAttendanceRecorded(recorded) => {
                let present = recorded.present.iter().map(|it| it.registration).collect();
                self.present = Some(present);
                self.others = recorded.others;
            }
            SessionEvent::SessionSeatsAssigned(assigned) => {
                let decided = assigned.decisions.into_iter().map(|it| (it.registration, it));
                self.seats.extend(decided);
            }
            SessionEvent::SessionMinutesDrafted(draft) => {
                self.draft = Some(draft);
                self.checks.clear();
            }
            SessionEvent::SessionMinutesChecked(checked) => {
                self.checks.insert(checked.registration, checked);
            }
            SessionEvent::SessionCommitmentClosed(closed) => {
                self.fulfilled.insert(closed.commitment.get(), closed);
            }
            SessionEvent::SessionActionClosed(closed) => {
                self.closed.insert(closed.action.get(), closed);
            }
            SessionEvent::SessionTalkReported(talk) => {
                self.handouts.extend(talk.handouts.iter().cloned());
                self.talks.insert(talk.registration, talk);
            }
            SessionEvent::SessionHandoutPublished(published) => {
                self.handouts.push(published.handout);
            }
            SessionEvent::SessionReportPublished(report) => self.report = Some(report),
        }
    }
}

aggregate!(Session);
