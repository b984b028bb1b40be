//! Every link leads somewhere.

use crate::rendered::{everything, pages};
use portal::gallery::Voice;
use portal::paths;
use std::collections::BTreeMap;

#[test]
fn a_link_within_a_page_has_its_target() {
    for example in everything(&Voice::plain()) {
        let ids = example.ids();
        for link in example.all("a[href^='#']") {
            let target = &link.attr("href").unwrap()[1..];
            assert!(ids.contains(&target), "{}: #{target}", example.name);
        }
    }
}

#[test]
fn a_link_to_another_page_leads_to_a_page_and_a_place_on_it() {
    let pages = pages(&Voice::plain());
    let known: BTreeMap<_, _> =
        pages.iter().map(|page| (page.page.as_ref().unwrap().path.as_str(), page.ids())).collect();
    for page in &pages {
        for link in page.all("a[href^='/']") {
            let href = link.attr("href").unwrap();
            // Files, and lists of the public data.
            if href.contains("/documenten/") || href.starts_with("/public/v1/") {
                continue;
            }
            let (path, fragment) = href.split_once('#').unwrap_or((href, ""));
            let path = path.split_once('?').map_or(path, |(path, _)| path);
            let ids = known.get(path);
            let ids = ids.unwrap_or_else(|| panic!("{}: no page {path}", page.name));
            let there = fragment.is_empty() || ids.contains(&fragment);
            assert!(there, "{}: no place {href}", page.name);
        }
    }
}

#[test]
fn the_places_that_mails_link_to_are_there() {
    let pages = pages(&Voice::plain());
    let ids_of = |path: &str| {
        let page = pages.iter().find(|page| page.page.as_ref().unwrap().path == path);
        page.unwrap_or_else(|| panic!("no page {path}")).ids()
    };
    let trajectory = pages.iter().find(|page| page.name == "trajectory").unwrap();
    let round = trajectory.all("article.round").next().unwrap().attr("id").unwrap();
    let (dossier, round) = (&trajectory.page.as_ref().unwrap().path, &round["ronde-".len()..]);
    let id = dossier.rsplit('/').next().unwrap();
    for place in [paths::MAIL.to_owned(), paths::round(id, round)] {
        let (path, fragment) = place.split_once('#').unwrap();
        assert!(ids_of(path).contains(&fragment), "{place}");
    }
}

#[test]
fn a_page_refers_to_the_stylesheet_and_the_icon_by_their_content() {
    for page in pages(&Voice::plain()) {
        let styles: Vec<_> = page.all("link[rel=stylesheet]").collect();
        assert_eq!(styles.len(), 1, "{}", page.name);
        assert_eq!(styles[0].attr("href"), Some(portal::stylesheet_path()));
        let icon = page.all("link[rel=icon]").next().unwrap();
        assert_eq!(icon.attr("href"), Some(portal::favicon_path()));
    }
}

#[test]
fn a_theme_comes_after_the_stylesheet() {
    let site = portal::Site {
        address: "https://samenspraak.example".to_owned(),
        operator: "Gemeente Elburg".to_owned(),
        contact: "inkoop@elburg.example".to_owned(),
        theme: Some("/assets/elburg.css".to_owned()),
    };
    let html = portal::render(&portal::pages::AboutPage, &site).unwrap();
    let ours = html.find(portal::stylesheet_path()).unwrap();
    let theirs = html.find("/assets/elburg.css").unwrap();
    assert!(ours < theirs);
}

#[test]
fn a_page_tells_its_own_address() {
    let pages = pages(&Voice::plain());
    let note = pages.iter().find(|page| page.name == "note").unwrap();
    let address = format!("https://samenspraak.example{}", note.page.as_ref().unwrap().path);
    let canonical = note.all("link[rel=canonical]").next().unwrap();
    assert_eq!(canonical.attr("href"), Some(address.as_str()));
    let on_paper = note.all(".print-address").next().unwrap();
    assert!(on_paper.text().collect::<String>().ends_with(&address));
}
