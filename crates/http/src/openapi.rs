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
    OpenApiBuilder, Ref, RefOr, Required, Response, ResponseBuilder, ServerBuilder,
};
use utoipa::{PartialSchema, ToSchema};

/// The name of the security scheme. Behind it stand the roles of which one is needed.
pub(crate) const SCHEME: &str = "bearer";

/// The ways in which an operation can be refused: status, name, meaning.
const PROBLEMS: [(&str, &str, &str); 10] = [
    ("400", "InvalidInput", "The request is wrong; every fault is named."),
    ("401", "Unauthenticated", "No valid token."),
    ("403", "Forbidden", "The token gives no role that may do this."),
    ("404", "Unknown", "There is no such thing, or none that the caller may know of."),
    ("408", "TooSlow", "The body did not come in time; nothing has changed."),
    ("409", "NotNow", "Something else must happen first, or has happened already."),
    ("412", "Stale", "It has changed since the caller read it."),
    ("413", "TooLarge", "The body is too large."),
    ("415", "UnsupportedMediaType", "The body is not of a type that is taken."),
    ("428", "VersionMissing", "The version that was read is missing."),
];

/// The one refusal that every operation has.
const UNAVAILABLE: (&str, &str, &str) =
    ("503", "Unavailable", "It cannot be done just now; nothing has changed.");

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
    let problems = PROBLEMS.iter().chain([&UNAVAILABLE]);
    let components = ComponentsBuilder::new()
        .responses_from_iter(problems.map(|(_, name, meaning)| (*name, problem_response(meaning))))
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
    let in_path = path.contains('{');
    let put = methods.contains(&HttpMethod::Put);
    let possible = |status: &str| match status {
        // A key in the query that is unknown is refused everywhere.
        "400" => true,
        "401" | "403" => secured,
        "404" => in_path,
        "428" => put,
        _ => writes,
    };
    let problems = PROBLEMS.iter().filter(|(status, _, _)| possible(status));
    for (status, name, _) in problems.chain([&UNAVAILABLE]) {
        let response = Ref::from_response_name(*name);
        let responses = &mut operation.responses.responses;
        responses.entry((*status).to_owned()).or_insert(RefOr::Ref(response));
    }
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
