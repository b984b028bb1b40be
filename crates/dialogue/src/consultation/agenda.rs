//! What goes on after a report: contributions move between this purchase and the development
//! agenda, and what is on the agenda gets on, for everyone to follow.

use super::contribution::SENSITIVE;
use super::{
    ConsultationRefusal, ConsultationRound, ConsultationRoundEvent, Disposition, ReportItem, Track,
    repeats,
};
use crate::{ContributionId, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph};

/// How far something on the development agenda is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AgendaStatus {
    /// It waits for its turn.
    Waiting,
    /// It is being worked on.
    Started,
    /// It is done.
    Done,
    /// It will not be done after all.
    Dropped,
}

/// A contribution of the report was moved to another track, for everyone to read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReportItemMoved {
    /// The contribution. Only its contributor is shown this name.
    pub contribution: ContributionId,
    /// Where it goes on.
    pub track: Track,
    /// Why.
    pub reason: Paragraph,
}

/// It was told how far a contribution on the development agenda is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgendaItemProgressed {
    /// The contribution. Only its contributor is shown this name.
    pub contribution: ContributionId,
    /// How far it is.
    pub status: AgendaStatus,
    /// What was done, what comes next, or why it will not be done.
    pub explanation: Paragraph,
}

impl Disposition {
    /// Whether something is done with it, and on which track when nothing else is said; `meant`:
    /// for what its contributor meant it.
    #[must_use]
    pub const fn track(self, meant: Track) -> Track {
        match self {
            Self::MovedToDevelopmentAgenda => Track::DevelopmentAgenda,
            Self::Adopted | Self::PartlyAdopted => meant,
            Self::NotAdopted | Self::OutOfScope => Track::ThisPurchase,
        }
    }
}

impl ReportItem {
    /// On which track it went on when the report was published.
    #[must_use]
    pub fn track(&self) -> Track {
        self.track.unwrap_or_else(|| self.disposition.track(Track::ThisPurchase))
    }
}

impl ConsultationRound {
    /// On which track a contribution of the report goes on now.
    fn track_of(&self, contribution: ContributionId) -> Result<Track, Refusal> {
        self.published()?;
        let report = self.report().ok_or(ConsultationRefusal::ReportAwaited)?;
        let item = report.items.iter().find(|it| it.contribution == contribution);
        let item = item.ok_or(ConsultationRefusal::ContributionUnknown)?;
        Ok(self.moved(contribution).map_or_else(|| item.track(), |it| it.track))
    }

    pub(super) fn move_item(
        &self,
        moved: ReportItemMoved,
        sensitive: &[String],
    ) -> Result<Vec<ConsultationRoundEvent>, Refusal> {
        let track = self.track_of(moved.contribution)?;
        if self.moved(moved.contribution) == Some(&moved) {
            return Ok(vec![]);
        }
        if track == moved.track {
            return Err(ConsultationRefusal::OnTrack.into());
        }
        check("/reason", &moved.reason, sensitive)?;
        Ok(vec![moved.into()])
    }

    pub(super) fn progress_item(
        &self,
        progressed: AgendaItemProgressed,
        sensitive: &[String],
    ) -> Result<Vec<ConsultationRoundEvent>, Refusal> {
        let track = self.track_of(progressed.contribution)?;
        if self.progress(progressed.contribution) == Some(&progressed) {
            return Ok(vec![]);
        }
        if track != Track::DevelopmentAgenda {
            return Err(ConsultationRefusal::NotOnAgenda.into());
        }
        check("/explanation", &progressed.explanation, sensitive)?;
        Ok(vec![progressed.into()])
    }
}

/// What everyone reads does not repeat what must not be told.
fn check(field: &str, text: &Paragraph, sensitive: &[String]) -> Result<(), Faults> {
    let mut faults = Faults::none();
    let told = sensitive.iter().any(|kept| repeats(text.as_ref(), kept));
    faults.unless(!told, field, SENSITIVE);
    faults.check()
}
