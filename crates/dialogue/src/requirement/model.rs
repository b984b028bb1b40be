//! What a requirement is made of.

use crate::RequirementId;
use crate::knowledge::{KnownSource, KnownSourceVersion, SourceKind};
use crate::party::{CareDomain, OrganisationSize};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{MunicipalityCode, Paragraph, Slug, Title, Whole};

/// Where a requirement comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequirementSource {
    /// What kind of source it is.
    pub kind: SourceKind,
    /// Which known source; none for an own requirement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<KnownSourceVersion>,
}

/// About what a requirement is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RequirementObject {
    /// The professional who helps.
    Professional,
    /// The organisation that helps.
    Organisation,
    /// The way of helping (methode).
    Method,
    /// What is to be reached (resultaat).
    Result,
}

/// At which level something is asked.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RequirementLevel {
    /// What is put in, such as training.
    Input,
    /// How the work is done.
    Throughput,
    /// What is delivered.
    Output,
    /// What it brings about for people.
    Outcome,
}

/// What a requirement does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequirementKind {
    /// A minimum that everyone meets (minimumeis).
    Minimum,
    /// An indicator that is talked about, more or less reached (indicator).
    Indicator,
    /// An indicator of how well help by several fits together (samenhang).
    Coherence,
}

/// How far a requirement prescribes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SpecificationMode {
    /// It says precisely what is done (technisch gespecificeerd).
    Technical,
    /// It says what is to be reached (functioneel gespecificeerd).
    Functional,
}

/// Where in the documents a requirement stands, and so what it decides.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum RequirementPlace {
    /// Who may take part (geschiktheidseis).
    Suitability,
    /// What everyone delivers (programma van eisen).
    Programme,
    /// In what tenders differ (gunningscriterium).
    Award,
    /// What a subsidy obliges to (subsidievoorwaarde).
    SubsidyCondition,
}

/// Whose time a requirement takes.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum BurdenBearer {
    /// Of the professional who helps.
    Professional,
    /// Of the organisation behind the professional.
    Organisation,
    /// Of the client or the family.
    Client,
    /// Of the municipality.
    Municipality,
}

/// How often the time is taken.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum BurdenUnit {
    /// For each client.
    Client,
    /// Every year, for each provider.
    Year,
}

/// What a requirement costs in time, as estimated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Burden {
    /// How many minutes.
    #[schema(example = 10)]
    pub minutes: Whole,
    /// How often.
    pub per: BurdenUnit,
    /// Whose time.
    pub bearer: BurdenBearer,
    /// Whether something is to be registered for it.
    pub registration: bool,
    /// How it was estimated.
    pub estimate: Paragraph,
}

/// What of a requirement holds for subcontractors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FlowDown {
    /// Nothing: the main contractor answers for it.
    #[default]
    None,
    /// It holds for those to whom it applies, such as for every professional.
    WhereApplicable,
    /// All of it.
    Whole,
}

/// How far an outcome lies in the hands of a provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Influence {
    /// What the provider can do about it: this is what counts.
    pub within: Paragraph,
    /// What lies outside its reach, and does not count.
    pub outside: Paragraph,
}

/// What a known provider has, as it tells itself, by which one can see whether it would be let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuitabilityTest {
    /// At least this size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size_at_least: Option<OrganisationSize>,
    /// Works in all of these domains.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub domains: BTreeSet<CareDomain>,
}

/// The entry of a library from which a requirement was picked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LibraryReference {
    /// Whose library.
    pub municipality: MunicipalityCode,
    /// The entry.
    pub entry: RequirementId,
    /// Its version.
    pub version: u32,
}

/// A requirement (eis).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Requirement {
    /// What it is called.
    pub title: Title,
    /// What it says, as it stands in the documents.
    pub text: Paragraph,
    /// Where it comes from.
    pub source: RequirementSource,
    /// About what it is.
    pub object: RequirementObject,
    /// At which level it asks something.
    pub level: RequirementLevel,
    /// What it does.
    pub kind: RequirementKind,
    /// How far it prescribes.
    pub specification: SpecificationMode,
    /// Where in the documents it stands.
    pub place: RequirementPlace,
    /// For which lots; none is for all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(max_items = 99)]
    pub lots: BTreeSet<Whole>,
    /// The goal that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal: Option<Slug>,
    /// How it is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measurement: Option<Paragraph>,
    /// How it is verified that it is met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verification: Option<Paragraph>,
    /// What is accepted as evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub evidence: Vec<Title>,
    /// What it costs in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub burden: Option<Burden>,
    /// What it covers, by the names that known sources use.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(max_items = 20)]
    pub topics: BTreeSet<Slug>,
    /// Why an own text, where a known source covers the same.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead_of_known: Option<Paragraph>,
    /// How far it lies in the hands of a provider; needed for an outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub influence: Option<Influence>,
    /// What of it holds for subcontractors.
    #[serde(default)]
    pub flow_down: FlowDown,
    /// The award criterion in which it is weighed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub criterion: Option<Slug>,
    /// By what one can see whether known providers meet it; for a suitability requirement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suitability: Option<SuitabilityTest>,
    /// From which entry of a library it was picked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub library: Option<LibraryReference>,
}

impl Requirement {
    /// A requirement that refers to a known source, in the model sentence.
    #[must_use]
    pub fn of_known(source: &KnownSource) -> Option<Self> {
        Some(Self {
            title: source.title.clone(),
            text: source.model_sentence.clone(),
            source: RequirementSource { kind: source.kind, known: Some(source.reference()) },
            object: source.object,
            level: source.level,
            kind: RequirementKind::Minimum,
            specification: SpecificationMode::Functional,
            place: source.suits,
            lots: BTreeSet::new(),
            goal: None,
            measurement: None,
            verification: None,
            evidence: vec![],
            burden: None,
            topics: source.topics.clone(),
            instead_of_known: None,
            influence: match source.level {
                RequirementLevel::Outcome => Some(Influence {
                    within: "Wat de bron zelf aan de aanbieder toerekent.".parse().ok()?,
                    outside: "Wat de bron zelf niet aan de aanbieder toerekent.".parse().ok()?,
                }),
                _ => None,
            },
            flow_down: FlowDown::WhereApplicable,
            criterion: None,
            suitability: None,
            library: None,
        })
    }

    /// The known source to which it refers.
    #[must_use]
    pub fn known(&self) -> Option<&'static KnownSource> {
        self.source.known.as_ref().and_then(KnownSource::find)
    }
}
