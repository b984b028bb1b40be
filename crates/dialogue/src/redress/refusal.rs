//! Why something about a complaint or a proceeding is refused.

use crate::refusal::Told;

/// Why something about a complaint, an effect or a proceeding is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RedressRefusal {
    /// There is no such complaint, or none that the caller may know of.
    ComplaintUnknown,
    /// It was filed before, with another content.
    ComplaintExists,
    /// It was withdrawn.
    ComplaintWithdrawn,
    /// It was decided about.
    ComplaintDecided,
    /// It was not decided about yet.
    ComplaintNotDecided,
    /// Nobody has taken it up.
    ComplaintNotTakenUp,
    /// Somebody else handles it.
    ComplaintOtherHandler,
    /// The handler took part in the procedure.
    ComplaintNotIndependent,
    /// The committee was not asked about it.
    NotReferred,
    /// The committee was asked about it already.
    Referred,
    /// What the committee advised was recorded already.
    CommitteeAdvised,
    /// The effect was carried out in another way.
    EffectCarriedOut,
    /// There is no such proceeding, or none that the caller may know of.
    ProceedingUnknown,
    /// It was notified before, with another content.
    ProceedingExists,
    /// Its outcome was recorded, and differs.
    ProceedingEnded,
}

impl RedressRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::ComplaintUnknown => {
                Told::unknown("complaint-unknown", "Deze klacht bestaat niet.")
            }
            Self::ComplaintExists => Told::state(
                "complaint-exists",
                "Deze klacht is al ingediend met een andere inhoud.",
            ),
            Self::ComplaintWithdrawn => {
                Told::state("complaint-withdrawn", "Deze klacht is ingetrokken.")
            }
            Self::ComplaintDecided => {
                Told::state("complaint-decided", "Op deze klacht is al beslist.")
            }
            Self::ComplaintNotDecided => {
                Told::state("complaint-not-decided", "Op deze klacht is nog niet beslist.")
            }
            Self::ComplaintNotTakenUp => {
                Told::state("complaint-not-taken-up", "Neem de klacht eerst in behandeling.")
            }
            Self::ComplaintOtherHandler => {
                Told::forbidden("complaint-other-handler", "Een collega behandelt deze klacht.")
            }
            Self::ComplaintNotIndependent => Told::forbidden(
                "complaint-handler-not-independent",
                "U hebt zelf meegewerkt aan deze procedure. Een klacht wordt behandeld door \
                 iemand die dat niet heeft gedaan.",
            ),
            _ => self.told_of_what_follows(),
        }
    }

    fn told_of_what_follows(&self) -> Told {
        match self {
            Self::NotReferred => Told::state(
                "complaint-not-referred",
                "Deze klacht is niet voorgelegd aan de Commissie van Aanbestedingsexperts.",
            ),
            Self::Referred => Told::state(
                "complaint-referred",
                "Deze klacht is al voorgelegd aan de Commissie van Aanbestedingsexperts.",
            ),
            Self::CommitteeAdvised => Told::state(
                "committee-advice-recorded",
                "Het advies van de Commissie van Aanbestedingsexperts is al vastgelegd.",
            ),
            Self::EffectCarriedOut => {
                Told::state("effect-carried-out", "Dit gevolg van de beslissing is al uitgevoerd.")
            }
            Self::ProceedingExists => Told::state(
                "legal-proceeding-exists",
                "Deze procedure is al gemeld met een andere inhoud.",
            ),
            Self::ProceedingEnded => Told::state(
                "legal-proceeding-ended",
                "De uitkomst van deze procedure is al vastgelegd.",
            ),
            _ => Told::unknown("legal-proceeding-unknown", "Deze procedure bestaat niet."),
        }
    }
}
