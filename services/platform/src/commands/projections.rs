//! `projections`: read models, built again or copied from one replica to another.

use super::{block_on, log_to_terminal};
use crate::parts::{Parts, make_directory};
use crate::serve::{Service, build};
use crate::settings::Settings;
use anyhow::{Context, bail};
use event_log::{Position, SystemClock};
use projection::{ProjectionError, load_snapshot, take_snapshot};
use std::fs;
use std::path::Path;
use std::sync::Arc;

pub(crate) fn rebuild(settings: Settings, service: Option<Service>) -> anyhow::Result<()> {
    log_to_terminal("warn");
    refuse_courier(service)?;
    block_on(async {
        let address = settings.listen;
        let parts = Parts::open(settings, Arc::new(SystemClock)).await?;
        let directory = parts.read_models();
        let services = service.map_or(Service::ALL.to_vec(), |service| vec![service]);
        for service in services {
            let Some(name) = service.read_model() else { continue };
            // Opening it takes its lock: whoever uses it is told to stop first.
            drop(build(&parts, &[service], directory, address).await?);
            for suffix in ["", "-wal", "-shm"] {
                let file = directory.join(format!("{name}.sqlite{suffix}"));
                if file.exists() {
                    fs::remove_file(&file)
                        .with_context(|| format!("cannot remove {}", file.display()))?;
                }
            }
            let (_, _, runners) = build(&parts, &[service], directory, address).await?;
            for mut runner in runners {
                let position = runner.catch_up().await?;
                println!("{name}: built again up to position {position}.");
            }
        }
        Ok(())
    })
}

/// Copies read models of a service that may run.
pub(crate) fn snapshot(
    settings: &Settings,
    to: &Path,
    service: Option<Service>,
) -> anyhow::Result<()> {
    log_to_terminal("warn");
    fs::create_dir_all(to)
        .with_context(|| format!("the directory {} cannot be used", to.display()))?;
    let said = |name: &str, position| println!("{name}: a copy that stands at {position}.");
    copy(&settings.read_models, to, service, take_snapshot, said)
}

/// Puts copies in the place of read models, which nobody builds meanwhile.
pub(crate) fn load(
    settings: &Settings,
    from: &Path,
    service: Option<Service>,
) -> anyhow::Result<()> {
    log_to_terminal("warn");
    make_directory(settings)?;
    let said = |name: &str, position| println!("{name}: goes on from position {position}.");
    copy(from, &settings.read_models, service, load_snapshot, said)
}

fn copy(
    from: &Path,
    to: &Path,
    service: Option<Service>,
    work: fn(&Path, &Path) -> Result<Position, ProjectionError>,
    said: impl Fn(&str, Position),
) -> anyhow::Result<()> {
    refuse_courier(service)?;
    let services = service.map_or(Service::ALL.to_vec(), |service| vec![service]);
    let files = services.into_iter().filter_map(|service| {
        let name = service.read_model()?;
        let file = format!("{name}.sqlite");
        from.join(&file).exists().then_some((name, file))
    });
    let mut files = files.peekable();
    if files.peek().is_none() {
        bail!("there is no such read model in {}", from.display());
    }
    for (name, file) in files {
        said(name, work(&from.join(&file), &to.join(&file))?);
    }
    Ok(())
}

fn refuse_courier(service: Option<Service>) -> anyhow::Result<()> {
    if service.is_some_and(|service| service.read_model().is_none()) {
        bail!("the courier has no read model: what it sent cannot be built again");
    }
    Ok(())
}
