//! What every test here starts from: a platform of its own, and people who use it.

mod answer;
mod cast;
pub(crate) mod crawl;
mod exchange;
mod platform;
pub(crate) mod processes;
mod recorded;
mod session;
mod time;

pub(crate) use answer::Answer;
pub(crate) use cast::{COUNCIL, Cast, LEAD, MEMBER, Provider};
pub(crate) use exchange::Exchange;
pub(crate) use platform::Platform;
pub(crate) use recorded::recorded;
pub(crate) use session::{Person, Session, World};
pub(crate) use time::Time;
