//! Supervision and research into the experience of clients, while the contract runs.

use super::Thread;
use crate::kit::Cast;
use serde_json::{Value, json};

impl Thread {
    /// The day in the Netherlands so many days ago.
    pub(crate) fn day(&self, ago: i64) -> String {
        let then = self.time.now() - jiff::SignedDuration::from_hours(24 * ago);
        calendar::local(then).date().to_string()
    }

    /// An incident that was noticed so many days ago.
    pub(crate) fn incident(&self, ago: i64) -> Value {
        json!({
            "kind": "calamity", "occurred": self.day(ago + 1), "noticed": self.day(ago),
            "text": "Er ging iets ernstig mis in een gezinshuis; de hulp ging door.",
        })
    }

    /// Arranges supervision, records a report about everything, and lets oak notify an incident.
    pub(crate) async fn supervise(&mut self) {
        let Cast { buyer, contract_manager, oak, .. } = &self.cast;
        let model = json!({
            "law": "youth-act", "model": "inspectorate",
            "supervisor": "Inspectie Gezondheidszorg en Jeugd",
            "reason": "Zo regelt de Jeugdwet het.",
        });
        buyer.post(&self.path("/supervision-models"), &model).await.expect(200);
        let report = json!({
            "source": "audit-office", "title": "Grip op jeugdhulp", "on": self.day(30),
            "findings": "De raden zien te laat hoe lang kinderen wachten.",
        });
        let path = self.path("/supervision-reports");
        let report = contract_manager.post(&path, &report).await.expect(201).id();
        let mut incident = self.incident(9);
        incident["text"] = json!(format!("Bij {} ging iets ernstig mis.", oak.voice));
        let path = format!("/contracts/{}/incidents", self.contract);
        let incident = oak.session.post(&path, &incident).await.expect(201).id();
        self.signals = vec![report, incident];
    }

    /// Answers the report and the incident.
    pub(crate) async fn answer_signals(&self) {
        for signal in &self.signals {
            let answer = json!({
                "followUp": "Wij kijken er elke maand naar.", "reason": "Zo zien wij het op tijd.",
            });
            let path = format!("/supervision-signals/{signal}/answer");
            self.cast.contract_manager.post(&path, &answer).await.expect(200);
        }
    }

    /// Plans research over a year, and records what came out.
    pub(crate) async fn research(&mut self, year: &str, reached: &str) {
        let by = &self.cast.contract_manager;
        let question = |key: &str, theme: &str, text: &str| {
            let unit = "procent eens";
            json!({ "key": key, "theme": theme, "text": text, "unit": unit })
        };
        let plan = json!({
            "law": "youth-act", "year": year, "form": "survey",
            "whom": "Jongeren vanaf 12 jaar en ouders.",
            "questions": [
                question("uitval", "dropout", "Stopte de hulp eerder dan afgesproken?"),
                question("doelen", "goals-reached", "Zijn uw doelen gehaald?"),
            ],
        });
        let made = by.post(&self.path("/client-research"), &plan).await;
        self.research = made.expect(201).id();
        let results = json!({
            "asked": 400, "answered": 124, "findings": "Wie wachtte, was minder tevreden.",
            "scores": [
                { "question": "uitval", "answers": 4, "score": "12" },
                { "question": "doelen", "answers": 120, "score": reached },
            ],
        });
        let path = format!("/client-research/{}/results", self.research);
        by.post(&path, &results).await.expect(200);
    }

    /// Publishes it.
    pub(crate) async fn publish_research(&self) {
        let publication = json!({ "followUp": "Wij bellen iedereen die wacht." });
        let path = format!("/client-research/{}/publication", self.research);
        self.cast.contract_manager.post(&path, &publication).await.expect(200);
    }
}
