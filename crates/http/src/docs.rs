//! The API document and a reference to browse it, both from our own address.

use crate::problem::Problem;
use actix_web::http::header;
use actix_web::{HttpResponse, Resource, web};
use std::sync::Arc;
use utoipa_swagger_ui::{Config, serve};

/// What the reference needs: its own scripts, styles and pictures, and the API document.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
                      img-src 'self' data:; connect-src 'self'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

pub(crate) fn document(document: Arc<String>) -> Resource {
    web::resource("/openapi.json").get(move || {
        let document = document.clone();
        async move {
            HttpResponse::Ok()
                .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
                .content_type("application/json")
                .body(document.as_ref().clone())
        }
    })
}

pub(crate) fn redirect(base: &'static str) -> Resource {
    web::resource("/docs").get(move || async move {
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, format!("{base}/docs/index.html")))
            .finish()
    })
}

pub(crate) fn reference(base: &str) -> Resource {
    let config = Arc::new(Config::new([format!("{base}/openapi.json")]));
    web::resource("/docs/{file}").get(move |file: web::Path<String>| {
        let config = config.clone();
        async move { page(&file, config) }
    })
}

fn page(file: &str, config: Arc<Config<'static>>) -> Result<HttpResponse, Problem> {
    match serve(file, config) {
        Ok(Some(found)) => Ok(HttpResponse::Ok()
            .insert_header((header::CONTENT_SECURITY_POLICY, POLICY))
            .content_type(found.content_type)
            .body(found.bytes.to_vec())),
        Ok(None) | Err(_) => Err(Problem::no_such_address()),
    }
}
