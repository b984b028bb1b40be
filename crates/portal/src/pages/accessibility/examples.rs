//! The statement of an organisation.

use super::AccessibilityPage;
use crate::gallery::{PageExample, PageExamples, Voice};

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    let page = AccessibilityPage {
        operator: voice.say("Regiobureau Heidezoom"),
        contact: voice.say("samenspraak@heidezoom.example"),
    };
    Ok(vec![PageExample::of("accessibility", &page)?])
}
