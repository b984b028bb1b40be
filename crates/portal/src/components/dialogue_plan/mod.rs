//! The dialogue plan of a phase: four questions, each from the side of the municipality and from
//! the side of the providers.

use super::Prose;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// One question, seen from both sides. While a plan is a draft, answers may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Perspectives {
    /// From the side of the municipality.
    pub municipality: Option<Prose>,
    /// From the side of the providers.
    pub provider: Option<Prose>,
}

/// The dialogue plan of a phase.
#[derive(Clone, Debug, Template)]
#[template(path = "components/dialogue_plan/template.html")]
pub struct DialoguePlan {
    /// Which version of the plan this is, from 1.
    pub version: u32,
    /// Why it changed, when the phase was open already.
    pub revision: Option<Prose>,
    /// About what?
    pub subjects: Perspectives,
    /// How much room is there, and what is fixed?
    pub room: Perspectives,
    /// With whom?
    pub participants: Perspectives,
    /// How is it organised?
    pub organisation: Perspectives,
}

impl DialoguePlan {
    fn questions(&self) -> [(&'static str, &Perspectives); 4] {
        [
            ("Waarover praten wij?", &self.subjects),
            ("Hoeveel ruimte is er, en wat staat vast?", &self.room),
            ("Met wie praten wij?", &self.participants),
            ("Hoe gaat het gesprek?", &self.organisation),
        ]
    }
}

impl HtmlSafe for DialoguePlan {}
