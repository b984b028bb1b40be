//! What all answers have in common: headers, tags by which a browser knows what it has already,
//! and a page for whatever goes wrong.

use crate::App;
use actix_web::body::{self, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{
    self, ContentType, ETag, EntityTag, Header, HeaderName, HeaderValue, IfNoneMatch,
};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpRequest, HttpResponse, ResponseError};
use event_log::Digest;
use http::Problem;
use jiff::Timestamp;
use portal::pages::ErrorPage;
use portal::{Page, Site};
use std::time::Instant;
use tracing::Instrument;
use uuid::Uuid;

/// How long something may be kept whose address changes with its content.
pub(super) const FOR_GOOD: (HeaderName, HeaderValue) =
    (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable"));

/// A page may be kept, but it must be asked each time whether it is still the same.
const ASK_EACH_TIME: (HeaderName, HeaderValue) =
    (header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));

/// Nothing on a page comes from elsewhere, runs, or is sent.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// The same for a page with a form: that can be sent, to here alone.
const POLICY_OF_FORM: &str = "default-src 'none'; style-src 'self'; img-src 'self'; \
                              base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

const FIXED: [(HeaderName, HeaderValue); 6] = [
    (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
    (
        header::STRICT_TRANSPORT_SECURITY,
        HeaderValue::from_static("max-age=31536000; includeSubDomains"),
    ),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
];

const DUTCH: (HeaderName, HeaderValue) = (header::CONTENT_LANGUAGE, HeaderValue::from_static("nl"));

/// The methods that every page takes.
const METHODS: HeaderValue = HeaderValue::from_static("GET, HEAD");

/// The methods that a page with a form takes.
const METHODS_OF_FORM: HeaderValue = HeaderValue::from_static("GET, HEAD, POST");

/// The log's clock: the one by which deadlines are kept.
pub(super) async fn now(app: &App) -> Result<Timestamp, Problem> {
    let head = app.log.head().await.map_err(|error| service::log_problem(&error))?;
    Ok(head.clock)
}

/// Answers with a page. Its tag is that of its text: it also changes when a term passes.
pub(super) fn show<P: Page>(page: &P, app: &App) -> Result<HttpResponse, Problem> {
    let html = portal::render(page, &app.site).map_err(|error| Problem::internal(&error))?;
    let tag = EntityTag::new_strong(Digest::of(html.as_bytes()).to_string());
    Ok(HttpResponse::Ok()
        .insert_header(ASK_EACH_TIME)
        .insert_header(DUTCH)
        .insert_header(ETag(tag))
        .content_type(ContentType::html())
        .body(html))
}

/// Answers with a page that has a form. Each one is for one reader, once: it has no tag, and
/// nobody keeps it. When what was sent was refused, it tells why.
pub(super) fn show_form<P: Page>(
    page: &P,
    app: &App,
    refused: Option<&Problem>,
) -> Result<HttpResponse, Problem> {
    let html = portal::render(page, &app.site).map_err(|error| Problem::internal(&error))?;
    let mut response = match refused {
        None => HttpResponse::Ok(),
        Some(problem) => HttpResponse::build(problem.status_code()),
    };
    Ok(response
        .insert_header((header::CONTENT_SECURITY_POLICY, POLICY_OF_FORM))
        .insert_header(DUTCH)
        .content_type(ContentType::html())
        .body(html))
}

/// There is nothing at this address.
pub(super) async fn nothing_here() -> Result<HttpResponse, Problem> {
    Err(Problem::no_such_address())
}

/// There is something at this address, and it can only be read.
pub(super) async fn only_to_read() -> HttpResponse {
    takes(METHODS)
}

/// There is a form at this address.
pub(super) async fn only_to_read_and_send() -> HttpResponse {
    takes(METHODS_OF_FORM)
}

fn takes(methods: HeaderValue) -> HttpResponse {
    let mut response = Problem::method().error_response();
    response.headers_mut().insert(header::ALLOW, methods);
    response
}

/// Finishes an answer: an error becomes a page, what a browser has already is not sent again,
/// and the headers are put on it. Logs how it went, once.
///
/// # Errors
/// Only those of what it wraps.
pub(super) async fn finish(
    app: Data<App>,
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let started = Instant::now();
    let id = Uuid::new_v4();
    let method = request.method().clone();
    // What goes wrong inside is logged with this number, which the reader is told.
    let span = tracing::error_span!("page", %id);
    let response = next.call(request).instrument(span).await?.map_into_boxed_body();
    let (request, response) = response.into_parts();
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let mut response = match failed {
        // A form that comes back is a page already.
        true if is_page(&response) => response,
        true => error_page(response, &app.site, id),
        false => unless_known(&request, response),
    };
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        if !headers.contains_key(&name) {
            headers.insert(name, value);
        }
    }
    let address = request.match_pattern().unwrap_or_else(|| "unknown".to_owned());
    let (status, micros) = (response.status().as_u16(), started.elapsed().as_micros());
    tracing::info!(%id, %method, address, status, micros, "request {id} answered {status}");
    Ok(ServiceResponse::new(request, response))
}

fn is_page(response: &HttpResponse) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

/// The same refusal, for people.
fn error_page(response: HttpResponse, site: &Site, id: Uuid) -> HttpResponse {
    let page = if response.headers().contains_key(header::ALLOW) {
        ErrorPage::ReadingOnly
    } else if response.status().is_client_error() {
        ErrorPage::NotFound
    } else {
        ErrorPage::Failure { reference: Some(id.to_string()) }
    };
    let html = portal::render(&page, site).unwrap_or_else(|error| {
        tracing::error!(error = &error as &dyn std::error::Error, %id, "no page for an error");
        page.title()
    });
    let mut response = response.set_body(html).map_into_boxed_body();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    headers.insert(DUTCH.0, DUTCH.1);
    response
}

/// The answer, or only that it is what the browser has already.
fn unless_known(request: &HttpRequest, response: HttpResponse) -> HttpResponse {
    let tag = response.headers().get(header::ETAG).and_then(|tag| tag.to_str().ok()?.parse().ok());
    if !tag.is_some_and(|tag: EntityTag| is_known(request, &tag)) {
        return response;
    }
    let mut short = HttpResponse::NotModified();
    for name in [header::ETAG, header::CACHE_CONTROL] {
        if let Some(value) = response.headers().get(&name) {
            short.insert_header((name, value.clone()));
        }
    }
    short.body(body::None::new())
}

fn is_known(request: &HttpRequest, tag: &EntityTag) -> bool {
    match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Any) => true,
        // A proxy that compresses makes a tag weak: it is still the same page.
        Ok(IfNoneMatch::Items(known)) => known.iter().any(|one| one.weak_eq(tag)),
        Err(_) => false,
    }
}
