//! Terms on different grounds.

use super::Term;
use crate::components::Moment;
use crate::gallery::{Example, Voice};

impl Voice {
    /// A term that the tender guide sets.
    pub(crate) fn tender_term(&self, until: Moment) -> Term {
        Term {
            until,
            ground_kind: self.say("aanbestedingsstuk"),
            ground: self.say("Aanbestedingsleidraad, paragraaf 2.4"),
        }
    }

    /// A term that was agreed.
    pub(crate) fn agreed_term(&self, until: Moment) -> Term {
        Term {
            until,
            ground_kind: self.say("afspraak"),
            ground: self.say("Plan van aanpak inkoop, hoofdstuk 3"),
        }
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    let until = voice.moment("t/m vrijdag 27 november 2026 12.00 uur", "2026-11-27T11:00:00Z");
    vec![
        Example::of("term-tender-document", &voice.tender_term(until.clone())),
        Example::of("term-agreement", &voice.agreed_term(until)),
    ]
}
