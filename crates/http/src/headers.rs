//! What every answer of an API carries.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage};
use std::time::Instant;
use uuid::Uuid;

/// The number of a request: in its answer, in our log, and beside the events it caused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RequestId(pub Uuid);

const API_VERSION: HeaderName = HeaderName::from_static("api-version");
const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");

const FIXED: [(HeaderName, HeaderValue); 7] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (
        header::CONTENT_SECURITY_POLICY,
        HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"),
    ),
    (
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000; includeSubDomains"),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::VARY, HeaderValue::from_static("Authorization")),
];

/// What is for everyone, a page of any site may read with all its headers. Nothing else may.
pub(crate) const FOR_ANY_SITE: [(HeaderName, HeaderValue); 2] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("*")),
];

/// Numbers the request, logs how it went, and puts the headers on its answer that the design
/// rules ask for. What the answer carries already is left as it is.
///
/// # Errors
/// Only those of what it wraps.
pub(crate) async fn api_headers(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let id = Uuid::new_v4();
    request.extensions_mut().insert(RequestId(id));
    let method = request.method().clone();
    let response = next.call(request).await?;
    // The pattern and not the address: what stands in an address may tell of whom it is.
    let address = response.request().match_pattern().unwrap_or_else(|| "unknown".to_owned());
    let mut response = response.map_into_boxed_body();
    let status = response.status().as_u16();
    let micros = started.elapsed().as_micros();
    tracing::info!(%id, %method, address, status, micros, "request {id} answered {status}");

    let headers = response.headers_mut();
    headers.insert(API_VERSION, HeaderValue::from_static(env!("CARGO_PKG_VERSION")));
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        headers.insert(REQUEST_ID, value);
    }
    protect(headers);
    Ok(response)
}

/// Puts the headers on an answer beside the API that protect whoever gets it.
///
/// # Errors
/// Only those of what it wraps.
pub(crate) async fn protection(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let mut response = next.call(request).await?;
    protect(response.headers_mut());
    Ok(response)
}

pub(crate) fn protect(headers: &mut HeaderMap) {
    for (name, value) in FIXED {
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
}
