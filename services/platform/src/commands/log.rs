//! `log`: checks of the log.

use super::{block_on, log_to_terminal};
use crate::parts::open_existing_log;
use crate::settings::Settings;

/// How many positions lie between two signs of progress.
const STEP: u64 = 100_000;

pub(crate) fn verify_log(settings: &Settings) -> anyhow::Result<()> {
    log_to_terminal("warn");
    block_on(async {
        let log = open_existing_log(&settings.log).await?;
        let mut told = 0;
        let checked = event_log::verify(log.as_ref(), |position| {
            if position.0 >= told + STEP {
                told = position.0;
                println!("… checked up to position {position}");
            }
        })
        .await?;
        println!("The log holds: {} events in {} streams.", checked.events, checked.streams);
        println!("Hash of the last event: {}", checked.hash);
        Ok(())
    })
}
