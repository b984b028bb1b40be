//! Notes with and without corrections.

use super::NoteSummary;
use crate::gallery::{Example, Voice, cast};
use crate::paths;

pub(crate) fn first(voice: &Voice) -> NoteSummary {
    NoteSummary {
        link: voice.link(
            "Nota van inlichtingen 1: antwoorden op de eerste vragenronde",
            &paths::note(cast::YOUTH, 1),
        ),
        published: voice.moment("dinsdag 10 november 2026 16.00 uur", "2026-11-10T15:00:00Z"),
        round: voice.say("Eerste vragenronde"),
        questions: 5,
        errata: 0,
    }
}

pub(crate) fn second(voice: &Voice) -> NoteSummary {
    NoteSummary {
        link: voice.link(
            "Nota van inlichtingen 2: rectificatie en eerste antwoorden",
            &paths::note(cast::YOUTH, 2),
        ),
        published: voice.moment("woensdag 18 november 2026 16.00 uur", "2026-11-18T15:00:00Z"),
        round: voice.say("Tweede vragenronde"),
        questions: 1,
        errata: 2,
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("note-summary", &first(voice)),
        Example::of("note-summary-with-errata", &second(voice)),
    ]
}
