//! Strangers: ten thousand who say nothing, some who speak drop by drop, some who never stop.

use super::{Host, LIMIT};
use crate::kit::Time;
use crate::thread::Thread;
use jiff::SignedDuration;
use proof::limits;
use serde_json::Value;
use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{interval, timeout, timeout_at};

/// How many connections say nothing.
const SILENT: usize = 10_000;

/// The stated limits: for the head of a request, and for a JSON body.
const HEAD: Duration = Duration::from_secs(10);
const BODY: Duration = Duration::from_secs(30);

/// How much later than stated something may end, on a machine that is busy.
const LATER: Duration = Duration::from_secs(20);

/// How long others may wait meanwhile.
const SOON: Duration = Duration::from_secs(5);

/// More than anybody may send.
const HUGE: usize = 100 * 1024 * 1024;

/// The most memory that twenty huge bodies may cost, in KiB: each is let in up to 1 MiB.
const LITTLE: u64 = 64 * 1024;

async fn connect(address: SocketAddr) -> TcpStream {
    timeout(LIMIT, TcpStream::connect(address)).await.unwrap().unwrap()
}

/// Waits until one who says nothing is sent away, at the latest at that moment.
///
/// When many come at once, the system of the other side may forget somebody whom it had already
/// greeted, and tells them only when they speak. The service never knew them: at their first
/// word they are reset, without an answer.
async fn sent_away(stream: &mut TcpStream, last: Instant) {
    let mut heard = vec![];
    match timeout_at(last.into(), stream.read_to_end(&mut heard)).await {
        Ok(Ok(_)) => assert!(heard.is_empty() || heard.starts_with(b"HTTP/1.1 408 ")),
        Ok(Err(broken)) => assert_eq!(broken.kind(), io::ErrorKind::ConnectionReset),
        Err(_) => {
            stream.write_all(b"G").await.unwrap();
            let told = timeout(SOON, stream.read_buf(&mut heard)).await.expect("it is closed");
            assert_eq!(told.unwrap_err().kind(), io::ErrorKind::ConnectionReset);
        }
    }
}

/// Sends one byte a second until the other side no longer takes it. Gives what it said.
async fn by_drops(mut stream: TcpStream, head: String, drop: u8) -> (String, Duration) {
    let begun = Instant::now();
    stream.write_all(head.as_bytes()).await.unwrap();
    let (mut reading, mut writing) = stream.split();
    let mut heard = vec![];
    let mut seconds = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            read = reading.read_buf(&mut heard) => match read {
                Ok(1..) => {}
                _ => return (String::from_utf8(heard).unwrap(), begun.elapsed()),
            },
            _ = seconds.tick() => {
                // When it is refused, what was answered tells why.
                let _ = writing.write_all(&[drop]).await;
            }
        }
        assert!(begun.elapsed() < BODY + LATER, "it is still taken: {heard:?}");
    }
}

/// The problem in an answer.
fn problem(answer: &str, status: u16) -> Value {
    assert!(answer.starts_with(&format!("HTTP/1.1 {status} ")), "{answer}");
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    serde_json::from_str(body).unwrap_or_else(|no| panic!("{no}: {answer}"))
}

/// The head of a submission of so many bytes.
fn head(thread: &Thread, length: &str) -> String {
    let token = thread.cast.oak.session.token.as_ref().unwrap();
    let round = &thread.consultation;
    format!(
        "POST /provider/v1/consultation-rounds/{round}/contributions HTTP/1.1\r\nHost: a\r\n\
         Authorization: Bearer {token}\r\nContent-Type: application/json\r\n\
         Idempotency-Key: een-nieuwe-sleutel\r\n{length}\r\n\r\n"
    )
}

async fn thread(host: &Host) -> Thread {
    let mut thread = Thread::begin(host.world.clone(), Time::Real).await;
    thread.open_phase("vision").await;
    let round = thread.consultation_round(thread.time.now() + SignedDuration::from_hours(72));
    let rounds = thread.path("/phases/vision/consultation-rounds");
    thread.consultation = thread.cast.buyer.post(&rounds, &round).await.expect(201).id();
    thread
}

/// Others are answered soon: they write, and read what they wrote.
async fn others_go_on(thread: &Thread, session: &crate::kit::Session) {
    let begun = Instant::now();
    super::submit(thread, session).await.expect(201);
    let path = format!("/consultation-rounds/{}/contributions", thread.consultation);
    session.get(&path).await.expect(200);
    assert!(begun.elapsed() < SOON, "others wait {:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_thousand_who_say_nothing_keep_nobody_out_and_are_sent_away() {
    limits::raise(SILENT as u64).unwrap();
    let host = Host::start();
    let thread = thread(&host).await;
    let address = host.port.address();
    let oak = thread.cast.oak.session.clone();
    let begun = Instant::now();
    let mut silent = JoinSet::new();
    for _ in 0..100 {
        silent.spawn(async move {
            let mut streams = vec![];
            for _ in 0..SILENT / 100 {
                streams.push(connect(address).await);
            }
            let last = Instant::now() + HEAD + LATER;
            for stream in &mut streams {
                sent_away(stream, last).await;
            }
        });
    }
    // Whoever is there already, and whoever comes now.
    while begun.elapsed() < HEAD / 2 {
        others_go_on(&thread, &oak).await;
        others_go_on(&thread, &thread.world.enter_for(&[&thread.cast.oak.number])).await;
    }
    while let Some(gone) = silent.join_next().await {
        gone.unwrap();
    }
    others_go_on(&thread, &oak).await;
    assert!(!host.journal().contains("Too many open files"), "{}", host.journal());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_speaks_drop_by_drop_is_cut_off_and_keeps_nobody_else() {
    let host = Host::start();
    let thread = thread(&host).await;
    let address = host.port.address();
    let mut heads = JoinSet::new();
    let mut bodies = JoinSet::new();
    for _ in 0..100 {
        let start = "GET /public/v1/trajectories HTTP/1.1\r\nX-Long: ".to_owned();
        heads.spawn(async move { by_drops(connect(address).await, start, b'a').await });
        let start = head(&thread, "Content-Length: 1000");
        bodies.spawn(async move { by_drops(connect(address).await, start, b' ').await });
    }
    others_go_on(&thread, &thread.cast.oak.session).await;
    while let Some(head) = heads.join_next().await {
        let (answer, took) = head.unwrap();
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408 "), "{answer}");
        // The server looks at its clock twice a second.
        assert!(took >= HEAD - SOON && took < HEAD + LATER, "a head for {took:?}");
        others_go_on(&thread, &thread.cast.oak.session).await;
    }
    while let Some(body) = bodies.join_next().await {
        let (answer, took) = body.unwrap();
        let told = problem(&answer, 408);
        assert_eq!(told["code"], "too-slow");
        assert!(told["detail"].as_str().unwrap().contains("30 seconden"), "{told}");
        assert!(took >= BODY && took < BODY + LATER, "a body for {took:?}");
    }
    others_go_on(&thread, &thread.cast.oak.session).await;
}

/// The most memory that a process ever had, in KiB.
fn peak(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().strip_suffix(" kB").unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_huge_body_is_refused_before_it_is_there_and_costs_no_memory() {
    let host = Host::start();
    let thread = thread(&host).await;
    let address = host.port.address();
    others_go_on(&thread, &thread.cast.oak.session).await;
    let before = peak(host.child.id());

    // Two of the hundred megabytes come, and the answer does not wait for the others.
    let part = vec![b' '; 2 * 1024 * 1024];
    let chunk = [format!("{:x}\r\n", part.len()).as_bytes(), &part].concat();
    let length = format!("Content-Length: {HUGE}");
    for (length, part) in [(length.as_str(), &part), ("Transfer-Encoding: chunked", &chunk)] {
        let mut stream = connect(address).await;
        stream.write_all(head(&thread, length).as_bytes()).await.unwrap();
        let (mut reading, mut writing) = stream.split();
        let send = async {
            // It need not be taken in full.
            let _ = writing.write_all(part).await;
            std::future::pending::<()>().await;
        };
        let mut answer = vec![];
        let read = async {
            while !answer.ends_with(b"}") {
                assert_ne!(reading.read_buf(&mut answer).await.unwrap(), 0, "{answer:?}");
            }
        };
        tokio::select! {
            () = send => {}
            heard = timeout(LIMIT, read) => heard.unwrap(),
        }
        let told = problem(&String::from_utf8(answer).unwrap(), 413);
        assert_eq!(told["code"], "too-large");
        assert!(told["detail"].as_str().unwrap().contains("1 MB"), "{told}");
    }

    // Twenty send all of it, whether anybody listens or not.
    let mut sending = JoinSet::new();
    for _ in 0..20 {
        let start = head(&thread, &format!("Content-Length: {HUGE}"));
        sending.spawn(async move {
            let mut stream = connect(address).await;
            stream.write_all(start.as_bytes()).await.unwrap();
            let part = vec![b' '; 1024 * 1024];
            for sent in 0..HUGE / part.len() {
                if stream.write_all(&part).await.is_err() {
                    return sent;
                }
            }
            HUGE / part.len()
        });
    }
    others_go_on(&thread, &thread.cast.oak.session).await;
    sending.join_all().await;
    let cost = peak(host.child.id()) - before;
    assert!(cost < LITTLE, "{cost} KiB");
    others_go_on(&thread, &thread.cast.oak.session).await;
}
