//! A round that many contributed to, beside empty ones.

use crate::bench::Bench;
use crate::burst::Burst;
use crate::stage::{Platform, open_round};
use proof::client::Call;
use proof::round::{Round, TEXT};
use std::time::Duration;
use uuid::Uuid;

const IN_FLIGHT: usize = 64;

/// How many contributions the full round has before anything is measured.
const CONTRIBUTIONS: usize = 5_000;

/// Everyone submits once to a round: so an empty one stays nearly empty.
const BURSTS: usize = 20;

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    let platform = Platform::on_sqlite(bench).await?;
    let mut bursts = Burst::connect(platform.address(), IN_FLIGHT).await?;
    for _ in bench.turns("rounds") {
        let full = open_round(&platform.stage).await?;
        let everyone = platform.stage.tokens.len();
        for _ in 0..CONTRIBUTIONS.div_ceil(everyone) {
            bursts.send(calls(&platform, &full)).await?;
        }
        let (mut to_full, mut to_empty) = (Duration::ZERO, Duration::ZERO);
        for _ in 0..BURSTS {
            // Its read models rest at the same points of each burst.
            platform.catch_up().await?;
            to_full += bursts.send(calls(&platform, &full)).await?;
            let empty = open_round(&platform.stage).await?;
            platform.catch_up().await?;
            to_empty += bursts.send(calls(&platform, &empty)).await?;
        }
        let per_second = |spent: Duration| (BURSTS * everyone) as f64 / spent.as_secs_f64();
        bench.note("growth-stream", per_second(to_full), per_second(to_empty));
    }
    platform.stop().await
}

fn calls(platform: &Platform, round: &Round) -> Vec<Call> {
    let submission = |token: &String| {
        let key = Uuid::new_v4().simple().to_string();
        round.submission(token, &key, TEXT)
    };
    platform.stage.tokens.iter().map(submission).collect()
}
