//! The way from the home page to this page.

use super::Link;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// The pages above a page, and the page itself.
#[derive(Clone, Debug, Template)]
#[template(path = "components/breadcrumbs/template.html")]
pub struct Breadcrumbs {
    /// The pages above, from the home page down.
    pub trail: Vec<Link>,
    /// The title of the page itself.
    pub current: String,
}

impl HtmlSafe for Breadcrumbs {}
