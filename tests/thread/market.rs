//! The market consultation of the thread: a round with questions about a draft document.

use super::Thread;
use crate::kit::Provider;
use jiff::Timestamp;
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
}
