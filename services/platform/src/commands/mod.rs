//! What the binary can do. This is the only place that writes to the terminal.
#![allow(clippy::print_stdout, reason = "this is a command line: it answers on the terminal")]

mod import;
mod kept;
mod log;
mod person;
mod projections;
mod serve;
mod token;
mod vault;

pub(crate) use import::import;
pub(crate) use log::{LogCommand, log};
pub(crate) use person::{erase, find_person};
pub(crate) use projections::{load, rebuild, snapshot};
pub(crate) use serve::serve;
pub(crate) use token::token;
pub(crate) use vault::{VaultCommand, vault};

use tracing_subscriber::EnvFilter;

/// Runs something asynchronous to its end.
fn block_on<T>(work: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(work)
}

/// Writes what happens to the terminal, as far as `RUST_LOG` asks for it.
fn log_to_terminal(default: &str) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(default));
    // Whoever set a subscriber before keeps it.
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
