//! The words of all questions, to find those that ask much the same.

use dialogue::enquiry::significant_words;
use dialogue::{AnyEvent, QuestionEvent, QuestionId, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, ReadModel, Rows};
use serde::de::DeserializeOwned;
use service::QuestionRoundView;

/// How many words of a question are looked for: the rarest.
const WORDS_MAX: u32 = 6;

/// How many places where those words stand are looked at. Common words have many, and tell little.
const PLACES_MAX: usize = 400;

/// How many questions are compared at most.
const CANDIDATES_MAX: usize = 12;

pub(crate) struct QuestionWords;

impl Projection<AnyEvent> for QuestionWords {
    fn name(&self) -> &'static str {
        "question-words"
    }

    fn version(&self) -> u32 {
        3
    }

    fn schema(&self) -> &'static str {
        "CREATE VIRTUAL TABLE question_words USING fts5(
             question UNINDEXED, words,
             tokenize = 'unicode61 remove_diacritics 2'
         );
         CREATE TABLE question_word (
             word TEXT PRIMARY KEY, questions INTEGER NOT NULL
         ) STRICT, WITHOUT ROWID;"
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
        for word in &words {
            rows.execute(
                "INSERT INTO question_word (word, questions) VALUES (?1, 1) \
                 ON CONFLICT (word) DO UPDATE SET questions = questions + 1",
                [word],
            )?;
        }
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

/// The questions of a trajectory that have most of the rarest words of a text in common with it.
/// What was withdrawn is left alone.
pub(crate) fn candidates<T: DeserializeOwned>(
    read: &ReadModel,
    trajectory: TrajectoryId,
    question: QuestionId,
    text: &str,
) -> Result<Vec<T>, ProjectionError> {
    let words = serde_json::to_string(&words_in(trajectory, text))?;
    // A word that stands in this question alone leads nowhere.
    let sql = "SELECT json_array(word, questions) FROM question_word \
               WHERE word IN (SELECT value FROM json_each(?1)) AND questions > 1 \
               ORDER BY questions LIMIT ?2";
    let rarest: Vec<(String, u32)> = read.documents(sql, (words, WORDS_MAX))?;
    let mut places = vec![];
    for (word, questions) in rarest {
        let left = PLACES_MAX.saturating_sub(places.len()).cast_signed();
        if left == 0 {
            break;
        }
        let sql = "SELECT json_group_array(rowid) FROM (SELECT rowid FROM question_words \
                   WHERE question_words MATCH ?1 ORDER BY rowid DESC LIMIT ?2)";
        let rows = read.documents::<Vec<i64>>(sql, (format!("\"{word}\""), left))?;
        places.extend(rows.into_iter().flatten().map(|row| (row, 1.0 / f64::from(questions))));
    }
    let found = serde_json::to_string(&likeliest(places))?;
    let sql = "SELECT question.body FROM json_each(?1) AS found \
               JOIN question_words ON question_words.rowid = found.value \
               JOIN question ON question.id = question_words.question \
               WHERE question.id <> ?2 AND status <> 'withdrawn' AND trajectory = ?3";
    read.documents(sql, (found, question.to_string(), trajectory.to_string()))
}

/// The rows that have most of the words, a rare word counting for more than a common one; the
/// newest where that is the same.
fn likeliest(mut places: Vec<(i64, f64)>) -> Vec<i64> {
    places.sort_unstable_by_key(|(row, _)| *row);
    let weighed = places.chunk_by(|(one, _), (other, _)| one == other).filter_map(|same| {
        let (row, _) = same.first()?;
        Some((same.iter().map(|(_, weight)| weight).sum::<f64>(), *row))
    });
    let mut weighed: Vec<_> = weighed.collect();
    weighed.sort_unstable_by(|(one, older), (other, newer)| {
        other.total_cmp(one).then(newer.cmp(older))
    });
    weighed.into_iter().take(CANDIDATES_MAX).map(|(_, row)| row).collect()
}

#[cfg(test)]
mod tests {
    use super::{CANDIDATES_MAX, likeliest};

    #[test]
    fn rows_with_the_rarest_words_come_first_and_then_the_newest() {
        let places = vec![(1, 0.5), (2, 0.1), (3, 0.1), (2, 0.5), (4, 0.1)];
        assert_eq!(likeliest(places), [2, 1, 4, 3]);
        assert!(likeliest(vec![]).is_empty());
        let many = (0..100).map(|row| (row, 0.5)).collect();
        assert_eq!(likeliest(many).len(), CANDIDATES_MAX);
    }
}
