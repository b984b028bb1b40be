//! A day and an instant.

use super::Moment;
use crate::gallery::{Example, Voice};

impl Voice {
    /// A day or an instant.
    pub(crate) fn moment(&self, words: &str, iso: &str) -> Moment {
        Moment { words: self.say(words), iso: self.say(iso) }
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![
        Example::of("moment-day", &voice.moment("vrijdag 27 november 2026", "2026-11-27")),
        Example::of(
            "moment-instant",
            &voice.moment("vrijdag 27 november 2026 12.00 uur", "2026-11-27T11:00:00Z"),
        ),
    ]
}
