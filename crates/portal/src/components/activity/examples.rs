//! An open round and things to read.

use super::{Activity, ActivityKind};
use crate::gallery::{Example, Voice, cast};
use crate::paths;

pub(crate) fn question_round_open(voice: &Voice) -> Activity {
    Activity {
        kind: ActivityKind::QuestionRoundOpen,
        link: voice.link("Tweede vragenronde", &paths::round(cast::YOUTH, cast::SECOND_QUESTIONS)),
        moment: voice.moment("t/m vrijdag 27 november 2026 12.00 uur", "2026-11-27T11:00:00Z"),
    }
}

pub(crate) fn note_published(voice: &Voice) -> Activity {
    Activity {
        kind: ActivityKind::NotePublished,
        link: voice.link("Nota van inlichtingen 2", &paths::note(cast::YOUTH, 2)),
        moment: voice.moment("woensdag 18 november 2026 16.00 uur", "2026-11-18T15:00:00Z"),
    }
}

pub(crate) fn advice_published(voice: &Voice) -> Activity {
    Activity {
        kind: ActivityKind::AdvicePublished,
        link: voice.link(
            "Maak wachttijden zichtbaar voor gezinnen",
            &paths::advice(cast::YOUTH, cast::UNASKED_ADVICE),
        ),
        moment: voice.moment("vrijdag 13 november 2026 10.15 uur", "2026-11-13T09:15:00Z"),
    }
}

pub(crate) fn consultation_open(voice: &Voice) -> Activity {
    Activity {
        kind: ActivityKind::ConsultationOpen,
        link: voice.link(
            "Wat maakt hulp thuis goed?",
            &paths::round(cast::SUPPORT, cast::SUPPORT_CONSULTATION),
        ),
        moment: voice.moment("t/m vrijdag 18 december 2026 17.00 uur", "2026-12-18T16:00:00Z"),
    }
}

pub(crate) fn outreach_open(voice: &Voice) -> Activity {
    Activity {
        kind: ActivityKind::OutreachOpen,
        link: voice
            .link("Hoe kwam u aan hulp?", &paths::outreach(cast::YOUTH, cast::OPEN_OUTREACH)),
        moment: voice.moment("t/m vrijdag 18 december 2026 17.00 uur", "2026-12-18T16:00:00Z"),
    }
}

fn outreach_answered(voice: &Voice) -> Activity {
    Activity {
        kind: ActivityKind::OutreachAnswered,
        link: voice.link(
            "Wat vindt u van de school?",
            &paths::outreach(cast::YOUTH, cast::ANSWERED_OUTREACH),
        ),
        moment: voice.moment("maandag 9 november 2026 10.00 uur", "2026-11-09T09:00:00Z"),
    }
}

pub(crate) fn report_published(voice: &Voice) -> Activity {
    Activity {
        kind: ActivityKind::ReportPublished,
        link: voice.link(
            "Verslag marktconsultatie",
            &paths::report(cast::YOUTH, cast::MARKET_CONSULTATION),
        ),
        moment: voice.moment("vrijdag 29 mei 2026 14.00 uur", "2026-05-29T12:00:00Z"),
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("activity-question-round", &question_round_open(voice)),
        Example::of("activity-consultation", &consultation_open(voice)),
        Example::of("activity-outreach", &outreach_open(voice)),
        Example::of("activity-outreach-answered", &outreach_answered(voice)),
        Example::of("activity-note", &note_published(voice)),
        Example::of("activity-report", &report_published(voice)),
        Example::of("activity-advice", &advice_published(voice)),
    ]
}
