//! A question round (vragenronde): until when questions are taken, and until when answers come.

use super::{Link, Moment, Prose, RoundState, Term};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A question round.
#[derive(Clone, Debug, Template)]
#[template(path = "components/question_round/template.html")]
pub struct QuestionRound {
    /// The name of the round in addresses.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What can be asked about.
    pub introduction: Prose,
    /// Where it stands at this moment.
    pub state: RoundState,
    /// From when questions are taken.
    pub opens: Moment,
    /// Until when questions are taken, extensions included.
    pub closes: Term,
    /// Until when the clarification note comes, extensions included.
    pub answers: Term,
    /// Why it was extended, when it was.
    pub extension: Option<Prose>,
    /// The note that answered the last question of the round, once there is one.
    pub concluded_by: Option<Link>,
}

impl HtmlSafe for QuestionRound {}
