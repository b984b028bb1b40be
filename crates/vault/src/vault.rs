//! Who is who, wherever it is kept.

use crate::copy::Contents;
use crate::postgres::PostgresShelf;
use crate::seal::{self, Key};
use crate::sqlite::SqliteShelf;
use ::postgres::{Address, PostgresError};
use ::sqlite::SqliteError;
use aws_lc_rs::hmac;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use uuid::Uuid;

/// The version of the schema that this program writes, on every shelf.
pub(crate) const SCHEMA_VERSION: i32 = 2;

/// What kind of subject is looked up. The same text may name a person and an organisation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A person, known by issuer and subject of a token.
    Person,
    /// A provider, known by its number in a register.
    Provider,
    /// A contact person of a provider, known by mail address.
    Contact,
}

/// Why the vault could not do it.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The subject was erased, or never existed: there is no key.
    #[error("there is no key for subject {0}")]
    NoKey(Uuid),
    /// The file cannot be used.
    #[error("the vault {} cannot be used", file.display())]
    Unusable {
        /// The file.
        file: PathBuf,
        /// What the store said.
        #[source]
        source: rusqlite::Error,
    },
    /// The file cannot be opened or protected.
    #[error("the vault cannot be used")]
    File(#[from] SqliteError),
    /// The database cannot be used.
    #[error("the vault in the database cannot be used")]
    Database(#[from] PostgresError),
    /// What speaks with the database cannot be started, or has stopped.
    #[error("the vault in the database cannot be used: {0}")]
    Stopped(String),
    /// It was made by a newer program.
    #[error("the vault {0} was made by a newer program")]
    TooNew(String),
    /// There is none, and none was to be made.
    #[error("there is no vault at {0}")]
    Missing(String),
    /// A copy was to go where something else stands.
    #[error("the target holds something else already; it was left as it was")]
    Taken,
    /// The source was written to while it was copied.
    #[error(
        "the vault was written to while it was copied: stop the services, remove the copy, and \
         copy again"
    )]
    Changed,
    /// The system gave no random bytes, or encryption failed.
    #[error("cryptography failed")]
    Cryptography,
}

/// Where pseudonyms and keys are kept: what every engine does for the vault.
pub(crate) trait Shelf: Send + Sync {
    /// The subject under a digest.
    fn look_up(&self, digest: &[u8]) -> Result<Option<Uuid>, VaultError>;

    /// Adds a subject with its key, unless there is one under the digest by now. Answers the one
    /// that is there, once it is durable.
    fn add(&self, digest: &[u8], subject: Uuid, key: &Key) -> Result<Uuid, VaultError>;

    /// The key of a subject that was not erased.
    fn key(&self, subject: Uuid) -> Result<Option<Key>, VaultError>;

    /// Deletes the key of a subject and everything that leads to it. Answers whether there was
    /// anything to delete.
    fn erase(&self, subject: Uuid) -> Result<bool, VaultError>;

    /// Whether a holder has a claim, after claiming it when nobody had it.
    fn claim(&self, name: &str, holder: &str) -> Result<bool, VaultError>;

    /// Everything that is kept.
    fn contents(&self) -> Result<Contents, VaultError>;

    /// Takes over everything of another shelf, all of it or nothing. Answers `false` when there is
    /// something here already, which then stays.
    fn fill(&self, contents: Arc<Contents>) -> Result<bool, VaultError>;
}

/// Who is who, in one SQLite file that processes of one host share, or in a database that hosts
/// share.
pub struct Vault {
    pub(crate) shelf: Box<dyn Shelf>,
    secret: hmac::Key,
}

impl Vault {
    /// Opens the vault in a file, and makes it when there is none.
    ///
    /// # Errors
    /// [`VaultError`] when the file cannot be opened or protected.
    pub fn open(file: &Path) -> Result<Self, VaultError> {
        let (shelf, secret) = SqliteShelf::open(file)?;
        Ok(Self::of(Box::new(shelf), &secret))
    }

    /// Opens the vault in a file that must be there.
    ///
    /// # Errors
    /// [`VaultError::Missing`] when there is none, else as [`Vault::open`].
    pub fn open_existing(file: &Path) -> Result<Self, VaultError> {
        match file.exists() {
            true => Self::open(file),
            false => Err(VaultError::Missing(file.display().to_string())),
        }
    }

    /// Opens the vault in a database, and makes it when there is none. Blocks its thread, as
    /// everything that asks the vault does.
    ///
    /// # Errors
    /// [`VaultError`] when the database cannot be reached or used.
    pub fn open_database(address: &Address) -> Result<Self, VaultError> {
        let (shelf, secret) = PostgresShelf::open(address)?;
        Ok(Self::of(Box::new(shelf), &secret))
    }

    /// Opens the vault in a database that must have one.
    ///
    /// # Errors
    /// [`VaultError::Missing`] when there is none, else as [`Vault::open_database`].
    pub fn open_existing_database(address: &Address) -> Result<Self, VaultError> {
        let (shelf, secret) = PostgresShelf::open_existing(address)?;
        Ok(Self::of(Box::new(shelf), &secret))
    }

    pub(crate) fn of(shelf: Box<dyn Shelf>, secret: &[u8]) -> Self {
        Self { shelf, secret: hmac::Key::new(hmac::HMAC_SHA256, secret) }
    }

    /// The pseudonym of a subject; makes one when it has none yet.
    ///
    /// # Errors
    /// When the vault cannot be used.
    pub fn subject(&self, kind: Kind, known_by: &str) -> Result<Uuid, VaultError> {
        if let Some(subject) = self.find(kind, known_by)? {
            return Ok(subject);
        }
        let key = random().ok_or(VaultError::Cryptography)?;
        self.shelf.add(&self.digest(kind, known_by), Uuid::new_v4(), &key)
    }

    /// The pseudonym of a subject, when it has one.
    ///
    /// # Errors
    /// When the vault cannot be used.
    pub fn find(&self, kind: Kind, known_by: &str) -> Result<Option<Uuid>, VaultError> {
        self.shelf.look_up(&self.digest(kind, known_by))
    }

    /// Encrypts a text under the key of a subject.
    ///
    /// # Errors
    /// [`VaultError::NoKey`] when the subject was erased.
    pub fn seal(&self, subject: Uuid, text: &str) -> Result<String, VaultError> {
        let key = self.shelf.key(subject)?.ok_or(VaultError::NoKey(subject))?;
        seal::seal(&key, subject, text).ok_or(VaultError::Cryptography)
    }

    /// Decrypts what was sealed under the key of a subject; `None` when the subject was erased
    /// or the text was not sealed for it.
    ///
    /// # Errors
    /// When the vault cannot be used.
    pub fn open_sealed(&self, subject: Uuid, sealed: &str) -> Result<Option<String>, VaultError> {
        Ok(self.shelf.key(subject)?.and_then(|key| seal::open(&key, subject, sealed)))
    }

    /// Erases a subject: its key and everything that leads to it. Answers whether there was
    /// anything to erase.
    ///
    /// # Errors
    /// When the vault cannot be used.
    pub fn erase(&self, subject: Uuid) -> Result<bool, VaultError> {
        self.shelf.erase(subject)
    }

    /// Claims what only one of many may do, such as sending a certain mail. Answers whether it is
    /// this holder's: whoever is first has it for good, and hears so again.
    ///
    /// # Errors
    /// When the vault cannot be used.
    pub fn claim(&self, name: &str, holder: &str) -> Result<bool, VaultError> {
        self.shelf.claim(name, holder)
    }

    #[cfg(test)]
    pub(crate) fn key(&self, subject: Uuid) -> Result<Option<Key>, VaultError> {
        self.shelf.key(subject)
    }

    fn digest(&self, kind: Kind, known_by: &str) -> Vec<u8> {
        let kind = match kind {
            Kind::Person => "person",
            Kind::Provider => "provider",
            Kind::Contact => "contact",
        };
        hmac::sign(&self.secret, format!("{kind}:{known_by}").as_bytes()).as_ref().to_vec()
    }
}

pub(crate) fn random() -> Option<Key> {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).ok()?;
    Some(bytes)
}
