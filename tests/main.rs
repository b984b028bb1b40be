//! All services on one log, through HTTP: whoever uses the platform stands here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod kit;

mod specification;
