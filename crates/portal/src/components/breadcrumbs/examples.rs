//! Breadcrumbs of a page below a dossier.

use super::Breadcrumbs;
use crate::gallery::{Example, Voice};
use crate::paths;

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    vec![Example::of(
        "breadcrumbs",
        &Breadcrumbs {
            trail: vec![
                voice.link("Trajecten", paths::HOME),
                voice.link("Jeugdhulp Noord-Veluwe", "/trajecten/jeugdhulp"),
            ],
            current: voice.say("Nota van inlichtingen 1"),
        },
    )]
}
