//! What makes a page readable for everyone, as far as its HTML can tell.

use crate::rendered::{Rendered, everything, pages, papers};
use portal::gallery::Voice;
use scraper::ElementRef;
use std::collections::{BTreeMap, BTreeSet};

/// Checks every example, and names the one that fails.
fn each_example(check: impl Fn(&Rendered)) {
    for example in everything(&Voice::plain()) {
        check(&example);
    }
}

fn text_of(element: ElementRef<'_>) -> String {
    element.text().collect::<String>().trim().to_owned()
}

#[test]
fn html_parses_without_errors() {
    each_example(|example| {
        assert_eq!(example.tree.errors, Vec::<String>::new(), "{}", example.name);
    });
}

#[test]
fn a_page_has_one_title_one_main_part_and_one_first_heading() {
    for page in pages(&Voice::plain()) {
        let name = &page.name;
        for element in ["title", "main", "h1", "body > header", "body > footer"] {
            assert_eq!(page.all(element).count(), 1, "{name}: {element}");
        }
        assert_eq!(page.all("html[lang=nl]").count(), 1, "{name}");
        let first = page.all("h1, h2, h3, h4, h5, h6").next().unwrap();
        assert_eq!(first.value().name(), "h1", "{name}");
        let skip = page.all("body > *").next().unwrap();
        assert_eq!(skip.attr("href"), Some("#inhoud"), "{name}: skip link");
    }
}

#[test]
fn a_paper_stands_on_its_own() {
    for paper in papers(&Voice::plain()) {
        let name = &paper.name;
        for element in ["html[lang=nl]", "title", "main", "h1"] {
            assert_eq!(paper.all(element).count(), 1, "{name}: {element}");
        }
        assert_eq!(paper.all("[src], [href], [action]").count(), 0, "{name}");
        let style = text_of(paper.all("style").next().unwrap());
        for remote in ["@import", "url(", "http:", "https:"] {
            assert!(!style.contains(remote), "{name}: {remote}");
        }
    }
}

#[test]
fn no_two_pages_have_the_same_title() {
    let mut pages_of_title: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
    for page in pages(&Voice::plain()) {
        let place = page.page.as_ref().unwrap();
        let title = text_of(page.all("title").next().unwrap());
        assert_eq!(title, format!("{} – Samenspraak", place.title));
        let own = !place.path.starts_with("/voorbeelden/");
        let key = if own { "own path" } else { place.kind };
        let fresh = pages_of_title.entry(title.clone()).or_default().insert(key);
        assert!(fresh || !own, "{title} is the title of two pages");
    }
    for (title, kinds) in pages_of_title {
        let variants = kinds.iter().filter(|kind| **kind != "own path").count();
        assert!(variants <= 1, "{title} is the title of two kinds of page");
    }
}

#[test]
fn heading_levels_never_skip() {
    each_example(|example| {
        let headings = example.all("h1, h2, h3, h4, h5, h6");
        let levels = headings.map(|h| h.value().name()[1..].parse::<u8>().unwrap());
        let mut before: Option<u8> = None;
        for level in levels {
            let skips = before.is_some_and(|before| level > before + 1);
            assert!(!skips, "{}: h{before:?} then h{level}", example.name);
            before = Some(level);
        }
    });
}

#[test]
fn ids_are_unique_and_have_no_white_space() {
    each_example(|example| {
        let mut seen = BTreeSet::new();
        for id in example.ids() {
            assert!(seen.insert(id), "{}: {id} twice", example.name);
            assert!(!id.contains(char::is_whitespace), "{}: {id}", example.name);
        }
    });
}

#[test]
fn everything_that_is_named_by_another_element_has_that_name() {
    each_example(|example| {
        let ids = example.ids();
        for attribute in ["aria-labelledby", "aria-describedby", "for"] {
            for element in example.all(&format!("[{attribute}]")) {
                for id in element.attr(attribute).unwrap().split(' ') {
                    assert!(ids.contains(&id), "{}: {attribute} {id}", example.name);
                }
            }
        }
    });
}

#[test]
fn every_drawing_has_a_text_or_is_hidden() {
    each_example(|example| {
        for drawing in example.all("svg") {
            if drawing.attr("role") == Some("img") {
                assert!(drawing.attr("aria-labelledby").is_some(), "{}", example.name);
            } else {
                assert_eq!(drawing.attr("aria-hidden"), Some("true"), "{}", example.name);
            }
            assert_eq!(drawing.attr("focusable"), Some("false"), "{}", example.name);
        }
        for image in example.all("img") {
            assert!(image.attr("alt").is_some(), "{}", example.name);
        }
    });
}

#[test]
fn every_link_says_something() {
    each_example(|example| {
        for link in example.all("a") {
            assert!(link.attr("href").is_some(), "{}", example.name);
            assert!(!text_of(link).is_empty(), "{}", example.name);
        }
    });
}

#[test]
fn every_field_has_a_name_that_is_shown() {
    each_example(|example| {
        let fields = "input:not([type=hidden]), textarea, select";
        for field in example.all(fields) {
            let id = field.attr("id").unwrap_or_else(|| panic!("{}: no id", example.name));
            let label = example.all(&format!("label[for='{id}']")).next();
            let label = label.unwrap_or_else(|| panic!("{}: {id} has no label", example.name));
            assert!(!text_of(label).is_empty(), "{}: {id}", example.name);
        }
        for group in example.all("fieldset") {
            let first = group.child_elements().next().map(|it| it.value().name());
            assert_eq!(first, Some("legend"), "{}", example.name);
        }
    });
}

#[test]
fn a_form_is_sent_to_a_page_and_never_in_an_address() {
    for page in pages(&Voice::plain()) {
        for form in page.all("form") {
            assert_eq!(form.attr("method"), Some("post"), "{}", page.name);
            assert_eq!(form.attr("action").map(|to| to.starts_with("/trajecten/")), Some(true));
        }
    }
}

#[test]
fn navigation_has_names_that_differ() {
    each_example(|example| {
        let mut names = BTreeSet::new();
        for navigation in example.all("nav") {
            let named = navigation.attr("aria-label");
            let named = named.or(navigation.attr("aria-labelledby"));
            assert!(named.is_some(), "{}", example.name);
            assert!(names.insert(named), "{}: {named:?} twice", example.name);
        }
    });
}

#[test]
fn titles_that_people_choose_are_no_landmarks() {
    // Two rounds may have the same title; two landmarks with one name cannot be told apart.
    each_example(|example| {
        let named = example.all("section[aria-label], section[aria-labelledby]");
        assert_eq!(named.count(), 0, "{}", example.name);
    });
}

#[test]
fn tables_have_a_caption_and_their_heads_a_scope() {
    each_example(|example| {
        let (tables, captions) = (example.all("table"), example.all("table > caption"));
        assert_eq!(tables.count(), captions.count(), "{}", example.name);
        for head in example.all("th") {
            assert!(head.attr("scope").is_some(), "{}", example.name);
        }
    });
}

#[test]
fn nothing_needs_a_script_or_an_inline_style() {
    let papers: Vec<_> = papers(&Voice::plain()).into_iter().map(|paper| paper.name).collect();
    each_example(|example| {
        let name = &example.name;
        assert_eq!(example.all("script, iframe, object").count(), 0, "{name}");
        // A paper carries its style with it; what it links to would be lost on the way.
        let own_style = usize::from(papers.contains(name));
        assert_eq!(example.all("style").count(), own_style, "{name}");
        for element in example.all("*") {
            for (attribute, value) in element.value().attrs() {
                assert_ne!(attribute, "style", "{name}");
                assert!(!attribute.starts_with("on"), "{name}: {attribute}");
                assert!(!value.trim().starts_with("javascript:"), "{name}: {value}");
            }
        }
    });
}

#[test]
fn the_current_page_is_marked_in_the_navigation() {
    for page in pages(&Voice::plain()) {
        let path = &page.page.as_ref().unwrap().path;
        let in_menu = ["/", "/over"].contains(&path.as_str()) || page.name.starts_with("home-");
        let marked = page.all(".site-nav [aria-current=page]").count();
        assert_eq!(marked, usize::from(in_menu), "{}", page.name);
        let crumbs = page.all(".breadcrumbs [aria-current=page]").count();
        assert_eq!(crumbs, usize::from(!page.name.starts_with("home")), "{}", page.name);
    }
}
