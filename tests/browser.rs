//! The pages in a real browser: accessible, on any width, on paper, with the keyboard, and from
//! our own address alone.

use crate::demonstration::Served;
use crate::kit::Platform;
use crate::rules::node;
use crate::thread::Thread;
use actix_web::{App, HttpResponse, HttpServer, web};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use testing::tools;

const SCRIPT: &str = "tests/tools/axe.mjs";

/// Every kind of page that there is.
const KINDS: [&str; 13] = [
    "/",
    "/bestaat-niet",
    "/over",
    "/toegankelijkheid",
    "/trajecten/{}",
    "/trajecten/{}/adviezen/{}",
    "/trajecten/{}/consultaties/{}",
    "/trajecten/{}/documenten/{}/wijzigingen/{}/{}",
    "/trajecten/{}/in-beeld",
    "/trajecten/{}/nota-van-inlichtingen/{}",
    "/trajecten/{}/oproepen/{}",
    "/trajecten/{}/oproepen/{}/bedankt",
    "/trajecten/{}/vragen-en-antwoorden",
];

/// A page with one fault of each kind.
const FAULTY: &str = "<!DOCTYPE html><html><head><title>Fout</title></head><body>
    <p style=\"color: #ccc; background: #fff; width: 2000px\">Nauwelijks te lezen.</p>
    <img src=\"http://127.0.0.2:9/elders.png\"><script>console.error('mis')</script>
    <a href=\"/\" style=\"display: block; width: 9px; height: 9px\">x</a></body></html>";

/// What the browser saw.
struct Seen {
    visited: BTreeMap<String, Value>,
    /// What is wrong, and where.
    faults: Vec<(String, String)>,
}

impl Seen {
    /// The kinds of pages: paths without the names of things.
    fn kinds(&self) -> BTreeSet<String> {
        self.visited.keys().map(|path| kind(path)).collect()
    }
}

fn kind(path: &str) -> String {
    let path = path.split('?').next().unwrap_or_default();
    let named = |segment: &str| segment.bytes().any(|byte| byte.is_ascii_digit());
    let segments = path.split('/').map(|it| if named(it) { "{}" } else { it });
    segments.collect::<Vec<_>>().join("/")
}

/// Looks at a site: all its pages, and these applications on it.
async fn look(origin: &str, applications: &[String]) -> Seen {
    let script = tools::workspace().join(SCRIPT);
    let (origin, applications) = (origin.to_owned(), applications.to_vec());
    // The site is served by this process meanwhile.
    let said = tokio::task::spawn_blocking(move || {
        let chromium = tools::chromium().unwrap_or_else(|missing| panic!("{missing}"));
        node().command(script).arg(origin).arg(chromium).args(applications).output().unwrap()
    });
    let said = said.await.unwrap();
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let seen: Value = serde_json::from_slice(&said.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let faults = seen["faults"].as_array().unwrap().iter();
    Seen {
        visited: serde_json::from_value(seen["visited"].clone()).unwrap(),
        faults: faults
            .map(|it| (text(&it["what"]), format!("{}: {}", text(&it["page"]), it["detail"])))
            .collect(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_demonstration_is_accessible_on_every_page() {
    let directory = tempfile::tempdir().unwrap();
    let served = Served::from(directory.path()).await;
    served.play(&platform::demonstration::demonstration().unwrap()).await;
    let seen = look(&served.world.pages(), &[]).await;
    assert!(seen.faults.is_empty(), "{:#?}", seen.faults);
    assert_eq!(seen.kinds(), KINDS.map(str::to_owned).into());
    assert!(seen.visited.len() > 9, "{:?}", seen.visited.keys());
    served.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trajectory_up_to_its_award_is_accessible_on_every_page() {
    let platform = Platform::start().await;
    let mut thread = Thread::play(platform.world.clone(), platform.time.clone()).await;
    thread.reach_out().await;
    platform.caught_up().await;
    let services = ["municipality", "provider", "council", "public"];
    let references = services.map(|service| format!("/{service}/v1/docs/index.html"));
    let seen = look(&platform.world.pages(), &references).await;
    assert!(seen.faults.is_empty(), "{:#?}", seen.faults);
    for reference in &references {
        assert!(seen.visited[reference]["operations"].as_u64() > Some(4), "{reference}");
    }
    let kinds = seen.kinds();
    // No document changes in it.
    let mut expected = KINDS.iter().filter(|kind| !kind.contains("/wijzigingen/"));
    assert!(expected.all(|kind| kinds.contains(*kind)), "{kinds:?}");
    platform.stop().await;
}

/// What a browser sees of a text that is served at every address.
async fn look_at(html: String) -> Seen {
    let html = web::Data::new(html);
    let page = |html: web::Data<String>| async move {
        HttpResponse::Ok().content_type("text/html").body(html.to_string())
    };
    let app = move || App::new().app_data(html.clone()).default_service(web::to(page));
    let server = HttpServer::new(app).workers(1).disable_signals().bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", server.addrs()[0]);
    let server = server.run();
    let handle = server.handle();
    let serving = tokio::spawn(server);
    let seen = look(&origin, &[]).await;
    handle.stop(true).await;
    serving.await.unwrap().unwrap();
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn the_procurement_report_is_accessible_on_its_own() {
    let platform = Platform::start().await;
    let thread = Thread::play(platform.world.clone(), platform.time.clone()).await;
    let path = thread.path("/procurement-report/print");
    let paper = thread.cast.buyer.get(&path).await.expect(200).text();
    let mut seen = look_at(paper).await;
    // It is one document without a menu: there is nothing to skip, and no address that is not it.
    seen.faults.retain(|(what, _)| what != "skip link");
    assert!(seen.faults.is_empty(), "{:#?}", seen.faults);
    platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_with_faults_is_found_out() {
    let seen = look_at(FAULTY.to_owned()).await;

    let found: BTreeSet<_> = seen.faults.iter().map(|(what, _)| what.as_str()).collect();
    for expected in [
        "html-has-lang",
        "image-alt",
        "color-contrast",
        "console",
        "landmark-one-main",
        "elsewhere",
        "overflow",
        "request",
        "script",
        "skip link",
        "target",
    ] {
        assert!(found.contains(expected), "{expected} was not found: {:#?}", seen.faults);
    }
}
