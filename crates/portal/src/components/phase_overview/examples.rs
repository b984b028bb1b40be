//! The overview above a timeline.

use super::PhaseOverview;
use crate::components::phase;
use crate::gallery::{Example, Voice};

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    let phases = [
        phase::examples::not_started(voice, "contract", "Uitvoering"),
        phase::examples::not_started(voice, "evaluation", "Evaluatie"),
    ];
    let timeline: String = phases.iter().map(ToString::to_string).collect();
    vec![Example {
        name: "phase-overview".to_owned(),
        html: format!("{}{timeline}", PhaseOverview::of(&phases)),
    }]
}
