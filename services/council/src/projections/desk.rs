//! The desk of a council: what it was asked, its drafts, what it gave, and the responses.

use calendar::Term;
use dialogue::advice::{
    Adoption, AdviceContent, AdviceExtensionDeclined, AdviceFollowUpRecorded, AdviceRequested,
    AdviceTermExtended, CouncilOffice, RecommendationResponse,
};
use dialogue::{
    Advice, AdviceEvent, AdviceId, AnyEvent, Decider, PersonId, PhaseKind, TrajectoryId,
};
use event_log::RecordedEvent;
use jiff::Timestamp;
use jiff::civil::Date;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Title};

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
    /// Until when it can be taken into account, as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) term: Option<Term>,
    /// Whether the council agreed to a shorter term, once it told so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) urgency_agreed: Option<bool>,
    /// More time that was asked, and what became of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) extension: Option<DeskExtension>,
    /// Who drafts, when a group was formed for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) drafting_group: Vec<PersonId>,
    /// How the whole council adopted the draft as it stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) adoption: Option<Adoption>,
    /// In which offices that was signed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) signed: Vec<CouncilOffice>,
    /// Which texts followed from recommendations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) follow_ups: Vec<AdviceFollowUpRecorded>,
    /// When the elected council of the municipality got a copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub(crate) copy_sent_on: Option<Date>,
}

/// More time that was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct DeskExtension {
    /// Until and including which day it was asked.
    #[schema(value_type = String, format = Date)]
    pub(crate) until: Date,
    /// Whether it was given; absent as long as the municipality has not decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) given: Option<bool>,
    /// Why, as the municipality told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<Paragraph>,
}

impl DeskExtension {
    fn decided(known: Option<Self>, until: Date, given: bool, reason: Paragraph) -> Self {
        let until = known.map_or(until, |known| known.until);
        Self { until, given: Some(given), reason: Some(reason) }
    }
}

pub(crate) struct Desk;

impl Projection<AnyEvent> for Desk {
    fn name(&self) -> &'static str {
        "desk"
    }

    fn version(&self) -> u32 {
        2
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
            term: None,
            urgency_agreed: None,
            extension: None,
            drafting_group: vec![],
            adoption: None,
            signed: vec![],
            follow_ups: vec![],
            copy_sent_on: None,
        };
        match event.clone() {
            AdviceEvent::AdviceRequested(request) => {
                let council = request.council.to_string();
                let view = DeskAdvice {
                    request: Some(request.clone()),
                    term: Some(request.term.clone()),
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
        AdviceEvent::AdviceDrafted(drafted) => {
            view.draft = Some(drafted.content);
            view.adoption = None;
            view.signed.clear();
        }
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
        AdviceEvent::AdviceFollowUpRecorded(followed) => view.follow_ups.push(followed),
        AdviceEvent::AdviceCopySent(sent) => view.copy_sent_on = Some(sent.sent_on),
        work => worked(&mut view, work),
    }
    let columns: [(&str, &dyn ToSql); 1] = [("status", &view.status.as_str())];
    rows.change::<DeskAdvice>("desk", id, &columns, |known| *known = view.clone())
}

/// What was done on the way to the advice.
fn worked(view: &mut DeskAdvice, event: AdviceEvent) {
    match event {
        AdviceEvent::AdviceUrgencyAgreed(_) => {
            view.urgency_agreed = Some(true);
            let urgency = view.request.as_ref().and_then(|request| request.urgency.clone());
            view.term = urgency.map(|it| it.term).or(view.term.take());
        }
        AdviceEvent::AdviceUrgencyRefused(_) => view.urgency_agreed = Some(false),
        AdviceEvent::AdviceExtensionRequested(asked) => {
            let until = asked.until;
            view.extension = Some(DeskExtension { until, given: None, reason: None });
        }
        AdviceEvent::AdviceTermExtended(AdviceTermExtended { term, reason, .. }) => {
            let (known, until) = (view.extension.take(), term.local.date());
            view.extension = Some(DeskExtension::decided(known, until, true, reason));
            view.term = Some(term);
        }
        AdviceEvent::AdviceExtensionDeclined(AdviceExtensionDeclined { reason, .. }) => {
            view.extension = view.extension.take().map(|known| {
                let until = known.until;
                DeskExtension::decided(Some(known), until, false, reason)
            });
        }
        AdviceEvent::AdviceDraftingGroupFormed(formed) => view.drafting_group = formed.members,
        AdviceEvent::AdviceAdopted(adopted) => {
            view.adoption = Some(adopted.adoption);
            view.signed.clear();
        }
        AdviceEvent::AdviceSigned(signed) => {
            view.signed.push(signed.office);
            view.signed.sort_unstable();
            view.signed.dedup();
        }
        _ => {}
    }
}
