//! What every answer carries and what every address refuses: the design rules as they can be
//! seen from outside, which no check of a document can tell.

use crate::kit::{Answer, Person, Platform, Session};
use crate::specification::documents;
use identity::Party;
use reqwest::redirect::Policy;
use reqwest::{Client, Method};
use serde_json::Value;
use std::collections::BTreeSet;

/// Headers that protect the reader, on every answer, with what they must say.
const PROTECTION: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "no-referrer"),
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
    ("content-security-policy", "default-src 'none'"),
];

/// Addresses of pages, and of what belongs to them.
const PAGES: [&str; 5] = ["/", "/over", "/toegankelijkheid", "/robots.txt", "/trajecten/onbekend"];

/// An operation of a document, on an address where nothing stands.
struct Operation {
    service: &'static str,
    path: String,
    method: Method,
    /// The methods of its path, as `Allow` should name them.
    allowed: BTreeSet<String>,
    /// Whether it takes JSON.
    takes_json: bool,
}

fn operations() -> Vec<Operation> {
    let mut all = vec![];
    for (service, document) in documents() {
        for (path, item) in document["paths"].as_object().unwrap() {
            let item = item.as_object().unwrap();
            let mut allowed: BTreeSet<_> = item.keys().map(|it| it.to_uppercase()).collect();
            if allowed.contains("GET") {
                allowed.insert("HEAD".to_owned());
            }
            for (method, operation) in item {
                let body = &operation["requestBody"]["content"];
                all.push(Operation {
                    service,
                    path: filled_in(path) + &asked_in(operation),
                    method: method.to_uppercase().parse().unwrap(),
                    allowed: allowed.clone(),
                    takes_json: body.get("application/json").is_some(),
                });
            }
        }
    }
    assert!(all.len() > 100);
    all
}

/// The query that an operation needs, by its own examples.
fn asked_in(operation: &Value) -> String {
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let needed = parameters.filter(|it| it["in"] == "query" && it["required"] == true);
    let pairs: Vec<_> = needed
        .map(|it| format!("{}={}", it["name"].as_str().unwrap(), it["example"].as_str().unwrap()))
        .collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// A path with a value of the right form for each of its parameters.
fn filled_in(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment {
        "{number}" => "7".to_owned(),
        "{phase}" => "vision".to_owned(),
        "{sha256}" => "0".repeat(64),
        name if name.starts_with('{') => "00000000-0000-4000-8000-000000000000".to_owned(),
        fixed => fixed.to_owned(),
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Somebody in every role of a service.
fn somebody(platform: &Platform, service: &str) -> Session {
    let enter = |party: Party, organisation| {
        platform.world.enter(&Person::new("iedere-rol", party, organisation, party.roles()))
    };
    match service {
        "municipality" => enter(Party::Municipality, "GM0233"),
        "provider" => enter(Party::Provider, "NL-KVK-90000011"),
        "council" => enter(Party::Council, "adviesraad-noord-veluwe"),
        "public" => platform.world.anyone(),
        other => panic!("who uses {other}?"),
    }
}

/// Sends a request to an API, and looks at what every answer of an API carries.
async fn ask(session: &Session, method: Method, path: &str) -> Answer {
    checked(session.send(session.request(method, path)).await)
}

fn checked(answer: Answer) -> Answer {
    let asked = &answer.asked;
    assert_eq!(answer.header("api-version"), env!("CARGO_PKG_VERSION"), "{asked}");
    assert!(!answer.header("request-id").is_empty(), "{asked} has no number");
    assert_eq!(answer.header("cache-control"), "no-store", "{asked}");
    assert!(answer.header("vary").contains("Authorization"), "{asked}");
    protected(&answer);
    answer
}

fn protected(answer: &Answer) {
    for (name, value) in PROTECTION {
        let said = answer.header(name);
        assert!(said.contains(value), "{} says {name}: {said:?}", answer.asked);
    }
    assert_eq!(answer.header("server"), "", "{}", answer.asked);
}

async fn page(platform: &Platform, method: Method, path: &str) -> Answer {
    let asked = format!("{method} {path}");
    let request = platform.world.http.request(method, platform.world.pages() + path);
    let answer = Answer::of(asked, request.send().await.unwrap()).await;
    protected(&answer);
    answer
}

fn names(header: &str) -> BTreeSet<String> {
    header.split(", ").map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_method_that_an_address_does_not_have_is_refused_with_those_that_it_has() {
    let platform = Platform::start().await;
    let strange = ["TRACE", "BREW", "PATCH", "DELETE", "OPTIONS"];
    for operation in operations() {
        let session = somebody(&platform, operation.service);
        for method in strange {
            let answer = ask(&session, method.parse().unwrap(), &operation.path).await;
            let answer = answer.refused(405, "method-not-allowed");
            assert_eq!(names(answer.header("allow")), operation.allowed, "{}", answer.asked);
        }
    }
    for path in ["/openapi.json", "/docs", "/docs/index.html"] {
        let session = platform.world.anyone();
        for method in strange.into_iter().chain(["POST"]) {
            let answer = ask(&session, method.parse().unwrap(), path).await;
            let answer = answer.refused(405, "method-not-allowed");
            assert_eq!(answer.header("allow"), "GET, HEAD", "{}", answer.asked);
        }
    }
    for path in PAGES {
        for method in strange.into_iter().chain(["POST"]) {
            let answer = page(&platform, method.parse().unwrap(), path).await.expect(405);
            assert_eq!(answer.header("allow"), "GET, HEAD", "{}", answer.asked);
        }
    }
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slash_at_the_end_leads_nowhere() {
    let platform = Platform::start().await;
    for Operation { service, path, method, .. } in operations() {
        let session = somebody(&platform, service);
        let path = path.split('?').next().unwrap();
        ask(&session, method, &format!("{path}/")).await.refused(404, "not-found");
    }
    for path in PAGES.iter().filter(|path| **path != "/") {
        page(&platform, Method::GET, &format!("{path}/")).await.expect(404);
    }
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_signed_in_gets_the_same_headers() {
    let platform = Platform::start().await;
    for operation in operations().into_iter().filter(|it| it.service != "public") {
        let Operation { service, path, method, .. } = operation;
        let known = somebody(&platform, service);
        for token in [None, Some("no.token.atall".to_owned())] {
            let nobody = Session { token, ..known.clone() };
            let answer = ask(&nobody, method.clone(), &path).await.expect(401);
            assert_eq!(answer.header("content-type"), "application/problem+json");
            assert_eq!(answer.header("www-authenticate"), "Bearer");
            assert_eq!(answer.header("access-control-allow-origin"), "", "{}", answer.asked);
        }
    }
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn where_one_can_read_one_can_ask_for_the_headers_alone() {
    let platform = Platform::start().await;
    let same = |whole: &Answer, head: &Answer| {
        assert_eq!(head.status, whole.status, "{}", head.asked);
        assert!(head.bytes.is_empty(), "{} has a body", head.asked);
        for name in ["content-type", "etag", "content-length", "allow"] {
            assert_eq!(head.header(name), whole.header(name), "{}: {name}", head.asked);
        }
    };
    let mut found = 0;
    for operation in operations().into_iter().filter(|it| it.method == Method::GET) {
        let session = somebody(&platform, operation.service);
        let whole = ask(&session, Method::GET, &operation.path).await;
        assert!(matches!(whole.status, 200 | 404), "{}: {}", whole.asked, whole.text());
        found += usize::from(whole.status == 200);
        same(&whole, &ask(&session, Method::HEAD, &operation.path).await);
    }
    assert!(found > 8, "only {found} addresses had something to read");
    let anyone = platform.world.anyone();
    for path in ["/openapi.json", "/docs/index.html"] {
        let whole = ask(&anyone, Method::GET, path).await.expect(200);
        same(&whole, &ask(&anyone, Method::HEAD, path).await);
    }
    for path in PAGES {
        let whole = page(&platform, Method::GET, path).await;
        same(&whole, &page(&platform, Method::HEAD, path).await);
    }
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_that_is_unknown_in_a_query_is_named() {
    let platform = Platform::start().await;
    for operation in operations() {
        let session = somebody(&platform, operation.service);
        let mark = if operation.path.contains('?') { '&' } else { '?' };
        let path = format!("{}{mark}zoekterm=x", operation.path);
        let answer = ask(&session, operation.method, &path).await;
        let answer = answer.refused(400, "invalid-input");
        assert_eq!(answer.fields(), ["zoekterm"], "{}", answer.asked);
    }
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_of_another_type_is_refused() {
    let platform = Platform::start().await;
    let mut tried = 0;
    for operation in operations() {
        let Operation { service, path, method, takes_json, .. } = operation;
        if method == Method::GET {
            continue;
        }
        tried += 1;
        assert!(takes_json || path.starts_with("/files/"), "{service}{path} takes no JSON");
        let session = somebody(&platform, service);
        for media_type in ["application/xml", "application/jsonp", "text/html; charset=utf-8"] {
            let request = session
                .request(method.clone(), &path)
                .header("Content-Type", media_type)
                .header("Idempotency-Key", "een-sleutel")
                .header("If-None-Match", "*")
                .body("<leeg/>");
            checked(session.send(request).await).refused(415, "unsupported-media-type");
        }
    }
    assert!(tried > 40, "only {tried} operations take a body");
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_public_can_be_read_from_any_site() {
    let platform = Platform::start().await;
    let origins = |answer: &Answer| answer.header("access-control-allow-origin").to_owned();
    for (service, _) in documents() {
        let known = somebody(&platform, service);
        let document = ask(&known, Method::GET, "/openapi.json").await.expect(200);
        assert_eq!(origins(&document), "*", "{}", document.asked);
    }
    for Operation { service, path, method, .. } in operations() {
        let answer = ask(&somebody(&platform, service), method, &path).await;
        let (origin, readable) = if service == "public" { ("*", "*") } else { ("", "") };
        assert_eq!(origins(&answer), origin, "{}", answer.asked);
        let exposed = answer.header("access-control-expose-headers");
        assert_eq!(exposed, readable, "{}", answer.asked);
    }
    platform.stop().await;
}

/// What a text refers to: the values of `src`, `href` and `url(…)`.
fn references(text: &str) -> Vec<&str> {
    let after = |mark: &'static str, end: &'static [char]| {
        text.split(mark).skip(1).filter_map(move |rest| rest.split(end).next())
    };
    let mut found: Vec<_> = after("src=\"", &['"']).chain(after("href=\"", &['"'])).collect();
    found.extend(after("url(", &[')']).map(|it| it.trim_matches(['"', '\''])));
    found
}

#[tokio::test(flavor = "multi_thread")]
async fn the_reference_is_served_without_signing_in_and_from_here_alone() {
    let platform = Platform::start().await;
    let patient = Client::builder().redirect(Policy::none()).build().unwrap();
    for (service, _) in documents() {
        let nobody = Session { token: None, ..somebody(&platform, service) };
        let docs = patient.get(format!("{}/docs", nobody.base())).send().await.unwrap();
        let docs = checked(Answer::of(format!("GET /{service}/v1/docs"), docs).await).expect(303);
        assert_eq!(docs.header("location"), format!("/{service}/v1/docs/index.html"));

        let index = ask(&nobody, Method::GET, "/docs/index.html").await.expect(200);
        assert!(index.header("content-type").starts_with("text/html"));
        let policy = index.header("content-security-policy");
        assert!(!policy.contains("http") && policy.contains("script-src 'self';"), "{policy}");
        let text = index.text();
        let assets: Vec<_> = references(&text);
        assert!(assets.len() > 4, "{text}");
        for asset in assets {
            let file = asset.trim_start_matches("./");
            assert!(!file.contains([':', '/']), "{service}: {asset} stands elsewhere");
            let given = ask(&nobody, Method::GET, &format!("/docs/{file}")).await.expect(200);
            let stylesheet = given.text();
            for inner in references(&stylesheet).into_iter().filter(|_| file.ends_with(".css")) {
                assert!(inner.starts_with("data:") || !inner.contains(':'), "{file}: {inner}");
            }
        }
        let script = ask(&nobody, Method::GET, "/docs/swagger-initializer.js").await.expect(200);
        let script = script.text();
        assert!(script.contains(&format!("\"/{service}/v1/openapi.json\"")), "{script}");
        assert!(script.contains("\"validatorUrl\": \"none\""), "{script}");
        assert!(!script.contains("://"), "{script}");
    }
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_about_health_tells_nothing_else() {
    let platform = Platform::start().await;
    for path in ["/health/live", "/health/ready"] {
        let answer = page(&platform, Method::GET, path).await;
        let json: Value = answer.clone().expect(200).json();
        assert_eq!(json.as_object().unwrap().len(), 1, "{json}");
    }
    platform.stop().await;
}
