//! A run that never happened: a log in memory, and the history of the clients that wrote to it.

use event_log::{
    Actor, Append, Digest, EventLog, LogError, ManualClock, MemoryLog, Metadata, NewEvent,
    Position, RecordedEvent, Request, StreamId, Version, Window, Write,
};
use jiff::{SignedDuration, Timestamp};
use proof::checker::{LogClock, Verdict, check};
use proof::history::{Answer, Exchange, History, Moment, Operation, Outcome, Receipt, Sent};
use serde_json::json;
use std::sync::Arc;

pub(crate) const ROUND: &str = "ronde";

/// When the round closes, in microseconds of the run.
pub(crate) const CLOSES: u64 = 1_000_000;

/// A request of a client.
#[derive(Clone, Debug)]
pub(crate) struct Ask {
    pub(crate) client: u32,
    /// Which of its submissions: requests with the same number have the same key.
    pub(crate) number: u32,
    pub(crate) sent: u64,
    /// When the log decides about it; never, when it got lost on its way.
    pub(crate) decided: Option<u64>,
    /// When its answer comes, if it comes.
    pub(crate) answered: Option<u64>,
}

/// A request that is decided and answered within two milliseconds.
pub(crate) fn ask(client: u32, number: u32, sent: u64) -> Ask {
    Ask { client, number, sent, decided: Some(sent + 1_000), answered: Some(sent + 2_000) }
}

#[derive(Clone)]
pub(crate) struct Scene {
    pub(crate) history: History,
    pub(crate) events: Vec<RecordedEvent>,
}

impl Scene {
    /// Plays requests, each decided at its moment by a log that does what it should.
    pub(crate) fn play(asks: &[Ask]) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(Self::played(asks))
    }

    async fn played(asks: &[Ask]) -> Self {
        let clock = Arc::new(ManualClock::at(wall(0)));
        let log = MemoryLog::new(clock.clone());
        let mut turns: Vec<_> = (0..asks.len()).collect();
        turns.sort_by_key(|turn| asks[*turn].decided);
        let mut outcomes = vec![Outcome::Unanswered; asks.len()];
        for turn in turns {
            let ask = &asks[turn];
            let Some(decided) = ask.decided else { continue };
            clock.set(wall(decided));
            let told = decide(&log, ask).await;
            if let Some(at) = ask.answered {
                outcomes[turn] = Outcome::Answered(told.at(moment(at)));
            }
        }
        let exchanges = asks.iter().zip(1..).zip(outcomes);
        let mut exchanges: Vec<_> = exchanges
            .map(|((ask, number), outcome)| Exchange { sent: ask.sent(number), outcome })
            .collect();
        exchanges.sort_by_key(|exchange| exchange.sent.at.elapsed);
        let history = History { closings: [(ROUND.to_owned(), wall(CLOSES))].into(), exchanges };
        Self { history, events: log.read_all(Position::START, usize::MAX).await.unwrap() }
    }

    pub(crate) fn verdict(&self) -> Verdict {
        check(&self.history, LogClock::Steady, &self.events)
    }

    /// The answer to the first request under a key.
    pub(crate) fn answer(&mut self, client: u32, number: u32) -> &mut Answer {
        let key = key(client, number);
        let mut exchanges = self.history.exchanges.iter_mut();
        let exchange = exchanges.find(|exchange| exchange.sent.key == key).unwrap();
        match &mut exchange.outcome {
            Outcome::Answered(answer) => answer,
            Outcome::Unanswered => panic!("{key} was not answered"),
        }
    }

    /// Gives the events the positions at which they stand.
    pub(crate) fn number(&mut self) {
        for (event, position) in self.events.iter_mut().zip(1..) {
            event.position = Position(position);
        }
    }

    /// Lets the answers tell what stands in the log: a log that lies does so consistently.
    pub(crate) fn answer_as_recorded(&mut self) {
        for exchange in &mut self.history.exchanges {
            let Outcome::Answered(Answer { receipt: Some(receipt), .. }) = &mut exchange.outcome
            else {
                continue;
            };
            let event = self.events.iter().find(|event| event.stream.id() == receipt.id).unwrap();
            receipt.position = event.position.0;
            receipt.recorded_at = event.recorded_at;
        }
    }
}

impl Ask {
    fn text(&self) -> String {
        format!("Stuk {} van {}.", self.number, self.client)
    }

    fn sent(&self, number: u64) -> Sent {
        Sent {
            number,
            client: self.client,
            key: key(self.client, self.number),
            operation: Operation::SubmitContribution,
            round: ROUND.to_owned(),
            digest: Digest::of(self.text().as_bytes()),
            at: moment(self.sent),
        }
    }
}

/// What a client is told, before it hears it.
pub(crate) struct Told(pub(crate) u16, pub(crate) Result<Receipt, &'static str>);

impl Told {
    pub(crate) fn at(self, at: Moment) -> Answer {
        let Self(status, told) = self;
        let code = told.as_ref().err().map(|code| (*code).to_owned());
        Answer { at, status, receipt: told.ok(), code }
    }
}

async fn decide(log: &MemoryLog, ask: &Ask) -> Told {
    let id = key(ask.client, ask.number);
    let payload = json!({
        "round": ROUND,
        "provider": format!("aanbieder-{}", ask.client),
        "content": { "theme": "tarieven", "text": ask.text() },
    });
    let event = NewEvent {
        event_type: "ContributionSubmitted".to_owned(),
        event_version: 1,
        payload: payload.to_string(),
    };
    let key = Digest::of(id.as_bytes());
    let append = Append {
        writes: vec![Write {
            stream: StreamId::new("contribution", &id),
            expected: Version::NONE,
            events: vec![event],
        }],
        guards: vec![],
        window: Window { not_before: None, not_after: Some(wall(CLOSES)) },
        metadata: Metadata {
            actor: Actor {
                party: "provider".to_owned(),
                organisation: String::new(),
                role: String::new(),
                person: String::new(),
            },
            correlation: String::new(),
            causation: String::new(),
            request: Some(Request { key, fingerprint: key }),
        },
    };
    let receipt = match log.append(append).await {
        Ok(receipt) => receipt,
        Err(LogError::RequestRepeated(record)) => record.receipt,
        Err(LogError::TooLate { .. }) => return Told(409, Err("too-late")),
        Err(other) => panic!("{other}"),
    };
    Told(
        201,
        Ok(Receipt {
            id: receipt.stream.id().to_owned(),
            version: receipt.version.0,
            position: receipt.last.0,
            recorded_at: receipt.recorded_at,
            hash: receipt.hash,
        }),
    )
}

pub(crate) fn key(client: u32, number: u32) -> String {
    format!("sleutel-{client}-{number}")
}

pub(crate) fn moment(elapsed: u64) -> Moment {
    Moment { elapsed, wall: wall(elapsed) }
}

pub(crate) fn wall(elapsed: u64) -> Timestamp {
    let begun: Timestamp = "2027-01-04T09:00:00Z".parse().unwrap();
    begun + SignedDuration::from_micros(i64::try_from(elapsed).unwrap())
}
