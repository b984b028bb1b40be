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
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::{Duration, Instant};
use testing::workbook::{book, row};
use uuid::Uuid;

pub(crate) const FIGURES: [&str; 15] = [
    "region-import-lines",
    "region-import-sheet",
    "region-values",
    "region-own-values",
    "region-trends",
    "region-own-trends",
    "region-indicators",
    "region-contracts",
    "region-dossiers",
    "region-deliveries",
    "region-timeline",
    "region-trail",
    "region-steering",
    "region-accountability",
    "region-evidence",
];

/// How many contracts there are.
const CONTRACTS: usize = 60;

/// How many indicators are measured under each of them.
const INDICATORS: usize = 1_000;

/// How many indicators one page shows.
const PAGE: usize = 50;

/// The years for whose quarters there are values.
const YEARS: RangeInclusive<u32> = 2016..=2025;

/// The last of them.
const LAST_YEAR: RangeInclusive<u32> = 2025..=2025;

/// How many values come in a second, at the least.
const A_SECOND: f64 = 20_000.0;

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let begin = async |indicators, delivering, years| {
        Region::make(Platform::on_sqlite(bench).await?, indicators, delivering, years).await
    };
    let full = begin(INDICATORS, CONTRACTS, YEARS).await?;
    let shown = begin(PAGE, 1, YEARS).await?;
    let young = begin(INDICATORS, CONTRACTS, LAST_YEAR).await?;
    for _ in bench.turns("region") {
        let pages = full.pages().into_iter().zip(shown.pages()).map(|them| (&shown, them));
        let sums = full.sums().into_iter().zip(young.sums()).map(|them| (&young, them));
        for (other, ((name, here), (_, there))) in pages.chain(sums) {
            if bench.wants(name) {
                let reference = other.half_within(there, bench.span()).await?;
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
    young.platform.stop().await?;
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
        years: RangeInclusive<u32>,
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
        for (year, quarter) in years.flat_map(|year| (1..=4).map(move |quarter| (year, quarter))) {
            region.import(Kind::JsonLines, &format!("{year}-Q{quarter}")).await?;
        }
        Ok(region)
    }

    #[expect(clippy::cast_precision_loss, reason = "it is a small number")]
    fn values_a_quarter(&self) -> f64 {
        (self.indicators * self.delivering) as f64
    }

    /// Takes in the values of a quarter, and validates them. Gives how long it took until they were
    /// taken in.
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
        let met = json!({ "met": true, "finding": "Vergeleken met het berichtenverkeer." });
        let checks = json!({ "completeness": met, "correctness": met, "timeliness": met });
        let path = format!("/municipality/v1/data-deliveries/{delivery}/checks");
        let (key, checks) = (Uuid::new_v4().to_string(), checks.to_string());
        let call = Call::post(&path, &stage.manager, &key, &checks).that_changes();
        let reply = connection.exchange(&call).await?;
        ensure!(call.is_answered_by(&reply), "a check: {}", reply.text());
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

    /// What is read of it page by page.
    fn pages(&self) -> [(&'static str, Vec<Call>); 10] {
        let stage = &self.platform.stage;
        let contract =
            |what: &str| format!("v1/contracts/{}/{what}?limit={PAGE}", self.contracts[0]);
        let own = |what: &str| {
            vec![Call::get(&format!("/provider/{}", contract(what)), &stage.tokens[0])]
        };
        let of_contract = |what: &str| self.read(format!("/municipality/{}", contract(what)));
        let indicators = format!("indicators?limit={PAGE}");
        [
            ("region-values", of_contract("values")),
            ("region-own-values", own("values")),
            ("region-trends", of_contract("trends")),
            ("region-own-trends", own("trends")),
            ("region-indicators", self.read_all(&indicators)),
            ("region-contracts", self.read_all("contracts")),
            ("region-dossiers", self.read_all("provider-dossiers")),
            ("region-deliveries", self.read_all("data-deliveries?limit=50")),
            ("region-timeline", self.read_all("timeline?limit=50")),
            ("region-trail", self.read_all("trail?limit=50")),
        ]
    }

    /// What comes to one answer over all that was measured last.
    fn sums(&self) -> [(&'static str, Vec<Call>); 3] {
        let year = "evidence-pack?from=2025-01-01&until=2025-12-31";
        [
            ("region-steering", self.read_all("steering-information?audience=management")),
            ("region-accountability", self.read_all("accountability-file")),
            ("region-evidence", self.read_all(year)),
        ]
    }

    fn read(&self, path: String) -> Vec<Call> {
        vec![Call::get(&path, &self.platform.stage.manager)]
    }

    fn read_all(&self, what: &str) -> Vec<Call> {
        self.read(format!("{}/{what}", self.platform.stage.trajectory()))
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
