//! From a guiding principle, or from what somebody put in, to what came of it: a document, a
//! requirement, a criterion, an indicator.

use crate::performance::IndicatorSet;
use crate::requirement::Specification;
use crate::trajectory::{DocumentReference, Trajectory};
use crate::{
    ContributionId, CouncilMatterId, OutreachId, QuestionId, RequirementFlagId, RequirementId,
    SessionId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug, Whole};

/// In what it comes back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "in", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is described where its type is")]
pub enum LinkTarget {
    /// In a version of a document.
    Document { document: DocumentReference },
    /// In a requirement of a published version of the requirements.
    Requirement { requirement: RequirementId },
    /// In a criterion by which tenders are judged.
    Criterion { criterion: Slug },
    /// In an indicator that is measured under contracts.
    Indicator { indicator: Slug },
}

/// A link from a principle, or from what somebody put in, to what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TrailLink {
    /// In what it comes back.
    pub target: LinkTarget,
    /// How it comes back there.
    pub explanation: Paragraph,
}

/// It was recorded what came of a guiding principle; it takes the place of what was recorded of it
/// before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PrincipleLinksRecorded {
    /// The key of the principle.
    pub principle: Slug,
    /// The version of the principles that held then.
    pub version: u32,
    /// What came of it.
    pub links: Vec<TrailLink>,
}

/// What somebody put in that was answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is described where its type is")]
pub enum TrailInput {
    /// A contribution to a consultation.
    Contribution { contribution: ContributionId },
    /// A question about the documents.
    Question { question: QuestionId },
    /// What was said in a session: by its place in the report, from 1.
    Statement { session: SessionId, number: Whole },
    /// What a provider said about a requirement.
    RequirementFlag { flag: RequirementFlagId },
    /// What people told of their experience on a theme.
    Experience { outreach: OutreachId, theme: Slug },
    /// What a council brought beside its advice.
    CouncilMatter { matter: CouncilMatterId },
}

impl TrailInput {
    /// Its name among everything that was put in.
    #[must_use]
    pub fn key(&self) -> String {
        match self {
            Self::Contribution { contribution } => format!("contribution.{contribution}"),
            Self::Question { question } => format!("question.{question}"),
            Self::Statement { session, number } => format!("statement.{session}.{}", number.get()),
            Self::RequirementFlag { flag } => format!("requirement-flag.{flag}"),
            Self::Experience { outreach, theme } => format!("experience.{outreach}.{theme}"),
            Self::CouncilMatter { matter } => format!("council-matter.{matter}"),
        }
    }
}

/// It was recorded what came of something that was put in; it takes the place of what was recorded
/// of it before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InputLinksRecorded {
    /// What was put in.
    pub input: TrailInput,
    /// What came of it.
    pub links: Vec<TrailLink>,
}

/// What is wrong with links by themselves.
pub(super) fn repeated(links: &[TrailLink]) -> Faults {
    let mut faults = Faults::none();
    let mut seen = BTreeSet::new();
    for (place, link) in links.iter().enumerate() {
        faults.unless(
            seen.insert(&link.target),
            format!("/links/{place}/target"),
            "Deze koppeling staat twee keer in de lijst.",
        );
    }
    faults
}

/// To what can be linked: facts from other streams.
pub struct LinkTargets<'a> {
    /// The trajectory, with its principles and documents.
    pub trajectory: &'a Trajectory,
    /// The last version of the requirements, once published.
    pub requirements: Option<&'a Specification>,
    /// The criteria by which tenders are judged.
    pub criteria: &'a BTreeSet<Slug>,
    /// What is measured under contracts.
    pub indicators: &'a IndicatorSet,
}

impl LinkTargets<'_> {
    /// What is not there of a principle and of that to which it is linked.
    #[must_use]
    pub fn faults_of_principle(&self, links: &PrincipleLinksRecorded) -> Faults {
        let mut faults = Faults::none();
        faults.unless(
            self.trajectory.principles().iter().any(|it| it.key == links.principle),
            "/principle",
            "Dit traject heeft dit uitgangspunt niet.",
        );
        faults.extend(self.faults_of(&links.links).into_vec());
        faults
    }

    /// What is not there of that to which is linked.
    #[must_use]
    pub fn faults_of(&self, links: &[TrailLink]) -> Faults {
        let mut faults = Faults::none();
        for (place, link) in links.iter().enumerate() {
            let at = format!("/links/{place}/target");
            match &link.target {
                LinkTarget::Document { document } => faults.unless(
                    self.trajectory.document(document.document, document.version.get()).is_some(),
                    format!("{at}/document"),
                    "Deze versie van het document is in dit traject niet gepubliceerd.",
                ),
                LinkTarget::Requirement { requirement } => faults.unless(
                    self.requirements.is_some_and(|it| it.requirement(*requirement).is_some()),
                    format!("{at}/requirement"),
                    "Deze eis staat niet in de laatste gepubliceerde versie van de eisen.",
                ),
                LinkTarget::Criterion { criterion } => faults.unless(
                    self.criteria.contains(criterion),
                    format!("{at}/criterion"),
                    "Dit criterium wordt in dit traject niet gebruikt.",
                ),
                LinkTarget::Indicator { indicator } => faults.unless(
                    self.indicators.measured(indicator.as_str()).is_some(),
                    format!("{at}/indicator"),
                    "Deze indicator wordt in dit traject niet gemeten.",
                ),
            }
        }
        faults
    }
}
