//! What was measured over all contracts of a trajectory, from validated values alone.

use crate::Model;
use dialogue::accountability::ReportFigure;
use dialogue::party::OrganisationSize;
use dialogue::performance::{Indicator, Measure, Period};
use dialogue::{ContractId, ProviderId, TrajectoryId};
use http::Problem;
use serde::Deserialize;
use std::collections::BTreeSet;
use vocabulary::{Slug, Whole};

/// The last validated value of an indicator under one contract.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ContractFigure {
    /// The indicator.
    pub indicator: Slug,
    /// The contract.
    pub contract: ContractId,
    /// Its number.
    pub number: Slug,
    /// The provider.
    pub provider: ProviderId,
    /// How large the provider is.
    pub size: OrganisationSize,
    /// Over which period.
    pub period: Period,
    /// The value.
    pub value: Measure,
}

/// What the values of one indicator come to, over the newest period of which there is any.
#[must_use]
pub fn figure_of(indicator: &Indicator, all: &[&ContractFigure]) -> Option<ReportFigure> {
    let own = all.iter().filter(|it| it.indicator == indicator.key);
    let period = own.clone().map(|it| it.period).max()?;
    let own: Vec<_> = own.filter(|it| it.period == period).collect();
    let values: Vec<_> = own.iter().map(|it| it.value).collect();
    let on_target = values.iter().filter(|it| indicator.target.is_met_by(**it)).count();
    let providers: BTreeSet<_> = own.iter().map(|it| it.provider).collect();
    let whole = |count: usize| Whole::new(u32::try_from(count).unwrap_or(u32::MAX));
    Some(ReportFigure {
        indicator: indicator.key.clone(),
        title: indicator.title.clone(),
        unit: indicator.unit.clone(),
        target: indicator.target,
        period,
        providers: whole(providers.len()),
        contracts: whole(own.len()),
        on_target: whole(on_target),
        mean: Measure::mean(&values)?,
    })
}

impl Model {
    /// The last validated value of some indicators under each contract of a trajectory, or that
    /// over one period.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn contract_figures(
        &self,
        trajectory: TrajectoryId,
        keys: &[&Slug],
        period: Option<Period>,
    ) -> Result<Vec<ContractFigure>, Problem> {
        // A cross join keeps this order, so that the body of each contract is read once.
        let from = match period {
            None => {
                "last_value v ON v.contract = r.ref \
                     WHERE v.indicator IN (SELECT value FROM json_each(?2)) AND ?3 = ''"
            }
            Some(_) => {
                "json_each(?2) k CROSS JOIN delivered_value v \
                     ON v.contract = r.ref AND v.indicator = k.value AND v.period = ?3 \
                 WHERE v.delivery = ( \
                     SELECT max(w.delivery) FROM delivered_value w \
                     JOIN value_of d ON d.ref = w.delivery AND d.status = 'validated' \
                     WHERE w.contract = r.ref AND w.indicator = k.value AND w.period = ?3)"
            }
        };
        let sql = format!(
            "SELECT json_object('indicator', v.indicator, 'contract', c.id, 'number', c.place, \
                 'provider', c.provider, 'size', c.body ->> '$.registered.agreement.size', \
                 'period', v.period, 'value', v.value) \
             FROM contract c CROSS JOIN value_of r ON r.id = c.id CROSS JOIN {from} \
                 AND c.trajectory = ?1 ORDER BY c.place, v.indicator"
        );
        let keys = serde_json::to_string(keys).map_err(|error| Problem::internal(&error))?;
        let period = period.map(|it| it.to_string()).unwrap_or_default();
        self.with(|read| read.documents(&sql, (trajectory.to_string(), keys, period)))
    }

    /// The indicators of a trajectory that are measured.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn measured_indicators(&self, id: TrajectoryId) -> Result<Vec<Indicator>, Problem> {
        let sql = "SELECT json_extract(body, '$.indicator') FROM indicator \
                   WHERE trajectory = ?1 AND body ->> '$.retired' IS NULL ORDER BY place";
        self.with(|read| read.documents(sql, [id.to_string()]))
    }
}
