//! Notices about the trajectory in the national system, TenderNed. The platform supplements them
//! and never takes their place.

use super::{Trajectory, TrajectoryEvent};
use crate::Refusal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Label, Paragraph, Whole};

/// What kind of notice it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NoticeKind {
    /// That a market consultation is held (marktconsultatie).
    MarketConsultation,
    /// What is going to be bought (vooraankondiging).
    PriorInformation,
    /// That it is bought (aankondiging van de opdracht).
    Contract,
    /// A correction of an earlier notice (rectificatie; art. 2.67 Aanbestedingswet 2012).
    Rectification,
    /// Who got it (aankondiging van de gegunde opdracht).
    Award,
}

/// A notice in TenderNed was linked to the trajectory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TrajectoryNoticeLinked {
    /// Its number in TenderNed (publicatie-id).
    #[schema(example = "412345")]
    pub publication: Label,
    /// What kind of notice it is.
    pub kind: NoticeKind,
    /// The day on which TenderNed published it.
    #[schema(value_type = String, format = Date, example = "2026-05-28")]
    pub published_on: Date,
    /// The number of the notice that it corrects; needed for a rectification.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<Label>,
    /// The number of the clarification note that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Whole>,
    /// What it is about, or what it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remark: Option<Paragraph>,
}

impl Trajectory {
    pub(super) fn link_notice(
        &self,
        notice: TrajectoryNoticeLinked,
        notes: u32,
    ) -> Result<Vec<TrajectoryEvent>, Refusal> {
        if self.notices.contains(&notice) {
            return Ok(vec![]);
        }
        let known = |id: &Label| self.notices.iter().any(|it| it.publication == *id);
        let mut faults = Faults::none();
        let digits = |id: &Label| id.as_str().bytes().all(|byte| byte.is_ascii_digit());
        faults.unless(
            digits(&notice.publication) && notice.publication.as_str().len() <= 12,
            "/publication",
            "Een publicatie-id van TenderNed bestaat uit cijfers, hoogstens twaalf.",
        );
        faults.unless(
            !known(&notice.publication),
            "/publication",
            "Deze publicatie is al vastgelegd met een andere inhoud.",
        );
        match (&notice.corrects, notice.kind) {
            (None, NoticeKind::Rectification) => {
                faults.add("/corrects", "Noem de publicatie die deze rectificatie verbetert.")
            }
            (Some(corrected), NoticeKind::Rectification) => faults.unless(
                known(corrected),
                "/corrects",
                "Leg eerst de publicatie vast die deze rectificatie verbetert.",
            ),
            (Some(_), _) => faults.add("/corrects", "Alleen een rectificatie verbetert iets."),
            (None, _) => {}
        }
        faults.unless(
            notice.note.is_none_or(|note| (1..=notes).contains(&note.get())),
            "/note",
            "Deze nota van inlichtingen bestaat niet.",
        );
        faults.check()?;
        Ok(vec![notice.into()])
    }
}
