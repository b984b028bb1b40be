//! The stylesheet and the templates know the same classes, and colours stand in one place.

use crate::rendered::everything;
use portal::STYLESHEET;
use portal::gallery::Voice;
use std::collections::BTreeSet;

/// The stylesheet without its comments.
pub(crate) fn rules() -> String {
    let mut rules = String::new();
    for (place, part) in STYLESHEET.split("/*").enumerate() {
        let part = if place == 0 { part } else { part.split_once("*/").unwrap().1 };
        rules.push_str(part);
    }
    rules
}

fn classes_in_rules() -> BTreeSet<String> {
    let rules = rules();
    let mut classes = BTreeSet::new();
    for selector in rules.split('}').filter_map(|rule| rule.rsplit_once('{')) {
        let selector = selector.0.rsplit(['{', ';']).next().unwrap();
        for part in selector.split('.').skip(1) {
            let end = part.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
            classes.insert(part[..end.unwrap_or(part.len())].to_owned());
        }
    }
    classes.retain(|class| class.starts_with(|c: char| c.is_ascii_alphabetic()));
    classes
}

#[test]
fn the_stylesheet_and_the_pages_know_the_same_classes() {
    let mut in_pages = BTreeSet::new();
    for example in everything(&Voice::plain()) {
        for element in example.all("[class]") {
            in_pages.extend(element.value().classes().map(str::to_owned));
        }
    }
    let in_rules = classes_in_rules();
    let unstyled: Vec<_> = in_pages.difference(&in_rules).collect();
    let unused: Vec<_> = in_rules.difference(&in_pages).collect();
    assert!(
        unstyled.is_empty() && unused.is_empty(),
        "without a rule: {unstyled:?}; without an example: {unused:?}"
    );
}

#[test]
fn colours_are_tokens() {
    let (_, rules) = STYLESHEET.split_once("@layer base {").unwrap();
    for line in rules.lines() {
        let colour = ["#", "rgb(", "hsl(", "oklch("].iter().any(|c| line.contains(c));
        assert!(!colour, "a colour outside the tokens: {line}");
    }
}

#[test]
fn nothing_comes_from_another_site() {
    for remote in ["@import", "url(", "http:", "https:"] {
        assert!(!rules().contains(remote), "{remote}");
    }
}
