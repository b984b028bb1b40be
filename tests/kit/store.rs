//! Where the log of a test stands.

use platform::Settings;
use testing::tools::postgres;

/// A kind of log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Store {
    /// A file in the data directory.
    Sqlite,
    /// A new database on the server that the tests of this process share.
    Postgres,
}

impl Store {
    /// The lines that say so in the settings. The vault goes with the log, apart from it.
    pub(crate) fn setting(self) -> String {
        let database = || postgres().unwrap().database().unwrap();
        match self {
            Self::Sqlite => String::new(),
            Self::Postgres => format!("log = \"{}\"\nvault = \"{}\"\n", database(), database()),
        }
    }

    /// Settings with the log and the vault there.
    pub(crate) fn settings(self, settings: Settings) -> Settings {
        let database = || postgres().unwrap().database().unwrap().parse().unwrap();
        match self {
            Self::Sqlite => settings,
            Self::Postgres => Settings { log: database(), vault: database(), ..settings },
        }
    }
}
