//! The load generator: one thread, one connection for each request in flight, and no more work
//! for an answer than it takes to know that it is there and right.

use anyhow::{Context, bail, ensure};
use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use uuid::Uuid;

/// How long the load runs before anything is counted.
pub(crate) const WARM_UP: Duration = Duration::from_secs(1);

/// A request, ready to be sent.
#[derive(Clone)]
pub(crate) struct Call {
    bytes: Vec<u8>,
    /// Where its Idempotency-Key stands.
    key: Range<usize>,
}

/// What was measured.
#[derive(Clone, Debug)]
pub(crate) struct Measured {
    /// All requests that were answered, those of the warming up included.
    pub(crate) answered: u64,
    /// Answers a second.
    pub(crate) per_second: f64,
    /// Half of the answers came within this.
    pub(crate) median: Duration,
    /// Ninety-nine of a hundred answers came within this.
    pub(crate) slowest_hundredth: Duration,
}

impl Call {
    /// A request with a token and a JSON body.
    pub(crate) fn post(path: &str, token: &str, body: &str) -> Self {
        let before = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
             Idempotency-Key: "
        );
        let key = format!("{:032x}", 0);
        let after = format!(
            "\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        );
        let place = before.len()..before.len() + key.len();
        Self { bytes: (before + &key + &after).into_bytes(), key: place }
    }

    /// Gives it a key that no other request has.
    fn renew(&mut self, run: u64, number: u64) {
        self.bytes[self.key.clone()].copy_from_slice(format!("{run:016x}{number:016x}").as_bytes());
    }
}

/// Sends requests, each again and again under a key of its own, `in_flight` at any moment, and
/// measures for as long as `span`. Blocks its thread.
///
/// # Errors
/// When an answer is not 201, with that answer.
pub(crate) fn run(
    address: SocketAddr,
    calls: &[Call],
    in_flight: usize,
    span: Duration,
) -> anyhow::Result<Measured> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut connections = vec![];
        for _ in 0..in_flight {
            let stream = TcpStream::connect(address).await.context("no connection")?;
            stream.set_nodelay(true)?;
            connections.push(stream);
        }
        let run = Uuid::new_v4().as_u64_pair().0;
        let begin = Instant::now() + WARM_UP;
        let mut clients = JoinSet::new();
        for (place, stream) in connections.into_iter().enumerate() {
            // Nobody's request is in flight twice, and everybody's is sent.
            let calls: Vec<_> = calls.iter().skip(place).step_by(in_flight).cloned().collect();
            ensure!(!calls.is_empty(), "there are fewer callers than requests in flight");
            let client = Client { stream, answer: Vec::with_capacity(8 * 1024) };
            clients.spawn(client.work(calls, run, (place as u64) << 40, begin..begin + span));
        }
        let (mut answered, mut times) = (0, vec![]);
        while let Some(done) = clients.join_next().await {
            let (count, own) = done??;
            answered += count;
            times.extend(own);
        }
        measured(answered, times, span)
    })
}

fn measured(answered: u64, mut times: Vec<Duration>, span: Duration) -> anyhow::Result<Measured> {
    ensure!(!times.is_empty(), "nothing was answered in time to be measured");
    times.sort_unstable();
    let of_hundred = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)];
    Ok(Measured {
        answered,
        per_second: times.len() as f64 / span.as_secs_f64(),
        median: of_hundred(50),
        slowest_hundredth: of_hundred(99),
    })
}

/// One connection.
struct Client {
    stream: TcpStream,
    answer: Vec<u8>,
}

impl Client {
    /// Works until the end of the window. Gives how many requests were answered, and how long
    /// each answer took that came within the window.
    async fn work(
        mut self,
        mut calls: Vec<Call>,
        run: u64,
        first: u64,
        window: Range<Instant>,
    ) -> anyhow::Result<(u64, Vec<Duration>)> {
        let (mut answered, mut times) = (0, vec![]);
        loop {
            let turn = answered as usize % calls.len();
            let call = &mut calls[turn];
            call.renew(run, first + answered);
            let sent = Instant::now();
            if sent >= window.end {
                return Ok((answered, times));
            }
            self.exchange(&call.bytes).await?;
            let received = Instant::now();
            answered += 1;
            if window.contains(&received) {
                times.push(received - sent);
            }
        }
    }

    async fn exchange(&mut self, request: &[u8]) -> anyhow::Result<()> {
        self.stream.write_all(request).await?;
        self.answer.clear();
        while !self.complete()? {
            let read = self.stream.read_buf(&mut self.answer).await?;
            ensure!(read > 0, "the connection was closed before the answer was complete");
        }
        if !self.answer.starts_with(b"HTTP/1.1 201 ") {
            bail!("not accepted: {}", String::from_utf8_lossy(&self.answer));
        }
        Ok(())
    }

    /// Whether the answer is there in full.
    fn complete(&self) -> anyhow::Result<bool> {
        let Some(end) = find(&self.answer, b"\r\n\r\n") else { return Ok(false) };
        let head = &self.answer[..end];
        let name = b"\r\ncontent-length: ";
        let start = find(head, name).context("an answer that does not tell its length")?;
        let length = head[start + name.len()..].split(|byte| *byte == b'\r').next();
        let length: usize = std::str::from_utf8(length.unwrap_or_default())?.parse()?;
        Ok(self.answer.len() >= end + 4 + length)
    }
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
