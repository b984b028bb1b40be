//! What follows from real time: who was answered before another sent comes first in the log, and
//! what was sent after the close is refused.

use super::LogClock;
use super::fault::{Fault, Kind};
use super::submission::Submission;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};

/// How far a steady clock may be set right while it runs, in microseconds.
const SET_RIGHT: i64 = 50_000;

/// How much faster or slower one steady clock runs than another: one in so many.
const DRIFT: i64 = 1_000;

/// What is known at a moment, from the answers that had come by then.
#[derive(Default)]
struct Known<'s, 'h> {
    /// The submission furthest on in the log.
    furthest: Option<(u64, &'s Submission<'h>)>,
    /// The latest reading of the log's clock.
    clock: Option<Timestamp>,
    /// That reading moved back to the beginning of the run: add the time passed since then.
    steady: Option<i64>,
    /// Rounds in which somebody was refused as late.
    closed: HashMap<&'h str, &'s Submission<'h>>,
}

/// Something that a client was told.
struct Heard<'s, 'h> {
    at: u64,
    submission: &'s Submission<'h>,
}

/// Goes through the submissions by the moment at which each was first sent, knowing only what had
/// been answered before that moment.
pub(super) fn check(
    submissions: &[Submission<'_>],
    closings: &BTreeMap<String, Timestamp>,
    clock: LogClock,
    faults: &mut Vec<Fault>,
) {
    let mut heard: Vec<_> = submissions
        .iter()
        .flat_map(|submission| {
            let acknowledged = submission.acknowledged.map(|(at, _)| at);
            let all = acknowledged.into_iter().chain(submission.late);
            all.map(move |at| Heard { at, submission })
        })
        .collect();
    heard.sort_by_key(|heard| heard.at);
    let mut heard = heard.into_iter().peekable();
    let mut known = Known::default();
    for submission in submissions {
        let sent = submission.first.at.elapsed;
        while let Some(heard) = heard.next_if(|heard| heard.at < sent) {
            known.learn(&heard);
        }
        if let (Some((furthest, other)), Some(position)) = (known.furthest, submission.position())
            && furthest > position
        {
            let who = &other.first;
            let detail = format!(
                "sent after client {} was answered under key {}, at position {furthest}",
                who.client, who.key
            );
            faults.push(submission.fault(Kind::OutOfOrder, detail));
        }
        let taken = submission.acknowledged.is_some() || submission.position().is_some();
        if taken && let Some(why) = known.closed(submission, closings, clock) {
            faults.push(submission.fault(Kind::TakenAfterClose, why));
        }
    }
    if clock == LogClock::Steady {
        too_soon(submissions, closings, faults);
    }
}

impl<'s, 'h> Known<'s, 'h> {
    fn learn(&mut self, heard: &Heard<'s, 'h>) {
        let submission = heard.submission;
        if submission.late == Some(heard.at) {
            self.closed.entry(&submission.first.round).or_insert(submission);
        }
        let Some((_, receipt)) = submission.acknowledged.filter(|(at, _)| *at == heard.at) else {
            return;
        };
        self.clock = self.clock.max(Some(receipt.recorded_at));
        // The clock had come this far when the answer came, and runs on: at worst a bit slowly.
        let passed = micros(heard.at);
        let steady = receipt.recorded_at.as_microsecond() - passed + passed / DRIFT;
        self.steady = self.steady.max(Some(steady));
        if let Some(position) = submission.position()
            && self.furthest.is_none_or(|(furthest, _)| furthest < position)
        {
            self.furthest = Some((position, submission));
        }
    }

    /// Why a submission was certainly sent after the close.
    fn closed(
        &self,
        submission: &Submission<'_>,
        closings: &BTreeMap<String, Timestamp>,
        clock: LogClock,
    ) -> Option<String> {
        let first = submission.first;
        if let Some(other) = self.closed.get(first.round.as_str()) {
            let who = &other.first;
            return Some(format!(
                "sent after client {} was refused as late under key {}",
                who.client, who.key
            ));
        }
        let closes = *closings.get(&first.round)?;
        if let Some(read) = self.clock.filter(|read| *read > closes) {
            return Some(format!("sent after the log's clock was told to be {read}"));
        }
        let passed = micros(first.at.elapsed);
        let least = self.steady? + passed - passed / DRIFT - SET_RIGHT;
        let read = Timestamp::from_microsecond(least).ok()?;
        (clock == LogClock::Steady && read > closes)
            .then(|| format!("sent when the log's clock stood at {read} or later"))
    }
}

/// Who was refused as late while the log's clock cannot have come so far.
fn too_soon(
    submissions: &[Submission<'_>],
    closings: &BTreeMap<String, Timestamp>,
    faults: &mut Vec<Fault>,
) {
    let mut refused: Vec<_> = submissions.iter().filter(|it| it.late.is_some()).collect();
    refused.sort_by_key(|submission| submission.late);
    let mut sent = submissions.iter().peekable();
    let mut steady: Option<i64> = None;
    for submission in refused {
        let Some(told) = submission.late else { continue };
        while let Some(other) = sent.next_if(|other| other.first.at.elapsed < told) {
            let Some((_, receipt)) = other.acknowledged else { continue };
            // The clock had not come further than this when the request went out.
            let passed = micros(other.first.at.elapsed);
            let most = receipt.recorded_at.as_microsecond() - passed - passed / DRIFT;
            steady = Some(steady.map_or(most, |known| known.min(most)));
        }
        let (Some(steady), Some(closes)) = (steady, closings.get(&submission.first.round)) else {
            continue;
        };
        let passed = micros(told);
        let Ok(read) = Timestamp::from_microsecond(steady + passed + passed / DRIFT + SET_RIGHT)
        else {
            continue;
        };
        if read < *closes {
            let detail = format!("the log's clock stood at {read} or earlier, in time is {closes}");
            faults.push(submission.fault(Kind::RefusedInTime, detail));
        }
    }
}

fn micros(elapsed: u64) -> i64 {
    i64::try_from(elapsed).unwrap_or(i64::MAX)
}
