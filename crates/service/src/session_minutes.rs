//! Minutes of a session in draft, for staff and for who was there to check, and what became of what
//! was promised there.

use dialogue::session::{
    ActionOutcome, ItemMinutes, SessionAction, SessionCommitment, SessionCommitmentClosed,
    SessionMinutesDrafted,
};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Whole};

/// Minutes in draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DraftMinutesView {
    /// What came out of the session as a whole.
    pub summary: Prose,
    /// What was said about each item of the agenda.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub minutes: Vec<ItemMinutes>,
    /// What was promised.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub commitments: Vec<SessionCommitment>,
    /// What is to be done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<SessionAction>,
    /// Until when who was there can check them, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

impl From<&SessionMinutesDrafted> for DraftMinutesView {
    fn from(draft: &SessionMinutesDrafted) -> Self {
        Self {
            summary: draft.summary.clone(),
            minutes: draft.minutes.clone(),
            commitments: draft.commitments.clone(),
            actions: draft.actions.clone(),
            until: draft.until,
        }
    }
}

/// What became of a promise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionCommitmentView {
    /// The number of the promise.
    #[schema(example = 1)]
    pub commitment: Whole,
    /// What became of it.
    pub outcome: ActionOutcome,
    /// What shows that it was kept, or why it is not kept any more.
    pub result: Paragraph,
    /// When that was told, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub closed_at: Timestamp,
}

impl SessionCommitmentView {
    pub(crate) fn of(closed: SessionCommitmentClosed, closed_at: Timestamp) -> Self {
        let SessionCommitmentClosed { commitment, outcome, result, .. } = closed;
        Self { commitment, outcome, result, closed_at }
    }
}
