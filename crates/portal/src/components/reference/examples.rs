//! Every way in which a question can point.

use super::{DocumentPlace, Reference};
use crate::gallery::{Example, Voice, cast};
use crate::paths;

pub(crate) fn section(voice: &Voice, section: &str) -> DocumentPlace {
    DocumentPlace {
        title: voice.say("Leidraad inkoop jeugdhulp"),
        version: 1,
        section: Some(voice.say(section)),
        href: paths::document(cast::YOUTH, cast::TENDER_GUIDE),
    }
}

pub(crate) fn requirements(voice: &Voice) -> DocumentPlace {
    DocumentPlace {
        title: voice.say("Eisen aan goede jeugdhulp"),
        version: 1,
        section: None,
        href: paths::document(cast::YOUTH, cast::REQUIREMENTS),
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    let lot = || Some(voice.say("perceel 1: Ambulante jeugdhulp"));
    let section = || Some(section(voice, "3.2"));
    vec![
        Example::of("reference-general", &Reference::default()),
        Example::of("reference-lot", &Reference { document: None, lot: lot() }),
        Example::of("reference-section", &Reference { document: section(), lot: None }),
        Example::of("reference-section-and-lot", &Reference { document: section(), lot: lot() }),
        Example::of("document-place", &requirements(voice)),
    ]
}
