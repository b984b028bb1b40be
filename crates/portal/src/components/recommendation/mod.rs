//! A recommendation of a client council, with the response under it.

use super::{Disposition, Icon, Prose, Tag, Tone};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// The reasoned response of the municipalities to one recommendation.
#[derive(Clone, Debug)]
pub struct RecommendationResponse {
    /// What is done with it: adopted, partly adopted or not adopted.
    pub disposition: Disposition,
    /// Why.
    pub reason: Prose,
}

/// A recommendation (aanbeveling) of a client council.
#[derive(Clone, Debug, Template)]
#[template(path = "components/recommendation/template.html")]
pub struct Recommendation {
    /// Its number: its place in the advice, from 1.
    pub number: u32,
    /// What is recommended.
    pub text: Prose,
    /// Why.
    pub reason: Prose,
    /// The response, once there is one.
    pub response: Option<RecommendationResponse>,
}

impl Recommendation {
    const fn waiting(&self) -> Tag {
        Tag { icon: Icon::Clock, tone: Tone::Live, words: "Nog geen reactie" }
    }
}

impl HtmlSafe for Recommendation {}
