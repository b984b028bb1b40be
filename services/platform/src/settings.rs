//! Settings: from a file, from the environment, and from the command line, in that order. What
//! is wrong is refused at the start, with the reason.

use config::{Config, Environment, File, FileFormat};
use event_log_postgres::Address;
use jiff::SignedDuration;
use mail::{Link, MailSettings, Secret};
use serde::Deserialize;
use std::fmt;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;
use vocabulary::{EmailAddress, Title};

/// The settings file that is read when none is named.
const DEFAULT_FILE: &str = "samenspraak.toml";

/// The environment variable that holds the password for SMTP.
const SMTP_PASSWORD: &str = "SAMENSPRAAK_SMTP_PASSWORD";

/// The environment variables that hold the passwords for a log and a vault in PostgreSQL.
const LOG_PASSWORD: &str = "SAMENSPRAAK_LOG_PASSWORD";
const VAULT_PASSWORD: &str = "SAMENSPRAAK_VAULT_PASSWORD";

/// How long a process that was told to stop still takes requests, for a balancer to notice: one
/// that looks every second or two and wants to see it twice.
const DRAIN: Duration = Duration::from_secs(5);

/// Why the settings are refused.
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The file or the environment cannot be read as settings.
    #[error("the settings cannot be used")]
    Unreadable(#[from] config::ConfigError),
    /// A setting has a value that it cannot have.
    #[error("{setting}: {reason}")]
    Wrong {
        /// Which one.
        setting: &'static str,
        /// Why.
        reason: String,
    },
}

fn wrong(setting: &'static str, reason: impl Into<String>) -> SettingsError {
    SettingsError::Wrong { setting, reason: reason.into() }
}

/// Where something is kept: the log, or the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreAddress {
    /// In a file on this machine.
    Sqlite(PathBuf),
    /// In a database.
    Postgres(Box<Address>),
}

impl StoreAddress {
    /// The same place, reached with a password when it is a database.
    #[must_use]
    fn with_password(self, variable: &str) -> Self {
        match (self, std::env::var(variable)) {
            (Self::Postgres(address), Ok(password)) => {
                Self::Postgres(Box::new(address.with_password(&password)))
            }
            (address, _) => address,
        }
    }

    /// A log at an address that is given on the command line.
    ///
    /// # Errors
    /// Why it is not an address.
    pub fn of_log(text: &str) -> Result<Self, String> {
        Ok(text.parse::<Self>()?.with_password(LOG_PASSWORD))
    }

    /// A vault at an address that is given on the command line.
    ///
    /// # Errors
    /// Why it is not an address.
    pub fn of_vault(text: &str) -> Result<Self, String> {
        Ok(text.parse::<Self>()?.with_password(VAULT_PASSWORD))
    }
}

impl FromStr for StoreAddress {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some(("sqlite", path)) if !path.is_empty() => Ok(Self::Sqlite(PathBuf::from(path))),
            Some(("postgres" | "postgresql", _)) => Ok(Self::Postgres(Box::new(text.parse()?))),
            _ => Err(format!(
                "{text:?} is no place; write sqlite:PATH or postgres://USER@HOST/DATABASE"
            )),
        }
    }
}

impl fmt::Display for StoreAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(file) => write!(f, "sqlite:{}", file.display()),
            Self::Postgres(address) => address.fmt(f),
        }
    }
}

/// An issuer of tokens that is trusted.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuerSettings {
    /// Its name: the `iss` of its tokens.
    pub name: String,
    /// Where its key set stands.
    pub keys: String,
}

/// Who may sign in.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct IdentitySettings {
    /// The `aud` of tokens for this platform.
    pub audience: String,
    /// The issuers that are trusted.
    pub issuers: Vec<IssuerSettings>,
}

impl Default for IdentitySettings {
    fn default() -> Self {
        Self { audience: "samenspraak".to_owned(), issuers: vec![] }
    }
}

/// The site on which the public pages stand.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SiteSettings {
    /// The organisation that runs it.
    pub operator: Title,
    /// The mail address to which readers can turn.
    pub contact: EmailAddress,
    /// The path of a stylesheet with the colours of a municipality.
    pub theme: Option<String>,
}

#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Raw {
    listen: String,
    data: PathBuf,
    log: Option<String>,
    vault: Option<String>,
    files: Option<PathBuf>,
    read_models: Option<PathBuf>,
    public_address: Option<String>,
    site: Option<SiteSettings>,
    workers: Option<usize>,
    identity: IdentitySettings,
    mail: Option<MailSettings>,
    reminder_hours: i64,
    drain_seconds: Option<u64>,
}

impl Default for Raw {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            data: PathBuf::from("data"),
            log: None,
            vault: None,
            files: None,
            read_models: None,
            public_address: None,
            site: None,
            workers: None,
            identity: IdentitySettings::default(),
            mail: None,
            reminder_hours: 48,
            drain_seconds: None,
        }
    }
}

/// The settings.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Where to listen.
    pub listen: SocketAddr,
    /// The directory of everything that is kept.
    pub data: PathBuf,
    /// Where the log stands.
    pub log: StoreAddress,
    /// Where the vault stands: in a file, or in a database when services run on several hosts.
    pub vault: StoreAddress,
    /// The directory of the files that were handed in; one that all hosts share.
    pub files: PathBuf,
    /// The directory of the read models of this process. Each replica of a service has its own.
    pub read_models: PathBuf,
    /// Where readers find the public pages; `http://` and the address listened on when absent.
    pub public_address: Option<Link>,
    /// Whose site it is; absent only where it is tried out.
    pub site: Option<SiteSettings>,
    /// How many threads answer requests; one a processor when absent.
    pub workers: Option<usize>,
    /// Who may sign in.
    pub identity: IdentitySettings,
    /// How mail is sent; into a folder below the data when absent.
    pub mail: Option<MailSettings>,
    /// How long before a round closes its followers are reminded.
    pub reminder: SignedDuration,
    /// How long this process still takes requests after it was told to stop and reports itself
    /// not ready.
    pub drain: Duration,
    /// The password for SMTP, from the environment.
    pub smtp_password: Option<Secret>,
}

impl Settings {
    /// Reads the settings. `listen` and `data` are those of the command line.
    ///
    /// # Errors
    /// [`SettingsError`]: which setting is wrong, and why.
    pub fn read(
        file: Option<&Path>,
        listen: Option<&str>,
        data: Option<&Path>,
    ) -> Result<Self, SettingsError> {
        let source = match file {
            Some(file) => File::from(file).format(FileFormat::Toml).required(true),
            None => File::new(DEFAULT_FILE, FileFormat::Toml).required(false),
        };
        let environment =
            Environment::with_prefix("SAMENSPRAAK").prefix_separator("__").separator("__");
        let raw: Raw = Config::builder()
            .add_source(source)
            .add_source(environment.try_parsing(true))
            .build()?
            .try_deserialize()?;
        Self::checked(raw, listen, data)
    }

    /// The settings of a platform for trying out: everything at its default.
    ///
    /// # Errors
    /// When `listen` is not an address.
    pub fn for_trying_out(listen: &str, data: &Path) -> Result<Self, SettingsError> {
        Self::checked(Raw::default(), Some(listen), Some(data))
    }

    fn checked(raw: Raw, listen: Option<&str>, data: Option<&Path>) -> Result<Self, SettingsError> {
        let data = data.map_or(raw.data, Path::to_owned);
        let listen = listen.unwrap_or(&raw.listen);
        let listen: SocketAddr = listen.parse().map_err(|_| {
            wrong("listen", format!("{listen:?} is not an address; write 127.0.0.1:8080"))
        })?;
        let place = |setting, text: Option<String>, password, file| match text {
            Some(text) => match text.parse::<StoreAddress>() {
                Ok(address) => Ok(address.with_password(password)),
                Err(reason) => Err(wrong(setting, reason)),
            },
            None => Ok(StoreAddress::Sqlite(data.join(file))),
        };
        let log = place("log", raw.log, LOG_PASSWORD, "log.sqlite")?;
        let vault = place("vault", raw.vault, VAULT_PASSWORD, "vault.sqlite")?;
        let public_address = raw
            .public_address
            .map(|address| {
                address.parse::<Link>().map_err(|no| wrong("public_address", no.to_string()))
            })
            .transpose()?;
        if raw.workers == Some(0) || raw.workers.is_some_and(|workers| workers > 256) {
            return Err(wrong("workers", "give 1 to 256"));
        }
        if !(1..=720).contains(&raw.reminder_hours) {
            return Err(wrong("reminder_hours", "give 1 to 720"));
        }
        if raw.drain_seconds.is_some_and(|seconds| seconds > 60) {
            return Err(wrong("drain_seconds", "give 0 to 60"));
        }
        let trying_out = listen.ip().is_loopback() && raw.identity.issuers.is_empty();
        if raw.site.is_none() && !trying_out {
            let reason = "name the operator and contact of the public pages; they can be absent \
                          only on a loopback address without issuers of tokens";
            return Err(wrong("site", reason));
        }
        if raw.identity.audience.is_empty() {
            return Err(wrong("identity.audience", "give the `aud` of tokens for this platform"));
        }
        Ok(Self {
            listen,
            read_models: raw.read_models.unwrap_or_else(|| data.join("read-models")),
            files: raw.files.unwrap_or_else(|| data.join("files")),
            data,
            log,
            vault,
            public_address,
            site: raw.site,
            workers: raw.workers,
            identity: raw.identity,
            mail: raw.mail,
            reminder: SignedDuration::from_hours(raw.reminder_hours),
            // Where it is tried out, nobody stands in front of it who must notice.
            drain: raw
                .drain_seconds
                .map_or(if trying_out { Duration::ZERO } else { DRAIN }, Duration::from_secs),
            smtp_password: std::env::var(SMTP_PASSWORD).ok().map(Secret::new),
        })
    }

    /// Whether the platform is tried out: on a loopback address, and without an issuer of real
    /// tokens, as a platform behind a proxy on the same machine has.
    #[must_use]
    pub fn trying_out(&self) -> bool {
        self.listen.ip().is_loopback() && self.identity.issuers.is_empty()
    }

    /// The file of the local key.
    #[must_use]
    pub fn local_key_file(&self) -> PathBuf {
        self.data.join("identity").join("local-key")
    }
}

#[cfg(test)]
mod tests;
