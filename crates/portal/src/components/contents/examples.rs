//! A table of contents of two levels.

use super::{Contents, ContentsEntry};
use crate::components::Link;
use crate::gallery::{Example, Voice};

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    let here = |text: &str| Link { text: voice.say(text), href: "#inhoudsopgave".to_owned() };
    let contents = Contents {
        entries: vec![
            ContentsEntry::new("Planning", "inhoudsopgave"),
            ContentsEntry::new("Verloop", "inhoudsopgave")
                .with(vec![here("Visie en doelen"), here("Procedure")]),
        ],
    };
    vec![Example::of("contents", &contents)]
}
