//! An advice that is awaited, one that waits for responses and one that has them all.

use super::{AdviceOrigin, AdviceProgress, AdviceSummary};
use crate::gallery::{Example, Voice, cast};
use crate::paths;

pub(crate) fn answered(voice: &Voice) -> AdviceSummary {
    AdviceSummary {
        link: voice.link(
            "Strategische keuzenota jeugdhulp",
            &paths::advice(cast::YOUTH, cast::ASKED_ADVICE),
        ),
        council: voice.say(cast::COUNCIL),
        origin: AdviceOrigin::Asked(
            voice.agreed_term(voice.moment("t/m vrijdag 26 juni 2026", "2026-06-26")),
        ),
        progress: Some(AdviceProgress {
            given: voice.moment("vrijdag 19 juni 2026 11.30 uur", "2026-06-19T09:30:00Z"),
            recommendations: 3,
            responses: 3,
        }),
    }
}

pub(crate) fn unasked(voice: &Voice) -> AdviceSummary {
    AdviceSummary {
        link: voice.link(
            "Maak wachttijden zichtbaar voor gezinnen",
            &paths::advice(cast::YOUTH, cast::UNASKED_ADVICE),
        ),
        council: voice.say(cast::COUNCIL),
        origin: AdviceOrigin::Unasked,
        progress: Some(AdviceProgress {
            given: voice.moment("vrijdag 13 november 2026 10.15 uur", "2026-11-13T09:15:00Z"),
            recommendations: 2,
            responses: 1,
        }),
    }
}

pub(crate) fn awaited(voice: &Voice) -> AdviceSummary {
    AdviceSummary {
        link: voice.link(
            "Concept van de visie op hulp thuis",
            &paths::advice(cast::SUPPORT, cast::AWAITED_ADVICE),
        ),
        council: voice.say(cast::COUNCIL),
        origin: AdviceOrigin::Asked(voice.agreed_term(
            voice.moment("t/m vrijdag 15 januari 2027 17.00 uur", "2027-01-15T16:00:00Z"),
        )),
        progress: None,
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("advice-summary-answered", &answered(voice)),
        Example::of("advice-summary-unasked", &unasked(voice)),
        Example::of("advice-summary-awaited", &awaited(voice)),
    ]
}
