//! What pages refer to, and what machines ask of every site.

use super::answer::FOR_GOOD;
use actix_web::HttpResponse;
use actix_web::http::header::ContentType;
use portal::{FAVICON, STYLESHEET};

/// Everything here is public.
const ROBOTS: &str = "User-agent: *\nAllow: /\n";

pub(super) async fn stylesheet() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header(FOR_GOOD)
        .content_type("text/css; charset=utf-8")
        .body(STYLESHEET)
}

pub(super) async fn favicon() -> HttpResponse {
    HttpResponse::Ok().insert_header(FOR_GOOD).content_type("image/svg+xml").body(FAVICON)
}

pub(super) async fn robots() -> HttpResponse {
    HttpResponse::Ok().content_type(ContentType::plaintext()).body(ROBOTS)
}
