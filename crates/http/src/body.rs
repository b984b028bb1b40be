//! The body of a request, with the conditions under which it is meant.

use crate::conditions::{Conditions, fingerprint};
use crate::incoming::{BODY_WITHIN, Incoming};
use crate::problem::Problem;
use crate::validation;
use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::ToSchema;
use vocabulary::Faults;

/// The largest JSON body that is taken, in bytes: 1 MiB. Files go their own way.
pub const BODY_BYTES_MAX: usize = 1024 * 1024;

/// The JSON body of a writing request, valid in every respect that its type can tell, with the
/// conditions of the request.
pub struct Body<T> {
    /// What was sent.
    pub content: T,
    /// The key or version under which it was sent.
    pub conditions: Conditions,
}

/// The body of a request that needs none: nothing at all, or an empty object.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoBody {}

impl<T: DeserializeOwned + ToSchema + 'static> FromRequest for Body<T> {
    type Error = Problem;
    type Future = LocalBoxFuture<'static, Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let incoming = Incoming::new(payload.take(), BODY_WITHIN);
        Box::pin(async move {
            let bytes = incoming.whole(BODY_BYTES_MAX).await?;
            let text: &[u8] = if bytes.is_empty() { b"{}" } else { &bytes };
            if !bytes.is_empty() {
                check_media_type(&request)?;
            }
            let content = parse(text)?;
            let conditions = Conditions::of(&request, fingerprint(&request, text))?;
            Ok(Self { content, conditions })
        })
    }
}

fn check_media_type(request: &HttpRequest) -> Result<(), Problem> {
    let said = request.headers().get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let essence = said.unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if essence.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(Problem::media_type("application/json"))
    }
}

/// Reads a body. What can be read can only be wrong in the length of a list, which no type tells.
/// When it cannot be read, its schema finds everything that is wrong at once.
fn parse<T: DeserializeOwned + ToSchema + 'static>(text: &[u8]) -> Result<T, Problem> {
    let read = match serde_json::from_slice(text) {
        Ok(content) if !text.contains(&b'[') => return Ok(content),
        read => read,
    };
    let value: Value = serde_json::from_slice(text).map_err(|error| not_json(&error))?;
    validation::faults::<T>(&value).check().map_err(Problem::faults)?;
    read.or_else(|_| {
        let mut reader = serde_json::Deserializer::from_slice(text);
        serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            Problem::faults(Faults::one(pointer(error.path()), error.inner().to_string()))
        })
    })
}

fn not_json(error: &serde_json::Error) -> Problem {
    let (line, column) = (error.line(), error.column());
    let told = format!("Dit is geen geldige JSON: kijk bij regel {line}, kolom {column}.");
    Problem::faults(Faults::one("", told))
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{key}"),
            Segment::Enum { variant } => format!("/{variant}"),
            Segment::Unknown => "/?".to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use calendar::NewTerm;
    use vocabulary::{KvkNumber, Title, Whole};

    #[derive(Debug, Deserialize, ToSchema)]
    #[serde(rename_all = "camelCase", deny_unknown_fields)]
    #[allow(dead_code)]
    struct Sample {
        title: Title,
        kvk_number: Option<KvkNumber>,
        closes: NewTerm,
        #[schema(max_items = 2)]
        lots: Vec<Whole>,
    }

    #[test]
    fn a_list_is_no_longer_than_its_schema_says() {
        let refused = faults(&RIGHT.replace("[1,2.0]", "[1,2,3]"));
        assert_eq!(refused[0].0, "/lots");
        assert!(refused[0].1.contains('2'), "{refused:?}");
    }

    fn faults(text: &str) -> Vec<(String, String)> {
        let problem = parse::<Sample>(text.as_bytes()).unwrap_err();
        problem.detail().errors.into_iter().map(|fault| (fault.field, fault.detail)).collect()
    }

    const RIGHT: &str = r#"{"title":"Ronde 1","kvkNumber":"90000011","lots":[1,2.0],
        "closes":{"at":"2027-06-04T12:00:00+02:00",
                  "ground":{"kind":"policy","source":"Inkoopbeleid"}}}"#;

    #[test]
    fn what_is_right_is_read() {
        let sample = parse::<Sample>(RIGHT.as_bytes()).unwrap();
        assert_eq!(sample.lots, [Whole::new(1), Whole::new(2)]);
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let text = r#"{"title":"","kvkNumber":"123","lots":[1,"twee",-3],"extra":true,
            "closes":{"at":"2027-03-28T02:30:00+01:00","ground":{"kind":"luck"}}}"#;
        let found = faults(text);
        let fields: Vec<_> = found.iter().map(|(field, _)| field.as_str()).collect();
        for expected in [
            "/title",
            "/kvkNumber",
            "/lots/1",
            "/lots/2",
            "/extra",
            "/closes/at",
            "/closes/ground/kind",
            "/closes/ground/source",
        ] {
            assert!(fields.contains(&expected), "{expected} in {found:?}");
        }
        let detail = |field: &str| {
            found.iter().find(|(at, _)| at == field).map(|(_, detail)| detail.as_str()).unwrap()
        };
        assert!(detail("/kvkNumber").contains("acht cijfers"));
        assert!(detail("/closes/at").contains("bestaat niet in Nederland"));
        assert!(detail("/closes/ground/kind").contains("tender-document"));
        assert_eq!(detail("/lots/1"), "Dit veld moet een geheel getal zijn.");
    }

    #[test]
    fn what_is_no_json_is_told_by_its_place() {
        let found = faults("{\"title\": }");
        assert!(found[0].1.contains("regel 1, kolom 11"), "{found:?}");
        assert!(!faults("[]").is_empty());
        assert!(!faults("null").is_empty());
    }

    #[test]
    fn what_the_schema_lets_through_is_still_told_by_its_field() {
        // A whole number to the schema, not to the type: larger than it can hold.
        let found = faults(&RIGHT.replace("[1,2.0]", "[1,1e30]"));
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, "/lots/1");
    }
}
