//! A document that the council reads under embargo, before everyone does.

use super::Thread;
use crate::kit::COUNCIL;
use jiff::Timestamp;
use serde_json::{Value, json};

/// What nobody but the staff and who declared reads before the embargo ends: words in the title,
/// the explanation, the name and the content of the file.
pub(crate) const EMBARGOED: [&str; 4] =
    ["linnaeustitel", "linnaeusdoel", "linnaeusnaam", "linnaeuswoord"];

impl Thread {
    /// A document as it is shared under an embargo until an instant.
    pub(crate) async fn embargoed(&self, until: Timestamp) -> Value {
        let [title, explanation, name, word] = EMBARGOED;
        let content = format!("Concept van de inkoopleidraad: {word}.");
        let file = self.cast.buyer.hand_in("text/plain", content.as_bytes()).await;
        json!({
            "council": COUNCIL, "title": format!("Conceptleidraad {title}"),
            "explanation": format!("Wij vragen uw advies over {explanation}."),
            "file": { "name": format!("{name}.txt"), "sha256": file },
            "declaration": "Ik houd geheim wat ik lees, tot het openbaar is.",
            "embargo": self.term(until),
        })
    }

    /// A document is shared with the council, and one of its people declares to keep it so.
    pub(crate) async fn share_under_embargo(&mut self) -> Timestamp {
        let until = self.time.term();
        let new = self.embargoed(until).await;
        let path = self.path("/confidential-documents");
        self.confidential = self.cast.buyer.post(&path, &new).await.expect(201).id();
        let path = format!("/confidential-documents/{}/declaration", self.confidential);
        let declared = json!({ "confidential": "declared" });
        self.cast.member.post(&path, &declared).await.expect(200);
        until
    }

    /// The outside expert declares to keep confidential what is read.
    pub(crate) async fn declare_as_expert(&self) {
        let declared = json!({ "confidential": "declared" });
        let path = self.path("/confidentiality-declarations");
        self.cast.expert.post(&path, &declared).await.expect(200);
    }
}
