//! The vault's own file.

use crate::seal::{self, Key};
use aws_lc_rs::hmac;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use sqlite::{Durability, SqliteError};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

const SCHEMA_VERSION: i32 = 1;

/// How many pages the write-ahead log holds before they are moved into the file: 4 MiB.
const MOVED_AFTER_PAGES: u32 = 1_000;

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
    /// The file was made by a newer program.
    #[error("the vault {} was made by a newer program", .0.display())]
    TooNew(PathBuf),
    /// The system gave no random bytes, or encryption failed.
    #[error("cryptography failed")]
    Cryptography,
}

/// Who is who, in one SQLite file. Several processes may share it.
pub struct Vault {
    file: PathBuf,
    connection: Mutex<Connection>,
    secret: hmac::Key,
}

impl Vault {
    /// Opens the vault in a file, and makes it when there is none.
    ///
    /// # Errors
    /// [`VaultError`] when the file cannot be opened or protected.
    pub fn open(file: &Path) -> Result<Self, VaultError> {
        let unusable = |source| VaultError::Unusable { file: file.to_owned(), source };
        // A key must be on disk before anything is encrypted under it.
        let mut connection = sqlite::to_write(file, Durability::Full, MOVED_AFTER_PAGES)?;
        let secret = prepare(&mut connection)
            .map_err(unusable)?
            .ok_or_else(|| VaultError::TooNew(file.to_owned()))?;
        Ok(Self {
            file: file.to_owned(),
            connection: Mutex::new(connection),
            secret: hmac::Key::new(hmac::HMAC_SHA256, &secret),
        })
    }

    /// The pseudonym of a subject; makes one when it has none yet.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn subject(&self, kind: Kind, known_by: &str) -> Result<Uuid, VaultError> {
        if let Some(subject) = self.find(kind, known_by)? {
            return Ok(subject);
        }
        let digest = self.digest(kind, known_by);
        let key = random().ok_or(VaultError::Cryptography)?;
        self.write(|connection| {
            // Somebody else may have been first since the look.
            if let Some(subject) = look_up(connection, &digest)? {
                return Ok(subject);
            }
            let subject = Uuid::new_v4();
            let id = subject.to_string();
            connection
                .execute("INSERT INTO subject (id, key) VALUES (?1, ?2)", params![id, key])?;
            connection.execute(
                "INSERT INTO lookup (digest, subject) VALUES (?1, ?2)",
                params![digest, id],
            )?;
            Ok(subject)
        })
    }

    /// The pseudonym of a subject, when it has one.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn find(&self, kind: Kind, known_by: &str) -> Result<Option<Uuid>, VaultError> {
        let digest = self.digest(kind, known_by);
        look_up(&self.connection(), &digest).map_err(|source| self.unusable(source))
    }

    /// Encrypts a text under the key of a subject.
    ///
    /// # Errors
    /// [`VaultError::NoKey`] when the subject was erased.
    pub fn seal(&self, subject: Uuid, text: &str) -> Result<String, VaultError> {
        let key = self.key(subject)?.ok_or(VaultError::NoKey(subject))?;
        seal::seal(&key, subject, text).ok_or(VaultError::Cryptography)
    }

    /// Decrypts what was sealed under the key of a subject; `None` when the subject was erased
    /// or the text was not sealed for it.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn open_sealed(&self, subject: Uuid, sealed: &str) -> Result<Option<String>, VaultError> {
        Ok(self.key(subject)?.and_then(|key| seal::open(&key, subject, sealed)))
    }

    /// Erases a subject: its key and everything that leads to it. Answers whether there was
    /// anything to erase.
    ///
    /// # Errors
    /// When the file cannot be used.
    pub fn erase(&self, subject: Uuid) -> Result<bool, VaultError> {
        let id = subject.to_string();
        let erased = self.write(|connection| {
            connection.execute("DELETE FROM lookup WHERE subject = ?1", [&id])?;
            connection.execute(
                "UPDATE subject SET key = NULL, erased = unixepoch() \
                 WHERE id = ?1 AND key IS NOT NULL",
                [&id],
            )
        })?;
        // The old page with the key must not linger in the write-ahead log.
        self.connection()
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
            .map_err(|source| self.unusable(source))?;
        Ok(erased > 0)
    }

    fn key(&self, subject: Uuid) -> Result<Option<Key>, VaultError> {
        self.connection()
            .prepare_cached("SELECT key FROM subject WHERE id = ?1")
            .and_then(|mut statement| {
                statement
                    .query_row([subject.to_string()], |row| row.get::<_, Option<Key>>(0))
                    .optional()
            })
            .map(Option::flatten)
            .map_err(|source| self.unusable(source))
    }

    fn digest(&self, kind: Kind, known_by: &str) -> Vec<u8> {
        let kind = match kind {
            Kind::Person => "person",
            Kind::Provider => "provider",
            Kind::Contact => "contact",
        };
        hmac::sign(&self.secret, format!("{kind}:{known_by}").as_bytes()).as_ref().to_vec()
    }

    fn write<T>(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, VaultError> {
        let mut connection = self.connection();
        let run = |connection: &mut Connection| {
            let transaction =
                connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let outcome = work(&transaction)?;
            transaction.commit()?;
            Ok(outcome)
        };
        run(&mut connection).map_err(|source| self.unusable(source))
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        // Every write is a transaction: a panic in between leaves nothing half done.
        self.connection.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn unusable(&self, source: rusqlite::Error) -> VaultError {
        VaultError::Unusable { file: self.file.clone(), source }
    }
}

/// Makes the schema in a new file and gives the secret; `None` when the file is too new.
fn prepare(connection: &mut Connection) -> rusqlite::Result<Option<Vec<u8>>> {
    // What is deleted is overwritten.
    connection.pragma_update(None, "secure_delete", "ON")?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version > SCHEMA_VERSION {
        return Ok(None);
    }
    if version == 0 {
        transaction.execute_batch(include_str!("schema.sql"))?;
        let secret = random().ok_or(rusqlite::Error::InvalidQuery)?;
        transaction.execute("INSERT INTO secret (value) VALUES (?1)", [secret])?;
        transaction.pragma_update(None, "user_version", SCHEMA_VERSION)?;
    }
    let secret = transaction.query_row("SELECT value FROM secret", [], |row| row.get(0))?;
    transaction.commit()?;
    Ok(Some(secret))
}

fn look_up(connection: &Connection, digest: &[u8]) -> rusqlite::Result<Option<Uuid>> {
    let id: Option<String> = connection
        .prepare_cached("SELECT subject FROM lookup WHERE digest = ?1")?
        .query_row([digest], |row| row.get(0))
        .optional()?;
    Ok(id.and_then(|id| Uuid::try_parse(&id).ok()))
}

fn random() -> Option<Key> {
    let mut bytes = [0; 32];
    aws_lc_rs::rand::fill(&mut bytes).ok()?;
    Some(bytes)
}
