//! Standing consultations as everyone sees them. How providers appreciate one is told of every
//! full five of them together: what one of them says is never told.

use crate::Model;
use crate::voices::mark;
use dialogue::standing_consultation::{
    ConsultationProfile, StandingConsultationAppreciated, StandingConsultationEvent,
};
use dialogue::{PhaseKind, StandingConsultationId, TrajectoryId};
use event_log::RecordedEvent;
use http::{List, Paging, Problem};
use projection::{ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{MunicipalityCode, Paragraph, Title, Whole};

/// Of how many providers together the appreciation is told, and again of each so many.
const TOGETHER: usize = 5;

/// Subjects of a phase that are spoken about in a consultation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConsultationAttachment {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase.
    pub phase: PhaseKind,
    /// What is spoken about.
    pub topics: Vec<Title>,
}

/// How its municipality appreciates a consultation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppreciationView {
    /// From 1 to 5.
    pub score: Whole,
    /// Why.
    pub reason: Paragraph,
}

/// How providers appreciate a consultation, five and more of them together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ProvidersAppreciation {
    /// How many are counted.
    #[schema(example = 5)]
    pub count: usize,
    /// Their mean, from 1 to 5, to one decimal.
    #[schema(example = 3.8)]
    pub mean: f64,
}

/// A standing consultation of a municipality.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct StandingConsultationView {
    /// The consultation.
    pub id: StandingConsultationId,
    /// The municipality that holds it.
    pub municipality: MunicipalityCode,
    /// What it is.
    pub profile: ConsultationProfile,
    /// Why it was added beside one of the same level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub addition: Option<Paragraph>,
    /// What was attached to it.
    pub attached: Vec<ConsultationAttachment>,
    /// How its municipality appreciates it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appreciation: Option<AppreciationView>,
    /// How providers appreciate it; absent while fewer than five told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_providers: Option<ProvidersAppreciation>,
    /// Why it is not held any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Paragraph>,
}

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &StandingConsultationEvent,
) -> Result<(), ProjectionError> {
    let change = |id: StandingConsultationId, change: &dyn Fn(&mut StandingConsultationView)| {
        let table = "standing_consultation";
        rows.change::<StandingConsultationView>(table, &id.to_string(), &[], |view| change(view))
    };
    match event {
        StandingConsultationEvent::StandingConsultationRegistered(new) => {
            let of = recorded.stream.id();
            let Ok(municipality) = of.parse() else { return Ok(()) };
            let view = StandingConsultationView {
                id: new.consultation,
                municipality,
                profile: new.profile.clone(),
                addition: new.addition.clone(),
                attached: vec![],
                appreciation: None,
                of_providers: None,
                ended: None,
            };
            let place = format!("{:020}", recorded.position.0);
            let columns: [(&str, &dyn ToSql); 2] = [("municipality", &of), ("place", &place)];
            rows.put("standing_consultation", &new.consultation.to_string(), &columns, &view)
        }
        StandingConsultationEvent::StandingConsultationAttached(new) => {
            let sql = "INSERT OR IGNORE INTO consultation_attachment (trajectory, consultation) \
                       VALUES (?1, ?2)";
            rows.execute(sql, [new.trajectory.to_string(), new.consultation.to_string()])?;
            change(new.consultation, &|view| {
                let (trajectory, phase, topics) = (new.trajectory, new.phase, new.topics.clone());
                view.attached.push(ConsultationAttachment { trajectory, phase, topics });
            })
        }
        StandingConsultationEvent::StandingConsultationAppreciated(told) => {
            let together = match told.provider {
                Some(provider) => count(rows, told, &provider.to_string())?,
                None => None,
            };
            change(told.consultation, &|view| match told.provider {
                Some(_) if together.is_some() => view.of_providers.clone_from(&together),
                Some(_) => {}
                None => {
                    let (score, reason) = (told.score, told.reason.clone());
                    view.appreciation = Some(AppreciationView { score, reason });
                }
            })
        }
        StandingConsultationEvent::StandingConsultationEnded(ended) => {
            change(ended.consultation, &|view| view.ended = Some(ended.reason.clone()))
        }
    }
}

/// Keeps what a provider told, under a mark that leads back to nothing, and tells of all together
/// with each full five.
fn count(
    rows: &Rows<'_>,
    told: &StandingConsultationAppreciated,
    provider: &str,
) -> Result<Option<ProvidersAppreciation>, ProjectionError> {
    let consultation = told.consultation.to_string();
    let id = mark(&["appreciation", &consultation, provider]).to_string();
    let again = rows.get::<u32>("consultation_score", &id)?.is_some();
    rows.put("consultation_score", &id, &[("consultation", &consultation)], &told.score)?;
    let sql = "SELECT CAST(body AS INTEGER) FROM consultation_score WHERE consultation = ?1";
    let scores = rows.find_all::<u32>(sql, [&consultation])?;
    if again || scores.len() % TOGETHER != 0 {
        return Ok(None);
    }
    let (count, sum) = (scores.len(), scores.iter().copied().map(f64::from).sum::<f64>());
    let of = f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    Ok(Some(ProvidersAppreciation { count, mean: (sum / of * 10.0).round() / 10.0 }))
}

impl Model {
    /// A page of the standing consultations to which subjects of a trajectory were attached.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn attached_consultations(
        &self,
        id: TrajectoryId,
        paging: &Paging,
    ) -> Result<List<StandingConsultationView>, Problem> {
        self.trajectory(id)?;
        let sql = "SELECT place, body FROM consultation_attachment \
                   JOIN standing_consultation ON id = consultation \
                   WHERE trajectory = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
        let values = (id.to_string(), paging.after(), paging.rows());
        let page = self.with(|read| read.page(sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }

    /// A page of the standing consultations of a municipality, the oldest first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn consultations_of(
        &self,
        municipality: &MunicipalityCode,
        paging: &Paging,
    ) -> Result<List<StandingConsultationView>, Problem> {
        let sql = "SELECT place, body FROM standing_consultation \
                   WHERE municipality = ?1 AND place > ?2 ORDER BY place LIMIT ?3";
        let values = (municipality.as_str(), paging.after(), paging.rows());
        let page = self.with(|read| read.page(sql, values, paging.limit))?;
        Ok(List::new(page.items, page.next))
    }
}
