//! The Dutch words of what the pictures show.

use dialogue::PhaseKind;
use dialogue::requirement::BurdenBearer;
use service::TimelineKind;

/// A group of providers, by its name in the API.
pub(super) fn group(name: &str) -> &str {
    match name {
        "one-person" => "één persoon",
        "micro" => "minder dan 10 medewerkers",
        "small" => "10 tot 50 medewerkers",
        "medium" => "50 tot 250 medewerkers",
        "large" => "meer dan 250 medewerkers",
        "parenting-support" => "jeugd- en opvoedhulp",
        "mild-intellectual-disability" => "hulp bij een licht verstandelijke beperking",
        "mental-health" => "geestelijke gezondheidszorg",
        "safety" => "veiligheid",
        "social-support" => "maatschappelijke ondersteuning",
        other => other,
    }
}

pub(super) const fn bearer(bearer: BurdenBearer) -> &'static str {
    match bearer {
        BurdenBearer::Professional => "van de hulpverlener",
        BurdenBearer::Organisation => "van de organisatie",
        BurdenBearer::Client => "van de cliënt of het gezin",
        BurdenBearer::Municipality => "van de gemeente",
    }
}

const PHASES: [PhaseKind; 6] = [
    PhaseKind::Vision,
    PhaseKind::Strategy,
    PhaseKind::Specification,
    PhaseKind::Procedure,
    PhaseKind::Contract,
    PhaseKind::Evaluation,
];

/// The lane of a phase; the last one is for what belongs to none.
pub(super) fn lane(phase: Option<PhaseKind>) -> usize {
    let place = |phase| PHASES.iter().position(|known| *known == phase);
    phase.and_then(place).unwrap_or(PHASES.len())
}

/// How many lanes there are.
pub(super) const fn lanes() -> u32 {
    7
}

pub(super) const fn happened(kind: TimelineKind) -> &'static str {
    match kind {
        TimelineKind::TrajectoryOpened => "Traject begonnen",
        TimelineKind::VisionStated => "Visie vastgelegd",
        TimelineKind::DocumentPublished => "Document gepubliceerd",
        TimelineKind::PhaseOpened => "Fase begonnen",
        TimelineKind::PhaseClosed => "Fase afgesloten",
        TimelineKind::OutreachPublished => "Oproep aan inwoners",
        TimelineKind::OutreachAnswered => "Terugkoppeling aan inwoners",
        TimelineKind::ConsultationPublished => "Consultatie begonnen",
        TimelineKind::ConsultationReported => "Verslag van een consultatie",
        TimelineKind::ConsultationAttached => "Onderwerp op een vast overleg",
        TimelineKind::Session => "Bijeenkomst",
        TimelineKind::SessionReported => "Verslag van een bijeenkomst",
        TimelineKind::ActionClosed => "Actie klaar",
        TimelineKind::RequirementsPublished => "Eisen gepubliceerd",
        TimelineKind::QuestionsPublished => "Vragenronde begonnen",
        TimelineKind::NotePublished => "Nota van inlichtingen",
        TimelineKind::AdviceGiven => "Advies van een raad",
        TimelineKind::AdviceAnswered => "Reactie op een advies",
        TimelineKind::Awarded => "Gunning definitief",
        TimelineKind::ContractBegins => "Contract begint",
        TimelineKind::ContractEnded => "Contract beëindigd",
        TimelineKind::PerformanceTalk => "Prestatiegesprek",
    }
}
