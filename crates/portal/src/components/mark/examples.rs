//! The mark.

use super::Mark;
use crate::gallery::{Example, Voice};

pub(crate) fn examples(_: &Voice) -> Vec<Example> {
    vec![Example::of("mark", &Mark)]
}
