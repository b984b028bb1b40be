//! What is known before anything is chosen: law, existing frameworks, marks and registers, and
//! figures to compare with. Versioned data with its source, not code.
//!
//! A version to which something may refer stays: a change is a next version beside it.

mod figure;
mod outcome;
mod practice;
mod source;
mod template;

pub use figure::Figure;
pub use outcome::OutcomeTheme;
pub use practice::{Consequence, Practice, PracticeKind, PracticeVersion};
pub use source::{Checker, KnownSource, KnownSourceVersion, SourceKind};
pub use template::{AdviceTemplate, TemplatePoint};

use serde::de::DeserializeOwned;

/// The items of files that come with the program; a test reads each of them.
fn items<T: DeserializeOwned>(files: &[&str]) -> Vec<T> {
    files.iter().filter_map(|text| serde_json::from_str::<Vec<T>>(text).ok()).flatten().collect()
}
