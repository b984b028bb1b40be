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
    PicturesPage { burden: vec![], shortened: false, ..full(voice) }
}

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    Ok(vec![
        PageExample::of("pictures", &full(voice))?,
        PageExample::at("pictures-begun", "/voorbeelden/pictures-begun", &begun(voice))?,
    ])
}
