//! What a council may see: the published dossier, and its own desk.

mod advising;
pub(crate) mod confidential;
pub(crate) mod desk;

use dialogue::AnyEvent;
use dialogue::party::Subscriber;
use projection::Projection;
use service::subscriptions::Subscriptions;
use service::{CouncilMatters, Dossier};

/// All projections of this service. Later ones may read the rows of earlier ones.
pub(crate) fn all() -> Vec<Box<dyn Projection<AnyEvent>>> {
    vec![
        Box::new(Dossier),
        Box::new(Subscriptions::new(|of| matches!(of, Subscriber::Council(_)))),
        Box::new(advising::Advising),
        Box::new(desk::Desk),
        Box::new(confidential::Confidential),
        Box::new(CouncilMatters),
    ]
}
