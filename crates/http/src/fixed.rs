//! Addresses beside the operations: whoever comes there can only read.

use crate::headers::protect;
use crate::problem::Problem;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{FromRequest, Handler, HttpResponse, Resource, Responder, ResponseError, web};

/// An address that can be read, and nothing else.
pub(crate) fn readable<F, Args>(path: &str, handler: F) -> Resource
where
    F: Handler<Args>,
    Args: FromRequest + 'static,
    F::Output: Responder + 'static,
{
    web::resource(path)
        .route(web::get().to(handler.clone()))
        .route(web::head().to(handler))
        .default_service(web::to(|| async { method_unknown("GET, HEAD") }))
}

/// What a process without public pages answers at any other address.
pub async fn nothing_here() -> HttpResponse {
    let mut response = Problem::no_such_address().error_response();
    protect(response.headers_mut());
    response
}

/// The address does not take this method; `allowed` names those that it takes.
pub(crate) fn method_unknown(allowed: &str) -> HttpResponse {
    let mut response = Problem::method().error_response();
    if let Ok(value) = HeaderValue::from_str(allowed) {
        response.headers_mut().insert(header::ALLOW, value);
    }
    response
}
