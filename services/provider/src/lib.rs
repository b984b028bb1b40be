//! The service of the providers: contribute, ask, object, and see what was done with it.
//!
//! It writes what a provider may say and shows the published dossier beside a provider's own
//! input. Nothing of another provider has a way into its answers.

mod api;
mod app;
mod projections;
mod question_sheet;

pub use app::{App, BASE, ProviderService, openapi};
