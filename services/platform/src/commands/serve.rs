//! `serve`: the services at work, after the demonstration when there is nothing yet.

use super::import::play;
use super::token::sign;
use super::{block_on, log_to_terminal};
use crate::clock::PlayClock;
use crate::demonstration;
use crate::limits;
use crate::parts::{Parts, data_is_empty};
use crate::serve::{Running, Service, start};
use crate::settings::Settings;
use anyhow::Context;
use identity::{Mandate, Party, Role};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::signal::unix::{SignalKind, signal};

/// How long the read models get to show what was played in.
const CATCH_UP: Duration = Duration::from_secs(60);

pub(crate) fn serve(
    settings: Settings,
    service: Option<Service>,
    demonstrate: bool,
) -> anyhow::Result<()> {
    log_to_terminal("warn");
    limits::take_open_files();
    block_on(async {
        let mut interrupted = signal(SignalKind::interrupt())?;
        let mut terminated = signal(SignalKind::terminate())?;
        let clock = Arc::new(PlayClock::default());
        let parts = Parts::open(settings, clock.clone()).await?;
        let services = service.map_or(Service::ALL.to_vec(), |service| vec![service]);
        let empty = data_is_empty(parts.shared.log().as_ref()).await?;
        let mut running = start(&parts, &services, parts.read_models()).await?;
        let working = async {
            if demonstrate && empty && parts.settings.trying_out() {
                demonstration(&parts, &running, clock).await?;
            }
            running.release_courier();
            introduce(&parts, &running, service)?;
            std::future::pending::<anyhow::Result<()>>().await
        };
        let (outcome, drain) = tokio::select! {
            outcome = working => (outcome, Duration::ZERO),
            _ = interrupted.recv() => (Ok(()), Duration::ZERO),
            _ = terminated.recv() => (Ok(()), parts.settings.drain),
        };
        if !drain.is_zero() {
            println!(
                "Stopping: not ready any more, and in {} s no more requests.",
                drain.as_secs()
            );
            running.announce_stop();
            tokio::select! {
                () = tokio::time::sleep(drain) => {}
                _ = interrupted.recv() => {}
            }
        }
        println!("Stopping: requests that run are finished.");
        running.stop().await?;
        outcome
    })
}

async fn demonstration(
    parts: &Parts,
    running: &Running,
    clock: Arc<PlayClock>,
) -> anyhow::Result<()> {
    let started = Instant::now();
    println!("The log is empty: a demonstration is played in, through the services' own API.");
    let scenario = demonstration::demonstration()?;
    let played =
        play(parts, running, &scenario, clock).await.context("the demonstration failed")?;
    let head = parts.shared.log().head().await?.position;
    running.caught_up(head, CATCH_UP).await;
    println!(
        "{} steps in {:.1} seconds. To start without: --empty.\n",
        played.steps,
        started.elapsed().as_secs_f64()
    );
    Ok(())
}

/// Tells where to look.
fn introduce(parts: &Parts, running: &Running, service: Option<Service>) -> anyhow::Result<()> {
    let base = format!("http://{}", running.address);
    if let Some(service) = service {
        println!("Samenspraak, service {service:?}, on {base}");
        return Ok(());
    }
    println!("Samenspraak is running.");
    println!("  public pages         {base}/");
    for service in ["municipality", "provider", "council", "public"] {
        println!("  API {service:<16} {base}/{service}/v1/docs");
    }
    println!("  data                 {}", parts.settings.data.display());
    if !parts.settings.trying_out() {
        return Ok(());
    }
    println!("\nTokens to try out, for 12 hours and on this machine only:");
    for (party, organisation, role, path) in [
        (Party::Municipality, "GM0233", Role::Buyer, "/municipality/v1/work-list?limit=3"),
        (Party::Municipality, "GM0243", Role::Approver, "/municipality/v1/trajectories"),
        (Party::Municipality, "GM0302", Role::ComplaintHandler, "/municipality/v1/trajectories"),
        (Party::Provider, "NL-KVK-90000011", Role::Submitter, "/provider/v1/trajectories"),
        (Party::Council, "adviesraad-noord-veluwe", Role::Secretary, "/council/v1/advices"),
    ] {
        let mandate =
            Mandate { party, organisation: organisation.to_owned(), roles: [role].into() };
        let token = sign(&parts.settings, &format!("probeer-{role}"), vec![mandate])?;
        println!("\n# {} of {organisation}\nTOKEN={token}", role.as_str());
        println!("curl -s -H \"Authorization: Bearer $TOKEN\" '{base}{path}'");
    }
    println!("\nStop with Ctrl-C. More tokens: samenspraak token --help");
    Ok(())
}
