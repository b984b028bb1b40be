//! A day or an instant, in words for readers and in ISO 8601 for programs.

use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A day or an instant.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "components/moment/template.html")]
pub struct Moment {
    /// In Dutch words and Dutch time, such as "vrijdag 27 november 2026 12.00 uur".
    pub words: String,
    /// The same in ISO 8601, such as `2026-11-27T11:00:00Z` or, for a day, `2026-11-27`.
    pub iso: String,
}

impl HtmlSafe for Moment {}
