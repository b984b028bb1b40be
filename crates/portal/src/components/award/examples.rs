//! An award per lot and an award as a whole.

use super::Award;
use crate::gallery::{Example, Voice};

pub(crate) fn of_a_lot(voice: &Voice) -> Award {
    Award {
        lot: Some(voice.say("Perceel 1: Logeren in het weekend")),
        announcement: voice.prose(
            "Drie aanbieders krijgen een contract: Logeerhuis Kwintelster, Zorgboerderij Het \
             Vossenpad en Stichting Ademtocht.",
        ),
        published: voice.moment("vrijdag 19 december 2025 10.00 uur", "2025-12-19T09:00:00Z"),
    }
}

pub(crate) fn whole(voice: &Voice) -> Award {
    Award {
        lot: None,
        announcement: voice
            .prose("Alle aanbieders die aan de voorwaarden voldoen, krijgen een contract."),
        published: voice.moment("vrijdag 19 december 2025 10.00 uur", "2025-12-19T09:00:00Z"),
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![Example::of("award-of-a-lot", &of_a_lot(voice)), Example::of("award", &whole(voice))]
}
