//! From a guiding principle to what came of it: a document, a requirement, a criterion.

use crate::RequirementId;
use crate::requirement::Specification;
use crate::trajectory::{DocumentReference, Trajectory};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug};

/// In what a principle comes back.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "in", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is described where its type is")]
pub enum PrincipleTarget {
    /// In a version of a document.
    Document { document: DocumentReference },
    /// In a requirement of a published version of the requirements.
    Requirement { requirement: RequirementId },
    /// In a criterion by which tenders are judged.
    Criterion { criterion: Slug },
}

/// A link from a principle to what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PrincipleLink {
    /// In what it comes back.
    pub target: PrincipleTarget,
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
    pub links: Vec<PrincipleLink>,
}

impl PrincipleLinksRecorded {
    /// What is wrong with it by itself.
    pub(super) fn faults(&self) -> Faults {
        let mut faults = Faults::none();
        let mut seen = BTreeSet::new();
        for (place, link) in self.links.iter().enumerate() {
            faults.unless(
                seen.insert(&link.target),
                format!("/links/{place}/target"),
                "Deze koppeling staat twee keer in de lijst.",
            );
        }
        faults
    }
}

/// To what a principle can be linked: facts from other streams.
pub struct LinkTargets<'a> {
    /// The trajectory, with its principles and documents.
    pub trajectory: &'a Trajectory,
    /// The last version of the requirements, once published.
    pub requirements: Option<&'a Specification>,
    /// The criteria by which tenders are judged.
    pub criteria: &'a BTreeSet<Slug>,
}

impl LinkTargets<'_> {
    /// What is not there of that to which is linked.
    #[must_use]
    pub fn faults_of(&self, links: &PrincipleLinksRecorded) -> Faults {
        let mut faults = Faults::none();
        faults.unless(
            self.trajectory.principles().iter().any(|it| it.key == links.principle),
            "/principle",
            "Dit traject heeft dit uitgangspunt niet.",
        );
        for (place, link) in links.links.iter().enumerate() {
            let at = format!("/links/{place}/target");
            match &link.target {
                PrincipleTarget::Document { document } => faults.unless(
                    self.trajectory.document(document.document, document.version.get()).is_some(),
                    format!("{at}/document"),
                    "Deze versie van het document is in dit traject niet gepubliceerd.",
                ),
                PrincipleTarget::Requirement { requirement } => faults.unless(
                    self.requirements.is_some_and(|it| it.requirement(*requirement).is_some()),
                    format!("{at}/requirement"),
                    "Deze eis staat niet in de laatste gepubliceerde versie van de eisen.",
                ),
                PrincipleTarget::Criterion { criterion } => faults.unless(
                    self.criteria.contains(criterion),
                    format!("{at}/criterion"),
                    "Dit criterium wordt in dit traject niet gebruikt.",
                ),
            }
        }
        faults
    }
}
