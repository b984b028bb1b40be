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

/// Puts `/health/live` and `/health/ready` into a web application. A replica that is not ready
/// answers 503: it works, but has not yet seen what others have.
pub fn health(config: &mut ServiceConfig, ready: Arc<dyn Fn() -> bool + Send + Sync>) {
    let ready = readable("/health/ready", move || {
        let ready = ready.clone();
        async move { readiness(ready()) }
    });
    for resource in [readable("/health/live", live), ready] {
        config.service(resource.wrap(from_fn(protection)));
    }
}

async fn live() -> impl Responder {
    Json(HealthView { status: "live" })
}

fn readiness(ready: bool) -> HttpResponse {
    if ready {
        HttpResponse::Ok().json(HealthView { status: "ready" })
    } else {
        HttpResponse::ServiceUnavailable().json(HealthView { status: "catching-up" })
    }
}
