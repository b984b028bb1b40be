//! Holds a history against the log, and names every fault.
//!
//! It reads events as they were recorded and nothing else: no hash is recomputed, no index of the
//! log is asked, and no code of the log decides. What it holds:
//!
//! - Every acknowledged submission is in the log once, in the round it was sent to, under the
//!   name, version, position, time and hash that the answer named. None that was refused is there.
//!   One without an answer is there at most once. None is there that nobody sent, and each client's
//!   stand under one provider of its own.
//! - Repeats under one key got one answer.
//! - Who was answered before another sent, of the same client or of any other, comes first.
//! - Positions are dense, each stream has the versions 1, 2, 3, …, and no event was recorded before
//!   its predecessor.
//! - What was accepted was recorded in time, by the log's clock, and what was sent after the close
//!   was refused as late.
//!
//! *After the close* is what can be known from outside, by the log's clock and not by ours. A
//! submission counts as sent after the close when, before its first request went out, somebody had
//! been refused as late in the same round, or had a receipt of after the deadline: the log's clock
//! never runs backwards, so it stays past the deadline. That alone would not see a log that refuses
//! nobody and whose clock stands still. Therefore, when the clocks of the run are
//! [steady](LogClock::Steady), each receipt also tells how far the log's clock had come when its
//! answer came, and from there it runs on as ours does: the deadline passes whether anybody hears
//! of it or not. In the same way nobody may be refused as late before it can have passed. Between
//! the last moment that is certainly before and the first that is certainly after, either answer
//! is right. A repeat is judged by the first request under its key: who was accepted in time hears
//! so for ever.

mod fault;
mod order;
mod sequence;
mod submission;

pub use fault::{Fault, Kind};

use crate::history::History;
use event_log::{Digest, RecordedEvent};
use sequence::Sequence;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap};
use submission::{Found, Submission};

/// What is known of the log's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogClock {
    /// It ran as the client's did: nobody set either of them during the run.
    Steady,
    /// It may have been set. The log still promises that it never runs backwards.
    MayBeSet,
}

/// What came out of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Verdict {
    /// How many events were read.
    pub events: u64,
    /// How many submissions were sent, repeats not counted.
    pub submissions: u64,
    /// How many requests were repeats.
    pub repeats: u64,
    /// How many submissions were acknowledged.
    pub acknowledged: u64,
    /// How many were refused as late.
    pub late: u64,
    /// How many got no answer that settles them.
    pub unsettled: u64,
    /// How many of those are in the log.
    pub unsettled_in_log: u64,
    /// Everything that is wrong.
    pub faults: Vec<Fault>,
}

impl Verdict {
    /// Whether nothing is wrong.
    #[must_use]
    pub fn holds(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Reads a log against a history, event by event.
pub struct Checker<'h> {
    history: &'h History,
    clock: LogClock,
    submissions: Vec<Submission<'h>>,
    /// The submissions by the digest of their text.
    places: HashMap<Digest, usize>,
    sequence: Sequence,
    events: u64,
    faults: Vec<Fault>,
}

impl<'h> Checker<'h> {
    /// Begins, at the start of the log.
    #[must_use]
    pub fn new(history: &'h History, clock: LogClock) -> Self {
        let mut faults = vec![];
        let submissions = Submission::all(history, &mut faults);
        let texts = submissions.iter().enumerate();
        let places = texts.map(|(place, submission)| (submission.first.digest, place)).collect();
        let sequence = Sequence::default();
        Self { history, clock, submissions, places, sequence, events: 0, faults }
    }

    /// How far it has read.
    #[must_use]
    pub const fn position(&self) -> u64 {
        self.sequence.position()
    }

    /// Takes the next event of the log.
    pub fn take(&mut self, event: &RecordedEvent) {
        self.events += 1;
        self.sequence.take(event, &mut self.faults);
        match Found::read(event) {
            Ok(None) => {}
            Ok(Some((text, found))) => match self.places.get(&text) {
                Some(place) => self.submissions[*place].found.push(found),
                // Other rounds are not ours.
                None if self.history.closings.contains_key(found.round()) => {
                    let detail = format!("in round {}, with a text of nobody", found.round());
                    self.faults.push(Fault::at(Kind::NeverSent, found.position, detail));
                }
                None => {}
            },
            Err(reason) => {
                self.faults.push(Fault::at(Kind::Unreadable, event.position.0, reason));
            }
        }
    }

    /// The verdict, at the end of the log.
    #[must_use]
    pub fn finish(mut self) -> Verdict {
        let closings = &self.history.closings;
        for submission in &self.submissions {
            let closes = closings.get(&submission.first.round).copied();
            submission.compare(closes, &mut self.faults);
        }
        order::check(&self.submissions, closings, self.clock, &mut self.faults);
        self.check_providers();
        let count =
            |of: fn(&&Submission<'_>) -> bool| self.submissions.iter().filter(of).count() as u64;
        Verdict {
            events: self.events,
            submissions: self.submissions.len() as u64,
            repeats: self.submissions.iter().map(|it| it.requests - 1).sum(),
            acknowledged: count(|it| it.acknowledged.is_some()),
            late: count(|it| it.late.is_some()),
            unsettled: count(|it| !it.settled),
            unsettled_in_log: count(|it| !it.settled && it.position().is_some()),
            faults: self.faults,
        }
    }

    /// Each client has one provider, and no two have the same.
    fn check_providers(&mut self) {
        let (mut providers, mut clients) = (BTreeMap::new(), BTreeMap::new());
        for submission in &self.submissions {
            let client = submission.first.client;
            for found in &submission.found {
                let provider = found.provider.as_str();
                let own = *providers.entry(client).or_insert(provider);
                let other = *clients.entry(provider).or_insert(client);
                if own != provider || other != client {
                    let detail = format!("recorded for {provider}, who is client {other}");
                    self.faults.push(submission.fault(Kind::MixedUp, detail));
                }
            }
        }
    }
}

/// Checks a log that is at hand as a whole.
#[must_use]
pub fn check<'e>(
    history: &History,
    clock: LogClock,
    events: impl IntoIterator<Item = &'e RecordedEvent>,
) -> Verdict {
    let mut checker = Checker::new(history, clock);
    events.into_iter().for_each(|event| checker.take(event));
    checker.finish()
}
