//! The contract and what follows from it: indicators, data that is checked, and the talk about it.

use super::Thread;
use crate::kit::{Answer, Cast, Provider, Session};
use serde_json::{Value, json};

/// What a contract with a number agrees.
pub(crate) fn agreement(number: &str) -> Value {
    let roles = ["municipality", "provider"].into_iter().flat_map(|side| {
        ["policy", "purchase", "contract-management", "quality"].map(
            |task| json!({ "side": side, "task": task, "function": format!("Adviseur {task}") }),
        )
    });
    json!({
        "number": number, "lots": [1], "begins": "2027-01-01", "ends": "2030-12-31",
        "size": "small", "domains": ["mental-health"], "weight": "medium",
        "roles": roles.collect::<Vec<_>>(),
        "consultations": [
            { "level": "operational", "timesAYear": 4, "participants": "Manager en teamleider" },
            { "level": "strategic", "timesAYear": 1, "participants": "Wethouder en bestuur" },
        ],
        "escalation": [
            { "title": "Afdelingshoofd en directeur", "when": "Een actie is twee keer te laat." },
            { "title": "Wethouder en bestuur", "when": "Het lukt daaronder niet." },
        ],
        "ending": [
            { "title": "Ingebrekestelling", "effect": "notice", "minimumDays": 30 },
            { "title": "Opnamestop", "effect": "intake-stop", "minimumDays": 30 },
            { "title": "Overdracht", "effect": "transfer", "minimumDays": 60 },
        ],
    })
}

/// An indicator that is measured every quarter.
pub(crate) fn indicator(key: &str, direction: &str, target: &str) -> Value {
    json!({
        "key": key, "title": format!("Wat {key} zegt"), "description": "Het gemiddelde.",
        "kind": "steering", "goal": "snel-hulp", "unit": "dagen",
        "target": { "direction": direction, "value": target }, "least": "0",
        "source": "Het cliëntregister.", "frequency": "quarter",
        "evidence": [{ "key": "register", "title": "Uitdraai uit het register" }],
    })
}

/// The findings of a check.
pub(crate) fn checks(complete: bool) -> Value {
    let finding =
        |met: bool| json!({ "met": met, "finding": "Vergeleken met het berichtenverkeer." });
    json!({
        "completeness": finding(complete), "correctness": finding(true),
        "timeliness": finding(true),
    })
}

impl Thread {
    /// Registers a contract with a provider that had one before.
    pub(crate) async fn contract_with(&self, number: &str, provider: &Provider) -> String {
        let contract = json!({
            "origin": { "kind": "existing", "reference": "Overeenkomst 2023" },
            "organisation": {
                "name": provider.organisation()["name"], "numbers": [provider.number],
            },
            "agreement": agreement(number),
        });
        let manager = &self.cast.contract_manager;
        manager.post(&self.path("/contracts"), &contract).await.expect(201).id()
    }

    /// What is measured: waiting, and how many reach their goals.
    pub(crate) async fn define_indicators(&self) {
        let path = self.path("/indicators");
        for indicator in
            [indicator("wachttijd", "at-most", "28"), indicator("doelen", "at-least", "80")]
        {
            let new = json!({ "indicator": indicator });
            self.cast.contract_manager.post(&path, &new).await.expect(200);
        }
    }

    /// Registers the contract with oak, which won, when it won; else as one that was there.
    pub(crate) async fn keep_contract(&mut self) {
        let Cast { contract_manager, oak, .. } = &self.cast;
        if self.evaluation.is_empty() {
            self.contract = self.contract_with("jh-14", oak).await;
        } else {
            let contract = json!({
                "origin": { "kind": "award", "evaluation": self.evaluation },
                "tenderer": self.tenderers().await[0], "agreement": agreement("jh-14"),
            });
            let made = contract_manager.post(&self.path("/contracts"), &contract).await;
            self.contract = made.expect(201).id();
        }
        self.define_indicators().await;
    }

    /// Opens a delivery of a provider about its contract.
    pub(crate) async fn open_delivery(&self, contract: &str, by: &Session, period: &str) -> String {
        let new = json!({ "period": period, "source": "Uit ons register." });
        by.post(&format!("/contracts/{contract}/data-deliveries"), &new).await.expect(201).id()
    }

    /// Fills a delivery with a file.
    pub(crate) async fn import(
        &self,
        by: &Session,
        delivery: &str,
        kind: &str,
        content: &str,
    ) -> Answer {
        let sha256 = by.hand_in(kind, content.as_bytes()).await;
        let name = self.cast.providers().into_iter().find(|it| it.session.token == by.token);
        let name = name.map_or_else(|| "waarden.csv".to_owned(), Provider::file_name);
        let file = json!({ "file": { "name": name, "sha256": sha256 } });
        by.post(&format!("/data-deliveries/{delivery}/imports"), &file).await
    }

    /// What was found of a delivery.
    pub(crate) async fn check(&self, delivery: &str, complete: bool) -> Answer {
        let path = format!("/data-deliveries/{delivery}/checks");
        self.cast.contract_manager.post(&path, &checks(complete)).await
    }

    /// Delivers the values of a quarter for the contract with oak, and validates them.
    pub(crate) async fn measure(&mut self, period: &str, waiting: &str, goals: &str) {
        let oak = &self.cast.oak;
        let delivery = self.open_delivery(&self.contract, &oak.session, period).await;
        let content = format!(
            "indicator;waarde;toelichting\nwachttijd;{waiting};Zo telt {}\ndoelen;{goals};\n",
            oak.voice
        );
        self.import(&oak.session, &delivery, "text/csv", &content).await.expect(200);
        self.check(&delivery, true).await.expect(200);
        self.delivery = delivery;
    }

    /// Opens the talk about a quarter.
    pub(crate) async fn open_talk(&mut self, period: &str, on: &str) {
        let path = format!("/contracts/{}/performance-talks", self.contract);
        let talk = new_talk(period, on);
        self.talk = self.cast.contract_manager.post(&path, &talk).await.expect(201).id();
    }

    /// Answers a question of the talk.
    pub(crate) async fn answer_talk(&self, answer: &Value) -> Answer {
        let path = format!("/performance-talks/{}/answers", self.talk);
        self.cast.contract_manager.post(&path, answer).await
    }

    /// Answers all questions of the talk, and records its minutes.
    pub(crate) async fn hold_talk(&self) {
        for answer in answers() {
            self.answer_talk(&answer).await.expect(200);
        }
        let minutes = json!({ "minutes": [
            { "item": 1, "text": "De wachttijd liep op door ziekte." },
            { "item": 2, "text": "Er was niets over te zeggen." },
        ] });
        let path = format!("/performance-talks/{}/minutes", self.talk);
        self.cast.contract_manager.post(&path, &minutes).await.expect(200);
    }

    /// A promise in an answer, for every contract.
    pub(crate) fn general_promise(&self) -> Value {
        json!({
            "origin": "answer", "reference": self.questions[0], "keeper": "municipality",
            "promise": "Wij betalen de reistijd vanaf een half uur.", "due": "2027-10-01",
        })
    }

    /// The contract runs for a quarter, and is talked about.
    pub(crate) async fn perform(&mut self) {
        self.keep_contract().await;
        let quarter = "2027-09-30T22:00:00Z".parse().unwrap();
        if self.time.now() < quarter {
            self.time.pass(quarter).await;
        }
        self.measure("2027-Q2", "31,5", "81").await;
        // What was promised in the answer to another must not tell of that other.
        if let Some(question) = self.questions.get(1) {
            let promise = json!({
                "origin": "answer", "reference": question, "keeper": "municipality",
                "promise": "Wij kijken na een half jaar naar het formulier.",
                "due": "2027-10-01",
            });
            let path = format!("/contracts/{}/commitments", self.contract);
            self.cast.contract_manager.post(&path, &promise).await.expect(200);
        }
        self.open_talk("2027-Q2", "2027-10-12").await;
        self.hold_talk().await;
        let check = json!({ "confirmed": true });
        let path = format!("/performance-talks/{}/minutes-check", self.talk);
        self.cast.oak.session.post(&path, &check).await.expect(200);
    }
}

/// A talk that is to be opened.
pub(crate) fn new_talk(period: &str, on: &str) -> Value {
    json!({
        "level": "operational", "period": period, "on": on,
        "agenda": [
            { "number": 1, "part": "quality", "title": "Wachten en doelen" },
            { "number": 2, "part": "finance", "title": "Declaraties" },
        ],
    })
}

/// The answers to the five questions, about waiting that takes too long.
pub(crate) fn answers() -> [Value; 5] {
    [
        json!({
            "question": "deviation", "positive": "Meer kinderen halen hun doel.",
            "interpretations": [{
                "indicator": "wachttijd", "numbers": "Drie en een halve dag te lang.",
                "story": "Ouders weten niet wanneer zij iets horen.", "sources": ["clients"],
            }],
        }),
        json!({ "question": "root-causes", "causes": [
            { "key": "ziekte", "indicator": "wachttijd", "cause": "Twee behandelaars waren ziek." },
            { "key": "planning", "indicator": "wachttijd", "cause": "Niemand plant vooruit." },
        ] }),
        json!({ "question": "explained-share", "shares": [
            { "cause": "ziekte", "share": 60 }, { "cause": "planning", "share": 30 },
        ], "research": "Hoe vaak zeggen gezinnen af?" }),
        json!({ "question": "actions", "gap": "Daarmee is het verschil gedicht.", "actions": [{
            "key": "planner", "indicator": "wachttijd", "text": "Een planner begint.",
            "owner": { "side": "provider", "function": "Teamleider" }, "deadline": "2027-12-01",
            "expected": "26", "interim": { "value": "29", "period": "2027-Q3" },
        }] }),
        json!({ "question": "outcome", "followUp": "Elk kwartaal kijken wij hiernaar.",
            "results": [
                { "indicator": "wachttijd", "onTarget": "2027-Q4", "durable": "2028-Q1" },
            ] }),
    ]
}
