//! Passages that worked, for everyone to search.

use crate::Model;
use dialogue::passage::{PassageEvent, PassageSubject};
use dialogue::trajectory::DocumentKind;
use dialogue::{AnyEvent, Decider, DocumentReference, Passage, PassageId, TrajectoryId};
use event_log::RecordedEvent;
use http::{List, Paging, Problem};
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{MunicipalityCode, Paragraph, Prose, Title};

/// A passage that was shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PassageView {
    /// The passage.
    pub id: PassageId,
    /// The municipality that shares it.
    pub municipality: MunicipalityCode,
    /// The trajectory in which it stands.
    pub trajectory: TrajectoryId,
    /// Where it stands.
    pub source: DocumentReference,
    /// In what kind of document.
    pub kind: DocumentKind,
    /// What it is about.
    pub subject: PassageSubject,
    /// What it is called.
    pub title: Title,
    /// What was written.
    pub text: Prose,
    /// Why it worked.
    pub why: Paragraph,
    /// What came of it, as far as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Paragraph>,
    /// When it was shared, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub shared_at: Timestamp,
}

/// The projection of passages.
pub struct Passages;

impl Projection<AnyEvent> for Passages {
    fn name(&self) -> &'static str {
        "passages"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE passage (
             id TEXT PRIMARY KEY, place TEXT NOT NULL, subject TEXT NOT NULL,
             words TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX passage_by ON passage (place);
         CREATE INDEX passage_about ON passage (subject, place);"
    }

    fn reads(&self, category: &str) -> bool {
        category == Passage::CATEGORY
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Passage(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        match event {
            PassageEvent::PassageShared(new) => {
                let Ok(passage) = id.parse() else { return Ok(()) };
                let place = format!("{:020}", recorded.position.0);
                let words = [new.title.as_str(), new.text.as_str(), new.why.as_str()].join(" ");
                let words = words.to_lowercase();
                let view = PassageView {
                    id: passage,
                    municipality: new.municipality.clone(),
                    trajectory: new.trajectory,
                    source: new.source.clone(),
                    kind: new.kind,
                    subject: new.subject,
                    title: new.title.clone(),
                    text: new.text.clone(),
                    why: new.why.clone(),
                    result: new.result.clone(),
                    shared_at: recorded.recorded_at,
                };
                let columns: [(&str, &dyn ToSql); 3] =
                    [("place", &place), ("subject", &new.subject.as_str()), ("words", &words)];
                rows.put("passage", id, &columns, &view)
            }
            PassageEvent::PassageWithdrawn(_) => {
                rows.execute("DELETE FROM passage WHERE id = ?1", [id]).map(|_| ())
            }
        }
    }
}

impl Model {
    /// A page of the passages of all regions, the oldest first: about a subject, and with all of
    /// these words.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn passages(
        &self,
        subject: Option<PassageSubject>,
        words: &str,
        paging: &Paging,
    ) -> Result<List<PassageView>, Problem> {
        let words: Vec<_> = words.split_whitespace().map(str::to_lowercase).collect();
        let words = serde_json::to_string(&words).map_err(|error| Problem::internal(&error))?;
        let about = if subject.is_some() { "subject = ?3" } else { "?3 IS NULL" };
        let sql = format!(
            "SELECT place, body FROM passage WHERE place > ?1 AND {about} AND NOT EXISTS \
             (SELECT 1 FROM json_each(?4) w WHERE instr(words, w.value) = 0) \
             ORDER BY place LIMIT ?2"
        );
        let values = (paging.after(), paging.rows(), subject.map(PassageSubject::as_str), words);
        let page = self.with(|read| read.page(&sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }
}
