//! Reviews as staff work on them, and what a trajectory takes over with what is between the parties
//! of a contract.

use dialogue::review::{
    MissingGroup, ReviewFinding, ReviewGroup, ReviewInvolvement, ReviewLesson, ReviewOpened,
    ReviewSubject,
};
use dialogue::{AnyEvent, CarryOver, Decider, Review, ReviewEvent, ReviewId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use service::CarryOverThread;
use utoipa::ToSchema;
use vocabulary::Prose;

/// A review as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReviewRow {
    id: ReviewId,
    pub(crate) version: u64,
    review: Review,
}

/// A review, as staff work on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReviewView {
    /// The review.
    pub(crate) id: ReviewId,
    /// Its version.
    pub(crate) version: u64,
    /// What is looked back on.
    #[serde(flatten)]
    pub(crate) opened: ReviewOpened,
    /// Who had what to say.
    pub(crate) involvement: Vec<ReviewInvolvement>,
    /// Which needed groups were not heard.
    pub(crate) not_heard: Vec<ReviewGroup>,
    /// What was found.
    pub(crate) findings: Vec<ReviewFinding>,
    /// What is under review and has no finding.
    pub(crate) without_finding: Vec<ReviewSubject>,
    /// What it comes to, once it was concluded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) conclusion: Option<Prose>,
    /// What is learned.
    pub(crate) lessons: Vec<ReviewLesson>,
    /// Why needed groups were not heard.
    pub(crate) missing: Vec<MissingGroup>,
}

impl ReviewRow {
    /// The review as it is shown; none when it was not opened, which does not happen.
    pub(crate) fn shown(&self) -> Option<ReviewView> {
        let Self { id, version, review } = self;
        let concluded = review.concluded();
        Some(ReviewView {
            id: *id,
            version: *version,
            opened: review.opened().ok()?.clone(),
            involvement: review.involvement().to_vec(),
            not_heard: review.not_heard().collect(),
            findings: review.findings().to_vec(),
            without_finding: review.without_finding().cloned().collect(),
            conclusion: concluded.map(|it| it.conclusion.clone()),
            lessons: concluded.map(|it| it.lessons.clone()).unwrap_or_default(),
            missing: concluded.map(|it| it.missing.clone()).unwrap_or_default(),
        })
    }
}

pub(crate) struct Reviews;

impl Projection<AnyEvent> for Reviews {
    fn name(&self) -> &'static str {
        "reviews"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE review_work (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL,
             body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX review_work_in ON review_work (trajectory, place);
         CREATE TABLE taken_over (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
    }

    fn reads(&self, category: &str) -> bool {
        [Review::CATEGORY, CarryOver::CATEGORY].contains(&category)
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let id = recorded.stream.id();
        match event {
            AnyEvent::Review(event) => review(rows, recorded, event),
            AnyEvent::CarryOver(event) => {
                let Ok(successor) = id.parse() else { return Ok(()) };
                let before = rows.get("taken_over", id)?;
                let after = CarryOverThread::after(before, successor, event, true);
                after.map_or(Ok(()), |thread| rows.put("taken_over", id, &[], &thread))
            }
            _ => Ok(()),
        }
    }
}

fn review(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ReviewEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let version = recorded.version.0;
    let ReviewEvent::ReviewOpened(opened) = event else {
        return rows.change::<ReviewRow>("review_work", id, &[], |row| {
            row.version = version;
            row.review.evolve(event);
        });
    };
    let Ok(name) = id.parse() else { return Ok(()) };
    let mut review = Review::default();
    review.evolve(event);
    let trajectory = opened.trajectory.to_string();
    let place = format!("{:020}", recorded.position.0);
    let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &place)];
    rows.put("review_work", id, &columns, &ReviewRow { id: name, version, review })
}
