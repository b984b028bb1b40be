//! An experience as somebody told it, without who that is: no name, no number, no address, no file
//! of a client.

use super::{ExperienceVoice, OutreachRefusal};
use crate::decider::{Decider, aggregate};
use crate::discretion::personal_faults;
use crate::events::events;
use crate::{OutreachId, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Prose, Slug};

/// How it was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ExperienceChannel {
    /// On the form that is open to everyone.
    Form,
    /// In a panel.
    Panel,
    /// In a session.
    Session,
}

/// Somebody told of an experience, with consent and without telling who they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExperienceShared {
    /// To which outreach.
    pub outreach: OutreachId,
    /// How.
    pub channel: ExperienceChannel,
    /// From which side.
    pub voice: ExperienceVoice,
    /// On which theme.
    pub theme: Slug,
    /// What was told.
    pub text: Prose,
    /// Whether they consented to what the outreach says is done with it; without that it is not
    /// kept.
    pub consent: bool,
}

events! {
    /// What can have happened to an experience.
    ExperienceEvent in "experience" {
        ExperienceShared v 1,
    }
}

/// What can be asked of an experience.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "it is the command for the event of its name")]
pub enum ExperienceCommand {
    Share(ExperienceShared),
}

/// The state of an experience.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Experience {
    shared: Option<ExperienceShared>,
}

impl Decider for Experience {
    const CATEGORY: &'static str = "experience";
    type Command = ExperienceCommand;
    type Event = ExperienceEvent;

    fn decide(&self, command: ExperienceCommand) -> Result<Vec<ExperienceEvent>, Refusal> {
        let ExperienceCommand::Share(shared) = command;
        match &self.shared {
            Some(same) if *same == shared => return Ok(vec![]),
            Some(_) => return Err(OutreachRefusal::ExperienceExists.into()),
            None => {}
        }
        let mut faults = Faults::none();
        faults.unless(
            shared.consent,
            "/consent",
            "Wij bewaren wat u vertelt alleen als u daarmee instemt.",
        );
        faults.extend(personal_faults("/text", shared.text.as_ref()).into_vec());
        faults.check()?;
        Ok(vec![shared.into()])
    }

    fn evolve(&mut self, event: &ExperienceEvent) {
        let ExperienceEvent::ExperienceShared(shared) = event;
        self.shared = Some(shared.clone());
    }
}

aggregate!(Experience);
