//! A submission: all requests under one key, what they were told, and where it stands in the log.

use super::fault::{Fault, Kind};
use crate::history::{Answer, Exchange, History, Outcome, Receipt, Sent};
use event_log::{Digest, RecordedEvent};
use jiff::Timestamp;
use serde::Deserialize;
use std::collections::HashMap;

/// What an answer means.
enum Meaning<'h> {
    Acknowledged(&'h Receipt),
    Late,
    Refused,
    Again,
    /// Neither of these: nobody knows what came of the request.
    Unclear,
}

impl Answer {
    fn meaning(&self) -> Meaning<'_> {
        match (self.status, &self.receipt) {
            (200 | 201, Some(receipt)) => Meaning::Acknowledged(receipt),
            _ if self.asks_again() => Meaning::Again,
            _ if self.is_late() => Meaning::Late,
            (400..=499, ..) => Meaning::Refused,
            _ => Meaning::Unclear,
        }
    }
}

/// A submission as it stands in the log.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) position: u64,
    pub(super) recorded_at: Timestamp,
    pub(super) provider: String,
    id: String,
    version: u64,
    hash: Digest,
    round: String,
}

/// The content of a submission, as far as it is looked at.
#[derive(Deserialize)]
struct Payload {
    round: String,
    provider: String,
    content: Content,
}

#[derive(Deserialize)]
struct Content {
    text: String,
}

/// The type of the events that are submissions.
const SUBMITTED: &str = "ContributionSubmitted";

impl Found {
    /// A submission, and the digest of its text; nothing when the event is something else.
    pub(super) fn read(event: &RecordedEvent) -> Result<Option<(Digest, Self)>, String> {
        if event.event_type != SUBMITTED {
            return Ok(None);
        }
        let payload: Payload =
            serde_json::from_str(&event.payload).map_err(|error| error.to_string())?;
        let found = Self {
            position: event.position.0,
            recorded_at: event.recorded_at,
            provider: payload.provider,
            id: event.stream.id().to_owned(),
            version: event.version.0,
            hash: event.hash,
            round: payload.round,
        };
        Ok(Some((Digest::of(payload.content.text.as_bytes()), found)))
    }

    pub(super) fn round(&self) -> &str {
        &self.round
    }

    /// What stands here otherwise than a receipt says.
    fn differs(&self, receipt: &Receipt) -> Vec<String> {
        let mut differs = vec![];
        let mut hold = |what: &str, answered: String, recorded: String| {
            if answered != recorded {
                differs.push(format!("{what} {recorded}, answered was {answered}"));
            }
        };
        hold("position", receipt.position.to_string(), self.position.to_string());
        hold("name", receipt.id.clone(), self.id.clone());
        hold("version", receipt.version.to_string(), self.version.to_string());
        hold("time", receipt.recorded_at.to_string(), self.recorded_at.to_string());
        hold("hash", receipt.hash.to_string(), self.hash.to_string());
        differs
    }
}

/// All requests of one client under one key.
pub(super) struct Submission<'h> {
    /// The first request.
    pub(super) first: &'h Sent,
    /// How many requests there were.
    pub(super) requests: u64,
    /// The first answer that acknowledged it: when that came, and the receipt.
    pub(super) acknowledged: Option<(u64, &'h Receipt)>,
    /// When it was first told to be late.
    pub(super) late: Option<u64>,
    refused: bool,
    /// Whether it got an answer that settles it.
    pub(super) settled: bool,
    /// Where it stands in the log.
    pub(super) found: Vec<Found>,
}

impl<'h> Submission<'h> {
    /// The submissions of a history, in the order of their first requests, with what is wrong
    /// with the answers alone.
    pub(super) fn all(history: &'h History, faults: &mut Vec<Fault>) -> Vec<Self> {
        let mut places: HashMap<(u32, &str), usize> = HashMap::new();
        let mut all: Vec<Self> = vec![];
        for exchange in &history.exchanges {
            let sent = &exchange.sent;
            let place = *places.entry((sent.client, &sent.key)).or_insert(all.len());
            if place == all.len() {
                all.push(Self::new(sent));
            }
            all[place].add(exchange, faults);
        }
        all.sort_by_key(|submission| submission.first.at.elapsed);
        for submission in &all {
            if submission.acknowledged.is_some() && submission.refused {
                faults
                    .push(submission.fault(Kind::TwoAnswers, "acknowledged, and refused as well"));
            }
        }
        all
    }

    fn new(first: &'h Sent) -> Self {
        Self {
            first,
            requests: 0,
            acknowledged: None,
            late: None,
            refused: false,
            settled: false,
            found: vec![],
        }
    }

    fn add(&mut self, exchange: &'h Exchange, faults: &mut Vec<Fault>) {
        self.requests += 1;
        let Outcome::Answered(answer) = &exchange.outcome else { return };
        let at = answer.at.elapsed;
        match answer.meaning() {
            Meaning::Acknowledged(receipt) => {
                self.settled = true;
                match self.acknowledged {
                    Some((_, known)) if known != receipt => {
                        let detail = format!(
                            "position {} first, position {} to a repeat",
                            known.position, receipt.position
                        );
                        faults.push(self.fault(Kind::TwoAnswers, detail));
                    }
                    Some((known, _)) if known <= at => {}
                    _ => self.acknowledged = Some((at, receipt)),
                }
            }
            Meaning::Late => {
                (self.settled, self.refused) = (true, true);
                self.late = Some(self.late.map_or(at, |known| known.min(at)));
            }
            Meaning::Refused => {
                (self.settled, self.refused) = (true, true);
                faults.push(self.unforeseen(answer));
            }
            Meaning::Unclear => faults.push(self.unforeseen(answer)),
            Meaning::Again => {}
        }
    }

    fn unforeseen(&self, answer: &Answer) -> Fault {
        let code = answer.code.as_deref().unwrap_or("without a code");
        self.fault(Kind::Unforeseen, format!("{} {code}", answer.status))
    }

    pub(super) fn fault(&self, kind: Kind, detail: impl Into<String>) -> Fault {
        let answered = self.acknowledged.map(|(_, receipt)| receipt.position);
        Fault {
            kind,
            position: self.position().or(answered),
            client: Some(self.first.client),
            key: Some(self.first.key.clone()),
            detail: detail.into(),
        }
    }

    /// Where it first stands in the log.
    pub(super) fn position(&self) -> Option<u64> {
        self.found.first().map(|found| found.position)
    }

    /// Holds what was answered against what stands in the log.
    pub(super) fn compare(&self, closes: Option<Timestamp>, faults: &mut Vec<Fault>) {
        match (self.found.as_slice(), self.acknowledged) {
            ([], Some((_, receipt))) => {
                let detail =
                    format!("acknowledged at position {}, not in the log", receipt.position);
                faults.push(self.fault(Kind::Lost, detail));
            }
            ([_, .., last], _) => {
                let detail = format!("and again at position {}", last.position);
                faults.push(self.fault(Kind::Doubled, detail));
            }
            ([found], Some((_, receipt))) => {
                let differs = found.differs(receipt);
                if !differs.is_empty() {
                    faults.push(self.fault(Kind::Altered, differs.join("; ")));
                }
            }
            _ => {}
        }
        if self.refused && self.acknowledged.is_none() && !self.found.is_empty() {
            faults.push(self.fault(Kind::RefusedYetRecorded, "its client was told no"));
        }
        for found in &self.found {
            if found.round != self.first.round {
                let detail =
                    format!("in round {}, sent to round {}", found.round, self.first.round);
                faults.push(Fault {
                    position: Some(found.position),
                    ..self.fault(Kind::Altered, detail)
                });
            }
            if let Some(closes) = closes.filter(|closes| found.recorded_at > *closes) {
                let detail = format!("recorded at {}, in time was {closes}", found.recorded_at);
                faults.push(Fault {
                    position: Some(found.position),
                    ..self.fault(Kind::Late, detail)
                });
            }
        }
    }
}
