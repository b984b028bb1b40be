//! Registrations for sessions as staff see them: with the organisation only when the session
//! discloses it, and without the moment at which they came.

use super::contributions::ContributorView;
use dialogue::session::{SessionEvent, SessionMinutesChecked, SessionRegistrationMade};
use dialogue::{AnyEvent, RegistrationId, SessionId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use service::DraftMinutesView;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Whole};

/// A registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RegistrationRow {
    pub(crate) id: RegistrationId,
    pub(crate) session: SessionId,
    pub(crate) people: Whole,
    /// Who registered, in a session that lets staff see it; sealed.
    pub(crate) registrant: Option<ContributorView>,
    pub(crate) present: bool,
    /// Whether the talk was reported.
    pub(crate) reported: bool,
    /// Whether it has a seat, where there are seats and it was decided.
    #[serde(default)]
    pub(crate) seat: Option<bool>,
}

/// What one who was there says of the minutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct MinutesCheckView {
    /// Its registration: a random name.
    pub(crate) registration: RegistrationId,
    /// What should be otherwise; absent when they are right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) remark: Option<Paragraph>,
}

/// Minutes in draft, with what who was there says of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct SessionMinutesView {
    /// The session.
    pub(crate) session: SessionId,
    /// The draft.
    pub(crate) draft: DraftMinutesView,
    /// What who was there says, by random name.
    pub(crate) checks: Vec<MinutesCheckView>,
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
             id TEXT PRIMARY KEY, session TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX registration_for ON registration (session, id);
         CREATE TABLE session_minutes (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
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
            SessionEvent::SessionRegistrationMade(made) => register(rows, session, made),
            SessionEvent::SessionRegistrationWithdrawn(withdrawn) => {
                let id = withdrawn.registration.to_string();
                rows.execute("DELETE FROM registration WHERE id = ?1", [id]).map(|_| ())
            }
            SessionEvent::SessionAttendanceRecorded(recorded) => {
                let all = rows.find_all::<String>(
                    "SELECT id FROM registration WHERE session = ?1",
                    [session],
                )?;
                all.iter().try_for_each(|id| {
                    rows.change::<RegistrationRow>("registration", id, &[], |row| {
                        row.present = recorded.present.iter().any(|it| it.registration == row.id);
                    })
                })
            }
            SessionEvent::SessionTalkReported(talk) => {
                let id = talk.registration.to_string();
                rows.change::<RegistrationRow>("registration", &id, &[], |row| row.reported = true)
            }
            SessionEvent::SessionSeatsAssigned(assigned) => {
                assigned.decisions.iter().try_for_each(|decision| {
                    let id = decision.registration.to_string();
                    rows.change::<RegistrationRow>("registration", &id, &[], |row| {
                        row.seat = Some(decision.granted);
                    })
                })
            }
            SessionEvent::SessionMinutesDrafted(draft) => {
                let Ok(of) = session.parse() else { return Ok(()) };
                let (draft, checks) = (DraftMinutesView::from(draft), vec![]);
                let view = SessionMinutesView { session: of, draft, checks };
                rows.put("session_minutes", session, &[], &view)
            }
            SessionEvent::SessionMinutesChecked(checked) => check(rows, session, checked),
            _ => Ok(()),
        }
    }
}

fn check(
    rows: &Rows<'_>,
    session: &str,
    checked: &SessionMinutesChecked,
) -> Result<(), ProjectionError> {
    rows.change::<SessionMinutesView>("session_minutes", session, &[], |view| {
        let SessionMinutesChecked { registration, remark } = checked.clone();
        view.checks.retain(|it| it.registration != registration);
        view.checks.push(MinutesCheckView { registration, remark });
        view.checks.sort_by_key(|it| it.registration);
    })
}

fn register(
    rows: &Rows<'_>,
    session: &str,
    made: &SessionRegistrationMade,
) -> Result<(), ProjectionError> {
    let sql = "SELECT disclosed FROM session WHERE id = ?1";
    let Some((disclosed,)) = rows.find::<(bool,)>(sql, [session])? else { return Ok(()) };
    let Ok(of) = session.parse() else { return Ok(()) };
    let registrant = if disclosed {
        let identity = rows.get("provider", &made.provider.to_string())?;
        Some(ContributorView { provider: made.provider, identity })
    } else {
        None
    };
    let row = RegistrationRow {
        id: made.registration,
        session: of,
        people: made.people,
        registrant,
        present: false,
        reported: false,
        seat: None,
    };
    rows.put("registration", &made.registration.to_string(), &[("session", &session)], &row)
}
