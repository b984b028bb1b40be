//! What a trajectory is: who buys, under which act, in which way, in which parts.

use super::Prose;
use crate::choice::choice;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

choice! {
    /// The act under which care is bought.
    Law {
        /// Youth help.
        YouthAct = "youth-act", "Jeugdwet";
        /// Social support.
        SocialSupportAct = "social-support-act", "Wet maatschappelijke ondersteuning 2015 (Wmo)";
    }
}

choice! {
    /// The way of buying.
    Instrument {
        /// Doing it oneself.
        InHouse = "in-house", "Inbesteden";
        /// The open procedure.
        OpenProcedure = "open-procedure", "Openbare procedure";
        /// The restricted procedure.
        RestrictedProcedure = "restricted-procedure", "Niet-openbare procedure";
        /// The procedure for social and other specific services.
        SocialServices = "social-services",
            "Procedure voor sociale en andere specifieke diensten (SAS)";
        /// The same, without comparing bids.
        SocialServicesWithoutComparison = "social-services-without-comparison",
            "Procedure voor sociale en andere specifieke diensten (SAS), zonder vergelijking";
        /// Competitive dialogue.
        CompetitiveDialogue = "competitive-dialogue", "Concurrentiegerichte dialoog";
        /// Open house.
        OpenHouse = "open-house", "Open house";
        /// A subsidy.
        Subsidy = "subsidy", "Subsidie";
    }
}

impl Instrument {
    /// What it means, for a reader who has never bought care.
    #[must_use]
    pub const fn explanation(self) -> &'static str {
        match self {
            Self::InHouse => "De gemeenten doen het werk zelf.",
            Self::OpenProcedure => {
                "Iedere aanbieder mag inschrijven. De gemeenten vergelijken de inschrijvingen."
            }
            Self::RestrictedProcedure => {
                "Aanbieders melden zich eerst aan. Wie is gekozen, mag daarna inschrijven."
            }
            Self::SocialServices => {
                "Dit is een lichtere procedure voor onder meer zorg en ondersteuning. De gemeenten \
                 vergelijken de inschrijvingen."
            }
            Self::SocialServicesWithoutComparison => {
                "Dit is een lichtere procedure voor onder meer zorg en ondersteuning. De gemeenten \
                 kiezen wie past bij hun criteria. Zij vergelijken de inschrijvingen niet met \
                 elkaar."
            }
            Self::CompetitiveDialogue => {
                "De gemeenten bespreken oplossingen met gekozen aanbieders. Die aanbieders mogen \
                 daarna inschrijven."
            }
            Self::OpenHouse => {
                "Iedere aanbieder die aan de voorwaarden voldoet, krijgt een contract."
            }
            Self::Subsidy => "Aanbieders vragen subsidie aan en doen daarmee het werk.",
        }
    }
}

/// The way of buying that was chosen, and why.
#[derive(Clone, Debug)]
pub struct ChosenInstrument {
    /// The way of buying.
    pub instrument: Instrument,
    /// Why this one.
    pub reason: Prose,
}

/// A lot (perceel): a part of the purchase that is awarded on its own.
#[derive(Clone, Debug)]
pub struct Lot {
    /// Its number, from 1.
    pub number: u32,
    /// What it is called.
    pub title: String,
    /// What is bought in it.
    pub description: Prose,
}

/// A product, described for those who need it.
#[derive(Clone, Debug)]
pub struct Product {
    /// What it is called.
    pub title: String,
    /// What one gets.
    pub offer: Prose,
    /// For whom it is.
    pub for_whom: Prose,
    /// How one gets it.
    pub access: Prose,
    /// What one can choose.
    pub choice: Prose,
}

/// A guiding principle (uitgangspunt) of the purchase.
#[derive(Clone, Debug)]
pub struct Principle {
    /// What it is called.
    pub title: String,
    /// What it says.
    pub text: Prose,
}

/// What a trajectory is.
#[derive(Clone, Debug, Template)]
#[template(path = "components/profile/template.html")]
pub struct Profile {
    /// The region that buys together.
    pub region: String,
    /// The municipality that leads.
    pub lead: String,
    /// The other municipalities that buy along.
    pub members: Vec<String>,
    /// The client councils that advise about it.
    pub councils: Vec<String>,
    /// Under which acts.
    pub laws: Vec<Law>,
    /// The way of buying; absent as long as none was chosen.
    pub instrument: Option<ChosenInstrument>,
    /// The lots, by number. Empty means: it is bought as a whole.
    pub lots: Vec<Lot>,
    /// The products, as far as they are described.
    pub products: Vec<Product>,
    /// The guiding principles, in their order.
    pub principles: Vec<Principle>,
}

impl HtmlSafe for Profile {}
