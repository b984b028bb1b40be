//! A link.

use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A link whose text tells where it leads.
#[derive(Clone, Debug, PartialEq, Eq, Template)]
#[template(path = "components/link/template.html")]
pub struct Link {
    /// What stands there, such as the title of the page.
    pub text: String,
    /// Where it leads; for pages of the portal made by [`crate::paths`].
    pub href: String,
}

impl HtmlSafe for Link {}
