//! The API document and a reference to browse it, both from our own address.

use crate::fixed::readable;
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
    readable("/openapi.json", move || {
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
    readable("/docs", move || async move {
        HttpResponse::SeeOther()
            .insert_header((header::LOCATION, format!("{base}/docs/index.html")))
            .finish()
    })
}

pub(crate) fn reference(base: &str) -> Resource {
    // Whether the document is sound, our tests say: no address elsewhere is asked.
    let config = Config::new([format!("{base}/openapi.json")]).validator_url("none");
    let config = Arc::new(config);
    readable("/docs/{file}", move |file: web::Path<String>| {
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
