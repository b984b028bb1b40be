//! A request with documents and alternatives, and one without.

use super::AdviceRequest;
use crate::components::DocumentPlace;
use crate::gallery::{Example, Voice, cast};
use crate::paths;

pub(crate) fn strategy(voice: &Voice) -> AdviceRequest {
    AdviceRequest {
        summary: voice.prose("De keuzenota beschrijft hoe de gemeenten jeugdhulp gaan inkopen."),
        reason: voice.prose(
            "De colleges besluiten op 3 juli. Met uw advies kunnen zij de nota nog aanpassen.",
        ),
        question: voice
            .prose("Merken gezinnen dat het met deze keuzes beter wordt? En wat missen zij?"),
        alternatives: vec![
            voice.prose("Open house: iedere aanbieder die voldoet, krijgt een contract."),
            voice.prose("Eén grote aanbieder die alle hulp regelt."),
        ],
        documents: vec![DocumentPlace {
            title: voice.say("Samen dichtbij: visie op jeugdhulp"),
            version: 1,
            section: None,
            href: paths::document(cast::YOUTH, cast::VISION),
        }],
        term: voice.agreed_term(voice.moment("t/m vrijdag 26 juni 2026", "2026-06-26")),
        follow_up: voice.prose(
            "De colleges geven op elke aanbeveling een reactie met een reden. De gemeenteraden \
             krijgen uw advies en de reactie.",
        ),
    }
}

pub(crate) fn vision(voice: &Voice) -> AdviceRequest {
    AdviceRequest {
        summary: voice.prose("Het concept van de visie op hulp thuis vanaf 2028."),
        reason: voice.prose("Er kan nog veel veranderen. De gemeenteraden besluiten in maart."),
        question: voice.prose("Welke onderwerpen missen inwoners in het concept?"),
        alternatives: vec![],
        documents: vec![],
        term: voice.agreed_term(
            voice.moment("t/m vrijdag 15 januari 2027 17.00 uur", "2027-01-15T16:00:00Z"),
        ),
        follow_up: voice.prose("De wethouders bespreken het advies met de raad."),
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("advice-request", &strategy(voice)),
        Example::of("advice-request-short", &vision(voice)),
    ]
}
