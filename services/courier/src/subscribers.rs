//! Who wants mail, and of what: the courier's address book.

use crate::error::CourierError;
use crate::notices::Notice;
use crate::outbox::{Mail, put};
use dialogue::party::Subscriber;
use dialogue::{ProviderId, SubscriptionEvent, TrajectoryId};
use jiff::Timestamp;
use rusqlite::{Transaction, params};
use vocabulary::CouncilCode;

/// Whom a notice is for.
pub(crate) enum Audience<'a> {
    /// Everyone who follows a trajectory.
    Followers(TrajectoryId),
    /// The staff who follow a trajectory.
    Staff(TrajectoryId),
    /// Everyone of a council.
    Council(&'a CouncilCode),
    /// Everyone of a provider, also who does not follow the trajectory.
    Provider(ProviderId),
}

impl Audience<'_> {
    /// The trajectory that everyone in it follows.
    pub(crate) const fn trajectory(&self) -> Option<TrajectoryId> {
        match self {
            Self::Followers(trajectory) | Self::Staff(trajectory) => Some(*trajectory),
            Self::Council(_) | Self::Provider(_) => None,
        }
    }
}

/// Something to tell.
pub(crate) struct Tiding<'t> {
    /// What it is about. Together with the person it makes the mail's name, so that a second one
    /// about the same is the same.
    pub(crate) occasion: &'t str,
    /// Whom it is for.
    pub(crate) audience: Audience<'t>,
    /// What is told.
    pub(crate) notice: &'t Notice,
    /// The round to which it calls.
    pub(crate) round: Option<&'t str>,
    /// When it is told.
    pub(crate) at: Timestamp,
}

/// Notes what happened to a subscription.
pub(crate) fn subscribe(
    rows: &Transaction<'_>,
    id: &str,
    event: &SubscriptionEvent,
) -> Result<(), CourierError> {
    match event {
        SubscriptionEvent::SubscriptionOpened(opened) => {
            let (party, council) = match &opened.subscriber {
                Subscriber::Municipality(_) => ("municipality", None),
                Subscriber::Provider(_) => ("provider", None),
                Subscriber::Council(code) => ("council", Some(code.as_str())),
            };
            let person = id.split_once('.').map_or(id, |(person, _)| person);
            rows.execute(
                "INSERT INTO subscription (id, person, party, council, address) \
                 VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (id) DO UPDATE SET address = excluded.address",
                params![id, person, party, council, serde_json::to_string(&opened.address)?],
            )?;
        }
        SubscriptionEvent::TrajectoryFollowed(followed) => {
            rows.execute(
                "INSERT OR IGNORE INTO follows (subscription, trajectory) VALUES (?1, ?2)",
                [id, &followed.trajectory.to_string()],
            )?;
        }
        SubscriptionEvent::TrajectoryUnfollowed(unfollowed) => {
            rows.execute(
                "DELETE FROM follows WHERE subscription = ?1 AND trajectory = ?2",
                [id, &unfollowed.trajectory.to_string()],
            )?;
        }
        SubscriptionEvent::SubscriptionEnded(_) => {
            rows.execute("DELETE FROM follows WHERE subscription = ?1", [id])?;
            rows.execute("DELETE FROM subscription WHERE id = ?1", [id])?;
        }
    }
    Ok(())
}

/// Puts one mail into the outbox for each person in the audience, also for one who reads along
/// for several organisations.
pub(crate) fn tell(rows: &Transaction<'_>, tiding: &Tiding<'_>) -> Result<(), CourierError> {
    let (sql, value) = match tiding.audience {
        Audience::Followers(trajectory) => (
            "SELECT person, min(id) FROM subscription JOIN follows ON subscription = id \
             WHERE trajectory = ?1 GROUP BY person",
            trajectory.to_string(),
        ),
        Audience::Staff(trajectory) => (
            "SELECT person, min(id) FROM subscription JOIN follows ON subscription = id \
             WHERE trajectory = ?1 AND party = 'municipality' GROUP BY person",
            trajectory.to_string(),
        ),
        Audience::Council(code) => (
            "SELECT person, min(id) FROM subscription WHERE council = ?1 GROUP BY person",
            code.to_string(),
        ),
        // A subscription is named after its person and organisation.
        Audience::Provider(provider) => (
            "SELECT person, min(id) FROM subscription \
             WHERE party = 'provider' AND substr(id, length(person) + 2) = ?1 GROUP BY person",
            provider.to_string(),
        ),
    };
    let mut statement = rows.prepare_cached(sql)?;
    let mut people = statement.query([value])?;
    while let Some(row) = people.next()? {
        let (person, subscription): (String, String) = (row.get(0)?, row.get(1)?);
        put(rows, &Mail { person: &person, subscription: &subscription, tiding })?;
    }
    Ok(())
}
