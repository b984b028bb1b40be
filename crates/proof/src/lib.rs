//! Whether the platform keeps its word, seen from outside: what a load client was told is held
//! against what stands in the log.
//!
//! The log checks itself with `event_log::verify`, by its own rules and its own hashes. That finds
//! damage; it cannot find a submission that was acknowledged and never written. So the client
//! writes down what it sent and heard ([`history`]), and a checker that knows nothing of the log's
//! bookkeeping compares ([`checker`]).
//!
//! The same client ([`client`]) and the same round ([`round`]) serve the deadline storm
//! ([`storm`]), the torture ([`torture`]) and the benchmarks ([`load`]). [`faults`] make the
//! machine fail.

pub mod checker;
pub mod client;
pub mod faults;
pub mod history;
pub mod limits;
pub mod load;
pub mod log;
mod program;
pub mod round;
pub mod storm;
pub mod torture;
