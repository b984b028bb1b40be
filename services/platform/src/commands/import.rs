//! `import`: a trajectory from a file, played into the log.

use super::{block_on, log_to_terminal};
use crate::clock::PlayClock;
use crate::commands::token::sign;
use crate::parts::Parts;
use crate::scenario::{Played, Player, Progress, Scenario};
use crate::serve::{Running, Service, start};
use crate::settings::Settings;
use anyhow::{Context, bail};
use calendar::date_in_words;
use event_log::Position;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How long the read models of an import get to see what is in the log.
const CATCH_UP: Duration = Duration::from_secs(600);

/// The services that a file speaks to.
const SERVICES: [Service; 4] =
    [Service::Municipality, Service::Provider, Service::Council, Service::Public];

pub(crate) fn import(settings: Settings, file: &Path) -> anyhow::Result<()> {
    log_to_terminal("warn");
    let scenario = Scenario::read(file)?;
    block_on(async {
        // Any free address will do: nobody else needs to find these services.
        let settings = Settings { listen: "127.0.0.1:0".parse()?, ..settings };
        let clock = Arc::new(PlayClock::default());
        let parts = Parts::open(settings, clock.clone()).await?;
        let models = parts.settings.data.join("import");
        let running = start(&parts, &SERVICES, &models).await?;
        let head = parts.shared.log().head().await?.position;
        if !running.caught_up(head, CATCH_UP).await {
            bail!("the read models do not catch up with the log");
        }
        let played = play(&parts, &running, &scenario, clock).await;
        running.stop().await?;
        std::fs::remove_dir_all(&models).context("the read models of the import remain")?;
        let played = played?;
        println!("Played {} steps into the log.", played.steps);
        if played.left > 0 {
            println!("{} steps lie in the future; they were left.", played.left);
        }
        println!("Trajectory: {}", played.trajectory);
        Ok(())
    })
}

/// Plays a file at running services, and tells how it goes.
pub(super) async fn play(
    parts: &Parts,
    running: &Running,
    scenario: &Scenario,
    clock: Arc<PlayClock>,
) -> anyhow::Result<Played> {
    let head = parts.shared.log().head().await?;
    let last = match head.position {
        Position::START => None,
        position => {
            let events = parts.shared.log().read_all(Position(position.0 - 1), 1).await?;
            events.first().map(|event| event.recorded_at)
        }
    };
    let now = head.clock;
    let address = format!("http://{}", running.address);
    let settings = &parts.settings;
    let player = Player::new(scenario, address, clock.clone(), now, |person, mandate| {
        sign(settings, person, vec![mandate])
    })?;
    let played = player.play(last, tell).await;
    clock.release();
    Ok(played?)
}

fn tell(progress: Progress) {
    let Progress { done, total, at, what } = progress;
    if let Some(what) = what {
        println!("  {done:>4}/{total}  {:<28}  {what}", date_in_words(at));
    }
}
