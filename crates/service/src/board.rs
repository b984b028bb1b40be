//! What providers share with all others: calls for partners with reactions, and what they learned.
//! Somebody is named only by choice, and only among those who are signed in.

use crate::Model;
use dialogue::involvement::InvolvementEvent;
use dialogue::party::PartnerCallEvent;
use dialogue::{
    AnyEvent, LearningId, PartnerCallId, PartnerReactionId, ProviderId, Sealed, TrajectoryId,
};
use event_log::RecordedEvent;
use http::{Paging, Problem};
use projection::{Page, Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use vocabulary::{Prose, Title, Whole};

/// Who shared something; kept only where names are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// The provider. It is shown to nobody.
    pub provider: ProviderId,
    /// Its name, when it chose to be named; sealed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Sealed>,
}

/// A reaction to a call, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReaction {
    /// The reaction.
    pub id: PartnerReactionId,
    /// What it says.
    pub text: Prose,
    /// Who reacted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
}

/// A call for partners, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCall {
    /// The call.
    pub id: PartnerCallId,
    /// The lot, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// What it is called.
    pub title: Title,
    /// What is offered and looked for.
    pub text: Prose,
    /// Who called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
    /// The reactions, by their random names.
    pub reactions: Vec<KeptReaction>,
}

/// Something that was learned, as it is kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptLearning {
    /// What was learned.
    pub id: LearningId,
    /// What it is called.
    pub title: Title,
    /// What was learned.
    pub text: Prose,
    /// Who shared it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Author>,
}

/// The projection of what providers share.
pub struct Board {
    /// Whether the reader may be shown names: otherwise nothing of whoever shared is kept.
    pub with_authors: bool,
}

impl Board {
    fn author(&self, provider: ProviderId, signature: Option<Sealed>) -> Option<Author> {
        self.with_authors.then_some(Author { provider, signature })
    }

    fn call(
        &self,
        rows: &Rows<'_>,
        id: &str,
        event: &PartnerCallEvent,
    ) -> Result<(), ProjectionError> {
        match event.clone() {
            PartnerCallEvent::PartnerCallPublished(new) => {
                let Ok(call) = id.parse() else { return Ok(()) };
                let kept = KeptCall {
                    id: call,
                    lot: new.lot,
                    title: new.title,
                    text: new.text,
                    author: self.author(new.provider, new.signature),
                    reactions: vec![],
                };
                let trajectory = new.trajectory.to_string();
                let columns: [(&str, &dyn ToSql); 1] = [("trajectory", &trajectory)];
                rows.put("partner_call", id, &columns, &kept)
            }
            PartnerCallEvent::PartnerCallWithdrawn(_) => {
                rows.execute("DELETE FROM partner_call WHERE id = ?1", [id]).map(|_| ())
            }
            PartnerCallEvent::PartnerReactionGiven(new) => {
                let author = self.author(new.provider, new.signature);
                rows.change::<KeptCall>("partner_call", id, &[], |call| {
                    call.reactions.push(KeptReaction { id: new.reaction, text: new.text, author });
                    call.reactions.sort_by_key(|reaction| reaction.id);
                })
            }
            PartnerCallEvent::PartnerReactionWithdrawn(gone) => {
                rows.change::<KeptCall>("partner_call", id, &[], |call| {
                    call.reactions.retain(|reaction| reaction.id != gone.reaction);
                })
            }
        }
    }
}

impl Projection<AnyEvent> for Board {
    fn name(&self) -> &'static str {
        "board"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE partner_call (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX partner_call_of ON partner_call (trajectory, id);
         CREATE TABLE learning (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX learning_of ON learning (trajectory, id);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        match event {
            AnyEvent::PartnerCall(event) => self.call(rows, recorded.stream.id(), event),
            AnyEvent::Involvement(InvolvementEvent::LearningShared(new)) => {
                let new = new.clone();
                let kept = KeptLearning {
                    id: new.learning,
                    title: new.title,
                    text: new.text,
                    author: self.author(new.provider, new.signature),
                };
                let (id, trajectory) = (new.learning.to_string(), new.trajectory.to_string());
                let columns: [(&str, &dyn ToSql); 1] = [("trajectory", &trajectory)];
                rows.put("learning", &id, &columns, &kept)
            }
            AnyEvent::Involvement(InvolvementEvent::LearningWithdrawn(gone)) => {
                let id = gone.learning.to_string();
                rows.execute("DELETE FROM learning WHERE id = ?1", [id]).map(|_| ())
            }
            _ => Ok(()),
        }
    }
}

impl Model {
    /// A page of the calls for partners in a trajectory, by their random names.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn partner_calls(&self, id: TrajectoryId, paging: &Paging) -> Result<Page, Problem> {
        self.board("partner_call", id, paging)
    }

    /// A page of what providers learned in a trajectory, by random names.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn learnings(&self, id: TrajectoryId, paging: &Paging) -> Result<Page, Problem> {
        self.board("learning", id, paging)
    }

    fn board(&self, table: &str, id: TrajectoryId, paging: &Paging) -> Result<Page, Problem> {
        self.trajectory(id)?;
        let sql = format!(
            "SELECT id, body FROM {table} WHERE trajectory = ?1 AND id > ?2 ORDER BY id LIMIT ?3"
        );
        let values = (id.to_string(), paging.after(), paging.rows());
        self.with(|read| read.page(&sql, values, paging.limit))
    }
}
