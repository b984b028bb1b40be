//! Who takes part: providers with their profile, and persons who want to be kept informed.

mod provider;
mod subscription;

pub use provider::{
    CareDomain, Certificate, OrganisationSize, ProfessionalRegister, Provider, ProviderCommand,
    ProviderEvent, ProviderProfile, ProviderRegistered,
};
pub use subscription::{
    Subscriber, Subscription, SubscriptionCommand, SubscriptionEnded, SubscriptionEvent,
    SubscriptionOpened, TrajectoryFollowed, TrajectoryUnfollowed,
};

use crate::refusal::Told;

/// Why something about a party is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartyRefusal {
    /// The provider has no profile yet.
    NotRegistered,
    /// The person has not said where mail can go.
    NoAddress,
}

impl PartyRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::NotRegistered => Told::state(
                "organisation-not-registered",
                "Uw organisatie heeft hier nog geen profiel. Vul dat eerst in; dat hoeft maar één \
                 keer.",
            ),
            Self::NoAddress => Told::state(
                "no-notification-address",
                "Geef eerst een e-mailadres op waar de berichten naartoe mogen.",
            ),
        }
    }
}
