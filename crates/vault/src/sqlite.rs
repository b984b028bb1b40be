//! The vault in a file of its own.

use crate::copy::{Contents, Subject};
use crate::seal::Key;
use crate::vault::{SCHEMA_VERSION, Shelf, VaultError, random};
use ::sqlite::Durability;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use uuid::Uuid;

/// How many pages the write-ahead log holds before they are moved into the file: 4 MiB.
const MOVED_AFTER_PAGES: u32 = 1_000;

/// One SQLite file. Several processes may share it.
pub(crate) struct SqliteShelf {
    file: PathBuf,
    connection: Mutex<Connection>,
}

impl SqliteShelf {
    /// Opens the file. Gives the secret under which subjects are looked up.
    pub(crate) fn open(file: &Path) -> Result<(Self, Vec<u8>), VaultError> {
        let unusable = |source| VaultError::Unusable { file: file.to_owned(), source };
        // A key must be on disk before anything is encrypted under it.
        let mut connection = ::sqlite::to_write(file, Durability::Full, MOVED_AFTER_PAGES)?;
        let secret = prepare(&mut connection)
            .map_err(unusable)?
            .ok_or_else(|| VaultError::TooNew(file.display().to_string()))?;
        Ok((Self { file: file.to_owned(), connection: Mutex::new(connection) }, secret))
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

impl Shelf for SqliteShelf {
    fn look_up(&self, digest: &[u8]) -> Result<Option<Uuid>, VaultError> {
        look_up(&self.connection(), digest).map_err(|source| self.unusable(source))
    }

    fn add(&self, digest: &[u8], subject: Uuid, key: &Key) -> Result<Uuid, VaultError> {
        self.write(|connection| {
            // Somebody else may have been first since the look.
            if let Some(subject) = look_up(connection, digest)? {
                return Ok(subject);
            }
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

    fn erase(&self, subject: Uuid) -> Result<bool, VaultError> {
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

    fn claim(&self, name: &str, holder: &str) -> Result<bool, VaultError> {
        self.write(|connection| {
            let claim = "INSERT INTO claim (name, holder) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
            connection.execute(claim, [name, holder])?;
            let held = "SELECT holder = ?2 FROM claim WHERE name = ?1";
            connection.query_row(held, [name, holder], |row| row.get(0))
        })
    }

    fn contents(&self) -> Result<Contents, VaultError> {
        self.write(contents)
    }

    fn fill(&self, contents: Arc<Contents>) -> Result<bool, VaultError> {
        self.write(|connection| {
            let empty = "SELECT NOT EXISTS (SELECT 1 FROM subject)";
            if !connection.query_row(empty, [], |row| row.get::<_, bool>(0))? {
                return Ok(false);
            }
            connection.execute("UPDATE secret SET value = ?1", [&contents.secret])?;
            let mut add =
                connection.prepare("INSERT INTO subject (id, key, erased) VALUES (?1, ?2, ?3)")?;
            for Subject { id, key, erased } in &contents.subjects {
                add.execute(params![id, key, erased])?;
            }
            let mut lead =
                connection.prepare("INSERT INTO lookup (digest, subject) VALUES (?1, ?2)")?;
            for (digest, subject) in &contents.lookups {
                lead.execute(params![digest, subject])?;
            }
            let mut hold =
                connection.prepare("INSERT INTO claim (name, holder) VALUES (?1, ?2)")?;
            for claim in &contents.claims {
                hold.execute([&claim.0, &claim.1])?;
            }
            Ok(true)
        })
    }
}

fn contents(connection: &Connection) -> rusqlite::Result<Contents> {
    let secret = connection.query_row("SELECT value FROM secret", [], |row| row.get(0))?;
    let subjects = connection
        .prepare("SELECT id, key, erased FROM subject ORDER BY id")?
        .query_map([], |row| {
            Ok(Subject { id: row.get(0)?, key: row.get(1)?, erased: row.get(2)? })
        })?
        .collect::<rusqlite::Result<_>>()?;
    let lookups = connection
        .prepare("SELECT digest, subject FROM lookup ORDER BY digest")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let claims = connection
        .prepare("SELECT name, holder FROM claim ORDER BY name")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(Contents { secret, subjects, lookups, claims })
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
    }
    if version < SCHEMA_VERSION {
        transaction.execute_batch(include_str!("schema.2.sql"))?;
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
