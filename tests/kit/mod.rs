//! What every test here starts from: a platform of its own, and people who use it.

mod answer;
mod platform;
mod recorded;
mod session;

pub(crate) use answer::Answer;
pub(crate) use platform::Platform;
pub(crate) use recorded::recorded;
pub(crate) use session::{Person, Session, World};
