//! Whether a process lives, and whether it is ready.

use crate::fixed::readable;
use crate::headers::protection;
use actix_web::middleware::from_fn;
use actix_web::web::{Json, ServiceConfig};
use actix_web::{HttpResponse, Responder};
use serde::Serialize;
use std::sync::Arc;

#[derive(Serialize)]
struct HealthView {
    status: &'static str,
}

/// Whether requests should be sent to a replica. One that is not ready answers them all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readiness {
    /// They should.
    Ready,
    /// It has not yet seen what others have.
    CatchingUp,
    /// It is about to stop taking them.
    Stopping,
}

/// Puts `/health/live` and `/health/ready` into a web application. A replica that is not ready
/// answers 503 to the latter.
pub fn health(config: &mut ServiceConfig, readiness: Arc<dyn Fn() -> Readiness + Send + Sync>) {
    let ready = readable("/health/ready", move || {
        let readiness = readiness();
        async move { told(readiness) }
    });
    for resource in [readable("/health/live", live), ready] {
        config.service(resource.wrap(from_fn(protection)));
    }
}

async fn live() -> impl Responder {
    Json(HealthView { status: "live" })
}

fn told(readiness: Readiness) -> HttpResponse {
    let (mut answer, status) = match readiness {
        Readiness::Ready => (HttpResponse::Ok(), "ready"),
        Readiness::CatchingUp => (HttpResponse::ServiceUnavailable(), "catching-up"),
        Readiness::Stopping => (HttpResponse::ServiceUnavailable(), "stopping"),
    };
    answer.json(HealthView { status })
}
