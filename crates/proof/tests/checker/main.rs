//! The checker, on runs that are right and on runs in which one thing is wrong.
#![allow(clippy::unwrap_used, clippy::panic)]

mod properties;
mod scene;
mod seeded;
