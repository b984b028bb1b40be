//! The examples as a browser reads them.

use portal::gallery::{COMPONENTS, PAGES, PAPERS, Voice};
use scraper::{ElementRef, Html, Selector};

/// A rendered example and what a parser makes of it.
pub(crate) struct Rendered {
    pub(crate) name: String,
    pub(crate) html: String,
    pub(crate) tree: Html,
    /// Where it stands; a component stands nowhere.
    pub(crate) page: Option<Place>,
}

/// Where an example page stands.
pub(crate) struct Place {
    pub(crate) kind: &'static str,
    pub(crate) path: String,
    pub(crate) title: String,
}

impl Rendered {
    pub(crate) fn all<'a>(&'a self, selector: &str) -> impl Iterator<Item = ElementRef<'a>> {
        let selector = Selector::parse(selector).unwrap();
        let found: Vec<_> = self.tree.select(&selector).collect();
        found.into_iter()
    }

    pub(crate) fn ids(&self) -> Vec<&str> {
        self.all("[id]").filter_map(|e| e.attr("id")).collect()
    }
}

/// The examples of every component, as fragments.
pub(crate) fn components(voice: &Voice) -> Vec<Rendered> {
    let examples = COMPONENTS.iter().flat_map(|(_, make)| make(voice));
    examples
        .map(|example| Rendered {
            tree: Html::parse_fragment(&example.html),
            name: example.name,
            html: example.html,
            page: None,
        })
        .collect()
}

/// The examples of every page.
pub(crate) fn pages(voice: &Voice) -> Vec<Rendered> {
    let examples = PAGES
        .iter()
        .flat_map(|(kind, make)| make(voice).unwrap().into_iter().map(|page| (*kind, page)));
    examples
        .map(|(kind, page)| Rendered {
            name: page.name.to_owned(),
            tree: Html::parse_document(&page.html),
            html: page.html,
            page: Some(Place { kind, path: page.path, title: page.title }),
        })
        .collect()
}

/// The examples of every paper: whole documents that stand nowhere.
pub(crate) fn papers(voice: &Voice) -> Vec<Rendered> {
    let examples = PAPERS.iter().flat_map(|(_, make)| make(voice));
    examples
        .map(|example| Rendered {
            tree: Html::parse_document(&example.html),
            name: example.name,
            html: example.html,
            page: None,
        })
        .collect()
}

/// The examples of everything.
pub(crate) fn everything(voice: &Voice) -> Vec<Rendered> {
    let mut all = components(voice);
    all.extend(pages(voice));
    all.extend(papers(voice));
    all
}

/// Everything that a tree says, in text and in attributes, without white space.
pub(crate) fn said_by(tree: &Html) -> String {
    let mut said = String::new();
    for node in tree.tree.nodes() {
        match node.value() {
            scraper::Node::Text(text) => said.push_str(text),
            scraper::Node::Element(element) => {
                for (_, value) in element.attrs() {
                    said.push('\n');
                    said.push_str(value);
                    said.push('\n');
                }
            }
            _ => {}
        }
    }
    without_white_space(&said)
}

/// A text without white space, for comparison.
pub(crate) fn without_white_space(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}
