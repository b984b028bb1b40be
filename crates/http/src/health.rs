//! Whether a process lives, and whether it is ready.

use actix_web::web::{self, Json, ServiceConfig};
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
    config.service(web::resource("/health/live").get(live)).service(
        web::resource("/health/ready").get(move || {
            let ready = ready.clone();
            async move { readiness(ready()) }
        }),
    );
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
