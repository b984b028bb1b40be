//! How a question is handled before it is answered: declined, labelled, assigned, merged.

use super::{
    DeclineGround, Ending, Question, QuestionAssigned, QuestionAssignmentEnded, QuestionDeclined,
    QuestionEvent, QuestionLabelled, QuestionMerged, QuestionPublished, QuestionSeparated,
};
use crate::enquiry::EnquiryRefusal;
use crate::{PersonId, QuestionId, QuestionRoundId, Refusal};
use std::collections::BTreeSet;
use vocabulary::{Faults, Label};

/// How many labels a question can have.
pub const LABELS_MAX: usize = 20;

/// How many people a question can be assigned to.
pub const ASSIGNEES_MAX: usize = 10;

impl Question {
    /// Whether it is assigned to somebody.
    #[must_use]
    pub fn is_assigned_to(&self, person: PersonId) -> bool {
        self.assignees.contains(&person)
    }

    /// The question it was merged into.
    #[must_use]
    pub const fn merged_into(&self) -> Option<QuestionId> {
        self.merged
    }

    /// Whether questions of a round can be merged into this one; when it is answered already, also
    /// where.
    ///
    /// # Errors
    /// When there is no such question, or it has no answer to share.
    pub fn check_merge_target(
        &self,
        round: QuestionRoundId,
    ) -> Result<Option<&QuestionPublished>, Refusal> {
        let asked = self.asked()?;
        match &self.ending {
            Some(Ending::Published(published)) => Ok(Some(published)),
            None if asked.round == round && self.merged.is_none() && self.for_all().is_ok() => {
                Ok(None)
            }
            _ => Err(EnquiryRefusal::MergeTarget.into()),
        }
    }

    pub(super) fn decline(
        &self,
        declined: QuestionDeclined,
    ) -> Result<Vec<QuestionEvent>, Refusal> {
        if self.ending == Some(Ending::Declined(declined.clone())) {
            return Ok(vec![]);
        }
        let asked = self.pending()?;
        if declined.ground == DeclineGround::Late && !asked.late {
            return Err(Faults::one(
                "/ground",
                "Deze vraag is op tijd gesteld. Zij krijgt een antwoord, tenzij zij niet over \
                 deze inkoop gaat: out-of-scope.",
            )
            .into());
        }
        Ok(vec![declined.into()])
    }

    pub(super) fn label(&self, labels: BTreeSet<Label>) -> Result<Vec<QuestionEvent>, Refusal> {
        self.asked()?;
        if self.labels == labels {
            return Ok(vec![]);
        }
        let mut faults = Faults::none();
        faults.unless(
            labels.len() <= LABELS_MAX,
            "/labels",
            format!("Een vraag heeft hoogstens {LABELS_MAX} labels."),
        );
        faults.check()?;
        Ok(vec![QuestionLabelled { labels }.into()])
    }

    pub(super) fn assign(&self, assigned: QuestionAssigned) -> Result<Vec<QuestionEvent>, Refusal> {
        self.pending()?;
        if self.is_assigned_to(assigned.to) {
            return Ok(vec![]);
        }
        let mut faults = Faults::none();
        faults.unless(
            self.assignees.len() < ASSIGNEES_MAX,
            "/person",
            format!("Een vraag is aan hoogstens {ASSIGNEES_MAX} mensen toegewezen."),
        );
        faults.check()?;
        Ok(vec![assigned.into()])
    }

    pub(super) fn end_assignment(
        &self,
        ended: QuestionAssignmentEnded,
    ) -> Result<Vec<QuestionEvent>, Refusal> {
        self.asked()?;
        Ok(if self.is_assigned_to(ended.to) { vec![ended.into()] } else { vec![] })
    }

    pub(super) fn merge(
        &self,
        merged: QuestionMerged,
        published: Option<QuestionPublished>,
    ) -> Result<Vec<QuestionEvent>, Refusal> {
        if self.merged == Some(merged.into) {
            return Ok(vec![]);
        }
        self.pending()?;
        self.for_all()?;
        let published = published.map(QuestionEvent::from);
        Ok([merged.into()].into_iter().chain(published).collect())
    }

    pub(super) fn separate(&self, by: PersonId) -> Result<Vec<QuestionEvent>, Refusal> {
        self.pending()?;
        Ok(if self.merged.is_some() { vec![QuestionSeparated { by }.into()] } else { vec![] })
    }
}
