//! The bare endpoint: reads the body, verifies the token, answers. Nothing is remembered.

use actix_web::dev::ServerHandle;
use actix_web::http::header;
use actix_web::web::{self, Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use anyhow::Context;
use identity::{Claims, LOCAL_ISSUER, LocalKey};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde_json::json;
use std::net::{SocketAddr, TcpListener};

/// What a token is held against.
struct Verification {
    key: DecodingKey,
    validation: Validation,
}

/// A running bare endpoint.
pub(crate) struct Bare {
    pub(crate) address: SocketAddr,
    handle: ServerHandle,
}

/// Starts it, for tokens of a key.
///
/// # Errors
/// When the key cannot be used or no address is free.
pub(crate) fn start(key: &LocalKey, audience: &str, workers: usize) -> anyhow::Result<Bare> {
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
    Ok(Bare { address, handle })
}

impl Bare {
    pub(crate) async fn stop(self) {
        self.handle.stop(true).await;
    }
}

async fn answer(request: HttpRequest, body: Bytes, held: Data<Verification>) -> HttpResponse {
    let token = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.strip_prefix("Bearer "))
        .unwrap_or_default();
    match jsonwebtoken::decode::<Claims>(token, &held.key, &held.validation) {
        Ok(token) => HttpResponse::Created()
            .json(json!({ "person": token.claims.sub, "received": body.len() })),
        Err(refused) => HttpResponse::Unauthorized().body(refused.to_string()),
    }
}
