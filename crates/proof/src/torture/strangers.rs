//! Strangers who do a service no good: silent, drop by drop, and without end.

use crate::limits;
use anyhow::{Context, ensure};
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// How many say nothing at all.
const SILENT: usize = 300;

/// How many send a head, and how many a body, drop by drop.
const DROPPING: usize = 50;

/// How many send a body that is too large, over and over.
const HUGE: usize = 5;

/// How much they send.
const HUGE_BYTES: usize = 100 * 1024 * 1024;

/// How many have asked something once and stay.
const IDLE: usize = 10_000;

/// How long those are kept, and how much later it may be on a machine that is busy.
const KEPT: Duration = Duration::from_secs(75);
const LATER: Duration = Duration::from_secs(30);

/// Sends strangers of every kind. They go when the set is dropped.
pub(super) fn send(address: SocketAddr, token: &str, path: &str) -> JoinSet<()> {
    let mut strangers = JoinSet::new();
    for _ in 0..SILENT {
        strangers.spawn(by_drops(address, String::new(), None));
    }
    let start = "GET /health/live HTTP/1.1\r\nHost: a\r\nX-Long: ";
    let post = |length: usize| {
        format!(
            "POST {path} HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/json\r\nIdempotency-Key: een-vreemde-sleutel\r\n\
             Content-Length: {length}\r\n\r\n"
        )
    };
    for _ in 0..DROPPING {
        strangers.spawn(by_drops(address, start.to_owned(), Some(b'a')));
        strangers.spawn(by_drops(address, post(1_000), Some(b' ')));
    }
    for _ in 0..HUGE {
        strangers.spawn(without_end(address, post(HUGE_BYTES)));
    }
    strangers
}

/// Connects again and again, and sends a byte now and then.
async fn by_drops(address: SocketAddr, start: String, drop: Option<u8>) {
    loop {
        // Whoever is sent away comes back.
        if let Ok(mut stream) = TcpStream::connect(address).await
            && stream.write_all(start.as_bytes()).await.is_ok()
        {
            let mut heard = [0; 512];
            loop {
                match timeout(Duration::from_millis(500), stream.read(&mut heard)).await {
                    Ok(Ok(1..)) => {}
                    Ok(_) => break,
                    Err(_) => {
                        if let Some(drop) = drop
                            && stream.write_all(&[drop]).await.is_err()
                        {
                            break;
                        }
                    }
                }
            }
        }
        sleep(Duration::from_millis(100)).await;
    }
}

/// Sends what nobody takes, again and again.
async fn without_end(address: SocketAddr, head: String) {
    let part = vec![b' '; 256 * 1024];
    loop {
        if let Ok(mut stream) = TcpStream::connect(address).await {
            let mut sent = 0;
            let mut going = stream.write_all(head.as_bytes()).await.is_ok();
            while going && sent < HUGE_BYTES {
                going = stream.write_all(&part).await.is_ok();
                sent += part.len();
            }
        }
        sleep(Duration::from_millis(100)).await;
    }
}

/// Ten thousand connections that asked something once and then stay silent, until the service has
/// closed every one of them.
pub(super) async fn stay_idle(address: SocketAddr) -> anyhow::Result<u64> {
    limits::raise(IDLE as u64)?;
    let mut idle = JoinSet::new();
    for _ in 0..100 {
        idle.spawn(async move {
            let mut streams = vec![];
            for _ in 0..IDLE / 100 {
                let mut stream = TcpStream::connect(address).await?;
                stream.write_all(b"GET /health/live HTTP/1.1\r\nHost: a\r\n\r\n").await?;
                streams.push((Instant::now(), stream));
            }
            for (begun, stream) in &mut streams {
                let mut heard = vec![];
                let limit = KEPT + LATER;
                let end = timeout(limit, stream.read_to_end(&mut heard)).await;
                end.with_context(|| format!("kept idle for {} s", begun.elapsed().as_secs()))??;
                let took = begun.elapsed();
                ensure!(heard.starts_with(b"HTTP/1.1 200"), "an idle one was not answered");
                ensure!(took < limit, "an idle one was kept for {took:?}");
            }
            anyhow::Ok(())
        });
    }
    while let Some(done) = idle.join_next().await {
        done??;
    }
    Ok(IDLE as u64)
}
