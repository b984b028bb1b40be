//! One's own registrations for sessions.

use super::ReceiptView;
use dialogue::session::{
    ScriptAnswer, SeatDecision, SessionAttendanceRecorded, SessionEvent, SessionMinutesDrafted,
};
use dialogue::{AnyEvent, ConsultationRoundId, RegistrationId, SessionId, TrajectoryId};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use service::{DraftMinutesView, SessionView};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Slug, Title, Whole};

/// Where a registration stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum RegistrationStatus {
    /// It stands.
    Registered,
    /// One withdrew it.
    Withdrawn,
    /// One was there.
    Present,
    /// One was not there.
    Absent,
}

/// Whether one has a seat, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OwnSeat {
    /// Whether one has a seat.
    pub(crate) granted: bool,
    /// The published criteria that decided it.
    pub(crate) criteria: BTreeSet<Slug>,
    /// Why.
    pub(crate) reason: Paragraph,
    /// The consultation round in which one reacts in writing on the same documents, when one has
    /// no seat.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) written: Option<ConsultationRoundId>,
}

/// What one said of the minutes in draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OwnMinutesCheck {
    /// What should be otherwise; absent when they are right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) remark: Option<Paragraph>,
}

/// One's own registration for a session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OwnRegistration {
    /// The registration.
    pub(crate) id: RegistrationId,
    /// The session.
    pub(crate) session: SessionId,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// What the session is called.
    pub(crate) title: Title,
    /// When it begins, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) begins: Timestamp,
    /// With how many people one comes.
    pub(crate) people: Whole,
    /// Where it stands.
    pub(crate) status: RegistrationStatus,
    /// What was reported of one's own talk: the answers to the script.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<ScriptAnswer>,
    /// What the municipality told in it, beside the script.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) told: Option<Prose>,
    /// Whether one has a seat, where there are seats and it was decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) seat: Option<OwnSeat>,
    /// The minutes in draft, when one was there, to check.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) draft: Option<DraftMinutesView>,
    /// What one said of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) check: Option<OwnMinutesCheck>,
    /// Proof of the registration.
    pub(crate) receipt: ReceiptView,
}

pub(crate) struct Registrations;

impl Projection<AnyEvent> for Registrations {
    fn name(&self) -> &'static str {
        "registrations"
    }

    fn version(&self) -> u32 {
        2
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE registration (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX registration_own ON registration (provider, within, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Session(event) = event else { return Ok(()) };
        let session = recorded.stream.id();
        match event {
            SessionEvent::SessionRegistrationMade(made) => {
                let Some(view) = rows.get::<SessionView>("session", session)? else {
                    return Ok(());
                };
                let own = OwnRegistration {
                    id: made.registration,
                    session: view.id,
                    trajectory: view.trajectory,
                    title: view.title,
                    begins: view.begins,
                    people: made.people,
                    status: RegistrationStatus::Registered,
                    answers: vec![],
                    told: None,
                    seat: None,
                    draft: None,
                    check: None,
                    receipt: ReceiptView::of(recorded),
                };
                let (provider, trajectory) =
                    (made.provider.to_string(), view.trajectory.to_string());
                let place = format!("{:020}", recorded.position.0);
                let columns: [(&str, &dyn ToSql); 4] = [
                    ("provider", &provider),
                    ("within", &session),
                    ("trajectory", &trajectory),
                    ("place", &place),
                ];
                rows.put("registration", &made.registration.to_string(), &columns, &own)
            }
            SessionEvent::SessionRegistrationWithdrawn(withdrawn) => {
                change(rows, withdrawn.registration, |own| {
                    own.status = RegistrationStatus::Withdrawn;
                })
            }
            SessionEvent::SessionAttendanceRecorded(attendance) => {
                attend(rows, session, attendance)
            }
            SessionEvent::SessionTalkReported(talk) => change(rows, talk.registration, |own| {
                own.answers = talk.answers.clone();
                own.told = talk.told.clone();
            }),
            SessionEvent::SessionSeatsAssigned(assigned) => {
                let Some(view) = rows.get::<SessionView>("session", session)? else {
                    return Ok(());
                };
                let written = view.seats.map(|seats| seats.written);
                assigned.decisions.iter().try_for_each(|it| seat(rows, it, written))
            }
            SessionEvent::SessionMinutesDrafted(minutes) => draft(rows, session, minutes),
            SessionEvent::SessionMinutesChecked(checked) => {
                change(rows, checked.registration, |own| {
                    own.check = Some(OwnMinutesCheck { remark: checked.remark.clone() });
                })
            }
            _ => Ok(()),
        }
    }
}

/// All registrations for a session, each changed.
fn change_all(
    rows: &Rows<'_>,
    session: &str,
    change_one: impl Fn(&mut OwnRegistration),
) -> Result<(), ProjectionError> {
    let all =
        rows.find_all::<String>("SELECT id FROM registration WHERE within = ?1", [session])?;
    let mut all = all.iter().filter_map(|id| id.parse().ok());
    all.try_for_each(|id| change(rows, id, &change_one))
}

fn attend(
    rows: &Rows<'_>,
    session: &str,
    attendance: &SessionAttendanceRecorded,
) -> Result<(), ProjectionError> {
    change_all(rows, session, |own| {
        let present = attendance.present.iter().any(|it| it.registration == own.id);
        own.status = match own.status {
            RegistrationStatus::Withdrawn => RegistrationStatus::Withdrawn,
            _ if present => RegistrationStatus::Present,
            _ => RegistrationStatus::Absent,
        };
    })
}

fn draft(
    rows: &Rows<'_>,
    session: &str,
    minutes: &SessionMinutesDrafted,
) -> Result<(), ProjectionError> {
    change_all(rows, session, |own| {
        if own.status == RegistrationStatus::Present {
            own.draft = Some(minutes.into());
            own.check = None;
        }
    })
}

fn seat(
    rows: &Rows<'_>,
    decision: &SeatDecision,
    written: Option<ConsultationRoundId>,
) -> Result<(), ProjectionError> {
    let SeatDecision { registration, granted, criteria, reason } = decision.clone();
    change(rows, registration, |own| {
        let written = written.filter(|_| !granted);
        own.seat = Some(OwnSeat { granted, criteria, reason, written });
    })
}

fn change(
    rows: &Rows<'_>,
    id: RegistrationId,
    change: impl FnOnce(&mut OwnRegistration),
) -> Result<(), ProjectionError> {
    rows.change("registration", &id.to_string(), &[], change)
}
