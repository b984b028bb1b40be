//! Commands on two small things: rounds that open and close, and questions asked in them.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use command::{CommandError, Commander, Context, Outcome, Scope, Target};
use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::{EventUpcaster, SerializedEvent};
use cqrs_es::{Aggregate, DomainEvent};
use event_log::{
    Actor, Digest, EventLog, LogError, ManualClock, MemoryLog, Position, Request, StreamId, Version,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum No {
    #[error("the round is closed")]
    Closed,
    #[error("the round is full")]
    Full,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct RoundMoved {
    open: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct SeatTaken {}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum RoundEvent {
    RoundMoved(RoundMoved),
    SeatTaken(SeatTaken),
}

impl DomainEvent for RoundEvent {
    fn event_type(&self) -> String {
        match self {
            Self::RoundMoved(_) => "RoundMoved".to_owned(),
            Self::SeatTaken(_) => "SeatTaken".to_owned(),
        }
    }
    fn event_version(&self) -> String {
        "2".to_owned()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Round {
    open: bool,
    seats: usize,
}

enum RoundCommand {
    Move { open: bool },
    TakeSeat,
}

impl Aggregate for Round {
    const TYPE: &'static str = "round";
    type Command = RoundCommand;
    type Event = RoundEvent;
    type Error = No;
    type Services = ();

    async fn handle(
        &mut self,
        command: RoundCommand,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), No> {
        match command {
            RoundCommand::Move { open } if open == self.open => {}
            RoundCommand::Move { open } => {
                sink.write(RoundEvent::RoundMoved(RoundMoved { open }), self).await;
            }
            RoundCommand::TakeSeat if self.seats == 2 => return Err(No::Full),
            RoundCommand::TakeSeat => sink.write(RoundEvent::SeatTaken(SeatTaken {}), self).await,
        }
        Ok(())
    }

    fn apply(&mut self, event: RoundEvent) {
        match event {
            RoundEvent::RoundMoved(moved) => self.open = moved.open,
            RoundEvent::SeatTaken(_) => self.seats += 1,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct QuestionAsked {
    text: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum QuestionEvent {
    QuestionAsked(QuestionAsked),
}

impl DomainEvent for QuestionEvent {
    fn event_type(&self) -> String {
        "QuestionAsked".to_owned()
    }
    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Question {
    text: Option<String>,
}

impl Aggregate for Question {
    const TYPE: &'static str = "question";
    /// The text, and whether the round is open: a fact.
    type Command = (String, bool);
    type Event = QuestionEvent;
    type Error = No;
    type Services = ();

    async fn handle(
        &mut self,
        (text, open): (String, bool),
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), No> {
        if self.text.as_ref() == Some(&text) {
            return Ok(());
        }
        if !open {
            return Err(No::Closed);
        }
        sink.write(QuestionEvent::QuestionAsked(QuestionAsked { text }), self).await;
        Ok(())
    }

    fn apply(&mut self, QuestionEvent::QuestionAsked(asked): QuestionEvent) {
        self.text = Some(asked.text);
    }
}

/// Rounds were "opened" before they "moved".
struct OldRounds;

impl EventUpcaster for OldRounds {
    fn can_upcast(&self, event_type: &str, version: &str) -> bool {
        event_type == "RoundOpened" && version == "1"
    }
    fn upcast(&self, event: SerializedEvent) -> SerializedEvent {
        SerializedEvent {
            event_type: "RoundMoved".to_owned(),
            event_version: "2".to_owned(),
            payload: serde_json::json!({ "open": true }),
            ..event
        }
    }
}

fn log() -> Arc<MemoryLog> {
    Arc::new(MemoryLog::new(Arc::new(ManualClock::at(Timestamp::UNIX_EPOCH))))
}

fn commander(log: &Arc<MemoryLog>) -> Commander {
    Commander::new(log.clone(), vec![Box::new(OldRounds)])
}

fn context() -> Context {
    Context {
        actor: Actor {
            party: "provider".to_owned(),
            organisation: "o".to_owned(),
            role: "submitter".to_owned(),
            person: "p".to_owned(),
        },
        correlation: "c".to_owned(),
        causation: "request:1".to_owned(),
        request: None,
        expected: None,
    }
}

fn keyed(key: &[u8], body: &[u8]) -> Context {
    let request = Request { key: Digest::of(key), fingerprint: Digest::of(body) };
    Context { request: Some(request), ..context() }
}

type Executed = Result<Outcome, CommandError<No>>;

async fn move_round(commander: &Commander, open: bool) -> Executed {
    commander
        .execute::<Round>(&context(), Target::existing("r"), async |_: &mut Scope<'_, No>| {
            Ok(RoundCommand::Move { open })
        })
        .await
}

async fn ask(commander: &Commander, context: &Context, id: &str) -> Executed {
    commander
        .execute::<Question>(context, Target::new(id), async |scope: &mut Scope<'_, No>| {
            let round = scope.load::<Round>("r").await?;
            Ok((format!("question {id}"), round.open))
        })
        .await
}

async fn head(log: &MemoryLog) -> u64 {
    log.head().await.unwrap().position.0
}

#[tokio::test]
async fn a_command_is_recorded_with_its_receipt() {
    let log = log();
    let commander = commander(&log);
    move_round(&commander, true).await.unwrap();
    let outcome = ask(&commander, &context(), "q").await.unwrap();
    let Outcome::Recorded(receipt) = outcome else { unreachable!("{outcome:?}") };
    assert_eq!((receipt.first, receipt.version), (Position(2), Version(1)));
    let events = log.read_stream(&StreamId::new("question", "q"), Version::NONE).await.unwrap();
    assert_eq!(events[0].payload, "{\"text\":\"question q\"}");
    assert_eq!(events[0].event_type, "QuestionAsked");
    assert_eq!(events[0].metadata().unwrap().actor, context().actor);
}

#[tokio::test]
async fn what_is_so_already_adds_nothing() {
    let log = log();
    let commander = commander(&log);
    move_round(&commander, true).await.unwrap();
    let outcome = move_round(&commander, true).await.unwrap();
    assert!(matches!(outcome, Outcome::Unchanged { version: Version(1), .. }));
    assert_eq!(head(&log).await, 1);
}

#[tokio::test]
async fn a_lost_race_becomes_the_right_refusal() {
    let log = log();
    let (one, other) = (commander(&log), commander(&log));
    move_round(&one, true).await.unwrap();
    let attempts = AtomicUsize::new(0);
    let refused = one
        .execute::<Question>(&context(), Target::new("q"), async |scope: &mut Scope<'_, No>| {
            let round = scope.load::<Round>("r").await?;
            if attempts.fetch_add(1, Ordering::SeqCst) == 0 {
                move_round(&other, false).await?;
            }
            Ok(("too late".to_owned(), round.open))
        })
        .await;
    assert!(matches!(refused, Err(CommandError::Refused(No::Closed))));
    assert_eq!(attempts.load(Ordering::SeqCst), 2);
    assert_eq!(head(&log).await, 2);
}

#[tokio::test]
async fn nobody_is_refused_because_of_something_remembered() {
    let log = log();
    let (one, other) = (commander(&log), commander(&log));
    move_round(&one, true).await.unwrap();
    move_round(&one, false).await.unwrap();
    move_round(&other, true).await.unwrap();
    // `one` remembers a closed round.
    assert!(matches!(ask(&one, &context(), "q").await, Ok(Outcome::Recorded(_))));
    move_round(&other, false).await.unwrap();
    // `one` remembers an open one.
    assert!(matches!(ask(&one, &context(), "q2").await, Err(CommandError::Refused(No::Closed))));
    // `one` remembers that it is closed; that it is so already is looked up too.
    move_round(&other, true).await.unwrap();
    assert!(matches!(move_round(&one, false).await, Ok(Outcome::Recorded(_))));
}

/// A log that takes what is appended and then cannot say so.
struct Mute(Arc<MemoryLog>);

#[async_trait::async_trait]
impl EventLog for Mute {
    async fn append(&self, append: event_log::Append) -> Result<event_log::Receipt, LogError> {
        self.0.append(append).await?;
        Err(LogError::Unavailable { reason: "no answer".to_owned(), source: None })
    }
    async fn read_stream(
        &self,
        stream: &StreamId,
        after: Version,
    ) -> Result<Vec<event_log::RecordedEvent>, LogError> {
        self.0.read_stream(stream, after).await
    }
    async fn read_all(
        &self,
        after: Position,
        limit: usize,
    ) -> Result<Vec<event_log::RecordedEvent>, LogError> {
        self.0.read_all(after, limit).await
    }
    async fn find_request(
        &self,
        key: &Digest,
    ) -> Result<Option<event_log::RequestRecord>, LogError> {
        self.0.find_request(key).await
    }
    async fn head(&self) -> Result<event_log::Head, LogError> {
        self.0.head().await
    }
    async fn wait_past(
        &self,
        position: Position,
        at_most: std::time::Duration,
    ) -> Result<Position, LogError> {
        self.0.wait_past(position, at_most).await
    }
}

#[tokio::test]
async fn an_answer_that_was_lost_is_told_as_lost() {
    let log = log();
    move_round(&commander(&log), true).await.unwrap();
    let commander = Commander::new(Arc::new(Mute(log.clone())), vec![Box::new(OldRounds)]);
    // Remembered: what would make another attempt.
    commander.look_up::<Round>("r").await.unwrap();
    let seen = Context { expected: Some(Version(1)), ..context() };
    let outcome = commander
        .execute::<Round>(&seen, Target::existing("r"), async |_: &mut Scope<'_, No>| {
            Ok(RoundCommand::Move { open: false })
        })
        .await;
    // Not that it is stale: its own write made it so.
    let lost = matches!(outcome, Err(CommandError::Log(LogError::Unavailable { .. })));
    assert!(lost, "{outcome:?}");
    assert_eq!(head(&log).await, 2);
}

#[tokio::test]
async fn a_repeated_request_gets_its_first_answer_whatever_happened_since() {
    let log = log();
    let commander = commander(&log);
    move_round(&commander, true).await.unwrap();
    let first = ask(&commander, &keyed(b"key", b"body"), "q1").await.unwrap();
    let again = ask(&commander, &keyed(b"key", b"body"), "q2").await.unwrap();
    assert_eq!(again, Outcome::Repeated(first.receipt().unwrap().clone()));
    move_round(&commander, false).await.unwrap();
    let later = ask(&commander, &keyed(b"key", b"body"), "q3").await.unwrap();
    assert_eq!(later, Outcome::Repeated(first.receipt().unwrap().clone()));
    assert_eq!(later.stream(), &StreamId::new("question", "q1"));
    assert_eq!(head(&log).await, 3);
}

#[tokio::test]
async fn a_key_stands_for_one_request() {
    let log = log();
    let commander = commander(&log);
    move_round(&commander, true).await.unwrap();
    ask(&commander, &keyed(b"key", b"body"), "q1").await.unwrap();
    let reused = ask(&commander, &keyed(b"key", b"other"), "q2").await;
    assert!(matches!(reused, Err(CommandError::KeyReused)));
    move_round(&commander, false).await.unwrap();
    let reused = ask(&commander, &keyed(b"key", b"other"), "q3").await;
    assert!(matches!(reused, Err(CommandError::KeyReused)));
}

#[tokio::test]
async fn whoever_has_seen_something_else_is_told_so() {
    let log = log();
    let commander = commander(&log);
    move_round(&commander, true).await.unwrap();
    let seen = |version| Context { expected: Some(Version(version)), ..context() };
    let attempt = async |version, open| {
        commander
            .execute::<Round>(
                &seen(version),
                Target::existing("r"),
                async |_: &mut Scope<'_, No>| Ok(RoundCommand::Move { open }),
            )
            .await
    };
    assert!(matches!(
        attempt(7, false).await,
        Err(CommandError::Stale { expected: Version(7), actual: Version(1) })
    ));
    attempt(1, false).await.unwrap();
    assert!(matches!(attempt(1, true).await, Err(CommandError::Stale { .. })));
}

#[tokio::test]
async fn one_append_can_move_two_things_or_neither() {
    let log = log();
    let commander = commander(&log);
    move_round(&commander, true).await.unwrap();
    let sit = async |id: &str| {
        commander
            .execute::<Question>(&context(), Target::new(id), async |scope: &mut Scope<'_, No>| {
                scope.also::<Round>("r", RoundCommand::TakeSeat).await?;
                Ok((id.to_owned(), true))
            })
            .await
    };
    let first = sit("q1").await.unwrap();
    let receipt = first.receipt().unwrap();
    assert_eq!((receipt.first, receipt.last), (Position(2), Position(3)));
    assert_eq!(receipt.stream, StreamId::new("question", "q1"));
    sit("q2").await.unwrap();
    assert!(matches!(sit("q3").await, Err(CommandError::Refused(No::Full))));
    assert_eq!(head(&log).await, 5);
    let round = log.read_stream(&StreamId::new("round", "r"), Version::NONE).await.unwrap();
    assert_eq!(round.len(), 3);
}

#[tokio::test]
async fn the_log_decides_whether_it_is_too_late() {
    let log = log();
    let commander = commander(&log);
    let late = commander
        .execute::<Round>(&context(), Target::existing("r"), async |scope: &mut Scope<'_, No>| {
            scope.not_after(Timestamp::from_second(-1).unwrap());
            Ok(RoundCommand::Move { open: true })
        })
        .await;
    assert!(matches!(late, Err(CommandError::Log(LogError::TooLate { .. }))));
    assert_eq!(head(&log).await, 0);
}

#[tokio::test]
async fn whoever_loses_every_race_is_told_so() {
    let log = log();
    let (one, other) = (commander(&log), commander(&log));
    let attempts = AtomicUsize::new(0);
    let busy = one
        .execute::<Question>(&context(), Target::new("q"), async |scope: &mut Scope<'_, No>| {
            scope.load::<Round>("r").await?;
            let turn = attempts.fetch_add(1, Ordering::SeqCst);
            move_round(&other, turn.is_multiple_of(2)).await?;
            Ok(("never".to_owned(), true))
        })
        .await;
    assert!(matches!(busy, Err(CommandError::Busy)));
    assert_eq!(attempts.load(Ordering::SeqCst), command::RETRIES_MAX + 1);
}

#[tokio::test]
async fn an_event_of_an_older_version_is_brought_up_to_date() {
    let log = log();
    let mut append = event_log::Append {
        writes: vec![],
        guards: vec![],
        window: event_log::Window::default(),
        metadata: event_log::Metadata {
            actor: context().actor,
            correlation: String::new(),
            causation: String::new(),
            request: None,
        },
    };
    append.writes.push(event_log::Write {
        stream: StreamId::new("round", "r"),
        expected: Version::NONE,
        events: vec![event_log::NewEvent {
            event_type: "RoundOpened".to_owned(),
            event_version: 1,
            payload: "{}".to_owned(),
        }],
    });
    log.append(append).await.unwrap();
    assert!(matches!(ask(&commander(&log), &context(), "q").await, Ok(Outcome::Recorded(_))));
}

#[tokio::test]
async fn an_event_that_cannot_be_read_is_named_by_its_position() {
    let log = log();
    move_round(&commander(&log), true).await.unwrap();
    let mut broken = log.read_all(Position::START, 1).await.unwrap().remove(0);
    broken.payload = "{\"open\":\"yes\"}".to_owned();
    let append = event_log::Append {
        writes: vec![event_log::Write {
            stream: broken.stream.clone(),
            expected: Version(1),
            events: vec![event_log::NewEvent {
                event_type: broken.event_type.clone(),
                event_version: 2,
                payload: broken.payload.clone(),
            }],
        }],
        guards: vec![],
        window: event_log::Window::default(),
        metadata: broken.metadata().unwrap(),
    };
    log.append(append).await.unwrap();
    let error = ask(&commander(&log), &context(), "q").await.unwrap_err();
    assert!(matches!(error, CommandError::Log(LogError::Damaged { position: Position(2), .. })));
}
