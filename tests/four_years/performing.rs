//! Three rounds of performance dialogue: one provider comes back on target, another is ended by the
//! agreed path.

use super::FourYears;
use crate::kit::Session;
use serde_json::{Value, json};

/// How long clients of the two providers wait that are off target at first, and of the others.
struct Waiting {
    first: &'static str,
    second: Option<&'static str>,
    others: &'static str,
}

impl FourYears {
    /// Three rounds, a year apart.
    pub(super) async fn perform(&mut self) {
        self.until("2028-07-10").await;
        let waiting = Waiting { first: "33", second: Some("41"), others: "24" };
        let talks = self.round("2028-Q2", &waiting, &["first", "second"]).await;
        self.keep_promise(&talks[0]).await;

        self.ask_before_recess().await;
        self.until("2029-07-10").await;
        let waiting = Waiting { first: "26", second: Some("44"), others: "24" };
        self.round("2029-Q2", &waiting, &["second"]).await;
        for talk in &talks[..2] {
            let path = format!("/performance-talks/{talk}/action-closings");
            let closing = json!({ "action": "planner", "conclusion": "Wij hebben gemeten." });
            self.manager().post(&path, &closing).await.expect(200);
        }
        self.advise_after_recess().await;
        self.end_second().await;

        self.until("2030-07-10").await;
        let waiting = Waiting { first: "25", second: None, others: "23" };
        self.round("2030-Q2", &waiting, &[]).await;
    }

    fn manager(&self) -> &Session {
        &self.thread.cast.contract_manager
    }

    /// Values of everyone in one delivery, validated, and a talk with each. Gives the talks.
    async fn round(&self, period: &str, waiting: &Waiting, off_target: &[&str]) -> Vec<String> {
        let mut content = "contract;indicator;waarde\n".to_owned();
        let mut talking = vec![];
        for (n, practice) in self.practices.iter().enumerate() {
            let (name, days) = match n {
                0 => ("first", Some(waiting.first)),
                1 => ("second", waiting.second),
                _ => ("other", Some(waiting.others)),
            };
            let Some(days) = days else { continue };
            let number = &practice.number;
            content += &format!("{number};wachttijd;{days}\n{number};doelen;85\n");
            talking.push((practice, off_target.contains(&name)));
        }
        let new = json!({ "period": period, "source": "De uitvraag van dit kwartaal." });
        let path = self.thread.path("/data-deliveries");
        let delivery = self.manager().post(&path, &new).await.expect(201).id();
        let early = self.open_talk(&talking[0].0.contract, period).await;
        early.refused(409, "talk-data-not-validated");
        self.thread.import(self.manager(), &delivery, "text/csv", &content).await.expect(200);
        self.thread.check(&delivery, true).await.expect(200);
        let mut talks = vec![];
        for (practice, off_target) in talking {
            let talk = self.open_talk(&practice.contract, period).await.expect(201).id();
            for answer in answers(off_target) {
                let path = format!("/performance-talks/{talk}/answers");
                self.manager().post(&path, &answer).await.expect(200);
            }
            let minutes = json!({ "minutes": [
                { "item": 1, "text": "Wij spraken over het wachten." },
                { "item": 2, "text": "Er was niets over te zeggen." },
            ] });
            let path = format!("/performance-talks/{talk}/minutes");
            self.manager().post(&path, &minutes).await.expect(200);
            let check = format!("/performance-talks/{talk}/minutes-check");
            practice.session.post(&check, &json!({ "confirmed": true })).await.expect(200);
            talks.push(talk);
        }
        talks
    }

    async fn open_talk(&self, contract: &str, period: &str) -> crate::kit::Answer {
        let on = calendar::local(self.thread.time.now()).date().to_string();
        let path = format!("/contracts/{contract}/performance-talks");
        self.manager().post(&path, &crate::thread::contract::new_talk(period, &on)).await
    }

    /// The promise that was due comes back in the talk, and is kept.
    async fn keep_promise(&self, talk: &str) {
        let path = format!("/performance-talks/{talk}");
        let shown = self.practices[0].session.get(&path).await.expect(200).json();
        let due = shown["commitments"].as_array().unwrap();
        assert_eq!(due.len(), 1, "the other one is due later");
        let kept = json!({ "commitment": due[0], "proof": "De berekening staat in het dossier." });
        let path = format!("/contracts/{}/commitment-fulfilments", self.practices[0].contract);
        self.manager().post(&path, &kept).await.expect(200);
    }

    /// A matter that is not solved at any level: the path that was agreed is gone to its end.
    async fn end_second(&self) {
        let path = format!("/contracts/{}", self.practices[1].contract);
        for level in [1, 2] {
            let escalation = json!({ "level": level, "reason": "Het wachten werd langer." });
            self.manager().post(&format!("{path}/escalations"), &escalation).await.expect(200);
        }
        for (step, after) in [(1, "2029-11-01"), (2, "2029-12-10"), (3, "2030-02-15")] {
            let taken = json!({ "step": step, "reason": "Twee jaar boven het doel." });
            self.manager().post(&format!("{path}/ending-steps"), &taken).await.expect(200);
            self.until(after).await;
        }
        let ended = json!({ "reason": "Er was geen verbetering." });
        self.manager().post(&format!("{path}/ending"), &ended).await.expect(200);
        let shown = self.practices[1].session.get(&path).await.expect(200).json();
        assert_eq!(shown["course"]["ended"], ended["reason"]);
    }
}

/// The answers to the five questions.
fn answers(off_target: bool) -> [Value; 5] {
    if !off_target {
        return [
            json!({ "question": "deviation", "positive": "Het gaat goed.", "interpretations": [] }),
            json!({ "question": "root-causes", "causes": [] }),
            json!({ "question": "explained-share", "shares": [] }),
            json!({ "question": "actions", "actions": [], "gap": "Er is geen verschil." }),
            json!({ "question": "outcome", "results": [], "followUp": "Volgend jaar weer." }),
        ];
    }
    let mut answers = crate::thread::contract::answers();
    answers[3]["actions"][0]["deadline"] = json!("2030-06-01");
    answers[3]["actions"][0]["interim"] = json!({ "value": "29", "period": "2029-Q4" });
    answers[4]["results"][0]["onTarget"] = json!("2030-Q1");
    answers[4]["results"][0]["durable"] = json!("2030-Q2");
    answers
}
