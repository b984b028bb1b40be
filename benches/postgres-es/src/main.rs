//! Commands a second through `cqrs-es` with `postgres-es`, put together as their documentation
//! shows: the pool they give, the table they give, no queries. Prints one line of JSON.

mod contribution;

use anyhow::ensure;
use clap::Parser;
use contribution::{Command, Contribution, Submitted};
use postgres_es::{PostgresCqrs, default_postgress_pool, postgres_cqrs};
use std::sync::Arc;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// How long the load runs before anything is counted.
const WARM_UP: Duration = Duration::from_secs(1);

/// As long as a contribution of ours: together with names and keys, some 600 bytes of JSON.
const TEXT: &str = "Met het vaste tarief per traject komen wij bij gezinnen met meerdere vragen \
    niet uit. Wij zien in onze praktijk dat een op de vijf trajecten langer duurt dan de termijn \
    waarop het tarief is gebaseerd.\n\nWij stellen voor om na twaalf weken samen met de gemeente \
    te bekijken wat nog nodig is, en het tarief dan naar rato te verlengen.";

#[derive(Parser)]
struct Arguments {
    /// The database, with the table of events in it.
    #[arg(long)]
    database: String,
    /// How many commands are in flight.
    #[arg(long)]
    in_flight: usize,
    /// For how many seconds is measured.
    #[arg(long)]
    seconds: f64,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let Arguments { database, in_flight, seconds } = Arguments::parse();
    let span = Duration::from_secs_f64(seconds);
    let framework = Arc::new(postgres_cqrs(default_postgress_pool(&database).await, vec![], ()));
    let begin = Instant::now() + WARM_UP;
    let clients: Vec<_> = (0..in_flight)
        .map(|_| tokio::spawn(work(framework.clone(), begin, begin + span)))
        .collect();
    let mut times = vec![];
    for client in clients {
        times.extend(client.await??);
    }
    ensure!(!times.is_empty(), "no command was done in time to be measured");
    times.sort_unstable();
    let millis = |share: usize| times[times.len() * share / 100].as_secs_f64() * 1_000.0;
    let measured = serde_json::json!({
        "perSecond": times.len() as f64 / seconds,
        "median": millis(50),
        "slowestHundredth": millis(99),
    });
    println!("{measured}");
    Ok(())
}

/// Executes one command after another. Gives how long those took that ended within the window.
async fn work(
    framework: Arc<PostgresCqrs<Contribution>>,
    begin: Instant,
    end: Instant,
) -> anyhow::Result<Vec<Duration>> {
    let (round, provider) = (Uuid::new_v4().to_string(), Uuid::new_v4().to_string());
    let mut times = vec![];
    loop {
        let sent = Instant::now();
        if sent >= end {
            return Ok(times);
        }
        let submitted = Submitted {
            round: round.clone(),
            provider: provider.clone(),
            theme: "tarieven".to_owned(),
            track: "this-purchase".to_owned(),
            text: TEXT.to_owned(),
        };
        framework.execute(&Uuid::new_v4().to_string(), Command::Submit(submitted)).await?;
        let done = Instant::now();
        if done >= begin && done < end {
            times.push(done - sent);
        }
    }
}
