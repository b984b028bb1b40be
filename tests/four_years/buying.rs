//! The first year: vision, strategy, requirements, questions, and a contract with everyone who
//! qualifies.

use super::{CONTRIBUTORS, FourYears};
use crate::kit::Cast;
use crate::thread::{contract::agreement, experience};
use serde_json::{Value, json};

/// What is done with contributions, in turn.
const DISPOSITIONS: [&str; 4] =
    ["adopted", "partly-adopted", "not-adopted", "moved-to-development-agenda"];

impl FourYears {
    /// The vision: people tell of their experience, providers contribute, the council advises.
    pub(super) async fn envision(&mut self) {
        self.thread.envision().await;
        self.thread.open_phase("vision").await;
        self.hear_people().await;
        self.hear_providers().await;
        let both = ["Vertel ouders hoe lang zij wachten.", "Houd kleine praktijken in beeld."];
        let advice = self.ask_council("vision", &both).await;
        self.thread.close_phase("vision").await.refused(409, "phase-has-unanswered-input");
        self.respond(&advice, &["adopted", "adopted"]).await;
        let Cast { buyer, .. } = &self.thread.cast;
        let place = json!({
            "document": self.thread.document, "version": 1, "section": "1.4",
        });
        for number in [1, 2] {
            let followed = json!({
                "number": number, "document": place, "change": "Dit staat nu in de planning.",
            });
            let path = format!("/advices/{advice}/follow-ups");
            buyer.post(&path, &followed).await.expect(200);
        }
        self.thread.close_phase("vision").await.expect(200);
    }

    async fn hear_people(&mut self) {
        let closes = self.thread.reach_out().await;
        let path = format!("/outreaches/{}/experiences", self.thread.outreach);
        for voice in ["client", "relative"] {
            let told = experience(voice, "Wij hoorden pas na vier maanden iets.");
            self.thread.cast.anyone.post(&path, &told).await.expect(201);
        }
        self.thread.time.pass(closes).await;
        self.thread.tell_feedback().await;
    }

    async fn hear_providers(&mut self) {
        let closes = self.thread.open_consultation().await;
        let round = format!("/consultation-rounds/{}", self.thread.consultation);
        for practice in self.practices.iter().take(CONTRIBUTORS) {
            let contribution = json!({ "status": "submitted", "contribution": {
                "theme": "tarieven", "track": "this-purchase", "text": "Wij reizen veel.",
                "proposal": "Vergoed de reistijd.", "reason": "Anders stoppen wij.",
            } });
            let path = format!("{round}/contributions");
            practice.session.post(&path, &contribution).await.expect(201);
        }
        self.thread.time.pass(closes).await;
        let buyer = &self.thread.cast.buyer;
        buyer.post(&format!("{round}/closing"), &json!({})).await.expect(200);
        let path = format!("{round}/contributions?limit=200");
        let all = buyer.get(&path).await.expect(200).json()["items"].clone();
        let all = all.as_array().unwrap();
        assert_eq!(all.len(), CONTRIBUTORS);
        for (contribution, disposition) in all.iter().zip(DISPOSITIONS.iter().cycle()) {
            let id = contribution["id"].as_str().unwrap();
            let given = json!({
                "disposition": disposition, "wording": "Een aanbieder vraagt om reistijd.",
                "reason": "Reizen hoort bij hulp in een landelijke regio.",
            });
            buyer.post(&format!("/contributions/{id}/disposition"), &given).await.expect(200);
        }
        let report = json!({ "summary": "Reistijd kwam het meest terug." });
        buyer.post(&format!("{round}/report"), &report).await.expect(200);
        self.thread.contributions = vec![all[0]["id"].as_str().unwrap().to_owned()];
        self.thread.link_contribution().await;
    }

    /// The strategy, in which the municipality deviates from an advice, with a reason; and the
    /// requirements.
    pub(super) async fn choose(&mut self) {
        self.thread.open_phase("strategy").await;
        let advice = self.ask_council("strategy", &["Kies niet alleen grote aanbieders."]).await;
        let silent = json!({ "responses": [{ "number": 1, "response": "not-adopted" }] });
        let path = format!("/advices/{advice}/responses");
        let told = self.thread.cast.buyer.post(&path, &silent).await;
        told.refused(400, "invalid-input");
        self.thread.close_phase("strategy").await.refused(409, "phase-has-unanswered-input");
        self.respond(&advice, &["not-adopted"]).await;
        self.thread.close_phase("strategy").await.expect(200);

        self.thread.open_phase("specification").await;
        self.thread.draft_requirements().await;
        self.thread.publish_requirements(&json!({})).await;
        let advice = self.ask_council("specification", &["Vraag minder papier."]).await;
        self.respond(&advice, &["partly-adopted"]).await;
        self.thread.close_phase("specification").await.expect(200);
    }

    /// Questions with their answers, and an open house for everyone who qualifies.
    pub(super) async fn buy(&mut self) {
        self.thread.open_phase("procedure").await;
        let closes = self.thread.open_questions().await;
        self.thread.ask().await;
        self.thread.time.pass(closes).await;
        self.thread.answer().await;
        self.thread.publish_notes().await;
        self.promised_in = self.thread.questions[0].clone();

        let Cast { buyer, .. } = &self.thread.cast;
        let admission = json!({
            "kind": "open-house", "title": "Jeugdhulp dichtbij", "opens": self.thread.time.now(),
            "conditions": [{ "key": "bereik", "title": "Bereik", "kind": "condition",
                             "text": "U bent elke werkdag open." }],
        });
        let made = buyer.post(&self.thread.path("/admissions"), &admission).await.expect(201);
        self.thread.admission = made.id();
        let path = format!("/admissions/{}/applications", self.thread.admission);
        for practice in &self.practices {
            let application = json!({ "statements": { "bereik": "Wij zijn elke dag open." } });
            practice.session.post(&path, &application).await.expect(200);
        }
    }

    /// Everyone who qualifies gets a contract, and what was promised comes along.
    pub(super) async fn contract(&mut self) {
        self.until("2027-11-01").await;
        let Cast { approver, contract_manager, .. } = &self.thread.cast;
        let path = format!("/admissions/{}/applications", self.thread.admission);
        let all = approver.get(&path).await.expect(200).json()["applications"].clone();
        let all = all.as_array().unwrap();
        assert_eq!(all.len(), self.practices.len());
        for (practice, application) in self.practices.iter_mut().zip(all) {
            let application = application["applied"]["application"].as_str().unwrap();
            let finding = json!({ "condition": "bereik", "met": true, "reason": "Elke dag." });
            let decision = json!({ "findings": [finding] });
            let decide = format!("{path}/{application}/decision");
            approver.post(&decide, &decision).await.expect(200);
            let mut agreed = agreement(&practice.number);
            agreed["begins"] = json!("2028-01-01");
            let contract = json!({
                "origin": {
                    "kind": "admission", "admission": self.thread.admission,
                    "application": application,
                },
                "agreement": agreed,
            });
            let contracts = self.thread.path("/contracts");
            let made = contract_manager.post(&contracts, &contract).await.expect(201);
            practice.contract = made.id();
            let own = format!("/contracts/{}", practice.contract);
            practice.session.get(&own).await.expect(200);
        }
        self.thread.define_indicators().await;
        self.thread.close_phase("procedure").await.expect(200);
        self.thread.open_phase("contract").await;
        self.mark_promises().await;
    }

    /// Two promises: one from an answer under a contract, one from a disposition under each.
    async fn mark_promises(&self) {
        let path = format!("/contracts/{}/commitments", self.practices[0].contract);
        let general = self.thread.path("/commitments");
        for (path, origin, reference, due) in [
            (&path, "answer", &self.promised_in, "2028-06-01"),
            (&general, "disposition", &self.thread.contributions[0], "2030-06-01"),
        ] {
            let promise: Value = json!({
                "origin": origin, "reference": reference, "keeper": "municipality",
                "promise": "Wij kijken elk jaar of de reistijd klopt.", "due": due,
            });
            self.thread.cast.contract_manager.post(path, &promise).await.expect(200);
        }
    }
}
