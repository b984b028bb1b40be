//! Facts for the procurement report that only the buyer knows.

use dialogue::AnyEvent;
use dialogue::procurement::ProcurementEvent;
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};

pub(crate) struct ProcurementFacts;

impl Projection<AnyEvent> for ProcurementFacts {
    fn name(&self) -> &'static str {
        "procurement-facts"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE procurement_facts (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Procurement(ProcurementEvent::ProcurementFactsRecorded(facts)) = event else {
            return Ok(());
        };
        rows.put("procurement_facts", recorded.stream.id(), &[], facts)
    }
}
