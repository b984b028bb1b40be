//! A round in each state.

use super::{ConsultationRound, PublishedReport, RoundState};
use crate::gallery::{Example, Voice, cast};
use crate::paths;

pub(crate) fn reported(voice: &Voice) -> ConsultationRound {
    ConsultationRound {
        id: cast::MARKET_CONSULTATION.to_owned(),
        title: voice.say("Marktconsultatie"),
        introduction: voice.prose(
            "Wij vroegen aanbieders mee te denken over het inkoopmodel, de percelen en de manier \
             van betalen.",
        ),
        state: RoundState::Closed,
        opens: voice.moment("maandag 13 april 2026 09.00 uur", "2026-04-13T07:00:00Z"),
        closes: voice
            .agreed_term(voice.moment("t/m vrijdag 8 mei 2026 17.00 uur", "2026-05-08T15:00:00Z")),
        extension: Some(voice.prose(
            "In de meivakantie konden veel kleine praktijken niet meedoen. Daarom kreeg iedereen \
             een week extra.",
        )),
        themes: voice.all(&["Samenwerking", "Percelen", "Bekostiging"]),
        report: Some(PublishedReport {
            link: voice.link(
                "Verslag van de marktconsultatie",
                &paths::report(cast::YOUTH, cast::MARKET_CONSULTATION),
            ),
            published: voice.moment("vrijdag 29 mei 2026 14.00 uur", "2026-05-29T12:00:00Z"),
        }),
    }
}

pub(crate) fn drafts(voice: &Voice) -> ConsultationRound {
    ConsultationRound {
        id: cast::DRAFT_CONSULTATION.to_owned(),
        title: voice.say("Reacties op de conceptdocumenten"),
        introduction: voice.prose(
            "Wij vroegen aanbieders om per artikel een betere tekst voor te stellen, met de reden \
             erbij.",
        ),
        state: RoundState::Closed,
        opens: voice.moment("maandag 24 augustus 2026 09.00 uur", "2026-08-24T07:00:00Z"),
        closes: voice.agreed_term(
            voice.moment("t/m vrijdag 11 september 2026 17.00 uur", "2026-09-11T15:00:00Z"),
        ),
        extension: None,
        themes: voice.all(&["Conceptovereenkomst"]),
        report: Some(PublishedReport {
            link: voice.link(
                "Verslag van de reacties op de conceptdocumenten",
                &paths::report(cast::YOUTH, cast::DRAFT_CONSULTATION),
            ),
            published: voice.moment("vrijdag 2 oktober 2026 16.00 uur", "2026-10-02T14:00:00Z"),
        }),
    }
}

pub(crate) fn open(voice: &Voice) -> ConsultationRound {
    ConsultationRound {
        id: cast::SUPPORT_CONSULTATION.to_owned(),
        title: voice.say("Wat maakt hulp thuis goed?"),
        introduction: voice.prose("Vertel wat inwoners merken van goede hulp thuis."),
        state: RoundState::Open,
        opens: voice.moment("maandag 16 november 2026 09.00 uur", "2026-11-16T08:00:00Z"),
        closes: voice.agreed_term(
            voice.moment("t/m vrijdag 18 december 2026 17.00 uur", "2026-12-18T16:00:00Z"),
        ),
        extension: None,
        themes: voice.all(&["Vaste gezichten", "Hulp van familie en buren"]),
        report: None,
    }
}

pub(crate) fn announced(voice: &Voice) -> ConsultationRound {
    ConsultationRound {
        id: "aangekondigd".to_owned(),
        title: voice.say("Tarieven"),
        introduction: voice.prose("Klopt de opbouw van de tarieven?"),
        state: RoundState::Announced,
        opens: voice.moment("maandag 14 december 2026 09.00 uur", "2026-12-14T08:00:00Z"),
        closes: voice.agreed_term(
            voice.moment("t/m vrijdag 5 februari 2027 17.00 uur", "2027-02-05T16:00:00Z"),
        ),
        extension: None,
        themes: vec![],
        report: None,
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("consultation-round-reported", &reported(voice)),
        Example::of("consultation-round-open", &open(voice)),
        Example::of("consultation-round-announced", &announced(voice)),
    ]
}
