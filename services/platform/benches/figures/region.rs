//! The file of a region over ten years: its contracts, what is measured under them, and how fast a
//! quarter of values comes in.

use crate::bench::{Bench, millis};
use crate::stage::{Platform, load};
use anyhow::{Context, ensure};
use event_log::Digest;
use files::Kind;
use proof::client::{Call, Connection};
use proof::round::{LEAD, number};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use testing::workbook::{book, row};
use uuid::Uuid;

pub(crate) const FIGURES: [&str; 8] = [
    "region-import-lines",
    "region-import-sheet",
    "region-values",
    "region-own-values",
    "region-indicators",
    "region-contracts",
    "region-dossiers",
    "region-deliveries",
];

/// How many contracts there are.
const CONTRACTS: usize = 60;

/// How many indicators are measured under each of them.
const INDICATORS: usize = 1_000;

/// How many indicators one page shows.
const PAGE: usize = 50;

/// The quarters for which there are values.
const YEARS: std::ops::Range<u32> = 2016..2026;

/// How many values come in a second, at the least.
const A_SECOND: f64 = 20_000.0;

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let full = Region::make(Platform::on_sqlite(bench).await?, INDICATORS, CONTRACTS).await?;
    let shown = Region::make(Platform::on_sqlite(bench).await?, PAGE, 1).await?;
    for _ in bench.turns("region") {
        for ((name, here), (_, there)) in full.reads().into_iter().zip(shown.reads()) {
            if bench.wants(name) {
                let reference = shown.half_within(there, bench.span()).await?;
                let measured = full.half_within(here, bench.span()).await?;
                bench.note(name, measured, reference);
            }
        }
        for (name, kind) in
            [("region-import-lines", Kind::JsonLines), ("region-import-sheet", Kind::Xlsx)]
        {
            if bench.wants(name) {
                let taken = full.import(kind, "2025-Q4").await?;
                bench.note(name, full.values_a_quarter() / taken.as_secs_f64(), A_SECOND);
            }
        }
    }
    shown.platform.stop().await?;
    full.platform.stop().await
}

/// A region with contracts, and values of ten years under some of them.
struct Region {
    platform: Platform,
    contracts: Vec<String>,
    indicators: usize,
    /// Of how many contracts there are values.
    delivering: usize,
}

impl Region {
    async fn make(
        platform: Platform,
        indicators: usize,
        delivering: usize,
    ) -> anyhow::Result<Self> {
        let mut connection = Connection::open(platform.address()).await?;
        let stage = &platform.stage;
        let path = format!("{}/contracts", stage.trajectory());
        let mut contracts = vec![];
        for n in 0..CONTRACTS {
            contracts.push(stage.manage(&mut connection, &path, &contract(n)?).await?);
        }
        let path = format!("{}/indicators", stage.trajectory());
        for n in 0..indicators {
            let call = Call::post(
                &path,
                &stage.manager,
                &Uuid::new_v4().to_string(),
                &json!({ "indicator": indicator(n) }).to_string(),
            );
            let call = call.that_changes();
            let reply = connection.exchange(&call).await?;
            ensure!(call.is_answered_by(&reply), "an indicator: {}", reply.text());
        }
        let region = Self { platform, contracts, indicators, delivering };
        for (year, quarter) in YEARS.flat_map(|year| (1..=4).map(move |quarter| (year, quarter))) {
            region.import(Kind::JsonLines, &format!("{year}-Q{quarter}")).await?;
        }
        Ok(region)
    }

    #[expect(clippy::cast_precision_loss, reason = "it is a small number")]
    fn values_a_quarter(&self) -> f64 {
        (self.indicators * self.delivering) as f64
    }

    /// Takes in the values of a quarter. Gives how long that took, until the answer.
    async fn import(&self, kind: Kind, period: &str) -> anyhow::Result<Duration> {
        let Platform { parts, stage, .. } = &self.platform;
        let content = match kind {
            Kind::Xlsx => self.sheet()?,
            _ => self.lines().into_bytes(),
        };
        let sha256: String =
            Digest::of(&content).0.iter().map(|byte| format!("{byte:02x}")).collect();
        let mut upload = parts.shared.files.receive(LEAD, kind)?;
        upload.write(&content)?;
        upload.finish(&sha256.parse().map_err(anyhow::Error::msg)?)?;
        let mut connection = Connection::open(self.platform.address()).await?;
        let path = format!("{}/data-deliveries", stage.trajectory());
        let new = json!({ "period": period, "source": "De uitvraag van dit kwartaal." });
        let delivery = stage.manage(&mut connection, &path, &new).await?;
        self.platform.catch_up().await?;
        let file = json!({ "file": { "name": "waarden", "sha256": sha256 } });
        let path = format!("/municipality/v1/data-deliveries/{delivery}/imports");
        let key = Uuid::new_v4().to_string();
        let call = Call::post(&path, &stage.manager, &key, &file.to_string()).that_changes();
        let begun = Instant::now();
        let reply = connection.exchange(&call).await?;
        let taken = begun.elapsed();
        ensure!(call.is_answered_by(&reply), "an import: {}", reply.text());
        self.platform.catch_up().await?;
        Ok(taken)
    }

    /// Each value of a quarter: contract, indicator and value.
    fn values(&self) -> impl Iterator<Item = [String; 3]> {
        (0..self.delivering).flat_map(|contract| {
            (0..self.indicators).map(move |n| {
                let value = format!("{}.{}", (contract * 7 + n * 3) % 90, n % 10);
                [contract_number(contract), indicator_key(n), value]
            })
        })
    }

    fn lines(&self) -> String {
        let mut lines = String::new();
        for [contract, indicator, value] in self.values() {
            let _ = writeln!(
                lines,
                r#"{{"contract":"{contract}","indicator":"{indicator}","value":"{value}"}}"#
            );
        }
        lines
    }

    fn sheet(&self) -> anyhow::Result<Vec<u8>> {
        let mut rows = row(1, &["contract", "indicator", "waarde"]);
        for (n, [contract, indicator, value]) in (2..).zip(self.values()) {
            rows += &row(n, &[&contract, &indicator, &value]);
        }
        Ok(book(&rows, "")?)
    }

    /// What is read of it.
    fn reads(&self) -> [(&'static str, Vec<Call>); 6] {
        let stage = &self.platform.stage;
        let manager = |path: String| vec![Call::get(&path, &stage.manager)];
        let of_trajectory = |what: &str| manager(format!("{}/{what}", stage.trajectory()));
        let values = format!("v1/contracts/{}/values?limit={PAGE}", self.contracts[0]);
        [
            ("region-values", manager(format!("/municipality/{values}"))),
            (
                "region-own-values",
                vec![Call::get(&format!("/provider/{values}"), &stage.tokens[0])],
            ),
            ("region-indicators", of_trajectory(&format!("indicators?limit={PAGE}"))),
            ("region-contracts", of_trajectory("contracts")),
            ("region-dossiers", of_trajectory("provider-dossiers")),
            ("region-deliveries", of_trajectory("data-deliveries?limit=50")),
        ]
    }

    /// Half of the answers come within this, in milliseconds, when nobody else asks.
    async fn half_within(&self, calls: Vec<Call>, span: Duration) -> anyhow::Result<f64> {
        Ok(millis(load(self.platform.address(), Arc::new(calls), 1, span).await?.median))
    }
}

fn contract_number(n: usize) -> String {
    format!("jh-{n}")
}

fn indicator_key(n: usize) -> String {
    format!("kpi-{n:04}")
}

fn contract(n: usize) -> anyhow::Result<Value> {
    let number_of = number(u32::try_from(n).context("too many contracts")?);
    let roles = ["municipality", "provider"].into_iter().flat_map(|side| {
        ["policy", "purchase", "contract-management", "quality"]
            .map(|task| json!({ "side": side, "task": task, "function": "Adviseur" }))
    });
    Ok(json!({
        "origin": { "kind": "existing", "reference": "Overeenkomst 2016" },
        "organisation": { "name": format!("Jeugdhulp De Proef {n}"), "numbers": [number_of] },
        "agreement": {
            "number": contract_number(n), "lots": [],
            "begins": "2016-01-01", "ends": "2029-12-31",
            "size": "small", "domains": ["parenting-support"], "weight": "medium",
            "roles": roles.collect::<Vec<_>>(),
            "consultations": [
                { "level": "operational", "timesAYear": 4, "participants": "Manager" },
            ],
            "escalation": [{ "title": "Directie", "when": "Het lukt daaronder niet." }],
            "ending": [{ "title": "Ingebrekestelling", "effect": "notice", "minimumDays": 30 }],
        },
    }))
}

fn indicator(n: usize) -> Value {
    json!({
        "key": indicator_key(n), "title": format!("Wat nummer {n} zegt"),
        "description": "Het gemiddelde over het kwartaal.", "kind": "steering",
        "goal": "snel-hulp", "unit": "dagen",
        "target": { "direction": "at-most", "value": "28" }, "least": "0",
        "source": "Het cliëntregister.", "frequency": "quarter",
        "evidence": [{ "key": "register", "title": "Uitdraai uit het register" }],
    })
}
