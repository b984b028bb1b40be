//! Bad input: each wrong request gets a clear problem in Dutch, and changes nothing.

use crate::kit::{Answer, Cast, LEAD, Person, Platform, Session};
use crate::thread::{Thread, profile};
use event_log::Position;
use identity::{Party, Role};
use jiff::SignedDuration;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};
use uuid::Uuid;

/// A platform on which everything is open: a consultation and a question round.
struct Open {
    platform: Platform,
    thread: Thread,
}

impl Open {
    async fn start() -> Self {
        let platform = Platform::start().await;
        let mut thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
        thread.open_phase("vision").await;
        thread.open_consultation().await;
        thread.contribute().await;
        thread.open_phase("procedure").await;
        thread.open_questions().await;
        platform.caught_up().await;
        Self { platform, thread }
    }

    /// The answer to a request that changes nothing.
    async fn unchanged(&self, session: &Session, request: RequestBuilder) -> Answer {
        let before = self.platform.head().await;
        let answer = session.send(request).await;
        assert_eq!(self.platform.head().await, before, "{} wrote", answer.asked);
        assert!(answer.status >= 400, "{}: {}", answer.asked, answer.text());
        answer
    }

    async fn post(&self, session: &Session, path: &str, body: &Value) -> Answer {
        self.unchanged(session, keyed(session, Method::POST, path).json(body)).await
    }

    /// Posts something that has to be refused for what is in it.
    #[track_caller]
    fn faults(answer: Answer, fields: &[&str]) {
        let answer = answer.refused(400, "invalid-input");
        let mut told = answer.fields();
        told.sort();
        assert_eq!(told, fields, "{}", answer.text());
        for fault in answer.json()["errors"].as_array().unwrap() {
            assert!(fault["detail"].as_str().unwrap().ends_with('.'), "{fault}");
        }
    }

    fn contributions(&self) -> String {
        format!("/consultation-rounds/{}/contributions", self.thread.consultation)
    }

    fn questions(&self) -> String {
        format!("/question-rounds/{}/questions", self.thread.question_round)
    }
}

fn keyed(session: &Session, method: Method, path: &str) -> RequestBuilder {
    session.request(method, path).header("Idempotency-Key", Uuid::new_v4().to_string())
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_that_is_wrong_with_a_content_is_told_at_once() {
    let open = Open::start().await;
    let Cast { buyer, oak, .. } = &open.thread.cast;
    let mut wrong = profile();
    wrong["kleur"] = json!("groen");
    wrong["title"] = json!(7);
    wrong["lead"]["code"] = json!("Ermelo");
    wrong["laws"] = json!(["tax-act"]);
    wrong.as_object_mut().unwrap().remove("region");
    let refused = open.post(buyer, "/trajectories", &wrong).await;
    Open::faults(refused, &["/kleur", "/laws/0", "/lead/code", "/region", "/title"]);

    for not_json in ["", "geen json", "{\"title\": ", "[]", "null"] {
        let request = keyed(buyer, Method::POST, "/trajectories");
        let request = request.header("Content-Type", "application/json").body(not_json);
        open.unchanged(buyer, request).await.refused(400, "invalid-input");
    }
    let form = keyed(buyer, Method::POST, "/trajectories").body("title=Jeugdhulp");
    let form = form.header("Content-Type", "application/x-www-form-urlencoded");
    open.unchanged(buyer, form).await.refused(415, "unsupported-media-type");

    let many: Vec<_> =
        (0..21).map(|n| json!({ "name": format!("{n}.pdf"), "sha256": "0".repeat(64) })).collect();
    let mut contribution = open.thread.contribution(oak, "tarieven");
    contribution["attachments"] = json!(many);
    let contribution = json!({ "status": "submitted", "contribution": contribution });
    let refused = open.post(&oak.session, &open.contributions(), &contribution).await;
    Open::faults(refused, &["/contribution/attachments"]);
    open.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_too_large_is_refused_with_the_limit() {
    let open = Open::start().await;
    let Cast { buyer, oak, .. } = &open.thread.cast;
    let long = json!({ "text": "a".repeat(1024 * 1024 + 1) });
    let refused = open.post(&oak.session, &open.questions(), &long).await;
    let told = refused.refused(413, "too-large").json()["detail"].to_string();
    assert!(told.contains("1 MB"), "{told}");

    let file = buyer.request(Method::PUT, &format!("/files/{}", "0".repeat(64)));
    let file = file.header("Content-Type", "text/plain").body(vec![b'a'; 26 * 1024 * 1024]);
    open.unchanged(buyer, file).await.refused(413, "too-large");

    // A file whose content is not what its name or type says.
    let other = buyer.request(Method::PUT, &format!("/files/{}", "0".repeat(64)));
    let other = other.header("Content-Type", "text/plain").body("een andere inhoud");
    assert_eq!(open.unchanged(buyer, other).await.status, 400);
    let sha256 = event_log::Digest::of(b"geen pdf").to_string();
    let fake = buyer.request(Method::PUT, &format!("/files/{sha256}"));
    let fake = fake.header("Content-Type", "application/pdf").body("geen pdf");
    assert_eq!(open.unchanged(buyer, fake).await.status, 400);
    let program = buyer.request(Method::PUT, &format!("/files/{sha256}"));
    let program = program.header("Content-Type", "application/x-sh").body("geen pdf");
    open.unchanged(buyer, program).await.refused(415, "unsupported-media-type");

    // One that nobody can open without a password.
    let locked = b"%PDF-1.7\ntrailer << /Root 1 0 R /Encrypt 12 0 R >>";
    let sha256 = event_log::Digest::of(locked).to_string();
    let locked = buyer.request(Method::PUT, &format!("/files/{sha256}")).body(locked.to_vec());
    let locked = locked.header("Content-Type", "application/pdf");
    open.unchanged(buyer, locked).await.refused(400, "file-protected");
    open.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_number_that_no_register_gives_is_refused() {
    let open = Open::start().await;
    let Cast { oak, .. } = &open.thread.cast;
    for wrong in ["NL-KVK-123", "NL-RSIN-123456789", "NL-OIN-0000000", "NL-XYZ-1", "90000011", ""] {
        let mut organisation = oak.organisation();
        organisation["otherNumbers"] = json!([wrong]);
        let request = oak.session.request(Method::PUT, "/organisation").json(&organisation);
        let refused = open.unchanged(&oak.session, request.header("If-Match", "\"1\"")).await;
        Open::faults(refused, &["/otherNumbers/0"]);
    }
    open.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_term_is_a_moment_that_exists_and_lies_after_its_opening() {
    let open = Open::start().await;
    let buyer = &open.thread.cast.buyer;
    let path = open.thread.path("/phases/vision/consultation-rounds");
    let opens = open.thread.time.now();
    let round = |closes: Value| {
        let mut round = open.thread.consultation_round(opens);
        round["closes"]["at"] = closes;
        round
    };
    // The night in which the clock goes forward has no half past two, with neither offset.
    for wrong in [
        json!("2027-03-28T02:30:00+01:00"),
        json!("2027-03-28T02:30:00+02:00"),
        json!("2027-03-28T02:30:00"),
        json!("28 maart 2027"),
        json!(1_800_000_000),
    ] {
        let refused = open.post(buyer, &path, &round(wrong)).await;
        Open::faults(refused, &["/closes/at"]);
    }
    let early = opens - SignedDuration::from_secs(1);
    Open::faults(open.post(buyer, &path, &round(json!(early))).await, &["/closes/at"]);
    let mut questions = open.thread.question_round(open.thread.time.term());
    questions["answers"] = open.thread.term(opens);
    let path = open.thread.path("/phases/procedure/question-rounds");
    Open::faults(open.post(buyer, &path, &questions).await, &["/answers/at"]);
    open.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_takes_nothing_before_its_opening_or_after_its_term() {
    let mut open = Open::start().await;
    let buyer = open.thread.cast.buyer.clone();
    let tomorrow = open.thread.time.now() + SignedDuration::from_hours(24);
    let mut later = open.thread.consultation_round(tomorrow + SignedDuration::from_hours(24));
    later["opens"] = json!(tomorrow);
    let path = open.thread.path("/phases/vision/consultation-rounds");
    let later = buyer.post(&path, &later).await.expect(201).id();
    let contribution = open.thread.contribution(&open.thread.cast.oak, "tarieven");
    let contribution = json!({ "status": "submitted", "contribution": contribution });
    let path = format!("/consultation-rounds/{later}/contributions");
    let oak = open.thread.cast.oak.session.clone();
    open.post(&oak, &path, &contribution).await.refused(409, "too-early");

    // The last instant of the term still counts; the one after it does not.
    let closes = open.thread.open_questions().await;
    let question = json!({ "text": "Telt deze vraag nog mee?" });
    open.platform.set(closes);
    oak.post(&open.questions(), &question).await.expect(201);
    open.platform.set(closes + SignedDuration::from_micros(1));
    open.post(&oak, &open.questions(), &question).await.refused(409, "too-late");
    open.post(&oak, &open.contributions(), &contribution).await.refused(409, "too-late");
    let own = format!("/contributions/{}", open.thread.contributions[0]);
    let withdrawal = open.post(&oak, &format!("{own}/withdrawal"), &json!({})).await;
    withdrawal.refused(409, "too-late");
    open.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_exist_and_what_is_anothers_are_the_same() {
    let open = Open::start().await;
    let Cast { buyer, oak, birch, outsider, .. } = &open.thread.cast;
    let Thread { contributions, document, .. } = &open.thread;
    let strange = Uuid::new_v4().to_string();

    for (document, version, field) in [
        (strange.as_str(), 1, "/reference/document/document"),
        (document, 9, "/reference/document/version"),
    ] {
        let question = json!({
            "text": "Wat staat daar?",
            "reference": { "document": { "document": document, "version": version } },
        });
        let refused = open.post(&oak.session, &open.questions(), &question).await;
        Open::faults(refused, &[field]);
    }
    let question = json!({ "text": "Welk perceel?", "reference": { "lot": 9 } });
    let refused = open.post(&oak.session, &open.questions(), &question).await;
    Open::faults(refused, &["/reference/lot"]);

    let change = open.thread.contribution(birch, "tarieven");
    for (owner, id) in [("of oak", &contributions[0]), ("of nobody", &strange)] {
        let path = format!("/contributions/{id}");
        let request = birch.session.request(Method::PUT, &path).header("If-Match", "\"1\"");
        let answer = open.unchanged(&birch.session, request.json(&change)).await;
        let answer = answer.refused(404, "contribution-unknown");
        assert!(answer.json().get("errors").is_none(), "{owner}");
        let withdrawal = format!("{path}/withdrawal");
        let withdrawal = open.post(&birch.session, &withdrawal, &json!({})).await;
        withdrawal.refused(404, "contribution-unknown");
    }
    // A municipality that takes no part can read what everyone reads, and change nothing.
    let closing = open.thread.path("/phases/vision/closing");
    let outcome = json!({ "outcome": "Klaar." });
    open.post(outsider, &closing, &outcome).await.expect(404);
    let closing = format!("/trajectories/{strange}/phases/vision/closing");
    open.post(buyer, &closing, &outcome).await.refused(404, "trajectory-unknown");
    for path in ["/nergens", "/trajectories/geen-naam", "/trajectories/"] {
        assert_eq!(buyer.get(path).await.status, 404, "{path}");
    }
    open.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_version_that_is_no_longer_there_is_not_overwritten() {
    let open = Open::start().await;
    let oak = &open.thread.cast.oak;
    let path = format!("/contributions/{}", open.thread.contributions[0]);
    let change = open.thread.contribution(oak, "tarieven");
    let stale = oak.session.request(Method::PUT, &path).header("If-Match", "\"1\"").json(&change);
    open.unchanged(&oak.session, stale).await.refused(412, "stale-version");
    let blind = oak.session.request(Method::PUT, &path).json(&change);
    open.unchanged(&oak.session, blind).await.refused(428, "version-missing");
    let odd = oak.session.request(Method::PUT, &path).header("If-Match", "gisteren").json(&change);
    open.unchanged(&oak.session, odd).await.refused(400, "invalid-input");
    let fresh = oak.session.request(Method::PUT, &path).header("If-None-Match", "*").json(&change);
    open.unchanged(&oak.session, fresh).await.refused(412, "stale-version");
    open.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_counts_once() {
    let open = Open::start().await;
    let Cast { oak, birch, .. } = &open.thread.cast;
    let question = json!({ "text": "Geldt dit ook voor mij?" });
    let key = Uuid::new_v4().to_string();
    let first = oak.session.post_under(&key, &open.questions(), &question).await.expect(201);

    // The same again: the same answer, and nothing new.
    let before = open.platform.head().await;
    let again = oak.session.post_under(&key, &open.questions(), &question).await.expect(201);
    assert_eq!(again.id(), first.id());
    assert_eq!(again.position(), first.position());
    assert_eq!(open.platform.head().await, before);

    // Another content under it is a mistake; another's key is another key.
    let other =
        oak.session.request(Method::POST, &open.questions()).header("Idempotency-Key", &key);
    let other = other.json(&json!({ "text": "Iets anders?" }));
    open.unchanged(&oak.session, other).await.refused(409, "idempotency-key-reused");
    let theirs = birch.session.post_under(&key, &open.questions(), &question).await.expect(201);
    assert_ne!(theirs.id(), first.id());

    let without = oak.session.request(Method::POST, &open.questions()).json(&question);
    Open::faults(open.unchanged(&oak.session, without).await, &["Idempotency-Key"]);
    open.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_with_two_mandates_says_for_whom() {
    let open = Open::start().await;
    let Cast { oak, birch, .. } = &open.thread.cast;
    let both = open.platform.world.enter_for(&[&oak.number, &birch.number]);
    let path = open.contributions();
    let read = |behalf: Option<&str>| {
        let request = both.request(Method::GET, &path);
        behalf.map_or(request.try_clone().unwrap(), |it| request.header("On-Behalf-Of", it))
    };
    Open::faults(open.unchanged(&both, read(None)).await, &["On-Behalf-Of"]);
    assert_eq!(open.unchanged(&both, read(Some("NL-KVK-90000099"))).await.status, 403);
    for (provider, count) in [(oak, 1), (birch, 2)] {
        let seen = both.send(read(Some(&provider.number))).await.expect(200).json();
        assert_eq!(seen["items"].as_array().unwrap().len(), count);
    }
    open.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_answers_does_not_approve() {
    let mut open = Open::start().await;
    open.thread.ask().await;
    let world = &open.platform.world;
    let roles = [Role::Buyer, Role::Approver];
    let one = world.enter(&Person::new("sam", Party::Municipality, LEAD, &roles));
    let path = format!("/questions/{}", open.thread.questions[0]);
    let answer = json!({ "wording": "Geldt het tarief per uur?", "answer": "Ja." });
    one.put_over(&path, &format!("{path}/answer"), &answer).await.expect(200);
    let approval = open.post(&one, &format!("{path}/approval"), &json!({})).await;
    assert_eq!(approval.json()["code"], "four-eyes", "{}", approval.text());
    open.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_read_that_names_a_position_waits_for_it_and_no_longer_than_it_should() {
    let open = Open::start().await;
    let oak = &open.thread.cast.oak.session;
    let Position(last) = open.platform.head().await;
    let ahead = oak.request(Method::GET, &format!("/trajectories?minPosition={}", last + 1));
    open.unchanged(oak, ahead).await.refused(503, "read-model-behind");
    for wrong in
        ["minPosition=-1", "minPosition=x", "limit=0", "limit=1000", "cursor=%21", "kleur=1"]
    {
        let request = oak.request(Method::GET, &format!("/trajectories?{wrong}"));
        let (name, _) = wrong.split_once('=').unwrap();
        Open::faults(open.unchanged(oak, request).await, &[name]);
    }
    open.platform.stop().await;
}
