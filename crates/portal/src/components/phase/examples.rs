//! A phase at each moment of its life.

use super::Phase;
use crate::components::{
    Moment, advice_summary, award, consultation_round, dialogue_plan, note_summary, question_round,
    theme,
};
use crate::gallery::{Example, Voice};

pub(crate) fn not_started(voice: &Voice, key: &str, title: &str) -> Phase {
    Phase {
        key: key.to_owned(),
        title: voice.say(title),
        opened: None,
        closed: None,
        plan: None,
        themes: vec![],
        consultations: vec![],
        question_rounds: vec![],
        notes: vec![],
        advices: vec![],
        awards: vec![],
        outcome: None,
    }
}

pub(crate) fn planned(voice: &Voice) -> Phase {
    Phase {
        plan: Some(dialogue_plan::examples::draft(voice)),
        ..not_started(voice, "contract", "Uitvoering")
    }
}

pub(crate) fn strategy(voice: &Voice) -> Phase {
    Phase {
        opened: Some(voice.moment("maandag 30 maart 2026 09.00 uur", "2026-03-30T07:00:00Z")),
        closed: Some(voice.moment("vrijdag 3 juli 2026 16.00 uur", "2026-07-03T14:00:00Z")),
        plan: Some(dialogue_plan::examples::strategy(voice)),
        themes: theme::examples::strategy(voice),
        consultations: vec![consultation_round::examples::reported(voice)],
        advices: vec![advice_summary::examples::answered(voice)],
        outcome: Some(voice.prose(
            "De colleges hebben de keuzenota vastgesteld. Er komen drie percelen. Aanbieders mogen \
             samen inschrijven, en een kleine praktijk mag zich inschrijven voor een deel van een \
             perceel.\n\nDe colleges hebben twee van de drie aanbevelingen van de adviesraad \
             overgenomen.",
        )),
        ..not_started(voice, "strategy", "Strategie en marktconsultatie")
    }
}

pub(crate) fn specification(voice: &Voice) -> Phase {
    Phase {
        opened: Some(voice.moment("maandag 6 juli 2026 09.00 uur", "2026-07-06T07:00:00Z")),
        closed: Some(voice.moment("vrijdag 9 oktober 2026 16.00 uur", "2026-10-09T14:00:00Z")),
        consultations: vec![consultation_round::examples::drafts(voice)],
        outcome: Some(voice.prose(
            "Acht artikelen van de overeenkomst zijn aangepast. De documenten zijn klaar voor de \
             procedure.",
        )),
        ..not_started(voice, "specification", "Specificatie")
    }
}

pub(crate) fn procedure(voice: &Voice) -> Phase {
    Phase {
        opened: Some(voice.moment("maandag 12 oktober 2026 09.00 uur", "2026-10-12T07:00:00Z")),
        plan: Some(dialogue_plan::examples::procedure(voice)),
        themes: theme::examples::procedure(voice),
        question_rounds: vec![
            question_round::examples::concluded(voice),
            question_round::examples::open(voice),
        ],
        notes: vec![note_summary::examples::first(voice), note_summary::examples::second(voice)],
        advices: vec![advice_summary::examples::unasked(voice)],
        ..not_started(voice, "procedure", "Procedure")
    }
}

pub(crate) fn closed(
    voice: &Voice,
    (key, title): (&str, &str),
    (opened, closed): (Moment, Moment),
    outcome: &str,
) -> Phase {
    Phase {
        opened: Some(opened),
        closed: Some(closed),
        outcome: Some(voice.prose(outcome)),
        ..not_started(voice, key, title)
    }
}

pub(crate) fn awarded(voice: &Voice) -> Phase {
    Phase {
        awards: vec![award::examples::of_a_lot(voice)],
        ..closed(
            voice,
            ("procedure", "Procedure"),
            (
                voice.moment("maandag 1 september 2025 09.00 uur", "2025-09-01T07:00:00Z"),
                voice.moment("vrijdag 19 december 2025 10.00 uur", "2025-12-19T09:00:00Z"),
            ),
            "De gunning is definitief. De contracten gaan in op 1 januari 2026.",
        )
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("phase-not-started", &not_started(voice, "evaluation", "Evaluatie")),
        Example::of("phase-planned", &planned(voice)),
        Example::of("phase-running", &procedure(voice)),
        Example::of("phase-closed", &strategy(voice)),
        Example::of("phase-awarded", &awarded(voice)),
    ]
}
