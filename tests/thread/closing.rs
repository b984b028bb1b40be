//! The closing of tenders, and what comes before it: notes, versions of documents, deadlines.

use super::Thread;
use crate::kit::{COUNCIL, Cast};
use serde_json::json;

impl Thread {
    /// Sets when tenders close, and publishes a note and a version of a document after it.
    pub(crate) async fn close_tenders(&self) {
        let buyer = &self.cast.buyer;
        let in_days =
            |days: i64| self.term(self.time.now() + jiff::SignedDuration::from_hours(24 * days));
        let closing = json!({ "closing": in_days(5), "noteRule": "clarification-note" });
        let path = self.path("/tender-closing");
        buyer.put_over(&self.path(""), &path, &closing).await.expect(200);
        let notes = format!("/question-rounds/{}/clarification-notes", self.question_round);
        let note = json!({
            "title": "Nota van inlichtingen 3", "concludes": false,
            "announcements": [{ "title": "Planning", "text": "De sluiting is later." }],
        });
        buyer.post(&notes, &note).await.refused(409, "clarification-note-late");
        let later = json!({ "closing": in_days(14), "reason": "De planning is veranderd." });
        buyer.post(&format!("{path}/extension"), &later).await.expect(200);
        buyer.post(&notes, &note).await.expect(201);
        let sha256 = buyer.hand_in("text/plain", b"Inkoopleidraad, versie 2.").await;
        let version = json!({
            "kind": "tender-guide", "title": "Inkoopleidraad", "change": "De planning.",
            "sections": [{ "number": "1.4", "title": "Planning", "text": "Later." }],
            "file": { "name": "inkoopleidraad-2.txt", "sha256": sha256 },
        });
        let path = self.path(&format!("/documents/{}/versions", self.document));
        buyer.post(&path, &version).await.expect(200);
    }

    /// What concerns the closing of tenders and the notes before it.
    pub(crate) async fn ask_about_the_closing(&self) {
        let Cast { buyer, anyone, .. } = &self.cast;
        let (read, now) = (self.path(""), self.time.now());
        let in_days = |days: i64| self.term(now + jiff::SignedDuration::from_hours(24 * days));
        let closing = json!({ "closing": in_days(5), "noteRule": "clarification-note" });
        let set = self.path("/tender-closing");
        buyer.put_over(&read, &set, &closing).await.expect(200);
        let notes = format!("/question-rounds/{}/clarification-notes", self.question_round);
        let mut note = json!({
            "title": "Nota van inlichtingen 3", "concludes": false,
            "announcements": [{ "title": "Contact", "text": "Mail naar inkoop@ermelo.example." }],
        });
        buyer.post(&notes, &note).await.refused(409, "clarification-note-late");
        let later = json!({
            "closing": in_days(14), "notePublication": now,
            "reason": "De nota met de nieuwe planning komt later.",
        });
        buyer.post(&format!("{set}/extension"), &later).await.expect(200);
        buyer.post(&notes, &note).await.refused(409, "note-may-tell-who-asked");
        note["accepted"] = json!([{
            "place": 1, "part": "announcement", "kind": "email-address",
            "reason": "Dit is het adres van de gemeente.",
        }]);
        buyer.post(&notes, &note).await.expect(201);
        let linked = json!({
            "publication": "412345", "kind": "contract", "publishedOn": "2027-05-03", "note": 3,
        });
        buyer.post(&self.path("/notices"), &linked).await.expect(200);
        let file = buyer.hand_in("text/plain", b"Inkoopleidraad, versie 2.").await;
        let version = json!({
            "kind": "tender-guide", "title": "Inkoopleidraad",
            "sections": [{ "number": "3.2", "title": "Tarieven", "text": "Met reistijd." }],
            "file": { "name": "inkoopleidraad-2.txt", "sha256": file },
            "change": "De planning staat in een bijlage.",
        });
        let document = self.path(&format!("/documents/{}", self.document));
        buyer.post(&format!("{document}/versions"), &version).await.expect(200);
        let council = json!({
            "council": COUNCIL,
            "terms": { "profile": { "id": "council-summer-recess", "version": 1 } },
        });
        buyer.put_over(&read, &self.path("/council-terms"), &council).await.expect(200);
        anyone.get(&self.path("/deadlines/clarification-note")).await.expect(200);
        anyone.get(&self.path("/consolidated-note?lot=1")).await.expect(200);
        anyone.get(&format!("{document}/changes")).await.expect(200);
    }
}
