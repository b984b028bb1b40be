//! What a load client did: every request before it goes out, and every answer once it is there.
//!
//! A history is a file of JSON lines. Each line is handed to the system at once, so that a client
//! that is killed leaves what it did; at most its last line is torn. A request that has no line
//! with its answer may have been recorded by the platform, or not.

use event_log::{Clock, Digest, SystemClock};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

/// When something happened, as the client saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// Microseconds since the run began, by a clock that only goes forward. Verdicts rest on it.
    pub elapsed: u64,
    /// The wall clock, for whoever reads it back.
    pub wall: Timestamp,
}

/// What was asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// A contribution is submitted to a round, at once.
    SubmitContribution,
}

/// A request that went out, or was about to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sent {
    /// Its number in this history.
    pub number: u64,
    /// The client: one provider.
    pub client: u32,
    /// The idempotency key. A repeat has the key of the first.
    pub key: String,
    /// What was asked.
    pub operation: Operation,
    /// The round.
    pub round: String,
    /// The SHA-256 of the text: no two submissions of a history have the same text.
    pub digest: Digest,
    /// Just before the first byte went out.
    pub at: Moment,
}

/// What an accepted request was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Receipt {
    /// What was made.
    pub id: String,
    /// Its version.
    pub version: u64,
    /// The position in the log.
    pub position: u64,
    /// When it was recorded, by the log's clock.
    pub recorded_at: Timestamp,
    /// The log's hash up to there.
    pub hash: Digest,
}

/// An answer that came in full.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Just after the last byte had come.
    pub at: Moment,
    /// The HTTP status.
    pub status: u16,
    /// The receipt, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub receipt: Option<Receipt>,
    /// The code of the problem, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// The code by which the platform refuses what comes after the deadline.
const LATE: &str = "too-late";

/// Statuses that settle nothing: the same request is to be sent again.
const AGAIN: [u16; 6] = [408, 425, 429, 502, 503, 504];

impl Answer {
    /// What was answered at a moment.
    #[must_use]
    pub fn of(at: Moment, status: u16, body: &[u8]) -> Self {
        #[derive(Deserialize)]
        struct Problem {
            code: String,
        }
        let receipt = serde_json::from_slice::<Receipt>(body).ok();
        let code = serde_json::from_slice::<Problem>(body).ok().map(|problem| problem.code);
        Self { at, status, receipt, code }
    }

    /// Whether it settles nothing, so that the same request is to be sent again.
    #[must_use]
    pub fn asks_again(&self) -> bool {
        AGAIN.contains(&self.status)
    }

    /// Whether it says that the request came after the deadline.
    #[must_use]
    pub fn is_late(&self) -> bool {
        (400..=499).contains(&self.status) && self.code.as_deref() == Some(LATE)
    }
}

/// What became of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered.
    Answered(Answer),
    /// No answer came: it may have been recorded, or not.
    Unanswered,
}

/// A request and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The request.
    pub sent: Sent,
    /// What became of it.
    pub outcome: Outcome,
}

/// Everything that a client did in one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// The last instant that is in time, of each round that was submitted to.
    pub closings: BTreeMap<String, Timestamp>,
    /// The requests, in the order in which they went out.
    pub exchanges: Vec<Exchange>,
}

/// A line of the file.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Line {
    Round { id: String, closes: Timestamp },
    Sent(Sent),
    Answered { number: u64, answer: Answer },
    Unanswered { number: u64, at: Moment, reason: String },
}

/// Why a history cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum HistoryError {
    /// The file cannot be read.
    #[error("the history {} cannot be read", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A line is not what a client writes.
    #[error("line {line} of the history is not what a client writes: {reason}")]
    Line {
        /// Which line.
        line: usize,
        /// What is wrong with it.
        reason: String,
    },
}

/// Writes a history.
pub struct Recorder {
    file: Mutex<File>,
    begun: Instant,
    next: AtomicU64,
}

impl Recorder {
    /// Begins a history. One that stood in the file is gone.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(file: &Path) -> io::Result<Self> {
        let file = Mutex::new(File::create(file)?);
        Ok(Self { file, begun: Instant::now(), next: AtomicU64::new(1) })
    }

    /// Now, as this history counts.
    #[must_use]
    pub fn now(&self) -> Moment {
        let elapsed = u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        Moment { elapsed, wall: SystemClock.now() }
    }

    /// Notes until when a round takes submissions.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn round(&self, id: &str, closes: Timestamp) -> io::Result<()> {
        self.write(&Line::Round { id: id.to_owned(), closes })
    }

    /// Notes a submission that goes out now. Gives its number and the moment.
    ///
    /// # Errors
    /// When the file cannot be written: then nothing may be sent.
    pub fn sent(
        &self,
        client: u32,
        key: &str,
        round: &str,
        digest: Digest,
    ) -> io::Result<(u64, Moment)> {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        let (key, round, at) = (key.to_owned(), round.to_owned(), self.now());
        let operation = Operation::SubmitContribution;
        self.write(&Line::Sent(Sent { number, client, key, operation, round, digest, at }))?;
        Ok((number, at))
    }

    /// Notes an answer.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn answered(&self, number: u64, answer: Answer) -> io::Result<()> {
        self.write(&Line::Answered { number, answer })
    }

    /// Notes that no answer came.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn unanswered(&self, number: u64, reason: &str) -> io::Result<()> {
        self.write(&Line::Unanswered { number, at: self.now(), reason: reason.to_owned() })
    }

    fn write(&self, line: &Line) -> io::Result<()> {
        let mut text = serde_json::to_vec(line)?;
        text.push(b'\n');
        // In one piece, and not through a buffer of ours: that would be lost with the client.
        self.file.lock().unwrap_or_else(PoisonError::into_inner).write_all(&text)
    }
}

impl History {
    /// Reads a history. A torn last line is left out: the client was killed while it wrote it.
    ///
    /// # Errors
    /// [`HistoryError`]: which line is wrong, and why.
    pub fn read(file: &Path) -> Result<Self, HistoryError> {
        let failed = |source| HistoryError::File { file: file.to_owned(), source };
        let mut reader = BufReader::new(File::open(file).map_err(failed)?);
        let (mut history, mut places) = (Self::default(), HashMap::new());
        let mut text = vec![];
        for line in 1.. {
            text.clear();
            reader.read_until(b'\n', &mut text).map_err(failed)?;
            if !text.ends_with(b"\n") {
                break;
            }
            let wrong = |reason: String| HistoryError::Line { line, reason };
            let read = serde_json::from_slice(&text).map_err(|no| wrong(no.to_string()))?;
            history.take(read, &mut places).map_err(|reason| wrong(reason.to_owned()))?;
        }
        Ok(history)
    }

    fn take(&mut self, line: Line, places: &mut HashMap<u64, usize>) -> Result<(), &'static str> {
        let (number, outcome) = match line {
            Line::Round { id, closes } => {
                self.closings.insert(id, closes);
                return Ok(());
            }
            Line::Sent(sent) => {
                if places.insert(sent.number, self.exchanges.len()).is_some() {
                    return Err("a request of that number was sent before");
                }
                self.exchanges.push(Exchange { sent, outcome: Outcome::Unanswered });
                return Ok(());
            }
            Line::Answered { number, answer } => (number, Outcome::Answered(answer)),
            Line::Unanswered { number, .. } => (number, Outcome::Unanswered),
        };
        let place = places.get(&number).ok_or("no request of that number was sent")?;
        self.exchanges[*place].outcome = outcome;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::OpenOptions;

    fn answer(recorder: &Recorder) -> Answer {
        let receipt = Receipt {
            id: "a".to_owned(),
            version: 1,
            position: 7,
            recorded_at: recorder.now().wall,
            hash: Digest::of(b"hash"),
        };
        Answer { at: recorder.now(), status: 201, receipt: Some(receipt), code: None }
    }

    #[test]
    fn a_history_is_read_back_as_it_was_written() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("history.jsonl");
        let recorder = Recorder::create(&file).unwrap();
        let closes = recorder.now().wall;
        recorder.round("ronde", closes).unwrap();
        let send = |client, key| recorder.sent(client, key, "ronde", Digest::of(b"tekst")).unwrap();
        let (first, at) = send(3, "een");
        let (second, _) = send(4, "twee");
        let (third, _) = send(4, "drie");
        recorder.unanswered(second, "broken").unwrap();
        let answer = answer(&recorder);
        recorder.answered(first, answer.clone()).unwrap();

        // The file is read while the client still has it open, as after a crash of the client,
        // that also tore its last line.
        let torn = b"{\"answered\":{\"number\":3,";
        OpenOptions::new().append(true).open(&file).unwrap().write_all(torn).unwrap();
        let history = History::read(&file).unwrap();
        assert_eq!(history.closings, [("ronde".to_owned(), closes)].into());
        let [one, two, three] = history.exchanges.as_slice() else { panic!("three requests") };
        assert_eq!((one.sent.client, one.sent.key.as_str(), one.sent.at), (3, "een", at));
        assert_eq!(one.outcome, Outcome::Answered(answer));
        assert_eq!((two.sent.number, &two.outcome), (second, &Outcome::Unanswered));
        assert_eq!((three.sent.number, &three.outcome), (third, &Outcome::Unanswered));
    }

    #[test]
    fn a_line_that_no_client_writes_is_named() {
        let directory = tempfile::tempdir().unwrap();
        let file = directory.path().join("history.jsonl");
        let at = "{\"elapsed\":1,\"wall\":\"2027-01-04T09:00:00Z\"}";
        for (text, line) in [
            ("{\n".to_owned(), "line 1 "),
            (
                format!("{{\"unanswered\":{{\"number\":9,\"at\":{at},\"reason\":\"\"}}}}\n"),
                "line 1 ",
            ),
        ] {
            std::fs::write(&file, &text).unwrap();
            let refused = History::read(&file).unwrap_err().to_string();
            assert!(refused.contains(line), "{text}: {refused}");
        }
        assert!(History::read(&directory.path().join("nowhere")).is_err());
    }
}
