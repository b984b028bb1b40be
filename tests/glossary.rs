//! The glossary: no name in the API or in the log that it does not explain.

use crate::specification::documents;
use dialogue::AnyEvent;
use std::collections::BTreeSet;
use std::fs;
use testing::tools;

/// Every name that a reader of the API or of the log can meet.
fn names() -> BTreeSet<String> {
    let mut names: BTreeSet<_> =
        AnyEvent::types().iter().map(|event| event.name.to_owned()).collect();
    for (_, document) in documents() {
        names.extend(document["components"]["schemas"].as_object().unwrap().keys().cloned());
    }
    names
}

/// The names that a text does not have in backticks.
fn missing<'n>(names: &'n BTreeSet<String>, text: &str) -> Vec<&'n str> {
    let said = |name: &&str| text.contains(&format!("`{name}`"));
    names.iter().map(String::as_str).filter(|name| !said(name)).collect()
}

#[test]
fn every_name_stands_in_the_glossary() {
    let file = tools::workspace().join("docs/GLOSSARY.md");
    let text = fs::read_to_string(&file).unwrap_or_else(|no| panic!("{}: {no}", file.display()));
    let names = names();
    assert!(names.len() > 150, "only {} names", names.len());
    let missing = missing(&names, &text);
    assert!(missing.is_empty(), "not in docs/GLOSSARY.md: {}", missing.join(", "));
}

#[test]
fn a_name_that_is_missing_is_told() {
    let names = BTreeSet::from(["Advice".to_owned(), "Lot".to_owned()]);
    assert_eq!(missing(&names, "an advice (`Advice`) and a `Lots` about Lot"), ["Lot"]);
}
