//! `projections`: read models, built again.

use super::{block_on, log_to_terminal};
use crate::parts::Parts;
use crate::serve::{Service, build};
use crate::settings::Settings;
use anyhow::{Context, bail};
use event_log::SystemClock;
use std::fs;
use std::sync::Arc;

pub(crate) fn rebuild(settings: Settings, service: Option<Service>) -> anyhow::Result<()> {
    log_to_terminal("warn");
    if service.is_some_and(|service| service.read_model().is_none()) {
        bail!("the courier has no read model: what it sent cannot be built again");
    }
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
