//! A correction of an earlier clarification note. What it corrects stays readable.

use super::{Link, Prose};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A correction (rectificatie).
#[derive(Clone, Debug, Template)]
#[template(path = "components/erratum/template.html")]
pub struct Erratum {
    /// Its place among the corrections of the note, from 1.
    pub place: u32,
    /// What is corrected, such as "vraag 3 van nota van inlichtingen 1"; made by
    /// [`crate::paths::question`] or [`crate::paths::note`].
    pub corrects: Link,
    /// What it must be.
    pub correction: Prose,
    /// Why.
    pub reason: Prose,
}

impl HtmlSafe for Erratum {}
