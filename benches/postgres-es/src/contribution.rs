//! The thing that commands are about: a contribution, with an event of the size of ours.

use cqrs_es::event_sink::EventSink;
use cqrs_es::{Aggregate, DomainEvent};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A contribution that can be submitted once.
#[derive(Default, Serialize, Deserialize)]
pub(crate) struct Contribution {
    submitted: bool,
}

/// What can be asked of it.
pub(crate) enum Command {
    /// Submit it.
    Submit(Submitted),
}

/// What a submission says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Submitted {
    pub(crate) round: String,
    pub(crate) provider: String,
    pub(crate) theme: String,
    pub(crate) track: String,
    pub(crate) text: String,
}

/// What happened to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) enum Event {
    /// It was submitted.
    ContributionSubmitted(Submitted),
}

impl DomainEvent for Event {
    fn event_type(&self) -> String {
        "ContributionSubmitted".to_owned()
    }

    fn event_version(&self) -> String {
        "1".to_owned()
    }
}

/// It was submitted before.
#[derive(Debug)]
pub(crate) struct SubmittedBefore;

impl fmt::Display for SubmittedBefore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("submitted before")
    }
}

impl std::error::Error for SubmittedBefore {}

impl Aggregate for Contribution {
    const TYPE: &'static str = "contribution";
    type Command = Command;
    type Event = Event;
    type Error = SubmittedBefore;
    type Services = ();

    async fn handle(
        &mut self,
        Command::Submit(submitted): Command,
        (): &(),
        sink: &EventSink<Self>,
    ) -> Result<(), SubmittedBefore> {
        if self.submitted {
            return Err(SubmittedBefore);
        }
        sink.write(Event::ContributionSubmitted(submitted), self).await;
        Ok(())
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::ContributionSubmitted(_) => self.submitted = true,
        }
    }
}
