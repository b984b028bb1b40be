//! Problem details (RFC 9457): the one way in which anything is refused. In Dutch, with a stable
//! code, and with what to do.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use std::fmt;
use std::time::Duration;
use utoipa::ToSchema;
use vocabulary::{Fault, Faults};

/// A problem as it is sent: `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ProblemDetail {
    /// Identifies the kind of problem.
    #[serde(rename = "type")]
    #[schema(rename = "type", example = "urn:samenspraak:problem:question-round-closed")]
    pub kind: String,
    /// The kind of problem, in Dutch.
    #[schema(example = "Kan nu niet")]
    pub title: String,
    /// The HTTP status.
    #[schema(example = 409)]
    pub status: u16,
    /// What is the matter and what can be done, in Dutch.
    #[schema(example = "Deze vragenronde is gesloten.")]
    pub detail: String,
    /// A stable code, for programs.
    #[schema(example = "question-round-closed")]
    pub code: String,
    /// What is wrong with which field: everything at once.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    pub errors: Vec<Fault>,
}

/// A refusal with its code and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// A stable code, in kebab-case.
    pub code: &'static str,
    /// What is the matter and what can be done, in Dutch.
    pub detail: String,
    /// What is wrong with which field.
    pub faults: Vec<Fault>,
}

impl Told {
    /// A refusal without fields.
    pub fn new(code: &'static str, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), faults: vec![] }
    }
}

/// Why a request is refused. The constructors say what it means; the status follows from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    status: StatusCode,
    title: &'static str,
    told: Told,
    retry_after_seconds: Option<u32>,
}

impl Problem {
    const fn new(status: StatusCode, title: &'static str, told: Told) -> Self {
        Self { status, title, told, retry_after_seconds: None }
    }

    /// The request itself is wrong: 400, with everything that is wrong with it.
    #[must_use]
    pub const fn invalid(told: Told) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "De invoer klopt niet", told)
    }

    /// The request itself is wrong in these fields.
    #[must_use]
    pub fn faults(faults: Faults) -> Self {
        Self::invalid(Told {
            code: "invalid-input",
            detail: "De invoer klopt niet. Bij elk veld staat wat er mis is en wat mag.".to_owned(),
            faults: faults.into_vec(),
        })
    }

    /// Nobody is signed in: 401.
    #[must_use]
    pub const fn unauthenticated(told: Told) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "Niet aangemeld", told)
    }

    /// Whoever is signed in may not do this: 403.
    #[must_use]
    pub const fn forbidden(told: Told) -> Self {
        Self::new(StatusCode::FORBIDDEN, "Niet toegestaan", told)
    }

    /// There is no such thing, or none that one may know of: 404.
    #[must_use]
    pub const fn unknown(told: Told) -> Self {
        Self::new(StatusCode::NOT_FOUND, "Niet gevonden", told)
    }

    /// There is nothing at this address: 404.
    #[must_use]
    pub fn no_such_address() -> Self {
        Self::unknown(Told::new("not-found", "Op dit adres staat niets."))
    }

    /// The address does not take this method: 405.
    #[must_use]
    pub fn method() -> Self {
        Self::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "Methode niet toegestaan",
            Told::new(
                "method-not-allowed",
                "Dit adres kent deze methode niet. In de kop Allow staat welke wel.",
            ),
        )
    }

    /// Not now: something else must happen first, or has happened already: 409.
    #[must_use]
    pub const fn state(told: Told) -> Self {
        Self::new(StatusCode::CONFLICT, "Kan nu niet", told)
    }

    /// The content did not come in time: 408.
    #[must_use]
    pub fn too_slow(within: Duration) -> Self {
        Self::new(
            StatusCode::REQUEST_TIMEOUT,
            "Te langzaam",
            Told::new(
                "too-slow",
                format!(
                    "De inhoud was er niet binnen {}. Er is niets vastgelegd. Probeer het nog \
                     eens.",
                    time_in_words(within)
                ),
            ),
        )
    }

    /// The caller has seen another version: 412.
    #[must_use]
    pub fn stale() -> Self {
        Self::new(
            StatusCode::PRECONDITION_FAILED,
            "Intussen veranderd",
            Told::new(
                "stale-version",
                "Dit is veranderd sinds u het las. Lees het opnieuw en probeer het dan nog eens.",
            ),
        )
    }

    /// The body is larger than what is taken: 413.
    #[must_use]
    pub fn too_large(bytes_max: u64) -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "Te groot",
            Told::new(
                "too-large",
                format!("De inhoud mag hoogstens {} groot zijn.", size_in_words(bytes_max)),
            ),
        )
    }

    /// The body is of a type that is not taken: 415.
    #[must_use]
    pub fn media_type(allowed: &str) -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Onbekend type inhoud",
            Told::new("unsupported-media-type", format!("Stuur de inhoud als {allowed}.")),
        )
    }

    /// A condition is missing that this request needs: 428.
    #[must_use]
    pub const fn condition_missing(told: Told) -> Self {
        Self::new(StatusCode::PRECONDITION_REQUIRED, "Voorwaarde ontbreekt", told)
    }

    /// It cannot be done just now, and nothing has changed: 503.
    #[must_use]
    pub const fn unavailable(told: Told) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "Even niet beschikbaar", told);
        problem.retry_after_seconds = Some(1);
        problem
    }

    /// Something went wrong on our side: 500. What it was stays in our log.
    #[must_use]
    pub fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(error, "request failed");
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            "Er ging iets mis",
            Told::new(
                "internal-error",
                "Er ging bij ons iets mis. Probeer het later nog eens. Noem bij een melding het \
                 nummer in de kop Request-Id.",
            ),
        )
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.told.code
    }

    /// The problem as it is sent.
    #[must_use]
    pub fn detail(&self) -> ProblemDetail {
        ProblemDetail {
            kind: format!("urn:samenspraak:problem:{}", self.told.code),
            title: self.title.to_owned(),
            status: self.status.as_u16(),
            detail: self.told.detail.clone(),
            code: self.told.code.to_owned(),
            errors: self.told.faults.clone(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.told.code, self.told.detail)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status);
        if self.status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        if let Some(seconds) = self.retry_after_seconds {
            response.insert_header((header::RETRY_AFTER, seconds.to_string()));
        }
        response
            .insert_header((header::CONTENT_LANGUAGE, "nl"))
            .content_type("application/problem+json")
            .body(serde_json::to_string(&self.detail()).unwrap_or_default())
    }
}

/// A size as readers know it.
fn size_in_words(bytes: u64) -> String {
    const UNITS: [(u64, &str); 2] = [(1024 * 1024, "MB"), (1024, "kB")];
    let fitting = UNITS.iter().find(|(size, _)| bytes >= *size && bytes.is_multiple_of(*size));
    fitting
        .map_or_else(|| format!("{bytes} bytes"), |(size, unit)| format!("{} {unit}", bytes / size))
}

/// A time as readers know it.
fn time_in_words(time: Duration) -> String {
    match time.as_secs() {
        seconds if seconds >= 120 && seconds.is_multiple_of(60) => {
            format!("{} minuten", seconds / 60)
        }
        seconds => format!("{seconds} seconden"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_says_what_to_do_and_names_every_field() {
        let mut faults = Faults::one("/closes/at", "De sluiting moet na de opening liggen.");
        faults.add("/themes", "Noem minstens één thema.");
        assert_eq!(
            serde_json::to_value(Problem::faults(faults).detail()).unwrap(),
            serde_json::json!({
                "type": "urn:samenspraak:problem:invalid-input",
                "title": "De invoer klopt niet",
                "status": 400,
                "detail": "De invoer klopt niet. Bij elk veld staat wat er mis is en wat mag.",
                "code": "invalid-input",
                "errors": [
                    { "field": "/closes/at", "detail": "De sluiting moet na de opening liggen." },
                    { "field": "/themes", "detail": "Noem minstens één thema." },
                ],
            })
        );
    }
}
