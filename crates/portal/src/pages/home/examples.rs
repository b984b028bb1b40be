//! The home page with trajectories, and without any.

use super::HomePage;
use crate::components::trajectory_card;
use crate::gallery::{PageExample, PageExamples, Voice};

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    let home = HomePage {
        trajectories: vec![
            trajectory_card::examples::running(voice),
            trajectory_card::examples::begun(voice),
            trajectory_card::examples::resting(voice),
        ],
    };
    let empty = HomePage { trajectories: vec![] };
    Ok(vec![
        PageExample::of("home", &home)?,
        PageExample::at("home-empty", "/voorbeelden/home-empty", &empty)?,
    ])
}
