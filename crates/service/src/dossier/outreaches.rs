//! Outreaches as everyone sees them, and what is bought in words for those who need it: which
//! choices there are, and what was done with what people said.

use super::{ChoiceView, ConsultationRoundView};
use crate::Model;
use calendar::Term;
use dialogue::consultation::Disposition;
use dialogue::outreach::{ExperienceVoice, OutreachRefusal, OutreachTheme, ThemeFeedback};
use dialogue::trajectory::{Lot, ProductDescription};
use dialogue::{OutreachEvent, OutreachId, Refusal, TrajectoryId};
use event_log::RecordedEvent;
use http::{List, Paging, Problem};
use jiff::Timestamp;
use projection::{ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Title};

/// An outreach.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OutreachView {
    /// The outreach.
    pub id: OutreachId,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// What it is called.
    pub title: Title,
    /// What it is for.
    pub introduction: Prose,
    /// What is done with what people tell, who reads it, and how long it is kept.
    pub privacy: Paragraph,
    /// Who is asked.
    pub voices: BTreeSet<ExperienceVoice>,
    /// The themes.
    pub themes: Vec<OutreachTheme>,
    /// Until when experiences are taken.
    pub closes: Term,
    /// What was heard and what is done with it, once told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feedback: Option<Vec<ThemeFeedback>>,
    /// When it was told what is done with it, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub answered_at: Option<Timestamp>,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
}

/// What somebody said, in anonymous words, and what was done with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InputOutcome {
    /// Where it was said: a consultation round or an outreach, by its title.
    pub within: Title,
    /// What was said.
    pub wording: Prose,
    /// What was done with it.
    pub disposition: Disposition,
    /// Why.
    pub reason: Paragraph,
}

/// What is bought, which choices there are, and what was done with what people said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PurchaseOverview {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// What it is called.
    pub title: Title,
    /// What is bought and for whom, in plain Dutch.
    pub summary: Prose,
    /// The lots.
    pub lots: Vec<Lot>,
    /// The products: what one gets, how, and what one can choose.
    pub products: Vec<ProductDescription>,
    /// The choices of the municipalities, fixed and open, each with its reason.
    pub choices: Vec<ChoiceView>,
    /// What was said, and what was done with it.
    pub input: Vec<InputOutcome>,
}

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &OutreachEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    match event.clone() {
        OutreachEvent::OutreachPublished(new) => {
            let Ok(outreach) = id.parse() else { return Ok(()) };
            let trajectory = new.trajectory.to_string();
            let place = format!("{:020}", recorded.position.0);
            let view = OutreachView {
                id: outreach,
                trajectory: new.trajectory,
                title: new.title,
                introduction: new.introduction,
                privacy: new.privacy,
                voices: new.voices,
                themes: new.themes,
                closes: new.closes,
                feedback: None,
                answered_at: None,
                published_at: recorded.recorded_at,
            };
            let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &place)];
            rows.put("outreach", id, &columns, &view)
        }
        OutreachEvent::OutreachAnswered(answered) => {
            rows.change::<OutreachView>("outreach", id, &[], |view| {
                view.feedback = Some(answered.feedback);
                view.answered_at = Some(recorded.recorded_at);
            })
        }
    }
}

impl Model {
    /// A page of the outreaches of a trajectory, the oldest first.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn outreaches(
        &self,
        id: TrajectoryId,
        paging: &Paging,
    ) -> Result<List<OutreachView>, Problem> {
        self.trajectory(id)?;
        let sql = "SELECT place, body FROM outreach WHERE trajectory = ?1 AND place > ?2 \
                   ORDER BY place LIMIT ?3";
        let values = (id.to_string(), paging.after(), paging.rows());
        let page = self.with(|read| read.page(sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }

    /// All outreaches of a trajectory, the oldest first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn all_outreaches(&self, id: TrajectoryId) -> Result<Vec<OutreachView>, Problem> {
        let sql = "SELECT body FROM outreach WHERE trajectory = ?1 ORDER BY place";
        self.with(|read| read.documents(sql, [id.to_string()]))
    }

    /// An outreach.
    ///
    /// # Errors
    /// When there is none.
    pub fn outreach(&self, id: OutreachId) -> Result<OutreachView, Problem> {
        let sql = "SELECT body FROM outreach WHERE id = ?1";
        self.with(|read| read.document(sql, [id.to_string()]))?
            .ok_or_else(|| crate::refusal_problem(&Refusal::from(OutreachRefusal::Unknown)))
    }

    /// What is bought in a trajectory, which choices there are, and what was done with what people
    /// said.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn overview(&self, id: TrajectoryId) -> Result<PurchaseOverview, Problem> {
        let trajectory = self.trajectory(id)?;
        let rounds = self.consultation_rounds(id)?;
        let outreaches = self.all_outreaches(id)?;
        let said = rounds.iter().flat_map(|round| {
            let mut said: Vec<_> = of_round(round).collect();
            // The order of a report follows names that nobody is shown.
            said.sort_by(|one, other| one.wording.as_ref().cmp(other.wording.as_ref()));
            said
        });
        Ok(PurchaseOverview {
            trajectory: id,
            title: trajectory.title,
            summary: trajectory.summary,
            lots: trajectory.lots,
            products: trajectory.products,
            choices: self.choices(id)?.choices,
            input: said.chain(outreaches.iter().flat_map(of_outreach)).collect(),
        })
    }
}

fn of_round(round: &ConsultationRoundView) -> impl Iterator<Item = InputOutcome> {
    let items = round.report.iter().flat_map(|report| &report.items);
    items.map(|item| InputOutcome {
        within: round.title.clone(),
        wording: item.wording.clone(),
        disposition: item.disposition,
        reason: item.reason.clone(),
    })
}

fn of_outreach(outreach: &OutreachView) -> impl Iterator<Item = InputOutcome> {
    outreach.feedback.iter().flatten().map(|feedback| InputOutcome {
        within: outreach.title.clone(),
        wording: feedback.heard.clone(),
        disposition: feedback.disposition,
        reason: feedback.reason.clone(),
    })
}
