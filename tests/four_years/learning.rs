//! What the region learns: an advice that recess overtakes, the review, the next vision, and the
//! account of everything.

use super::{CONTRIBUTORS, FourYears, with};
use crate::kit::{COUNCIL, Cast, Session};
use crate::trail::{kinds, trail_of};
use serde_json::{Value, json};
use std::collections::BTreeMap;

impl FourYears {
    /// Advice is asked just before the recess of the council: a short term is refused, and the step
    /// waits until the council has had its own.
    pub(super) async fn ask_before_recess(&mut self) {
        self.until("2029-07-02").await;
        let Cast { buyer, chair, .. } = &self.thread.cast;
        let terms = json!({
            "council": COUNCIL,
            "terms": { "profile": { "id": "council-summer-recess", "version": 1 } },
        });
        let path = self.thread.path("/council-terms");
        buyer.put_over(&self.thread.path(""), &path, &terms).await.expect(200);
        let mut request = self.thread.advice_request();
        request["phase"] = json!("contract");
        let rule = json!({ "id": "advice", "event": self.thread.time.now() });
        request["term"]["rule"] = rule.clone();
        let requests = self.thread.path("/advice-requests");
        let told = buyer.post(&requests, &request).await.refused(400, "invalid-input");
        assert_eq!(told.fields(), ["/term/at"], "the recess does not count");
        let soon = request["term"].clone();
        request["term"] = self.within(104);
        request["term"]["rule"] = rule;
        request["term"]["rule"]["departs"] = json!("De raad krijgt tijd na het reces.");
        request["urgency"] =
            json!({ "reason": "De wethouder wil het voor de zomer.", "term": soon });
        request["urgency"]["term"]["rule"]["departs"] = json!("De raad vergadert nog een keer.");
        let advice = buyer.post(&requests, &request).await.expect(201).id();
        let refusal = json!({ "agreed": false, "reason": "Wij hebben reces." });
        let path = format!("/advices/{advice}/urgency-decision");
        chair.post(&path, &refusal).await.expect(200);
        self.thread.asked_advice = advice;
        self.thread.close_phase("contract").await.refused(409, "too-early");
    }

    /// After its recess the council gives its advice; what the wethouder wanted before summer could
    /// not go before it.
    pub(super) async fn advise_after_recess(&mut self) {
        self.until("2029-09-20").await;
        let advice = self.thread.asked_advice.clone();
        let filing = format!("/advices/{advice}/filing");
        let content = with(&["Vraag gezinnen hoe het gaat."]);
        self.thread.cast.chair.post(&filing, &content).await.expect(200);
        self.thread.close_phase("contract").await.refused(409, "phase-has-unanswered-input");
        self.respond(&advice, &["adopted"]).await;
    }

    /// The council brings a signal, and advises of its own accord; the cycle is reviewed with
    /// everyone.
    pub(super) async fn look_back(&mut self) {
        let Cast { member, buyer, .. } = &self.thread.cast;
        let signal = json!({
            "theme": "Wachttijd", "group": "Jongeren van 16 en 17 jaar", "frequency": "often",
            "text": "Jongeren wachten langer dan een half jaar op een eerste gesprek.",
        });
        let path = self.thread.path("/signals");
        let matter = member.post(&path, &signal).await.expect(201).id();
        let answer = json!({ "response": "adopted", "reason": "Wij kijken ernaar." });
        buyer.post(&format!("/council-matters/{matter}/answer"), &answer).await.expect(200);
        self.thread.close_phase("contract").await.expect(200);

        self.thread.open_phase("evaluation").await;
        self.thread.review().await;
        let unasked = json!({
            "trajectory": self.thread.trajectory, "phase": "evaluation",
            "subject": "Wat wij leerden", "advice": with(&["Begin de volgende keer bij gezinnen."]),
        });
        let Cast { secretary, .. } = &self.thread.cast;
        let advice = secretary.post("/advices", &unasked).await.expect(201).id();
        self.thread.close_phase("evaluation").await.refused(409, "phase-has-unanswered-input");
        self.respond(&advice, &["adopted"]).await;
        self.thread.close_phase("evaluation").await.expect(200);
    }

    /// The next vision opens with what was learned and what was left open.
    pub(super) async fn begin_anew(&mut self) {
        self.until("2031-01-06").await;
        self.thread.take_over().await;
        self.thread.answer_carry_over().await;
        let path = format!("/trajectories/{}/phases/vision", self.thread.successor);
        let buyer = &self.thread.cast.buyer;
        let plan = json!({ "plan": crate::thread::dialogue_plan() });
        buyer.put_over(&path, &format!("{path}/dialogue-plan"), &plan).await.expect(200);
        buyer.post(&format!("{path}/opening"), &json!({})).await.expect(200);
        let outcome = json!({ "outcome": "De visie staat." });
        buyer.post(&format!("{path}/closing"), &outcome).await.expect(200);
    }

    /// Everything that anyone put in, promised or took on is answered with a reason, or stands in
    /// the list of what is open, and came along to the next trajectory.
    pub(super) async fn account(&self) {
        let Cast { buyer, anyone, .. } = &self.thread.cast;
        let here = &self.thread.trajectory;
        let all = trail_of(buyer, here, "").await;
        let expected = [
            ("commitment", 2),
            ("contribution", CONTRIBUTORS),
            ("council-matter", 1),
            ("experience", 1),
            ("performance-action", 3),
            ("question", 3),
            ("recommendation", 6),
        ];
        assert_eq!(counts(&all), expected.map(|(kind, count)| (kind.to_owned(), count)).into());
        let open = trail_of(buyer, here, "&open=true").await;
        assert_eq!(kinds(&open), ["commitment", "performance-action"], "what is still to be done");
        for entry in all.iter().filter(|it| it["open"] == false) {
            assert!(entry["answer"]["reason"].is_string(), "{entry}");
        }
        // What an adopted advice has not led to yet, comes along as well.
        let over = self.thread.taken_over().await;
        let came = |text: &Value| over.iter().any(|item| item["text"] == *text);
        assert!(open.iter().all(|it| came(&it["text"])), "{open:?} in {over:?}");
        assert!(came(&json!("Begin de volgende keer bij gezinnen.")));
        let next = trail_of(buyer, &self.thread.successor, "").await;
        assert_eq!(next.len(), over.len());
        assert!(next.iter().all(|it| it["kind"] == "carried-over" && it["open"] == false));

        self.everyone_sees(anyone, &all).await;
    }

    /// Everyone sees what is public of it, and nothing more.
    async fn everyone_sees(&self, anyone: &Session, all: &[Value]) {
        let told = trail_of(anyone, &self.thread.trajectory, "").await;
        let public = ["contribution", "experience", "question", "recommendation"];
        let of_all: BTreeMap<_, _> = counts(all);
        for kind in public {
            assert_eq!(counts(&told)[kind], of_all[kind], "{kind}");
        }
        assert_eq!(counts(&told).len(), public.len());
        let passed = anyone.get(&self.thread.path("/carry-over")).await.expect(200).json();
        assert_eq!(passed["passedOn"].as_array().unwrap().len(), 1, "the thread goes on");
    }
}

fn counts(entries: &[Value]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for kind in kinds(entries) {
        *counts.entry(kind.to_owned()).or_default() += 1;
    }
    counts
}
