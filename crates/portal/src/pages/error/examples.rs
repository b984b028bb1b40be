//! Each error.

use super::ErrorPage;
use crate::gallery::{PageExample, PageExamples, Voice};

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    let failure = ErrorPage::Failure { reference: Some(voice.say("4f2a90c7")) };
    let silent = ErrorPage::Failure { reference: None };
    Ok(vec![
        PageExample::of("error-not-found", &ErrorPage::NotFound)?,
        PageExample::of("error-reading-only", &ErrorPage::ReadingOnly)?,
        PageExample::of("error-failure", &failure)?,
        PageExample::of("error-failure-without-reference", &silent)?,
    ])
}
