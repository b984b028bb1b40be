//! Why something about an evaluation is refused.

use crate::refusal::Told;

/// Why something about an evaluation is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EvaluationRefusal {
    /// There is no such evaluation, or none that the caller may know of.
    Unknown,
    /// It was opened before, with another content.
    Exists,
    /// The decision was sent: what it says is never edited.
    Decided,
    /// The decision has not been sent.
    NotDecided,
    /// Scores that are still missing, by how many.
    ScoreMissing(usize),
    /// The award is final already, with another announcement.
    Confirmed,
    /// It ended without an award.
    Ended,
    /// The caller assesses nothing here.
    NotAssessor,
    /// The assessor has not declared any interest yet, or tenderers were added since.
    NotDeclared,
    /// The assessor has an interest in who wins.
    ConflictOfInterest,
    /// The scores of all are in: they are fixed, and so is who tenders and who assesses.
    Revealed,
    /// The scores of all are not in yet.
    NotRevealed,
    /// Interim relief was asked, and the court has not decided.
    Frozen,
}

impl EvaluationRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown("evaluation-unknown", "Deze beoordeling bestaat niet."),
            Self::Exists => Told::state(
                "evaluation-exists",
                "Deze beoordeling bestaat al met een andere inhoud.",
            ),
            Self::Decided => Told::state(
                "award-decision-sent",
                "De gunningsbeslissing is verstuurd en verandert niet meer.",
            ),
            Self::NotDecided => Told::state(
                "award-decision-not-sent",
                "De gunningsbeslissing is nog niet verstuurd.",
            ),
            Self::ScoreMissing(count) => Told::state(
                "score-missing",
                format!(
                    "De gunningsbeslissing kan nog niet uit: er {} nog {count} {} met motivering.",
                    if *count == 1 { "ontbreekt" } else { "ontbreken" },
                    if *count == 1 { "score" } else { "scores" },
                ),
            ),
            Self::Confirmed => Told::state("award-confirmed", "De gunning is al definitief."),
            Self::Ended => Told::state(
                "evaluation-ended",
                "Deze beoordeling is geëindigd zonder gunning. Open zo nodig een nieuwe.",
            ),
            _ => self.told_about_assessors(),
        }
    }

    fn told_about_assessors(&self) -> Told {
        match self {
            Self::NotAssessor => Told::forbidden(
                "not-assessor",
                "U bent geen beoordelaar in deze beoordeling. De inkoper benoemt beoordelaars.",
            ),
            Self::NotDeclared => Told::state(
                "interest-not-declared",
                "Verklaar eerst of u belang hebt bij een van de inschrijvers. Komt er een \
                 inschrijver bij, dan verklaart u dat opnieuw.",
            ),
            Self::ConflictOfInterest => Told::forbidden(
                "conflict-of-interest",
                "U hebt een belang gemeld. Daarom beoordeelt u hier niet.",
            ),
            Self::Revealed => Told::state(
                "assessments-revealed",
                "Alle scores zijn binnen. Scores, inschrijvers en beoordelaars staan nu vast.",
            ),
            Self::Frozen => Told::state(
                "award-frozen",
                "Er loopt een kort geding over deze gunning. Leg eerst de uitspraak of de \
                 intrekking vast.",
            ),
            _ => Told::state(
                "assessments-incomplete",
                "Een gezamenlijke score kan pas als alle beoordelaars hun eigen scores hebben \
                 ingediend.",
            ),
        }
    }
}
