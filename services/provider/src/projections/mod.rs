//! What a provider may see: the published dossier, and its own input with what became of it.

pub(crate) mod admissions;
pub(crate) mod awards;
pub(crate) mod combinations;
pub(crate) mod complaints;
pub(crate) mod contributions;
pub(crate) mod imports;
pub(crate) mod involvements;
pub(crate) mod objections;
pub(crate) mod own;
pub(crate) mod proceedings;
pub(crate) mod profiles;
pub(crate) mod questions;
pub(crate) mod registrations;
pub(crate) mod requirement_flags;

use dialogue::AnyEvent;
use dialogue::party::Subscriber;
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::Projection;
use serde::{Deserialize, Serialize};
use service::subscriptions::Subscriptions;
use service::{Board, Dossier, Levelling, Performance, Readership, SupervisionSignals, Timeline};
use utoipa::ToSchema;

/// All projections of this service. Later ones may read the rows of earlier ones.
pub(crate) fn all() -> Vec<Box<dyn Projection<AnyEvent>>> {
    vec![
        Box::new(Dossier),
        Box::new(Timeline { with_contracts: true }),
        Box::new(Subscriptions::new(|of| matches!(of, Subscriber::Provider(_)))),
        Box::new(profiles::Profiles),
        Box::new(contributions::Contributions),
        Box::new(questions::Questions),
        Box::new(registrations::Registrations),
        Box::new(imports::Imports),
        Box::new(objections::Objections),
        Box::new(complaints::Complaints),
        Box::new(admissions::Applications),
        Box::new(combinations::Combinations),
        Box::new(proceedings::Proceedings),
        Box::new(awards::Awards),
        Box::new(Performance),
        Box::new(SupervisionSignals),
        Box::new(requirement_flags::RequirementFlags),
        Box::new(Levelling(Readership::Providers)),
        Box::new(involvements::Involvements),
        Box::new(Board { with_authors: true }),
    ]
}

/// Proof that something was received, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReceiptView {
    /// When it was recorded, by the log's clock, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub(crate) recorded_at: Timestamp,
    /// Its position in the log.
    pub(crate) position: u64,
    /// The log's hash up to and including it.
    pub(crate) hash: String,
}

impl ReceiptView {
    pub(crate) fn of(recorded: &RecordedEvent) -> Self {
        Self {
            recorded_at: recorded.recorded_at,
            position: recorded.position.0,
            hash: recorded.hash.to_string(),
        }
    }
}
