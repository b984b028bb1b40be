//! `log backup` and `log restore`: an embedded log as one file, and back.

use super::progress::Progress;
use super::tell;
use crate::parts::make_directory;
use crate::settings::{Settings, StoreAddress};
use anyhow::{Context, bail};
use event_log::{SystemClock, Verification};
use event_log_sqlite::Backup;
use std::fs;
use std::path::Path;
use std::sync::Arc;

pub(super) async fn back_up(settings: &Settings, to: &Path) -> anyhow::Result<()> {
    let StoreAddress::Sqlite(log) = &settings.log else {
        bail!(
            "the log stands in PostgreSQL: back it up there, with pg_dump, or with pg_basebackup \
             and the archive of its write-ahead log"
        );
    };
    let checked = checked_copy(log, to).await?;
    tell("The backup", &checked);
    println!("Back up vault.sqlite and files/ too, after the log: they belong together.");
    Ok(())
}

pub(super) async fn put_back(settings: &Settings, from: &Path) -> anyhow::Result<()> {
    let StoreAddress::Sqlite(log) = &settings.log else {
        bail!(
            "the log stands in PostgreSQL: restore it there, with pg_restore, or from a base \
             backup and the archive of its write-ahead log"
        );
    };
    make_directory(settings)?;
    if let Some(directory) = log.parent() {
        fs::create_dir_all(directory)
            .with_context(|| format!("cannot make {}", directory.display()))?;
    }
    let checked = checked_copy(from, log).await?;
    tell("The restored log", &checked);
    println!("Put vault.sqlite and files/ of the same backup with it, and remove read-models/ and");
    println!("courier.sqlite with what stands beside it, before anything starts.");
    Ok(())
}

/// A copy of a log that appears under its name when every event in it was checked.
async fn checked_copy(from: &Path, to: &Path) -> anyhow::Result<Verification> {
    let backup = {
        let (from, to) = (from.to_owned(), to.to_owned());
        let mut progress = Progress::of("copied");
        tokio::task::spawn_blocking(move || {
            Backup::take(&from, &to, |left, of| progress.left(left, of))
        })
        .await??
    };
    let copy = backup.log(Arc::new(SystemClock))?;
    let checked = event_log::verify(&copy, super::checking())
        .await
        .with_context(|| format!("{} does not hold; no copy was kept", from.display()))?;
    drop(copy);
    backup.keep()?;
    Ok(checked)
}
