//! Every drawing.

use super::Icon;
use crate::gallery::{Example, Voice};

pub(crate) fn examples(_: &Voice) -> Vec<Example> {
    Icon::ALL.iter().map(|icon| Example::of(format!("icon-{icon:?}"), icon)).collect()
}
