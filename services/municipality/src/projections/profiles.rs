//! The profiles of providers, sealed as they are in the log: for finding what may tell who asked.

use dialogue::{AnyEvent, ProviderEvent};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};

pub(crate) struct ProviderProfiles;

impl Projection<AnyEvent> for ProviderProfiles {
    fn name(&self) -> &'static str {
        "provider-profiles"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE provider_profile (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
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
        rows.put("provider_profile", recorded.stream.id(), &[], &registered.profile)
    }
}
