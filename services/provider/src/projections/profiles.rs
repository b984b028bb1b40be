//! Profiles of providers, each for its own provider.

use dialogue::party::ProviderProfile;
use dialogue::{AnyEvent, ProviderEvent};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};

/// A profile as it is kept; name and contact stay sealed until they are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProfileRow {
    pub(crate) version: u64,
    pub(crate) profile: ProviderProfile,
}

pub(crate) struct Profiles;

impl Projection<AnyEvent> for Profiles {
    fn name(&self) -> &'static str {
        "profiles"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE profile (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Provider(ProviderEvent::ProviderRegistered(registered)) = event else {
            return Ok(());
        };
        let id = recorded.stream.id();
        let profile = registered.profile.clone();
        let row = ProfileRow { version: recorded.version.0, profile };
        rows.put("profile", id, &[("provider", &id)], &row)
    }
}
