//! The answer to a question: drafted, approved by others than its writer, published.

use super::{
    AnswerDraft, Approvals, Aspect, Ending, Question, QuestionAnswerApproved,
    QuestionAnswerDrafted, QuestionAnswerReturned, QuestionAsked, QuestionEvent, QuestionPublished,
    wholly_approved,
};
use crate::enquiry::EnquiryRefusal;
use crate::{DocumentReference, QuestionId, Refusal};
use vocabulary::Faults;

impl Question {
    /// The answer with every approval that its round wants, when there is one.
    pub(super) fn approved(&self) -> Option<&QuestionAnswerDrafted> {
        let answer = self.answer.as_ref().filter(|answer| answer.is_approved())?;
        Some(&answer.draft)
    }

    /// The approved answer that is for a note, when there is one that is not yet published.
    #[must_use]
    pub fn ready(&self) -> Option<(&QuestionAsked, &QuestionAnswerDrafted)> {
        if self.pending().is_err() || self.for_all().is_err() || self.merged.is_some() {
            return None;
        }
        Some((self.asked.as_ref()?, self.approved()?))
    }

    /// The answer on its way, whether it is approved or not.
    #[must_use]
    pub fn drafted(&self) -> Option<&QuestionAnswerDrafted> {
        self.answer.as_ref().map(|answer| &answer.draft)
    }

    /// An answer may be written and judged unless the question is answered elsewhere.
    fn answerable(&self) -> Result<&QuestionAsked, Refusal> {
        let asked = self.pending()?;
        if self.merged.is_some() {
            return Err(EnquiryRefusal::QuestionMerged.into());
        }
        Ok(asked)
    }

    pub(super) fn draft(
        &self,
        draft: QuestionAnswerDrafted,
    ) -> Result<Vec<QuestionEvent>, Refusal> {
        self.answerable()?;
        let same = |answer: &AnswerDraft| answer.draft == draft && answer.returned.is_none();
        Ok(if self.answer.as_ref().is_some_and(same) { vec![] } else { vec![draft.into()] })
    }

    pub(super) fn approve(
        &self,
        approved: QuestionAnswerApproved,
        needed: Approvals,
        unpublished: bool,
    ) -> Result<Vec<QuestionEvent>, Refusal> {
        let asked = self.answerable()?;
        check_aspect(approved.aspect, needed)?;
        let answer = self.answer.as_ref().filter(|answer| answer.returned.is_none());
        let answer = answer.ok_or(EnquiryRefusal::AnswerMissing)?;
        if answer.draft.by == approved.by {
            return Err(EnquiryRefusal::SamePerson.into());
        }
        // One second person is enough for the same thing: a third adds nothing.
        if answer.approvals.iter().any(|known| known.aspect == approved.aspect) {
            return Ok(vec![]);
        }
        if answer.approvals.iter().any(|known| known.by == approved.by) {
            return Err(EnquiryRefusal::SameApprover.into());
        }
        if unpublished {
            return Err(EnquiryRefusal::AmendedVersionMissing.into());
        }
        let before = asked.reference.document.as_ref();
        let older = |amends: &DocumentReference| {
            before.is_some_and(|it| it.document == amends.document && it.version >= amends.version)
        };
        if answer.draft.parts().iter().filter_map(|part| part.amends.as_ref()).any(older) {
            return Err(EnquiryRefusal::AmendedVersionNotNewer.into());
        }
        Ok(vec![approved.into()])
    }

    pub(super) fn send_back(
        &self,
        returned: QuestionAnswerReturned,
    ) -> Result<Vec<QuestionEvent>, Refusal> {
        self.answerable()?;
        match &self.answer {
            Some(answer) if answer.returned.as_ref() == Some(&returned) => Ok(vec![]),
            Some(answer) if answer.returned.is_none() => Ok(vec![returned.into()]),
            _ => Err(EnquiryRefusal::AnswerMissing.into()),
        }
    }

    pub(super) fn publish(
        &self,
        question: QuestionId,
        published: QuestionPublished,
    ) -> Result<Vec<QuestionEvent>, Refusal> {
        if self.ending == Some(Ending::Published(published.clone())) {
            return Ok(vec![]);
        }
        self.pending()?;
        self.for_all()?;
        // One that was merged is answered by another's answer.
        if self.merged.is_none() && self.approved().is_none() {
            return Err(EnquiryRefusal::AnswerNotApproved(question).into());
        }
        Ok(vec![published.into()])
    }
}

impl AnswerDraft {
    fn is_approved(&self) -> bool {
        let aspects: Vec<_> = self.approvals.iter().map(|approved| approved.aspect).collect();
        wholly_approved(&aspects)
    }
}

fn check_aspect(aspect: Option<Aspect>, needed: Approvals) -> Result<(), Refusal> {
    match (needed, aspect) {
        (Approvals::One, Some(_)) => Err(Faults::one(
            "/aspect",
            "In deze ronde is één akkoord genoeg, voor het hele antwoord. Laat dit veld weg.",
        )
        .into()),
        (Approvals::ContentAndLegal, None) => Err(Faults::one(
            "/aspect",
            "In deze ronde zijn twee akkoorden nodig. Kies een van: content, legal.",
        )
        .into()),
        _ => Ok(()),
    }
}
