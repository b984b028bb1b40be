//! What a reader sees when a page cannot be shown, and what to do then.

use super::home_trail;
use crate::components::Link;
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A page that cannot be shown.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/error/template.html")]
pub enum ErrorPage {
    /// There is no such page, or none that the reader may know of.
    NotFound,
    /// Something was sent to a page, and pages are only there to read.
    ReadingOnly,
    /// Something went wrong on our side.
    Failure {
        /// What the reader can mention, so that it can be found in the log of the service.
        reference: Option<String>,
    },
}

impl HtmlSafe for ErrorPage {}

impl Page for ErrorPage {
    fn title(&self) -> String {
        match self {
            Self::NotFound => "Deze pagina bestaat niet".to_owned(),
            Self::ReadingOnly => "Hier kunt u alleen lezen".to_owned(),
            Self::Failure { .. } => "Er ging iets mis".to_owned(),
        }
    }

    fn path(&self) -> Option<String> {
        None
    }

    fn trail(&self) -> Vec<Link> {
        home_trail()
    }
}
