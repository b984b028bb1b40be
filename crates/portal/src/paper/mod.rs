//! A paper: a document that stands on its own, to keep, to send or to print. It carries its style
//! with it, refers to nothing, and has no site around it.

use crate::components::{Moment, Picture, Prose};
use askama::Template;
use askama::filters::HtmlSafe;
use std::fmt;

pub(crate) mod examples;
mod trends;

pub use trends::{Trend, trends};

/// A document that stands on its own.
#[derive(Clone, Debug, Template)]
#[template(path = "paper/template.html")]
pub struct Paper {
    /// What kind of document it is, such as "Proces-verbaal".
    pub kind: String,
    /// What it is about.
    pub title: String,
    /// When it was made.
    pub made: Moment,
    /// What it is, in a few sentences.
    pub introduction: Prose,
    /// Its sections.
    pub sections: Vec<PaperSection>,
}

/// A section of a paper.
#[derive(Clone, Debug)]
pub struct PaperSection {
    /// Its heading.
    pub heading: String,
    /// What it says.
    pub parts: Vec<PaperPart>,
}

/// A part of a section.
#[derive(Clone, Debug)]
pub enum PaperPart {
    /// A heading within the section.
    Heading(String),
    /// A text.
    Text(Prose),
    /// Things one after another.
    List(Vec<Prose>),
    /// What is asked, each with what there is to say.
    Facts(Vec<(String, Prose)>),
    /// A table.
    Table(PaperTable),
    /// A picture, with its table.
    Picture(Picture),
}

/// A table: the first cell of each row names the row.
#[derive(Clone, Debug)]
pub struct PaperTable {
    /// What it shows.
    pub caption: String,
    /// The headings of its columns.
    pub columns: Vec<String>,
    /// Its rows, with a cell for each column.
    pub rows: Vec<Vec<Prose>>,
}

/// The style of every paper, that of the pages without what only a site has.
struct Style;

impl fmt::Display for Style {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(concat!(
            include_str!("../../assets/tokens.css"),
            include_str!("../../assets/base.css"),
            include_str!("../../assets/print.css"),
            include_str!("../../assets/paper.css"),
        ))
    }
}

impl HtmlSafe for Style {}
