//! One transaction: under the lock of the log, decide about each append in order, and add those
//! that are accepted together.

use crate::columns::messages;
use crate::read::record;
use crate::statements::{
    ADD_EVENTS, ADD_REQUESTS, ANNOUNCE, BY_POSITION, END, End, LOCK, MARK, REQUESTS, VERSIONS,
    digest, event, position,
};
use crate::unavailable;
use event_log::{
    Append, Clock, Digest, LogError, Position, Receipt, RecordedEvent, RequestRecord, StreamId,
    Version,
};
use postgres::tokio_postgres::error::SqlState;
use postgres::tokio_postgres::types::ToSql;
use postgres::tokio_postgres::{Client, Error, Row, Statement};
use postgres::{Address, PostgresError, Session, in_time};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// How many streams are remembered with their version.
const VERSIONS_MAX: usize = 200_000;

/// How the connection that writes behaves. A statement has no time limit of the server's: one that
/// strikes while a commit waits for a standby would have it answered as if the standby had it.
/// A writer that falls silent in the middle loses its lock, so that others can go on.
const WRITING: &str = "\
    SET enable_seqscan = off; SET jit = off; SET lock_timeout = '8s'; \
    SET idle_in_transaction_session_timeout = '15s'; \
    SELECT set_config(name, '0', false) FROM pg_settings \
    WHERE name IN ('statement_timeout', 'transaction_timeout'); \
    SELECT set_config('synchronous_commit', 'on', false) \
    WHERE current_setting('synchronous_commit') IN ('off', 'local', 'remote_write')";

/// The connection that writes, with its statements.
pub(crate) struct Writing {
    session: Session,
    lock: Statement,
    end: Statement,
    versions: Statement,
    requests: Statement,
    add_events: Statement,
    add_requests: Statement,
    announce: Statement,
}

impl Writing {
    pub(crate) async fn open(address: &Address) -> Result<Self, LogError> {
        let session = Session::open(address);
        let session = session.await.map_err(unavailable("the database cannot be reached"))?;
        Self::prepared(session).await.map_err(unavailable("the log cannot be written"))
    }

    async fn prepared(session: Session) -> Result<Self, PostgresError> {
        let client = session.client();
        in_time(client.batch_execute(WRITING)).await?;
        Ok(Self {
            lock: in_time(client.prepare(LOCK)).await?,
            end: in_time(client.prepare(END)).await?,
            versions: in_time(client.prepare(VERSIONS)).await?,
            requests: in_time(client.prepare(REQUESTS)).await?,
            add_events: in_time(client.prepare(ADD_EVENTS)).await?,
            add_requests: in_time(client.prepare(ADD_REQUESTS)).await?,
            announce: in_time(client.prepare(ANNOUNCE)).await?,
            session,
        })
    }

    pub(crate) fn is_open(&self) -> bool {
        !self.session.client().is_closed()
    }

    pub(crate) fn client(&self) -> &Client {
        self.session.client()
    }

    /// Those of the requests that were recorded before.
    pub(crate) async fn known(&self, keys: &[&[u8]]) -> Result<Known, Error> {
        spans(&self.client().query(&self.requests, &[&keys]).await?)
    }

    /// Whether the last commit was one without reservation.
    pub(crate) fn confirmed(&self) -> Result<(), LogError> {
        match self.session.warning() {
            Some(reason) => Err(LogError::Unavailable { reason, source: None }),
            None => Ok(()),
        }
    }
}

/// What is known of the log since the last commit of this process.
#[derive(Default)]
pub(crate) struct Memory {
    last: Option<(Position, Digest)>,
    versions: HashMap<StreamId, Version>,
}

impl Memory {
    /// The last position that this process knows of.
    pub(crate) fn position(&self) -> Option<Position> {
        self.last.map(|(position, _)| position)
    }

    /// Forgets the versions, when another process appended meanwhile.
    fn meet(&mut self, end: &End) {
        if self.last != Some((end.position, end.hash)) || self.versions.len() > VERSIONS_MAX {
            self.versions.clear();
        }
    }
}

/// What came of an attempt.
enum Attempt {
    Done(Vec<Result<Receipt, LogError>>),
    /// A stream that was taken to be new is not.
    NotNew,
}

/// Decides about each append in order and makes those that are accepted durable together.
pub(crate) async fn transact(
    writing: &Writing,
    memory: &mut Memory,
    clock: &dyn Clock,
    appends: &[Append],
) -> Result<Vec<Result<Receipt, LogError>>, LogError> {
    let cannot = || unavailable("the log cannot be written");
    match attempt(writing, memory, clock, appends, true).await? {
        Attempt::Done(outcomes) => return Ok(outcomes),
        Attempt::NotNew => {}
    }
    *memory = Memory::default();
    in_time(writing.client().batch_execute("ROLLBACK")).await.map_err(cannot())?;
    // The commit that followed the refusal may have ended the transaction before: that is a
    // warning, and no word about a commit.
    let _ = writing.session.warning();
    match attempt(writing, memory, clock, appends, false).await? {
        Attempt::Done(outcomes) => Ok(outcomes),
        Attempt::NotNew => {
            let reason = "a stream is new and is not: the index of streams is damaged".to_owned();
            Err(LogError::Unavailable { reason, source: None })
        }
    }
}

/// Nearly every stream that an append takes to be new is new, and the index of streams holds that.
/// So with `trusting` those are not looked up first.
async fn attempt(
    writing: &Writing,
    memory: &mut Memory,
    clock: &dyn Clock,
    appends: &[Append],
    trusting: bool,
) -> Result<Attempt, LogError> {
    let cannot = || unavailable("the log cannot be written");
    let keys: Vec<&[u8]> = appends
        .iter()
        .filter_map(|append| Some(append.metadata.request.as_ref()?.key.0.as_slice()))
        .collect();
    let (end, known) = in_time(begin(writing, &keys)).await.map_err(cannot())?;
    memory.meet(&end);
    in_time(look_up(writing, memory, appends, trusting)).await.map_err(cannot())?;
    let mut batch =
        Batch { end, clock, memory, known, accepted: vec![], requests: Requests::new() };
    let outcomes = appends
        .iter()
        .map(|append| batch.take(append, trusting))
        .collect::<Result<Vec<_>, LogError>>()?;
    let repeats = outcomes.iter().any(|outcome| matches!(outcome, Outcome::Repeated(..)));
    let outcomes = repeated(writing, outcomes).await?;
    let Batch { end, accepted, requests, .. } = batch;
    let spans: Vec<Span> = requests
        .into_iter()
        .map(|(key, record)| (Digest(key), record.receipt.first, record.receipt.last))
        .collect();
    let finished = match accepted.is_empty() {
        true => in_time(leave(writing, repeats)).await,
        false => in_time(finish(writing, end.position, &accepted, &spans)).await,
    };
    match finished {
        Ok(()) => {}
        Err(error) if trusting && error.code() == Some(&SqlState::UNIQUE_VIOLATION) => {
            return Ok(Attempt::NotNew);
        }
        Err(error) => return Err(cannot()(error)),
    }
    // A commit that a standby did not confirm is answered like any other, with a warning.
    writing.confirmed()?;
    memory.last = Some((end.position, end.hash));
    Ok(Attempt::Done(outcomes))
}

/// Where the requests stand that were recorded before.
pub(crate) type Known = HashMap<[u8; 32], (Position, Position)>;

/// A request, with the first and last position of what it left.
pub(crate) type Span = (Digest, Position, Position);

/// What the requests of this transaction leave.
type Requests = BTreeMap<[u8; 32], RequestRecord>;

/// Takes the lock and looks where the log ends: one way to the database and back.
pub(crate) async fn begin(writing: &Writing, keys: &[&[u8]]) -> Result<(End, Known), Error> {
    let client = writing.client();
    // The lock is a statement of its own: each later one sees what was committed before it.
    let asked: [&(dyn ToSql + Sync); 1] = [&keys];
    let (begun, locked, end, known) = tokio::join!(
        biased;
        client.batch_execute("BEGIN ISOLATION LEVEL READ COMMITTED"),
        client.query_one(&writing.lock, &[]),
        client.query_one(&writing.end, &[]),
        client.query(&writing.requests, &asked),
    );
    begun?;
    locked?;
    Ok((End::of(&end?)?, spans(&known?)?))
}

fn spans(rows: &[Row]) -> Result<Known, Error> {
    let span = |row| Ok((digest(Row::try_get(row, 0)?).0, (position(row, 1)?, position(row, 2)?)));
    rows.iter().map(span).collect()
}

/// Learns the versions of streams that are not remembered.
async fn look_up(
    writing: &Writing,
    memory: &mut Memory,
    appends: &[Append],
    trusting: bool,
) -> Result<(), Error> {
    let mut unknown = BTreeSet::new();
    for append in appends {
        let guards = append.guards.iter().map(|guard| &guard.stream);
        let writes = append.writes.iter();
        let writes = writes.filter(|write| !trusting || write.expected != Version::NONE);
        let needed = writes.map(|write| &write.stream).chain(guards);
        unknown.extend(needed.filter(|stream| !memory.versions.contains_key(*stream)));
    }
    if unknown.is_empty() {
        return Ok(());
    }
    let unknown: Vec<&StreamId> = unknown.into_iter().collect();
    let versions = versions(writing, &unknown).await?;
    memory.versions.extend(unknown.into_iter().cloned().zip(versions));
    Ok(())
}

/// The versions of streams, in their order.
pub(crate) async fn versions(
    writing: &Writing,
    streams: &[&StreamId],
) -> Result<Vec<Version>, Error> {
    let names: Vec<&str> = streams.iter().map(|stream| stream.as_str()).collect();
    let rows = writing.client().query(&writing.versions, &[&names]).await?;
    rows.iter().map(|row| Ok(Version(row.try_get::<_, i64>(0)?.cast_unsigned()))).collect()
}

/// What happened to an append, as far as it is known before the commit.
enum Outcome {
    Decided(Result<Receipt, LogError>),
    /// Its request was recorded before, in these events.
    Repeated(Position, Position),
}

struct Batch<'b> {
    end: End,
    clock: &'b dyn Clock,
    memory: &'b mut Memory,
    known: Known,
    accepted: Vec<RecordedEvent>,
    requests: Requests,
}

impl Batch<'_> {
    /// Decides about one append, as the log will be after those before it.
    fn take(&mut self, append: &Append, trusting: bool) -> Result<Outcome, LogError> {
        let request = append.metadata.request;
        if let Some(request) = request {
            if let Some(&(first, last)) = self.known.get(&request.key.0) {
                return Ok(Outcome::Repeated(first, last));
            }
            if let Some(record) = self.requests.get(&request.key.0) {
                let repeated = LogError::RequestRepeated(Box::new(record.clone()));
                return Ok(Outcome::Decided(Err(repeated)));
            }
        }
        let head = self.end.at(self.clock.beside(self.end.database_clock));
        let versions = &self.memory.versions;
        let version_of = |stream: &StreamId| match versions.get(stream) {
            Some(version) => Ok(*version),
            None if trusting => Ok(Version::NONE),
            None => Err(LogError::Malformed { reason: "its versions could not be read" }),
        };
        let allowed =
            append.window.check(head.clock).and_then(|()| append.check_versions(version_of));
        if let Err(refused) = allowed {
            return Ok(Outcome::Decided(Err(refused)));
        }
        let placed = append.place(&head, head.clock)?;
        let Some(receipt) = Receipt::of(&placed) else {
            let reason = "an append holds at least one event";
            return Ok(Outcome::Decided(Err(LogError::Malformed { reason })));
        };
        for event in &placed {
            self.memory.versions.insert(event.stream.clone(), event.version);
        }
        self.end.position = receipt.last;
        self.end.hash = receipt.hash;
        self.end.recorded_at = receipt.recorded_at;
        if let Some(request) = request {
            let fingerprint = request.fingerprint;
            let record = RequestRecord { fingerprint, receipt: receipt.clone() };
            self.requests.insert(request.key.0, record);
        }
        self.accepted.extend(placed);
        Ok(Outcome::Decided(Ok(receipt)))
    }
}

/// Gives those that are repeats their first answer.
async fn repeated(
    writing: &Writing,
    outcomes: Vec<Outcome>,
) -> Result<Vec<Result<Receipt, LogError>>, LogError> {
    let mut answers = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        answers.push(match outcome {
            Outcome::Decided(answer) => answer,
            Outcome::Repeated(first, last) => {
                let (after, count) = (first.0.cast_signed() - 1, (last.0 - first.0 + 1));
                let count = count.cast_signed();
                let values: [&(dyn ToSql + Sync); 2] = [&after, &count];
                let rows = in_time(writing.client().query(BY_POSITION, &values)).await;
                let rows = rows.map_err(unavailable("the log cannot be read"))?;
                let events = rows.iter().map(event).collect::<Result<Vec<_>, _>>();
                let events = events
                    .map_err(|error| LogError::unavailable("the log cannot be read", error))?;
                Err(LogError::RequestRepeated(Box::new(record(first, &events)?)))
            }
        });
    }
    Ok(answers)
}

/// Ends a transaction that adds nothing. Whoever hears an earlier answer again may hear it only
/// when a standby has what it tells of, and that is not known: the wait for it may have been cut
/// short, and a server that starts again shows all that it has. So a mark is left and waited for.
async fn leave(writing: &Writing, repeats: bool) -> Result<(), Error> {
    writing.client().batch_execute(if repeats { MARK } else { "ROLLBACK" }).await
}

/// Adds what was accepted and commits: one way to the database and back.
pub(crate) async fn finish(
    writing: &Writing,
    last_position: Position,
    events: &[RecordedEvent],
    requests: &[Span],
) -> Result<(), Error> {
    let client = writing.client();
    let mut messages = messages(events);
    let last = messages.pop().unwrap_or_default();
    for message in messages {
        message.add(client, &writing.add_events).await?;
    }
    let keys: Vec<&[u8]> = requests.iter().map(|(key, ..)| key.0.as_slice()).collect();
    let firsts: Vec<i64> = requests.iter().map(|(_, first, _)| first.0.cast_signed()).collect();
    let lasts: Vec<i64> = requests.iter().map(|(.., last)| last.0.cast_signed()).collect();
    let position = last_position.to_string();
    let (left, told): ([&(dyn ToSql + Sync); 3], [&(dyn ToSql + Sync); 1]) =
        ([&keys, &firsts, &lasts], [&position]);
    // A commit after something failed is answered as a rollback: every answer is looked at.
    let (added, requested, announced, committed) = tokio::join!(
        biased;
        last.add(client, &writing.add_events),
        client.execute(&writing.add_requests, &left),
        client.query_one(&writing.announce, &told),
        client.batch_execute("COMMIT"),
    );
    added?;
    requested?;
    announced?;
    committed?;
    Ok(())
}
