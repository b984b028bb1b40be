//! A tag in each tone.

use super::{Icon, Tag, Tone};
use crate::gallery::{Example, Voice};

pub(crate) fn examples(_: &Voice) -> Vec<Example> {
    [
        (Icon::Now, Tone::Live, "Loopt"),
        (Icon::Full, Tone::Settled, "Staat vast"),
        (Icon::Dotted, Tone::Quiet, "Nog niet begonnen"),
    ]
    .into_iter()
    .map(|(icon, tone, words)| {
        let tag = Tag { icon, tone, words };
        Example::of(format!("tag-{}", tone.name()), &tag)
    })
    .collect()
}
