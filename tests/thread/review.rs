//! The review of the trajectory, and the trajectory after it that begins with what was learned.

use super::{Thread, profile};
use crate::kit::Cast;
use serde_json::{Value, json};

impl Thread {
    /// Opens a review of the goal and of waiting.
    pub(crate) async fn open_review(&mut self) {
        let review = json!({
            "title": "Vier jaar jeugdhulp", "from": "2027-01-01", "until": "2030-12-31",
            "subjects": subjects(),
        });
        let made = self.cast.contract_manager.post(&self.path("/reviews"), &review).await;
        self.review = made.expect(201).id();
    }

    /// Records who had what to say; other citizens did not come.
    pub(crate) async fn hear_everyone(&self) {
        let clients = json!({ "kind": "outreach", "outreach": self.outreach });
        let providers = json!({ "kind": "consultation-round", "round": self.consultation });
        let departments = json!({ "kind": "elsewhere", "place": "Een middag op het stadhuis." });
        for (group, through, people, heard) in [
            ("clients", clients, 3, "Wij wisten niet hoe lang het nog duurde."),
            ("providers", providers, 24, "Het papier kostte te veel tijd."),
            ("departments", departments, 7, "Leerplicht hoorde te laat dat hulp stopte."),
        ] {
            let said = json!({
                "group": group, "through": through, "people": people, "heard": heard,
            });
            self.work_on_review("involvement", &said).await;
        }
    }

    /// Records a finding about everything under review.
    pub(crate) async fn find(&self) {
        for subject in subjects().as_array().unwrap() {
            self.work_on_review("findings", &finding(subject)).await;
        }
    }

    async fn work_on_review(&self, what: &str, content: &Value) {
        let path = format!("/reviews/{}/{what}", self.review);
        self.cast.contract_manager.post(&path, content).await.expect(200);
    }

    /// The whole of a review.
    pub(crate) async fn review(&mut self) {
        self.open_review().await;
        self.hear_everyone().await;
        self.find().await;
        self.work_on_review("conclusion", &conclusion()).await;
    }

    /// Opens the next trajectory, and begins it with what this one left open.
    pub(crate) async fn take_over(&mut self) {
        let buyer = &self.cast.buyer;
        let mut next = profile();
        next["title"] = json!("Jeugdhulp Noord-Veluwe 2031");
        let successor = buyer.post("/trajectories", &next).await.expect(201).id();
        let predecessor = json!({ "predecessor": self.trajectory });
        let path = format!("/trajectories/{successor}/carry-over");
        buyer.post(&path, &predecessor).await.expect(200);
        self.successor = successor;
    }

    /// What the next trajectory took over, as its buyer reads it.
    pub(crate) async fn taken_over(&self) -> Vec<Value> {
        let path = format!("/trajectories/{}/carry-over", self.successor);
        let shown = self.cast.buyer.get(&path).await.expect(200).json();
        shown["takenOver"]["items"].as_array().unwrap().clone()
    }

    /// Answers everything that was taken over, and makes a goal of the lesson.
    pub(crate) async fn answer_carry_over(&self) {
        let Cast { buyer, .. } = &self.cast;
        let next = |rest: &str| format!("/trajectories/{}{rest}", self.successor);
        let items = self.taken_over().await;
        for item in &items {
            let answer = json!({
                "item": item["number"], "disposition": "adopted",
                "reason": "Dit hoort bij de nieuwe visie.",
            });
            buyer.post(&next("/carry-over-answers"), &answer).await.expect(200);
        }
        let goal = json!({
            "key": "minder-papier", "title": "Minder papier",
            "goal": "Aanbieders schrijven niets twee keer op.",
        });
        buyer.post(&next("/policy-goals"), &goal).await.expect(200);
        let lesson = items.iter().find(|it| it["origin"]["kind"] == "lesson").unwrap();
        let link = json!({
            "item": lesson["number"], "target": { "in": "goal", "goal": "minder-papier" },
            "explanation": "De les is nu een doel.",
        });
        buyer.post(&next("/carry-over-links"), &link).await.expect(200);
    }
}

/// What is reviewed.
fn subjects() -> Value {
    json!([
        { "kind": "goal", "goal": "eerder-hulp" },
        { "kind": "indicator", "indicator": "wachttijd" },
    ])
}

/// What was found about something.
pub(crate) fn finding(subject: &Value) -> Value {
    let answer = |verdict: &str, why: &str| json!({ "verdict": verdict, "explanation": why });
    json!({
        "subject": subject,
        "contributed": answer("partly", "Het wachten werd korter, maar niet voor iedereen."),
        "minimumKept": answer("yes", "Niemand wachtte langer dan de norm op spoedhulp."),
        "resistance": answer("yes", "Kleine praktijken vonden het meten te veel werk."),
        "newNeeds": answer("no", "Er was niets anders nodig."),
        "effects": [{
            "effect": "Sommige praktijken namen alleen nog lichte vragen aan.",
            "valuation": "harmful", "mitigation": "Een tarief naar zwaarte.",
        }],
        "evidence": [{
            "source": { "kind": "indicator", "indicator": "wachttijd" },
            "says": "Van 31,5 naar 26 dagen in twee jaar.",
        }],
    })
}

/// To what the review comes.
pub(crate) fn conclusion() -> Value {
    let waiting = json!([{ "kind": "indicator", "indicator": "wachttijd" }]);
    json!({
        "conclusion": "Het hielp, met te veel papier.",
        "lessons": [
            {
                "number": 1, "text": "Vraag gegevens één keer per jaar.", "from": waiting,
                "destination": "next-trajectory",
            },
            {
                "number": 2, "text": "Meet wachten niet in weken.", "from": waiting,
                "destination": "closed", "reason": "Wij meten al in dagen.",
            },
        ],
        "missing": [{ "group": "citizens", "reason": "Niemand kwam, ook na twee oproepen." }],
    })
}
