//! The table of operations: routes, roles and API document come from the same entry.

use crate::docs;
use crate::fixed::method_unknown;
use crate::headers::{FOR_ANY_SITE, api_headers};
use crate::openapi::{self, ApiDescription};
use crate::problem::Problem;
use crate::query::QueryReader;
use actix_web::body::{EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::{Next, from_fn};
use actix_web::{FromRequest, Handler, HttpRequest, HttpResponse, Resource, Responder, Route, web};
use futures_util::future::LocalBoxFuture;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;
use utoipa::openapi::OpenApi;
use utoipa::openapi::RefOr;
use utoipa::openapi::path::{HttpMethod, Operation, ParameterIn};

/// Who may call an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone, without signing in.
    Public,
    /// Whoever has one of these roles. The names are those in the API document.
    Roles(Vec<String>),
}

/// Decides who may pass, and leaves behind who it is.
pub trait Gate: Send + Sync + 'static {
    /// Lets a request pass or refuses it. Whoever it is that passes stands in the request's
    /// extensions afterwards.
    fn check<'r>(
        &'r self,
        request: &'r HttpRequest,
        access: &'r Access,
    ) -> LocalBoxFuture<'r, Result<(), Problem>>;
}

/// Lets everyone pass to what is public, and nobody to anything else.
pub struct OpenGate;

impl Gate for OpenGate {
    fn check<'r>(
        &'r self,
        _: &'r HttpRequest,
        access: &'r Access,
    ) -> LocalBoxFuture<'r, Result<(), Problem>> {
        Box::pin(async move {
            match access {
                Access::Public => Ok(()),
                Access::Roles(_) => Err(Problem::no_such_address()),
            }
        })
    }
}

/// Lets nobody pass: for whoever only wants the API document.
pub struct ClosedGate;

impl Gate for ClosedGate {
    fn check<'r>(
        &'r self,
        _: &'r HttpRequest,
        _: &'r Access,
    ) -> LocalBoxFuture<'r, Result<(), Problem>> {
        Box::pin(async { Err(Problem::no_such_address()) })
    }
}

/// What is checked of a request before it comes to its operation.
#[derive(Clone)]
struct Entry {
    method: Method,
    access: Access,
    /// Whether the operation reads the query; then it also tells which keys it does not know.
    queried: bool,
}

/// The operations of one service.
pub struct Operations {
    base: &'static str,
    gate: Arc<dyn Gate>,
    resources: BTreeMap<String, Vec<(Entry, Route)>>,
    document: OpenApi,
}

impl Operations {
    /// No operations yet, below a base such as `/provider/v1`.
    #[must_use]
    pub fn new(base: &'static str, description: &ApiDescription, gate: Arc<dyn Gate>) -> Self {
        let document = openapi::empty(base, description);
        Self { base, gate, resources: BTreeMap::new(), document }
    }

    /// Adds an operation: its description (the `__path_…` of its handler) and its handler.
    #[must_use]
    pub fn with<P, F, Args>(mut self, _: P, handler: F) -> Self
    where
        P: utoipa::Path + utoipa::__dev::SchemaReferences,
        F: Handler<Args>,
        Args: FromRequest + 'static,
        F::Output: Responder + 'static,
    {
        let path = P::path();
        let operation = P::operation();
        let (access, queried) = (access(&operation), queried(&operation));
        let routes = self.resources.entry(path.clone()).or_default();
        let mut add = |method: Method| {
            let route = Route::new().method(method.clone()).to(handler.clone());
            routes.push((Entry { method, access: access.clone(), queried }, route));
        };
        for method in P::methods() {
            let method = actix_method(&method);
            add(method.clone());
            if method == Method::GET {
                add(Method::HEAD);
            }
        }
        let mut schemas = vec![];
        P::schemas(&mut schemas);
        openapi::add(&mut self.document, &path, P::methods(), operation, schemas);
        self
    }

    /// The API document, complete.
    #[must_use]
    pub fn document(&self) -> OpenApi {
        openapi::finished(self.document.clone())
    }

    /// Puts the operations, the API document and its reference under the base.
    pub fn configure(self, config: &mut web::ServiceConfig) {
        let document = Arc::new(serde_json::to_string(&self.document()).unwrap_or_default());
        let mut scope = web::scope(self.base)
            .service(docs::document(document))
            .service(docs::redirect(self.base))
            .service(docs::reference(self.base));
        for (path, routes) in self.resources {
            scope = scope.service(resource(&path, routes, self.gate.clone()));
        }
        let scope = scope.default_service(web::to(nothing_here)).wrap(from_fn(api_headers));
        // What does not have the form of a name leads nowhere.
        let names =
            web::PathConfig::default().error_handler(|_, _| Problem::no_such_address().into());
        config.service(scope.app_data(names));
    }
}

fn resource(
    path: &str,
    routes: Vec<(Entry, Route)>,
    gate: Arc<dyn Gate>,
) -> impl actix_web::dev::HttpServiceFactory + 'static {
    let (entries, routes): (Vec<_>, Vec<_>) = routes.into_iter().unzip();
    let entries: Rc<[Entry]> = entries.into();
    let allowed: Rc<str> =
        entries.iter().map(|entry| entry.method.as_str()).collect::<Vec<_>>().join(", ").into();
    let resource = routes.into_iter().fold(Resource::new(path), Resource::route);
    resource
        .default_service(web::to(move || {
            let allowed = allowed.clone();
            async move { method_unknown(&allowed) }
        }))
        .wrap(from_fn(move |request: ServiceRequest, next: Next<_>| {
            let (entries, gate) = (entries.clone(), gate.clone());
            async move { pass(request, next, &entries, gate.as_ref()).await }
        }))
}

/// Nobody comes past here who may not: there is no other way to an operation.
async fn pass<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
    entries: &[Entry],
    gate: &dyn Gate,
) -> Result<ServiceResponse<EitherBody<B>>, actix_web::Error> {
    let Some(entry) = entries.iter().find(|entry| entry.method == request.method()) else {
        return Ok(next.call(request).await?.map_into_left_body());
    };
    // A refusal is an answer as any other: it gets the same headers.
    let mut response = match check(request.request(), entry, gate).await {
        Ok(()) => next.call(request).await?.map_into_left_body(),
        Err(problem) => request.error_response(problem).map_into_right_body(),
    };
    if entry.access == Access::Public {
        for (name, value) in FOR_ANY_SITE {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

async fn check(request: &HttpRequest, entry: &Entry, gate: &dyn Gate) -> Result<(), Problem> {
    gate.check(request, &entry.access).await?;
    if entry.queried { Ok(()) } else { QueryReader::new(request).finish() }
}

async fn nothing_here() -> Result<HttpResponse, Problem> {
    Err(Problem::no_such_address())
}

/// Who may call it, from the roles that its security requirement names.
fn access(operation: &Operation) -> Access {
    let requirements = operation.security.iter().flatten();
    let roles: Vec<String> = requirements
        .filter_map(|requirement| serde_json::to_value(requirement).ok())
        .filter_map(|value| {
            let roles = value.get(openapi::SCHEME)?.as_array()?.clone();
            Some(roles.into_iter().filter_map(|role| role.as_str().map(str::to_owned)))
        })
        .flatten()
        .collect();
    if operation.security.is_some() { Access::Roles(roles) } else { Access::Public }
}

/// Whether it describes keys of a query.
fn queried(operation: &Operation) -> bool {
    let mut parameters = operation.parameters.iter().flatten();
    parameters.any(|parameter| match parameter {
        RefOr::T(parameter) => parameter.parameter_in == ParameterIn::Query,
        RefOr::Ref(_) => false,
    })
}

fn actix_method(method: &HttpMethod) -> Method {
    match method {
        HttpMethod::Get => Method::GET,
        HttpMethod::Post => Method::POST,
        HttpMethod::Put => Method::PUT,
        HttpMethod::Delete => Method::DELETE,
        HttpMethod::Options => Method::OPTIONS,
        HttpMethod::Head => Method::HEAD,
        HttpMethod::Patch => Method::PATCH,
        HttpMethod::Trace => Method::TRACE,
    }
}
