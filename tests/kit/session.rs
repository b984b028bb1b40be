//! People who use the services, and what they see of them.

use super::{Answer, Exchange};
use identity::{Claims, LOCAL_ISSUER, LocalKey, Mandate, Party, Role};
use jiff::Timestamp;
use reqwest::{Method, RequestBuilder};
use serde_json::Value;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

/// How often a reader asks again for what is not shown yet. The service waits five seconds each
/// time.
const ASKED_AGAIN: usize = 10;

/// Where the services stand, and what has been written to them.
#[derive(Clone)]
pub(crate) struct World {
    pub(crate) http: reqwest::Client,
    key: Arc<LocalKey>,
    /// Where each service stands, by its name. It may move when its process is started again.
    addresses: Arc<dyn Fn(&str) -> String + Send + Sync>,
    /// Reads must have seen this position.
    seen: Arc<AtomicU64>,
    /// Everything that was asked, where somebody wants to show it.
    exchanges: Option<Arc<Mutex<Vec<Exchange>>>>,
}

/// Somebody, speaking for an organisation.
#[derive(Clone, Debug)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) party: Party,
    pub(crate) organisation: String,
    pub(crate) roles: Vec<Role>,
}

impl Person {
    pub(crate) fn new(name: &str, party: Party, organisation: &str, roles: &[Role]) -> Self {
        let (name, organisation) = (name.to_owned(), organisation.to_owned());
        Self { name, party, organisation, roles: roles.to_vec() }
    }

    pub(crate) fn mandate(&self) -> Mandate {
        Mandate {
            party: self.party,
            organisation: self.organisation.clone(),
            roles: self.roles.iter().copied().collect(),
        }
    }
}

/// What a token of the local key says.
pub(crate) fn claims(person: &str, mandates: Vec<Mandate>) -> Claims {
    let now = u64::try_from(Timestamp::now().as_second()).unwrap();
    Claims {
        iss: LOCAL_ISSUER.to_owned(),
        aud: "samenspraak".to_owned(),
        sub: person.to_owned(),
        exp: now + 3_600,
        nbf: now - 60,
        mandates,
    }
}

impl World {
    pub(crate) fn new(
        data: &Path,
        addresses: impl Fn(&str) -> String + Send + Sync + 'static,
    ) -> Self {
        let key = LocalKey::open(&data.join("identity/local-key")).unwrap();
        Self {
            http: reqwest::Client::new(),
            key: Arc::new(key),
            addresses: Arc::new(addresses),
            seen: Arc::default(),
            exchanges: None,
        }
    }

    /// The same world, in which everything that is asked is kept.
    pub(crate) fn recording(mut self) -> Self {
        self.exchanges = Some(Arc::default());
        self
    }

    /// What was asked while it was kept.
    pub(crate) fn exchanges(&self) -> Vec<Exchange> {
        self.exchanges.as_ref().map(|kept| kept.lock().unwrap().clone()).unwrap_or_default()
    }

    pub(crate) fn sign(&self, claims: &Claims) -> String {
        self.key.sign(claims).unwrap()
    }

    /// Somebody who is signed in.
    pub(crate) fn enter(&self, person: &Person) -> Session {
        let token = self.sign(&claims(&person.name, vec![person.mandate()]));
        Session { world: self.clone(), service: person.party.as_str(), token: Some(token) }
    }

    /// Somebody who submits for several providers.
    pub(crate) fn enter_for(&self, numbers: &[&str]) -> Session {
        let of = |number: &&str| Person::new("tussen", Party::Provider, number, &[Role::Submitter]);
        let mandates = numbers.iter().map(|number| of(number).mandate()).collect();
        let token = self.sign(&claims("tussen", mandates));
        Session { world: self.clone(), service: "provider", token: Some(token) }
    }

    /// Anyone, at the public data.
    pub(crate) fn anyone(&self) -> Session {
        Session { world: self.clone(), service: "public", token: None }
    }

    /// From now on reads must have seen what this answer tells was written.
    pub(crate) fn saw(&self, answer: &Answer) {
        if let Some(position) = answer.position() {
            self.seen.fetch_max(position, Ordering::SeqCst);
        }
    }

    /// Where a service stands.
    pub(crate) fn address(&self, service: &str) -> String {
        (self.addresses)(service)
    }

    /// Where the public pages stand.
    pub(crate) fn pages(&self) -> String {
        self.address("public")
    }
}

/// One service, as somebody uses it.
#[derive(Clone)]
pub(crate) struct Session {
    pub(crate) world: World,
    pub(crate) service: &'static str,
    pub(crate) token: Option<String>,
}

impl Session {
    /// Where the operations of the service stand now.
    pub(crate) fn base(&self) -> String {
        format!("{}/{}/v1", (self.world.addresses)(self.service), self.service)
    }

    /// A request, with the token and nothing else.
    pub(crate) fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.world.http.request(method, format!("{}{path}", self.base()));
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Sends a request, and remembers what it wrote.
    pub(crate) async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let asked = format!("{} {}", request.method(), request.url().path());
        let kept = request.try_clone();
        let response = self.world.http.execute(request).await;
        let response = response.unwrap_or_else(|no| panic!("{asked}: {no}"));
        let answer = Answer::of(asked, response).await;
        self.world.saw(&answer);
        if let (Some(kept), Some(all)) = (kept, &self.world.exchanges) {
            all.lock().unwrap().push(Exchange::of(&kept, &answer));
        }
        answer
    }

    /// Reads something, after everything that anyone wrote in this world. Who is told that this is
    /// not shown yet asks again.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        for _ in 0..ASKED_AGAIN {
            let answer = self.get_once(path).await;
            if answer.status != 503 || !answer.text().contains("read-model-behind") {
                return answer;
            }
        }
        self.get_once(path).await
    }

    /// Likewise, and takes the first answer for what it is.
    pub(crate) async fn get_once(&self, path: &str) -> Answer {
        let mark = if path.contains('?') { '&' } else { '?' };
        let seen = self.world.seen.load(Ordering::SeqCst);
        self.send(self.request(Method::GET, &format!("{path}{mark}minPosition={seen}"))).await
    }

    /// Posts something under a key of its own.
    pub(crate) async fn post(&self, path: &str, body: &Value) -> Answer {
        self.post_under(&Uuid::new_v4().to_string(), path, body).await
    }

    pub(crate) async fn post_under(&self, key: &str, path: &str, body: &Value) -> Answer {
        let request = self.request(Method::POST, path).header("Idempotency-Key", key).json(body);
        self.send(request).await
    }

    /// Puts something in the place of what `read` shows, whether anything stands there.
    pub(crate) async fn put_over(&self, read: &str, path: &str, body: &Value) -> Answer {
        let found = self.get(read).await;
        let (name, value) = match found.header("etag") {
            "" => ("If-None-Match", "*".to_owned()),
            tag => ("If-Match", tag.to_owned()),
        };
        self.send(self.request(Method::PUT, path).header(name, value).json(body)).await
    }

    pub(crate) async fn put(&self, path: &str, body: &Value) -> Answer {
        self.put_over(path, path, body).await
    }

    /// Hands in a file, and gives the name under which it is kept.
    pub(crate) async fn hand_in(&self, media_type: &str, content: &[u8]) -> String {
        let sha256 = event_log::Digest::of(content).to_string();
        let request = self
            .request(Method::PUT, &format!("/files/{sha256}"))
            .header("Content-Type", media_type.to_owned())
            .body(content.to_vec());
        self.send(request).await.expect(200);
        sha256
    }
}
