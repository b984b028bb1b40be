//! Where a person wants mail, and which trajectories that person follows. The same for every
//! party.

use crate::caller::{Call, SpeaksFor};
use crate::sealed::{open, seal};
use crate::{Model, Shared, Tagged, Written};
use command::{Scope, Target};
use dialogue::party::{Subscriber, SubscriptionOpened};
use dialogue::{
    AnyEvent, Decider, Refusal, Sealed, Subscription, SubscriptionCommand, SubscriptionEvent,
    Trajectory, TrajectoryId,
};
use event_log::RecordedEvent;
use http::{Conditions, Problem, Told};
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::EmailAddress;

/// Where a person wants mail.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NotificationAddress {
    /// The mail address.
    pub email: EmailAddress,
}

/// Where a person wants mail, and what that person follows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct NotificationSettings {
    /// The mail address; absent when it was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<EmailAddress>,
    /// The trajectories that are followed.
    pub follows: BTreeSet<TrajectoryId>,
}

/// A party whose people can subscribe.
pub trait Subscribes: SpeaksFor {
    /// For whom they read along.
    fn subscriber(&self) -> Subscriber;
}

impl Subscribes for vocabulary::MunicipalityCode {
    fn subscriber(&self) -> Subscriber {
        Subscriber::Municipality(self.clone())
    }
}

impl Subscribes for crate::ProviderOrganisation {
    fn subscriber(&self) -> Subscriber {
        Subscriber::Provider(self.id)
    }
}

impl Subscribes for vocabulary::CouncilCode {
    fn subscriber(&self) -> Subscriber {
        Subscriber::Council(self.clone())
    }
}

fn target<O: SpeaksFor>(call: &Call<O>) -> String {
    format!("{}.{}", call.caller.person, call.caller.organisation.code())
}

/// Sets the address to which a person wants mail.
///
/// # Errors
/// When it cannot be recorded.
pub async fn set_address<O: Subscribes>(
    shared: &Shared,
    call: &Call<O>,
    address: &NotificationAddress,
    conditions: &Conditions,
) -> Result<Written, Problem> {
    let address = seal(&shared.vault, call.caller.person, address)?;
    let subscriber = call.caller.organisation.subscriber();
    let opened = SubscriptionOpened { subscriber, address };
    let outcome = shared
        .execute::<Subscription, O>(
            call,
            conditions,
            Target::existing(target(call)),
            async |_: &mut Scope<'_, Refusal>| Ok(SubscriptionCommand::Open(opened.clone())),
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Follows a trajectory, or follows it no longer.
///
/// # Errors
/// When there is no such trajectory, or no address yet.
pub async fn follow<O: Subscribes>(
    shared: &Shared,
    call: &Call<O>,
    trajectory: TrajectoryId,
    follows: bool,
    conditions: &Conditions,
) -> Result<Written, Problem> {
    let outcome = shared
        .execute::<Subscription, O>(
            call,
            conditions,
            Target::existing(target(call)),
            async |scope: &mut Scope<'_, Refusal>| {
                scope.glance::<Trajectory>(trajectory).await?.profile()?;
                Ok(if follows {
                    SubscriptionCommand::Follow(trajectory)
                } else {
                    SubscriptionCommand::Unfollow(trajectory)
                })
            },
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// Ends all mail to a person.
///
/// # Errors
/// When it cannot be recorded.
pub async fn end<O: Subscribes>(
    shared: &Shared,
    call: &Call<O>,
    conditions: &Conditions,
) -> Result<Written, Problem> {
    let outcome = shared
        .execute::<Subscription, O>(
            call,
            conditions,
            Target::existing(target(call)),
            async |_: &mut Scope<'_, Refusal>| Ok(SubscriptionCommand::End),
        )
        .await?;
    Ok(Written::changed(&outcome))
}

/// What a person has set.
///
/// # Errors
/// When nothing was set.
pub fn settings<O: SpeaksFor>(
    shared: &Shared,
    model: &Model,
    call: &Call<O>,
) -> Result<Tagged<NotificationSettings>, Problem> {
    let sql = "SELECT body FROM subscription WHERE id = ?1";
    let row = model.with(|read| read.document::<Row>(sql, [target(call)]))?.ok_or_else(|| {
        Problem::unknown(Told::new("no-notification-address", "U hebt nog geen adres opgegeven."))
    })?;
    let address = open::<NotificationAddress>(&shared.vault, &row.address)?;
    let email = address.map(|address| address.email);
    Ok(Tagged {
        content: NotificationSettings { email, follows: row.follows },
        version: row.version,
    })
}

/// A subscription as its owner's service keeps it. The address stays sealed.
#[derive(Serialize, Deserialize)]
struct Row {
    address: Sealed,
    follows: BTreeSet<TrajectoryId>,
    version: u64,
}

/// The projection of the subscriptions of one party.
pub struct Subscriptions {
    mine: fn(&Subscriber) -> bool,
}

impl Subscriptions {
    /// The subscriptions of the party that `mine` recognises.
    #[must_use]
    pub const fn new(mine: fn(&Subscriber) -> bool) -> Self {
        Self { mine }
    }
}

impl Projection<AnyEvent> for Subscriptions {
    fn name(&self) -> &'static str {
        "subscriptions"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE subscription (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
    }

    fn reads(&self, category: &str) -> bool {
        category == Subscription::CATEGORY
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Subscription(event) = event else { return Ok(()) };
        let (id, version) = (recorded.stream.id(), recorded.version.0);
        match event.clone() {
            SubscriptionEvent::SubscriptionOpened(opened) if (self.mine)(&opened.subscriber) => {
                let follows =
                    rows.get::<Row>("subscription", id)?.map(|row| row.follows).unwrap_or_default();
                rows.put(
                    "subscription",
                    id,
                    &[],
                    &Row { address: opened.address, follows, version },
                )
            }
            SubscriptionEvent::SubscriptionOpened(_) => Ok(()),
            SubscriptionEvent::TrajectoryFollowed(followed) => {
                rows.change::<Row>("subscription", id, &[], |row| {
                    row.follows.insert(followed.trajectory);
                    row.version = version;
                })
            }
            SubscriptionEvent::TrajectoryUnfollowed(unfollowed) => {
                rows.change::<Row>("subscription", id, &[], |row| {
                    row.follows.remove(&unfollowed.trajectory);
                    row.version = version;
                })
            }
            SubscriptionEvent::SubscriptionEnded(_) => {
                rows.execute("DELETE FROM subscription WHERE id = ?1", [id]).map(|_| ())
            }
        }
    }
}
