//! The API document: what every operation has in common is written here once.

use crate::problem::ProblemDetail;
use utoipa::openapi::header::HeaderBuilder;
use utoipa::openapi::path::{
    HttpMethod, Operation, Parameter, ParameterBuilder, ParameterIn, PathItem,
};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ComponentsBuilder, ContactBuilder, ContentBuilder, InfoBuilder, LicenseBuilder, OpenApi,
    OpenApiBuilder, RefOr, Required, Response, ResponseBuilder, ServerBuilder,
};
use utoipa::{PartialSchema, ToSchema};

/// The name of the security scheme. Behind it stand the roles of which one is needed.
pub(crate) const SCHEME: &str = "bearer";

/// What the document says of the API as a whole.
pub struct ApiDescription {
    /// Its name.
    pub title: &'static str,
    /// What it is for.
    pub description: &'static str,
}

pub(crate) fn empty(base: &str, api: &ApiDescription) -> OpenApi {
    let contact = ContactBuilder::new()
        .name(Some("Samenspraak"))
        .url(Some("https://samenspraak.example"))
        .email(Some("beheer@samenspraak.example"))
        .build();
    let info = InfoBuilder::new()
        .title(api.title)
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(api.description))
        .contact(Some(contact))
        .license(Some(LicenseBuilder::new().name("EUPL-1.2").identifier(Some("EUPL-1.2")).build()))
        .build();
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .bearer_format("JWT")
        .description(Some(
            "A token of a trusted issuer. An operation lists the roles of which one is needed.",
        ))
        .build();
    let components = ComponentsBuilder::new()
        .security_scheme(SCHEME, SecurityScheme::Http(bearer))
        .schema(ProblemDetail::name(), ProblemDetail::schema())
        .schemas_from_iter(schemas_of::<ProblemDetail>())
        .build();
    OpenApiBuilder::new()
        .info(info)
        .servers(Some([ServerBuilder::new().url(base).build()]))
        .components(Some(components))
        .build()
}

fn schemas_of<T: ToSchema>() -> Vec<(String, RefOr<Schema>)> {
    let mut schemas = vec![];
    T::schemas(&mut schemas);
    schemas
}

pub(crate) fn add(
    document: &mut OpenApi,
    path: &str,
    methods: Vec<HttpMethod>,
    mut operation: Operation,
    schemas: Vec<(String, RefOr<Schema>)>,
) {
    let writes = methods.iter().any(|method| matches!(method, HttpMethod::Post | HttpMethod::Put));
    let secured = operation.security.is_some();
    complete_parameters(&mut operation, &methods);
    let parameters = operation.parameters.as_ref().is_some_and(|all| !all.is_empty());
    let in_path = path.contains('{');
    let mut problem = |status: &str, description: &str| {
        operation
            .responses
            .responses
            .entry(status.to_owned())
            .or_insert_with(|| RefOr::T(problem_response(description)));
    };
    if writes || parameters {
        problem("400", "The request is wrong; every fault is named.");
    }
    if secured {
        problem("401", "No valid token.");
        problem("403", "The token gives no role that may do this.");
    }
    if in_path {
        problem("404", "There is no such thing, or none that the caller may know of.");
    }
    if writes {
        problem("409", "Not now: something else must happen first, or has happened already.");
        problem("412", "It has changed since the caller read it.");
        problem("413", "The body is too large.");
        problem("415", "The body is not of a type that is taken.");
    }
    if methods.contains(&HttpMethod::Put) {
        problem("428", "The version that was read is missing.");
    }
    problem("503", "It cannot be done just now; nothing has changed.");
    document.paths.add_path_operation(path, methods, operation);
    if let Some(components) = &mut document.components {
        components.schemas.extend(schemas);
    }
}

/// The headers that every writing operation takes.
fn complete_parameters(operation: &mut Operation, methods: &[HttpMethod]) {
    let header = |name: &str, required: bool, description: &str| -> RefOr<Parameter> {
        let parameter = ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Header)
            .required(if required { Required::True } else { Required::False })
            .description(Some(description))
            .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
            .build();
        RefOr::T(parameter)
    };
    let parameters = operation.parameters.get_or_insert_default();
    if methods.contains(&HttpMethod::Post) {
        parameters.push(header(
            "Idempotency-Key",
            true,
            "A key of the caller's own, 8 to 128 visible characters. A repeat with the same key \
             gets the first answer.",
        ));
    }
    // A file is named by its content: it has no versions.
    let of_a_file = parameters
        .iter()
        .any(|parameter| matches!(parameter, RefOr::T(parameter) if parameter.name == "sha256"));
    if methods.contains(&HttpMethod::Put) && !of_a_file {
        parameters.push(header("If-Match", false, "The ETag of what was read."));
        parameters.push(header(
            "If-None-Match",
            false,
            "`*` when there was nothing yet. One of both is needed.",
        ));
    }
    if operation.security.is_some() {
        parameters.push(header(
            "On-Behalf-Of",
            false,
            "The organisation for which the caller speaks, when the token gives several.",
        ));
    }
}

fn problem_response(description: &str) -> Response {
    ResponseBuilder::new()
        .description(description)
        .content(
            "application/problem+json",
            // In full, because rulesets look for its members at this place.
            ContentBuilder::new().schema(Some(ProblemDetail::schema())).build(),
        )
        .build()
}

/// Puts the version header on every answer that succeeds.
pub(crate) fn finished(mut document: OpenApi) -> OpenApi {
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            for (status, response) in &mut operation.responses.responses {
                if let RefOr::T(response) = response
                    && (status.starts_with('2') || status.starts_with('3'))
                {
                    let version = HeaderBuilder::new()
                        .description(Some("The version of this API."))
                        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
                        .build();
                    response.headers.insert("API-Version".to_owned(), RefOr::T(version));
                }
            }
        }
    }
    document
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete, &mut item.patch]
        .into_iter()
        .filter_map(Option::as_mut)
}
