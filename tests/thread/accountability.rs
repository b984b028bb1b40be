//! What is accounted for, over all contracts.

use super::Thread;
use super::contract::{agreement, indicator};
use serde_json::{Value, json};

impl Thread {
    /// Four more contracts, with providers that were there before, and the validated values of all
    /// five over a quarter: of waiting, and of how many reach their goals.
    pub(crate) async fn measure_everyone(&self, period: &str) {
        let by = &self.cast.contract_manager;
        let mut goals = indicator("doelen-gehaald", "at-least", "80");
        goals["kind"] = json!("result");
        by.post(&self.path("/indicators"), &json!({ "indicator": goals })).await.expect(200);
        let mut lines = String::new();
        let mut value = |contract: &str, waiting: &str, goals: &str| {
            let values = [("wachttijd", waiting), ("doelen", goals), ("doelen-gehaald", goals)];
            for (indicator, value) in values {
                let line = json!({ "contract": contract, "indicator": indicator, "value": value });
                lines += &format!("{line}\n");
            }
        };
        value("jh-14", "31.5", "81");
        for number in 21..25 {
            let (name, key) = (format!("Praktijk {number}"), format!("jh-{number}"));
            let contract = json!({
                "origin": { "kind": "existing", "reference": "Overeenkomst 2023" },
                "organisation": { "name": name, "numbers": [format!("NL-KVK-900000{number}")] },
                "agreement": agreement(&key),
            });
            by.post(&self.path("/contracts"), &contract).await.expect(201);
            value(&key, &number.to_string(), "85");
        }
        let new = json!({ "period": period, "source": "Het berichtenverkeer." });
        let delivery = by.post(&self.path("/data-deliveries"), &new).await.expect(201).id();
        self.import(by, &delivery, "application/jsonl", &lines).await.expect(200);
        self.check(&delivery, true).await.expect(200);
    }

    /// A performance report for an audience.
    pub(crate) fn performance_report(&self, audience: &str, indicators: &[&str]) -> Value {
        json!({
            "audience": audience, "period": "2027-Q2", "title": "Hoe het gaat",
            "text": "De meeste kinderen halen hun doel.", "indicators": indicators,
        })
    }
}
