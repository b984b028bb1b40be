//! A reader who follows every link: each leads to a place that is there, and all pages are sound.

use crate::answers::pages;
use crate::story::{self, VISION};
use crate::world::{HOSTILE, SITE, Shown, World};
use std::collections::{BTreeMap, BTreeSet};

/// Every page that can be reached from the home page, with the other addresses on the way.
async fn everything(world: &World) -> (BTreeMap<String, Shown>, BTreeSet<String>) {
    let mut pages = BTreeMap::new();
    let mut others = BTreeSet::new();
    let mut left = vec!["/".to_owned()];
    while let Some(path) = left.pop() {
        if pages.contains_key(&path) || others.contains(&path) {
            continue;
        }
        // The file of the vision was lost: that is another test's.
        if path.contains(&format!("/documenten/{VISION}/")) || path.contains("-v2.pdf") {
            continue;
        }
        let answer = world.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        if !answer.header(actix_web::http::header::CONTENT_TYPE).starts_with("text/html") {
            others.insert(path);
            continue;
        }
        let page = answer.shown();
        for target in page.targets("[href^='/']") {
            left.push(target.split('#').next().unwrap().to_owned());
        }
        pages.insert(path, page);
    }
    (pages, others)
}

fn ids(page: &Shown) -> Vec<&str> {
    page.all("[id]").into_iter().filter_map(|element| element.value().attr("id")).collect()
}

#[actix_web::test]
async fn every_page_can_be_reached_and_every_link_leads_to_its_place() {
    let mut world = World::empty().await;
    story::whole(&mut world).await;
    let (reached, others) = everything(&world).await;
    let known: BTreeSet<_> = pages().into_iter().collect();
    assert_eq!(reached.keys().cloned().collect::<BTreeSet<_>>(), known);
    assert_eq!(others.len(), 4, "the look, the icon, a file and a list: {others:?}");
    for (path, page) in &reached {
        for target in page.targets("a[href*='#']") {
            let (to, fragment) = target.split_once('#').unwrap();
            let to = if to.is_empty() { path } else { to };
            assert!(ids(&reached[to]).contains(&fragment), "{path}: {target}");
        }
    }
}

#[actix_web::test]
async fn no_page_refers_to_another_site() {
    let mut world = World::empty().await;
    story::whole(&mut world).await;
    for (path, page) in everything(&world).await.0 {
        for element in page.all("[href], [src], [action], [data], [srcset], [poster]") {
            for attribute in ["href", "src", "action", "data", "srcset", "poster"] {
                let Some(target) = element.value().attr(attribute) else { continue };
                let own = (target.starts_with('/') && !target.starts_with("//"))
                    || target.starts_with('#')
                    || target == format!("{SITE}{path}")
                    || target == "mailto:samenspraak@heidezoom.example";
                assert!(own, "{path}: {target}");
            }
        }
    }
}

#[actix_web::test]
async fn no_two_pages_have_the_same_title() {
    let mut world = World::empty().await;
    story::whole(&mut world).await;
    let (pages, _) = everything(&world).await;
    let titles: BTreeSet<_> = pages.values().map(|page| page.words_of("title")).collect();
    assert_eq!(titles.len(), pages.len(), "{titles:?}");
}

#[actix_web::test]
async fn every_page_is_sound_html_with_headings_that_do_not_skip() {
    let mut world = World::empty().await;
    story::whole(&mut world).await;
    for (path, page) in everything(&world).await.0 {
        assert_eq!(page.tree.errors, Vec::<String>::new(), "{path}");
        assert_eq!(page.all("h1").len(), 1, "{path}");
        let ids = ids(&page);
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: an id twice");
        let mut before = 0;
        for heading in page.all("h1, h2, h3, h4, h5, h6") {
            let level: u8 = heading.value().name()[1..].parse().unwrap();
            assert!(level <= before + 1, "{path}: h{before} then h{level}");
            before = level;
        }
    }
}

#[actix_web::test]
async fn what_people_write_is_text_and_never_markup() {
    let mut world = World::hostile().await;
    story::whole(&mut world).await;
    let mut told = 0;
    for (path, page) in everything(&world).await.0 {
        assert_eq!(page.tree.errors, Vec::<String>::new(), "{path}");
        assert!(page.all("script").is_empty() && !page.html.contains("<script"), "{path}");
        told += page.tree.root_element().text().collect::<String>().matches(HOSTILE).count();
    }
    assert!(told > 100, "the markup was written {told} times");
}
