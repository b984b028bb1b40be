//! The public service: published dossiers as pages and as data, for everyone, without sign-in.
//!
//! It knows no vault and no keys: what names or reaches somebody cannot be read here at all.

mod api;
mod app;
mod changes;
mod consolidated;
mod deadlines;
mod pages;

pub use app::{App, BASE, PublicService, openapi};
