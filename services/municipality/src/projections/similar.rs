//! The words of all questions, to find those that ask much the same.

use dialogue::enquiry::significant_words;
use dialogue::{AnyEvent, QuestionEvent, QuestionId, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, ReadModel, Rows};
use serde::de::DeserializeOwned;
use service::QuestionRoundView;
use std::collections::BTreeSet;

/// How many words of a question are looked for: the rarest.
const WORDS_MAX: u32 = 8;

/// How many of the rarest are looked for together.
const WORDS_TOGETHER: usize = 4;

/// How many questions one search gives at most; no more searches follow once there are so many.
const CANDIDATES_MAX: u32 = 16;

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

/// The questions of a trajectory that have the rarest words of a text in common with it. What was
/// withdrawn is left alone.
pub(crate) fn candidates<T: DeserializeOwned>(
    read: &ReadModel,
    trajectory: TrajectoryId,
    question: QuestionId,
    text: &str,
) -> Result<Vec<T>, ProjectionError> {
    let words = serde_json::to_string(&words_in(trajectory, text))?;
    // A word that stands in this question alone leads nowhere.
    let sql = "SELECT json_quote(word) FROM question_word \
               WHERE word IN (SELECT value FROM json_each(?1)) AND questions > 1 \
               ORDER BY questions LIMIT ?2";
    let rarest: Vec<String> = read.documents(sql, (words, WORDS_MAX))?;
    let sql = "SELECT json_quote(question) FROM question_words \
               WHERE question_words MATCH ?1 LIMIT ?2";
    let mut found: BTreeSet<String> = BTreeSet::new();
    for wanted in searches(&rarest) {
        found.extend(read.documents::<String>(sql, (wanted, CANDIDATES_MAX))?);
        if found.len() >= CANDIDATES_MAX as usize {
            break;
        }
    }
    let sql = "SELECT json_object('id', body -> 'id', 'round', body -> 'round', \
                   'reference', body -> 'reference', 'text', body -> 'text', \
                   'status', body -> 'status', 'note', body -> 'note', 'item', body -> 'item') \
               FROM json_each(?1) AS found JOIN question ON question.id = found.value \
               WHERE question.id <> ?2 AND status <> 'withdrawn' AND trajectory = ?3";
    let found = serde_json::to_string(&found)?;
    read.documents(sql, (found, question.to_string(), trajectory.to_string()))
}

/// What to look for, the narrowest first: whoever asks the same has all of the rarest words, and
/// whoever asks something like it has some of them.
fn searches(rarest: &[String]) -> Vec<String> {
    let quoted: Vec<_> = rarest.iter().map(|word| format!("\"{word}\"")).collect();
    let few = &quoted[..quoted.len().min(WORDS_TOGETHER)];
    let all_but = |left: usize| {
        let kept = few.iter().enumerate().filter(|(place, _)| *place != left);
        let kept: Vec<_> = kept.map(|(_, word)| word.as_str()).collect();
        format!("({})", kept.join(" AND "))
    };
    let mut searches = vec![];
    if few.len() > 2 {
        searches.push(few.join(" AND "));
        searches.push((0..few.len()).map(all_but).collect::<Vec<_>>().join(" OR "));
    }
    if let [first, second, ..] = few {
        searches.push(format!("{first} AND {second}"));
    }
    searches.extend(quoted);
    searches
}

#[cfg(test)]
mod tests {
    use super::searches;

    #[test]
    fn the_narrowest_search_comes_first_and_each_word_alone_last() {
        let words = ["a", "b", "c", "d", "e"].map(str::to_owned);
        let all = searches(&words);
        assert_eq!(all[0], r#""a" AND "b" AND "c" AND "d""#);
        assert!(all[1].starts_with(r#"("b" AND "c" AND "d") OR ("a" AND "c" AND "d")"#), "{all:?}");
        assert_eq!(all[2..5], [r#""a" AND "b""#, r#""a""#, r#""b""#]);
        assert_eq!(searches(&words[..2]), [r#""a" AND "b""#, r#""a""#, r#""b""#]);
        assert_eq!(searches(&words[..1]), [r#""a""#]);
        assert!(searches(&[]).is_empty());
    }
}
