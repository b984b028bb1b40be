//! Experiences as staff read them: what was told and from which side. When it was told is not kept:
//! an order in time would lead back to who it was.

use dialogue::outreach::{ExperienceChannel, ExperienceEvent, ExperienceVoice};
use dialogue::{AnyEvent, ExperienceId, OutreachId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Prose, Slug};

/// An experience that somebody told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ExperienceView {
    /// The experience.
    pub(crate) id: ExperienceId,
    /// To which outreach.
    pub(crate) outreach: OutreachId,
    /// How it was told.
    pub(crate) channel: ExperienceChannel,
    /// From which side.
    pub(crate) voice: ExperienceVoice,
    /// On which theme.
    pub(crate) theme: Slug,
    /// What was told.
    pub(crate) text: Prose,
}

pub(crate) struct Experiences;

impl Projection<AnyEvent> for Experiences {
    fn name(&self) -> &'static str {
        "experiences"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE experience (
             id TEXT PRIMARY KEY, outreach TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX experience_in ON experience (outreach, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Experience(ExperienceEvent::ExperienceShared(shared)) = event.clone() else {
            return Ok(());
        };
        let id = recorded.stream.id();
        let Ok(experience) = id.parse() else { return Ok(()) };
        let (outreach, place) = (shared.outreach.to_string(), format!("{}|{id}", shared.theme));
        let view = ExperienceView {
            id: experience,
            outreach: shared.outreach,
            channel: shared.channel,
            voice: shared.voice,
            theme: shared.theme,
            text: shared.text,
        };
        let columns: [(&str, &dyn ToSql); 2] = [("outreach", &outreach), ("place", &place)];
        rows.put("experience", id, &columns, &view)
    }
}
