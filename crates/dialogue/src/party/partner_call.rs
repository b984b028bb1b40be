//! A call for partners (consortium board): public among providers, named only when its provider
//! chose so, and gone when it is withdrawn.
//!
//! The names of the events are the storage format: they never change.

use super::PartyRefusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{PartnerReactionId, ProviderId, Refusal, Sealed, TrajectoryId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{Prose, Title, Whole};

/// A provider called for partners.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartnerCallPublished {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The provider.
    pub provider: ProviderId,
    /// The lot, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// What it is called.
    pub title: Title,
    /// What the provider offers and looks for.
    pub text: Prose,
    /// The provider's name and how to reach it, under its own key, when it chose to be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Sealed>,
}

/// The call was withdrawn.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartnerCallWithdrawn {}

/// A provider reacted to the call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartnerReactionGiven {
    /// The reaction.
    pub reaction: PartnerReactionId,
    /// The provider that reacts.
    pub provider: ProviderId,
    /// The reaction.
    pub text: Prose,
    /// Its name and how to reach it, under its own key, when it chose to be named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Sealed>,
}

/// A reaction was withdrawn by its provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PartnerReactionWithdrawn {
    /// The reaction.
    pub reaction: PartnerReactionId,
}

events! {
    /// What can have happened to a call for partners.
    PartnerCallEvent in "partner-call" {
        PartnerCallPublished v 1,
        PartnerCallWithdrawn v 1,
        PartnerReactionGiven v 1,
        PartnerReactionWithdrawn v 1,
    }
}

/// What can be asked of a call for partners.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum PartnerCallCommand {
    Publish(PartnerCallPublished),
    Withdraw(ProviderId),
    React(PartnerReactionGiven),
    WithdrawReaction { reaction: PartnerReactionId, provider: ProviderId },
}

/// The state of a call for partners.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerCall {
    published: Option<PartnerCallPublished>,
    withdrawn: bool,
    reactions: BTreeMap<PartnerReactionId, (PartnerReactionGiven, bool)>,
}

impl PartnerCall {
    fn standing(&self) -> Result<&PartnerCallPublished, Refusal> {
        let published = self.published.as_ref().filter(|_| !self.withdrawn);
        published.ok_or_else(|| PartyRefusal::CallUnknown.into())
    }

    fn react(&self, new: PartnerReactionGiven) -> Result<Vec<PartnerCallEvent>, Refusal> {
        self.standing()?;
        match self.reactions.get(&new.reaction) {
            None => Ok(vec![new.into()]),
            // The signature is sealed anew each time: what it says is the same.
            Some((known, false))
                if (known.provider, &known.text) == (new.provider, &new.text)
                    && known.signature.is_some() == new.signature.is_some() =>
            {
                Ok(vec![])
            }
            Some(_) => Err(PartyRefusal::ReactionExists.into()),
        }
    }
}

impl Decider for PartnerCall {
    const CATEGORY: &'static str = "partner-call";
    type Command = PartnerCallCommand;
    type Event = PartnerCallEvent;

    fn decide(&self, command: PartnerCallCommand) -> Result<Vec<PartnerCallEvent>, Refusal> {
        match command {
            PartnerCallCommand::Publish(new) => match &self.published {
                None => Ok(vec![new.into()]),
                Some(known) if *known == new && !self.withdrawn => Ok(vec![]),
                Some(_) => Err(PartyRefusal::CallExists.into()),
            },
            PartnerCallCommand::Withdraw(provider) => {
                let published = self.published.as_ref().ok_or(PartyRefusal::CallUnknown)?;
                if published.provider != provider {
                    return Err(PartyRefusal::CallUnknown.into());
                }
                Ok(if self.withdrawn { vec![] } else { vec![PartnerCallWithdrawn {}.into()] })
            }
            PartnerCallCommand::React(new) => self.react(new),
            PartnerCallCommand::WithdrawReaction { reaction, provider } => {
                match self.reactions.get(&reaction) {
                    Some((known, withdrawn)) if known.provider == provider => Ok(if *withdrawn {
                        vec![]
                    } else {
                        vec![PartnerReactionWithdrawn { reaction }.into()]
                    }),
                    _ => Err(PartyRefusal::ReactionUnknown.into()),
                }
            }
        }
    }

    fn evolve(&mut self, event: &PartnerCallEvent) {
        match event.clone() {
            PartnerCallEvent::PartnerCallPublished(published) => self.published = Some(published),
            PartnerCallEvent::PartnerCallWithdrawn(_) => self.withdrawn = true,
            PartnerCallEvent::PartnerReactionGiven(given) => {
                self.reactions.insert(given.reaction, (given, false));
            }
            PartnerCallEvent::PartnerReactionWithdrawn(withdrawn) => {
                if let Some((_, gone)) = self.reactions.get_mut(&withdrawn.reaction) {
                    *gone = true;
                }
            }
        }
    }
}

aggregate!(PartnerCall);
