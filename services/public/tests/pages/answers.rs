//! What all answers have in common.

use crate::story::{self, ASKED, CONSULTATION, TRAJECTORY, below};
use crate::world::{SITE, World, keeps_quiet, tells};
use actix_web::http::{Method, header};
use actix_web::test::TestRequest;

/// Every page that there is in the whole story.
pub(crate) fn pages() -> Vec<String> {
    vec![
        "/".to_owned(),
        "/over".to_owned(),
        "/toegankelijkheid".to_owned(),
        below(""),
        below("/nota-van-inlichtingen/1"),
        below("/nota-van-inlichtingen/2"),
        below("/vragen-en-antwoorden"),
        below("/in-beeld"),
        below(&format!("/documenten/{}/wijzigingen/1/2", story::GUIDE)),
        below(&format!("/consultaties/{CONSULTATION}")),
        below(&format!("/adviezen/{ASKED}")),
        below(&format!("/adviezen/{}", story::UNASKED)),
        below(&format!("/oproepen/{}", story::OUTREACH)),
    ]
}

async fn whole() -> World {
    let mut world = World::empty().await;
    story::whole(&mut world).await;
    world
}

#[actix_web::test]
async fn every_page_lets_nothing_in_from_elsewhere() {
    let world = whole().await;
    for path in pages().iter().map(String::as_str).chain(["/nergens"]) {
        let answer = world.get(path).await;
        for (name, value) in [
            (
                header::CONTENT_SECURITY_POLICY,
                "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
                 form-action 'none'; frame-ancestors 'none'",
            ),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
            (header::CONTENT_LANGUAGE, "nl"),
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        ] {
            assert_eq!(answer.header(name.clone()), value, "{path}: {name}");
        }
    }
}

#[actix_web::test]
async fn a_page_is_sent_again_only_when_it_changed() {
    let mut world = World::empty().await;
    story::begun(&mut world).await;
    story::consulting(&mut world).await;
    world.at("2027-02-10T08:00:00Z");
    let answer = world.get("/").await;
    assert_eq!(answer.header(header::CACHE_CONTROL), "no-cache");
    let tag = answer.header(header::ETAG).to_owned();
    let ask = |tags: String| TestRequest::get().uri("/").insert_header(("if-none-match", tags));
    for known in [tag.clone(), format!("\"another\", W/{tag}"), "*".to_owned()] {
        let again = world.send(ask(known.clone())).await;
        assert_eq!((again.status, again.body.len()), (304, 0), "{known}");
        assert_eq!(again.header(header::ETAG), tag);
        assert_eq!(again.header(header::CACHE_CONTROL), "no-cache");
        assert!(again.headers.get(header::CONTENT_TYPE).is_none());
    }
    for other in ["\"another\"".to_owned(), "what is this".to_owned()] {
        assert_eq!(world.send(ask(other.clone())).await.status, 200, "{other}");
    }
    // The term passes: nothing was recorded, and still the page is another.
    world.at("2027-03-02T08:00:00Z");
    assert_eq!(world.send(ask(tag)).await.status, 200);
}

#[actix_web::test]
async fn the_head_of_a_page_can_be_asked_alone() {
    let world = whole().await;
    for path in pages() {
        let got = world.get(&path).await;
        let head = world.send(TestRequest::default().method(Method::HEAD).uri(&path)).await;
        assert_eq!(head.status, 200, "{path}");
        assert_eq!(head.header(header::ETAG), got.header(header::ETAG), "{path}");
    }
}

#[actix_web::test]
async fn whoever_sends_something_is_told_that_pages_are_there_to_read() {
    let world = whole().await;
    for path in pages().iter().map(String::as_str).chain(["/robots.txt", portal::favicon_path()]) {
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
            let request = TestRequest::default().method(method.clone()).uri(path);
            let form = path.contains("/oproepen/");
            if form && method == Method::POST {
                continue;
            }
            let allowed = if form { "GET, HEAD, POST" } else { "GET, HEAD" };
            let answer = world.send(request).await;
            assert_eq!(answer.status, 405, "{method} {path}");
            assert_eq!(answer.header(header::ALLOW), allowed, "{method} {path}");
            tells(&answer.shown().words_of("h1"), &["Hier kunt u alleen lezen"]);
        }
    }
}

#[actix_web::test]
async fn where_nothing_stands_a_page_says_so() {
    let world = whole().await;
    for path in [
        "/nergens",
        "/over/",
        "/trajecten",
        "/trajecten/",
        "/trajecten/geen-naam",
        "/trajecten/aaaaaaaa-0000-4000-8000-000000000001",
        "/trajecten/aaaaaaaa-0000-4000-8000-000000000001/nota-van-inlichtingen/1",
        "/trajecten/geen-naam/nota-van-inlichtingen/1",
        "/favicon.ico",
        "/assets/samenspraak.0000000000000000.css",
        "/.well-known/security.txt",
        "/index.php?id=1",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/public/v2/trajectories",
        &below("/consultaties/geen-naam"),
        &below("/consultaties/aaaaaaaa-0000-4000-8000-000000000001"),
        &below("/adviezen/geen-naam"),
        &below("/adviezen/aaaaaaaa-0000-4000-8000-000000000001"),
        &below("/documenten/geen-naam/1/a.pdf"),
        &below("/oproepen/aaaaaaaa-0000-4000-8000-000000000001"),
        &below("/oproepen/aaaaaaaa-0000-4000-8000-000000000001/bedankt"),
    ] {
        let answer = world.get(path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert_eq!(answer.header(header::CACHE_CONTROL), "no-store", "{path}");
        let page = answer.shown();
        assert_eq!(page.words_of("h1"), "Deze pagina bestaat niet", "{path}");
        keeps_quiet(&page.html, &["passwd", "geen-naam", "canonical"]);
    }
    let sent = world.send(TestRequest::post().uri("/nergens")).await;
    assert_eq!(sent.status, 404);
}

#[actix_web::test]
async fn the_operations_keep_their_own_answers() {
    let world = whole().await;
    let answer = world.get("/public/v1/nergens").await;
    assert_eq!(answer.status, 404);
    assert_eq!(answer.header(header::CONTENT_TYPE), "application/problem+json");
    let answer = world.get(&format!("/public/v1/trajectories/{TRAJECTORY}/dossier")).await;
    assert_eq!(answer.status, 200);
    let dossier: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    assert_eq!(dossier["clarificationNotes"], serde_json::json!([1, 2]));
}

#[actix_web::test]
async fn the_look_can_be_kept_for_good() {
    let world = World::empty().await;
    for (path, kind, content) in [
        (portal::stylesheet_path(), "text/css; charset=utf-8", portal::STYLESHEET),
        (portal::favicon_path(), "image/svg+xml", portal::FAVICON),
    ] {
        let answer = world.get(path).await;
        assert_eq!(answer.header(header::CONTENT_TYPE), kind);
        assert_eq!(answer.body, content.as_bytes());
        let kept = "public, max-age=31536000, immutable";
        assert_eq!(answer.header(header::CACHE_CONTROL), kept);
    }
}

#[actix_web::test]
async fn search_engines_may_read_everything() {
    let world = World::empty().await;
    let answer = world.get("/robots.txt").await;
    assert_eq!(answer.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    assert_eq!(answer.body, b"User-agent: *\nAllow: /\n");
}

#[actix_web::test]
async fn a_page_knows_its_own_address() {
    let world = whole().await;
    for path in pages() {
        let page = world.page(&path).await;
        assert_eq!(page.targets("link[rel=canonical]"), [format!("{SITE}{path}")]);
    }
}

#[actix_web::test]
async fn the_statements_name_who_runs_the_site() {
    let world = World::empty().await;
    let page = world.page("/toegankelijkheid").await;
    tells(&page.words_of("main"), &["Regiobureau Heidezoom maakt die zelf", "WCAG 2.2"]);
    let page = world.page("/over").await;
    tells(&page.words_of("section:has(> #berichten)"), &["Zo stopt u de mail"]);
}
