//! The vision behind a purchase as everyone sees it: its goals with the questions that are open,
//! the guiding principles in all their versions and what came of them, and the documents that
//! follow.

use super::TrajectoryView;
use crate::Model;
use dialogue::trajectory::{DocumentReference, Principle, PrincipleAuthor};
use dialogue::vision::{
    CompanionDocumentTracked, CompanionKind, Development, DevelopmentEnded, GoalState, PolicyGoal,
    PolicyGoalDropped, TrailLink, VisionQuestion, VisionRefusal, VisionStated,
};
use dialogue::{Decider, Refusal, TrajectoryEvent, TrajectoryId, Vision, VisionEvent};
use event_log::RecordedEvent;
use http::Problem;
use jiff::Timestamp;
use projection::{ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Whole};

/// A vision as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct VisionRow {
    version: u64,
    vision: Vision,
}

/// A policy goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PolicyGoalView {
    /// The goal, with an answer to each question that has one.
    pub goal: PolicyGoal,
    /// Whether it is ready: it has a measurable result and an indicator, and was called so.
    pub ready: bool,
    /// The questions about it that have no answer yet.
    pub open: Vec<VisionQuestion>,
}

/// A document that elaborates the vision, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct CompanionView {
    /// Which document.
    pub kind: CompanionKind,
    /// Where it stands; absent while that was not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracked: Option<CompanionDocumentTracked>,
    /// The newest version of each document of that kind that was published.
    pub published: Vec<DocumentReference>,
}

/// The vision behind a purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VisionView {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Its version.
    pub version: u64,
    /// The vision in words, once stated.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement: Option<VisionStated>,
    /// The policy goals.
    pub goals: Vec<PolicyGoalView>,
    /// The policy goals that were dropped, and why.
    pub dropped_goals: Vec<PolicyGoalDropped>,
    /// The developments that play.
    pub developments: Vec<Development>,
    /// The developments that no longer play, and why.
    pub ended_developments: Vec<DevelopmentEnded>,
    /// The documents that elaborate it, with where each stands.
    pub companions: Vec<CompanionView>,
}

/// A version of the guiding principles.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PrinciplesVersionView {
    /// Which version, from 1.
    pub version: u32,
    /// The principles.
    pub principles: Vec<Principle>,
    /// With whom they were written.
    pub written_with: BTreeSet<PrincipleAuthor>,
    /// What changed since the version before, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Paragraph>,
    /// When it was recorded, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
}

/// What came of a guiding principle.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PrincipleLinksView {
    /// The key of the principle.
    pub principle: Slug,
    /// The version of the principles that held when it was recorded.
    pub version: u32,
    /// Whether the principle says something else by now.
    pub outdated: bool,
    /// What came of it.
    pub links: Vec<TrailLink>,
}

/// The guiding principles in all their versions, with what came of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PrinciplesView {
    /// The versions, the oldest first.
    pub versions: Vec<PrinciplesVersionView>,
    /// What came of them.
    pub links: Vec<PrincipleLinksView>,
}

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &VisionEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let mut row: VisionRow = rows.get("vision", id)?.unwrap_or_default();
    row.version = recorded.version.0;
    row.vision.evolve(event);
    rows.put("vision", id, &[], &row)
}

/// Keeps every version of the guiding principles.
pub(super) fn principles(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &TrajectoryEvent,
) -> Result<(), ProjectionError> {
    let TrajectoryEvent::TrajectoryPrinciplesRecorded(new) = event.clone() else {
        return Ok(());
    };
    let id = recorded.stream.id();
    let mut versions: Vec<PrinciplesVersionView> = rows.get("principles", id)?.unwrap_or_default();
    versions.push(PrinciplesVersionView {
        version: new.version,
        principles: new.principles,
        written_with: new.written_with,
        change: new.change,
        recorded_at: recorded.recorded_at,
    });
    rows.put("principles", id, &[], &versions)
}

fn goal(GoalState { goal, ready }: &GoalState) -> PolicyGoalView {
    PolicyGoalView { goal: goal.clone(), ready: *ready, open: goal.open() }
}

fn companion(kind: CompanionKind, vision: &Vision, trajectory: &TrajectoryView) -> CompanionView {
    let documents = trajectory.documents.iter().filter(|it| it.kind == kind.document_kind());
    let published = documents.filter_map(|it| {
        let version = Whole::new(it.versions.last()?.version);
        Some(DocumentReference { document: it.id, version, section: None })
    });
    CompanionView { kind, tracked: vision.companion(kind).cloned(), published: published.collect() }
}

impl Model {
    fn vision_row(&self, id: TrajectoryId) -> Result<Option<VisionRow>, Problem> {
        self.with(|read| read.document("SELECT body FROM vision WHERE id = ?1", [id.to_string()]))
    }

    /// The vision behind a trajectory as rules use it; one without anything when there is none.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn vision_of(&self, id: TrajectoryId) -> Result<Vision, Problem> {
        Ok(self.vision_row(id)?.unwrap_or_default().vision)
    }

    /// The vision behind a trajectory.
    ///
    /// # Errors
    /// When nothing was recorded yet, or there is no such trajectory.
    pub fn vision(&self, id: TrajectoryId) -> Result<VisionView, Problem> {
        let trajectory = self.trajectory(id)?;
        let unknown = || crate::refusal_problem(&Refusal::from(VisionRefusal::Unknown));
        let VisionRow { version, vision } = self.vision_row(id)?.ok_or_else(unknown)?;
        let companions = CompanionKind::ALL.map(|kind| companion(kind, &vision, &trajectory));
        Ok(VisionView {
            trajectory: id,
            version,
            statement: vision.statement().cloned(),
            goals: vision.goals().map(goal).collect(),
            dropped_goals: vision.dropped().cloned().collect(),
            developments: vision.developments().cloned().collect(),
            ended_developments: vision.ended().cloned().collect(),
            companions: companions.into(),
        })
    }

    /// The guiding principles of a trajectory in all their versions, with what came of them.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn principles(&self, id: TrajectoryId) -> Result<PrinciplesView, Problem> {
        self.trajectory(id)?;
        let sql = "SELECT body FROM principles WHERE id = ?1";
        let versions: Vec<PrinciplesVersionView> =
            self.with(|read| read.document(sql, [id.to_string()]))?.unwrap_or_default();
        let said = |version: u32, key: &Slug| {
            let version = versions.iter().find(|it| it.version == version)?;
            version.principles.iter().find(|it| it.key == *key)
        };
        let last = versions.last().map_or(0, |it| it.version);
        let vision = self.vision_of(id)?;
        let links = vision.links().map(|it| PrincipleLinksView {
            principle: it.principle.clone(),
            version: it.version,
            outdated: said(it.version, &it.principle) != said(last, &it.principle),
            links: it.links.clone(),
        });
        let links = links.collect();
        Ok(PrinciplesView { versions, links })
    }
}
