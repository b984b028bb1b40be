//! A trajectory with every picture, and one that has just begun.

use super::PicturesPage;
use crate::components::picture::examples::{heard, timeline, waiting};
use crate::gallery::{PageExample, PageExamples, Voice};
use crate::pages::trajectory;

fn full(voice: &Voice) -> PicturesPage {
    PicturesPage {
        trajectory: trajectory::examples::youth(voice),
        heard: vec![heard(voice, 1), heard(voice, 2)],
        burden: vec![waiting(voice, 3, None)],
        timeline: timeline(voice, 4),
        shortened: true,
    }
}

fn begun(voice: &Voice) -> PicturesPage {
    let trajectory = trajectory::examples::support(voice);
    PicturesPage { trajectory, burden: vec![], shortened: false, ..full(voice) }
}

fn awarded(voice: &Voice) -> PicturesPage {
    PicturesPage { trajectory: trajectory::examples::respite(voice), ..full(voice) }
}

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    Ok(vec![
        PageExample::of("pictures", &full(voice))?,
        PageExample::of("pictures-begun", &begun(voice))?,
        PageExample::of("pictures-awarded", &awarded(voice))?,
    ])
}
