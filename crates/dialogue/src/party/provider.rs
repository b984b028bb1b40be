//! A provider (zorgaanbieder) and its profile. Which organisation it is, only the vault knows.
//!
//! The names of the events are the storage format: they never change.

use super::PartyRefusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{Refusal, Sealed};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::MunicipalityCode;

/// How large an organisation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationSize {
    /// One person (vrijgevestigd, eenpersoonspraktijk).
    OnePerson,
    /// Fewer than ten employees.
    Micro,
    /// Ten to fifty employees.
    Small,
    /// Fifty to two hundred and fifty employees.
    Medium,
    /// More.
    Large,
}

/// A domain of care.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CareDomain {
    /// Youth and parenting help (Jeugd & Opvoedhulp).
    ParentingSupport,
    /// Help for a mild intellectual disability (licht verstandelijke beperking, LVB).
    MildIntellectualDisability,
    /// Mental health care (geestelijke gezondheidszorg, GGZ).
    MentalHealth,
    /// Safety: child protection and youth probation (Veiligheid).
    Safety,
    /// Social support (Wmo).
    SocialSupport,
}

/// A register in which professionals stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProfessionalRegister {
    /// Youth professionals (Kwaliteitsregister Jeugd, SKJ).
    YouthProfessionals,
    /// Health professionals (BIG-register).
    HealthProfessionals,
    /// Social workers (Registerplein).
    SocialWorkers,
    /// Care providers and practices with an AGB code.
    AgbCode,
    /// Another one.
    Other,
}

/// A certificate or quality mark of an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Certificate {
    /// Quality management (ISO 9001).
    #[serde(rename = "iso-9001")]
    Iso9001,
    /// Quality management in care (EN 15224, formerly NEN-EN-ISO 9001 for care).
    #[serde(rename = "en-15224")]
    En15224,
    /// Care and welfare (HKZ).
    Hkz,
    /// Information security in care (NEN 7510).
    #[serde(rename = "nen-7510")]
    Nen7510,
    /// Small care organisations (Keurmerk Basiskwaliteit, Kiwa and the like).
    SmallOrganisations,
    /// Another one.
    Other,
}

/// What a provider tells of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProviderProfile {
    /// Its name and numbers, under its own key.
    pub identity: Sealed,
    /// Its contact person, under that person's key.
    pub contact: Sealed,
    /// How large it is.
    pub size: OrganisationSize,
    /// The domains in which it works.
    pub domains: BTreeSet<CareDomain>,
    /// The municipalities in which it works.
    pub municipalities: BTreeSet<MunicipalityCode>,
    /// The registers in which its professionals stand.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub registers: BTreeSet<ProfessionalRegister>,
    /// The certificates that it holds.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub certificates: BTreeSet<Certificate>,
    /// Whether it is a civic initiative (inwonersinitiatief). It asks and gives nobody more or
    /// less: everyone takes part in the same way.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub civic_initiative: bool,
}

/// A provider registered its profile, or another one took its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProviderRegistered {
    /// The profile.
    pub profile: ProviderProfile,
}

events! {
    /// What can have happened to a provider.
    ProviderEvent in "provider" {
        ProviderRegistered v 1,
    }
}

/// What can be asked of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "it is the command for the event of its name")]
pub enum ProviderCommand {
    Register(ProviderProfile),
}

/// The state of a provider.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provider {
    profile: Option<ProviderProfile>,
}

impl Provider {
    /// Its profile.
    ///
    /// # Errors
    /// When it has none yet.
    pub fn profile(&self) -> Result<&ProviderProfile, Refusal> {
        self.profile.as_ref().ok_or_else(|| PartyRefusal::NotRegistered.into())
    }
}

impl Decider for Provider {
    const CATEGORY: &'static str = "provider";
    type Command = ProviderCommand;
    type Event = ProviderEvent;

    fn decide(
        &self,
        ProviderCommand::Register(profile): ProviderCommand,
    ) -> Result<Vec<ProviderEvent>, Refusal> {
        if self.profile.as_ref() == Some(&profile) {
            return Ok(vec![]);
        }
        Ok(vec![ProviderRegistered { profile }.into()])
    }

    fn evolve(&mut self, event: &ProviderEvent) {
        let ProviderEvent::ProviderRegistered(registered) = event;
        self.profile = Some(registered.profile.clone());
    }
}

aggregate!(Provider);
