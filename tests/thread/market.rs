//! The market consultation of the thread: a round with questions about a draft document.

use super::Thread;
use crate::kit::Provider;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

impl Thread {
    /// Publishes a round with questions in the phase of the strategy, and gives the end of its
    /// term.
    pub(crate) async fn open_market(&mut self) -> Timestamp {
        self.open_phase("strategy").await;
        let closes = self.time.term();
        let path = self.path("/phases/strategy/consultation-rounds");
        let round = self.market_round(closes);
        self.market = self.cast.buyer.post(&path, &round).await.expect(201).id();
        closes
    }

    pub(crate) fn market_round(&self, closes: Timestamp) -> Value {
        let mut round = self.consultation_round(closes);
        round["questions"] = json!([
            { "number": 1, "theme": "tarieven", "text": "Welke kosten ziet u?", "form": "open" },
            {
                "number": 2, "theme": "tarieven", "text": "Wat bekostigt u het liefst?",
                "form": "single-choice", "options": ["Per uur", "Per traject"],
            },
            {
                "number": 3, "theme": "wachttijden", "text": "Wat helpt tegen wachten?",
                "form": "multiple-choice", "options": ["Samen plannen", "Meer personeel"],
            },
            {
                "number": 4, "theme": "wachttijden", "text": "Hoe lang is redelijk, in weken?",
                "form": "scale", "scale": { "lowest": 1, "highest": 10 },
            },
        ]);
        round
    }

    /// A contribution that answers every question and reacts to an article.
    pub(crate) fn market_contribution(&self, provider: &Provider) -> Value {
        let mut contribution = self.contribution(provider, "tarieven");
        contribution["answers"] = json!([
            {
                "question": 1, "sensitive": true,
                "text": format!("Een uur kost ons bij {} 86,40 euro.", provider.voice),
            },
            { "question": 2, "options": ["Per uur"] },
            { "question": 3, "options": ["Samen plannen", "Meer personeel"] },
            { "question": 4, "step": 6 },
        ]);
        contribution["reactions"] = json!([{
            "document": { "document": self.document, "version": 1, "section": "3.2" },
            "current": "De reistijd zit in het tarief.",
            "proposed": "De reistijd wordt apart vergoed.",
            "reason": format!("Wij van {} rijden ver.", provider.voice),
        }]);
        contribution["sensitive"] = json!(["proposal"]);
        contribution
    }

    pub(crate) async fn contribute_to_market(&mut self) {
        for provider in [&self.cast.oak, &self.cast.birch] {
            let contribution = self.market_contribution(provider);
            let body = json!({ "status": "submitted", "contribution": contribution });
            let path = format!("/consultation-rounds/{}/contributions", self.market);
            let id = provider.session.post(&path, &body).await.expect(201).id();
            self.market_contributions.push(id);
        }
    }

    /// Closes the round and publishes its report.
    pub(crate) async fn report_on_market(&self) {
        let buyer = &self.cast.buyer;
        let round = format!("/consultation-rounds/{}", self.market);
        buyer.post(&format!("{round}/closing"), &json!({})).await.expect(200);
        for contribution in &self.market_contributions {
            let disposition = json!({
                "disposition": "adopted", "wording": "Een aanbieder wil betaald reizen.",
                "reason": "Reizen hoort bij hulp in een landelijke regio.",
            });
            let path = format!("/contributions/{contribution}/disposition");
            buyer.post(&path, &disposition).await.expect(200);
        }
        let report = json!({ "summary": "Reistijd kwam het meest terug." });
        buyer.post(&format!("{round}/report"), &report).await.expect(200);
    }

    /// Announces talks by one script; two providers register.
    pub(crate) async fn open_talks(&mut self) -> Timestamp {
        let begins = self.time.term();
        let path = self.path("/phases/strategy/sessions");
        let talks = self.talks(begins);
        self.session = self.cast.buyer.post(&path, &talks).await.expect(201).id();
        let path = format!("/sessions/{}/registrations", self.session);
        for provider in [&self.cast.oak, &self.cast.birch] {
            let session = &provider.session;
            session.post(&path, &json!({ "people": 1 })).await.expect(201);
            let own = session.get(&path).await.expect(200).json();
            self.registrations.push(own["items"][0]["id"].as_str().unwrap().to_owned());
        }
        begins
    }

    pub(crate) fn talks(&self, begins: Timestamp) -> Value {
        json!({
            "kind": "one-to-one", "title": "Gesprekken over tarieven", "round": self.market,
            "purpose": "Wij stellen iedereen dezelfde vragen.", "location": "Gemeentehuis",
            "begins": begins, "ends": begins + SignedDuration::from_hours(8),
            "registration": self.term(begins), "disclosure": "hidden",
            "script": [
                { "number": 1, "text": "Welke kosten ziet u?" },
                { "number": 2, "text": "Wat kan anders?" },
            ],
        })
    }

    pub(crate) fn talk_report(&self, registration: &str, told: &str) -> Value {
        json!({
            "registration": registration, "told": told,
            "answers": [
                { "question": 1, "answer": "Reizen kost het meest." },
                { "question": 2, "answer": "Samen plannen kan." },
            ],
        })
    }

    /// Holds the talks and reports about them; what is handed out in one goes to everyone.
    pub(crate) async fn hold_talks(&self, begins: Timestamp) {
        let buyer = &self.cast.buyer;
        let session = format!("/sessions/{}", self.session);
        self.time.pass(begins).await;
        let present = json!({ "present": self.registrations });
        buyer.post(&format!("{session}/attendance"), &present).await.expect(200);
        let file = buyer.hand_in("text/plain", b"Planning van de gesprekken.").await;
        for (place, registration) in self.registrations.iter().enumerate() {
            let told = format!("Het tarief volgt in stap {}.", place + 1);
            let mut report = self.talk_report(registration, &told);
            if place == 0 {
                report["handouts"] = json!([{
                    "title": "Planning", "file": { "name": "planning.txt", "sha256": file },
                }]);
            }
            buyer.post(&format!("{session}/talk-reports"), &report).await.expect(200);
        }
        self.time.pass(begins + SignedDuration::from_hours(8)).await;
        let report = json!({
            "summary": "De gesprekken gingen over reistijd.",
            "statements": [{
                "wording": "Reizen kost het meest.", "disposition": "adopted",
                "reason": "Wij vergoeden de reistijd.",
            }],
        });
        buyer.post(&format!("{session}/report"), &report).await.expect(200);
    }

    pub(crate) fn steps(&self, disclosure: &str) -> Value {
        json!({
            "title": "Eerder en lichter", "text": "Minder kinderen wachten.",
            "steps": [{
                "number": 1, "goal": "Hulp start binnen vier weken.", "measure": "De wachttijd.",
                "term": self.term("2029-01-08T11:00:00Z".parse().unwrap()),
            }],
            "disclosure": disclosure,
        })
    }

    /// What oak and birch do beyond contributing, without being named.
    pub(crate) async fn involve(&mut self) {
        let (oak, birch) = (&self.cast.oak.session, &self.cast.birch.session);
        let own = self.path("/involvement");
        let commitment = json!({
            "version": 1, "meaning": format!("Ook bij {}.", self.cast.oak.voice),
            "disclosure": "hidden",
        });
        oak.put_over(&own, &format!("{own}/commitment"), &commitment).await.expect(200);
        let mut plan = self.steps("hidden");
        plan["text"] = json!(format!("Wij van {} beginnen.", self.cast.oak.voice));
        oak.put_over(&own, &format!("{own}/transformation-plan"), &plan).await.expect(200);
        let learning = json!({ "title": "Eén planner", "text": "Plan samen met anderen." });
        oak.post(&self.path("/learnings"), &learning).await.expect(200);
        let call = json!({
            "lot": 1, "title": "Partner met verblijf gezocht", "text": "Wij zoeken bedden.",
        });
        let called = oak.post(&self.path("/partner-calls"), &call).await.expect(201);
        self.partner_call = called.id();
        let path = format!("/partner-calls/{}/reactions", self.partner_call);
        birch.post(&path, &json!({ "text": "Wij hebben bedden." })).await.expect(200);
    }
}
