//! The service of the client councils: advise, asked or unasked, and see the response to each
//! recommendation.

mod api;
mod app;
mod projections;

pub use app::{App, BASE, Council, openapi};
