//! How accessible the pages are, how that was checked, and what was not.

use super::home_trail;
use crate::components::Link;
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// The accessibility statement. It tells what the makers checked themselves; whoever changes
/// what is checked changes its text and its date.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/accessibility/template.html")]
pub struct AccessibilityPage {
    /// The organisation that runs the site, such as "Regiobureau Heidezoom".
    pub operator: String,
    /// The mail address for problems.
    pub contact: String,
}

impl HtmlSafe for AccessibilityPage {}

impl Page for AccessibilityPage {
    fn title(&self) -> String {
        "Toegankelijkheid".to_owned()
    }

    fn path(&self) -> Option<String> {
        Some(paths::ACCESSIBILITY.to_owned())
    }

    fn trail(&self) -> Vec<Link> {
        home_trail()
    }
}
