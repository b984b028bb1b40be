//! The requirements: drafted from law, library and own words, published, flagged by providers and
//! published again.

use super::Thread;
use crate::kit::{Cast, LEAD, Provider};
use serde_json::{Value, json};

impl Thread {
    /// Plays it up to the second version.
    pub(crate) async fn requirements(&mut self) {
        self.draft_requirements().await;
        self.publish_requirements(&json!({})).await;
        self.flag_requirement().await;
        self.answer_flags().await;
        self.publish_again().await;
    }

    /// Writes to the draft, over whatever stands there.
    pub(crate) async fn put_in_set(&self, what: &str, content: &Value) {
        let (read, path) =
            (self.path("/requirement-set"), self.path(&format!("/requirement-set/{what}")));
        self.cast.buyer.put_over(&read, &path, content).await.expect(200);
    }

    /// Goals, the legal minimum, an own requirement and one from the library, and what belongs
    /// to them.
    pub(crate) async fn draft_requirements(&mut self) {
        let goals = json!({ "goals": [
            {
                "key": "korter-wachten", "text": "Kinderen wachten korter.",
                "principle": "een-plan", "result": "Niemand wacht langer dan vier weken.",
                "indicator": "De wachttijd in dagen.",
            },
        ] });
        self.put_in_set("goals", &goals).await;
        let risk = json!({ "risks": [{
            "key": "instroom", "title": "Er komen meer kinderen dan verwacht",
            "bearer": "municipality", "bestBearer": "municipality",
            "reason": "Wie verwijst, is van de gemeente of van de huisarts.",
            "priceEffect": "Geen opslag in het tarief.",
        }] });
        self.put_in_set("risks", &risk).await;
        let text = "Elk kwartaal een gesprek over wat opvalt.";
        let learning = json!({
            "steering": text, "goals": text, "information": text, "escalation": text,
            "dossier": text,
        });
        self.put_in_set("learning-process", &learning).await;
        let text = "Veel dorpen, lange wegen.";
        let region = json!({
            "density": text, "spread": text, "specialisms": text, "labour": text,
            "consequences": "Reistijd telt mee.",
        });
        self.put_in_set("region-traits", &region).await;

        let buyer = self.cast.buyer.clone();
        let sources: Vec<_> = self.minimum().await;
        let path = self.path("/requirement-set/known-sources");
        buyer.post(&path, &json!({ "sources": sources })).await.expect(200);
        let path = self.path("/requirement-set/requirements");
        let made = buyer.post(&path, &own_requirement()).await.expect(201);
        self.requirement = made.header("location").rsplit('/').next().unwrap().to_owned();

        let mut kept = own_requirement();
        kept["title"] = json!("Een vast gezicht");
        kept["topics"] = json!(["continuity"]);
        kept.as_object_mut().unwrap().remove("goal");
        let entry = json!({ "requirement": kept });
        let made = buyer.post("/requirement-library/entries", &entry).await.expect(201);
        self.library_entry = made.header("location").rsplit('/').next().unwrap().to_owned();
        let pick = json!({
            "municipality": LEAD, "entry": self.library_entry, "goal": "korter-wachten",
            "lots": [2],
        });
        let path = self.path("/requirement-set/library-picks");
        buyer.post(&path, &pick).await.expect(201);
    }

    /// The sources that the law requires for this purchase.
    pub(crate) async fn minimum(&self) -> Vec<Value> {
        let anyone = &self.cast.anyone;
        let known = anyone.send(anyone.request(reqwest::Method::GET, "/known-sources")).await;
        let known = known.expect(200).json();
        let known = known["items"].as_array().unwrap().iter();
        known
            .filter(|it| it["required"] == true && it["laws"].to_string().contains("youth"))
            .map(|it| json!({ "id": it["id"], "version": it["version"] }))
            .collect()
    }

    pub(crate) async fn publish_requirements(&self, with: &Value) -> crate::kit::Answer {
        self.cast.buyer.post(&self.path("/requirement-sets"), with).await.expect(201)
    }

    pub(crate) fn flag(&self, provider: &Provider, kind: &str) -> Value {
        json!({
            "requirement": self.requirement, "kind": kind,
            "text": format!("Bij {} houden wij dit met de hand bij.", provider.voice),
            "alternative": {
                "known": { "id": "hkz", "version": 1 }, "title": "HKZ",
                "reason": "Daar wordt dit elk jaar getoetst.",
            },
        })
    }

    /// Oak finds it a burden and birch a conflict; aspen thinks again.
    pub(crate) async fn flag_requirement(&mut self) {
        let Cast { oak, birch, aspen, .. } = &self.cast;
        let path = self.path("/requirement-flags");
        let mut burden = self.flag(oak, "burden");
        burden["minutes"] = json!(2400);
        let first = oak.session.post(&path, &burden).await.expect(201).id();
        let mut conflict = self.flag(birch, "conflict");
        let sha256 = birch.session.hand_in("text/plain", b"Ons kader.").await;
        conflict["evidence"] = json!([{ "name": birch.file_name(), "sha256": sha256 }]);
        let second = birch.session.post(&path, &conflict).await.expect(201).id();
        let regretted = self.flag(aspen, "overlap");
        let regretted = aspen.session.post(&path, &regretted).await.expect(201).id();
        let withdrawal = format!("/requirement-flags/{regretted}/withdrawal");
        aspen.session.post(&withdrawal, &json!({})).await.expect(200);
        self.flags = vec![first, second];
    }

    pub(crate) async fn answer_flags(&self) {
        let buyer = &self.cast.buyer;
        let said = [
            ("partly-adopted", "Een aanbieder vindt dat bijhouden veel tijd kost."),
            ("not-adopted", "Een aanbieder werkt al met een ander kader."),
        ];
        for (flag, (disposition, wording)) in self.flags.iter().zip(said) {
            let again = json!({ "change": "Korter." });
            let early = buyer.post(&self.path("/requirement-sets"), &again).await;
            assert_eq!(early.status, 409, "{}", early.text());
            let answer = json!({
                "disposition": disposition, "wording": wording,
                "reason": "Eens per jaar bijhouden is genoeg.",
            });
            let path = format!("/requirement-flags/{flag}/disposition");
            buyer.post(&path, &answer).await.expect(200);
        }
    }

    pub(crate) async fn publish_again(&self) {
        let mut lighter = own_requirement();
        lighter["burden"]["minutes"] = json!(30);
        let path = format!("requirements/{}", self.requirement);
        self.put_in_set(&path, &lighter).await;
        let change = "Eens per jaar bijhouden is genoeg.";
        self.publish_requirements(&json!({ "change": change })).await;
    }
}

/// An own requirement with all that it needs.
pub(crate) fn own_requirement() -> Value {
    json!({
        "title": "Elke week een tijd zonder afspraak",
        "text": "De aanbieder houdt elke week tijd vrij voor wie niet kan wachten.",
        "source": { "kind": "own" }, "object": "organisation", "level": "output",
        "kind": "indicator", "specification": "functional", "place": "programme",
        "goal": "korter-wachten", "measurement": "Het aantal vrije uren per week.",
        "verification": "In het kwartaalgesprek.", "evidence": ["Het rooster"],
        "burden": {
            "minutes": 60, "per": "year", "bearer": "organisation", "registration": false,
            "estimate": "Een uur om het rooster te delen.",
        },
        "topics": ["waiting-time"], "flowDown": "where-applicable",
    })
}
