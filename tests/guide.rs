//! The guide to the API: written by a test run, so that every request and answer in it happened.

use crate::kit::{Cast, Exchange, Platform, Session, recorded};
use crate::questions::shown::{SORTED_OUT, sort_out_questions};
use crate::thread::Thread;
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeMap;

/// A chapter: what it is about, and the exchanges that show it.
pub(crate) struct Chapter {
    pub(crate) title: &'static str,
    pub(crate) text: &'static str,
    pub(crate) examples: &'static [Example],
}

/// The first exchange with this method, path and status, after those that were shown before.
pub(crate) struct Example {
    text: &'static str,
    method: &'static str,
    /// A path in which `*` is any name.
    path: &'static str,
    status: u16,
}

pub(crate) const fn example(
    text: &'static str,
    method: &'static str,
    path: &'static str,
    status: u16,
) -> Example {
    Example { text, method, path, status }
}

const CHAPTERS: [Chapter; 12] = [
    Chapter {
        title: "Who you are",
        text: "Every service but the public one wants a token (RFC 6750) of an issuer that the \
               platform trusts. It names you, the organisations you may speak for, and your roles \
               there. Whoever may speak for several says for which: `On-Behalf-Of`.",
        examples: &[
            example("Who does the service take me for?", "GET", "/provider/v1/me", 200),
            example(
                "Two mandates, and no choice between them.",
                "GET",
                "/provider/v1/trajectories",
                400,
            ),
            example("The same, with a choice.", "GET", "/provider/v1/trajectories", 200),
        ],
    },
    Chapter {
        title: "Writing",
        text: "Every `POST` has an `Idempotency-Key` of your own making. When no answer comes, \
               send the same request again under the same key: you get the answer that was lost, \
               and nothing happens twice. An answer to something that was written is a receipt: \
               its `position` in the log, its time, and a `hash` that commits to everything before \
               it.\n\nA `PUT` says which version it replaces (`If-Match`), or that there is none \
               (`If-None-Match: *`). A read gives that version as its `ETag`.",
        examples: &[
            example("A buyer opens a trajectory.", "POST", "/municipality/v1/trajectories", 201),
            example("A provider registers.", "PUT", "/provider/v1/organisation", 200),
            example(
                "A version that is no longer there is not overwritten.",
                "PUT",
                "/provider/v1/organisation",
                412,
            ),
            example(
                "A content with mistakes: all of them at once.",
                "POST",
                "/municipality/v1/trajectories",
                400,
            ),
            example(
                "A file goes its own way, under its SHA-256.",
                "PUT",
                "/municipality/v1/files/*",
                200,
            ),
            example(
                "A document is published, with its file.",
                "POST",
                "/municipality/v1/trajectories/*/documents",
                201,
            ),
        ],
    },
    Chapter {
        title: "Reading",
        text: "Each service reads from its own read model, which follows the log within moments. \
               A read that has to see something names its position: `minPosition`. It waits for \
               that, for at most five seconds. Lists come in pages: give `nextCursor` back as \
               `cursor`.",
        examples: &[
            example(
                "A read that waits for what was just written.",
                "GET",
                "/provider/v1/organisation",
                200,
            ),
            example("A position that is not there yet.", "GET", "/provider/v1/trajectories", 503),
            example("A list that anyone may read.", "GET", "/public/v1/trajectories", 200),
        ],
    },
    Chapter {
        title: "Terms",
        text: "A trajectory chooses a profile of rules for terms, and may depart from it with a \
               reason. From then on anyone can compute a deadline again: rule, source and every \
               step are in the answer. Where a term can be read in two ways, both are there, and \
               the safe one counts.",
        examples: &[
            example("The profile.", "PUT", "/municipality/v1/trajectories/*/terms", 200),
            example(
                "The last day for a clarification note, counted back from the closing.",
                "GET",
                "/public/v1/trajectories/*/terms/clarification-note/deadline",
                200,
            ),
            example(
                "A note that comes late, and the closing that is advised.",
                "GET",
                "/public/v1/trajectories/*/terms/clarification-note/note-timing",
                200,
            ),
        ],
    },
    Chapter {
        title: "A phase and its consultation",
        text: "A phase opens once its dialogue plan answers the four questions from both sides. A \
               round asks about themes of that plan which are open or amendable.",
        examples: &[
            example(
                "The plan.",
                "PUT",
                "/municipality/v1/trajectories/*/phases/*/dialogue-plan",
                200,
            ),
            example(
                "The phase opens.",
                "POST",
                "/municipality/v1/trajectories/*/phases/*/opening",
                200,
            ),
            example(
                "A round is published.",
                "POST",
                "/municipality/v1/trajectories/*/phases/*/consultation-rounds",
                201,
            ),
            example(
                "A contribution, as a draft first.",
                "POST",
                "/provider/v1/consultation-rounds/*/contributions",
                201,
            ),
            example(
                "It is submitted: the receipt is the proof.",
                "POST",
                "/provider/v1/contributions/*/submission",
                200,
            ),
            example(
                "A report without an answer to everything is refused.",
                "POST",
                "/municipality/v1/consultation-rounds/*/report",
                409,
            ),
            example(
                "What is done with a contribution, and why.",
                "POST",
                "/municipality/v1/contributions/*/disposition",
                200,
            ),
            example("The report.", "POST", "/municipality/v1/consultation-rounds/*/report", 200),
            example(
                "What the provider finds about its own.",
                "GET",
                "/provider/v1/contributions/*",
                200,
            ),
        ],
    },
    Chapter {
        title: "Advice of a client council",
        text: "A council answers a request, or advises of its own accord. Every recommendation \
               gets a response with a reason; until then its phase stays open.",
        examples: &[
            example("The request.", "POST", "/municipality/v1/trajectories/*/advice-requests", 201),
            example("The advice.", "POST", "/council/v1/advices/*/filing", 200),
            example(
                "The phase cannot close yet.",
                "POST",
                "/municipality/v1/trajectories/*/phases/*/closing",
                409,
            ),
            example("The response.", "POST", "/municipality/v1/advices/*/responses", 200),
            example("What everyone can read.", "GET", "/public/v1/advices/*", 200),
        ],
    },
    Chapter {
        title: "Requirements",
        text: "What the law asks is referred to in model sentences, and so are existing \
               frameworks, marks and registers. A requirement of one's own needs a goal, a way to \
               verify it and an estimate of its burden. A version that was published never \
               changes; providers say what is the matter with it, and each gets an answer with a \
               reason.",
        examples: &[
            example(
                "The goals.",
                "PUT",
                "/municipality/v1/trajectories/*/requirement-set/goals",
                200,
            ),
            example(
                "References to the law.",
                "POST",
                "/municipality/v1/trajectories/*/requirement-set/known-sources",
                200,
            ),
            example(
                "A requirement of one's own.",
                "POST",
                "/municipality/v1/trajectories/*/requirement-set/requirements",
                201,
            ),
            example(
                "Without what it needs it is refused.",
                "POST",
                "/municipality/v1/trajectories/*/requirement-set/requirements",
                400,
            ),
            example(
                "One from the library of the region.",
                "POST",
                "/municipality/v1/trajectories/*/requirement-set/library-picks",
                201,
            ),
            example(
                "A version is published.",
                "POST",
                "/municipality/v1/trajectories/*/requirement-sets",
                201,
            ),
            example(
                "A provider says what it costs.",
                "POST",
                "/provider/v1/trajectories/*/requirement-flags",
                201,
            ),
            example(
                "The answer, with its reason.",
                "POST",
                "/municipality/v1/requirement-flags/*/disposition",
                200,
            ),
            example(
                "The provider reads it too; everyone reads it in anonymous words.",
                "GET",
                "/provider/v1/requirement-flags/*",
                200,
            ),
            example(
                "What was and what is.",
                "GET",
                "/public/v1/trajectories/*/requirement-sets/2/changes",
                200,
            ),
            example(
                "The balance and the burden.",
                "GET",
                "/public/v1/trajectories/*/requirement-sets/2/balance",
                200,
            ),
            example(
                "The thread from vision to indicator.",
                "GET",
                "/public/v1/trajectories/*/coherence",
                200,
            ),
        ],
    },
    Chapter {
        title: "Questions and the clarification note",
        text: "A question names the place it is about, or none. One drafts the answer and another \
               approves it. The note is published to everyone at one moment and never changes; a \
               later note corrects it.",
        examples: &[
            example(
                "The round.",
                "POST",
                "/municipality/v1/trajectories/*/phases/*/question-rounds",
                201,
            ),
            example("A question.", "POST", "/provider/v1/question-rounds/*/questions", 201),
            example(
                "A question after the term, by the clock of the log.",
                "POST",
                "/provider/v1/question-rounds/*/questions",
                409,
            ),
            example(
                "The answer in draft, beside the question in anonymous words.",
                "PUT",
                "/municipality/v1/questions/*/answer",
                200,
            ),
            example(
                "Approved by somebody else.",
                "POST",
                "/municipality/v1/questions/*/approval",
                200,
            ),
            example(
                "The note.",
                "POST",
                "/municipality/v1/question-rounds/*/clarification-notes",
                201,
            ),
            example(
                "The note as everyone reads it.",
                "GET",
                "/public/v1/trajectories/*/clarification-notes/1",
                200,
            ),
            example(
                "The asker finds the own question back.",
                "GET",
                "/provider/v1/questions/*",
                200,
            ),
        ],
    },
    SORTED_OUT,
    Chapter {
        title: "Objection",
        text: "An objection is handled by somebody who took no part in the procedure.",
        examples: &[
            example("It is filed.", "POST", "/provider/v1/trajectories/*/objections", 201),
            example("It is taken up.", "POST", "/municipality/v1/objections/*/handling", 200),
            example("It is decided.", "POST", "/municipality/v1/objections/*/decision", 200),
        ],
    },
    Chapter {
        title: "Award",
        text: "Assessors declare their interests and score alone; nobody sees what another scored \
               before all are in. Then they agree. Each tenderer gets the decision about itself. \
               When there is a standstill, the award is final only after it.",
        examples: &[
            example(
                "An assessor is appointed.",
                "POST",
                "/municipality/v1/evaluations/*/assessors",
                200,
            ),
            example(
                "The assessor has no interest in who wins.",
                "POST",
                "/municipality/v1/evaluations/*/interest-declarations",
                200,
            ),
            example(
                "Scores of one assessor, sealed until all are in.",
                "POST",
                "/municipality/v1/evaluations/*/assessments",
                200,
            ),
            example(
                "The score on which they agree, with its reason.",
                "POST",
                "/municipality/v1/evaluations/*/scores",
                200,
            ),
            example("The decision.", "POST", "/municipality/v1/evaluations/*/award-decision", 200),
            example("Too early.", "POST", "/municipality/v1/evaluations/*/award-confirmation", 409),
            example("Final.", "POST", "/municipality/v1/evaluations/*/award-confirmation", 200),
        ],
    },
    Chapter {
        title: "Market consultation",
        text: "A round can ask numbered questions; a contribution answers them and reacts to a \
               draft article by article. What is sensitive comes in no report. Talks with one \
               provider at a time follow one script, and what is handed out in one goes to \
               everyone.\n\nWho was heard and who is missing is told in ranges of five: only \
               closed rounds and sessions with a report count, nothing is told of groups while \
               fewer than five were heard, nor of a group in which fewer than five are known. \
               The levelling file (art. 2.51 Aw) holds what everyone received and when.",
        examples: &[
            example(
                "A round with questions.",
                "POST",
                "/municipality/v1/trajectories/*/phases/strategy/consultation-rounds",
                201,
            ),
            example(
                "Answers, and a reaction to an article.",
                "POST",
                "/provider/v1/consultation-rounds/*/contributions",
                201,
            ),
            example(
                "Talks are announced, with their script.",
                "POST",
                "/municipality/v1/trajectories/*/phases/strategy/sessions",
                201,
            ),
            example("A provider registers.", "POST", "/provider/v1/sessions/*/registrations", 201),
            example(
                "A talk is reported, for everyone.",
                "POST",
                "/municipality/v1/sessions/*/talk-reports",
                200,
            ),
            example("What came of the talks.", "GET", "/public/v1/sessions/*", 200),
            example("Who was heard.", "GET", "/municipality/v1/trajectories/*/representation", 200),
            example(
                "What everyone received.",
                "GET",
                "/provider/v1/trajectories/*/levelling-file",
                200,
            ),
        ],
    },
];

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
    consult_the_market(&mut thread).await;
    sort_out_questions(&thread).await;

    let exchanges = world.exchanges();
    let mut names = Names::default();
    let mut text = INTRODUCTION.to_owned();
    for Chapter { title, text: about, examples } in CHAPTERS {
        text += &format!("\n## {title}\n\n{}\n", wrapped(about));
        for example in examples {
            let found = exchanges.iter().find(|it| example.fits(it));
            let found = found.unwrap_or_else(|| panic!("no {} {}", example.method, example.path));
            text += &format!("\n{}\n\n{}", example.text, names.replace(&found.told()));
        }
    }
    recorded("docs/API.md", &text);
    platform.stop().await;
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
