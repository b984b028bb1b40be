//! A question that its asker wants kept out of every note (art. 2.53 lid 3 Aanbestedingswet 2012).

use super::{
    Ending, Question, QuestionAnsweredAlone, QuestionEvent, QuestionWithholdingRefused, Withholding,
};
use crate::enquiry::EnquiryRefusal;
use crate::{PersonId, Refusal};
use jiff::Timestamp;

impl Question {
    /// Whether it stays out of every note, because that was granted.
    #[must_use]
    pub const fn is_withheld(&self) -> bool {
        matches!(self.withholding, Some(Withholding::Granted(_)))
    }

    /// Whether its asker waits to hear if it stays out of every note.
    #[must_use]
    pub fn awaits_withholding(&self) -> bool {
        let asks = self.asked.as_ref().is_some_and(|asked| asked.withholding.is_some());
        asks && self.withholding.is_none()
    }

    /// Whether its asker alone waits for an answer.
    #[must_use]
    pub const fn awaits_answer_alone(&self) -> bool {
        self.is_withheld() && self.ending.is_none()
    }

    /// The last instant at which it may stand in no note yet, so that its asker can withdraw it.
    #[must_use]
    pub const fn in_no_note_until(&self) -> Option<Timestamp> {
        match &self.withholding {
            Some(Withholding::Refused(QuestionWithholdingRefused {
                withdrawable_until, ..
            })) => Some(*withdrawable_until),
            _ => None,
        }
    }

    /// What is wrong with giving everyone its answer.
    pub(super) fn for_all(&self) -> Result<(), Refusal> {
        if self.awaits_withholding() {
            return Err(EnquiryRefusal::WithholdingUndecided.into());
        }
        if self.is_withheld() {
            return Err(EnquiryRefusal::QuestionWithheld.into());
        }
        Ok(())
    }

    pub(super) fn decide_withholding(
        &self,
        decision: Withholding,
    ) -> Result<Vec<QuestionEvent>, Refusal> {
        if self.withholding.as_ref() == Some(&decision) {
            return Ok(vec![]);
        }
        if self.pending()?.withholding.is_none() {
            return Err(EnquiryRefusal::WithholdingNotAsked.into());
        }
        if self.withholding.is_some() {
            return Err(EnquiryRefusal::WithholdingDecided.into());
        }
        Ok(vec![match decision {
            Withholding::Granted(granted) => granted.into(),
            Withholding::Refused(refused) => refused.into(),
        }])
    }

    pub(super) fn answer_alone(&self, by: PersonId) -> Result<Vec<QuestionEvent>, Refusal> {
        if self.ending == Some(Ending::AnsweredAlone) {
            return Ok(vec![]);
        }
        self.pending()?;
        if !self.is_withheld() {
            return Err(EnquiryRefusal::QuestionNotWithheld.into());
        }
        match self.approved() {
            None => Err(EnquiryRefusal::AnswerMissing.into()),
            Some(draft) => {
                Ok(vec![QuestionAnsweredAlone { answer: draft.answer.clone(), by }.into()])
            }
        }
    }
}
