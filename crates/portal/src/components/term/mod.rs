//! Until when, and on what ground.

use super::Moment;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A term (termijn): its last instant and its legal ground. The words before it, such as "tot en
/// met", belong to the sentence in which it stands.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "components/term/template.html")]
pub struct Term {
    /// The last instant that is in time.
    pub until: Moment,
    /// What kind of rule sets it, in Dutch, such as "aanbestedingsstuk".
    pub ground_kind: String,
    /// Where that rule stands, such as "Aanbestedingsleidraad, paragraaf 2.4".
    pub ground: String,
}

impl HtmlSafe for Term {}
