//! An advice that was asked and answered, one that was not asked, and one that is awaited.

use super::{AdvicePage, GivenAdvice, Judgement};
use crate::components::{advice_request, recommendation};
use crate::gallery::{PageExample, PageExamples, Voice, cast};
use crate::pages::trajectory;
use crate::paths;

fn answered(voice: &Voice) -> AdvicePage {
    AdvicePage {
        trajectory: trajectory::examples::youth(voice),
        id: cast::ASKED_ADVICE.to_owned(),
        subject: voice.say("Strategische keuzenota jeugdhulp"),
        council: voice.say(cast::COUNCIL),
        phase: voice.link("Strategie en marktconsultatie", &paths::phase(cast::YOUTH, "strategy")),
        request: Some(advice_request::examples::strategy(voice)),
        advice: Some(GivenAdvice {
            given: voice.moment("vrijdag 19 juni 2026 11.30 uur", "2026-06-19T09:30:00Z"),
            judgement: Judgement::PositiveProvided,
            introduction: voice.prose(
                "De raad is blij met minder percelen. Gezinnen hoeven dan minder vaak opnieuw hun \
                 verhaal te doen. Wij willen wel dat ouders en jongeren meebeslissen.",
            ),
            basis: voice.prose(
                "De raad sprak met veertien ouders en negen jongeren uit alle zes gemeenten. Ook \
                 lazen wij de klachten van de laatste twee jaar.",
            ),
            recommendations: recommendation::examples::answered(voice),
        }),
    }
}

fn unasked(voice: &Voice) -> AdvicePage {
    AdvicePage {
        trajectory: trajectory::examples::youth(voice),
        id: cast::UNASKED_ADVICE.to_owned(),
        subject: voice.say("Maak wachttijden zichtbaar voor gezinnen"),
        council: voice.say(cast::COUNCIL),
        phase: voice.link("Procedure", &paths::phase(cast::YOUTH, "procedure")),
        request: None,
        advice: Some(GivenAdvice {
            given: voice.moment("vrijdag 13 november 2026 10.15 uur", "2026-11-13T09:15:00Z"),
            judgement: Judgement::None,
            introduction: voice
                .prose("Ouders weten vaak niet hoe lang zij moeten wachten op hulp."),
            basis: voice.prose("De raad kreeg in drie maanden 31 berichten van ouders."),
            recommendations: recommendation::examples::partly_answered(voice),
        }),
    }
}

fn awaited(voice: &Voice) -> AdvicePage {
    AdvicePage {
        trajectory: trajectory::examples::support(voice),
        id: cast::AWAITED_ADVICE.to_owned(),
        subject: voice.say("Concept van de visie op hulp thuis"),
        council: voice.say(cast::COUNCIL),
        phase: voice.link("Visie en doelen", &paths::phase(cast::SUPPORT, "vision")),
        request: Some(advice_request::examples::vision(voice)),
        advice: None,
    }
}

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    Ok(vec![
        PageExample::of("advice", &answered(voice))?,
        PageExample::of("advice-unasked", &unasked(voice))?,
        PageExample::of("advice-awaited", &awaited(voice))?,
    ])
}
