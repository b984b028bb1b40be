//! A component is a folder, and so is a page.

use portal::gallery::{COMPONENTS, PAGES, Voice};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// The files of the crate's source with an extension.
pub(crate) fn files(extension: &str) -> Vec<(PathBuf, String)> {
    let mut found = vec![];
    let mut folders = vec![source()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push((path.clone(), fs::read_to_string(path).unwrap()));
            }
        }
    }
    found
}

fn folders_in(name: &str) -> BTreeSet<String> {
    fs::read_dir(source().join(name))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().unwrap().to_str().unwrap().to_owned())
        .collect()
}

#[test]
fn the_gallery_has_every_component_and_every_page() {
    let components = COMPONENTS.iter().map(|(name, _)| (*name).to_owned());
    assert_eq!(components.collect::<BTreeSet<_>>(), folders_in("components"));
    let pages = PAGES.iter().map(|(name, _)| (*name).to_owned());
    assert_eq!(pages.collect::<BTreeSet<_>>(), folders_in("pages"));
}

#[test]
fn every_folder_has_a_view_a_template_and_examples() {
    for kind in ["components", "pages"] {
        for name in folders_in(kind) {
            for file in ["mod.rs", "template.html", "examples.rs"] {
                let path = source().join(kind).join(&name).join(file);
                assert!(path.is_file(), "{} is missing", path.display());
            }
        }
    }
}

#[test]
fn every_component_has_an_example_and_no_two_have_the_same_name() {
    let mut names = BTreeSet::new();
    for (component, examples) in COMPONENTS {
        let examples = examples(&Voice::plain());
        assert!(!examples.is_empty(), "{component} has no example");
        for example in examples {
            assert!(names.insert(example.name.clone()), "{} twice", example.name);
        }
    }
}
