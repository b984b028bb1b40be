//! What the provider of a contract is told while it runs.

use crate::Link;
use serde::{Deserialize, Serialize};
use vocabulary::Title;

/// What happened under a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContractNews {
    /// Data is asked, with a term.
    DataAsked,
    /// What was delivered is not right yet.
    DataRejected,
    /// A performance talk was planned, on a day.
    TalkPlanned,
    /// There are minutes of a talk to check.
    MinutesToCheck,
    /// A promise was marked that belongs to the contract.
    PromiseMarked,
    /// A proposed change was decided about.
    ChangeDecided,
    /// A matter was taken to a higher level.
    Escalated,
    /// A step towards the end was taken.
    EndingStepTaken,
    /// It was ended.
    Ended,
}

impl ContractNews {
    /// What happened, in a few Dutch words.
    #[must_use]
    pub const fn heading(self) -> &'static str {
        match self {
            Self::DataAsked => "De gemeente vraagt u om gegevens",
            Self::DataRejected => "Uw gegevens kloppen nog niet",
            Self::TalkPlanned => "Er is een gesprek over uw contract gepland",
            Self::MinutesToCheck => "Er is een verslag om na te kijken",
            Self::PromiseMarked => "Er is een toezegging vastgelegd",
            Self::ChangeDecided => "Er is beslist op een voorstel voor uw contract",
            Self::Escalated => "Een punt gaat naar een hoger niveau van overleg",
            Self::EndingStepTaken => "Er is een stap gezet naar het einde van uw contract",
            Self::Ended => "Uw contract is beëindigd",
        }
    }

    /// What can be done now, in Dutch.
    #[must_use]
    pub const fn explained(self) -> &'static str {
        match self {
            Self::DataAsked => "Log in om te lezen welke gegevens het zijn en waarvoor.",
            Self::DataRejected => {
                "Log in om te lezen wat er nog niet klopt. Daarna levert u opnieuw aan."
            }
            Self::TalkPlanned => "Log in om de agenda en de cijfers te lezen.",
            Self::MinutesToCheck => {
                "Log in om het verslag te lezen. Bevestig het, of vertel wat er niet klopt."
            }
            Self::PromiseMarked => "Log in om te lezen wat er is toegezegd en door wie.",
            Self::ChangeDecided => "Log in om de beslissing en de redenen te lezen.",
            Self::Escalated => "Log in om te lezen welk punt het is en waarom.",
            Self::EndingStepTaken => "Log in om te lezen welke stap het is en waarom.",
            Self::Ended => "Log in om te lezen waarom.",
        }
    }

    /// What happens at the moment that goes with it, in Dutch.
    #[must_use]
    pub const fn when_what(self) -> &'static str {
        match self {
            Self::TalkPlanned => "Het gesprek is op",
            Self::PromiseMarked => "Nakomen kan",
            Self::EndingStepTaken => "Er volgt geen andere stap",
            _ => "Aanleveren kan",
        }
    }
}

/// To who reads along for a provider: something happened under its contract. What, is read after
/// signing in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ContractTold {
    /// The trajectory.
    pub trajectory: Title,
    /// What happened.
    pub news: ContractNews,
    /// The day or the term that goes with it, in words: "t/m donderdag 4 juni 2026 12.00 uur".
    pub when: Option<String>,
    /// The page of the trajectory.
    pub link: Link,
}
