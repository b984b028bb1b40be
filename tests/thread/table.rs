//! A table in the thread: a meeting of a standing consultation with fewer seats than takers, whose
//! minutes are checked by who was there.

use super::Thread;
use crate::kit::{Cast, LEAD};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

/// What a standing consultation is.
pub(crate) fn consultation_profile(title: &str) -> Value {
    json!({
        "title": title, "level": "tactical", "weight": "medium",
        "weightReason": "Vier keer per jaar past bij de omvang van de hulp.", "timesAYear": 4,
        "participants": ["one-person-providers", "client-councils"],
        "agenda": [
            { "part": "quality", "title": "Kwaliteit van hulp" },
            { "part": "finance", "title": "Geld" },
        ],
    })
}

impl Thread {
    /// Registers a standing consultation, attaches subjects of the strategy, and tells how it is
    /// appreciated.
    pub(crate) async fn consult_standing(&mut self) {
        let manager = &self.cast.contract_manager;
        let new = json!({ "profile": consultation_profile("Regionaal contractoverleg") });
        let made = manager.post("/standing-consultations", &new).await.expect(201);
        self.standing = made.header("location").rsplit('/').next().unwrap().to_owned();
        let path = format!("/standing-consultations/{}", self.standing);
        let attachment = json!({
            "trajectory": self.trajectory, "phase": "strategy", "topics": ["Wachttijden"],
        });
        manager.post(&format!("{path}/attachments"), &attachment).await.expect(200);
        let own = json!({ "score": 4, "reason": "Wij spreken hier alle aanbieders." });
        manager.post(&format!("{path}/appreciation"), &own).await.expect(200);
        let oak = &self.cast.oak;
        let reason = format!("Wij van {} horen weinig.", oak.voice);
        let theirs = json!({ "municipality": LEAD, "score": 3, "reason": reason });
        oak.session.post(&format!("{path}/appreciation"), &theirs).await.expect(200);
    }

    /// A meeting with one seat; who has none reacts in the market consultation.
    pub(crate) fn table(&self, begins: Timestamp) -> Value {
        let mut table = self.talks(begins);
        let members = table.as_object_mut().unwrap();
        members.remove("script");
        members.extend(
            json!({
                "kind": "quarterly-talk", "title": "Overlegtafel wachttijden",
                "consultation": self.standing,
                "agenda": [
                    { "number": 1, "title": "Kwaliteit van hulp", "minutes": 60,
                      "part": "quality" },
                    { "number": 2, "title": "Geld", "minutes": 30, "part": "finance" },
                ],
                "invited": {
                    "groups": ["one-person-providers", "client-councils"],
                    "domains": ["mental-health"],
                },
                "seats": {
                    "number": 1, "written": self.market,
                    "criteria": [{ "key": "omvang", "text": "Van elke omvang komt er een." }],
                },
            })
            .as_object()
            .unwrap()
            .clone(),
        );
        table
    }

    /// Announces the table; oak and birch register.
    pub(crate) async fn open_table(&mut self) -> Timestamp {
        let begins = self.time.term();
        let path = self.path("/phases/strategy/sessions");
        self.table = self.cast.buyer.post(&path, &self.table(begins)).await.expect(201).id();
        let path = format!("/sessions/{}/registrations", self.table);
        for provider in [&self.cast.oak, &self.cast.birch] {
            let session = &provider.session;
            session.post(&path, &json!({ "people": 1 })).await.expect(201);
            let own = session.get(&path).await.expect(200).json();
            self.candidates.push(own["items"][0]["id"].as_str().unwrap().to_owned());
        }
        begins
    }

    /// Who has the seat, and who has none.
    pub(crate) fn seats(&self) -> Value {
        let decision = |place: usize, granted: bool| {
            json!({
                "registration": self.candidates[place], "granted": granted, "criteria": ["omvang"],
                "reason": "Van deze omvang is er één plaats.",
            })
        };
        json!({ "decisions": [decision(0, true), decision(1, false)] })
    }

    /// Minutes in draft, with a commitment and two actions.
    pub(crate) fn minutes(&self, until: Timestamp) -> Value {
        let owner = json!({ "side": "municipality", "function": "Contractmanager" });
        json!({
            "summary": "Het ging over wachten.", "until": until,
            "minutes": [
                { "item": 1, "text": "Warm overdragen helpt." },
                { "item": 2, "text": "Er was niets over te zeggen." },
            ],
            "commitments": [
                { "number": 1, "text": "Er komt een vast aanspreekpunt.", "owner": owner },
            ],
            "actions": [
                { "number": 1, "text": "Een werkwijze maken.", "owner": owner,
                  "due": "2027-09-01" },
                { "number": 2, "text": "Wachttijden elke week doorgeven.", "due": "2027-12-01",
                  "owner": { "side": "provider", "function": "Directeur zorg" } },
            ],
        })
    }

    /// The report, in which the remark about the draft is answered.
    pub(crate) fn table_report(&self) -> Value {
        let mut report = self.minutes(self.time.now());
        let members = report.as_object_mut().unwrap();
        members.remove("until");
        members.insert("statements".to_owned(), json!([]));
        members.insert("learnings".to_owned(), json!(["Warm overdragen scheelt een week."]));
        let remark = json!([{
            "registration": self.candidates[0], "wording": "Het aanspreekpunt was al toegezegd.",
            "adopted": false, "reason": "Het stond nog in geen verslag.",
        }]);
        members.insert("remarks".to_owned(), remark);
        report
    }

    /// Holds the table, up to an action that has its result.
    pub(crate) async fn hold_table(&self, begins: Timestamp) {
        let (buyer, oak) = (&self.cast.buyer, &self.cast.oak);
        let path = format!("/sessions/{}", self.table);
        self.time.pass(begins).await;
        buyer.post(&format!("{path}/seats"), &self.seats()).await.expect(200);
        let attendance = json!({
            "present": [self.candidates[0]],
            "others": [{ "group": "clients", "count": 7 }, { "group": "referrers", "count": 2 }],
        });
        buyer.post(&format!("{path}/attendance"), &attendance).await.expect(200);
        let until = begins + SignedDuration::from_hours(24 * 7);
        buyer.post(&format!("{path}/minutes"), &self.minutes(until)).await.expect(200);
        let remark = format!("Het aanspreekpunt van {} was al toegezegd.", oak.voice);
        let remark = json!({ "remark": remark });
        oak.session.post(&format!("{path}/minutes-check"), &remark).await.expect(200);
        self.time.pass(begins + SignedDuration::from_hours(8)).await;
        buyer.post(&format!("{path}/report"), &self.table_report()).await.expect(200);
        let done = json!({ "action": 1, "outcome": "done", "result": "De werkwijze is er." });
        buyer.post(&format!("{path}/action-closings"), &done).await.expect(200);
        let kept = json!({
            "commitment": 1, "outcome": "done", "result": "Het aanspreekpunt is er sinds juni.",
        });
        buyer.post(&format!("{path}/commitment-closings"), &kept).await.expect(200);
    }

    /// A passage of the tender guide that worked.
    pub(crate) fn passage(&self) -> Value {
        json!({
            "source": { "document": self.document, "version": 1, "section": "3.2" },
            "subject": "accountability", "title": "Eén verantwoording per jaar",
            "text": "De aanbieder verantwoordt zich één keer per jaar.",
            "why": "Het scheelt iedereen tijd.",
        })
    }

    /// Shares a passage, and sets how much may be asked of providers.
    pub(crate) async fn share_what_worked(&mut self) {
        let Cast { buyer, contract_manager, .. } = &self.cast;
        let shared = buyer.post(&self.path("/passages"), &self.passage()).await.expect(201).id();
        let target = json!({
            "year": 2027, "most": { "requests": 40, "forms": 90, "fields": 900 },
            "reason": "Een derde minder dan vorig jaar.",
        });
        let targets = self.path("/rule-pressure-targets");
        contract_manager.post(&targets, &target).await.expect(200);
        self.shared_passage = shared;
    }
}
