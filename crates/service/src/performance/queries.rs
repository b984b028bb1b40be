//! What is asked of contracts, indicators and values.

use super::{
    ContractCourse, ContractView, DataDeliveryView, IndicatorValues, IndicatorView, Trend,
    ValuePoint,
};
use crate::{Model, open};
use dialogue::contract::ContractRegistered;
use dialogue::performance::{
    DeliveredBefore, DeliveryStatus, IndicatorEvidenceAgreed, IndicatorSet, KnownContract,
    MeasuredResult, Period, TalkFigure,
};
use dialogue::{ContractId, TrajectoryId};
use http::{List, Paging, Problem};
use projection::Page;
use serde::{Deserialize, Serialize};
use serde_json::value::to_raw_value;
use std::collections::BTreeMap;
use vault::Vault;
use vocabulary::Slug;

/// A contract as it is kept; which organisation it is stays sealed until it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractRow {
    /// The contract.
    pub id: ContractId,
    /// Its version.
    pub version: u64,
    /// What was registered.
    pub registered: ContractRegistered,
    /// What has happened since.
    pub course: ContractCourse,
}

impl ContractRow {
    /// The contract as it is shown to who may know the provider.
    ///
    /// # Errors
    /// When the vault cannot be used.
    pub fn shown(self, vault: &Vault) -> Result<ContractView, Problem> {
        let Self { id, registered, course, .. } = self;
        let organisation = open(vault, &registered.identity)?;
        let ContractRegistered { trajectory, origin, agreement, .. } = registered;
        Ok(ContractView { id, trajectory, organisation, origin, agreement, course })
    }

    /// Its number, with what values of it are held against.
    #[must_use]
    pub fn known(&self) -> (Slug, KnownContract) {
        let agreement = &self.registered.agreement;
        let known = KnownContract { id: self.id, lots: agreement.lots.clone() };
        (agreement.number.clone(), known)
    }
}

/// A value with its indicator.
#[derive(Deserialize)]
struct Point {
    indicator: Slug,
    #[serde(flatten)]
    point: ValuePoint,
}

impl Model {
    /// The contracts of a trajectory, by their number.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn contracts_of(&self, trajectory: TrajectoryId) -> Result<Vec<ContractRow>, Problem> {
        let sql = "SELECT body FROM contract WHERE trajectory = ?1 ORDER BY place";
        self.with(|read| read.documents(sql, [trajectory.to_string()]))
    }

    /// A page of the indicators of a trajectory, by their key.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn indicators(&self, trajectory: TrajectoryId, paging: &Paging) -> Result<Page, Problem> {
        let sql = "SELECT place, body FROM indicator WHERE trajectory = ?1 AND place > ?2 \
                   ORDER BY place LIMIT ?3";
        let values = (trajectory.to_string(), paging.after(), paging.rows());
        self.with(|read| read.page(sql, values, paging.limit))
    }

    /// A page of the indicators of a contract, each with all its values.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn values(
        &self,
        contract: &ContractRow,
        paging: &Paging,
    ) -> Result<List<IndicatorValues>, Problem> {
        let (measured, next) = self.measured(contract, paging)?;
        let items = measured.iter().map(to_raw_value).collect::<Result<_, _>>();
        Ok(List::new(items.map_err(internal)?, next))
    }

    /// How a page of the indicators of a contract went over time.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn trends(&self, contract: &ContractRow, paging: &Paging) -> Result<Vec<Trend>, Problem> {
        let (measured, _) = self.measured(contract, paging)?;
        Ok(measured.iter().map(IndicatorValues::trend).collect())
    }

    fn measured(
        &self,
        contract: &ContractRow,
        paging: &Paging,
    ) -> Result<(Vec<IndicatorValues>, Option<String>), Problem> {
        let page = self.indicators(contract.registered.trajectory, paging)?;
        let mut indicators = vec![];
        for item in &page.items {
            let view: IndicatorView = serde_json::from_str(item.get()).map_err(internal)?;
            indicators.push(view.indicator);
        }
        indicators.retain(|it| it.is_for(&contract.registered.agreement.lots));
        let keys: Vec<_> = indicators.iter().map(|it| &it.key).collect();
        let mut points = self.points(contract.id, &keys)?;
        let mut agreed = self.agreed(contract.id)?;
        let mut measured = vec![];
        for it in indicators {
            let own = agreed.remove(&it.key);
            let mut evidence = it.evidence;
            let (more, evidence_agreed) =
                own.map_or((vec![], None), |own| (own.evidence, Some(own.reason)));
            evidence.extend(more);
            let mut points = points.remove(&it.key).unwrap_or_default();
            for point in &mut points {
                point.on_target = it.target.is_met_by(point.value);
            }
            measured.push(IndicatorValues {
                indicator: it.key,
                title: it.title,
                unit: it.unit,
                target: it.target,
                evidence,
                evidence_agreed,
                points,
            });
        }
        Ok((measured, page.next))
    }

    fn agreed(
        &self,
        contract: ContractId,
    ) -> Result<BTreeMap<Slug, IndicatorEvidenceAgreed>, Problem> {
        let sql = "SELECT body FROM agreed_evidence WHERE contract = ?1";
        let all: Vec<IndicatorEvidenceAgreed> =
            self.with(|read| read.documents(sql, [contract.to_string()]))?;
        Ok(all.into_iter().map(|it| (it.indicator.clone(), it)).collect())
    }

    /// The values of some indicators under a contract, by indicator, the oldest period first, and
    /// of one period in the order in which they were delivered.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn points(
        &self,
        contract: ContractId,
        keys: &[&Slug],
    ) -> Result<BTreeMap<Slug, Vec<ValuePoint>>, Problem> {
        // A cross join keeps this order: by itself the planner reads all values of the contract.
        let sql = "SELECT json_object('indicator', v.indicator, 'period', v.period, \
                       'value', v.value, 'evidence', v.evidence, 'note', v.note, \
                       'delivery', d.id, 'status', d.status) \
                   FROM value_of c CROSS JOIN json_each(?2) k CROSS JOIN delivered_value v \
                       ON v.contract = c.ref AND v.indicator = k.value \
                   CROSS JOIN value_of d ON d.ref = v.delivery \
                   WHERE c.id = ?1 ORDER BY v.indicator, v.period, v.delivery";
        let keys = serde_json::to_string(keys).map_err(internal)?;
        let found: Vec<Point> =
            self.with(|read| read.documents(sql, [contract.to_string(), keys]))?;
        let mut points: BTreeMap<Slug, Vec<ValuePoint>> = BTreeMap::new();
        for Point { indicator, point } in found {
            points.entry(indicator).or_default().push(point);
        }
        Ok(points)
    }

    /// What of some indicators over a period was delivered or requested before, and not rejected.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn delivered_before(
        &self,
        contract: ContractId,
        period: Period,
        indicators: &[Slug],
    ) -> Result<Vec<DeliveredBefore>, Problem> {
        let keys: Vec<_> = indicators.iter().collect();
        let mut before = vec![];
        for (indicator, points) in self.points(contract, &keys)? {
            let points = points.into_iter().filter(|it| period.takes(it.period));
            before.extend(points.filter(|it| it.status != DeliveryStatus::Rejected).map(|it| {
                let (period, delivery) = (it.period, it.delivery);
                DeliveredBefore { indicator: indicator.clone(), period, delivery }
            }));
        }
        let sql = "SELECT body FROM data_delivery WHERE within = ?1 \
                   AND body ->> '$.status' = 'requested' AND body ->> '$.period' = ?2";
        let values = (contract.to_string(), period.to_string());
        let open: Vec<DataDeliveryView> = self.with(|read| read.documents(sql, values))?;
        for delivery in open {
            let asked = delivery.indicators.into_iter().filter(|it| indicators.contains(it));
            before.extend(asked.map(|indicator| DeliveredBefore {
                indicator,
                period,
                delivery: delivery.id,
            }));
        }
        Ok(before)
    }

    /// The last value of an indicator under a contract that was validated.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn last_validated(
        &self,
        contract: ContractId,
        indicator: &Slug,
    ) -> Result<Option<MeasuredResult>, Problem> {
        let points = self.points(contract, &[indicator])?.remove(indicator).unwrap_or_default();
        let last = validated(&points).max_by_key(|point| point.period);
        Ok(last.map(|point| MeasuredResult {
            period: point.period,
            value: point.value,
            delivery: point.delivery,
        }))
    }
}

/// What there is to talk about over a period.
pub struct PeriodFigures {
    /// The validated value of everything that was due.
    pub figures: Vec<TalkFigure>,
    /// What was due and has none.
    pub missing: Vec<(Slug, Period)>,
}

/// What there is to talk about under a contract over a period: the validated value of everything
/// that was due, and what has none.
///
/// # Errors
/// When the read model cannot be read.
pub fn figures_over(
    model: &Model,
    set: &IndicatorSet,
    row: &ContractRow,
    period: Period,
) -> Result<PeriodFigures, Problem> {
    let due: Vec<_> = set.due(&row.registered.agreement.lots, period).collect();
    let keys: Vec<_> = due.iter().map(|(indicator, _)| &indicator.key).collect();
    let points = model.points(row.id, &keys)?;
    let (mut figures, mut missing) = (vec![], vec![]);
    for (indicator, period) in due {
        let there = points.get(&indicator.key).map_or(&[][..], Vec::as_slice);
        let Some(last) = validated(there).filter(|point| point.period == period).last() else {
            missing.push((indicator.key.clone(), period));
            continue;
        };
        let before = validated(there).filter(|point| point.period < period);
        figures.push(TalkFigure {
            indicator: indicator.key.clone(),
            title: indicator.title.clone(),
            unit: indicator.unit.clone(),
            target: indicator.target,
            period,
            value: last.value,
            previous: before.max_by_key(|point| point.period).map(|point| point.value),
            delivery: last.delivery,
        });
    }
    Ok(PeriodFigures { figures, missing })
}

/// The values that count.
fn validated(points: &[ValuePoint]) -> impl Iterator<Item = &ValuePoint> {
    points.iter().filter(|point| point.status == DeliveryStatus::Validated)
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` gives")]
fn internal(error: serde_json::Error) -> Problem {
    Problem::internal(&error)
}
