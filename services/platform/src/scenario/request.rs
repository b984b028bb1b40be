//! Steps that are a request to the API as it stands: for whatever the form has no words of its
//! own. Names in braces stand for what the file knows: `{trajectory}`, the key of a document or of
//! anything else with a key, or a moment, `{@2023-10-31 12:00}`.

use super::client::ClientError;
use super::play::Player;
use super::when::{NotAMoment, When};
use jiff::Timestamp;
use reqwest::Method;
use serde::Deserialize;
use serde_json::Value;
use std::str::FromStr;

/// A method and a path with names in braces: `POST /provider/v1/trajectories/{trajectory}/…`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// `POST` or `PUT`.
    pub method: Method,
    /// The path.
    pub path: String,
}

/// A text is not an operation that a file can ask for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an operation; write POST or PUT and a path, such as PUT /provider/v1/…")]
pub struct NotAnOperation(String);

impl FromStr for Operation {
    type Err = NotAnOperation;

    fn from_str(text: &str) -> Result<Self, NotAnOperation> {
        let (method, path) = match text.split_once(' ') {
            Some(("POST", path)) => (Method::POST, path),
            Some(("PUT", path)) => (Method::PUT, path),
            _ => return Err(NotAnOperation(text.to_owned())),
        };
        if !path.starts_with('/') {
            return Err(NotAnOperation(text.to_owned()));
        }
        Ok(Self { method, path: path.to_owned() })
    }
}

impl<'de> Deserialize<'de> for Operation {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A request.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RequestPlan {
    /// When it is made.
    pub at: When,
    /// Who makes it; everyone of a crowd when it is the key of one.
    pub by: String,
    /// What is asked.
    #[serde(rename = "do")]
    pub operation: Operation,
    /// Where what a `PUT` replaces is read, when that is not at the same path.
    pub reads: Option<String>,
    /// What is sent.
    #[serde(default)]
    pub body: Value,
    /// The name by which this file knows what was made.
    pub key: Option<String>,
    /// The code of the refusal, when it must be refused.
    pub refused: Option<String>,
    /// What is told while the file is played; nothing when absent.
    pub tells: Option<String>,
}

impl RequestPlan {
    /// The keys that it names.
    pub(super) fn keys(&self) -> Vec<&str> {
        let mut keys = vec![];
        let paths = [Some(&self.operation.path), self.reads.as_ref()];
        paths.into_iter().flatten().for_each(|text| named(text, &mut keys));
        strings(&self.body, &mut |text| named(text, &mut keys));
        keys
    }

    /// Whether every moment in it exists, seen from `now`.
    pub(super) fn check_moments(&self, now: Timestamp) -> Result<(), NotAMoment> {
        let mut wrong = None;
        strings(&self.body, &mut |text| {
            for moment in braces(text).filter_map(|name| name.strip_prefix('@')) {
                let instant = moment.parse::<When>().and_then(|when| when.instant(now));
                wrong = wrong.take().or(instant.err());
            }
        });
        wrong.map_or(Ok(()), Err)
    }
}

/// What stands in braces in a text.
fn braces(text: &str) -> impl Iterator<Item = &str> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0))
}

fn named<'t>(text: &'t str, keys: &mut Vec<&'t str>) {
    keys.extend(braces(text).filter(|name| !name.starts_with('@')));
}

fn strings<'v>(value: &'v Value, each: &mut impl FnMut(&'v str)) {
    match value {
        Value::String(text) => each(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, each)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, each)),
        _ => {}
    }
}

/// A text with what its braces stand for.
fn filled(text: &str, stands_for: &impl Fn(&str) -> Option<String>) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, name, after)) = rest
        .split_once('{')
        .and_then(|(before, tail)| tail.split_once('}').map(|(name, after)| (before, name, after)))
    {
        whole.push_str(before);
        match stands_for(name) {
            Some(value) => whole.push_str(&value),
            None => whole.extend(["{", name, "}"]),
        }
        rest = after;
    }
    whole + rest
}

fn filled_in(value: &Value, stands_for: &impl Fn(&str) -> Option<String>) -> Value {
    match value {
        Value::String(text) => Value::String(filled(text, stands_for)),
        Value::Array(items) => items.iter().map(|item| filled_in(item, stands_for)).collect(),
        Value::Object(fields) => fields
            .iter()
            .map(|(name, field)| (name.clone(), filled_in(field, stands_for)))
            .collect(),
        other => other.clone(),
    }
}

impl<'s> Player<'s> {
    /// Makes a request of the file, for one person.
    pub(super) async fn request_plan(
        &mut self,
        plan: &'s RequestPlan,
        by: &str,
    ) -> Result<(), ClientError> {
        let stands_for = |name: &str| match name.strip_prefix('@') {
            Some(moment) => {
                let instant = moment.parse::<When>().ok()?.instant(self.now).ok()?;
                Some(instant.to_string())
            }
            None => self.keys.get(name).cloned(),
        };
        let path = filled(&plan.operation.path, &stands_for);
        let reads = plan.reads.as_ref().map_or(path.clone(), |it| filled(it, &stands_for));
        let body = match &plan.body {
            Value::Null => Value::Object(serde_json::Map::new()),
            body => filled_in(body, &stands_for),
        };
        let answer = if plan.operation.method == Method::PUT {
            self.client.put(by, &path, &reads, &body).await
        } else {
            self.client.post(by, &path, &body).await
        };
        match (&plan.refused, answer) {
            (None, Ok(receipt)) => {
                if let Some(key) = &plan.key {
                    self.keys.insert(key.clone(), receipt.id);
                }
                Ok(())
            }
            (Some(code), Err(ClientError::Refused { problem, .. })) if problem.code == *code => {
                Ok(())
            }
            (Some(code), Ok(_)) => Err(ClientError::NotRefused { path, code: code.clone() }),
            (_, Err(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn plan(body: Value) -> RequestPlan {
        let operation = "POST /municipality/v1/complaints/{klacht}/decision".parse().unwrap();
        let at = "2023-09-19 10:00".parse().unwrap();
        RequestPlan {
            at,
            by: "inkoper".to_owned(),
            operation,
            reads: None,
            body,
            key: None,
            refused: None,
            tells: None,
        }
    }

    #[test]
    fn names_in_braces_are_found_and_filled_in_at_any_depth() {
        let body = json!({ "a": ["{leidraad}", 3], "b": { "at": "{@2023-10-31 12:00}" } });
        assert_eq!(plan(body.clone()).keys(), ["klacht", "leidraad"]);
        let known = |name: &str| (name == "leidraad").then(|| "77".to_owned());
        let body = filled_in(&body, &known);
        assert_eq!(body, json!({ "a": ["77", 3], "b": { "at": "{@2023-10-31 12:00}" } }));
    }

    #[test]
    fn a_moment_that_does_not_exist_is_refused() {
        let now = Timestamp::UNIX_EPOCH;
        assert!(plan(json!({ "at": "{@2026-03-29 02:30}" })).check_moments(now).is_err());
        assert!(plan(json!({ "at": "{@2026-03-29 03:30}" })).check_moments(now).is_ok());
    }

    #[test]
    fn an_operation_is_a_method_that_writes_and_a_path() {
        assert!("PUT /provider/v1/organisation".parse::<Operation>().is_ok());
        for wrong in ["", "GET /provider/v1/organisation", "POST provider", "DELETE /x"] {
            assert!(wrong.parse::<Operation>().is_err(), "{wrong}");
        }
    }
}
