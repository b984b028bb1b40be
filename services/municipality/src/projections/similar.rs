//! The words of all questions, to find those that ask much the same.

use dialogue::enquiry::significant_words;
use dialogue::{AnyEvent, QuestionEvent, QuestionId, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, ReadModel, Rows};
use serde::de::DeserializeOwned;
use service::QuestionRoundView;

/// How many words of a question are looked for: the rarest.
const WORDS_MAX: u32 = 8;

/// How many questions are compared.
const CANDIDATES_MAX: u32 = 24;

pub(crate) struct QuestionWords;

impl Projection<AnyEvent> for QuestionWords {
    fn name(&self) -> &'static str {
        "question-words"
    }

    fn version(&self) -> u32 {
        2
    }

    fn schema(&self) -> &'static str {
        "CREATE VIRTUAL TABLE question_words USING fts5(
             question UNINDEXED, words,
             tokenize = 'unicode61 remove_diacritics 2'
         );
         CREATE VIRTUAL TABLE question_word USING fts5vocab(question_words, 'row');"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Question(QuestionEvent::QuestionAsked(asked)) = event else {
            return Ok(());
        };
        let round = asked.round.to_string();
        let Some(round) = rows.get::<QuestionRoundView>("question_round", &round)? else {
            return Ok(());
        };
        let words: Vec<_> = words_in(round.trajectory, asked.text.as_str());
        rows.execute(
            "INSERT INTO question_words (question, words) VALUES (?1, ?2)",
            (recorded.stream.id(), words.join(" ")),
        )
        .map(|_| ())
    }
}

/// The words of a text as they are kept: those of each trajectory are words of their own, so that
/// what is asked elsewhere costs nothing here. Where two trajectories have the same beginning of
/// a name, what is found is told apart afterwards.
fn words_in(trajectory: TrajectoryId, text: &str) -> Vec<String> {
    let begin: String = trajectory.to_string().chars().take(8).collect();
    significant_words(text).into_iter().map(|word| format!("{begin}{word}")).collect()
}

/// The questions of a trajectory that have the rarest words of a text, the likest first. What was
/// withdrawn is left alone.
pub(crate) fn candidates<T: DeserializeOwned>(
    read: &ReadModel,
    trajectory: TrajectoryId,
    question: QuestionId,
    text: &str,
) -> Result<Vec<T>, ProjectionError> {
    let words = serde_json::to_string(&words_in(trajectory, text))?;
    // A word that stands in this question alone leads nowhere.
    let sql = "SELECT json_quote(term) FROM question_word \
               WHERE term IN (SELECT value FROM json_each(?1)) AND doc > 1 \
               ORDER BY doc LIMIT ?2";
    let rarest: Vec<String> = read.documents(sql, (words, WORDS_MAX))?;
    if rarest.is_empty() {
        return Ok(vec![]);
    }
    let any: Vec<_> = rarest.iter().map(|word| format!("\"{word}\"")).collect();
    let wanted = any.join(" OR ");
    let sql = "SELECT json_object('id', body -> 'id', 'round', body -> 'round', \
                   'reference', body -> 'reference', 'text', body -> 'text', \
                   'status', body -> 'status', 'note', body -> 'note', 'item', body -> 'item') \
               FROM (SELECT question AS found FROM question_words \
                   WHERE question_words MATCH ?1 ORDER BY rank LIMIT ?3) \
               JOIN question ON id = found \
               WHERE id <> ?2 AND status <> 'withdrawn' AND trajectory = ?4";
    let (question, trajectory) = (question.to_string(), trajectory.to_string());
    read.documents(sql, (wanted, question, CANDIDATES_MAX, trajectory))
}
