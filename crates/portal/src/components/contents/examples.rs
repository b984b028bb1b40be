//! A table of contents of two levels.

use super::{Contents, ContentsEntry, ContentsPart};
use crate::components::Link;
use crate::gallery::{Example, Voice};

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    let here = |text: &str| Link { text: voice.say(text), href: "#inhoudsopgave".to_owned() };
    let contents = Contents {
        entries: vec![
            ContentsEntry::new("Planning", "inhoudsopgave"),
            ContentsEntry::new("Verloop", "inhoudsopgave")
                .with([here("Visie en doelen"), here("Procedure")]),
            ContentsEntry::new("Vragen", "inhoudsopgave").with([ContentsPart {
                link: here("Vraag 1"),
                detail: Some(voice.say("Leidraad")),
            }]),
        ],
    };
    vec![Example::of("contents", &contents)]
}
