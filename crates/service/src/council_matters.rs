//! What councils bring beside their advice, as they and the municipality see it.

use dialogue::advice::ResponseKind;
use dialogue::council_matter::{
    CouncilAgendaItemProposed, CouncilResearchProposed, CouncilSignalGiven, ResearchForm,
    SignalFrequency,
};
use dialogue::{
    AnyEvent, CouncilMatter, CouncilMatterEvent, CouncilMatterId, Decider, TrajectoryId,
};
use event_log::RecordedEvent;
use jiff::Timestamp;
use jiff::civil::Date;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Prose, Title, Whole};

/// What a council brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CouncilMatterKind {
    /// A signal from practice.
    Signal,
    /// An item for the agenda of the periodic consultation.
    AgendaItem,
    /// Research of its own.
    Research,
}

/// What the municipality answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CouncilMatterAnswerView {
    /// What is done with it.
    pub response: ResponseKind,
    /// Why.
    pub reason: Prose,
    /// In which meeting it is spoken about, when it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub meeting: Option<Date>,
}

/// What came out of research.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ResearchResultView {
    /// What came out.
    pub text: Prose,
    /// How many people answered.
    pub respondents: Whole,
}

/// Something that a council brings beside its advice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CouncilMatterView {
    /// Its name.
    pub id: CouncilMatterId,
    /// Its version.
    pub version: u64,
    /// What it is.
    pub kind: CouncilMatterKind,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The council.
    pub council: CouncilCode,
    /// What it is about.
    pub title: Title,
    /// What is told or asked.
    pub text: Prose,
    /// Of a signal: which group it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Title>,
    /// Of a signal: how often it is heard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<SignalFrequency>,
    /// Of an item for the agenda: for which meeting it was proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub meeting: Option<Date>,
    /// Of research: in which way people are asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub form: Option<ResearchForm>,
    /// Of research: what came out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<ResearchResultView>,
    /// When it was brought, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub brought_at: Timestamp,
    /// What the municipality answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<CouncilMatterAnswerView>,
}

/// The projection of what councils bring.
pub struct CouncilMatters;

impl Projection<AnyEvent> for CouncilMatters {
    fn name(&self) -> &'static str {
        "council-matters"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE council_matter (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, council TEXT NOT NULL,
             place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX council_matter_in ON council_matter (trajectory, place);
         CREATE INDEX council_matter_of ON council_matter (council, place);"
    }

    fn reads(&self, category: &str) -> bool {
        category == CouncilMatter::CATEGORY
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::CouncilMatter(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        let change = |change: &mut dyn FnMut(&mut CouncilMatterView)| {
            rows.change::<CouncilMatterView>("council_matter", id, &[], |view| {
                view.version = recorded.version.0;
                change(view);
            })
        };
        match event.clone() {
            CouncilMatterEvent::CouncilResearchReported(it) => change(&mut |view| {
                let (text, respondents) = (it.text.clone(), it.respondents);
                view.result = Some(ResearchResultView { text, respondents });
            }),
            CouncilMatterEvent::CouncilMatterAnswered(it) => change(&mut |view| {
                let (reason, meeting) = (it.reason.clone(), it.meeting);
                let answer = CouncilMatterAnswerView { response: it.response, reason, meeting };
                view.answer = Some(answer);
            }),
            brought => {
                let Some(view) = brought_view(recorded, brought) else { return Ok(()) };
                let (trajectory, council) = (view.trajectory.to_string(), view.council.as_str());
                let place = format!("{:020}", recorded.position.0);
                let columns: [(&str, &dyn ToSql); 3] =
                    [("trajectory", &trajectory), ("council", &council), ("place", &place)];
                rows.put("council_matter", id, &columns, &view)
            }
        }
    }
}

fn brought_view(recorded: &RecordedEvent, event: CouncilMatterEvent) -> Option<CouncilMatterView> {
    let id = recorded.stream.id().parse().ok()?;
    let blank = |kind, trajectory, council, title, text| CouncilMatterView {
        id,
        version: recorded.version.0,
        kind,
        trajectory,
        council,
        title,
        text,
        group: None,
        frequency: None,
        meeting: None,
        form: None,
        result: None,
        brought_at: recorded.recorded_at,
        answer: None,
    };
    match event {
        CouncilMatterEvent::CouncilSignalGiven(it) => {
            let CouncilSignalGiven { trajectory, council, theme, group, frequency, text, .. } = it;
            let signal = blank(CouncilMatterKind::Signal, trajectory, council, theme, text);
            Some(CouncilMatterView { group: Some(group), frequency: Some(frequency), ..signal })
        }
        CouncilMatterEvent::CouncilAgendaItemProposed(it) => {
            let CouncilAgendaItemProposed { trajectory, council, title, text, meeting, .. } = it;
            let item = blank(CouncilMatterKind::AgendaItem, trajectory, council, title, text);
            Some(CouncilMatterView { meeting, ..item })
        }
        CouncilMatterEvent::CouncilResearchProposed(it) => {
            let CouncilResearchProposed { trajectory, council, form, title, text, .. } = it;
            let research = blank(CouncilMatterKind::Research, trajectory, council, title, text);
            Some(CouncilMatterView { form: Some(form), ..research })
        }
        _ => None,
    }
}
