//! The late questions of a round. They stand in a stream of their own, so that whoever concludes
//! the round knows them all, and nobody sees at the round itself that one came.
//!
//! The names of the events are the storage format: they never change.

use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{QuestionId, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A question came after the term of the round, and the round takes such questions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LateQuestionRegistered {
    /// The question.
    pub question: QuestionId,
}

events! {
    /// What can have happened to the late questions of a round.
    LateQuestionsEvent in "late-questions" {
        LateQuestionRegistered v 1,
    }
}

/// What can be asked of the late questions of a round.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "it is the command for the event of its name")]
pub enum LateQuestionsCommand {
    Register(QuestionId),
}

/// The late questions of a round. Its name is that of the round.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateQuestions {
    questions: BTreeSet<QuestionId>,
}

impl LateQuestions {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = QuestionId> {
        self.questions.iter().copied()
    }
}

impl Decider for LateQuestions {
    const CATEGORY: &'static str = "late-questions";
    type Command = LateQuestionsCommand;
    type Event = LateQuestionsEvent;

    fn decide(
        &self,
        LateQuestionsCommand::Register(question): LateQuestionsCommand,
    ) -> Result<Vec<LateQuestionsEvent>, Refusal> {
        Ok(if self.questions.contains(&question) {
            vec![]
        } else {
            vec![LateQuestionRegistered { question }.into()]
        })
    }

    fn evolve(&mut self, event: &LateQuestionsEvent) {
        let LateQuestionsEvent::LateQuestionRegistered(registered) = event;
        self.questions.insert(registered.question);
    }
}

aggregate!(LateQuestions);
