//! Nothing that people write becomes markup, and nothing that they write gets lost.

use crate::rendered::{everything, said_by, without_white_space};
use portal::gallery::{COMPONENTS, HOSTILE, PAGES, PAPERS, Voice};
use scraper::Html;

#[test]
fn markup_in_a_text_comes_out_as_text() {
    for example in everything(&Voice::hostile()) {
        assert_eq!(example.all("script").count(), 0, "{}", example.name);
        assert!(!example.html.contains("<script"), "{}", example.name);
        assert!(!example.html.contains(HOSTILE), "{}", example.name);
        assert_eq!(example.tree.errors, Vec::<String>::new(), "{}", example.name);
    }
}

/// The texts of a view that its HTML does not show.
fn forgotten(said: Vec<String>, html: &str) -> Vec<String> {
    let shown = said_by(&Html::parse_document(html));
    said.into_iter().filter(|text| !shown.contains(&without_white_space(text))).collect()
}

#[test]
fn every_text_of_a_component_is_shown() {
    let voice = Voice::hostile();
    for (name, examples) in COMPONENTS {
        let html: String = examples(&voice).into_iter().map(|e| e.html).collect();
        assert_eq!(forgotten(voice.take_said(), &html), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn every_text_of_a_page_is_shown() {
    let voice = Voice::hostile();
    for (name, examples) in PAGES {
        let html: String = examples(&voice).unwrap().into_iter().map(|e| e.html).collect();
        assert_eq!(forgotten(voice.take_said(), &html), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn every_text_of_a_paper_is_shown() {
    let voice = Voice::hostile();
    for (name, examples) in PAPERS {
        let html: String = examples(&voice).into_iter().map(|e| e.html).collect();
        assert_eq!(forgotten(voice.take_said(), &html), Vec::<String>::new(), "{name}");
    }
}

#[test]
fn no_template_marks_a_text_as_html() {
    for (path, template) in crate::folders::files("html") {
        let compact = template.replace(' ', "");
        for filter in ["|safe", "|escape", "|e}", "|linebreaks", "|paragraphbreaks"] {
            assert!(!compact.contains(filter), "{}: {filter}", path.display());
        }
    }
}
