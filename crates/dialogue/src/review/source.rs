//! What is reviewed, and where it was heard or stands: references that exist in the trajectory.

use crate::requirement::Specification;
use crate::vision::Vision;
use crate::{
    AdviceId, ClientResearchId, ConsultationRoundId, IndicatorSet, OutreachId, RequirementId,
    SessionId, SupervisionSignalId,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug};

/// Something that is reviewed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is described where its type is")]
pub enum ReviewSubject {
    /// A policy goal of the vision, or a goal of the purchase.
    Goal { goal: Slug },
    /// A requirement of the last published version.
    Requirement { requirement: RequirementId },
    /// A criterion by which tenders were judged.
    Criterion { criterion: Slug },
    /// An indicator.
    Indicator { indicator: Slug },
}

/// Where something was heard or stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs, reason = "each field is described where its type is")]
pub enum ReviewSource {
    /// In a session.
    Session { session: SessionId },
    /// In an outreach.
    Outreach { outreach: OutreachId },
    /// In a consultation round.
    ConsultationRound { round: ConsultationRoundId },
    /// In an advice of a client council.
    Advice { advice: AdviceId },
    /// In the validated values of an indicator.
    Indicator { indicator: Slug },
    /// In a report of a supervisor about the trajectory as a whole.
    SupervisionReport { report: SupervisionSignalId },
    /// In research into the experience of clients that was published.
    ClientResearch { research: ClientResearchId },
    /// Elsewhere: in words.
    Elsewhere { place: Paragraph },
}

/// What of a trajectory can be reviewed: facts from other streams.
pub struct ReviewTargets<'a> {
    /// The vision behind it.
    pub vision: &'a Vision,
    /// The last version of the requirements, once published.
    pub requirements: Option<&'a Specification>,
    /// The criteria by which tenders were judged.
    pub criteria: &'a BTreeSet<Slug>,
    /// The indicators.
    pub indicators: &'a IndicatorSet,
}

impl ReviewTargets<'_> {
    /// Which subjects do not exist in the trajectory.
    #[must_use]
    pub fn faults_of(&self, subjects: &[ReviewSubject]) -> Faults {
        let mut faults = Faults::none();
        for (place, subject) in subjects.iter().enumerate() {
            faults.unless(
                self.has(subject),
                format!("/subjects/{place}"),
                "Dit doel, deze eis, dit criterium of deze indicator bestaat niet in dit traject.",
            );
        }
        faults
    }

    fn has(&self, subject: &ReviewSubject) -> bool {
        match subject {
            ReviewSubject::Goal { goal } => {
                self.vision.goals().any(|it| it.goal.key == *goal)
                    || self.requirements.is_some_and(|it| it.goal_keys().contains(goal))
            }
            ReviewSubject::Requirement { requirement } => {
                self.requirements.is_some_and(|it| it.requirement(*requirement).is_some())
            }
            ReviewSubject::Criterion { criterion } => self.criteria.contains(criterion),
            ReviewSubject::Indicator { indicator } => self.indicators.knows(indicator),
        }
    }
}
