//! What is shown of contracts, data and performance talks.

use super::ContractCourse;
use crate::OrganisationIdentity;
use calendar::Term;
use dialogue::contract::{ConsultationLevel, ContractAgreement, ContractOrigin};
use dialogue::performance::{
    AgendaPart, DataChecks, DataDeliveryEvent, DeliveryStatus, EvidenceForm, Indicator, Measure,
    PerformanceActionClosed, PerformanceTalkMinutesChecked, PerformanceTalkOpened, Period,
    PlannedAction, TalkAnswer, TalkFigure, TalkItem, TalkMinutes, TalkQuestion, Target,
};
use dialogue::{
    CommitmentId, ContractId, DataDeliveryId, PerformanceTalkId, ProviderId, TrajectoryId,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Slug, Title};

/// A contract, as both sides of it see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ContractView {
    /// The contract.
    pub id: ContractId,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Which organisation it is; absent when erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationIdentity>,
    /// From what it comes.
    pub origin: ContractOrigin,
    /// What was agreed.
    pub agreement: ContractAgreement,
    /// What has happened since.
    pub course: ContractCourse,
}

impl ContractView {
    /// The same for its provider, who may not know in which question or contribution of another
    /// something was promised.
    #[must_use]
    pub fn for_provider(mut self) -> Self {
        let commitments = self.course.commitments.iter_mut();
        commitments.for_each(|it| (it.reference, it.tenderer) = (None, None));
        self
    }
}

/// An indicator in its last version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IndicatorView {
    /// Which version it is, from 1.
    pub version: u32,
    /// What is measured, and how.
    pub indicator: Indicator,
    /// Why it changed, from the second version.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Paragraph>,
    /// Why it is measured no longer, when it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Paragraph>,
}

/// A delivery of data, and how far it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DataDeliveryView {
    /// The delivery.
    pub id: DataDeliveryId,
    /// Its version.
    pub version: u64,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The contract, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractId>,
    /// Over which period.
    pub period: Period,
    /// Which indicators were requested; none when it was not requested.
    #[serde(default)]
    pub indicators: Vec<Slug>,
    /// By when, when it was requested.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Term>,
    /// What it is needed for, or where the values come from.
    pub about: Paragraph,
    /// Why it was requested although it was delivered or requested before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Paragraph>,
    /// How far it is.
    pub status: DeliveryStatus,
    /// How many values come in.
    pub rows: u32,
    /// How many of them came in so far.
    pub taken: u32,
    /// How many values were due and are not in it, once it is complete.
    pub missing: u32,
    /// Whether it came after it was due.
    pub late: bool,
    /// What was found when it was checked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checks: Option<DataChecks>,
}

impl DataDeliveryView {
    /// A delivery that begins with an event, with the provider that delivers.
    pub(super) fn begun(
        id: DataDeliveryId,
        event: &DataDeliveryEvent,
    ) -> Option<(Self, Option<ProviderId>)> {
        let (trajectory, contract, provider, period, about) = match event {
            DataDeliveryEvent::DataRequested(it) => {
                (it.trajectory, Some(it.contract), Some(it.provider), it.period, &it.purpose)
            }
            DataDeliveryEvent::DataDeliveryOpened(it) => {
                (it.trajectory, it.contract, it.provider, it.period, &it.source)
            }
            _ => return None,
        };
        let mut view = Self {
            id,
            version: 1,
            trajectory,
            contract,
            period,
            indicators: vec![],
            due: None,
            about: about.clone(),
            again: None,
            status: DeliveryStatus::Open,
            rows: 0,
            taken: 0,
            missing: 0,
            late: false,
            checks: None,
        };
        if let DataDeliveryEvent::DataRequested(it) = event {
            view.status = DeliveryStatus::Requested;
            view.indicators.clone_from(&it.indicators);
            view.due = Some(it.due.clone());
            view.again.clone_from(&it.again);
        }
        Some((view, provider))
    }

    /// What an event changes.
    pub(super) fn go_on(&mut self, event: &DataDeliveryEvent) {
        match event {
            DataDeliveryEvent::DataRequested(_) | DataDeliveryEvent::DataDeliveryOpened(_) => {}
            DataDeliveryEvent::DataImportBegun(begun) => {
                (self.status, self.rows) = (DeliveryStatus::Importing, begun.rows);
            }
            DataDeliveryEvent::DataRowsAdded(added) => {
                self.taken += u32::try_from(added.values.len()).unwrap_or_default();
            }
            DataDeliveryEvent::DataDeliveryCompleted(done) => {
                self.status = DeliveryStatus::Delivered;
                (self.missing, self.late) = (done.missing, done.late);
            }
            DataDeliveryEvent::DataDeliveryValidated(good) => {
                self.status = DeliveryStatus::Validated;
                self.checks = Some(good.checks.clone());
            }
            DataDeliveryEvent::DataDeliveryRejected(bad) => {
                self.status = DeliveryStatus::Rejected;
                self.checks = Some(bad.checks.clone());
            }
        }
    }
}

/// The name of a status, as it is stored.
pub(super) const fn status_name(status: DeliveryStatus) -> &'static str {
    match status {
        DeliveryStatus::Requested => "requested",
        DeliveryStatus::Open => "open",
        DeliveryStatus::Importing => "importing",
        DeliveryStatus::Delivered => "delivered",
        DeliveryStatus::Validated => "validated",
        DeliveryStatus::Rejected => "rejected",
    }
}

/// One value, with what became of the delivery that it came in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ValuePoint {
    /// Over which period it was measured.
    pub period: Period,
    /// The value.
    pub value: Measure,
    /// Whether the target of today is met.
    #[serde(default)]
    pub on_target: bool,
    /// In which form it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Slug>,
    /// The story behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Paragraph>,
    /// The delivery in which it came.
    pub delivery: DataDeliveryId,
    /// How far that is: what is not validated does not count.
    pub status: DeliveryStatus,
}

/// The values of one indicator under one contract.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicatorValues {
    /// The indicator.
    pub indicator: Slug,
    /// What it is called.
    pub title: Title,
    /// In what is counted.
    pub unit: Label,
    /// The target.
    pub target: Target,
    /// In which forms it may be shown: everyone's, and those agreed for this contract.
    pub evidence: Vec<EvidenceForm>,
    /// Why other forms were agreed for this contract, when they were.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence_agreed: Option<Paragraph>,
    /// The values, the oldest period first.
    pub points: Vec<ValuePoint>,
}

/// An action, and with which result it was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ActionView {
    /// What was agreed.
    pub action: PlannedAction,
    /// The result, once it is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<PerformanceActionClosed>,
}

/// A performance talk, as both sides of it see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PerformanceTalkView {
    /// The talk.
    pub id: PerformanceTalkId,
    /// Its version.
    pub version: u64,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The contract.
    pub contract: ContractId,
    /// At which level it is held.
    pub level: ConsultationLevel,
    /// About which period.
    pub period: Period,
    /// On which day it is held.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The agenda.
    pub agenda: Vec<TalkItem>,
    /// What was measured, and validated.
    pub figures: Vec<TalkFigure>,
    /// Which indicators are off target.
    pub off_target: Vec<Slug>,
    /// The answers, in the order of the questions.
    pub answers: Vec<TalkAnswer>,
    /// The question that comes next; absent when all were answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<TalkQuestion>,
    /// The actions.
    pub actions: Vec<ActionView>,
    /// The minutes.
    pub minutes: Vec<TalkMinutes>,
    /// What the provider said of the minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes_checked: Option<PerformanceTalkMinutesChecked>,
    /// Whether money has an item of its own.
    pub finance_apart: bool,
    /// Promises that must be kept by then, and were open.
    #[serde(default)]
    pub commitments: Vec<CommitmentId>,
}

impl PerformanceTalkView {
    /// A talk that was just opened.
    pub(super) fn opened(id: PerformanceTalkId, opened: &PerformanceTalkOpened) -> Self {
        let off = opened.figures.iter().filter(|figure| !figure.is_on_target());
        let mut off_target: Vec<_> = off.map(|figure| figure.indicator.clone()).collect();
        off_target.dedup();
        Self {
            id,
            version: 1,
            trajectory: opened.trajectory,
            contract: opened.contract,
            level: opened.level,
            period: opened.period,
            on: opened.on,
            agenda: opened.agenda.clone(),
            figures: opened.figures.clone(),
            off_target,
            answers: vec![],
            next: TalkQuestion::ALL.first().copied(),
            actions: vec![],
            minutes: vec![],
            minutes_checked: None,
            finance_apart: opened.agenda.iter().any(|it| it.part == AgendaPart::Finance),
            commitments: opened.commitments.clone(),
        }
    }
}
