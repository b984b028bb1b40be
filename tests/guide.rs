//! The guide to the API: written by a test run, so that every request and answer in it happened.

mod accountability;
mod chapters;
mod councils;
mod dialogue;
mod performance;
mod purchase;
mod redress;
mod reviews;
mod supervision;
mod vision;

use crate::kit::{Cast, Exchange, Platform, Session, recorded};
use crate::questions::shown::sort_out_questions;
use crate::thread::Thread;
use chapters::CHAPTERS;
pub(crate) use chapters::{Chapter, Example, example};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const INTRODUCTION: &str = "# The API by example

Written by a test run: `cargo xtask spec` writes this page, and a test fails when it would say
something else. Names are replaced by numbers, and so are hashes; the rest is as it happened.

The reference of each service stands at `…/v1/docs` of a running platform, and in
[api-spec](../api-spec). The words are explained in [the glossary](GLOSSARY.md). Problems are
problem details (RFC 9457): `code` is for programs, `detail` and `errors` are for people, in Dutch.
";

#[tokio::test(flavor = "multi_thread")]
async fn the_recorded_guide_is_what_happens() {
    let platform = Platform::start().await;
    let world = platform.world.clone().recording();
    let mut thread = Thread::play(world.clone(), platform.time.clone()).await;
    platform.caught_up().await;
    ask_more(&thread).await;
    redress::go_on_about_the_complaint(&thread).await;
    consult_the_market(&mut thread).await;
    redress::keep_confidential(&mut thread).await;
    sort_out_questions(&thread).await;
    purchase::buy(&mut thread).await;
    councils::advise(&platform, &thread).await;
    vision::found(&mut thread).await;
    dialogue::consult(&mut thread).await;
    performance::perform(&mut thread).await;
    supervision::supervise(&mut thread).await;
    accountability::account(&thread).await;
    reviews::learn(&mut thread).await;

    let exchanges = world.exchanges();
    let mut names = Names::default();
    let mut text = INTRODUCTION.to_owned();
    let chapters = CHAPTERS.iter().chain(&vision::FOUNDATION).chain(&purchase::PURCHASE);
    let chapters = chapters
        .chain(&councils::COUNCILS)
        .chain([&dialogue::DIALOGUE, &performance::PERFORMANCE])
        .chain(&supervision::SUPERVISION)
        .chain([&accountability::ACCOUNTABILITY])
        .chain(&reviews::REVIEWS);
    for Chapter { title, text: about, examples } in chapters {
        text += &format!("\n## {title}\n\n{}\n", wrapped(about));
        for example in *examples {
            let found = exchanges.iter().find(|it| example.fits(it));
            let found = found.unwrap_or_else(|| panic!("no {} {}", example.method, example.path));
            let told = in_order(found).told();
            text += &format!("\n{}\n\n{}", example.text, names.replace(&told));
        }
    }
    recorded("docs/API.md", &settled(&text));
    platform.stop().await;
}

/// An exchange of a trail, whose order follows random names, in the order of what is told.
fn in_order(exchange: &Exchange) -> Exchange {
    let mut exchange = exchange.clone();
    let is_trail = exchange.path.split('?').next().is_some_and(|path| path.ends_with("/trail"));
    if is_trail && let Ok(mut page) = serde_json::from_slice::<Value>(&exchange.answer.bytes) {
        if let Some(items) = page["items"].as_array_mut() {
            items.sort_by_key(|item| Names::default().replace(&item.to_string()));
        }
        exchange.answer.bytes = page.to_string().into_bytes();
    }
    exchange
}

/// The text without what differs from run to run: places in a report, whose order follows random
/// names, and the order of names in a list of nothing but names.
fn settled(text: &str) -> String {
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    for place in 1..lines.len() {
        let follows = |what: &str| lines[place].trim_start().starts_with(what);
        if lines[place - 1].trim() == "\"item\": 2,"
            && (follows("\"reason\"") || follows("\"kind\": \"agenda-item\""))
        {
            lines[place - 1] = lines[place - 1].replace('2', "1");
        }
    }
    let is_name = |line: &String| line.trim().starts_with("\"00000000-0000-4000-8000-");
    for names in lines.chunk_by_mut(|one, other| is_name(one) && is_name(other)) {
        if names.len() > 1 && is_name(&names[0]) {
            names.sort_by(|one, other| one.trim_end_matches(',').cmp(other.trim_end_matches(',')));
            let last = names.len() - 1;
            for (place, name) in names.iter_mut().enumerate() {
                let bare = name.trim_end_matches(',').to_owned();
                *name = if place == last { bare } else { bare + "," };
            }
        }
    }
    lines.join("\n") + "\n"
}

/// What the thread itself does not ask.
async fn ask_more(thread: &Thread) {
    let Cast { oak, birch, buyer, anyone, .. } = &thread.cast;
    let own = &oak.session;
    let read = |session: &Session, path: &str| session.request(Method::GET, path);
    own.send(read(own, "/me")).await.expect(200);
    let both = thread.world.enter_for(&[&oak.number, &birch.number]);
    both.send(read(&both, "/trajectories")).await.expect(400);
    both.send(read(&both, "/trajectories").header("On-Behalf-Of", &oak.number)).await.expect(200);
    let stale = own.request(Method::PUT, "/organisation").header("If-Match", "\"7\"");
    own.send(stale.json(&oak.organisation())).await.expect(412);
    let wrong = json!({ "title": "", "laws": ["tax-act"], "lead": { "code": "Ermelo" } });
    buyer.post("/trajectories", &wrong).await.expect(400);
    own.get("/organisation").await.expect(200);
    own.send(read(own, "/trajectories?minPosition=100000")).await.expect(503);
    anyone.send(read(anyone, "/trajectories?limit=10")).await.expect(200);
    own.get(&format!("/contributions/{}", thread.contributions[0])).await.expect(200);
    own.get(&format!("/questions/{}", thread.questions[0])).await.expect(200);
    anyone.get(&format!("/advices/{}", thread.asked_advice)).await.expect(200);
    anyone.get(&thread.path("/clarification-notes/1")).await.expect(200);
    let note = |ask: &str| thread.path(&format!("/terms/clarification-note/{ask}"));
    let closing = "2027-06-04T10:00:00Z";
    anyone.get(&note(&format!("deadline?event={closing}"))).await.expect(200);
    let late = format!("note-timing?closing={closing}&published=2027-05-28T08:00:00Z");
    anyone.get(&note(&late)).await.expect(200);
    thread.ask_about_the_closing().await;
    let bare = json!({ "title": "Zonder doel", "text": "Doe iets.", "source": { "kind": "own" },
        "object": "method", "level": "input", "kind": "minimum", "specification": "technical",
        "place": "programme", "topics": ["anything"] });
    let path = thread.path("/requirement-set/requirements");
    buyer.post(&path, &bare).await.expect(400);
    own.get(&format!("/requirement-flags/{}", thread.flags[0])).await.expect(200);
    for rest in ["/requirement-sets/2/changes", "/requirement-sets/2/balance", "/coherence"] {
        anyone.get(&thread.path(rest)).await.expect(200);
    }
}

/// The market is consulted after all; what a round and its talks show does not depend on it.
async fn consult_the_market(thread: &mut Thread) {
    let closes = thread.open_market().await;
    thread.contribute_to_market().await;
    thread.time.pass(closes).await;
    thread.report_on_market().await;
    let begins = thread.open_talks().await;
    thread.hold_talks(begins).await;
    let Cast { buyer, oak, anyone, .. } = &thread.cast;
    anyone.get(&format!("/sessions/{}", thread.session)).await.expect(200);
    buyer.get(&thread.path("/representation")).await.expect(200);
    oak.session.get(&thread.path("/levelling-file?limit=3")).await.expect(200);
}

impl Example {
    fn fits(&self, exchange: &Exchange) -> bool {
        let path = exchange.path.split('?').next().unwrap_or_default();
        let parts: Vec<_> = path.split('/').collect();
        let wanted: Vec<_> = self.path.split('/').collect();
        exchange.method == self.method
            && exchange.answer.status == self.status
            && parts.len() == wanted.len()
            && wanted.iter().zip(&parts).all(|(wanted, part)| *wanted == "*" || wanted == part)
            && exchange.told().contains(self.holds)
    }
}

/// Names and hashes that differ from run to run, as numbers in the order in which they are met.
#[derive(Default)]
struct Names(BTreeMap<String, String>);

impl Names {
    fn replace(&mut self, text: &str) -> String {
        let is_part = |c: char| c.is_ascii_hexdigit() || c == '-';
        let mut replaced = String::new();
        let mut rest = text;
        while !rest.is_empty() {
            let length = rest.find(|c| !is_part(c)).unwrap_or(rest.len());
            if length == 0 {
                let next = rest.chars().next().map_or(1, char::len_utf8);
                replaced += &rest[..next];
                rest = &rest[next..];
                continue;
            }
            replaced += &self.number(&rest[..length]);
            rest = &rest[length..];
        }
        replaced
    }

    fn number(&mut self, word: &str) -> String {
        let next = self.0.len() + 1;
        let is_uuid = word.len() == 36 && word.parse::<uuid::Uuid>().is_ok();
        let is_hash = word.len() == 64 && !word.contains('-');
        match (is_uuid, is_hash) {
            (true, _) => {
                let made = || format!("00000000-0000-4000-8000-{next:012}");
                self.0.entry(word.to_owned()).or_insert_with(made).clone()
            }
            (_, true) => {
                self.0.entry(word.to_owned()).or_insert_with(|| format!("{next:064}")).clone()
            }
            _ => word.to_owned(),
        }
    }
}

/// Lines of at most a hundred characters.
fn wrapped(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let mut lines = vec![String::new()];
        for word in paragraph.split_whitespace() {
            let last = lines.last_mut().unwrap();
            if last.len() + word.len() + 1 > 100 {
                lines.push(word.to_owned());
            } else {
                let space = if last.is_empty() { "" } else { " " };
                *last += &format!("{space}{word}");
            }
        }
        lines.join("\n")
    });
    paragraphs.collect::<Vec<_>>().join("\n\n")
}
