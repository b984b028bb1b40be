//! Why something about a consultation is refused.

use crate::ContributionId;
use crate::refusal::Told;

/// Why something about a consultation round or a contribution is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConsultationRefusal {
    /// There is no such round, or none that the caller may know of.
    RoundUnknown,
    /// The round was published before, with another content.
    RoundExists,
    /// The round is closed.
    RoundClosed,
    /// The round still takes contributions.
    RoundOpen,
    /// The report is published: what it says is never edited.
    Reported,
    /// The report is still to come.
    ReportAwaited,
    /// The contribution is on that track already.
    OnTrack,
    /// The contribution is not on the development agenda.
    NotOnAgenda,
    /// Contributions without a disposition.
    DispositionMissing(Vec<ContributionId>),
    /// There is no such contribution, or none that the caller may know of.
    ContributionUnknown,
    /// It was written before, with another content.
    ContributionExists,
    /// It was submitted: it can be replaced, not drafted.
    AlreadySubmitted,
    /// It was withdrawn.
    Withdrawn,
}

impl ConsultationRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::RoundUnknown => {
                Told::unknown("consultation-round-unknown", "Deze consultatieronde bestaat niet.")
            }
            Self::RoundExists => Told::state(
                "consultation-round-exists",
                "Deze consultatieronde bestaat al met een andere inhoud.",
            ),
            Self::RoundClosed => Told::state(
                "consultation-round-closed",
                "Deze consultatieronde is gesloten. Inbreng kan niet meer worden ingediend, \
                 vervangen of ingetrokken.",
            ),
            Self::RoundOpen => Told::state(
                "consultation-round-open",
                "Deze consultatieronde is nog niet gesloten. Sluit eerst de ronde, na haar \
                 termijn.",
            ),
            Self::Reported => Told::state(
                "consultation-reported",
                "Het verslag van deze ronde is gepubliceerd en verandert niet meer.",
            ),
            Self::ReportAwaited => Told::state(
                "consultation-report-awaited",
                "Het verslag van deze ronde is nog niet gepubliceerd. Kies tot dan het spoor bij \
                 het besluit over de inbreng.",
            ),
            Self::OnTrack => {
                Told::state("contribution-on-track", "Deze inbreng staat al op dit spoor.")
            }
            Self::NotOnAgenda => Told::state(
                "contribution-not-on-agenda",
                "Deze inbreng staat niet op de ontwikkelagenda. Verplaats haar er eerst heen.",
            ),
            Self::DispositionMissing(missing) => Told::state(
                "disposition-missing",
                format!(
                    "Het verslag kan nog niet uit: bij {} {} staat nog niet wat ermee is gedaan en \
                     waarom.",
                    missing.len(),
                    if missing.len() == 1 { "inbreng" } else { "stukken inbreng" },
                ),
            ),
            Self::ContributionUnknown => {
                Told::unknown("contribution-unknown", "Deze inbreng bestaat niet.")
            }
            Self::ContributionExists => Told::state(
                "contribution-exists",
                "Deze inbreng bestaat al met een andere inhoud. Vervang haar als u iets wilt \
                 veranderen.",
            ),
            Self::AlreadySubmitted => Told::state(
                "contribution-submitted",
                "Deze inbreng is al ingediend. Tot de sluiting kunt u haar vervangen of intrekken.",
            ),
            Self::Withdrawn => {
                Told::state("contribution-withdrawn", "Deze inbreng is ingetrokken.")
            }
        }
    }
}
