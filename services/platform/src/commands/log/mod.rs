//! `log`: looking at the log, moving it to another engine, and keeping copies of it.

mod backup;
mod copy;
mod prepare;
mod progress;
mod stat;
mod tail;

use super::{block_on, log_to_terminal};
use crate::parts::{open_existing_log, open_restorable};
use crate::settings::{Settings, StoreAddress};
use anyhow::bail;
use clap::{Args, Subcommand};
use event_log::{Position, SystemClock, Verification};
use progress::Progress;
use stat::Stat;
use std::io::{self, ErrorKind, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// What can be done with the log of the settings. Services may run meanwhile, where nothing else
/// is said.
#[derive(Debug, Subcommand)]
pub(crate) enum LogCommand {
    /// Check every event: positions, versions, times and the hash chain.
    Verify,
    /// Count what is in it: events, streams and bytes, by category and by type.
    Stat,
    /// Tell its last events, one a line.
    Tail(TailArguments),
    /// Copy it to another engine, with every position, time and hash as it was.
    ///
    /// A copy that was broken off goes on where it stopped when it is asked again. At the end the
    /// whole copy is checked. Stop what writes to the source before you switch to the copy.
    Copy {
        /// The log to copy: sqlite:PATH or postgres://USER@HOST/DATABASE.
        #[arg(long, value_name = "ADDRESS", value_parser = StoreAddress::of_log)]
        from: StoreAddress,
        /// Where to copy it to: nothing yet, or the beginning of the same log.
        #[arg(long, value_name = "ADDRESS", value_parser = StoreAddress::of_log)]
        to: StoreAddress,
    },
    /// Make the schema of a log in PostgreSQL, and give the role of the services its rights.
    ///
    /// Once before the first start, and again after an update that says so. The services' own role
    /// needs no right to change tables, and should have none.
    Prepare {
        /// The log, as the owner of its database: postgres://OWNER@HOST/DATABASE.
        #[arg(long = "as", value_name = "ADDRESS", value_parser = StoreAddress::of_log)]
        owner: StoreAddress,
        /// The role of the services: it may add and read from then on.
        #[arg(long = "for", value_name = "ROLE")]
        role: Option<String>,
    },
    /// Make a copy of an embedded log as one file, while it is written to.
    ///
    /// The copy is checked before it gets its name. Back up with it, and after it, vault.sqlite
    /// and files/ of the data directory: without the keys in the vault, what names or reaches a
    /// person in the log can be read by nobody.
    Backup {
        /// The file to make.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
    },
    /// Put a backup in the place of an embedded log that is not there.
    ///
    /// It is checked before it takes its place. Put vault.sqlite and files/ back with it, and
    /// remove read-models/ and courier.sqlite, before anything starts.
    Restore {
        /// The backup.
        #[arg(long, value_name = "FILE")]
        from: PathBuf,
    },
}

/// Which events are told, and how.
#[derive(Debug, Args)]
pub(crate) struct TailArguments {
    /// Begin after this position; when absent, ten events before the end.
    #[arg(long, value_name = "POSITION")]
    after: Option<u64>,
    /// End after so many events.
    #[arg(long, value_name = "EVENTS")]
    limit: Option<u64>,
    /// Go on with what is recorded from now on, until Ctrl-C.
    #[arg(long)]
    follow: bool,
    /// Tell the content too. It can hold what somebody wrote in confidence.
    #[arg(long)]
    payload: bool,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
}

pub(crate) fn log(settings: &Settings, command: LogCommand) -> anyhow::Result<()> {
    log_to_terminal("warn");
    block_on(async {
        match command {
            LogCommand::Verify => {
                let log = open_existing_log(&settings.log).await?;
                let checked = event_log::verify(log.as_ref(), checking()).await?;
                tell("The log", &checked);
                Ok(())
            }
            LogCommand::Stat => {
                let log = open_existing_log(&settings.log).await?;
                let stat = Stat::of(log.as_ref(), &mut Progress::of("counted")).await?;
                unless_closed(write!(io::stdout(), "{stat}").map_err(Into::into))
            }
            LogCommand::Tail(arguments) => {
                let log = open_existing_log(&settings.log).await?;
                unless_closed(tail::tail(log.as_ref(), &arguments).await)
            }
            LogCommand::Copy { from, to } => copy_log(&from, &to).await,
            LogCommand::Prepare { owner, role } => prepare::prepare(&owner, role.as_deref()).await,
            LogCommand::Backup { to } => backup::back_up(settings, &to).await,
            LogCommand::Restore { from } => backup::put_back(settings, &from).await,
        }
    })
}

/// Whoever closes what is written to has read enough.
fn unless_closed(told: anyhow::Result<()>) -> anyhow::Result<()> {
    told.or_else(|error| match error.downcast_ref::<io::Error>() {
        Some(closed) if closed.kind() == ErrorKind::BrokenPipe => Ok(()),
        _ => Err(error),
    })
}

async fn copy_log(from: &StoreAddress, to: &StoreAddress) -> anyhow::Result<()> {
    if from == to {
        bail!("--from and --to are the same log");
    }
    let source = open_existing_log(from).await?;
    let target = open_restorable(to, Arc::new(SystemClock)).await?;
    let copied = copy::copy(source.as_ref(), target.as_ref(), &mut Progress::of("copied")).await?;
    let begun = copied.begun;
    if begun > Position::START {
        println!("The copy had been begun: it went on after position {begun}.");
    }
    println!("Copied up to position {}.", copied.checked.events);
    tell("The copy", &copied.checked);
    if copied.written_meanwhile {
        println!("The source was written to meanwhile. Before you switch to the copy, stop what");
        println!("writes to the source and copy once more: only what is new is copied.");
    } else {
        println!("It is the same as that of the source there. Switch to the copy only when");
        println!("nothing writes to the source any more.");
    }
    Ok(())
}

/// Tells on the terminal how far a check is.
fn checking() -> impl FnMut(Position) {
    let mut progress = Progress::of("checked");
    move |position| progress.at(position, None)
}

fn tell(what: &str, checked: &Verification) {
    println!("{what} holds: {} events in {} streams.", checked.events, checked.streams);
    println!("Hash of the last event: {}", checked.hash);
}
