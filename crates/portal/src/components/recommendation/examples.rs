//! Recommendations with and without a response.

use super::{Recommendation, RecommendationResponse};
use crate::components::Disposition;
use crate::gallery::{Example, Voice};

fn response(voice: &Voice, disposition: Disposition, reason: &str) -> RecommendationResponse {
    RecommendationResponse { disposition, reason: voice.prose(reason) }
}

pub(crate) fn answered(voice: &Voice) -> Vec<Recommendation> {
    vec![
        Recommendation {
            number: 1,
            text: voice.prose("Laat ouders en jongeren meebeslissen bij de beoordeling."),
            reason: voice.prose("Zij weten het beste of een plan ook in het echt werkt."),
            response: Some(response(
                voice,
                Disposition::Adopted,
                "Twee ouders en een jongere doen mee in de beoordeling. Zij krijgen hiervoor een \
                 vergoeding.",
            )),
        },
        Recommendation {
            number: 2,
            text: voice.prose("Zorg dat er in elke gemeente een kleine praktijk te kiezen is."),
            reason: voice.prose("Gezinnen op het platteland willen niet ver reizen."),
            response: Some(response(
                voice,
                Disposition::PartlyAdopted,
                "Wij vragen aanbieders te laten zien hoe dichtbij zij hulp geven. Per gemeente een \
                 kleine praktijk beloven kunnen wij niet.",
            )),
        },
        Recommendation {
            number: 3,
            text: voice.prose("Sluit contracten van tien jaar."),
            reason: voice.prose("Rust is goed voor kinderen en voor personeel."),
            response: Some(response(
                voice,
                Disposition::NotAdopted,
                "Wij kiezen voor vier jaar, en twee keer twee jaar erbij. Zo kunnen wij bijsturen.",
            )),
        },
    ]
}

pub(crate) fn partly_answered(voice: &Voice) -> Vec<Recommendation> {
    vec![
        Recommendation {
            number: 1,
            text: voice.prose("Laat elke maand zien hoe lang gezinnen wachten, per soort hulp."),
            reason: voice.prose("Gezinnen kunnen dan kiezen voor een plek waar het sneller gaat."),
            response: Some(response(
                voice,
                Disposition::Adopted,
                "Aanbieders geven de wachttijd elke maand door. Wij zetten die op onze site.",
            )),
        },
        Recommendation {
            number: 2,
            text: voice.prose("Regel hulp voor de tijd dat een gezin wacht."),
            reason: voice.prose("Problemen worden groter als er maanden niets gebeurt."),
            response: None,
        },
    ]
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    let of = |kind: &str, items: Vec<Recommendation>| {
        let name = move |item: &Recommendation| format!("recommendation-{kind}-{}", item.number);
        items.iter().map(|item| Example::of(name(item), item)).collect::<Vec<_>>()
    };
    [of("answered", answered(voice)), of("partly-answered", partly_answered(voice))].concat()
}
