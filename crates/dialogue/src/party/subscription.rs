//! A subscription: where a person wants mail, and which trajectories that person follows.
//!
//! The names of the events are the storage format: they never change.

use super::PartyRefusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{ProviderId, Refusal, Sealed, TrajectoryId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{CouncilCode, MunicipalityCode};

/// For whom a person reads along. What a mail may tell follows from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Subscriber {
    /// For a municipality.
    Municipality(MunicipalityCode),
    /// For a provider.
    Provider(ProviderId),
    /// For a client council. Requests to the council are sent without following anything.
    Council(CouncilCode),
}

/// A person gave an address, or another one took its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SubscriptionOpened {
    /// For whom the person reads along.
    pub subscriber: Subscriber,
    /// The address, under the person's key.
    pub address: Sealed,
}

/// The person follows a trajectory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryFollowed {
    /// The trajectory.
    pub trajectory: TrajectoryId,
}

/// The person follows a trajectory no longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryUnfollowed {
    /// The trajectory.
    pub trajectory: TrajectoryId,
}

/// The person wants no mail any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SubscriptionEnded {}

events! {
    /// What can have happened to a subscription.
    SubscriptionEvent in "subscription" {
        SubscriptionOpened v 1,
        TrajectoryFollowed v 1,
        TrajectoryUnfollowed v 1,
        SubscriptionEnded v 1,
    }
}

/// What can be asked of a subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum SubscriptionCommand {
    Open(SubscriptionOpened),
    Follow(TrajectoryId),
    Unfollow(TrajectoryId),
    End,
}

/// The state of a subscription.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    opened: Option<SubscriptionOpened>,
    followed: BTreeSet<TrajectoryId>,
}

impl Decider for Subscription {
    const CATEGORY: &'static str = "subscription";
    type Command = SubscriptionCommand;
    type Event = SubscriptionEvent;

    fn decide(&self, command: SubscriptionCommand) -> Result<Vec<SubscriptionEvent>, Refusal> {
        match command {
            SubscriptionCommand::Open(opened) => {
                let same = self.opened.as_ref() == Some(&opened);
                Ok(if same { vec![] } else { vec![opened.into()] })
            }
            SubscriptionCommand::Follow(trajectory) => {
                if self.opened.is_none() {
                    return Err(PartyRefusal::NoAddress.into());
                }
                let same = self.followed.contains(&trajectory);
                Ok(if same { vec![] } else { vec![TrajectoryFollowed { trajectory }.into()] })
            }
            SubscriptionCommand::Unfollow(trajectory) => {
                let follows = self.followed.contains(&trajectory);
                Ok(if follows { vec![TrajectoryUnfollowed { trajectory }.into()] } else { vec![] })
            }
            SubscriptionCommand::End => {
                Ok(if self.opened.is_some() { vec![SubscriptionEnded {}.into()] } else { vec![] })
            }
        }
    }

    fn evolve(&mut self, event: &SubscriptionEvent) {
        match event {
            SubscriptionEvent::SubscriptionOpened(opened) => self.opened = Some(opened.clone()),
            SubscriptionEvent::TrajectoryFollowed(followed) => {
                self.followed.insert(followed.trajectory);
            }
            SubscriptionEvent::TrajectoryUnfollowed(unfollowed) => {
                self.followed.remove(&unfollowed.trajectory);
            }
            SubscriptionEvent::SubscriptionEnded(_) => *self = Self::default(),
        }
    }
}

aggregate!(Subscription);
