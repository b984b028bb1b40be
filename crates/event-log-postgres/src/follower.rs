//! Following the log: what other processes append wakes the readers of this one.

use crate::read;
use crate::statements::LISTEN;
use event_log::Position;
use postgres::{Address, Pool, PostgresError, Session, in_time};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How often to look without having heard anything: a notification can be lost with a connection.
const POLL: Duration = Duration::from_millis(500);

/// How often to look while nobody tells: there is no connection that listens.
const PAUSE: Duration = Duration::from_millis(250);

/// Ends with whoever holds it.
pub(crate) struct Follower(JoinHandle<()>);

impl Follower {
    pub(crate) fn start(
        address: Address,
        pool: Arc<Pool>,
        announce: watch::Sender<Position>,
    ) -> Self {
        Self(tokio::spawn(follow(address, pool, announce)))
    }
}

impl Drop for Follower {
    fn drop(&mut self) {
        self.0.abort();
    }
}

async fn follow(address: Address, pool: Arc<Pool>, announce: watch::Sender<Position>) {
    loop {
        if let Ok(mut session) = listen(&address).await {
            look(&pool, &announce).await;
            loop {
                match tokio::time::timeout(POLL, session.notified()).await {
                    Ok(Some(told)) => match told.parse() {
                        Ok(position) => move_to(&announce, Position(position)),
                        Err(_) => look(&pool, &announce).await,
                    },
                    Ok(None) => break,
                    Err(_) => look(&pool, &announce).await,
                }
            }
            tracing::warn!("the database no longer tells what is new; looking for it instead");
        }
        look(&pool, &announce).await;
        tokio::time::sleep(PAUSE).await;
    }
}

async fn listen(address: &Address) -> Result<Session, PostgresError> {
    let session = Session::open(address).await?;
    in_time(session.client().batch_execute(LISTEN)).await?;
    Ok(session)
}

async fn look(pool: &Pool, announce: &watch::Sender<Position>) {
    // A look that fails is followed by another one.
    if let Ok(end) = read::head(pool).await {
        move_to(announce, end.position);
    }
}

/// Tells where the log stands. It only ever grows.
pub(crate) fn move_to(announce: &watch::Sender<Position>, position: Position) {
    announce.send_if_modified(|last| {
        let further = position > *last;
        *last = position.max(*last);
        further
    });
}
