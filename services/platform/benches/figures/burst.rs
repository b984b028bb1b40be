//! A number of requests, each sent once: for what may not be asked on and on.

use anyhow::ensure;
use proof::client::{Call, Connection};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Connections that are kept between bursts.
pub(crate) struct Burst {
    connections: Vec<Connection>,
}

impl Burst {
    pub(crate) async fn connect(address: SocketAddr, in_flight: usize) -> anyhow::Result<Self> {
        let mut connections = vec![];
        for _ in 0..in_flight {
            connections.push(Connection::open(address).await?);
        }
        Ok(Self { connections })
    }

    /// Sends each request once. Gives how long that took.
    ///
    /// # Errors
    /// When an answer is not what it should be.
    pub(crate) async fn send(&mut self, calls: Vec<Call>) -> anyhow::Result<Duration> {
        let mut shares = vec![vec![]; self.connections.len()];
        let places = shares.len();
        for (number, call) in calls.into_iter().enumerate() {
            shares[number % places].push(call);
        }
        let begun = Instant::now();
        let mut clients = JoinSet::new();
        for (mut connection, calls) in self.connections.drain(..).zip(shares) {
            clients.spawn(async move {
                for call in calls {
                    let reply = connection.exchange(&call).await?;
                    let good = call.is_answered_by(&reply);
                    ensure!(good, "answered with {} {}", reply.status, reply.text());
                }
                Ok(connection)
            });
        }
        while let Some(done) = clients.join_next().await {
            self.connections.push(done??);
        }
        Ok(begun.elapsed())
    }
}
