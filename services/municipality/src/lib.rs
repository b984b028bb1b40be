//! The service of the municipalities: publish rounds, answers and notes, and decide.
//!
//! It writes what a municipality may say and shows what its staff may see. Who asked a question
//! is not in its read model, unless the plan of the round says that staff may see it.

mod api;
mod app;
mod projections;

pub use app::{App, BASE, Municipality, openapi};
