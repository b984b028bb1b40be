//! What is asked of providers, counted for each trajectory and calendar year, beside its target.

use crate::Model;
use dialogue::rule_pressure::{AskedOfProviders, RulePressureEvent};
use dialogue::{
    AnyEvent, ConsultationRound, ConsultationRoundEvent, DataDelivery, DataDeliveryEvent, Decider,
    RulePressure, TrajectoryId,
};
use event_log::RecordedEvent;
use http::Problem;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Paragraph;

/// What was asked of providers in a year, and what the target was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct YearOfRules {
    /// The calendar year, in the Netherlands.
    #[schema(example = 2027)]
    pub year: u16,
    /// What was asked.
    pub asked: AskedOfProviders,
    /// What may be asked at most, where that was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub target: Option<AskedOfProviders>,
    /// Why that is enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Paragraph>,
    /// Whether it is within its target; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<bool>,
}

impl YearOfRules {
    fn begin(year: u16) -> Self {
        let asked = AskedOfProviders::default();
        Self { year, asked, target: None, reason: None, within: None }
    }

    fn hold_against_target(&mut self) {
        let asked = self.asked;
        self.within = self.target.map(|most| {
            asked.requests <= most.requests
                && asked.forms <= most.forms
                && asked.fields <= most.fields
        });
    }
}

/// How much is asked of providers, year by year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct RulePressureView {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The years in which something was asked, or for which there is a target, the first first.
    pub years: Vec<YearOfRules>,
}

/// The projection of what is asked of providers.
pub struct RulesAsked;

impl Projection<AnyEvent> for RulesAsked {
    fn name(&self) -> &'static str {
        "rules-asked"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE rules_asked (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX rules_asked_in ON rules_asked (trajectory, id);
         CREATE TABLE rules_asked_delivery (id TEXT PRIMARY KEY, trajectory TEXT NOT NULL) STRICT;"
    }

    fn reads(&self, category: &str) -> bool {
        [RulePressure::CATEGORY, DataDelivery::CATEGORY, ConsultationRound::CATEGORY]
            .contains(&category)
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        match event {
            AnyEvent::RulePressure(RulePressureEvent::RulePressureTargetSet(set)) => {
                change(rows, recorded.stream.id(), set.year, |view| {
                    view.target = Some(set.most);
                    view.reason = Some(set.reason.clone());
                })
            }
            AnyEvent::ConsultationRound(ConsultationRoundEvent::ConsultationRoundPublished(
                new,
            )) => {
                let questions = u32::try_from(new.questions.len()).unwrap_or(u32::MAX);
                if questions == 0 {
                    return Ok(());
                }
                let asked = AskedOfProviders { requests: 0, forms: 1, fields: questions };
                add(rows, &new.trajectory.to_string(), recorded.recorded_at, asked)
            }
            AnyEvent::DataDelivery(event) => delivery(rows, recorded, event),
            _ => Ok(()),
        }
    }
}

fn delivery(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &DataDeliveryEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let of_provider = |trajectory: TrajectoryId| {
        let sql = "INSERT OR REPLACE INTO rules_asked_delivery (id, trajectory) VALUES (?1, ?2)";
        rows.execute(sql, [id, &trajectory.to_string()]).map(|_| ())
    };
    match event {
        DataDeliveryEvent::DataRequested(new) => {
            of_provider(new.trajectory)?;
            let asked = AskedOfProviders { requests: 1, forms: 1, fields: 0 };
            add(rows, &new.trajectory.to_string(), recorded.recorded_at, asked)
        }
        DataDeliveryEvent::DataDeliveryOpened(new) if new.provider.is_some() => {
            of_provider(new.trajectory)?;
            let asked = AskedOfProviders { requests: 0, forms: 1, fields: 0 };
            add(rows, &new.trajectory.to_string(), recorded.recorded_at, asked)
        }
        DataDeliveryEvent::DataDeliveryCompleted(completed) => {
            let sql = "SELECT trajectory FROM rules_asked_delivery WHERE id = ?1";
            let Some((trajectory,)) = rows.find::<(String,)>(sql, [id])? else { return Ok(()) };
            let asked = AskedOfProviders { requests: 0, forms: 0, fields: completed.rows };
            add(rows, &trajectory, recorded.recorded_at, asked)
        }
        _ => Ok(()),
    }
}

/// In which calendar year a moment falls, in the Netherlands.
#[must_use]
pub fn year_of(at: Timestamp) -> u16 {
    calendar::local(at).year().unsigned_abs()
}

fn add(
    rows: &Rows<'_>,
    trajectory: &str,
    at: Timestamp,
    more: AskedOfProviders,
) -> Result<(), ProjectionError> {
    change(rows, trajectory, year_of(at), |view| {
        view.asked.requests = view.asked.requests.saturating_add(more.requests);
        view.asked.forms = view.asked.forms.saturating_add(more.forms);
        view.asked.fields = view.asked.fields.saturating_add(more.fields);
    })
}

fn change(
    rows: &Rows<'_>,
    trajectory: &str,
    year: u16,
    change: impl FnOnce(&mut YearOfRules),
) -> Result<(), ProjectionError> {
    let id = format!("{trajectory}.{year:04}");
    let known = rows.get::<YearOfRules>("rules_asked", &id)?;
    let mut view = known.unwrap_or_else(|| YearOfRules::begin(year));
    change(&mut view);
    view.hold_against_target();
    let columns: [(&str, &dyn ToSql); 1] = [("trajectory", &trajectory)];
    rows.put("rules_asked", &id, &columns, &view)
}

impl Model {
    /// How much is asked of providers in a trajectory, year by year.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn rule_pressure(&self, id: TrajectoryId) -> Result<RulePressureView, Problem> {
        self.trajectory(id)?;
        let sql = "SELECT body FROM rules_asked WHERE trajectory = ?1 ORDER BY id";
        let years = self.with(|read| read.documents(sql, [id.to_string()]))?;
        Ok(RulePressureView { trajectory: id, years })
    }

    /// How many requests for data were made in a year, in a trajectory.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn requests_in(&self, id: TrajectoryId, year: u16) -> Result<u32, Problem> {
        let sql = "SELECT body FROM rules_asked WHERE id = ?1";
        let key = format!("{id}.{year:04}");
        let found = self.with(|read| read.document::<YearOfRules>(sql, [key]))?;
        Ok(found.map_or(0, |view| view.asked.requests))
    }
}
