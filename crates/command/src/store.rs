//! The event store that the command framework works on: our log.

use crate::codec::{decode, encode};
use crate::error::CommandError;
use crate::scope::{Gathered, Target};
use crate::{Commander, Context, Outcome};
use cqrs_es::{Aggregate, AggregateContext, AggregateError, EventEnvelope, EventStore};
use event_log::{Append, LogError, Metadata, NewEvent, StreamId, Version, Write};
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A thing as it was found.
pub(crate) struct State<A> {
    pub(crate) state: Arc<A>,
    pub(crate) version: Version,
    /// Whether the log was not asked.
    pub(crate) remembered: bool,
}

impl Commander {
    /// The state of a stream: as remembered, unless a fresh look is wanted. A fresh look reads
    /// only what came after what is remembered.
    pub(crate) async fn state<A>(
        &self,
        stream: &StreamId,
        fresh: bool,
    ) -> Result<State<A>, LogError>
    where
        A: Aggregate + Clone + 'static,
    {
        let known = self.memory.get::<A>(stream);
        let (version, state) = match known {
            Some((version, state)) if !fresh => {
                return Ok(State { state, version, remembered: true });
            }
            Some(known) => known,
            None => (Version::NONE, Arc::default()),
        };
        let events = self.log.read_stream(stream, version).await?;
        let Some(last) = events.last() else {
            return Ok(State { state, version, remembered: false });
        };
        let version = last.version;
        let mut state = A::clone(&state);
        for event in &events {
            state.apply(decode(event, &self.upcasters)?);
        }
        let state = Arc::new(state);
        self.memory.put(stream.clone(), version, state.clone());
        Ok(State { state, version, remembered: false })
    }
}

/// Events as they are stored.
pub(crate) fn encode_all<A: Aggregate>(events: &[A::Event]) -> Result<Vec<NewEvent>, LogError> {
    events.iter().map(encode).collect()
}

/// Why a command did not get past the store.
enum Failure {
    Stale { expected: Version, actual: Version },
    Log(LogError),
}

/// What comes back from the store beside what the framework lets through.
#[derive(Default)]
pub(crate) struct Exchange {
    outcome: Mutex<Option<Result<Outcome, Failure>>>,
    rests_on_memory: AtomicBool,
}

impl Exchange {
    fn put(&self, outcome: Result<Outcome, Failure>) {
        *self.outcome.lock().unwrap_or_else(PoisonError::into_inner) = Some(outcome);
    }

    pub(crate) fn rests_on_memory(&self) -> bool {
        self.rests_on_memory.load(Ordering::Relaxed)
    }

    /// What came of it, from what the store knows and what the framework says.
    pub(crate) fn outcome<E: std::error::Error>(
        &self,
        executed: Result<(), AggregateError<E>>,
    ) -> Result<Outcome, CommandError<E>> {
        let known = self.outcome.lock().unwrap_or_else(PoisonError::into_inner).take();
        match (known, executed) {
            (_, Err(AggregateError::UserError(refusal))) => Err(CommandError::Refused(refusal)),
            (Some(Ok(outcome)), _) => Ok(outcome),
            (Some(Err(Failure::Stale { expected, actual })), _) => {
                Err(CommandError::Stale { expected, actual })
            }
            (Some(Err(Failure::Log(error))), _) => Err(CommandError::Log(error)),
            (None, _) => Err(CommandError::Log(LogError::Unavailable {
                reason: "the command framework gave no answer".to_owned(),
                source: None,
            })),
        }
    }
}

/// One command's view of the log.
pub(crate) struct LogStore<'c> {
    commander: &'c Commander,
    context: &'c Context,
    target: &'c Target,
    gathered: Mutex<Gathered>,
    exchange: &'c Exchange,
}

impl<'c> LogStore<'c> {
    pub(crate) const fn new(
        commander: &'c Commander,
        context: &'c Context,
        target: &'c Target,
        gathered: Gathered,
        exchange: &'c Exchange,
    ) -> Self {
        Self { commander, context, target, gathered: Mutex::new(gathered), exchange }
    }

    fn take(&self) -> Gathered {
        std::mem::take(&mut *self.gathered.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn fresh(&self) -> bool {
        self.gathered.lock().unwrap_or_else(PoisonError::into_inner).fresh
    }

    /// Keeps the reason aside: the framework's own errors have no room for it.
    fn fail<T, E: std::error::Error>(&self, failure: Failure) -> Result<T, AggregateError<E>> {
        self.exchange.put(Err(failure));
        Err(AggregateError::AggregateConflict)
    }
}

/// A thing between load and commit.
pub(crate) struct LogContext<A> {
    stream: StreamId,
    version: Version,
    aggregate: A,
}

impl<A: Aggregate> AggregateContext<A> for LogContext<A> {
    fn aggregate(&mut self) -> &mut A {
        &mut self.aggregate
    }
}

impl<A> EventStore<A> for LogStore<'_>
where
    A: Aggregate + Clone + 'static,
{
    type AC = LogContext<A>;

    async fn load_events(
        &self,
        id: &str,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        let stream = StreamId::new(A::TYPE, id);
        let recorded = match self.commander.log.read_stream(&stream, Version::NONE).await {
            Ok(recorded) => recorded,
            Err(error) => return self.fail(Failure::Log(error)),
        };
        let mut envelopes = Vec::with_capacity(recorded.len());
        for event in recorded {
            match decode(&event, &self.commander.upcasters) {
                Ok(payload) => envelopes.push(EventEnvelope {
                    aggregate_id: id.to_owned(),
                    sequence: usize::try_from(event.version.0).unwrap_or(usize::MAX),
                    payload,
                    metadata: HashMap::new(),
                }),
                Err(error) => return self.fail(Failure::Log(error)),
            }
        }
        Ok(envelopes)
    }

    async fn load_aggregate(&self, id: &str) -> Result<LogContext<A>, AggregateError<A::Error>> {
        let stream = StreamId::new(A::TYPE, id);
        let fresh = self.fresh();
        let found = match self.target {
            Target::New(_) if !fresh => {
                State { state: Arc::default(), version: Version::NONE, remembered: false }
            }
            _ => match self.commander.state::<A>(&stream, fresh).await {
                Ok(found) => found,
                Err(error) => return self.fail(Failure::Log(error)),
            },
        };
        self.exchange.rests_on_memory.fetch_or(found.remembered, Ordering::Relaxed);
        let actual = found.version;
        match self.context.expected {
            Some(expected) if expected != actual => self.fail(Failure::Stale { expected, actual }),
            _ => {
                let aggregate = Arc::unwrap_or_clone(found.state);
                Ok(LogContext { stream, version: actual, aggregate })
            }
        }
    }

    async fn commit(
        &self,
        events: Vec<A::Event>,
        context: LogContext<A>,
        _: HashMap<String, String>,
    ) -> Result<Vec<EventEnvelope<A>>, AggregateError<A::Error>> {
        let LogContext { stream, version, aggregate } = context;
        if events.is_empty() {
            self.exchange.put(Ok(Outcome::Unchanged { stream, version }));
            return Ok(vec![]);
        }
        let encoded = match encode_all::<A>(&events) {
            Ok(encoded) => encoded,
            Err(error) => return self.fail(Failure::Log(error)),
        };
        let Gathered { guards, mut writes, afterwards, window, .. } = self.take();
        writes.insert(0, Write { stream: stream.clone(), expected: version, events: encoded });
        let append = Append {
            guards: guards.into_iter().filter(|guard| guard.stream != stream).collect(),
            writes,
            window,
            metadata: Metadata {
                actor: self.context.actor.clone(),
                correlation: self.context.correlation.clone(),
                causation: self.context.causation.clone(),
                request: self.context.request,
            },
        };
        match self.commander.log.append(append).await {
            Ok(receipt) => {
                self.commander.memory.put(stream, receipt.version, Arc::new(aggregate));
                for (stream, version, state) in afterwards {
                    self.commander.memory.put(stream, version, state);
                }
                self.exchange.put(Ok(Outcome::Recorded(receipt)));
                Ok(vec![])
            }
            Err(error) => self.fail(Failure::Log(error)),
        }
    }
}
