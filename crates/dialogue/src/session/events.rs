//! What can have happened to a session.

use super::{
    AgendaItem, GroupAttendance, GroupHeard, Invitation, ItemMinutes, RemarkHandled, SeatPlan,
    SessionAction, SessionActionClosed, SessionCommitment, SessionCommitmentClosed,
    SessionMinutesChecked, SessionMinutesDrafted, SessionSeatsAssigned,
};
use crate::consultation::{Disclosure, Disposition};
use crate::events::events;
use crate::{
    ConsultationRoundId, FileReference, PersonId, PhaseKind, ProviderId, RegistrationId,
    StandingConsultationId, TrajectoryId,
};
use calendar::Term;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title, Whole};

/// What kind of session it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SessionKind {
    /// With everyone (plenaire bijeenkomst).
    Plenary,
    /// Information (informatiebijeenkomst).
    Information,
    /// Information about how will be awarded, and about working together, early enough for
    /// parties to find each other (toelichting gunningsmodel).
    AwardModel,
    /// About one subject in depth (verdiepingssessie).
    Deepening,
    /// Talks with one provider at a time, all by one script (één-op-ééngesprekken).
    OneToOne,
    /// Some who work something out (werkgroep).
    WorkingGroup,
    /// What was written is tested against practice (toetsgesprek).
    PracticeTest,
    /// A visit where the help is given (werkbezoek).
    WorkVisit,
    /// Inhabitants who think along (burgerraad).
    CitizensCouncil,
    /// People who answer on line (digitaal panel).
    DigitalPanel,
    /// Clients about the quality of help (cliëntsessie).
    ClientSession,
    /// What is wanted, seen by persons who could be (persona-werksessie).
    PersonaWorkshop,
    /// About the quality of help in the whole region (regionale kwaliteitsdialoog).
    QualityDialogue,
    /// About how it goes, every quarter (kwartaalgesprek).
    QuarterlyTalk,
}

impl SessionKind {
    /// The Dutch words.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Plenary => "plenaire bijeenkomst",
            Self::Information => "informatiebijeenkomst",
            Self::AwardModel => "toelichting op het gunningsmodel",
            Self::Deepening => "verdiepingssessie",
            Self::OneToOne => "gesprekken met één aanbieder tegelijk",
            Self::WorkingGroup => "werkgroep",
            Self::PracticeTest => "toetsgesprek",
            Self::WorkVisit => "werkbezoek",
            Self::CitizensCouncil => "burgerraad",
            Self::DigitalPanel => "digitaal panel",
            Self::ClientSession => "cliëntsessie",
            Self::PersonaWorkshop => "werksessie met persona's",
            Self::QualityDialogue => "regionale kwaliteitsdialoog",
            Self::QuarterlyTalk => "kwartaalgesprek",
        }
    }

    /// Whether it is held with clients or inhabitants: no provider registers for it, and it tells
    /// how many were there.
    #[must_use]
    pub const fn is_of_clients(self) -> bool {
        matches!(self, Self::CitizensCouncil | Self::DigitalPanel | Self::ClientSession)
    }
}

/// A question of the script: each talk has the same ones.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScriptQuestion {
    /// Its number: they count from 1.
    #[schema(example = 1)]
    pub number: Whole,
    /// What is asked.
    pub text: Paragraph,
}

/// The answer to a question of the script, in words that do not tell whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScriptAnswer {
    /// The number of the question.
    #[schema(example = 1)]
    pub question: Whole,
    /// The answer.
    pub answer: Prose,
}

/// Something that was handed out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionHandout {
    /// What it is called.
    pub title: Title,
    /// The file.
    pub file: FileReference,
    /// The municipality that handed it out.
    pub by: String,
}

/// Something that was said, and what is done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionStatement {
    /// What was said, in words that do not tell by whom.
    pub wording: Prose,
    /// What is done with it.
    pub disposition: Disposition,
    /// Why.
    pub reason: Paragraph,
}

/// A session was announced, to everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionAnnounced {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase. It cannot close before the report of the session is out.
    pub phase: PhaseKind,
    /// The consultation round that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<ConsultationRoundId>,
    /// What kind of session it is.
    pub kind: SessionKind,
    /// What it is called.
    pub title: Title,
    /// What it is for.
    pub purpose: Prose,
    /// Where it is held, or how one joins.
    pub location: Paragraph,
    /// When it begins, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub begins: Timestamp,
    /// When it ends, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub ends: Timestamp,
    /// Until when providers can register.
    pub registration: Term,
    /// The script of talks with one provider at a time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub script: Vec<ScriptQuestion>,
    /// The agenda of a session with everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agenda: Vec<AgendaItem>,
    /// Whether staff see who registers.
    pub disclosure: Disclosure,
    /// The standing consultation of which it is a meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consultation: Option<StandingConsultationId>,
    /// Who is invited in particular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invited: Option<Invitation>,
    /// How many can sit, when not everyone can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seats: Option<SeatPlan>,
}

/// The session was cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionCancelled {
    /// Why.
    pub reason: Paragraph,
}

/// A provider registered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionRegistrationMade {
    /// The registration: a random name, which tells nothing of the provider.
    pub registration: RegistrationId,
    /// The provider.
    pub provider: ProviderId,
    /// With how many people it comes.
    pub people: Whole,
}

/// A provider withdrew its registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionRegistrationWithdrawn {
    /// The registration.
    pub registration: RegistrationId,
}

/// A provider that was there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Attendee {
    /// Its registration.
    pub registration: RegistrationId,
    /// The provider.
    pub provider: ProviderId,
}

/// It was recorded who of those who registered was there; it takes the place of an earlier list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionAttendanceRecorded {
    /// Who was there.
    pub present: Vec<Attendee>,
    /// How many were there of groups that do not register.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<GroupAttendance>,
    /// Who recorded it.
    pub by: PersonId,
}

/// A talk with one provider was reported, for everyone to read at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionTalkReported {
    /// The registration of the provider. Nobody but the provider itself is shown this name.
    pub registration: RegistrationId,
    /// The provider.
    pub provider: ProviderId,
    /// The answer to each question of the script.
    pub answers: Vec<ScriptAnswer>,
    /// What the municipality told, beside the script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told: Option<Prose>,
    /// What was handed out in it; everyone has it from now on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub handouts: Vec<SessionHandout>,
    /// Who reported.
    pub by: PersonId,
}

/// Something was handed out, to everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionHandoutPublished {
    /// What was handed out.
    pub handout: SessionHandout,
}

/// The report of the session was published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SessionReportPublished {
    /// What came out of the session as a whole.
    pub summary: Prose,
    /// How many organisations were there; absent when fewer than five were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attended: Option<Whole>,
    /// What was said about each item of the agenda, when it has one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub minutes: Vec<ItemMinutes>,
    /// What was said, and what is done with it.
    pub statements: Vec<SessionStatement>,
    /// The groups that were heard and do not register.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<GroupHeard>,
    /// What was promised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<SessionCommitment>,
    /// What is to be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<SessionAction>,
    /// What was done with each remark about the draft.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<RemarkHandled>,
    /// What was learned, for everyone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub learnings: Vec<Paragraph>,
}

events! {
    /// What can have happened to a session.
    SessionEvent in "session" {
        SessionAnnounced v 1,
        SessionCancelled v 1,
        SessionRegistrationMade v 1,
        SessionRegistrationWithdrawn v 1,
        SessionSeatsAssigned v 1,
        SessionAttendanceRecorded v 1,
        SessionTalkReported v 1,
        SessionHandoutPublished v 1,
        SessionMinutesDrafted v 1,
        SessionMinutesChecked v 1,
        SessionReportPublished v 1,
        SessionActionClosed v 1,
        SessionCommitmentClosed v 1,
    }
}
