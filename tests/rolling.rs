//! Every replica is restarted in turn, behind nginx as an administrator sets it up, while others
//! write and read. Nobody notices.

use crate::kills::assert_contributions;
use crate::kit::processes::{Processes, run};
use crate::kit::{BREATH, Port, Session, Store, Time, World};
use crate::thread::Thread;
use jiff::SignedDuration;
use reqwest::{Certificate, Client};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};
use testing::smtp::Authority;
use testing::tools::{Nginx, workspace};
use tokio::task::{JoinSet, block_in_place};
use tokio::time::sleep;

/// Those that stand behind nginx.
const BEHIND: [&str; 4] = ["municipality", "provider", "council", "public"];

/// The configuration in `deploy`, with the addresses, ports and certificates of this test.
fn site(processes: &Processes, secure: SocketAddr, plain: SocketAddr, by: &Authority) -> String {
    let site = std::fs::read_to_string(workspace().join("deploy/nginx.conf")).unwrap();
    // There may be no IPv6 here.
    let lines = site.lines().filter(|line| !line.contains("listen [::]"));
    let mut site: String = lines.flat_map(|line| [line, "\n"]).collect();
    let mut fill = |example: &str, here: &str| {
        assert!(site.contains(example), "{example} stands in the configuration");
        site = site.replace(example, here);
    };
    fill("listen 80;", &format!("listen {plain};"));
    fill("listen 443 ", &format!("listen {secure} "));
    for (service, port) in BEHIND.into_iter().zip(8081..) {
        for (replica, host) in processes.addresses(service).iter().zip(["10.0.0.5", "10.0.0.6"]) {
            fill(&format!("{host}:{port}"), &replica.to_string());
        }
    }
    let certificates = "/etc/ssl/samenspraak.example";
    fill(&format!("{certificates}/fullchain.pem"), &by.server().display().to_string());
    fill(&format!("{certificates}/privkey.pem"), &by.server_key().display().to_string());
    // Here everybody comes from one address.
    fill("rate=30r/s", "rate=10000r/s");
    site
}

/// What goes on meanwhile.
#[derive(Default)]
struct Load {
    over: AtomicBool,
    answered: AtomicU64,
}

impl Load {
    /// Submits one thing after another, each once: every request must succeed.
    async fn submit(
        self: Arc<Self>,
        session: Session,
        path: String,
        mut body: Value,
        writer: String,
    ) -> BTreeMap<String, String> {
        let mut made = BTreeMap::new();
        while !self.over.load(Ordering::SeqCst) {
            let text = format!("Stuk {} van {writer}.", made.len() + 1);
            body["contribution"]["text"] = json!(text);
            let id = session.post(&path, &body).await.expect(201).id();
            assert!(made.insert(id, text).is_none(), "one answer for two things");
            self.answered.fetch_add(1, Ordering::SeqCst);
            sleep(BREATH).await;
        }
        made
    }

    /// Reads the same thing over and over, after everything that was written.
    async fn read(self: Arc<Self>, session: Session, path: String) -> BTreeMap<String, String> {
        while !self.over.load(Ordering::SeqCst) {
            session.get_once(&path).await.expect(200);
            self.answered.fetch_add(1, Ordering::SeqCst);
            sleep(BREATH).await;
        }
        BTreeMap::new()
    }

    /// Waits until so many more were answered.
    async fn goes_on(&self) {
        let goal = self.answered.load(Ordering::SeqCst) + 20;
        let limit = Instant::now() + Duration::from_secs(60);
        while self.answered.load(Ordering::SeqCst) < goal {
            assert!(Instant::now() < limit, "nobody gets an answer any more");
            sleep(Duration::from_millis(1)).await;
        }
    }
}

/// Until a replica has caught up.
async fn ready(address: SocketAddr) {
    let limit = Instant::now() + Duration::from_secs(60);
    let client = Client::new();
    let path = format!("http://{address}/health/ready");
    while client.get(&path).send().await.unwrap().status() != 200 {
        assert!(Instant::now() < limit, "{address} does not catch up");
        sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_notices_that_every_replica_is_restarted() {
    // Given two replicas of each service behind nginx, and people at work through it,
    let mut processes = Processes::on(Store::Postgres, 2, "drain_seconds = 2\n");
    let (secure, plain, authority) = (Port::take(), Port::take(), Authority::new().unwrap());
    let site = site(&processes, secure.address(), plain.address(), &authority);
    let nginx = Nginx::start(&site, secure.address()).unwrap();
    let base = format!("https://localhost:{}", secure.address().port());
    let mut world = World::new(&processes.data(), move |_| base.clone());
    let certificate = Certificate::from_pem(&std::fs::read(authority.file()).unwrap()).unwrap();
    let client = Client::builder().tls_certs_only([certificate]);
    world.http = client.resolve("localhost", secure.address()).build().unwrap();
    let mut thread = Thread::begin(world, Time::Real).await;
    thread.open_phase("vision").await;
    let round = thread.consultation_round(thread.time.now() + SignedDuration::from_hours(72));
    let rounds = thread.path("/phases/vision/consultation-rounds");
    thread.consultation = thread.cast.buyer.post(&rounds, &round).await.expect(201).id();
    let load = Arc::new(Load::default());
    let mut people = JoinSet::new();
    for (n, provider) in thread.cast.providers().into_iter().enumerate() {
        let path = format!("/consultation-rounds/{}/contributions", thread.consultation);
        let contribution = thread.contribution(provider, "tarieven");
        let body = json!({ "status": "submitted", "contribution": contribution });
        for half in ["a", "b"] {
            let (session, writer) = (provider.session.clone(), format!("{n}{half}"));
            people.spawn(load.clone().submit(session, path.clone(), body.clone(), writer));
        }
    }
    let cast = &thread.cast;
    let dossier = thread.path("/dossier");
    for (reader, path) in [
        (&cast.buyer, thread.path("")),
        (&cast.secretary, dossier.clone()),
        (&cast.anyone, dossier),
    ] {
        people.spawn(load.clone().read(reader.clone(), path));
    }

    // when every replica is asked to stop and started again, one after the other,
    for service in BEHIND.into_iter().chain(["courier"]) {
        for number in 0..2 {
            load.goes_on().await;
            block_in_place(|| processes.restart(service, number));
            ready(processes.addresses(service)[number]).await;
        }
    }
    load.goes_on().await;
    load.over.store(true, Ordering::SeqCst);

    // then every request was answered as ever, and everything that was acknowledged is there once.
    let made: BTreeMap<_, _> = people.join_all().await.into_iter().flatten().collect();
    assert!(nginx.log().contains("Connection refused"), "nobody came to a replica that was gone");
    assert_contributions(&thread, &made).await;
    let directory = processes.stop();
    let verified = run(directory.path(), &["log", "verify"]);
    assert!(verified.status.success(), "{verified:?}");
}
