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
        from: None,
        next: None,
    };
    let full = HomePage {
        trajectories: vec![trajectory_card::examples::running(voice)],
        from: None,
        next: Some("later".to_owned()),
    };
    let older = HomePage {
        trajectories: vec![trajectory_card::examples::resting(voice)],
        from: Some("later".to_owned()),
        next: None,
    };
    let empty = HomePage { trajectories: vec![], from: None, next: None };
    Ok(vec![
        PageExample::of("home", &home)?,
        PageExample::at("home-full", "/voorbeelden/home-full", &full)?,
        PageExample::at("older-trajectories", "/voorbeelden/older-trajectories", &older)?,
        PageExample::at("home-empty", "/voorbeelden/home-empty", &empty)?,
    ])
}
