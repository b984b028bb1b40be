//! Who takes part: providers with their profile, and persons who want to be kept informed.

mod partner_call;
mod provider;
mod subscription;

pub use partner_call::{
    PartnerCall, PartnerCallCommand, PartnerCallEvent, PartnerCallPublished, PartnerCallWithdrawn,
    PartnerReactionGiven, PartnerReactionWithdrawn,
};
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
    /// There is no such call for partners, or it was withdrawn.
    CallUnknown,
    /// It was published before, with another content.
    CallExists,
    /// There is no such reaction, or it is not the caller's.
    ReactionUnknown,
    /// It was given before, with another content, or withdrawn.
    ReactionExists,
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
            Self::CallUnknown => {
                Told::unknown("partner-call-unknown", "Deze oproep voor partners bestaat niet.")
            }
            Self::CallExists => Told::state(
                "partner-call-exists",
                "Deze oproep bestaat al met een andere inhoud, of is ingetrokken.",
            ),
            Self::ReactionUnknown => {
                Told::unknown("partner-reaction-unknown", "Deze reactie op de oproep bestaat niet.")
            }
            Self::ReactionExists => Told::state(
                "partner-reaction-exists",
                "Deze reactie bestaat al met een andere inhoud, of is ingetrokken.",
            ),
        }
    }
}
