//! The conditions of a writing request: its idempotency key, and the version it rests on.

use crate::problem::{Problem, Told};
use actix_web::HttpRequest;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName};
use aws_lc_rs::digest;
use vocabulary::Faults;

/// The key by which a repeated POST is recognised.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(String);

impl Key {
    /// The header that carries it.
    pub const HEADER: HeaderName = HeaderName::from_static("idempotency-key");

    /// The key's text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The version that a caller says to have seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Any: the caller did not say.
    Any,
    /// This one (`If-Match: "7"`), or none at all (`If-None-Match: *`, version zero).
    Version(u64),
}

/// What a writing request says beside its body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conditions {
    /// The key, on a POST.
    pub key: Option<Key>,
    /// The version that the caller has seen.
    pub expected: Expected,
    /// Identifies what was asked: method, address and body together.
    pub fingerprint: [u8; 32],
}

impl Conditions {
    /// The conditions of a request.
    pub(crate) fn of(request: &HttpRequest, fingerprint: [u8; 32]) -> Result<Self, Problem> {
        let expected = expected(request)?;
        match *request.method() {
            Method::POST => Ok(Self { key: Some(key(request)?), expected, fingerprint }),
            _ if expected == Expected::Any => Err(Problem::condition_missing(Told::new(
                "version-missing",
                "Stuur in de kop If-Match de ETag mee van wat u hebt gelezen, of If-None-Match: * \
                 als er nog niets was. Zo overschrijft u geen werk van een ander.",
            ))),
            _ => Ok(Self { key: None, expected, fingerprint }),
        }
    }
}

/// Identifies what was asked.
pub(crate) fn fingerprint(request: &HttpRequest, body: &[u8]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in [request.method().as_str().as_bytes(), request.path().as_bytes(), body] {
        context.update(&(part.len() as u64).to_be_bytes());
        context.update(part);
    }
    let mut bytes = [0; 32];
    bytes.copy_from_slice(context.finish().as_ref());
    bytes
}

fn key(request: &HttpRequest) -> Result<Key, Problem> {
    let refused = |detail: &str| Problem::faults(Faults::one("Idempotency-Key", detail));
    let Some(value) = request.headers().get(Key::HEADER) else {
        return Err(refused(
            "Stuur in de kop Idempotency-Key een eigen sleutel mee, bijvoorbeeld een UUID. \
             Herhaalt u het verzoek met dezelfde sleutel, dan telt het één keer.",
        ));
    };
    match value.to_str() {
        Ok(text)
            if (8..=128).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_graphic()) =>
        {
            Ok(Key(text.to_owned()))
        }
        _ => Err(refused("Een sleutel telt 8 t/m 128 zichtbare ASCII-tekens, zonder spaties.")),
    }
}

fn expected(request: &HttpRequest) -> Result<Expected, Problem> {
    let text = |name: HeaderName| {
        request.headers().get(name).map(|value| value.to_str().unwrap_or_default().trim())
    };
    match (text(header::IF_MATCH), text(header::IF_NONE_MATCH)) {
        (None, None) => Ok(Expected::Any),
        (None, Some("*")) => Ok(Expected::Version(0)),
        (Some(tag), None) => tag
            .strip_prefix('"')
            .and_then(|rest| rest.strip_suffix('"'))
            .and_then(|version| version.parse().ok())
            .map(Expected::Version)
            .ok_or_else(|| {
                let detail = "Stuur de ETag mee zoals u die kreeg, met aanhalingstekens: \"7\".";
                Problem::faults(Faults::one("If-Match", detail))
            }),
        (None, Some(_)) => Err(Problem::faults(Faults::one(
            "If-None-Match",
            "Bij schrijven heeft alleen If-None-Match: * betekenis.",
        ))),
        (Some(_), Some(_)) => Err(Problem::faults(Faults::one(
            "If-Match",
            "Stuur If-Match of If-None-Match mee, niet allebei.",
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    fn of(request: TestRequest) -> Result<Conditions, &'static str> {
        Conditions::of(&request.to_http_request(), [0; 32]).map_err(|problem| problem.code())
    }

    #[test]
    fn a_post_needs_a_key() {
        let post = || TestRequest::post();
        assert!(of(post().insert_header((Key::HEADER, "een-sleutel"))).is_ok());
        assert_eq!(of(post()), Err("invalid-input"));
        for wrong in ["kort", "met een spatie", &"a".repeat(129)] {
            assert_eq!(of(post().insert_header((Key::HEADER, wrong))), Err("invalid-input"));
        }
    }

    #[test]
    fn a_put_needs_the_version_that_was_read() {
        let put = || TestRequest::put();
        let expected = |request| of(request).map(|conditions| conditions.expected);
        assert_eq!(of(put()), Err("version-missing"));
        assert_eq!(
            expected(put().insert_header((header::IF_MATCH, "\"7\""))),
            Ok(Expected::Version(7))
        );
        assert_eq!(
            expected(put().insert_header((header::IF_NONE_MATCH, "*"))),
            Ok(Expected::Version(0))
        );
        for wrong in ["7", "\"zeven\"", "W/\"7\"", ""] {
            assert_eq!(of(put().insert_header((header::IF_MATCH, wrong))), Err("invalid-input"));
        }
    }

    #[test]
    fn requests_differ_in_method_address_or_body() {
        let print =
            |request: TestRequest, body: &[u8]| fingerprint(&request.to_http_request(), body);
        let post = || TestRequest::post().uri("/a");
        assert_eq!(print(post(), b"x"), print(post(), b"x"));
        assert_ne!(print(post(), b"x"), print(post(), b"y"));
        assert_ne!(print(post(), b"x"), print(TestRequest::post().uri("/b"), b"x"));
        assert_ne!(print(post(), b"x"), print(TestRequest::put().uri("/a"), b"x"));
    }
}
