//! A concluded round, an open one and one that was extended.

use super::QuestionRound;
use crate::components::RoundState;
use crate::gallery::{Example, Voice, cast};
use crate::paths;

pub(crate) fn concluded(voice: &Voice) -> QuestionRound {
    QuestionRound {
        id: cast::FIRST_QUESTIONS.to_owned(),
        title: voice.say("Eerste vragenronde"),
        introduction: voice.prose("Vragen over alle documenten van de aanbesteding."),
        state: RoundState::Closed,
        opens: voice.moment("woensdag 14 oktober 2026 09.00 uur", "2026-10-14T07:00:00Z"),
        closes: voice.tender_term(
            voice.moment("t/m vrijdag 30 oktober 2026 12.00 uur", "2026-10-30T11:00:00Z"),
        ),
        answers: voice.tender_term(
            voice.moment("t/m vrijdag 13 november 2026 17.00 uur", "2026-11-13T16:00:00Z"),
        ),
        extension: None,
        concluded_by: Some(voice.link("nota van inlichtingen 1", &paths::note(cast::YOUTH, 1))),
    }
}

pub(crate) fn open(voice: &Voice) -> QuestionRound {
    QuestionRound {
        id: cast::SECOND_QUESTIONS.to_owned(),
        title: voice.say("Tweede vragenronde"),
        introduction: voice.prose(
            "Vragen over de antwoorden uit de eerste ronde en over versie 2 van de leidraad.",
        ),
        state: RoundState::Open,
        opens: voice.moment("maandag 16 november 2026 09.00 uur", "2026-11-16T08:00:00Z"),
        closes: voice.tender_term(
            voice.moment("t/m vrijdag 27 november 2026 12.00 uur", "2026-11-27T11:00:00Z"),
        ),
        answers: voice.tender_term(
            voice.moment("t/m vrijdag 11 december 2026 17.00 uur", "2026-12-11T16:00:00Z"),
        ),
        extension: Some(voice.prose(
            "Nota 2 bevat een rectificatie. Aanbieders krijgen twee dagen extra om daarover vragen \
             te stellen.",
        )),
        concluded_by: None,
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("question-round-concluded", &concluded(voice)),
        Example::of("question-round-open", &open(voice)),
    ]
}
