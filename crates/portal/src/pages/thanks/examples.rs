//! Thanks.

use super::ThanksPage;
use crate::gallery::{PageExample, PageExamples, Voice, cast};
use crate::pages::trajectory;

pub(crate) fn examples(voice: &Voice) -> PageExamples {
    let page = ThanksPage {
        trajectory: trajectory::examples::youth(voice),
        outreach: cast::OPEN_OUTREACH.to_owned(),
        title: voice.say("Hoe kwam u aan hulp?"),
        closes: voice.moment("t/m vrijdag 18 december 2026 17.00 uur", "2026-12-18T16:00:00Z"),
    };
    Ok(vec![PageExample::of("thanks", &page)?])
}
