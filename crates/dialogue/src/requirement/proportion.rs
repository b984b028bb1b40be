//! Whether suitability requirements are in proportion: how many known providers would meet each.
//! Counts are told in steps, so that nobody can be found by them.

use super::balance::count;
use super::{Requirement, RequirementPlace, Specification};
use crate::RequirementId;
use crate::knowledge::Figure;
use crate::party::{Certificate, ProfessionalRegister, ProviderProfile};
use serde::Serialize;
use utoipa::ToSchema;
use vocabulary::{MunicipalityCode, Title};

/// How many, as far as it is told: from the first to the last of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KnownCount {
    /// At least so many.
    pub at_least: u32,
    /// At most so many.
    pub at_most: u32,
}

impl KnownCount {
    fn of(number: usize) -> Self {
        let step = Figure::value("known-providers-step").max(2);
        let at_least = count(number) / step * step;
        Self { at_least, at_most: at_least + step - 1 }
    }
}

/// How many known providers would meet a suitability requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RequirementProportion {
    /// The requirement.
    pub id: RequirementId,
    /// What it is called.
    pub title: Title,
    /// How many known providers would meet it; absent when their profiles do not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub meet: Option<KnownCount>,
    /// Whether these may be few.
    pub few: bool,
}

/// Whether suitability requirements are in proportion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Proportionality {
    /// In steps of how many is told.
    pub step: u32,
    /// How many providers are known that work in the region.
    pub known: KnownCount,
    /// For each suitability requirement.
    pub requirements: Vec<RequirementProportion>,
}

impl Specification {
    /// Counts the known providers of a region that would meet each suitability requirement.
    #[must_use]
    pub fn proportionality(
        &self,
        profiles: &[ProviderProfile],
        region: &[MunicipalityCode],
    ) -> Proportionality {
        let works = |it: &&ProviderProfile| region.iter().any(|at| it.municipalities.contains(at));
        let here: Vec<_> = profiles.iter().filter(works).collect();
        let suitability = self.requirements.iter();
        let suitability =
            suitability.filter(|it| it.requirement.place == RequirementPlace::Suitability);
        let requirements = suitability.map(|it| {
            let met = here.iter().filter(|profile| it.requirement.met_by(profile)).count();
            let meet = it.requirement.can_be_seen().then(|| KnownCount::of(met));
            let few = Figure::value("suitable-providers-few");
            RequirementProportion {
                id: it.id,
                title: it.requirement.title.clone(),
                meet,
                few: meet.is_some_and(|meet| meet.at_least < few),
            }
        });
        Proportionality {
            step: Figure::value("known-providers-step"),
            known: KnownCount::of(here.len()),
            requirements: requirements.collect(),
        }
    }
}

/// What a known source is called in a profile.
enum InProfile {
    Register(ProfessionalRegister),
    Certificate(Certificate),
}

impl Requirement {
    fn in_profile(&self) -> Option<InProfile> {
        Some(match self.source.known.as_ref()?.id.as_str() {
            "skj" => InProfile::Register(ProfessionalRegister::YouthProfessionals),
            "big" => InProfile::Register(ProfessionalRegister::HealthProfessionals),
            "register-social-workers" => InProfile::Register(ProfessionalRegister::SocialWorkers),
            "hkz" => InProfile::Certificate(Certificate::Hkz),
            "iso-9001" => InProfile::Certificate(Certificate::Iso9001),
            _ => return None,
        })
    }

    /// Whether a profile can tell that it is met.
    fn can_be_seen(&self) -> bool {
        self.in_profile().is_some() || self.suitability.is_some()
    }

    /// Whether a provider would meet it, as far as its profile tells.
    fn met_by(&self, profile: &ProviderProfile) -> bool {
        let known = self.in_profile().is_none_or(|wanted| match wanted {
            InProfile::Register(register) => profile.registers.contains(&register),
            InProfile::Certificate(mark) => profile.certificates.contains(&mark),
        });
        let tested = self.suitability.as_ref().is_none_or(|test| {
            test.size_at_least.is_none_or(|size| profile.size as u8 >= size as u8)
                && test.domains.is_subset(&profile.domains)
        });
        known && tested
    }
}
