//! Reviews of a trajectory as everyone sees them, once they were concluded.

use crate::{CountRange, Model};
use dialogue::review::{
    MissingGroup, ReviewConcluded, ReviewFinding, ReviewGroup, ReviewInvolvement, ReviewLesson,
    ReviewOpened, ReviewSource,
};
use dialogue::{ReviewEvent, ReviewId, TrajectoryId};
use event_log::RecordedEvent;
use http::{List, Paging, Problem};
use jiff::Timestamp;
use projection::{ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Prose;

/// What a group had to say, as everyone reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HeardGroup {
    /// Which group.
    pub group: ReviewGroup,
    /// Where it was heard.
    pub through: ReviewSource,
    /// How many people, as a range: fewer than five is not told more precisely.
    pub people: CountRange,
    /// What they said.
    pub heard: Prose,
}

impl From<ReviewInvolvement> for HeardGroup {
    fn from(involvement: ReviewInvolvement) -> Self {
        let ReviewInvolvement { group, through, people, heard } = involvement;
        Self { group, through, people: CountRange::of(people.get()), heard }
    }
}

/// A review that was concluded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublishedReview {
    /// The review.
    pub id: ReviewId,
    /// What was looked back on.
    #[serde(flatten)]
    pub opened: ReviewOpened,
    /// Who had what to say.
    pub involvement: Vec<HeardGroup>,
    /// Who were not heard, and why.
    pub missing: Vec<MissingGroup>,
    /// What was found.
    pub findings: Vec<ReviewFinding>,
    /// What it comes to.
    pub conclusion: Prose,
    /// What is learned.
    pub lessons: Vec<ReviewLesson>,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
}

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ReviewEvent,
) -> Result<(), ProjectionError> {
    let ReviewEvent::ReviewConcluded(concluded) = event.clone() else { return Ok(()) };
    let id = recorded.stream.id();
    let Ok(review) = id.parse() else { return Ok(()) };
    let ReviewConcluded { opened, involvement, missing, findings, conclusion, lessons } = concluded;
    let trajectory = opened.trajectory.to_string();
    let place = format!("{:020}", recorded.position.0);
    let view = PublishedReview {
        id: review,
        opened,
        involvement: involvement.into_iter().map(Into::into).collect(),
        missing,
        findings,
        conclusion,
        lessons,
        published_at: recorded.recorded_at,
    };
    let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &place)];
    rows.put("review", id, &columns, &view)
}

impl Model {
    /// A page of the reviews of a trajectory that were concluded, the oldest first.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn reviews(
        &self,
        id: TrajectoryId,
        paging: &Paging,
    ) -> Result<List<PublishedReview>, Problem> {
        self.trajectory(id)?;
        let sql = "SELECT place, body FROM review WHERE trajectory = ?1 AND place > ?2 \
                   ORDER BY place LIMIT ?3";
        let values = (id.to_string(), paging.after(), paging.rows());
        let page = self.with(|read| read.page(sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }

    /// All of them.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn all_reviews(&self, id: TrajectoryId) -> Result<Vec<PublishedReview>, Problem> {
        let sql = "SELECT body FROM review WHERE trajectory = ?1 ORDER BY place";
        self.with(|read| read.documents(sql, [id.to_string()]))
    }
}
