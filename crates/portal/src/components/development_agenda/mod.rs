//! The development agenda (ontwikkelagenda): what is taken up after this purchase.

use super::{Link, Prose};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A contribution that was moved to the development agenda.
#[derive(Clone, Debug)]
pub struct AgendaItem {
    /// The theme of the contribution.
    pub theme: String,
    /// The contribution, in the anonymous words of the report.
    pub wording: Prose,
    /// Why it was moved.
    pub reason: Prose,
    /// The report in which that was told.
    pub report: Link,
}

/// The development agenda of a trajectory.
#[derive(Clone, Debug, Template)]
#[template(path = "components/development_agenda/template.html")]
pub struct DevelopmentAgenda {
    /// What is on it, in the order in which it was moved there.
    pub items: Vec<AgendaItem>,
}

impl HtmlSafe for DevelopmentAgenda {}
