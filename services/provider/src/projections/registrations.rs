//! One's own registrations for sessions.

use super::ReceiptView;
use dialogue::session::{ScriptAnswer, SessionEvent};
use dialogue::{AnyEvent, RegistrationId, SessionId, TrajectoryId};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use service::SessionView;
use utoipa::ToSchema;
use vocabulary::{Prose, Title, Whole};

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
    /// Proof of the registration.
    pub(crate) receipt: ReceiptView,
}

pub(crate) struct Registrations;

impl Projection<AnyEvent> for Registrations {
    fn name(&self) -> &'static str {
        "registrations"
    }

    fn version(&self) -> u32 {
        1
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
                let sql = "SELECT id FROM registration WHERE within = ?1";
                let all = rows.find_all::<String>(sql, [session])?;
                all.iter().filter_map(|id| id.parse().ok()).try_for_each(|id| {
                    let present = attendance.present.iter().any(|it| it.registration == id);
                    change(rows, id, |own| {
                        own.status = match own.status {
                            RegistrationStatus::Withdrawn => RegistrationStatus::Withdrawn,
                            _ if present => RegistrationStatus::Present,
                            _ => RegistrationStatus::Absent,
                        };
                    })
                })
            }
            SessionEvent::SessionTalkReported(talk) => change(rows, talk.registration, |own| {
                own.answers = talk.answers.clone();
                own.told = talk.told.clone();
            }),
            _ => Ok(()),
        }
    }
}

fn change(
    rows: &Rows<'_>,
    id: RegistrationId,
    change: impl FnOnce(&mut OwnRegistration),
) -> Result<(), ProjectionError> {
    rows.change("registration", &id.to_string(), &[], change)
}
