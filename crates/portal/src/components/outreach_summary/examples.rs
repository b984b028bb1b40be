//! An outreach in each state.

use super::{OutreachState, OutreachSummary};
use crate::gallery::{Example, Voice, cast};
use crate::paths;

pub(crate) fn open(voice: &Voice) -> OutreachSummary {
    let until = voice.moment("t/m vrijdag 18 december 2026 17.00 uur", "2026-12-18T16:00:00Z");
    OutreachSummary {
        link: voice
            .link("Hoe kwam u aan hulp?", &paths::outreach(cast::YOUTH, cast::OPEN_OUTREACH)),
        state: OutreachState::Open(until),
    }
}

pub(crate) fn closed(voice: &Voice) -> OutreachSummary {
    let until = voice.moment("t/m vrijdag 30 oktober 2026 17.00 uur", "2026-10-30T16:00:00Z");
    OutreachSummary { state: OutreachState::Closed(until), ..open(voice) }
}

pub(crate) fn answered(voice: &Voice) -> OutreachSummary {
    let at = voice.moment("maandag 9 november 2026 10.00 uur", "2026-11-09T09:00:00Z");
    OutreachSummary {
        link: voice.link(
            "Wat vindt u van de school?",
            &paths::outreach(cast::YOUTH, cast::ANSWERED_OUTREACH),
        ),
        state: OutreachState::Answered(at),
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("outreach-summary-open", &open(voice)),
        Example::of("outreach-summary-closed", &closed(voice)),
        Example::of("outreach-summary-answered", &answered(voice)),
    ]
}
