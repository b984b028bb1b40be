//! The desk of a council: what it was asked, its drafts, what it gave, and the responses.

use dialogue::advice::{AdviceContent, AdviceRequested, RecommendationResponse};
use dialogue::{Advice, AdviceEvent, AdviceId, AnyEvent, Decider, PhaseKind, TrajectoryId};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Title;

/// Where an advice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AdviceStatus {
    /// Asked, and not given yet.
    Requested,
    /// Given; not every recommendation has its response.
    Filed,
    /// Every recommendation has its response.
    Answered,
}

impl AdviceStatus {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Filed => "filed",
            Self::Answered => "answered",
        }
    }
}

impl std::str::FromStr for AdviceStatus {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        [Self::Requested, Self::Filed, Self::Answered]
            .into_iter()
            .find(|status| status.as_str() == text)
            .ok_or(())
    }
}

/// An advice on the desk of its council.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DeskAdvice {
    /// The advice.
    pub(crate) id: AdviceId,
    /// Its version.
    pub(crate) version: u64,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// The phase.
    pub(crate) phase: PhaseKind,
    /// What it is about.
    pub(crate) subject: Title,
    /// Where it stands.
    pub(crate) status: AdviceStatus,
    /// What was asked; absent when it was given of the council's own accord.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request: Option<AdviceRequested>,
    /// The draft, as long as the advice was not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) draft: Option<AdviceContent>,
    /// What was advised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) content: Option<AdviceContent>,
    /// When it was given, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub(crate) filed_at: Option<Timestamp>,
    /// Whether it was given after its term.
    pub(crate) late: bool,
    /// The responses, by recommendation.
    pub(crate) responses: Vec<RecommendationResponse>,
}

pub(crate) struct Desk;

impl Projection<AnyEvent> for Desk {
    fn name(&self) -> &'static str {
        "desk"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE desk (
             id TEXT PRIMARY KEY, council TEXT NOT NULL, status TEXT NOT NULL,
             place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX desk_of ON desk (council, place);"
    }

    fn reads(&self, category: &str) -> bool {
        category == Advice::CATEGORY
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Advice(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        let Ok(advice) = id.parse() else { return Ok(()) };
        let place = format!("{:020}", recorded.position.0);
        let blank = |trajectory, phase, subject| DeskAdvice {
            id: advice,
            version: recorded.version.0,
            trajectory,
            phase,
            subject,
            status: AdviceStatus::Requested,
            request: None,
            draft: None,
            content: None,
            filed_at: None,
            late: false,
            responses: vec![],
        };
        match event.clone() {
            AdviceEvent::AdviceRequested(request) => {
                let council = request.council.to_string();
                let view = DeskAdvice {
                    request: Some(request.clone()),
                    ..blank(request.trajectory, request.phase, request.subject)
                };
                put(rows, id, &council, &place, &view)
            }
            AdviceEvent::AdviceFiledUnasked(filed) => {
                let council = filed.council.to_string();
                let view = DeskAdvice {
                    status: AdviceStatus::Filed,
                    content: Some(filed.content),
                    filed_at: Some(recorded.recorded_at),
                    ..blank(filed.trajectory, filed.phase, filed.subject)
                };
                put(rows, id, &council, &place, &view)
            }
            later => change(rows, recorded, later),
        }
    }
}

fn put(
    rows: &Rows<'_>,
    id: &str,
    council: &str,
    place: &str,
    view: &DeskAdvice,
) -> Result<(), ProjectionError> {
    let columns: [(&str, &dyn ToSql); 3] =
        [("council", &council), ("status", &view.status.as_str()), ("place", &place)];
    rows.put("desk", id, &columns, view)
}

fn change(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: AdviceEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let Some(mut view) = rows.get::<DeskAdvice>("desk", id)? else { return Ok(()) };
    view.version = recorded.version.0;
    match event {
        AdviceEvent::AdviceDrafted(drafted) => view.draft = Some(drafted.content),
        AdviceEvent::AdviceFiled(filed) => {
            view.late = !filed.request.term.allows(recorded.recorded_at);
            view.content = Some(filed.content);
            view.draft = None;
            view.filed_at = Some(recorded.recorded_at);
            view.status = AdviceStatus::Filed;
        }
        AdviceEvent::AdviceResponseGiven(given) => {
            view.responses.extend(given.responses);
            view.responses.sort_by_key(|response| response.number);
            let asked = view.content.as_ref().map_or(0, |content| content.recommendations.len());
            if view.responses.len() >= asked {
                view.status = AdviceStatus::Answered;
            }
        }
        AdviceEvent::AdviceRequested(_) | AdviceEvent::AdviceFiledUnasked(_) => {}
    }
    let columns: [(&str, &dyn ToSql); 1] = [("status", &view.status.as_str())];
    rows.change::<DeskAdvice>("desk", id, &columns, |known| *known = view.clone())
}
