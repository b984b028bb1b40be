//! A dossier in the middle of its procedure, one that has just begun and one that was awarded.

use super::{TrajectoryName, TrajectoryPage};
use crate::components::{
    DevelopmentAgenda, Phase, Planning, activity, advice_summary, consultation_round,
    development_agenda, dialogue_plan, document, outreach_summary, phase, planning, profile,
};
use crate::gallery::{PageExample, PageExamples, Voice, cast};
use crate::paths;

pub(crate) fn youth(voice: &Voice) -> TrajectoryName {
    TrajectoryName {
        id: cast::YOUTH.to_owned(),
        title: voice.say("Jeugdhulp Noord-Veluwe vanaf juli 2027"),
    }
}

pub(crate) fn respite(voice: &Voice) -> TrajectoryName {
    TrajectoryName {
        id: cast::RESPITE.to_owned(),
        title: voice.say("Logeerhulp voor kinderen 2026"),
    }
}

pub(crate) fn support(voice: &Voice) -> TrajectoryName {
    TrajectoryName {
        id: cast::SUPPORT.to_owned(),
        title: voice.say("Hulp en begeleiding thuis vanaf 2028"),
    }
}

fn running(voice: &Voice) -> TrajectoryPage {
    TrajectoryPage {
        name: youth(voice),
        summary: voice.prose(
            "Zes gemeenten kopen samen hulp in voor kinderen, jongeren en hun ouders. Het gaat om \
             hulp die niet vrij toegankelijk is, zoals begeleiding thuis, dagbehandeling en wonen \
             in een gezinshuis.",
        ),
        activities: vec![
            activity::examples::question_round_open(voice),
            activity::examples::outreach_open(voice),
            activity::examples::note_published(voice),
            activity::examples::advice_published(voice),
        ],
        profile: profile::examples::complete(voice),
        outreaches: vec![
            outreach_summary::examples::open(voice),
            outreach_summary::examples::answered(voice),
        ],
        agenda: development_agenda::examples::filled(voice),
        planning: planning::examples::procedure(voice),
        documents: vec![
            document::examples::vision(voice),
            document::examples::tender_guide(voice),
            document::examples::requirements(voice),
        ],
        notes: Some(paths::consolidated_note(cast::YOUTH)),
        phases: vec![
            phase::examples::closed(
                voice,
                ("vision", "Visie en doelen"),
                (
                    voice.moment("maandag 12 januari 2026 09.00 uur", "2026-01-12T08:00:00Z"),
                    voice.moment("vrijdag 27 maart 2026 17.00 uur", "2026-03-27T16:00:00Z"),
                ),
                "De gemeenteraden hebben de visie Samen dichtbij vastgesteld. Daarin staan vier \
                 uitgangspunten.",
            ),
            phase::examples::strategy(voice),
            phase::examples::specification(voice),
            phase::examples::procedure(voice),
            phase::examples::planned(voice),
            phase::examples::not_started(voice, "evaluation", "Evaluatie"),
        ],
    }
}

/// The phases after the first ones, none of which has begun.
fn later_phases(voice: &Voice, already: usize) -> Vec<Phase> {
    [
        ("vision", "Visie en doelen"),
        ("strategy", "Strategie en marktconsultatie"),
        ("specification", "Specificatie"),
        ("procedure", "Procedure"),
        ("contract", "Uitvoering"),
        ("evaluation", "Evaluatie"),
    ][already..]
        .iter()
        .map(|(key, title)| phase::examples::not_started(voice, key, title))
        .collect()
}

fn begun(voice: &Voice) -> TrajectoryPage {
    let vision = Phase {
        opened: Some(voice.moment("maandag 16 november 2026 09.00 uur", "2026-11-16T08:00:00Z")),
        plan: Some(dialogue_plan::examples::draft(voice)),
        consultations: vec![consultation_round::examples::open(voice)],
        advices: vec![advice_summary::examples::awaited(voice)],
        ..phase::examples::not_started(voice, "vision", "Visie en doelen")
    };
    TrajectoryPage {
        name: support(voice),
        summary: voice.prose("Drie gemeenten denken na over hulp thuis vanaf 2028."),
        activities: vec![activity::examples::consultation_open(voice)],
        profile: profile::examples::begun(voice),
        outreaches: vec![],
        agenda: DevelopmentAgenda { items: vec![] },
        planning: Planning { milestones: vec![] },
        documents: vec![],
        notes: None,
        phases: [vec![vision], later_phases(voice, 1)].concat(),
    }
}

fn awarded(voice: &Voice) -> TrajectoryPage {
    let day = |words: &str, iso: &str| voice.moment(words, iso);
    let closed = |name, period, outcome| phase::examples::closed(voice, name, period, outcome);
    TrajectoryPage {
        name: respite(voice),
        summary: voice
            .prose("Kinderen logeren af en toe ergens anders, zodat ouders op adem komen."),
        activities: vec![],
        profile: profile::examples::alone(voice),
        outreaches: vec![],
        agenda: DevelopmentAgenda { items: vec![] },
        planning: Planning { milestones: vec![] },
        documents: vec![],
        notes: None,
        phases: [
            vec![
                closed(
                    ("vision", "Visie en doelen"),
                    (
                        day("maandag 12 mei 2025", "2025-05-12"),
                        day("vrijdag 26 september 2025", "2025-09-26"),
                    ),
                    "Logeren moet dichtbij kunnen, en elk weekend.",
                ),
                closed(
                    ("strategy", "Strategie en marktconsultatie"),
                    (
                        day("maandag 12 mei 2025", "2025-05-12"),
                        day("vrijdag 26 september 2025", "2025-09-26"),
                    ),
                    "Er komt een open house.",
                ),
                closed(
                    ("specification", "Specificatie"),
                    (
                        day("maandag 12 mei 2025", "2025-05-12"),
                        day("vrijdag 26 september 2025", "2025-09-26"),
                    ),
                    "De voorwaarden passen op twee bladzijden.",
                ),
                phase::examples::awarded(voice),
            ],
            later_phases(voice, 4),
        ]
        .concat(),
    }
}

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    Ok(vec![
        PageExample::of("trajectory", &running(voice))?,
        PageExample::of("trajectory-begun", &begun(voice))?,
        PageExample::of("trajectory-awarded", &awarded(voice))?,
    ])
}
