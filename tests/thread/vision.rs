//! The vision phase: a consultation with a report, and an advice that the phase waits for.

use super::Thread;
use crate::kit::{COUNCIL, Cast, Provider};
use serde_json::{Value, json};

impl Thread {
    /// Plays the phase.
    pub(crate) async fn vision(&mut self) {
        self.open_phase("vision").await;
        let closes = self.open_consultation().await;
        self.contribute().await;
        self.time.pass(closes).await;
        self.report().await;
        self.link_contribution().await;
        self.ask_advice().await;
        // The council has its term, whatever the phase wants.
        self.close_phase("vision").await.refused(409, "too-early");
        self.advise().await;
        self.close_phase("vision").await.refused(409, "phase-has-unanswered-input");
        self.respond_to_advice().await;
        self.close_phase("vision").await.expect(200);
    }

    /// Publishes the round, and gives the end of its term.
    pub(crate) async fn open_consultation(&mut self) -> jiff::Timestamp {
        let closes = self.time.term();
        let round = self.consultation_round(closes);
        let path = self.path("/phases/vision/consultation-rounds");
        self.consultation = self.cast.buyer.post(&path, &round).await.expect(201).id();
        closes
    }

    pub(crate) fn consultation_round(&self, closes: jiff::Timestamp) -> Value {
        json!({
            "title": "Marktconsultatie", "introduction": "Denk mee over de inkoop.",
            "themes": [
                { "key": "tarieven", "title": "Tarieven", "question": "Wat kost goede hulp?" },
                { "key": "wachttijden", "title": "Wachttijden", "question": "Wat helpt?" },
            ],
            "opens": self.time.now(), "closes": self.term(closes), "disclosure": "hidden",
        })
    }

    pub(crate) fn contribution(&self, provider: &Provider, theme: &str) -> Value {
        json!({
            "theme": theme, "track": "this-purchase",
            "text": format!("Wij van {} reizen veel.", provider.voice),
            "proposal": "Vergoed de reistijd.", "reason": "Anders stopt de kleine praktijk.",
        })
    }

    pub(crate) async fn contribute(&mut self) {
        let Cast { oak, birch, aspen, .. } = &self.cast;
        let path = format!("/consultation-rounds/{}/contributions", self.consultation);
        let write = |provider, theme, status| {
            let contribution = self.contribution(provider, theme);
            json!({ "status": status, "contribution": contribution })
        };
        let draft = write(oak, "tarieven", "draft");
        let of_oak = oak.session.post(&path, &draft).await.expect(201).id();
        let submission = format!("/contributions/{of_oak}/submission");
        oak.session.post(&submission, &json!({})).await.expect(200);

        let mut with_file = write(birch, "tarieven", "submitted");
        let sha256 = birch.session.hand_in("text/plain", b"Onze berekening.").await;
        with_file["contribution"]["attachments"] =
            json!([{ "name": birch.file_name(), "sha256": sha256 }]);
        let of_birch = birch.session.post(&path, &with_file).await.expect(201).id();
        let own = format!("/contributions/{of_birch}");
        let mut better = with_file["contribution"].clone();
        better["proposal"] = json!("Vergoed de reistijd boven een half uur.");
        birch.session.put(&own, &better).await.expect(200);

        let second = write(birch, "wachttijden", "submitted");
        let second = birch.session.post(&path, &second).await.expect(201).id();
        let regretted = write(aspen, "wachttijden", "submitted");
        let regretted = aspen.session.post(&path, &regretted).await.expect(201).id();
        let withdrawal = format!("/contributions/{regretted}/withdrawal");
        aspen.session.post(&withdrawal, &json!({})).await.expect(200);
        self.contributions = vec![of_oak, of_birch, second];
    }

    pub(crate) async fn report(&self) {
        let buyer = &self.cast.buyer;
        let round = format!("/consultation-rounds/{}", self.consultation);
        buyer.post(&format!("{round}/closing"), &json!({})).await.expect(200);
        let report = json!({ "summary": "Reistijd en wachttijd kwamen het meest terug." });
        let decided = [
            ("adopted", "Een aanbieder vraagt om betaalde reistijd."),
            ("partly-adopted", "Een aanbieder vraagt om betaalde reistijd vanaf een half uur."),
            ("moved-to-development-agenda", "Een aanbieder noemt de wachttijd."),
        ];
        for (contribution, (disposition, wording)) in self.contributions.iter().zip(decided) {
            let early = buyer.post(&format!("{round}/report"), &report).await;
            early.refused(409, "disposition-missing");
            let disposition = json!({
                "disposition": disposition, "wording": wording,
                "reason": "Reizen hoort bij hulp in een landelijke regio.",
            });
            let path = format!("/contributions/{contribution}/disposition");
            buyer.post(&path, &disposition).await.expect(200);
        }
        buyer.post(&format!("{round}/report"), &report).await.expect(200);
    }

    /// Links the contribution of oak to where it came back.
    pub(crate) async fn link_contribution(&self) {
        let document = json!({ "document": self.document, "version": 1, "section": "3.2" });
        let links = json!({
            "input": { "kind": "contribution", "contribution": self.contributions[0] },
            "links": [{
                "target": { "in": "document", "document": document },
                "explanation": "Het tarief rekent nu met reistijd.",
            }],
        });
        self.cast.buyer.post(&self.path("/input-links"), &links).await.expect(200);
    }

    pub(crate) fn advice_request(&self) -> Value {
        json!({
            "phase": "vision", "council": COUNCIL, "subject": "De inkoopvisie",
            "summary": "Wij kiezen voor minder partners.",
            "reason": "Met minder partners kunnen wij langer samenwerken.",
            "question": "Past deze keuze bij wat kinderen nodig hebben?",
            "alternatives": ["Iedereen toelaten die aan de eisen voldoet."],
            "documents": [{ "document": self.document, "version": 1 }],
            "term": self.term(self.time.now() + jiff::SignedDuration::from_hours(28 * 24)),
            "followUp": "De colleges beslissen nadat de raad heeft geadviseerd.",
        })
    }

    async fn ask_advice(&mut self) {
        let path = self.path("/advice-requests");
        let asked = self.cast.buyer.post(&path, &self.advice_request()).await;
        self.asked_advice = asked.expect(201).id();
    }

    async fn advise(&self) {
        let Cast { member, chair, .. } = &self.cast;
        let path = format!("/advices/{}", self.asked_advice);
        let mut advice = advice("Houd ook kleine praktijken in beeld.");
        member.put_over(&path, &format!("{path}/draft"), &advice).await.expect(200);
        advice["recommendations"] = json!([
            { "text": "Houd ook kleine praktijken in beeld.", "reason": "Zij zijn dichtbij." },
            { "text": "Vraag ieder jaar aan kinderen hoe het gaat.", "reason": "Zij weten het." },
        ]);
        chair.post(&format!("{path}/filing"), &advice).await.expect(200);
    }

    async fn respond_to_advice(&self) {
        let buyer = &self.cast.buyer;
        let path = format!("/advices/{}/responses", self.asked_advice);
        let response = |number, response| {
            json!({
                "number": number, "response": response, "reason": "Dit past bij onze visie.",
            })
        };
        let part = json!({ "responses": [response(1, "adopted")] });
        let refused = buyer.post(&path, &part).await.refused(400, "invalid-input");
        assert_eq!(refused.fields(), ["/responses"]);
        self.close_phase("vision").await.refused(409, "phase-has-unanswered-input");
        let all = json!({ "responses": [response(1, "adopted"), response(2, "not-adopted")] });
        buyer.post(&path, &all).await.expect(200);
    }
}

pub(crate) fn advice(text: &str) -> Value {
    json!({
        "judgement": "positive-provided", "introduction": "Wij hebben de visie besproken.",
        "basis": "Twee avonden met ouders en kinderen.",
        "recommendations": [{ "text": text, "reason": "Dat hoorden wij van ouders." }],
    })
}
