//! The parts that services are built from: log, vault, files, keys.

use crate::settings::{Settings, StoreAddress};
use anyhow::Context;
use command::Commander;
use event_log::{Clock, EventLog, Restore, SystemClock};
use event_log_postgres::PostgresLog;
use event_log_sqlite::SqliteLog;
use files::FileStore;
use identity::{HttpKeys, Issuer, LOCAL_ISSUER, LocalKey, Verifier};
use mail::{FolderSettings, MailSettings, Mailer, Sender};
use projection::Feed;
use service::Shared;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use vault::{Vault, VaultError};

/// The parts of one process.
pub struct Parts {
    /// What the services share.
    pub shared: Shared,
    /// The settings.
    pub settings: Settings,
}

impl Parts {
    /// Opens the parts. Tokens of the local key count only where it is tried out.
    ///
    /// # Errors
    /// When a part cannot be opened; the chain of causes says which and why.
    pub async fn open(settings: Settings, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        make_directory(&settings)?;
        let log = open_log(&settings.log, clock).await?;
        let vault = Arc::new(open_vault(&settings.vault)?);
        let files =
            FileStore::open(&settings.files).context("the directory of files cannot be used")?;
        let verifier = Arc::new(verifier(&settings)?);
        let feed = Arc::new(Feed::new(log.clone(), service::decode));
        let commander = Arc::new(Commander::new(log, dialogue::upcasters()));
        Ok(Self { shared: Shared { commander, feed, vault, files, verifier }, settings })
    }

    /// The directory of the read models.
    #[must_use]
    pub fn read_models(&self) -> &Path {
        &self.settings.read_models
    }
}

/// Opens the log at an address; makes it when there is none.
///
/// # Errors
/// When it cannot be opened.
pub async fn open_log(
    address: &StoreAddress,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Arc<dyn EventLog>> {
    Ok(open_restorable(address, clock).await?)
}

/// Opens the log at an address as one that can take over another; makes it when there is none.
///
/// # Errors
/// When it cannot be opened.
pub(crate) async fn open_restorable(
    address: &StoreAddress,
    clock: Arc<dyn Clock>,
) -> anyhow::Result<Arc<dyn Restore>> {
    let file = match address {
        StoreAddress::Sqlite(file) => file,
        StoreAddress::Postgres(address) => {
            return Ok(Arc::new(PostgresLog::open(address, clock).await?));
        }
    };
    if let Some(directory) = file.parent().filter(|directory| !directory.as_os_str().is_empty()) {
        fs::create_dir_all(directory)
            .with_context(|| format!("cannot make {}", directory.display()))?;
    }
    Ok(Arc::new(SqliteLog::open(file, clock)?))
}

/// Opens the log at an address to look at it: one that is not there is not made, and one that is
/// there is not changed.
///
/// # Errors
/// When there is no log, or it cannot be opened.
pub(crate) async fn open_existing_log(address: &StoreAddress) -> anyhow::Result<Arc<dyn EventLog>> {
    let clock = Arc::new(SystemClock);
    match address {
        StoreAddress::Sqlite(file) => Ok(Arc::new(SqliteLog::open_to_read(file, clock)?)),
        StoreAddress::Postgres(address) => {
            Ok(Arc::new(PostgresLog::open_existing(address, clock).await?))
        }
    }
}

/// Opens the vault at an address; makes it when there is none.
pub(crate) fn open_vault(address: &StoreAddress) -> Result<Vault, VaultError> {
    match address {
        StoreAddress::Sqlite(file) => Vault::open(file),
        StoreAddress::Postgres(address) => Vault::open_database(address),
    }
}

/// Opens the vault at an address, which must be there.
pub(crate) fn open_existing_vault(address: &StoreAddress) -> Result<Vault, VaultError> {
    match address {
        StoreAddress::Sqlite(file) => Vault::open_existing(file),
        StoreAddress::Postgres(address) => Vault::open_existing_database(address),
    }
}

/// Whether there is no log yet, or nothing in it.
///
/// # Errors
/// When the log cannot be read.
pub async fn data_is_empty(log: &dyn EventLog) -> Result<bool, event_log::LogError> {
    Ok(log.head().await?.position == event_log::Position::START)
}

/// What is kept is for this program alone.
pub(crate) fn make_directory(settings: &Settings) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let data = &settings.data;
    fs::create_dir_all(data)
        .and_then(|()| fs::set_permissions(data, fs::Permissions::from_mode(0o700)))
        .with_context(|| format!("the data directory {} cannot be used", data.display()))
}

fn verifier(settings: &Settings) -> anyhow::Result<Verifier> {
    let mut issuers = vec![];
    for issuer in &settings.identity.issuers {
        let keys = HttpKeys::new(&issuer.keys)
            .with_context(|| format!("the issuer {} cannot be trusted", issuer.name))?;
        issuers.push(Issuer::new(&issuer.name, Arc::new(keys)));
    }
    if settings.trying_out() {
        let key = LocalKey::open(&settings.local_key_file())?;
        issuers.push(Issuer::new(LOCAL_ISSUER, Arc::new(key.key_set()?)));
    }
    if issuers.is_empty() {
        anyhow::bail!(
            "identity.issuers: name an issuer of tokens; on {}, which is not a loopback address, \
             nobody could sign in",
            settings.listen
        );
    }
    Ok(Verifier::new(&settings.identity.audience, issuers))
}

/// How mail is sent: as set, or into a folder below the data.
pub(crate) fn mailer(settings: &Settings) -> anyhow::Result<(Arc<dyn Mailer>, Sender)> {
    let mail = match &settings.mail {
        Some(mail) => mail.clone(),
        None => MailSettings::Folder(FolderSettings {
            from: Sender {
                name: "Samenspraak".parse()?,
                address: "berichten@samenspraak.example".parse()?,
            },
            directory: settings.data.join("mail"),
        }),
    };
    let mailer = mail.mailer(settings.smtp_password.clone()).context("mail cannot be sent")?;
    Ok((mailer, mail.sender().clone()))
}
