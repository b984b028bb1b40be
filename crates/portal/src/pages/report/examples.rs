//! A report with contributions of every kind, and one without any.

use super::{ReportPage, ReportTheme};
use crate::components::{Contribution, contribution};
use crate::gallery::{PageExample, PageExamples, Voice, cast};
use crate::pages::trajectory;

fn theme(
    voice: &Voice,
    title: &str,
    question: &str,
    contributions: Vec<Contribution>,
) -> ReportTheme {
    ReportTheme { title: voice.say(title), question: voice.prose(question), contributions }
}

fn market_consultation(voice: &Voice) -> ReportPage {
    ReportPage {
        trajectory: trajectory::examples::youth(voice),
        round: cast::MARKET_CONSULTATION.to_owned(),
        title: voice.say("Marktconsultatie"),
        published: voice.moment("vrijdag 29 mei 2026 14.00 uur", "2026-05-29T12:00:00Z"),
        introduction: voice.prose(
            "Wij vroegen aanbieders mee te denken over het inkoopmodel, de percelen en de manier \
             van betalen.",
        ),
        summary: voice.prose(
            "Aanbieders zijn het eens met minder percelen. Over samenwerking kwamen de meeste \
             ideeën.\n\nDoor deze ronde is het tarief aangepast: de uren voor één aanspreekpunt \
             tellen nu mee.",
        ),
        themes: vec![
            theme(
                voice,
                "Samenwerking tussen aanbieders",
                "Wat is er nodig om rond een gezin goed samen te werken?",
                contribution::examples::about_cooperation(voice),
            ),
            theme(
                voice,
                "Indeling in percelen",
                "Welke hulp hoort bij elkaar in één perceel?",
                contribution::examples::about_lots(voice),
            ),
        ],
    }
}

fn drafts(voice: &Voice) -> ReportPage {
    ReportPage {
        trajectory: trajectory::examples::youth(voice),
        round: cast::DRAFT_CONSULTATION.to_owned(),
        title: voice.say("Reacties op de conceptdocumenten"),
        published: voice.moment("vrijdag 2 oktober 2026 16.00 uur", "2026-10-02T14:00:00Z"),
        introduction: voice.prose("Wij vroegen aanbieders om per artikel een betere tekst."),
        summary: voice.prose("Er kwamen geen voorstellen binnen via deze ronde."),
        themes: vec![theme(
            voice,
            "Conceptovereenkomst",
            "Welk artikel kan duidelijker of eerlijker?",
            vec![],
        )],
    }
}

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    Ok(vec![
        PageExample::of("report", &market_consultation(voice))?,
        PageExample::of("report-without-contributions", &drafts(voice))?,
    ])
}
