//! What a client council was asked, and what it got to answer with.

use super::{DocumentPlace, Prose, Term};
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A request for advice (adviesaanvraag).
#[derive(Clone, Debug, Template)]
#[template(path = "components/advice_request/template.html")]
pub struct AdviceRequest {
    /// What it is about, in plain Dutch.
    pub summary: Prose,
    /// Why advice is asked now.
    pub reason: Prose,
    /// What the municipalities ask.
    pub question: Prose,
    /// Which alternatives were considered.
    pub alternatives: Vec<Prose>,
    /// The documents to read.
    pub documents: Vec<DocumentPlace>,
    /// Until when the advice can be taken into account.
    pub term: Term,
    /// What happens with the advice afterwards.
    pub follow_up: Prose,
}

impl HtmlSafe for AdviceRequest {}
