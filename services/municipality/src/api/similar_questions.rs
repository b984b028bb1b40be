//! Questions that ask much the same, over all rounds of a trajectory: what could be merged.

use super::Staff;
use super::questions::own_view;
use crate::App;
use crate::projections::questions::QuestionStatus;
use crate::projections::similar::candidates;
use actix_web::web::{Data, Json, Path};
use actix_web::{HttpRequest, Responder};
use dialogue::enquiry::{Likeness, Similarity};
use dialogue::{QuestionId, QuestionRoundId, Reference};
use http::{Operations, Problem, QueryReader, ThingQuery};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Prose;

/// From this score on, of 100, a question is suggested.
const SCORE_LEAST: u8 = 25;

/// From this score on two questions are nearly the same.
const SCORE_NEARLY_SAME: u8 = 75;

/// How many questions are suggested at most.
const SUGGESTED_MAX: usize = 10;

pub(super) fn operations(operations: Operations) -> Operations {
    operations.with(__path_list_similar_questions, list_similar_questions)
}

/// Why a question is suggested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum SimilarityReason {
    /// The texts are nearly the same.
    NearlySame,
    /// The texts have words in common.
    SharedWords,
    /// Both are about the same section of a document.
    SamePlace,
}

/// A question as it is found.
#[derive(Deserialize)]
struct Candidate {
    id: QuestionId,
    round: QuestionRoundId,
    reference: Reference,
    text: Prose,
    status: QuestionStatus,
    note: Option<u32>,
    item: Option<u32>,
}

/// A question that asks much the same.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SimilarQuestion {
    /// The question.
    id: QuestionId,
    /// The round.
    round: QuestionRoundId,
    /// What it is about.
    reference: Reference,
    /// The question in the asker's own words.
    text: Prose,
    /// Where it stands.
    status: QuestionStatus,
    /// The number of the note in which it is answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<u32>,
    /// Its number in that note.
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<u32>,
    /// How much the texts have in common, from 25 to 100.
    score: u8,
    /// Why it is suggested.
    reasons: Vec<SimilarityReason>,
    /// The words that both have.
    shared_words: Vec<String>,
}

/// Questions that ask much the same, the likest first.
#[derive(Serialize, ToSchema)]
struct SimilarQuestions {
    /// At most ten.
    items: Vec<SimilarQuestion>,
}

/// Suggests questions of the trajectory, of any round, that ask much the same: by their words and
/// by the place they are about. Nobody but a person merges them.
#[utoipa::path(
    get, path = "/questions/{question}/similar-questions", tag = "enquiry",
    params(("question" = QuestionId, Path, description = "The question."), ThingQuery),
    responses((status = 200, body = SimilarQuestions, description = "What is suggested.")),
    security(("bearer" = ["buyer", "approver", "contract-manager", "reader"])),
)]
async fn list_similar_questions(
    app: Data<App>,
    staff: Staff,
    question: Path<QuestionId>,
    request: HttpRequest,
) -> Result<impl Responder, Problem> {
    let mut query = QueryReader::new(&request);
    let position = query.min_position();
    query.finish()?;
    app.model.at(position).await?;
    let asked = own_view(&app, &staff, *question)?;
    let found: Vec<Candidate> =
        app.model.with(|read| candidates(read, asked.trajectory, asked.id, asked.text.as_str()))?;
    let likeness = Likeness::of(asked.text.as_str());
    let mut items: Vec<_> = found
        .into_iter()
        .filter_map(|found| {
            let similarity = likeness.to(&Likeness::of(found.text.as_str()));
            suggested(found, similarity, &asked.reference)
        })
        .collect();
    items.sort_by_key(|item| (std::cmp::Reverse(item.score), item.id));
    items.truncate(SUGGESTED_MAX);
    Ok(Json(SimilarQuestions { items }))
}

fn suggested(
    found: Candidate,
    similarity: Similarity,
    reference: &Reference,
) -> Option<SimilarQuestion> {
    let Similarity { score, shared } = similarity;
    if score < SCORE_LEAST {
        return None;
    }
    let same_place = reference.document.as_ref().is_some_and(|at| {
        let other = found.reference.document.as_ref();
        at.section.is_some()
            && other.is_some_and(|it| (it.document, &it.section) == (at.document, &at.section))
    });
    let reasons = [
        (score >= SCORE_NEARLY_SAME).then_some(SimilarityReason::NearlySame),
        (!shared.is_empty()).then_some(SimilarityReason::SharedWords),
        same_place.then_some(SimilarityReason::SamePlace),
    ];
    let Candidate { id, round, reference, text, status, note, item } = found;
    Some(SimilarQuestion {
        id,
        round,
        reference,
        text,
        status,
        note,
        item,
        score,
        reasons: reasons.into_iter().flatten().collect(),
        shared_words: shared,
    })
}
