//! The trail of a trajectory: everything that somebody put in, promised or took on, with what
//! became of it. What was answered tells when, why, and in which text or figure it came back; what
//! was not stands there as open.
//!
//! Everyone has the trail of what is public. That of staff holds, beside it, what is between
//! municipality, council and provider. What providers put in comes into it with its answer; until
//! then staff find it in their own lists.

mod course;
mod queries;
mod voices;

pub use queries::TrailQuery;

use dialogue::advice::ResponseKind;
use dialogue::consultation::Disposition;
use dialogue::objection::ObjectionOutcome;
use dialogue::session::ActionOutcome;
use dialogue::vision::{LinkTarget, TrailInput};
use dialogue::{AnyEvent, DocumentReference, TrajectoryId};
use event_log::RecordedEvent;
use jiff::Timestamp;
use jiff::civil::Date;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use std::str::FromStr;
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Prose};

/// What stands in a trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TrailKind {
    /// A contribution to a consultation.
    Contribution,
    /// A question about the documents.
    Question,
    /// Something that was said in a session.
    Statement,
    /// What a provider said about a requirement.
    RequirementFlag,
    /// What people told of their experience on a theme.
    Experience,
    /// A recommendation of a council.
    Recommendation,
    /// What a council brought beside its advice.
    CouncilMatter,
    /// A complaint.
    Complaint,
    /// An objection.
    Objection,
    /// A promise that must be kept: after a session, or under contracts.
    Commitment,
    /// An action from a performance talk.
    PerformanceAction,
    /// A proposal for a change of a contract.
    ContractChange,
    /// What was left open in the trajectory before.
    CarriedOver,
    /// Something that is to be done after a session.
    SessionAction,
}

impl TrailKind {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Contribution,
        Self::Question,
        Self::Statement,
        Self::RequirementFlag,
        Self::Experience,
        Self::Recommendation,
        Self::CouncilMatter,
        Self::Complaint,
        Self::Objection,
        Self::Commitment,
        Self::PerformanceAction,
        Self::ContractChange,
        Self::CarriedOver,
        Self::SessionAction,
    ];

    /// Its name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Contribution => "contribution",
            Self::Question => "question",
            Self::Statement => "statement",
            Self::RequirementFlag => "requirement-flag",
            Self::Experience => "experience",
            Self::Recommendation => "recommendation",
            Self::CouncilMatter => "council-matter",
            Self::Complaint => "complaint",
            Self::Objection => "objection",
            Self::Commitment => "commitment",
            Self::PerformanceAction => "performance-action",
            Self::ContractChange => "contract-change",
            Self::CarriedOver => "carried-over",
            Self::SessionAction => "session-action",
        }
    }
}

impl FromStr for TrailKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(())
    }
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum TrailOutcome {
    /// It was taken over, upheld or agreed.
    Adopted,
    /// In part.
    PartlyAdopted,
    /// It was not.
    NotAdopted,
    /// It goes on after this purchase.
    MovedToDevelopmentAgenda,
    /// It is about something else.
    OutOfScope,
    /// It was answered.
    Answered,
    /// It was done, or kept.
    Kept,
    /// It was tried, and what was expected of it was not reached.
    NotReached,
    /// It need not be kept any more.
    Released,
}

impl From<Disposition> for TrailOutcome {
    fn from(disposition: Disposition) -> Self {
        match disposition {
            Disposition::Adopted => Self::Adopted,
            Disposition::PartlyAdopted => Self::PartlyAdopted,
            Disposition::NotAdopted => Self::NotAdopted,
            Disposition::MovedToDevelopmentAgenda => Self::MovedToDevelopmentAgenda,
            Disposition::OutOfScope => Self::OutOfScope,
        }
    }
}

impl From<ResponseKind> for TrailOutcome {
    fn from(response: ResponseKind) -> Self {
        match response {
            ResponseKind::Adopted => Self::Adopted,
            ResponseKind::PartlyAdopted => Self::PartlyAdopted,
            ResponseKind::NotAdopted => Self::NotAdopted,
        }
    }
}

impl From<ActionOutcome> for TrailOutcome {
    fn from(outcome: ActionOutcome) -> Self {
        match outcome {
            ActionOutcome::Done => Self::Kept,
            ActionOutcome::Dropped => Self::Released,
        }
    }
}

impl From<ObjectionOutcome> for TrailOutcome {
    fn from(outcome: ObjectionOutcome) -> Self {
        match outcome {
            ObjectionOutcome::Upheld => Self::Adopted,
            ObjectionOutcome::PartlyUpheld => Self::PartlyAdopted,
            ObjectionOutcome::Rejected | ObjectionOutcome::Inadmissible => Self::NotAdopted,
        }
    }
}

/// How it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrailAnswer {
    /// What became of it.
    pub outcome: TrailOutcome,
    /// Why, or what the answer is; absent where only those whom it concerns read that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Prose>,
    /// When it was answered, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
}

/// In what it came back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CameBack {
    /// The text, the criterion or the figure.
    pub target: LinkTarget,
    /// How it came back there.
    pub explanation: Prose,
}

/// Something that was put in, promised or taken on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrailEntry {
    /// What it is.
    pub kind: TrailKind,
    /// What it is called where something can be linked to it; for staff alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<TrailInput>,
    /// The thing in which it stands: a round, a session, an advice, a contract or a talk, by its
    /// name; the thing itself where it stands by itself.
    pub within: String,
    /// The council that put it in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub council: Option<CouncilCode>,
    /// What was said, in words that do not tell by whom; absent where only those whom it concerns
    /// read that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Prose>,
    /// By which day it is to be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub due: Option<Date>,
    /// Whether it waits for an answer, or is still to be done.
    pub open: bool,
    /// How it was answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<TrailAnswer>,
    /// The version of a document in which the answer was worked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amended: Option<DocumentReference>,
    /// In which texts, criteria and figures it came back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<CameBack>,
}

/// Whose trail a read model holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrailReadership {
    /// Of everyone: what is public.
    Everyone,
    /// Of staff.
    Staff,
}

/// The projection of the trail. It reads the rows of the dossier, and that of staff those of
/// contracts.
pub struct Trail(pub TrailReadership);

impl Projection<AnyEvent> for Trail {
    fn name(&self) -> &'static str {
        "trail"
    }

    fn version(&self) -> u32 {
        2
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE trail (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, open INTEGER NOT NULL,
             place TEXT NOT NULL, input TEXT, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX trail_of ON trail (input) WHERE input IS NOT NULL;
         CREATE INDEX trail_in ON trail (trajectory, place);
         CREATE INDEX trail_open ON trail (trajectory, open, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let trail = Writer { rows, recorded, readership: self.0 };
        match event {
            AnyEvent::ConsultationRound(event) => voices::consultation(&trail, event),
            AnyEvent::ClarificationNote(event) => voices::note(&trail, event),
            AnyEvent::Session(event) => voices::session(&trail, event),
            AnyEvent::RequirementFlag(event) => voices::flag(&trail, event),
            AnyEvent::Outreach(event) => voices::outreach(&trail, event),
            AnyEvent::Advice(event) => voices::advice(&trail, event),
            AnyEvent::CarryOver(event) => voices::carry_over(&trail, event),
            AnyEvent::Vision(event) => voices::links(&trail, event),
            _ if self.0 == TrailReadership::Everyone => Ok(()),
            AnyEvent::Question(event) => course::question(&trail, event),
            AnyEvent::Experience(event) => course::experience(&trail, event),
            AnyEvent::CouncilMatter(event) => course::council_matter(&trail, event),
            AnyEvent::Complaint(event) => course::complaint(&trail, event),
            AnyEvent::Objection(event) => course::objection(&trail, event),
            AnyEvent::CommitmentList(event) => course::commitments(&trail, event),
            AnyEvent::Contract(event) => course::contract(&trail, event),
            AnyEvent::PerformanceTalk(event) => course::talk(&trail, event),
            _ => Ok(()),
        }
    }
}

/// Writes entries of the trail because of one event.
struct Writer<'w> {
    rows: &'w Rows<'w>,
    recorded: &'w RecordedEvent,
    readership: TrailReadership,
}

impl Writer<'_> {
    fn id(&self) -> &str {
        self.recorded.stream.id()
    }

    /// An entry of the stream itself, open.
    fn begun(&self, kind: TrailKind) -> TrailEntry {
        TrailEntry {
            kind,
            input: None,
            within: self.id().to_owned(),
            council: None,
            text: None,
            due: None,
            open: true,
            answer: None,
            amended: None,
            links: vec![],
        }
    }

    fn answer(&self, outcome: TrailOutcome, reason: Option<&str>) -> TrailAnswer {
        let reason = reason.and_then(|text| text.parse().ok());
        TrailAnswer { outcome, reason, at: self.recorded.recorded_at }
    }

    /// Puts an entry that was answered. Staff find it by the name of what was put in; everyone
    /// else by a number, as nobody but who put it in is shown that name.
    fn put_input(
        &self,
        input: TrailInput,
        number: &str,
        trajectory: TrajectoryId,
        entry: TrailEntry,
    ) -> Result<(), ProjectionError> {
        let name = input.key();
        if self.readership == TrailReadership::Everyone {
            let key = format!("{}.{number}", entry.kind.as_str());
            return self.put_named(&key, Some(name), trajectory, &entry);
        }
        let entry = TrailEntry { input: Some(input), ..entry };
        self.put(&name, trajectory, &entry)
    }

    /// Puts an entry under its name, in the place of what stood there.
    fn put(
        &self,
        key: &str,
        trajectory: TrajectoryId,
        entry: &TrailEntry,
    ) -> Result<(), ProjectionError> {
        self.put_named(key, entry.input.as_ref().map(TrailInput::key), trajectory, entry)
    }

    fn put_named(
        &self,
        key: &str,
        input: Option<String>,
        trajectory: TrajectoryId,
        entry: &TrailEntry,
    ) -> Result<(), ProjectionError> {
        // By kind and name: an order in time would lead back to who it was.
        let place = format!("{}|{key}", entry.kind.as_str());
        let trajectory = trajectory.to_string();
        let columns: [(&str, &dyn ToSql); 4] = [
            ("trajectory", &trajectory),
            ("open", &entry.open),
            ("place", &place),
            ("input", &input),
        ];
        self.rows.put("trail", key, &columns, entry)
    }

    /// Takes an entry out: who put it in took it back.
    fn forget(&self, key: &str) -> Result<(), ProjectionError> {
        self.rows.execute("DELETE FROM trail WHERE id = ?1", [key]).map(|_| ())
    }

    /// Answers what stands under a name.
    fn close(&self, key: &str, answer: &TrailAnswer) -> Result<(), ProjectionError> {
        self.rows.change::<TrailEntry>("trail", key, &[("open", &false)], |entry| {
            entry.open = false;
            entry.answer = Some(answer.clone());
        })
    }
}
