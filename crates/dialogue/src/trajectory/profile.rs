//! What a trajectory is: who buys, under which act, in which way, in which parts.

use crate::PhaseKind;
use calendar::Term;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Faults, Label, MunicipalityCode, Paragraph, Prose, Title, Whole};

/// The act under which care is bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Law {
    /// Youth help (Jeugdwet).
    YouthAct,
    /// Social support (Wet maatschappelijke ondersteuning 2015).
    SocialSupportAct,
}

/// The way of buying. Which rules and which legal remedy apply follows from it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Instrument {
    /// Doing it oneself (inbesteden).
    InHouse,
    /// The open procedure (openbare procedure).
    OpenProcedure,
    /// The restricted procedure (niet-openbare procedure).
    RestrictedProcedure,
    /// The procedure for social and other specific services (SAS).
    SocialServices,
    /// The same, without comparing bids (SAS zonder emvi).
    SocialServicesWithoutComparison,
    /// Competitive dialogue (concurrentiegerichte dialoog).
    CompetitiveDialogue,
    /// Open house: whoever meets the conditions gets a contract.
    OpenHouse,
    /// A subsidy (subsidie).
    Subsidy,
}

impl Instrument {
    /// Whether bids are compared with each other in it.
    #[must_use]
    pub const fn compares(self) -> bool {
        match self {
            Self::OpenProcedure
            | Self::RestrictedProcedure
            | Self::SocialServices
            | Self::CompetitiveDialogue => true,
            Self::InHouse
            | Self::SocialServicesWithoutComparison
            | Self::OpenHouse
            | Self::Subsidy => false,
        }
    }
}

/// A lot (perceel): a part of the purchase that is awarded on its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Lot {
    /// Its number, from 1.
    #[schema(example = 1)]
    pub number: Whole,
    /// What it is called.
    pub title: Title,
    /// What is bought in it.
    pub description: Paragraph,
}

/// A milestone in the planning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Milestone {
    /// What happens then.
    pub title: Title,
    /// In which phase.
    pub phase: PhaseKind,
    /// Until when, and on what ground.
    pub term: Term,
}

/// A municipality that buys.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Buyer {
    /// Its code by Statistics Netherlands.
    pub code: MunicipalityCode,
    /// What it is called.
    pub name: Label,
}

/// A client council that advises.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AdvisingCouncil {
    /// The code by which this platform knows it.
    pub code: CouncilCode,
    /// What it is called.
    pub name: Title,
}

/// What a trajectory is, from its start.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Profile {
    /// What it is called.
    pub title: Title,
    /// What is bought and for whom, in plain Dutch: inhabitants read this.
    pub summary: Prose,
    /// The region that buys together.
    pub region: Title,
    /// The municipality that leads.
    pub lead: Buyer,
    /// The other municipalities that buy along.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub members: Vec<Buyer>,
    /// Under which acts.
    #[schema(min_items = 1)]
    pub laws: BTreeSet<Law>,
    /// The client councils that advise about it.
    #[serde(default)]
    #[schema(max_items = 50)]
    pub councils: Vec<AdvisingCouncil>,
}

impl Profile {
    /// Everyone who buys, the lead first.
    pub fn buyers(&self) -> impl Iterator<Item = &Buyer> {
        [&self.lead].into_iter().chain(&self.members)
    }

    /// What is wrong with it.
    pub(super) fn faults(&self) -> Faults {
        let mut faults = Faults::none();
        let mut codes = BTreeSet::from([&self.lead.code]);
        for (place, member) in self.members.iter().enumerate() {
            faults.unless(
                codes.insert(&member.code),
                format!("/members/{place}/code"),
                "Deze gemeente doet al mee.",
            );
        }
        let mut codes = BTreeSet::new();
        for (place, council) in self.councils.iter().enumerate() {
            faults.unless(
                codes.insert(&council.code),
                format!("/councils/{place}/code"),
                "Deze raad adviseert al.",
            );
        }
        faults.unless(!self.laws.is_empty(), "/laws", "Noem minstens één wet.");
        faults
    }
}
