//! The award: scores with their reasons, a decision that is sent to each, and a standstill.

use super::Thread;
use crate::kit::{Cast, Session};
use jiff::Timestamp;
use reqwest::Method;
use serde_json::{Value, json};

impl Thread {
    /// Plays it, and closes the phase.
    pub(crate) async fn award(&mut self) {
        let standstill = self.send_award_decision().await;
        let Cast { approver, birch, .. } = &self.cast;
        let path = format!("/evaluations/{}", self.evaluation);
        let notice = json!({
            "evaluation": self.evaluation, "kind": "interim-relief",
            "court": "Rechtbank Gelderland",
            "claim": format!("Verbied de gunning, vraagt {}.", birch.voice),
        });
        let proceedings = self.path("/legal-proceedings");
        self.proceeding = birch.session.post(&proceedings, &notice).await.expect(201).id();
        let announcement = json!({ "announcement": "De opdracht gaat naar één aanbieder." });
        let confirmation = format!("{path}/award-confirmation");
        approver.post(&confirmation, &announcement).await.refused(409, "award-frozen");
        let outcome = json!({
            "outcome": "denied", "summary": "De vordering is afgewezen.",
            "consequence": "De gunning gaat door.",
        });
        let outcomes = format!("/legal-proceedings/{}/outcome", self.proceeding);
        approver.post(&outcomes, &outcome).await.expect(200);
        approver.post(&confirmation, &announcement).await.refused(409, "too-early");
        self.time.pass(standstill).await;
        approver.post(&confirmation, &announcement).await.expect(200);
        self.close_phase("procedure").await.expect(200);
    }

    /// Up to the decision as sent to each; gives the end of the standstill.
    pub(crate) async fn send_award_decision(&mut self) -> Timestamp {
        let Cast { buyer, approver, oak, birch, .. } = &self.cast;
        let opened = buyer.post(&self.path("/evaluations"), &evaluation()).await.expect(201);
        self.evaluation = opened.id();
        let path = format!("/evaluations/{}", self.evaluation);
        for provider in [oak, birch] {
            let tenderer =
                json!({ "name": provider.organisation()["name"], "number": provider.number });
            buyer.post(&format!("{path}/tenderers"), &tenderer).await.expect(200);
        }
        let names = self.tenderers().await;
        self.assess(&names).await;
        for (tenderer, score) in names.iter().zip([90, 60]) {
            let score = json!({
                "tenderer": tenderer, "criterion": "kwaliteit", "score": score,
                "motivation": "Het plan is concreet.",
            });
            buyer.post(&format!("{path}/scores"), &score).await.expect(200);
        }
        let standstill = self.time.term();
        let decision = json!({
            "decisions": [
                { "tenderer": names[0], "awarded": true, "message": "U krijgt een contract." },
                { "tenderer": names[1], "awarded": false, "message": "U krijgt geen contract.",
                  "advantages": "De winnaar laat zien hoe wachten korter duurt." },
            ],
            "standstill": self.term(standstill),
        });
        approver.post(&format!("{path}/award-decision"), &decision).await.expect(200);
        standstill
    }

    /// Two assessors, one from outside, declare their interests and score alone.
    pub(crate) async fn assess(&self, tenderers: &[String]) {
        let Cast { buyer, colleague, assessor, .. } = &self.cast;
        let path = format!("/evaluations/{}", self.evaluation);
        for (session, name, capacity) in
            [(colleague, "Bram", "staff"), (assessor, "Samira", "client-representative")]
        {
            let person = person(session).await;
            let new = json!({ "assessor": person, "name": name, "capacity": capacity });
            buyer.post(&format!("{path}/assessors"), &new).await.expect(200);
            let none = json!({ "conflict": false, "statement": "Ik heb geen belang." });
            let declarations = format!("{path}/interest-declarations");
            session.post(&declarations, &none).await.expect(200);
        }
        for (session, score) in [(colleague, 90), (assessor, 60)] {
            let scores: Vec<_> = tenderers.iter().map(|it| alone(it, score)).collect();
            let scores = json!({ "scores": scores });
            session.post(&format!("{path}/assessments"), &scores).await.expect(200);
        }
    }

    /// The tenderers, in the order of the cast.
    pub(crate) async fn tenderers(&self) -> Vec<String> {
        let path = format!("/evaluations/{}", self.evaluation);
        let seen = self.cast.buyer.get(&path).await.expect(200).json();
        let tenderers = seen["tenderers"].as_array().unwrap();
        let of = |number: &str| {
            let found = tenderers.iter().find(|it| it["organisation"]["numbers"][0] == number);
            found.unwrap_or_else(|| panic!("{number} in {seen}"))["tenderer"].as_str().unwrap()
        };
        [&self.cast.oak, &self.cast.birch].map(|it| of(&it.number).to_owned()).to_vec()
    }
}

/// The pseudonym of somebody of a municipality.
pub(crate) async fn person(session: &Session) -> String {
    let me = session.send(session.request(Method::GET, "/me")).await.expect(200).json();
    me["person"].as_str().unwrap().to_owned()
}

/// A score that one assessor gives alone.
pub(crate) fn alone(tenderer: &str, score: u32) -> Value {
    json!({
        "tenderer": tenderer, "criterion": "kwaliteit", "score": score,
        "motivation": "Het plan noemt wie wanneer belt.",
    })
}

pub(crate) fn evaluation() -> Value {
    json!({ "lot": 1, "criteria": [{
        "key": "kwaliteit", "title": "Kwaliteit", "weight": 100, "description": "Het plan.",
    }] })
}
