//! What was agreed in a session: minutes in draft with commitments and actions, checked by who was
//! there, published in the report, and actions until each has its result (Handreiking
//! kwaliteitscriteria, chapter 9 and appendix 1).

use super::agenda::minutes_faults;
use super::{
    ATTENDED_LEAST, Audience, ItemMinutes, Session, SessionEvent, SessionKind, SessionRefusal,
    SessionReportPublished, SessionStatement,
};
use crate::commitment::CommitmentRefusal;
use crate::discretion::personal_faults;
use crate::performance::ActionOwner;
use crate::{PersonId, ProviderId, Refusal, RegistrationId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Whole};

/// How many commitments, actions and learnings a session has at most, of each.
const AGREED_MAX: usize = 100;

/// Something that was promised in a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionCommitment {
    /// Its number: they count from 1.
    #[schema(example = 1)]
    pub number: Whole,
    /// What was promised.
    pub text: Paragraph,
    /// Who keeps it.
    pub owner: ActionOwner,
    /// By which day, when that was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
}

/// Something that is to be done after a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionAction {
    /// Its number: they count from 1.
    #[schema(example = 1)]
    pub number: Whole,
    /// What is done.
    pub text: Paragraph,
    /// Who does it.
    pub owner: ActionOwner,
    /// By which day.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
}

/// The minutes were drafted, for who was there to check. They take the place of earlier ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionMinutesDrafted {
    /// What came out of the session as a whole.
    pub summary: Prose,
    /// What was said about each item of the agenda, when it has one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub minutes: Vec<ItemMinutes>,
    /// What was promised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<SessionCommitment>,
    /// What is to be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<SessionAction>,
    /// Until when who was there can check them, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
    /// Who drafted them.
    pub by: PersonId,
}

/// One who was there confirmed the minutes, or made a remark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionMinutesChecked {
    /// Its registration.
    pub registration: RegistrationId,
    /// What should be otherwise; absent when they are right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Paragraph>,
}

/// What was done with a remark about the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RemarkHandled {
    /// The registration of who made it. Nobody but who made it is shown this name.
    pub registration: RegistrationId,
    /// The remark, in words that do not tell by whom.
    pub wording: Paragraph,
    /// Whether the report follows it.
    pub adopted: bool,
    /// Why.
    pub reason: Paragraph,
}

/// How many of a group that does not register were there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GroupAttendance {
    /// Which group.
    pub group: Audience,
    /// How many people.
    #[schema(example = 9)]
    pub count: Whole,
}

/// A group that was heard.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct GroupHeard {
    /// Which group.
    pub group: Audience,
    /// How many people; absent when there were fewer than five.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Whole>,
}

/// What became of an action or a promise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ActionOutcome {
    /// It was done.
    Done,
    /// It is not done any more.
    Dropped,
}

/// An action was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionActionClosed {
    /// The number of the action.
    pub action: Whole,
    /// What became of it.
    pub outcome: ActionOutcome,
    /// What it brought, or why it is not done.
    pub result: Paragraph,
    /// Who closed it.
    pub by: PersonId,
}

/// It was told what became of a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionCommitmentClosed {
    /// The number of the promise.
    pub commitment: Whole,
    /// What became of it.
    pub outcome: ActionOutcome,
    /// What shows that it was kept, or why it is not kept any more.
    pub result: Paragraph,
    /// Who closed it.
    pub by: PersonId,
}

/// A report that is to be published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportSession {
    /// What came out of the session as a whole.
    pub summary: Prose,
    /// What was said about each item of the agenda.
    pub minutes: Vec<ItemMinutes>,
    /// What was said, and what is done with it.
    pub statements: Vec<SessionStatement>,
    /// What was promised.
    pub commitments: Vec<SessionCommitment>,
    /// What is to be done.
    pub actions: Vec<SessionAction>,
    /// What was done with each remark about the draft.
    pub remarks: Vec<RemarkHandled>,
    /// What was learned, for everyone.
    pub learnings: Vec<Paragraph>,
}

impl SessionReportPublished {
    fn says(&self, new: &ReportSession) -> bool {
        self.summary == new.summary
            && self.minutes == new.minutes
            && self.statements == new.statements
            && self.commitments == new.commitments
            && self.actions == new.actions
            && self.remarks == new.remarks
            && self.learnings == new.learnings
    }
}

/// What is wrong with what was agreed: numbers that do not count on, or words about a person.
fn agreed_faults(commitments: &[SessionCommitment], actions: &[SessionAction]) -> Faults {
    let mut faults = Faults::none();
    let commitments = commitments.iter().map(|it| (it.number, &it.text, &it.owner));
    let actions = actions.iter().map(|it| (it.number, &it.text, &it.owner));
    let all: [(&str, Vec<_>); 2] =
        [("commitments", commitments.collect()), ("actions", actions.collect())];
    for (field, agreed) in all {
        let numbered = agreed.iter().zip(1..).all(|((number, ..), place)| number.get() == place);
        faults.unless(
            numbered && agreed.len() <= AGREED_MAX,
            format!("/{field}"),
            format!("Nummer doorlopend vanaf 1, tot hoogstens {AGREED_MAX}."),
        );
        for (place, (_, text, owner)) in agreed.iter().enumerate() {
            let at = |name: &str| format!("/{field}/{place}/{name}");
            faults.extend(personal_faults(&at("text"), text.as_str()).into_vec());
            let function = personal_faults(&at("owner/function"), owner.function.as_str());
            faults.extend(function.into_vec());
        }
    }
    faults
}

impl Session {
    /// Until when who was there can check the minutes, once there is a draft.
    #[must_use]
    pub fn checked_until(&self) -> Option<Timestamp> {
        self.draft.as_ref().map(|draft| draft.until)
    }

    /// Until when the report has to wait, because who was there may still check the minutes.
    #[must_use]
    pub fn report_waits_until(&self) -> Option<Timestamp> {
        let (draft, present) = (self.draft.as_ref()?, self.present.as_ref()?);
        let open = present.iter().any(|it| !self.checks.contains_key(it));
        open.then_some(draft.until)
    }

    pub(super) fn draft_minutes(
        &self,
        new: SessionMinutesDrafted,
    ) -> Result<Vec<SessionEvent>, Refusal> {
        if self.draft.as_ref() == Some(&new) {
            return Ok(vec![]);
        }
        let announced = self.goes_on()?;
        if self.present.is_none() {
            return Err(SessionRefusal::AttendanceMissing.into());
        }
        let mut faults = minutes_faults(&announced.agenda, &new.minutes);
        faults.extend(agreed_faults(&new.commitments, &new.actions).into_vec());
        faults.check()?;
        Ok(vec![new.into()])
    }

    pub(super) fn check_minutes(
        &self,
        provider: ProviderId,
        remark: Option<Paragraph>,
    ) -> Result<Vec<SessionEvent>, Refusal> {
        let there = self.registration_of(provider).map(|it| it.made.registration);
        let there = there.filter(|it| self.present.as_ref().is_some_and(|all| all.contains(it)));
        let Some(registration) = there else { return Err(SessionRefusal::NotPresent.into()) };
        let checked = SessionMinutesChecked { registration, remark };
        if self.checks.get(&registration) == Some(&checked) {
            return Ok(vec![]);
        }
        self.goes_on()?;
        if self.draft.is_none() {
            return Err(SessionRefusal::MinutesMissing.into());
        }
        let remark = checked.remark.as_ref().map_or("", |it| it.as_str());
        personal_faults("/remark", remark).check()?;
        Ok(vec![checked.into()])
    }

    pub(super) fn publish_report(&self, new: ReportSession) -> Result<Vec<SessionEvent>, Refusal> {
        if let Some(report) = &self.report {
            let same = report.says(&new);
            return if same { Ok(vec![]) } else { Err(SessionRefusal::Reported.into()) };
        }
        let announced = self.goes_on()?;
        let Some(present) = &self.present else {
            return Err(SessionRefusal::AttendanceMissing.into());
        };
        let missing = present.iter().filter(|it| !self.talks.contains_key(it)).count();
        if announced.kind == SessionKind::OneToOne && missing > 0 {
            return Err(SessionRefusal::TalkReportMissing { missing }.into());
        }
        if announced.kind.is_of_clients() && self.others.is_empty() {
            return Err(SessionRefusal::GroupsMissing.into());
        }
        let mut faults = minutes_faults(&announced.agenda, &new.minutes);
        faults.extend(agreed_faults(&new.commitments, &new.actions).into_vec());
        self.against_the_draft(&new, &mut faults);
        for (place, learning) in new.learnings.iter().enumerate() {
            let field = format!("/learnings/{place}");
            faults.extend(personal_faults(&field, learning.as_str()).into_vec());
        }
        faults.check()?;
        let count = |count: usize| Whole::new(u32::try_from(count).unwrap_or(u32::MAX));
        let told = |number: Whole| {
            let enough = usize::try_from(number.get()).is_ok_and(|it| it >= ATTENDED_LEAST);
            enough.then_some(number)
        };
        let others = self.others.iter();
        let others = others.map(|it| GroupHeard { group: it.group, count: told(it.count) });
        Ok(vec![
            SessionReportPublished {
                attended: told(count(present.len())),
                others: others.collect(),
                summary: new.summary,
                minutes: new.minutes,
                statements: new.statements,
                commitments: new.commitments,
                actions: new.actions,
                remarks: new.remarks,
                learnings: new.learnings,
            }
            .into(),
        ])
    }

    /// What was agreed was checked by who was there: the report follows the draft, but for remarks
    /// that are adopted, and tells of each remark what was done with it.
    fn against_the_draft(&self, new: &ReportSession, faults: &mut Faults) {
        let made = self.checks.values().filter(|it| it.remark.is_some());
        let made: BTreeSet<_> = made.map(|it| it.registration).collect();
        let handled: BTreeSet<_> = new.remarks.iter().map(|it| it.registration).collect();
        faults.unless(
            made == handled && handled.len() == new.remarks.len(),
            "/remarks",
            "Vertel bij elke opmerking over het conceptverslag wat ermee is gedaan en waarom.",
        );
        for (place, remark) in new.remarks.iter().enumerate() {
            let field = format!("/remarks/{place}/wording");
            faults.extend(personal_faults(&field, remark.wording.as_str()).into_vec());
        }
        let Some(draft) = &self.draft else {
            faults.unless(
                new.commitments.is_empty() && new.actions.is_empty(),
                "/actions",
                "Leg toezeggingen en acties eerst in een conceptverslag voor aan wie er was.",
            );
            return;
        };
        let follows = [
            ("/minutes", draft.minutes == new.minutes),
            ("/commitments", draft.commitments == new.commitments),
            ("/actions", draft.actions == new.actions),
        ];
        let adopted = new.remarks.iter().any(|it| it.adopted);
        for (field, same) in follows {
            faults.unless(
                same || adopted,
                field,
                "Dit is anders dan het conceptverslag, en geen opmerking is overgenomen.",
            );
        }
    }

    pub(super) fn close_action(
        &self,
        closed: SessionActionClosed,
    ) -> Result<Vec<SessionEvent>, Refusal> {
        self.announced()?;
        let mut actions = self.report.iter().flat_map(|it| &it.actions);
        if !actions.any(|it| it.number == closed.action) {
            return Err(SessionRefusal::ActionUnknown.into());
        }
        match self.closed.get(&closed.action.get()) {
            None => {
                personal_faults("/result", closed.result.as_str()).check()?;
                Ok(vec![closed.into()])
            }
            Some(same) if *same == closed => Ok(vec![]),
            Some(_) => Err(SessionRefusal::ActionClosed.into()),
        }
    }

    pub(super) fn close_commitment(
        &self,
        closed: SessionCommitmentClosed,
    ) -> Result<Vec<SessionEvent>, Refusal> {
        self.announced()?;
        let mut promised = self.report.iter().flat_map(|it| &it.commitments);
        if !promised.any(|it| it.number == closed.commitment) {
            return Err(CommitmentRefusal::Unknown.into());
        }
        match self.fulfilled.get(&closed.commitment.get()) {
            None => {
                personal_faults("/result", closed.result.as_str()).check()?;
                Ok(vec![closed.into()])
            }
            Some(same) if *same == closed => Ok(vec![]),
            Some(_) => Err(CommitmentRefusal::Fulfilled.into()),
        }
    }
}
