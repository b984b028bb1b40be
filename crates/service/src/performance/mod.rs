//! Contracts and performance under them, as the municipalities and each provider read them. Every
//! table of what belongs to one provider has a column `provider`.

mod commitments;
mod course;
mod figures;
mod input;
mod queries;
mod trend;
mod views;

pub use course::{ChangeView, CommitmentView, ContractCourse};
pub use figures::{ContractFigure, figure_of};
pub use input::{NewChange, WaitingReport};
pub use queries::{ContractRow, PeriodFigures, figures_over};
pub use trend::{Trend, TrendPoint};
pub use views::{
    ActionView, ContractView, DataDeliveryView, IndicatorValues, IndicatorView,
    PerformanceTalkView, ValuePoint,
};

use dialogue::performance::{
    DataDeliveryEvent, DataRowsAdded, DeliveryStatus, IndicatorSetEvent, PerformanceTalkEvent,
    PlannedAction, TalkAnswer, TalkQuestion,
};
use dialogue::{AnyEvent, ContractEvent};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};

/// The projection of contracts, indicators, data and performance talks.
pub struct Performance;

impl Projection<AnyEvent> for Performance {
    fn name(&self) -> &'static str {
        "performance"
    }

    fn version(&self) -> u32 {
        3
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE contract (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX contract_own ON contract (provider, within, place);
         CREATE INDEX contract_in ON contract (trajectory, place);
         CREATE TABLE commitment (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL,
             body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX commitment_in ON commitment (trajectory, place);
         CREATE TABLE indicator (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL,
             body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX indicator_in ON indicator (trajectory, place);
         CREATE TABLE agreed_evidence (
             id TEXT PRIMARY KEY, contract TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX agreed_evidence_of ON agreed_evidence (contract);
         CREATE TABLE data_delivery (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX data_delivery_own ON data_delivery (provider, within, place);
         CREATE INDEX data_delivery_in ON data_delivery (trajectory, place);
         CREATE TABLE value_of (
             ref INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, status TEXT NOT NULL
         ) STRICT;
         CREATE TABLE delivered_value (
             contract INTEGER NOT NULL, indicator TEXT NOT NULL, period TEXT NOT NULL,
             delivery INTEGER NOT NULL, value TEXT NOT NULL, evidence TEXT, note TEXT,
             PRIMARY KEY (contract, indicator, period, delivery)
         ) STRICT, WITHOUT ROWID;
         CREATE TABLE unchecked_value (
             delivery INTEGER NOT NULL, contract INTEGER NOT NULL, indicator TEXT NOT NULL,
             period TEXT NOT NULL, value TEXT NOT NULL,
             PRIMARY KEY (delivery, contract, indicator, period)
         ) STRICT, WITHOUT ROWID;
         CREATE TABLE last_value (
             contract INTEGER NOT NULL, indicator TEXT NOT NULL, period TEXT NOT NULL,
             delivery INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (contract, indicator)
         ) STRICT, WITHOUT ROWID;
         CREATE TABLE performance_talk (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX performance_talk_own ON performance_talk (provider, within, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        match event {
            AnyEvent::Contract(event) => contract(rows, recorded, event),
            AnyEvent::CommitmentList(event) => commitments::apply(rows, recorded, event),
            AnyEvent::IndicatorSet(event) => indicator(rows, recorded, event),
            AnyEvent::DataDelivery(event) => delivery(rows, recorded, event),
            AnyEvent::PerformanceTalk(event) => talk(rows, recorded, event),
            _ => Ok(()),
        }
    }
}

fn place(recorded: &RecordedEvent) -> String {
    format!("{:020}", recorded.position.0)
}

fn contract(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ContractEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let ContractEvent::ContractRegistered(new) = event else {
        return rows.change::<ContractRow>("contract", id, &[], |row| {
            row.version = recorded.version.0;
            row.course.go_on(event);
        });
    };
    let Ok(contract) = id.parse() else { return Ok(()) };
    let (provider, trajectory) = (new.provider.to_string(), new.trajectory.to_string());
    let columns: [(&str, &dyn ToSql); 4] = [
        ("provider", &provider),
        ("within", &trajectory),
        ("trajectory", &trajectory),
        ("place", &new.agreement.number.as_str()),
    ];
    let row = ContractRow {
        id: contract,
        version: recorded.version.0,
        registered: new.clone(),
        course: ContractCourse::default(),
    };
    rows.put("contract", id, &columns, &row)
}

fn indicator(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &IndicatorSetEvent,
) -> Result<(), ProjectionError> {
    let trajectory = recorded.stream.id();
    let id = |key: &str| format!("{trajectory}.{key}");
    match event {
        IndicatorSetEvent::IndicatorDefined(new) => {
            let key = new.indicator.key.as_str();
            let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &key)];
            let view = IndicatorView {
                version: new.version,
                indicator: new.indicator.clone(),
                change: new.change.clone(),
                retired: None,
            };
            rows.put("indicator", &id(key), &columns, &view)
        }
        IndicatorSetEvent::IndicatorRetired(gone) => {
            rows.change::<IndicatorView>("indicator", &id(gone.indicator.as_str()), &[], |view| {
                view.retired = Some(gone.reason.clone());
            })
        }
        IndicatorSetEvent::IndicatorEvidenceAgreed(agreed) => {
            let contract = agreed.contract.to_string();
            let id = format!("{contract}.{}", agreed.indicator);
            rows.put("agreed_evidence", &id, &[("contract", &contract)], agreed)
        }
    }
}

fn delivery(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &DataDeliveryEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    if let DataDeliveryEvent::DataRowsAdded(added) = event {
        keep_values(rows, id, added)?;
    }
    let Ok(delivery) = id.parse() else { return Ok(()) };
    if let Some((view, provider)) = DataDeliveryView::begun(delivery, event) {
        let (provider, contract) = (
            provider.map(|it| it.to_string()).unwrap_or_default(),
            view.contract.map(|it| it.to_string()).unwrap_or_default(),
        );
        let (trajectory, place) = (view.trajectory.to_string(), place(recorded));
        let columns: [(&str, &dyn ToSql); 4] = [
            ("provider", &provider),
            ("within", &contract),
            ("trajectory", &trajectory),
            ("place", &place),
        ];
        rows.put("data_delivery", id, &columns, &view)?;
        return set_status(rows, id, view.status);
    }
    let mut status = None;
    rows.change::<DataDeliveryView>("data_delivery", id, &[], |view| {
        let before = view.status;
        view.version = recorded.version.0;
        view.go_on(event);
        status = (view.status != before).then_some(view.status);
    })?;
    status.map_or(Ok(()), |status| set_status(rows, id, status))
}

fn set_status(
    rows: &Rows<'_>,
    delivery: &str,
    status: DeliveryStatus,
) -> Result<(), ProjectionError> {
    let sql = "INSERT INTO value_of (id, status) VALUES (?1, ?2) \
               ON CONFLICT (id) DO UPDATE SET status = excluded.status";
    rows.execute(sql, (delivery, views::status_name(status)))?;
    match status {
        DeliveryStatus::Validated => keep_last(rows, value_of(rows, delivery)?),
        DeliveryStatus::Rejected => forget_unchecked(rows, value_of(rows, delivery)?),
        _ => Ok(()),
    }
}

/// The last validated values stand together: what is told over all contracts reads no others.
fn keep_last(rows: &Rows<'_>, delivery: i64) -> Result<(), ProjectionError> {
    let sql = "INSERT INTO last_value \
               SELECT contract, indicator, period, delivery, value FROM unchecked_value \
               WHERE delivery = ?1 \
               ON CONFLICT (contract, indicator) DO UPDATE SET period = excluded.period, \
                   delivery = excluded.delivery, value = excluded.value \
               WHERE (excluded.period, excluded.delivery) > (period, delivery)";
    rows.execute(sql, [delivery])?;
    forget_unchecked(rows, delivery)
}

fn forget_unchecked(rows: &Rows<'_>, delivery: i64) -> Result<(), ProjectionError> {
    rows.execute("DELETE FROM unchecked_value WHERE delivery = ?1", [delivery]).map(|_| ())
}

/// The number by which values name a contract or a delivery.
fn value_of(rows: &Rows<'_>, id: &str) -> Result<i64, ProjectionError> {
    let sql = "INSERT INTO value_of (id, status) VALUES (?1, '') ON CONFLICT (id) DO NOTHING";
    rows.execute(sql, [id])?;
    let found: Option<(i64,)> = rows.find("SELECT ref FROM value_of WHERE id = ?1", [id])?;
    Ok(found.map_or(0, |(found,)| found))
}

/// All values of a part in one statement.
fn keep_values(
    rows: &Rows<'_>,
    delivery: &str,
    added: &DataRowsAdded,
) -> Result<(), ProjectionError> {
    let contract = value_of(rows, &added.contract.to_string())?;
    let delivery = value_of(rows, delivery)?;
    let sql = "INSERT INTO delivered_value \
               SELECT ?1, value ->> 'indicator', value ->> 'period', ?2, value ->> 'value', \
                      value ->> 'evidence', value ->> 'note' FROM json_each(?3) WHERE true \
               ON CONFLICT DO NOTHING";
    let values = serde_json::to_string(&added.values)?;
    rows.execute(sql, (contract, delivery, values.as_str()))?;
    let sql = "INSERT INTO unchecked_value \
               SELECT ?2, ?1, value ->> 'indicator', value ->> 'period', value ->> 'value' \
               FROM json_each(?3) WHERE true ON CONFLICT DO NOTHING";
    rows.execute(sql, (contract, delivery, values)).map(|_| ())
}

fn talk(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &PerformanceTalkEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let Ok(talk) = id.parse() else { return Ok(()) };
    if let PerformanceTalkEvent::PerformanceTalkOpened(opened) = event {
        let (provider, contract) = (opened.provider.to_string(), opened.contract.to_string());
        let (trajectory, place) = (opened.trajectory.to_string(), place(recorded));
        let columns: [(&str, &dyn ToSql); 4] = [
            ("provider", &provider),
            ("within", &contract),
            ("trajectory", &trajectory),
            ("place", &place),
        ];
        let view = PerformanceTalkView::opened(talk, opened);
        return rows.put("performance_talk", id, &columns, &view);
    }
    rows.change::<PerformanceTalkView>("performance_talk", id, &[], |view| {
        view.version = recorded.version.0;
        go_on(view, event);
    })
}

fn go_on(view: &mut PerformanceTalkView, event: &PerformanceTalkEvent) {
    match event.clone() {
        PerformanceTalkEvent::PerformanceTalkOpened(_) => {}
        PerformanceTalkEvent::PerformanceTalkQuestionAnswered(answered) => {
            let answer = answered.answer;
            view.answers.retain(|known| known.question() != answer.question());
            if let TalkAnswer::Actions { actions, .. } = &answer {
                let open =
                    |action: &PlannedAction| ActionView { action: action.clone(), closed: None };
                view.actions = actions.iter().map(open).collect();
            }
            view.answers.push(answer);
            view.next = TalkQuestion::ALL.get(view.answers.len()).copied();
        }
        PerformanceTalkEvent::PerformanceTalkMinutesRecorded(recorded) => {
            (view.minutes, view.minutes_checked) = (recorded.minutes, None);
        }
        PerformanceTalkEvent::PerformanceTalkMinutesChecked(checked) => {
            view.minutes_checked = Some(checked);
        }
        PerformanceTalkEvent::PerformanceActionClosed(closed) => {
            let of = |it: &&mut ActionView| it.action.key == closed.action;
            if let Some(known) = view.actions.iter_mut().find(of) {
                known.closed = Some(closed.clone());
            }
        }
    }
}
