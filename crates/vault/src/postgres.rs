//! The vault in a database: for services on several hosts.
//!
//! Whoever asks the vault waits for its answer, as with a file. So one thread with one connection
//! speaks with the database, and makes another connection when that one breaks.

use crate::copy::{Contents, Subject};
use crate::seal::Key;
use crate::vault::{SCHEMA_VERSION, Shelf, VaultError, random};
use ::postgres::tokio_postgres::{Client, Error, Row};
use ::postgres::{Address, PostgresError, Session, in_time};
use std::sync::{Arc, mpsc};
use std::thread;
use tokio::runtime::Runtime;
use uuid::Uuid;

/// Held while the schema is made. Any number that nothing else in the database uses.
const LOCK: i64 = 0x5361_6d65_6e02;

const SCHEMA: &str = include_str!("schema.postgres.sql");

/// What the second version added.
const SCHEMA_2: &str = include_str!("schema.postgres.2.sql");

/// Whether there is a vault.
const KNOWN: &str = "SELECT to_regclass('samenspraak_vault.secret') IS NOT NULL";

type Work = Box<dyn FnOnce(&Runtime, &mut Line) + Send>;

/// The thread that speaks with the database. It ends when the last handle is gone.
pub(crate) struct PostgresShelf {
    work: mpsc::Sender<Work>,
}

/// The connection, as long as it lasts.
struct Line {
    address: Address,
    session: Option<Session>,
}

impl PostgresShelf {
    /// Opens the vault. Gives the secret under which subjects are looked up.
    pub(crate) fn open(address: &Address) -> Result<(Self, Vec<u8>), VaultError> {
        let shelf = Self::start(address)?;
        let fresh = random().ok_or(VaultError::Cryptography)?;
        let secret = shelf.ask(async move |client| prepare(client, fresh).await)?;
        let secret = secret.ok_or_else(|| VaultError::TooNew(address.to_string()))?;
        Ok((shelf, secret))
    }

    /// Likewise, but makes nothing where there is no vault.
    pub(crate) fn open_existing(address: &Address) -> Result<(Self, Vec<u8>), VaultError> {
        let there = async |client: &Client| client.query_one(KNOWN, &[]).await?.try_get(0);
        match Self::start(address)?.ask(there)? {
            true => Self::open(address),
            false => Err(VaultError::Missing(address.to_string())),
        }
    }

    /// The thread, which has asked nothing yet.
    fn start(address: &Address) -> Result<Self, VaultError> {
        let stopped = |error: std::io::Error| VaultError::Stopped(error.to_string());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(stopped)?;
        let (work, waiting) = mpsc::channel::<Work>();
        let mut line = Line { address: address.clone(), session: None };
        let speak = move || {
            for work in waiting {
                work(&runtime, &mut line);
            }
        };
        thread::Builder::new().name("vault".to_owned()).spawn(speak).map_err(stopped)?;
        Ok(Self { work })
    }

    /// Has something asked of the database, and waits for the answer.
    fn ask<T: Send + 'static>(
        &self,
        work: impl AsyncFn(&Client) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, VaultError> {
        let stopped = || VaultError::Stopped("its thread has ended".to_owned());
        let (answer, answered) = mpsc::sync_channel(1);
        let ask = move |runtime: &Runtime, line: &mut Line| {
            // Whoever asked waits, so the answer has a reader.
            let _ = answer.send(runtime.block_on(line.ask(work)));
        };
        self.work.send(Box::new(ask)).map_err(|_| stopped())?;
        Ok(answered.recv().map_err(|_| stopped())??)
    }
}

impl Line {
    /// Everything that is asked can be asked again, so a connection that broke is not the end.
    async fn ask<T>(
        &mut self,
        work: impl AsyncFn(&Client) -> Result<T, Error>,
    ) -> Result<T, PostgresError> {
        if let Some(session) = self.session.take() {
            // What is wrong with a connection that failed is not known: the next one tells.
            if let Ok(answer) = in_time(work(session.client())).await {
                return self.keep(session, answer);
            }
        }
        let session = Session::open(&self.address).await?;
        let answer = in_time(work(session.client())).await?;
        self.keep(session, answer)
    }

    /// A pseudonym or an erasure that a standby does not have would be undone by a failover.
    fn keep<T>(&mut self, session: Session, answer: T) -> Result<T, PostgresError> {
        let warning = session.warning();
        self.session = Some(session);
        match warning {
            Some(warning) => Err(PostgresError::Unconfirmed(warning)),
            None => Ok(answer),
        }
    }
}

impl Shelf for PostgresShelf {
    fn look_up(&self, digest: &[u8]) -> Result<Option<Uuid>, VaultError> {
        let digest = digest.to_vec();
        self.ask(async move |client| look_up(client, &digest).await)
    }

    fn add(&self, digest: &[u8], subject: Uuid, key: &Key) -> Result<Uuid, VaultError> {
        let (digest, key) = (digest.to_vec(), key.to_vec());
        self.ask(async move |client| {
            // The subject stays without a digest that leads to it when somebody else was first:
            // it is then nobody's, and its key opens nothing.
            let added = client
                .query_opt(
                    "WITH new AS (INSERT INTO samenspraak_vault.subject (id, key) \
                     VALUES ($1, $2) ON CONFLICT DO NOTHING) \
                     INSERT INTO samenspraak_vault.lookup (digest, subject) VALUES ($3, $1) \
                     ON CONFLICT DO NOTHING RETURNING subject",
                    &[&subject.to_string(), &key, &digest],
                )
                .await?;
            match added {
                Some(_) => Ok(subject),
                None => Ok(look_up(client, &digest).await?.unwrap_or(subject)),
            }
        })
    }

    fn key(&self, subject: Uuid) -> Result<Option<Key>, VaultError> {
        let id = subject.to_string();
        self.ask(async move |client| {
            let sql = "SELECT key FROM samenspraak_vault.subject WHERE id = $1";
            let Some(row) = client.query_opt(sql, &[&id]).await? else { return Ok(None) };
            let key: Option<&[u8]> = row.try_get(0)?;
            Ok(key.and_then(|key| key.try_into().ok()))
        })
    }

    fn erase(&self, subject: Uuid) -> Result<bool, VaultError> {
        let id = subject.to_string();
        self.ask(async move |client| {
            let erased = client
                .execute(
                    "WITH gone AS (DELETE FROM samenspraak_vault.lookup WHERE subject = $1) \
                     UPDATE samenspraak_vault.subject SET key = NULL, erased = now() \
                     WHERE id = $1 AND key IS NOT NULL",
                    &[&id],
                )
                .await?;
            // The old row with the key must not linger in the file of the table.
            client.batch_execute("VACUUM (FULL) samenspraak_vault.subject").await?;
            Ok(erased > 0)
        })
    }

    fn claim(&self, name: &str, holder: &str) -> Result<bool, VaultError> {
        let (name, holder) = (name.to_owned(), holder.to_owned());
        self.ask(async move |client| {
            let claim = "INSERT INTO samenspraak_vault.claim (name, holder) VALUES ($1, $2) \
                         ON CONFLICT DO NOTHING";
            client.execute(claim, &[&name, &holder]).await?;
            let held = "SELECT holder = $2 FROM samenspraak_vault.claim WHERE name = $1";
            client.query_one(held, &[&name, &holder]).await?.try_get(0)
        })
    }

    fn contents(&self) -> Result<Contents, VaultError> {
        self.ask(async |client| contents(client).await)
    }

    fn fill(&self, contents: Arc<Contents>) -> Result<bool, VaultError> {
        self.ask(async move |client| fill(client, &contents).await)
    }
}

/// Makes the schema where there is none and gives the secret; `None` when the schema is too new.
async fn prepare(client: &Client, fresh: Key) -> Result<Option<Vec<u8>>, Error> {
    let lock = format!("BEGIN; SELECT pg_advisory_xact_lock({LOCK})");
    client.batch_execute(&lock).await?;
    if !client.query_one(KNOWN, &[]).await?.try_get::<_, bool>(0)? {
        client.batch_execute(SCHEMA).await?;
        let keep = "INSERT INTO samenspraak_vault.secret (value, version) VALUES ($1, 1)";
        client.execute(keep, &[&fresh.as_slice()]).await?;
    }
    let secret = "SELECT value, version FROM samenspraak_vault.secret";
    let row = client.query_one(secret, &[]).await?;
    let version: i32 = row.try_get(1)?;
    if version < SCHEMA_VERSION {
        client.batch_execute(SCHEMA_2).await?;
        let raise = "UPDATE samenspraak_vault.secret SET version = $1";
        client.execute(raise, &[&SCHEMA_VERSION]).await?;
    }
    client.batch_execute("COMMIT").await?;
    Ok(if version > SCHEMA_VERSION { None } else { Some(row.try_get(0)?) })
}

async fn look_up(client: &Client, digest: &[u8]) -> Result<Option<Uuid>, Error> {
    let sql = "SELECT subject FROM samenspraak_vault.lookup WHERE digest = $1";
    let Some(row) = client.query_opt(sql, &[&digest]).await? else { return Ok(None) };
    Ok(Uuid::try_parse(row.try_get(0)?).ok())
}

/// Everything, of one moment.
async fn contents(client: &Client) -> Result<Contents, Error> {
    client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
    let secret = client.query_one("SELECT value FROM samenspraak_vault.secret", &[]).await?;
    let subjects = "SELECT id, key, floor(extract(epoch FROM erased))::bigint \
                    FROM samenspraak_vault.subject ORDER BY id";
    let subjects = client.query(subjects, &[]).await?;
    let lookups = "SELECT digest, subject FROM samenspraak_vault.lookup ORDER BY digest";
    let lookups = client.query(lookups, &[]).await?;
    let claims = "SELECT name, holder FROM samenspraak_vault.claim ORDER BY name";
    let claims = client.query(claims, &[]).await?;
    client.batch_execute("COMMIT").await?;
    let subject = |row: &Row| {
        Ok::<_, Error>(Subject {
            id: row.try_get(0)?,
            key: row.try_get(1)?,
            erased: row.try_get(2)?,
        })
    };
    Ok(Contents {
        secret: secret.try_get(0)?,
        subjects: subjects.iter().map(subject).collect::<Result<_, _>>()?,
        lookups: lookups
            .iter()
            .map(|row| Ok::<_, Error>((row.try_get(0)?, row.try_get(1)?)))
            .collect::<Result<_, _>>()?,
        claims: claims
            .iter()
            .map(|row| Ok::<_, Error>((row.try_get(0)?, row.try_get(1)?)))
            .collect::<Result<_, _>>()?,
    })
}

/// Takes everything over when there is nothing yet.
async fn fill(client: &Client, contents: &Contents) -> Result<bool, Error> {
    let lock = "BEGIN; LOCK TABLE samenspraak_vault.secret, samenspraak_vault.subject, \
                samenspraak_vault.lookup, samenspraak_vault.claim";
    client.batch_execute(lock).await?;
    let empty = "SELECT NOT EXISTS (SELECT FROM samenspraak_vault.subject)";
    if !client.query_one(empty, &[]).await?.try_get::<_, bool>(0)? {
        client.batch_execute("ROLLBACK").await?;
        return Ok(false);
    }
    let secret = "UPDATE samenspraak_vault.secret SET value = $1";
    client.execute(secret, &[&contents.secret]).await?;
    let subjects = &contents.subjects;
    let ids: Vec<_> = subjects.iter().map(|subject| subject.id.as_str()).collect();
    let keys: Vec<_> = subjects.iter().map(|subject| subject.key.as_deref()).collect();
    let erased: Vec<_> = subjects.iter().map(|subject| subject.erased).collect();
    let add = "INSERT INTO samenspraak_vault.subject (id, key, erased) \
               SELECT id, key, to_timestamp(erased) \
               FROM unnest($1::text[], $2::bytea[], $3::bigint[]) AS new (id, key, erased)";
    client.execute(add, &[&ids, &keys, &erased]).await?;
    let (digests, leads): (Vec<_>, Vec<_>) =
        contents.lookups.iter().map(|(digest, id)| (digest.as_slice(), id.as_str())).unzip();
    let lead = "INSERT INTO samenspraak_vault.lookup (digest, subject) \
                SELECT * FROM unnest($1::bytea[], $2::text[])";
    client.execute(lead, &[&digests, &leads]).await?;
    let (names, holders): (Vec<_>, Vec<_>) =
        contents.claims.iter().map(|(name, holder)| (name.as_str(), holder.as_str())).unzip();
    let hold = "INSERT INTO samenspraak_vault.claim (name, holder) \
                SELECT * FROM unnest($1::text[], $2::text[])";
    client.execute(hold, &[&names, &holders]).await?;
    client.batch_execute("COMMIT").await?;
    Ok(true)
}
