//! The announcement of an award: who gets a contract.

use super::{Moment, Prose};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// The announcement of an award (gunning).
#[derive(Clone, Debug, Template)]
#[template(path = "components/award/template.html")]
pub struct Award {
    /// The lot, such as "Perceel 1: Ambulante jeugdhulp"; absent when there are no lots.
    pub lot: Option<String>,
    /// What everyone is told.
    pub announcement: Prose,
    /// When it was published.
    pub published: Moment,
}

impl HtmlSafe for Award {}
