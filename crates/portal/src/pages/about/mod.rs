//! What Samenspraak is, and how anyone can check a dossier.

use super::home_trail;
use crate::components::Link;
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// What Samenspraak is, and how anyone can check a dossier.
#[derive(Clone, Copy, Debug, Template)]
#[template(path = "pages/about/template.html")]
pub struct AboutPage;

impl HtmlSafe for AboutPage {}

impl Page for AboutPage {
    fn title(&self) -> String {
        "Over Samenspraak".to_owned()
    }

    fn path(&self) -> Option<String> {
        Some(paths::ABOUT.to_owned())
    }

    fn trail(&self) -> Vec<Link> {
        home_trail()
    }
}
