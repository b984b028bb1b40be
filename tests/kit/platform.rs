//! A platform in this process, with a clock that the test sets.

use super::{Store, Time, World};
use event_log::{ManualClock, Position};
use jiff::Timestamp;
use platform::{Parts, Running, Service, Settings, start};
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;

/// Monday 4 January 2027, 10.00 in the Netherlands.
const BEGINNING: &str = "2027-01-04T09:00:00Z";

/// A running platform: all services in this process, on a log of its own.
pub(crate) struct Platform {
    pub(crate) world: World,
    pub(crate) time: Time,
    clock: Arc<ManualClock>,
    pub(crate) parts: Parts,
    running: Running,
    _directory: TempDir,
}

impl Platform {
    pub(crate) async fn start() -> Self {
        Self::on(Store::Sqlite).await
    }

    /// A platform with its log somewhere.
    pub(crate) async fn on(store: Store) -> Self {
        Self::with(|settings| store.settings(settings)).await
    }

    /// A platform whose settings differ from the usual.
    pub(crate) async fn with(change: impl FnOnce(Settings) -> Settings) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at(BEGINNING.parse().unwrap()));
        let settings = Settings::for_trying_out("127.0.0.1:0", directory.path()).unwrap();
        let settings = change(Settings { workers: Some(2), ..settings });
        let parts = Parts::open(settings, clock.clone()).await.unwrap();
        let mut running = start(&parts, &Service::ALL, parts.read_models()).await.unwrap();
        running.release_courier();
        let address = format!("http://{}", running.address);
        let world = World::new(directory.path(), move |_| address.clone());
        Self { world, time: Time::Set(clock.clone()), clock, parts, running, _directory: directory }
    }

    /// Sets the clock of the log.
    pub(crate) fn set(&self, instant: Timestamp) {
        self.clock.set(instant);
    }

    /// The end of the log.
    pub(crate) async fn head(&self) -> Position {
        self.parts.shared.log().head().await.unwrap().position
    }

    /// Waits until every read model shows all that was written, for reads that name no position.
    pub(crate) async fn caught_up(&self) {
        assert!(self.running.caught_up(self.head().await, Duration::from_secs(30)).await);
    }

    /// Stops it, and gives the directory with everything that it kept.
    pub(crate) async fn stop(self) -> TempDir {
        self.caught_up().await;
        self.running.stop().await.unwrap();
        self._directory
    }
}
