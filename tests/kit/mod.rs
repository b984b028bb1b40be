//! What every test here starts from: a platform of its own, and people who use it.

mod answer;
mod cast;
pub(crate) mod crawl;
mod exchange;
mod load;
mod platform;
mod port;
pub(crate) mod processes;
mod recorded;
mod session;
mod store;
mod time;

pub(crate) use answer::Answer;
pub(crate) use cast::{COUNCIL, Cast, LEAD, MEMBER, OUTSIDER, Provider};
pub(crate) use exchange::Exchange;
pub(crate) use load::{BREATH, Load, check, check_by};
pub(crate) use platform::Platform;
pub(crate) use port::Port;
pub(crate) use recorded::{recorded, workspace};
pub(crate) use session::{Person, Session, World};
pub(crate) use store::Store;
pub(crate) use time::Time;
