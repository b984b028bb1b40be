//! Where the log of a test stands.

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
    /// The line that says so in the settings.
    pub(crate) fn setting(self) -> String {
        match self {
            Self::Sqlite => String::new(),
            Self::Postgres => format!("log = \"{}\"\n", postgres().unwrap().database().unwrap()),
        }
    }
}
