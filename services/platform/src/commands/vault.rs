//! `vault`: moving it to another engine.

use super::log_to_terminal;
use crate::parts::{open_existing_vault, open_vault};
use crate::settings::StoreAddress;
use anyhow::bail;
use clap::Subcommand;
use std::fs;
use std::path::Path;

/// What can be done with the vault.
#[derive(Debug, Subcommand)]
pub(crate) enum VaultCommand {
    /// Copy it to another engine: pseudonyms, keys, and who was erased. Stop the services first.
    ///
    /// All of it is copied, or nothing, and the copy is compared with its source. Asked again, it
    /// only compares.
    Copy {
        /// The vault to copy: sqlite:PATH or postgres://USER@HOST/DATABASE.
        #[arg(long, value_name = "ADDRESS", value_parser = StoreAddress::of_vault)]
        from: StoreAddress,
        /// Where to copy it to: there is nothing yet.
        #[arg(long, value_name = "ADDRESS", value_parser = StoreAddress::of_vault)]
        to: StoreAddress,
    },
}

pub(crate) fn vault(command: &VaultCommand) -> anyhow::Result<()> {
    log_to_terminal("warn");
    let VaultCommand::Copy { from, to } = command;
    if from == to {
        bail!("--from and --to are the same vault");
    }
    let source = open_existing_vault(from)?;
    if let StoreAddress::Sqlite(file) = to
        && let Some(directory) = file.parent().filter(|it| *it != Path::new(""))
    {
        fs::create_dir_all(directory)?;
    }
    let copied = source.copy_to(open_vault(to)?)?;
    println!(
        "The copy is the same as its source: {} subjects, {} of them erased; {} can be looked up.",
        copied.subjects, copied.erased, copied.lookups
    );
    println!(
        "Remove the source once you have switched: who is erased from then on has a key there."
    );
    Ok(())
}
