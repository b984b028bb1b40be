//! A link to a page.

use super::Link;
use crate::gallery::{Example, Voice};
use crate::paths;

impl Voice {
    /// A link.
    pub(crate) fn link(&self, text: &str, href: &str) -> Link {
        Link { text: self.say(text), href: href.to_owned() }
    }
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    let to_a_text =
        Link { text: voice.say("Regeling"), href: voice.say("https://regels.example/tekst") };
    vec![
        Example::of("link", &voice.link("Over Samenspraak", paths::ABOUT)),
        Example::of("link-to-another-site", &to_a_text),
    ]
}
