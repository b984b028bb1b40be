//! Trajectories at different moments of their life.

use super::TrajectoryCard;
use crate::components::{Law, activity};
use crate::gallery::{Example, Voice, cast};

/// In the middle of its procedure.
pub(crate) fn running(voice: &Voice) -> TrajectoryCard {
    TrajectoryCard {
        id: cast::YOUTH.to_owned(),
        title: voice.say("Jeugdhulp Noord-Veluwe vanaf juli 2027"),
        region: voice.say("Noord-Veluwe"),
        municipalities: voice.all(&cast::MUNICIPALITIES),
        laws: vec![Law::YouthAct],
        running_phases: vec![voice.say("Procedure")],
        activities: vec![
            activity::examples::question_round_open(voice),
            activity::examples::note_published(voice),
            activity::examples::advice_published(voice),
        ],
    }
}

/// At its beginning, under two acts.
pub(crate) fn begun(voice: &Voice) -> TrajectoryCard {
    TrajectoryCard {
        id: cast::SUPPORT.to_owned(),
        title: voice.say("Hulp en begeleiding thuis vanaf 2028"),
        region: voice.say("Noord-Veluwe"),
        municipalities: voice.all(&["Nunspeet", "Elburg", "Oldebroek"]),
        laws: vec![Law::SocialSupportAct, Law::YouthAct],
        running_phases: vec![voice.say("Visie en doelen")],
        activities: vec![activity::examples::consultation_open(voice)],
    }
}

/// Between two phases.
pub(crate) fn resting(voice: &Voice) -> TrajectoryCard {
    TrajectoryCard {
        id: cast::RESPITE.to_owned(),
        title: voice.say("Logeerhulp voor kinderen 2026"),
        region: voice.say("Veluwe"),
        municipalities: voice.all(&["Ermelo"]),
        laws: vec![Law::YouthAct],
        running_phases: vec![],
        activities: vec![],
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("trajectory-card-running", &running(voice)),
        Example::of("trajectory-card-begun", &begun(voice)),
        Example::of("trajectory-card-resting", &resting(voice)),
    ]
}
