//! Why something about a phase is refused.

use super::Unanswered;
use crate::refusal::Told;
use vocabulary::Faults;

/// Why something about a phase is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PhaseRefusal {
    /// There is no plan for it yet.
    Unknown,
    /// Its dialogue plan is not complete.
    PlanIncomplete(Faults),
    /// It has not been opened.
    NotOpen,
    /// It is closed.
    Closed,
    /// The plan of an open phase changes only with a reason.
    RevisionWithoutReason,
    /// Somebody still waits for an answer.
    Unanswered(Vec<Unanswered>),
}

impl PhaseRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => {
                Told::unknown("phase-unknown", "Deze fase heeft nog geen dialoogplan.")
            }
            Self::PlanIncomplete(missing) => Told::state(
                "dialogue-plan-incomplete",
                "De fase kan pas open als het dialoogplan compleet is. Bij elk veld staat wat er \
                 ontbreekt.",
            )
            .with(missing),
            Self::NotOpen => {
                Told::state("phase-not-open", "Deze fase is nog niet geopend. Open eerst de fase.")
            }
            Self::Closed => {
                Told::state("phase-closed", "Deze fase is afgesloten. Kies een fase die loopt.")
            }
            Self::RevisionWithoutReason => Told::state(
                "plan-revision-without-reason",
                "Deze fase loopt al. Vertel in `reason` waarom het dialoogplan verandert.",
            ),
            Self::Unanswered(waiting) => {
                let list: Vec<_> = waiting.iter().map(Unanswered::dutch).collect();
                Told::state(
                    "phase-has-unanswered-input",
                    format!(
                        "De fase kan niet dicht zolang er inbreng zonder antwoord is: {}.",
                        list.join("; ")
                    ),
                )
            }
        }
    }
}
