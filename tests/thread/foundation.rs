//! What a purchase rests on: the region, from where it starts, its vision and what comes of that.

use super::Thread;
use crate::kit::{LEAD, MEMBER};
use serde_json::{Value, json};

impl Thread {
    /// Registers the region, states the vision with a goal that is ready, and links a principle.
    pub(crate) async fn envision(&mut self) {
        let registered = self.cast.buyer.post("/regions", &region()).await.expect(201);
        self.region = registered.id();
        let additions = json!({ "additions": [{
            "subject": "ambulante-hulp", "text": "Op elke school is een vaste begeleider.",
            "reason": "In de nieuwe wijk wonen veel jonge gezinnen.",
        }] });
        let path = format!("/regions/{}/additions", self.region);
        self.cast.colleague.post(&path, &additions).await.expect(200);
        let situation = self.situation();
        let (read, path) = (self.path(""), self.path("/situation"));
        self.cast.buyer.put_over(&read, &path, &situation).await.expect(200);

        let statement = json!({
            "social": "Ieder kind groeit zo gewoon mogelijk op, dicht bij huis.",
            "quality": "Goede hulp is op tijd en blijft.",
        });
        self.tell("/vision-statements", &statement).await;
        self.tell("/policy-goals", &policy_goal()).await;
        self.tell("/ready-policy-goals", &json!({ "goal": "eerder-hulp" })).await;
        self.tell("/developments", &development()).await;
        let note = json!({
            "kind": "strategy-note", "status": "planned", "expected": "2027-06-01",
            "explanation": "Wij schrijven hem na de gesprekken met aanbieders.",
        });
        self.tell("/companion-documents", &note).await;
        let links = json!({ "principle": "een-plan", "links": [{
            "target": {
                "in": "document",
                "document": { "document": self.document, "version": 1, "section": "3.2" },
            },
            "explanation": "Het tarief rekent met tijd voor één plan.",
        }] });
        self.tell("/principle-links", &links).await;
    }

    /// From where the purchase starts.
    pub(crate) fn situation(&self) -> Value {
        json!({
            "region": self.region,
            "targetGroups": [{
                "title": "Jongeren met angst of somberheid", "law": "youth-act", "users": 410,
                "description": "Zij hebben snel iemand nodig die blijft.",
            }],
            "currentContracts": [{
                "title": "Ambulante jeugdhulp", "scale": "regional", "providers": 58,
                "endsOn": "2029-12-31",
            }],
            "plannedStart": "2030-01-01",
        })
    }

    /// Moves what the report adopted of oak to the development agenda, and tells how far it is.
    pub(crate) async fn work_on_agenda(&self) {
        let (buyer, path) = (&self.cast.buyer, format!("/contributions/{}", self.contributions[0]));
        let later = json!({
            "track": "development-agenda", "reason": "De scholen doen pas over een jaar mee.",
        });
        buyer.post(&format!("{path}/track"), &later).await.expect(200);
        let started = json!({ "status": "started", "explanation": "Twee scholen doen mee." });
        buyer.post(&format!("{path}/agenda-status"), &started).await.expect(200);
    }

    pub(crate) fn new_outreach(&self, closes: jiff::Timestamp) -> Value {
        let theme = |key: &str, title: &str| {
            let question = "Wat ging goed, en wat niet?";
            json!({ "key": key, "title": title, "question": question })
        };
        json!({
            "title": "Vertel hoe het ging", "introduction": "Hoe was het om hulp te zoeken?",
            "privacy": "Alleen de gemeenten lezen het, tot een jaar na het verslag.",
            "voices": ["client", "relative", "referrer"],
            "themes": [theme("wachten", "Wachten"), theme("samenwerken", "Samenwerken")],
            "closes": self.term(closes),
        })
    }

    /// Asks clients and others for their experience, and gives the end of the term.
    pub(crate) async fn reach_out(&mut self) -> jiff::Timestamp {
        let closes = self.time.term();
        let outreach = self.new_outreach(closes);
        let made = self.cast.buyer.post(&self.path("/outreaches"), &outreach).await;
        self.outreach = made.expect(201).id();
        closes
    }

    /// Tells what was heard and what is done with it, after the term.
    pub(crate) async fn tell_feedback(&self) {
        let feedback = json!({ "feedback": [{
            "theme": "wachten", "heard": "Velen wisten niet hoe lang het nog duurde.",
            "disposition": "adopted", "reason": "Wij vragen aanbieders om dit te vertellen.",
        }] });
        let path = format!("/outreaches/{}/feedback", self.outreach);
        self.cast.buyer.post(&path, &feedback).await.expect(200);
    }

    /// Tells something about the trajectory, as a buyer.
    pub(crate) async fn tell(&self, rest: &str, content: &Value) {
        self.cast.buyer.post(&self.path(rest), content).await.expect(200);
    }
}

pub(crate) fn region() -> Value {
    let member = |code: &str, name: &str, population: u32| {
        let municipality = json!({ "code": code, "name": name });
        json!({ "municipality": municipality, "population": population })
    };
    json!({
        "title": "Noord-Veluwe", "lead": LEAD,
        "members": [member(LEAD, "Ermelo", 27_500), member(MEMBER, "Harderwijk", 49_200)],
        "subjects": [
            {
                "key": "ambulante-hulp", "title": "Hulp thuis en op school", "scale": "regional",
                "reason": "Veel aanbieders werken in beide gemeenten.",
            },
            {
                "key": "gesloten-jeugdhulp", "title": "Gesloten jeugdhulp", "scale": "national",
                "reason": "Er zijn maar enkele plekken in het land.",
            },
        ],
        "joint": "Wij kopen samen in en houden de toegang dichtbij.",
    })
}

/// A goal with an answer to every question.
pub(crate) fn policy_goal() -> Value {
    json!({
        "key": "eerder-hulp", "title": "Eerder hulp",
        "goal": "Kinderen krijgen hulp voordat het erger wordt.",
        "approach": "Begeleiders op school helpen meteen.",
        "result": {
            "text": "Wie hulp nodig heeft, wacht kort.", "target": "hoogstens 28 dagen",
            "by": "2031-12-31",
        },
        "indicator": {
            "text": "Het aantal dagen tussen vraag en eerste gesprek.",
            "source": "De berichten van aanbieders, per kwartaal.",
        },
        "quality": "Het kind houdt dezelfde begeleider.",
        "qualityApproach": "Aanbieders plannen vervanging samen met het gezin.",
        "qualityMeasurement": "Het aantal wisselingen per kind in een jaar.",
        "learning": "Elk jaar kijken wij samen terug op de cijfers en de verhalen.",
        "clientInvolvement": "Twaalf jongeren schreven mee.",
    })
}

pub(crate) fn development() -> Value {
    json!({
        "key": "minder-verblijf", "title": "Minder kinderen in verblijf", "scale": "national",
        "text": "Rijk en gemeenten spraken dit af.",
        "consequence": "Wij kopen meer hulp in het gezin in.",
    })
}

/// An experience with the waiting time.
pub(crate) fn experience(voice: &str, text: &str) -> Value {
    json!({ "voice": voice, "theme": "wachten", "text": text, "consent": true })
}

pub(crate) fn product() -> Value {
    json!({
        "key": "begeleiding", "title": "Begeleiding thuis", "lot": 1,
        "offer": "Iemand komt bij u thuis en helpt met wat lastig is.",
        "forWhom": "Voor kinderen en ouders die even vastlopen.",
        "access": "U belt het lokale team. Dat beslist binnen twee weken.",
        "choice": "U kiest zelf uit de aanbieders in uw gemeente.",
    })
}
