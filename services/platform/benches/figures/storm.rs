//! The worst second of a storm.

use crate::bench::Bench;
use crate::stage::Platform;
use anyhow::Context;

pub(crate) async fn measure(bench: &mut Bench) -> anyhow::Result<()> {
    for _ in bench.turns("storm") {
        let mut platform = Platform::on_sqlite(bench).await?;
        let stormed = platform.submit(256, bench.storm_span()).await?;
        let worst = stormed.seconds.iter().min().context("a storm lasts a second at least")?;
        bench.note("storm-worst-second", *worst as f64, stormed.per_second);
        platform.close().await?;
    }
    Ok(())
}
