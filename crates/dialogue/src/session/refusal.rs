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
        }
    }
}
