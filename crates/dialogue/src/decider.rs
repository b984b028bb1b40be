//! How a decision is made: pure, synchronous, from state and command to events.

use crate::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// One thing about which is decided: its state is folded from its events, and nothing else is
/// read. Clock, ids and facts of other streams arrive in the command. Deciding that something is
/// already so gives no events: that is how a repeated command stays harmless.
pub trait Decider: Default + Serialize + DeserializeOwned {
    /// The category of its streams.
    const CATEGORY: &'static str;
    /// What can be asked of it.
    type Command;
    /// What can have happened to it.
    type Event;

    /// What follows from a command in this state.
    ///
    /// # Errors
    /// Why it may not be done now.
    fn decide(&self, command: Self::Command) -> Result<Vec<Self::Event>, Refusal>;

    /// The state after an event.
    fn evolve(&mut self, event: &Self::Event);
}

/// Makes a decider usable by the command framework. All rules stay in `decide`.
macro_rules! aggregate {
    ($name:ident) => {
        impl cqrs_es::Aggregate for $name {
            const TYPE: &'static str = <$name as $crate::Decider>::CATEGORY;
            type Command = <$name as $crate::Decider>::Command;
            type Event = <$name as $crate::Decider>::Event;
            type Error = $crate::Refusal;
            type Services = ();

            async fn handle(
                &mut self,
                command: Self::Command,
                (): &Self::Services,
                sink: &cqrs_es::event_sink::EventSink<Self>,
            ) -> Result<(), Self::Error> {
                for event in $crate::Decider::decide(self, command)? {
                    sink.write(event, self).await;
                }
                Ok(())
            }

            fn apply(&mut self, event: Self::Event) {
                $crate::Decider::evolve(self, &event);
            }
        }
    };
}

pub(crate) use aggregate;
