//! The bare endpoint: verifies the token and answers 1 KB of JSON. Nothing is remembered.

use actix_web::dev::ServerHandle;
use actix_web::http::header;
use actix_web::web::{self, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use anyhow::Context;
use identity::{Claims, LOCAL_ISSUER, LocalKey};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use proof::client::Call;
use proof::load::{self, Measured};
use serde::Serialize;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

/// What a token is held against.
struct Verification {
    key: DecodingKey,
    validation: Validation,
}

/// An answer of 1 KB.
#[derive(Serialize)]
struct Answer {
    person: String,
    items: Vec<Item>,
}

#[derive(Serialize)]
struct Item {
    number: u32,
    title: &'static str,
    text: &'static str,
}

/// A running bare endpoint.
pub(crate) struct Bare {
    address: SocketAddr,
    handle: ServerHandle,
    calls: Arc<Vec<Call>>,
}

impl Bare {
    /// Starts it, for tokens of a key.
    ///
    /// # Errors
    /// When the key cannot be used or no address is free.
    pub(crate) fn start(
        key: &LocalKey,
        audience: &str,
        tokens: &[String],
        workers: usize,
    ) -> anyhow::Result<Self> {
        let set = key.key_set()?;
        let key = DecodingKey::from_jwk(set.keys.first().context("a key set without a key")?)?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[audience]);
        validation.set_issuer(&[LOCAL_ISSUER]);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validation.validate_nbf = true;
        let verification = Data::new(Verification { key, validation });
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let server = HttpServer::new(move || {
            App::new().app_data(verification.clone()).default_service(web::to(answer))
        })
        .workers(workers)
        .disable_signals()
        .listen(listener)?
        .run();
        let handle = server.handle();
        tokio::spawn(server);
        let calls = Arc::new(tokens.iter().map(|token| Call::get("/", token)).collect());
        Ok(Self { address, handle, calls })
    }

    pub(crate) async fn load(&self, in_flight: usize, span: Duration) -> anyhow::Result<Measured> {
        let (address, calls) = (self.address, self.calls.clone());
        let run = move || load::run(address, &calls, in_flight, span);
        tokio::task::spawn_blocking(run).await?
    }

    pub(crate) async fn stop(self) {
        self.handle.stop(true).await;
    }
}

async fn answer(request: HttpRequest, held: Data<Verification>) -> HttpResponse {
    let token = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    match jsonwebtoken::decode::<Claims>(token, &held.key, &held.validation) {
        Ok(token) => HttpResponse::Ok().json(content(token.claims.sub)),
        Err(refused) => HttpResponse::Unauthorized().body(refused.to_string()),
    }
}

fn content(person: String) -> Answer {
    let text = "Wij zien in onze praktijk dat een op de vijf trajecten langer duurt dan de \
                termijn waarop het tarief is gebaseerd.";
    let item = |number| Item { number, title: "Consultatie over tarieven", text };
    Answer { person, items: (1..=5).map(item).collect() }
}
