//! Why something about a session is refused.

use crate::refusal::Told;

/// Why something about a session is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SessionRefusal {
    /// There is no such session, or none that the caller may know of.
    Unknown,
    /// It was announced before, with another content.
    Exists,
    /// It was cancelled.
    Cancelled,
    /// It was held: it can no longer be cancelled.
    Held,
    /// The provider is registered already.
    AlreadyRegistered,
    /// The provider is not registered.
    NotRegistered,
    /// Who was there has not been recorded.
    AttendanceMissing,
    /// Talks of which there is no report.
    TalkReportMissing {
        /// How many.
        missing: usize,
    },
    /// The talk was reported, and what it says is never edited.
    TalkReported,
    /// The report is published, and what it says is never edited.
    Reported,
    /// It is held with clients or inhabitants: providers do not register.
    NotForProviders,
    /// Everyone can come: there are no seats to give.
    WithoutSeats,
    /// The provider was not there, as far as was recorded.
    NotPresent,
    /// There are no minutes to check.
    MinutesMissing,
    /// How many clients or inhabitants were there has not been recorded.
    GroupsMissing,
    /// There is no such action in its report.
    ActionUnknown,
    /// The action has its result, which does not change.
    ActionClosed,
}

impl SessionRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("session-unknown", "Deze bijeenkomst bestaat niet."),
            Self::Exists => Told::state(
                "session-exists",
                "Deze bijeenkomst is al aangekondigd met een andere inhoud.",
            ),
            Self::Cancelled => Told::state("session-cancelled", "Deze bijeenkomst gaat niet door."),
            Self::Held => Told::state(
                "session-held",
                "Deze bijeenkomst is al gehouden en kan niet meer vervallen.",
            ),
            Self::AlreadyRegistered => Told::state(
                "session-registered",
                "Uw organisatie is al aangemeld. Trek die aanmelding eerst in als u iets wilt \
                 veranderen.",
            ),
            Self::NotRegistered => Told::unknown(
                "session-not-registered",
                "Uw organisatie is niet aangemeld voor deze bijeenkomst.",
            ),
            Self::AttendanceMissing => Told::state(
                "attendance-missing",
                "Leg eerst vast wie van de aangemelde organisaties er waren.",
            ),
            Self::TalkReportMissing { missing } => Told::state(
                "talk-report-missing",
                format!(
                    "Het verslag kan nog niet uit: van {missing} {} is nog geen verslag.",
                    if *missing == 1 { "gesprek" } else { "gesprekken" },
                ),
            ),
            Self::TalkReported => Told::state(
                "talk-reported",
                "Het verslag van dit gesprek is gepubliceerd en verandert niet meer.",
            ),
            Self::Reported => Told::state(
                "session-reported",
                "Het verslag van deze bijeenkomst is gepubliceerd en verandert niet meer.",
            ),
            Self::NotForProviders => Told::forbidden(
                "session-not-for-providers",
                "Deze bijeenkomst is voor cliënten en inwoners. Aanbieders lezen het verslag.",
            ),
            Self::WithoutSeats => Told::state(
                "session-without-seats",
                "Voor deze bijeenkomst zijn geen plaatsen te verdelen: iedereen kan komen.",
            ),
            Self::NotPresent => Told::unknown(
                "session-not-present",
                "Wie er niet was, leest het verslag zodra het gepubliceerd is.",
            ),
            Self::MinutesMissing => {
                Told::state("session-minutes-missing", "Er is nog geen conceptverslag.")
            }
            Self::GroupsMissing => Told::state(
                "session-groups-missing",
                "Leg eerst vast hoeveel cliënten of inwoners er waren, per groep.",
            ),
            Self::ActionUnknown => {
                Told::unknown("session-action-unknown", "Deze actie staat niet in het verslag.")
            }
            Self::ActionClosed => Told::state(
                "session-action-closed",
                "Deze actie is al afgesloten; dat resultaat verandert niet meer.",
            ),
        }
    }
}
