//! Submissions over HTTP: through the whole domain, with tokens, on both logs.

use crate::bare::Bare;
use crate::bench::{Bench, millis};
use crate::rival::Rival;
use crate::stage::Platform;
use crate::{disk, logs};

/// What is measured here.
pub(crate) const FIGURES: [&str; 7] = [
    "http-submit-sqlite-64",
    "http-submit-sqlite-256",
    "http-submit-postgres-256",
    "http-vs-postgres-es-256",
    "http-sqlite-vs-postgres-es-256",
    "submit-p99-256",
    "single-latency",
];

const ON_SQLITE: [&str; 5] = [
    "http-submit-sqlite-64",
    "http-submit-sqlite-256",
    "http-sqlite-vs-postgres-es-256",
    "submit-p99-256",
    "single-latency",
];
const ON_POSTGRES: [&str; 2] = ["http-submit-postgres-256", "http-vs-postgres-es-256"];
const AGAINST_BARE: [&str; 2] = ["http-submit-sqlite-256", "http-submit-postgres-256"];
const AGAINST_RIVAL: [&str; 2] = ["http-vs-postgres-es-256", "http-sqlite-vs-postgres-es-256"];

/// All there is to load.
struct Side {
    sqlite: Platform,
    postgres: Option<Platform>,
    bare: Bare,
    rival: Option<Rival>,
}

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let sqlite = Platform::on_sqlite(bench).await?;
    let postgres = match bench.wants_any(&ON_POSTGRES) {
        true => Some(Platform::on_postgres(bench).await?),
        false => None,
    };
    let rival = match bench.wants_any(&AGAINST_RIVAL) {
        true => Some(Rival::prepare(bench)?),
        false => None,
    };
    let audience = &sqlite.parts.settings.identity.audience;
    let bare = Bare::start(&sqlite.key()?, audience, &sqlite.stage.tokens, bench.workers)?;
    let mut side = Side { sqlite, postgres, bare, rival };
    for turn in bench.turns("submissions over HTTP") {
        single(bench, &mut side.sqlite).await?;
        few(bench, &mut side).await?;
        many(bench, &mut side, turn).await?;
    }
    side.bare.stop().await;
    if let Some(postgres) = side.postgres {
        postgres.close().await?;
    }
    side.sqlite.close().await
}

/// Nobody else there.
async fn single(bench: &mut Bench, sqlite: &mut Platform) -> anyhow::Result<()> {
    if bench.wants("single-latency") {
        let directory = bench.directory()?;
        let commit = disk::commits(directory.path(), bench.span()).await?;
        let submission = sqlite.submit(1, bench.span()).await?;
        bench.note("single-latency", millis(submission.median), millis(commit.median));
    }
    Ok(())
}

/// 64 in flight.
async fn few(bench: &mut Bench, side: &mut Side) -> anyhow::Result<()> {
    if bench.wants("http-submit-sqlite-64") {
        let bare = side.bare.load(64, bench.span()).await?;
        let submissions = side.sqlite.submit(64, bench.span()).await?;
        bench.note("http-submit-sqlite-64", submissions.per_second, bare.per_second);
    }
    Ok(())
}

/// 256 in flight.
async fn many(bench: &mut Bench, side: &mut Side, turn: usize) -> anyhow::Result<()> {
    let span = bench.span();
    let bare = match bench.wants_any(&AGAINST_BARE) {
        true => side.bare.load(256, span).await?.per_second,
        false => f64::NAN,
    };
    let rival = match &side.rival {
        Some(rival) => rival.commands(256, span).await?,
        None => f64::NAN,
    };
    if bench.wants_any(&ON_SQLITE[1..4]) {
        let submissions = side.sqlite.submit(256, span).await?;
        bench.note("http-submit-sqlite-256", submissions.per_second, bare);
        bench.note("http-sqlite-vs-postgres-es-256", submissions.per_second, rival);
        if bench.wants("submit-p99-256") {
            let directory = bench.directory()?;
            let file = directory.path().join(format!("log-{turn}.sqlite"));
            let alone = logs::sqlite_log(bench, &file).await?;
            let (p99, of_log) = (submissions.slowest_hundredth, alone.slowest_hundredth);
            bench.note("submit-p99-256", millis(p99), millis(of_log));
        }
    }
    if let Some(postgres) = &mut side.postgres {
        let submissions = postgres.submit(256, span).await?;
        bench.note("http-submit-postgres-256", submissions.per_second, bare);
        bench.note("http-vs-postgres-es-256", submissions.per_second, rival);
    }
    Ok(())
}
