//! The page as it is.

use super::AboutPage;
use crate::gallery::{PageExample, PageExamples, Voice};

pub(crate) fn examples(_: &Voice) -> PageExamples {
    Ok(vec![PageExample::of("about", &AboutPage)?])
}
