//! A service on a log of its own, with a clock that stands still.

use actix_web::body::to_bytes;
use actix_web::http::header::{HeaderMap, HeaderName};
use actix_web::test::{self, TestRequest};
use dialogue::AnyEvent;
use event_log::{
    Actor, Append, Digest, EventLog, ManualClock, MemoryLog, Metadata, NewEvent, StreamId, Version,
    Window,
};
use files::{FileStore, Kind};
use jiff::Timestamp;
use portal::Site;
use projection::{Feed, Runner};
use public::PublicService;
use scraper::{ElementRef, Html, Selector};
use serde_json::Value;
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};
use tempfile::TempDir;

/// The address of the site on which the pages stand.
pub(crate) const SITE: &str = "https://dossier.example";

/// What a hostile writer adds to every text.
pub(crate) const HOSTILE: &str = "<script>alert(\"'&amp;\")</script>";

/// The municipality that speaks in all events.
pub(crate) const MUNICIPALITY: &str = "GM0243";

/// What the service wrote for whoever operates it, in all tests. It listens to all from the
/// start: a listener that joins later can miss what another test is the first to write.
#[derive(Clone, Default)]
struct Journal(Arc<Mutex<Vec<u8>>>);

static JOURNAL: LazyLock<Journal> = LazyLock::new(|| {
    let journal = Journal::default();
    let written = journal.clone();
    tracing_subscriber::fmt().with_writer(move || written.clone()).with_ansi(false).init();
    journal
});

impl Write for Journal {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The lines that the service wrote for whoever operates it, in all tests until now.
pub(crate) fn journal() -> Vec<String> {
    let written = JOURNAL.0.lock().unwrap();
    String::from_utf8_lossy(&written).lines().map(str::to_owned).collect()
}

/// The service, its log, its clock and its files.
pub(crate) struct World {
    pub(crate) files: FileStore,
    log: Arc<MemoryLog>,
    clock: Arc<ManualClock>,
    service: PublicService,
    runner: Runner<AnyEvent>,
    hostile: bool,
    _directory: TempDir,
}

/// The example of a stored event, from the collection that holds the stored form.
pub(crate) fn golden(name: &str) -> Value {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates/dialogue/golden");
    let text = std::fs::read_to_string(format!("{root}/{name}.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// A value with some fields replaced: `at` is a JSON pointer to a field that is there.
pub(crate) fn with(mut value: Value, changes: &[(&str, Value)]) -> Value {
    for (at, change) in changes {
        let (parent, key) = at.rsplit_once('/').unwrap();
        let parent = value.pointer_mut(parent).unwrap();
        match parent {
            Value::Object(fields) => drop(fields.insert(key.to_owned(), change.clone())),
            Value::Array(items) => items[key.parse::<usize>().unwrap()] = change.clone(),
            _ => panic!("{at} is not within an object or an array"),
        }
    }
    value
}

/// Adds markup to every text that people write: to what has more than one word.
fn made_hostile(value: &mut Value) {
    match value {
        Value::String(text) if text.contains(' ') => text.push_str(HOSTILE),
        // The name of a file cannot hold markup.
        Value::Object(fields) if fields.contains_key("sha256") => {}
        Value::Object(fields) => fields.values_mut().for_each(made_hostile),
        Value::Array(items) => items.iter_mut().for_each(made_hostile),
        _ => {}
    }
}

impl World {
    /// A service on an empty log.
    pub(crate) async fn empty() -> Self {
        LazyLock::force(&JOURNAL);
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at("2027-01-04T08:00:00Z".parse().unwrap()));
        let log = Arc::new(MemoryLog::new(clock.clone()));
        let files = FileStore::open(&directory.path().join("files")).unwrap();
        let site = Site {
            address: SITE.to_owned(),
            operator: "Regiobureau Heidezoom".to_owned(),
            contact: "samenspraak@heidezoom.example".to_owned(),
            theme: None,
        };
        let feed = Arc::new(Feed::new(log.clone() as _, service::decode));
        let (service, runner) =
            PublicService::build(feed, files.clone(), directory.path(), site).await.unwrap();
        Self { files, log, clock, service, runner, hostile: false, _directory: directory }
    }

    /// The same, where every text that is recorded holds markup.
    pub(crate) async fn hostile() -> Self {
        Self { hostile: true, ..Self::empty().await }
    }

    /// Given that an event was recorded at an instant.
    pub(crate) async fn given(&mut self, at: &str, stream: &str, name: &str, payload: Value) {
        let end = self.log.head().await.unwrap().clock;
        self.at(at);
        assert!(at.parse::<Timestamp>().unwrap() >= end, "{name} at {at} comes after {end}");
        let mut payload = payload;
        if self.hostile {
            made_hostile(&mut payload);
        }
        let event = AnyEvent::read(name, &payload.to_string()).unwrap().unwrap();
        let stream = StreamId::from_stored(stream.to_owned());
        let before = self.log.read_stream(&stream, Version::NONE).await.unwrap().len();
        let actor = Actor {
            party: "municipality".to_owned(),
            organisation: MUNICIPALITY.to_owned(),
            role: "buyer".to_owned(),
            person: "0f1e2d3c-4b5a-4968-8776-655443322110".to_owned(),
        };
        let append = Append {
            writes: vec![event_log::Write {
                stream,
                expected: Version::NONE.plus(before as u64),
                events: vec![NewEvent {
                    event_type: event.name().to_owned(),
                    event_version: 1,
                    payload: event.payload().unwrap(),
                }],
            }],
            guards: vec![],
            window: Window::default(),
            metadata: Metadata {
                actor,
                correlation: String::new(),
                causation: String::new(),
                request: None,
            },
        };
        self.log.append(append).await.unwrap();
        self.runner.catch_up().await.unwrap();
    }

    /// Given a file that a municipality handed in. Answers its fingerprint.
    pub(crate) fn given_file(&self, content: &[u8]) -> String {
        let sha256 = Digest::of(content).to_string();
        let mut upload = self.files.receive(MUNICIPALITY, Kind::Pdf).unwrap();
        upload.write(content).unwrap();
        upload.finish(&sha256.parse().unwrap()).unwrap();
        sha256
    }

    /// Given that it is this late.
    pub(crate) fn at(&self, instant: &str) {
        self.clock.set(instant.parse().unwrap());
    }

    /// When a page is asked for.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(TestRequest::get().uri(path)).await
    }

    /// When a request is sent.
    pub(crate) async fn send(&self, request: TestRequest) -> Answer {
        let app = actix_web::App::new().configure(|config| self.service.configure(config));
        let app = test::init_service(app).await;
        let response = test::call_service(&app, request.to_request()).await;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.unwrap_or_default();
        Answer { status, headers, body: body.to_vec() }
    }

    /// When a form is filled in and sent: each field with what stands in it.
    pub(crate) async fn fill_in(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send(TestRequest::post().uri(path).set_form(fields)).await
    }

    /// The stored experiences, as they stand in the log.
    pub(crate) async fn told(&self) -> Vec<String> {
        let events = self.log.read_all(event_log::Position::START, 10_000).await.unwrap();
        let told = events.into_iter().filter(|it| it.event_type == "ExperienceShared");
        told.map(|it| it.payload).collect()
    }

    /// When a page is asked for that must be there.
    pub(crate) async fn page(&self, path: &str) -> Shown {
        let answer = self.get(path).await;
        assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
        answer.shown()
    }
}

/// What was answered.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The text of a header; empty when it is not there.
    pub(crate) fn header(&self, name: HeaderName) -> &str {
        self.headers.get(name).map(|value| value.to_str().unwrap()).unwrap_or_default()
    }

    /// The answer as a page.
    pub(crate) fn shown(self) -> Shown {
        let html = String::from_utf8(self.body).unwrap();
        Shown { tree: Html::parse_document(&html), html }
    }
}

/// A page as a browser reads it.
pub(crate) struct Shown {
    pub(crate) tree: Html,
    pub(crate) html: String,
}

/// The words of an element, with single spaces, and with none before a comma or a full stop.
pub(crate) fn words(element: ElementRef<'_>) -> String {
    let text = element.text().collect::<Vec<_>>().join(" ");
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    words.replace(" ,", ",").replace(" .", ".")
}

impl Shown {
    /// Every element that a selector finds.
    pub(crate) fn all(&self, selector: &str) -> Vec<ElementRef<'_>> {
        self.tree.select(&Selector::parse(selector).unwrap()).collect()
    }

    /// The words of the only element that a selector finds.
    pub(crate) fn words_of(&self, selector: &str) -> String {
        let found = self.all(selector);
        assert_eq!(found.len(), 1, "{selector} in {}", self.html);
        words(found[0])
    }

    /// The words of the whole page.
    pub(crate) fn words(&self) -> String {
        words(self.tree.root_element())
    }

    /// Where the links lead that a selector finds.
    pub(crate) fn targets(&self, selector: &str) -> Vec<&str> {
        let found = self.tree.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
        found.into_iter().filter_map(|link| link.value().attr("href")).collect()
    }
}

/// Holds that words tell something.
#[track_caller]
pub(crate) fn tells(words: &str, told: &[&str]) {
    for text in told {
        assert!(words.contains(text), "{text:?} is not told in: {words}");
    }
}

/// Holds that words do not tell something.
#[track_caller]
pub(crate) fn keeps_quiet(words: &str, not_told: &[&str]) {
    for text in not_told {
        assert!(!words.contains(text), "{text:?} is told in: {words}");
    }
}
