//! What a command gathers while it is prepared: facts with their guards, writes to other
//! streams, and the window in which it may happen.

use crate::Commander;
use crate::error::CommandError;
use crate::store::{State, encode_all};
use cqrs_es::Aggregate;
use cqrs_es::event_sink::EventSink;
use event_log::{Guard, StreamId, Version, Window, Write};
use jiff::Timestamp;
use std::any::Any;
use std::fmt::Display;
use std::marker::PhantomData;
use std::sync::Arc;

/// The thing that a command is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A thing that is made by this command: it need not be looked for.
    New(String),
    /// A thing that may exist.
    Existing(String),
}

impl Target {
    /// A thing that is made by this command.
    pub fn new(id: impl Display) -> Self {
        Self::New(id.to_string())
    }

    /// A thing that may exist.
    pub fn existing(id: impl Display) -> Self {
        Self::Existing(id.to_string())
    }

    pub(crate) fn id(&self) -> &str {
        match self {
            Self::New(id) | Self::Existing(id) => id,
        }
    }
}

/// A state to remember once the append has succeeded.
pub(crate) type Afterwards = (StreamId, Version, Arc<dyn Any + Send + Sync>);

/// What was gathered, for the append.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) fresh: bool,
    pub(crate) guards: Vec<Guard>,
    pub(crate) writes: Vec<Write>,
    pub(crate) afterwards: Vec<Afterwards>,
    pub(crate) window: Window,
}

/// What a command can use while it is prepared.
pub struct Scope<'c, E> {
    commander: &'c Commander,
    gathered: Gathered,
    fresh: bool,
    rests_on_memory: bool,
    error: PhantomData<fn() -> E>,
}

impl<'c, E> Scope<'c, E> {
    pub(crate) fn new(commander: &'c Commander, fresh: bool) -> Self {
        Self {
            commander,
            gathered: Gathered::default(),
            fresh,
            rests_on_memory: false,
            error: PhantomData,
        }
    }

    /// The state of another thing. The append guards it: what is decided on it cannot be
    /// recorded once it has changed.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn load<A>(&mut self, id: impl Display) -> Result<Arc<A>, CommandError<E>>
    where
        A: Aggregate + Clone + 'static,
    {
        let stream = StreamId::new(A::TYPE, id);
        let State { state, version, remembered } =
            self.commander.state::<A>(&stream, self.fresh).await.map_err(CommandError::Log)?;
        self.rests_on_memory |= remembered;
        if self.gathered.guards.iter().all(|guard| guard.stream != stream) {
            self.gathered.guards.push(Guard { stream, version });
        }
        Ok(state)
    }

    /// The state of another thing, without a guard: for facts that, once so, stay so.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn glance<A>(&mut self, id: impl Display) -> Result<Arc<A>, CommandError<E>>
    where
        A: Aggregate + Clone + 'static,
    {
        let stream = StreamId::new(A::TYPE, id);
        let State { state, remembered, .. } =
            self.commander.state::<A>(&stream, self.fresh).await.map_err(CommandError::Log)?;
        self.rests_on_memory |= remembered;
        Ok(state)
    }

    /// Lets another thing decide as well, and writes what it decides in the same append.
    ///
    /// # Errors
    /// When that thing refuses, or the log cannot be read.
    pub async fn also<A>(
        &mut self,
        id: impl Display,
        command: A::Command,
    ) -> Result<(), CommandError<E>>
    where
        A: Aggregate<Services = (), Error = E> + Clone + 'static,
    {
        let stream = StreamId::new(A::TYPE, id);
        let State { state, version, remembered } =
            self.commander.state::<A>(&stream, self.fresh).await.map_err(CommandError::Log)?;
        self.rests_on_memory |= remembered;
        let mut state = A::clone(&state);
        let sink = EventSink::default();
        state.handle(command, &(), &sink).await.map_err(CommandError::Refused)?;
        let events = encode_all::<A>(&sink.collect().await).map_err(CommandError::Log)?;
        self.gathered.guards.retain(|guard| guard.stream != stream);
        if events.is_empty() {
            self.gathered.guards.push(Guard { stream, version });
        } else {
            let after = version.plus(events.len() as u64);
            self.gathered.afterwards.push((stream.clone(), after, Arc::new(state)));
            self.gathered.writes.push(Write { stream, expected: version, events });
        }
        Ok(())
    }

    /// The append is refused by the log's clock before this instant.
    pub fn not_before(&mut self, instant: Timestamp) {
        let window = Window { not_before: Some(instant), not_after: None };
        self.gathered.window = self.gathered.window.and(window);
    }

    /// The append is refused by the log's clock after this instant.
    pub fn not_after(&mut self, instant: Timestamp) {
        let window = Window { not_before: None, not_after: Some(instant) };
        self.gathered.window = self.gathered.window.and(window);
    }

    pub(crate) fn hand_over(&mut self) -> Gathered {
        Gathered { fresh: self.fresh, ..std::mem::take(&mut self.gathered) }
    }

    pub(crate) const fn note(&mut self, rests_on_memory: bool) {
        self.rests_on_memory |= rests_on_memory;
    }

    pub(crate) const fn rests_on_memory(&self) -> bool {
        self.rests_on_memory
    }
}
