//! Question rounds as heavy users know them: what is asked, how it is handled, where it is
//! answered.

mod approvals;
mod handling;
mod imports;
mod late;
pub(crate) mod shown;
mod withholding;
mod wrong;

use crate::kit::{Answer, Cast, Platform, Session};
use crate::thread::Thread;
use jiff::Timestamp;
use serde_json::{Value, json};

/// A trajectory with a question round that takes questions.
pub(crate) struct Enquiry {
    pub(crate) platform: Platform,
    pub(crate) thread: Thread,
    pub(crate) closes: Timestamp,
}

impl Enquiry {
    /// A round as usual, with some fields more or other.
    pub(crate) async fn open(fields: Value) -> Self {
        let platform = Platform::start().await;
        let thread = Thread::begin(platform.world.clone(), platform.time.clone()).await;
        thread.open_phase("procedure").await;
        let closes = thread.time.term();
        let mut enquiry = Self { platform, thread, closes };
        enquiry.thread.question_round = enquiry.round(closes, fields).await;
        enquiry
    }

    pub(crate) fn cast(&self) -> &Cast {
        &self.thread.cast
    }

    /// Publishes a round.
    pub(crate) async fn round(&self, closes: Timestamp, fields: Value) -> String {
        let mut round = self.thread.question_round(closes);
        round.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        let path = self.thread.path("/phases/procedure/question-rounds");
        self.cast().buyer.post(&path, &round).await.expect(201).id()
    }

    /// The path of something in the round.
    pub(crate) fn path(&self, rest: &str) -> String {
        format!("/question-rounds/{}{rest}", self.thread.question_round)
    }

    pub(crate) async fn ask(&self, session: &Session, question: &Value) -> Answer {
        session.post(&self.path("/questions"), question).await
    }

    /// A question with nothing but its text.
    pub(crate) async fn asked(&self, session: &Session, text: &str) -> String {
        self.ask(session, &json!({ "text": text })).await.expect(201).id()
    }

    /// Drafts an answer as the colleague.
    pub(crate) async fn draft(&self, question: &str, answer: &Value) -> Answer {
        let path = format!("/questions/{question}");
        self.cast().colleague.put_over(&path, &format!("{path}/answer"), answer).await
    }

    /// Does something with a question as the buyer.
    pub(crate) async fn handle(&self, question: &str, what: &str, content: &Value) -> Answer {
        self.cast().buyer.post(&format!("/questions/{question}/{what}"), content).await
    }

    pub(crate) async fn approve(&self, question: &str, content: &Value) -> Answer {
        self.cast().approver.post(&format!("/questions/{question}/approval"), content).await
    }

    /// Drafts an answer and has it approved.
    pub(crate) async fn answer(&self, question: &str, wording: &str, answer: &str) {
        self.draft(question, &json!({ "wording": wording, "answer": answer })).await.expect(200);
        self.approve(question, &json!({})).await.expect(200);
    }

    /// Lets the term pass, and closes the round.
    pub(crate) async fn close(&self) {
        self.thread.time.pass(self.closes).await;
        self.cast().buyer.post(&self.path("/closing"), &json!({})).await.expect(200);
    }

    pub(crate) async fn publish(&self, concludes: bool) -> Answer {
        let note = json!({
            "title": "Nota van inlichtingen", "concludes": concludes,
            "announcements": [{ "title": "Planning", "text": "De gunning is in de zomer." }],
        });
        self.cast().buyer.post(&self.path("/clarification-notes"), &note).await
    }

    /// A note as everyone reads it.
    pub(crate) async fn note(&self, number: u32) -> Value {
        let path = self.thread.path(&format!("/clarification-notes/{number}"));
        self.cast().anyone.get(&path).await.expect(200).json()
    }

    /// A question as those see it who answer.
    pub(crate) async fn seen(&self, question: &str) -> Value {
        self.cast().buyer.get(&format!("/questions/{question}")).await.expect(200).json()
    }

    /// The kinds of what is to be done about a question.
    pub(crate) async fn tasks(&self, question: &str) -> Vec<String> {
        let list = self.cast().buyer.get("/work-list?limit=200").await.expect(200).json();
        let tasks = list["items"].as_array().unwrap().iter();
        tasks
            .filter(|task| task["subject"] == question)
            .map(|task| task["kind"].as_str().unwrap().to_owned())
            .collect()
    }
}

/// One's own question, as its asker sees it.
pub(crate) async fn own(session: &Session, question: &str) -> Value {
    session.get(&format!("/questions/{question}")).await.expect(200).json()
}
