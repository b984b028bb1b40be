//! Everything behind the binary `samenspraak`: settings, the services in one process or apart,
//! playing in a trajectory, and the tools around log, read models and vault.

mod cli;
mod clock;
mod commands;
pub mod demonstration;
mod limits;
mod parts;
pub mod scenario;
mod serve;
mod settings;

/// Requests come and go on all threads, many small things at once: an allocator made for that.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

pub use cli::{Cli, run};
pub use clock::PlayClock;
pub use parts::{Parts, data_is_empty, open_log};
pub use serve::{Running, Service, start};
pub use settings::{IdentitySettings, IssuerSettings, Settings, SettingsError, StoreAddress};
