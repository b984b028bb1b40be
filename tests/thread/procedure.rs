//! The procedure phase: questions that become answers in a note, an advice of the council's own
//! accord, and an objection.

use super::Thread;
use super::vision::advice;
use crate::kit::Cast;
use serde_json::{Value, json};

impl Thread {
    /// Plays the phase up to its objection.
    pub(crate) async fn procedure(&mut self) {
        self.open_phase("procedure").await;
        let closes = self.open_questions().await;
        self.ask().await;
        self.time.pass(closes).await;
        self.answer().await;
        self.publish_notes().await;
        self.advise_unasked().await;
        self.object().await;
    }

    /// Publishes the round, and gives the end of its term.
    pub(crate) async fn open_questions(&mut self) -> jiff::Timestamp {
        let closes = self.time.term();
        let path = self.path("/phases/procedure/question-rounds");
        let round = self.question_round(closes);
        self.question_round = self.cast.buyer.post(&path, &round).await.expect(201).id();
        closes
    }

    pub(crate) fn question_round(&self, closes: jiff::Timestamp) -> Value {
        let answers = closes + jiff::SignedDuration::from_hours(14 * 24);
        json!({
            "title": "Eerste vragenronde", "introduction": "Stel uw vragen over de stukken.",
            "opens": self.time.now(), "closes": self.term(closes), "answers": self.term(answers),
            "disclosure": "hidden",
        })
    }

    /// A place in the tender guide.
    pub(crate) fn place(&self, section: &str) -> Value {
        json!({ "document": self.document, "version": 1, "section": section })
    }

    pub(crate) async fn ask(&mut self) {
        let Cast { oak, birch, aspen, .. } = &self.cast;
        let path = format!("/question-rounds/{}/questions", self.question_round);
        let about_rates = json!({
            "reference": { "document": self.place("3.2"), "lot": 1 },
            "text": format!("Wij van {} vragen: geldt het tarief per uur?", oak.voice),
        });
        let first = oak.session.post(&path, &about_rates).await.expect(201).id();
        let general = json!({
            "text": format!("Mag {} samen met een ander inschrijven?", birch.voice),
        });
        let second = birch.session.post(&path, &general).await.expect(201).id();
        let unknown_section = json!({
            "reference": { "document": self.place("9.9") },
            "text": format!("Staat § 9.9 er niet in? Dat vraagt {} zich af.", oak.voice),
        });
        let third = oak.session.post(&path, &unknown_section).await.expect(201).id();
        let regretted = json!({ "text": format!("Vergeet deze vraag van {}.", aspen.voice) });
        let regretted = aspen.session.post(&path, &regretted).await.expect(201).id();
        let withdrawal = format!("/questions/{regretted}/withdrawal");
        aspen.session.post(&withdrawal, &json!({})).await.expect(200);
        self.questions = vec![first, second, third];
    }

    /// Answers are drafted by one and approved by another.
    pub(crate) async fn answer(&self) {
        let Cast { buyer, colleague, approver, aspen, .. } = &self.cast;
        let round = format!("/question-rounds/{}", self.question_round);
        let late = json!({ "text": "Kan dit nog?" });
        let late = aspen.session.post(&format!("{round}/questions"), &late).await;
        late.refused(409, "too-late");
        buyer.post(&format!("{round}/closing"), &json!({})).await.expect(200);
        let note = json!({ "title": "Nota van inlichtingen 1", "concludes": true });
        for (question, (wording, answer)) in self.questions.iter().zip(answers()) {
            let path = format!("/questions/{question}");
            let answer = json!({ "wording": wording, "answer": answer });
            colleague.put_over(&path, &format!("{path}/answer"), &answer).await.expect(200);
            approver.post(&format!("{path}/approval"), &json!({})).await.expect(200);
            if question != &self.questions[2] {
                let early = buyer.post(&format!("{round}/clarification-notes"), &note).await;
                early.refused(409, "questions-unanswered");
            }
        }
    }

    pub(crate) async fn publish_notes(&mut self) {
        let Cast { buyer, approver, .. } = &self.cast;
        let path = format!("/questions/{}", self.questions[0]);
        let back = json!({ "reason": "Noem ook de reistijd." });
        approver.post(&format!("{path}/return"), &back).await.expect(200);
        let better = json!({
            "wording": answers()[0].0, "answer": "Ja, het tarief geldt per uur, met reistijd.",
        });
        buyer.put_over(&path, &format!("{path}/answer"), &better).await.expect(200);
        approver.post(&format!("{path}/approval"), &json!({})).await.expect(200);

        let round = format!("/question-rounds/{}", self.question_round);
        let preview = approver.get(&format!("{round}/clarification-note-preview")).await;
        assert_eq!(preview.expect(200).json()["items"].as_array().unwrap().len(), 3);
        let notes = format!("{round}/clarification-notes");
        let note = json!({
            "title": "Nota van inlichtingen 1", "concludes": true,
            "announcements": [{ "title": "Planning", "text": "De gunning is in de zomer." }],
        });
        buyer.post(&notes, &note).await.expect(201);
        let correction = json!({
            "title": "Nota van inlichtingen 2", "concludes": false,
            "errata": [{
                "note": 1, "item": 1, "correction": "De gunning is in de herfst.",
                "reason": "De raden vergaderen later.",
            }],
        });
        buyer.post(&notes, &correction).await.expect(201);
    }

    async fn advise_unasked(&mut self) {
        let Cast { buyer, secretary, .. } = &self.cast;
        let unasked = json!({
            "trajectory": self.trajectory, "phase": "procedure", "subject": "De nieuwe planning",
            "advice": advice("Vertel ouders wat het uitstel betekent."),
        });
        self.unasked_advice = secretary.post("/advices", &unasked).await.expect(201).id();
        let response = json!({ "responses": [{
            "number": 1, "response": "partly-adopted", "reason": "Wij doen dat in een brief.",
        }] });
        let path = format!("/advices/{}/responses", self.unasked_advice);
        buyer.post(&path, &response).await.expect(200);
        let signal = json!({
            "theme": "Wachttijd", "group": "Jongeren van 16 en 17 jaar", "frequency": "often",
            "text": "Jongeren wachten langer dan een half jaar op een eerste gesprek.",
        });
        let brought = secretary.post(&self.path("/signals"), &signal).await;
        self.matter = brought.expect(201).id();
    }

    pub(crate) fn objection(&self) -> Value {
        json!({
            "subject": "De termijn voor inschrijven", "remedy": "Verleng de termijn.",
            "grounds": [{ "title": "Te kort", "argument": "Kleine praktijken halen dit niet." }],
            "reference": { "document": self.place("1.4") },
        })
    }

    pub(crate) async fn object(&mut self) {
        let Cast { birch, complaint_handler, buyer, .. } = &self.cast;
        let mut objection = self.objection();
        let sha256 = birch.session.hand_in("text/plain", b"Onze agenda.").await;
        objection["evidence"] = json!([{ "name": birch.file_name(), "sha256": sha256 }]);
        let path = self.path("/objections");
        self.objection = birch.session.post(&path, &objection).await.expect(201).id();
        let path = format!("/objections/{}", self.objection);
        buyer.get(&path).await.expect(403);
        complaint_handler.post(&format!("{path}/handling"), &json!({})).await.expect(200);
        let decision = json!({
            "outcome": "partly-upheld", "reasons": "De zomer is een slechte tijd.",
            "measures": "De termijn wordt een week langer.",
        });
        complaint_handler.post(&format!("{path}/decision"), &decision).await.expect(200);
        let ordered = self.complain().await;
        self.carry_out(&ordered).await;
    }

    /// An open house for which aspen applies, and a combination of birch and aspen.
    pub(crate) async fn take_part(&mut self) {
        let Cast { buyer, birch, aspen, .. } = &self.cast;
        let admission = json!({
            "kind": "open-house", "title": "Inloop", "opens": self.time.now(),
            "conditions": [{ "key": "bereik", "title": "Bereik", "kind": "condition",
                             "text": "U bent elke werkdag open." }],
        });
        let made = buyer.post(&self.path("/admissions"), &admission).await.expect(201);
        self.admission = made.id();
        let statement = format!("Wij zijn open, zegt {}.", aspen.voice);
        let application = json!({ "statements": { "bereik": statement } });
        let path = format!("/admissions/{}/applications", self.admission);
        aspen.session.post(&path, &application).await.expect(200);
        let combination = json!({
            "members": [{ "number": aspen.number, "name": aspen.organisation()["name"] }],
            "division": "Wij doen de intake.",
            "competition": { "couldTenderAlone": false, "reason": "Samen kan het." },
        });
        let path = self.path("/combinations");
        self.combination = birch.session.post(&path, &combination).await.expect(200).id();
    }

    /// A complaint, and what the decision about it orders.
    pub(crate) async fn complain(&mut self) -> Value {
        let Cast { birch, complaint_handler, .. } = &self.cast;
        let mut complaint = self.objection();
        complaint["subject"] = json!(format!("Het tarief, zegt {}", birch.voice));
        let path = self.path("/complaints");
        self.complaint = birch.session.post(&path, &complaint).await.expect(201).id();
        let path = format!("/complaints/{}", self.complaint);
        complaint_handler.post(&format!("{path}/handling"), &json!({})).await.expect(200);
        let decision = json!({
            "outcome": "upheld", "reasons": "Het onderzoek was niet compleet.",
            "effects": [{ "kind": "split-lot", "instruction": "Splits perceel 2." }],
        });
        complaint_handler.post(&format!("{path}/decision"), &decision).await.expect(200);
        let lot = |number: u32, title: &str| {
            let description = "Een deel van perceel 2.";
            json!({ "number": number, "title": title, "description": description })
        };
        json!({
            "decision": { "complaint": self.complaint, "effect": 1 }, "lot": 2,
            "into": [lot(21, "2a Instellingen"), lot(22, "2b Vrijgevestigden")],
            "reason": "Kleine praktijken krijgen een eigen perceel.",
        })
    }

    /// What was ordered is done, and what it costs is told.
    async fn carry_out(&mut self, split: &Value) {
        let buyer = &self.cast.buyer;
        buyer.post(&self.path("/lot-splits"), split).await.expect(200);
        let sheet = json!({
            "product": "Verblijf", "unit": "etmaal", "law": "youth-act", "year": 2027,
            "elements": [
                { "kind": "professional-client-bound", "description": "Uurloon",
                  "amount": "61.40", "source": "Cao 2026", "reason": "Schaal 8.",
                  "requirement": self.requirement },
                { "kind": "overhead", "description": "Opslag", "share": "18.50",
                  "source": "Kostprijsonderzoek", "reason": "Het gemiddelde." },
            ],
            "omitted": [
                { "kind": "professional-non-client-bound", "reason": "Zit in het uurloon." },
                { "kind": "other-client-bound", "reason": "Die zijn er niet." },
                { "kind": "indexation", "reason": "De prijs geldt één jaar." },
            ],
        });
        let made = buyer.post(&self.path("/price-sheets"), &sheet).await.expect(201);
        self.sheet = made.id();
        let introduction = json!({ "introduction": "Herkent u deze kosten?" });
        let path = format!("/price-sheets/{}/publication", self.sheet);
        buyer.post(&path, &introduction).await.expect(200);
        self.take_part().await;
    }
}

fn answers() -> [(&'static str, &'static str); 3] {
    [
        ("Geldt het tarief per uur?", "Ja, het tarief geldt per uur."),
        ("Mogen aanbieders samen inschrijven?", "Ja. Lees daarvoor § 1.4."),
        ("Ontbreekt er een paragraaf?", "Nee, de verwijzing was een vergissing."),
    ]
}
