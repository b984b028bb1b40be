//! Minutes of a session in draft: for staff, and for who was there to check.

use dialogue::session::{ItemMinutes, SessionAction, SessionCommitment, SessionMinutesDrafted};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Prose;

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
