//! The mark of Samenspraak: three voices that together make one balloon around one dossier.

use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// The mark. It stands beside the name or is decoration: a screen reader skips it.
#[derive(Clone, Copy, Debug, Template)]
#[template(path = "components/mark/template.html")]
pub struct Mark;

impl HtmlSafe for Mark {}
