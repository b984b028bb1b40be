//! Data that take long to make: made once, below the target directory.

use crate::bench::Bench;
use std::fs;
use std::path::{Path, PathBuf};

/// The directory that `make` filled, now or in an earlier run.
///
/// # Errors
/// When it cannot be made.
pub(crate) async fn kept(
    bench: &Bench,
    name: &str,
    make: impl AsyncFnOnce(&Path) -> anyhow::Result<()>,
) -> anyhow::Result<PathBuf> {
    let kept = bench.kept(name);
    let complete = kept.join("complete");
    if !complete.exists() {
        if kept.exists() {
            fs::remove_dir_all(&kept)?;
        }
        fs::create_dir_all(&kept)?;
        make(&kept).await?;
        fs::write(complete, "")?;
    }
    Ok(kept)
}
