//! Executes commands: load, decide, append. The only door for writes.
//!
//! A command is prepared with facts from other streams; each stream that was read is guarded in
//! the append, so that two commands that each rest on the other's silence cannot both win. A
//! lost race is decided again with fresh facts, at most [`RETRIES_MAX`] times, so that the caller
//! gets the right refusal rather than a conflict.
//!
//! States are remembered between commands. That is safe because an append names the version of
//! everything it rests on: what was remembered and is stale loses, is read again and decided
//! again. A refusal, or the answer that nothing is to be done, is given only after a fresh look.

mod codec;
mod error;
mod memory;
mod scope;
mod store;

pub use cqrs_es::Aggregate;
pub use error::CommandError;
pub use scope::{Scope, Target};

use cqrs_es::CqrsFramework;
use cqrs_es::persist::EventUpcaster;
use event_log::{Actor, EventLog, LogError, Receipt, Request, StreamId, Version};
use memory::Memory;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Exchange, LogStore};

/// How often a command is decided again after a lost race.
pub const RETRIES_MAX: usize = 3;

/// Who asks, why, and under which conditions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Who asks.
    pub actor: Actor,
    /// Binds everything that follows from one request.
    pub correlation: String,
    /// What directly caused the command.
    pub causation: String,
    /// The request, when it may come again.
    pub request: Option<Request>,
    /// The version that the caller has seen, when the caller insists on it.
    pub expected: Option<Version>,
}

/// What came of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It was recorded now.
    Recorded(Receipt),
    /// The same request was recorded earlier; this is its receipt.
    Repeated(Receipt),
    /// It was so already: there was nothing to record.
    Unchanged {
        /// The stream.
        stream: StreamId,
        /// Its version.
        version: Version,
    },
}

impl Outcome {
    /// The stream that the command was about.
    #[must_use]
    pub const fn stream(&self) -> &StreamId {
        match self {
            Self::Recorded(receipt) | Self::Repeated(receipt) => &receipt.stream,
            Self::Unchanged { stream, .. } => stream,
        }
    }

    /// The version of that stream afterwards.
    #[must_use]
    pub const fn version(&self) -> Version {
        match self {
            Self::Recorded(receipt) | Self::Repeated(receipt) => receipt.version,
            Self::Unchanged { version, .. } => *version,
        }
    }

    /// The receipt, when something was recorded.
    #[must_use]
    pub const fn receipt(&self) -> Option<&Receipt> {
        match self {
            Self::Recorded(receipt) | Self::Repeated(receipt) => Some(receipt),
            Self::Unchanged { .. } => None,
        }
    }
}

/// Executes commands on one log.
pub struct Commander {
    log: Arc<dyn EventLog>,
    memory: Memory,
    upcasters: Vec<Box<dyn EventUpcaster>>,
}

/// What preparing a command gives: the command, or why there is none.
pub type Prepared<A> = Result<<A as Aggregate>::Command, CommandError<<A as Aggregate>::Error>>;

impl Commander {
    /// A commander on a log. The upcasters turn events of older versions into those of today.
    #[must_use]
    pub fn new(log: Arc<dyn EventLog>, upcasters: Vec<Box<dyn EventUpcaster>>) -> Self {
        Self { log, memory: Memory::new(), upcasters }
    }

    /// The log that is written to.
    #[must_use]
    pub const fn log(&self) -> &Arc<dyn EventLog> {
        &self.log
    }

    /// Executes a command on one aggregate. `prepare` makes the command from facts that it loads
    /// through the scope; it may be called again, with fresh facts.
    ///
    /// # Errors
    /// [`CommandError`]: refused by the rules, stale, or the log could not take it.
    pub async fn execute<A>(
        &self,
        context: &Context,
        target: Target,
        prepare: impl AsyncFn(&mut Scope<'_, A::Error>) -> Prepared<A>,
    ) -> Result<Outcome, CommandError<A::Error>>
    where
        A: Aggregate<Services = ()> + Clone + 'static,
    {
        let mut failure = None;
        for attempt in 0..=RETRIES_MAX {
            let mut scope = Scope::new(self, attempt > 0);
            let decided = match prepare(&mut scope).await {
                Ok(command) => self.attempt::<A>(context, &target, &mut scope, command).await,
                Err(error) => Err(error),
            };
            match decided {
                Ok(outcome @ Outcome::Recorded(_)) => return Ok(outcome),
                Err(CommandError::Log(LogError::RequestRepeated(record))) => {
                    return self.repeated(context, *record);
                }
                Err(CommandError::Log(LogError::Conflict { .. })) => {
                    failure = Some(Err(CommandError::Busy));
                }
                // What came of it is not known: whoever asks again, under the same key, hears it.
                Err(error @ CommandError::Log(LogError::Unavailable { .. })) => return Err(error),
                // Whatever else was found may rest on something remembered.
                other if scope.rests_on_memory() => failure = Some(other),
                other => {
                    failure = Some(other);
                    break;
                }
            }
        }
        // Whoever asks again hears the first answer, whatever has happened since.
        if let Some(request) = &context.request {
            let found = self.log.find_request(&request.key).await.map_err(CommandError::Log)?;
            if let Some(record) = found {
                return self.repeated(context, record);
            }
        }
        failure.unwrap_or(Err(CommandError::Busy))
    }

    /// The state of a thing as it is now, for reading.
    ///
    /// # Errors
    /// When the log cannot be read.
    pub async fn look_up<A>(&self, id: impl std::fmt::Display) -> Result<Arc<A>, LogError>
    where
        A: Aggregate + Clone + 'static,
    {
        Ok(self.state::<A>(&StreamId::new(A::TYPE, id), true).await?.state)
    }

    async fn attempt<A>(
        &self,
        context: &Context,
        target: &Target,
        scope: &mut Scope<'_, A::Error>,
        command: A::Command,
    ) -> Result<Outcome, CommandError<A::Error>>
    where
        A: Aggregate<Services = ()> + Clone + 'static,
    {
        let exchange = Exchange::default();
        let store = LogStore::new(self, context, target, scope.hand_over(), &exchange);
        let framework = CqrsFramework::<A, _>::new(store, vec![], ());
        let executed = framework.execute_with_metadata(target.id(), command, HashMap::new()).await;
        scope.note(exchange.rests_on_memory());
        exchange.outcome(executed)
    }

    fn repeated<E>(
        &self,
        context: &Context,
        record: event_log::RequestRecord,
    ) -> Result<Outcome, CommandError<E>> {
        match context.request {
            Some(request) if request.fingerprint == record.fingerprint => {
                Ok(Outcome::Repeated(record.receipt))
            }
            _ => Err(CommandError::KeyReused),
        }
    }
}
