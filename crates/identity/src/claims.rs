//! What a token says.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;
use vocabulary::{CouncilCode, MunicipalityCode, OrganisationNumber};

/// A party to the dialogue. Each has a service of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// A municipality (gemeente).
    Municipality,
    /// A provider of care (zorgaanbieder).
    Provider,
    /// A client council (adviesraad).
    Council,
}

impl Party {
    /// The name in tokens and events.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Municipality => "municipality",
            Self::Provider => "provider",
            Self::Council => "council",
        }
    }

    /// The roles that this party has.
    #[must_use]
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Municipality => &[
                Role::Buyer,
                Role::Approver,
                Role::ContractManager,
                Role::ComplaintHandler,
                Role::Reader,
                Role::Assessor,
                Role::Expert,
            ],
            Self::Provider => &[Role::Submitter, Role::Reader],
            Self::Council => &[Role::Member, Role::Secretary, Role::Chair],
        }
    }

    /// Whether a text names an organisation of this party.
    fn knows(self, organisation: &str) -> bool {
        match self {
            Self::Municipality => MunicipalityCode::check(organisation).is_ok(),
            Self::Provider => OrganisationNumber::check(organisation).is_ok(),
            Self::Council => CouncilCode::check(organisation).is_ok(),
        }
    }
}

/// A role in which somebody speaks for an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Prepares and publishes (inkoper).
    Buyer,
    /// Approves what another wrote (tweede persoon, juridisch of inhoudelijk akkoord).
    Approver,
    /// Keeps the contracts (contractmanager).
    ContractManager,
    /// Handles objections; takes no part in procedures (klachtbehandelaar).
    ComplaintHandler,
    /// Reads along.
    Reader,
    /// Assesses tenders where appointed, also from outside: expert, client (beoordelaar).
    Assessor,
    /// Drafts answers to the questions that are assigned to it, from outside (extern deskundige).
    Expert,
    /// Submits for a provider (indiener).
    Submitter,
    /// Member of a council (raadslid).
    Member,
    /// Secretary of a council (ambtelijk secretaris).
    Secretary,
    /// Chair of a council (voorzitter).
    Chair,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 11] = [
        Self::Buyer,
        Self::Approver,
        Self::ContractManager,
        Self::ComplaintHandler,
        Self::Reader,
        Self::Assessor,
        Self::Expert,
        Self::Submitter,
        Self::Member,
        Self::Secretary,
        Self::Chair,
    ];

    /// The name in tokens, events and API documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Approver => "approver",
            Self::ContractManager => "contract-manager",
            Self::ComplaintHandler => "complaint-handler",
            Self::Reader => "reader",
            Self::Assessor => "assessor",
            Self::Expert => "expert",
            Self::Submitter => "submitter",
            Self::Member => "member",
            Self::Secretary => "secretary",
            Self::Chair => "chair",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl FromStr for Role {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(())
    }
}

/// For which organisation somebody may speak, in which roles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mandate {
    /// The party.
    pub party: Party,
    /// The organisation: a municipality's code (`GM0233`), a provider's number with its register
    /// (`NL-KVK-90000011`), or a council's code.
    pub organisation: String,
    /// The roles.
    pub roles: BTreeSet<Role>,
}

impl Mandate {
    /// Whether it names an organisation and roles that its party has.
    #[must_use]
    pub fn makes_sense(&self) -> bool {
        self.party.knows(&self.organisation)
            && !self.roles.is_empty()
            && self.roles.iter().all(|role| self.party.roles().contains(role))
    }
}

/// The claims of a token.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who issued it.
    pub iss: String,
    /// For whom it is meant.
    pub aud: String,
    /// The person, as its issuer knows that person.
    pub sub: String,
    /// Until when it counts, in seconds since 1970.
    pub exp: u64,
    /// From when it counts, in seconds since 1970.
    pub nbf: u64,
    /// For which organisations the person may speak.
    pub mandates: Vec<Mandate>,
}
