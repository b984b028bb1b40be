//! Steps that are a request to the API as it stands: for whatever the form has no words of its
//! own. Names in braces stand for what the file knows: `{trajectory}`, the key of a document or of
//! anything else with a key, or a moment, `{@2023-10-31 12:00}`. A `GET` makes nothing: it finds
//! what a later request names, such as the registrations for a session.

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
    /// `POST`, `PUT` or `GET`.
    pub method: Method,
    /// The path.
    pub path: String,
}

/// A text is not an operation that a file can ask for.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an operation; write POST, PUT or GET and a path, as in PUT /provider/v1/…")]
pub struct NotAnOperation(String);

impl FromStr for Operation {
    type Err = NotAnOperation;

    fn from_str(text: &str) -> Result<Self, NotAnOperation> {
        let (method, path) = match text.split_once(' ') {
            Some(("POST", path)) => (Method::POST, path),
            Some(("PUT", path)) => (Method::PUT, path),
            Some(("GET", path)) => (Method::GET, path),
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
    /// The name by which this file knows what was made or found.
    pub key: Option<String>,
    /// Of a `GET`: what is found, as a JSON pointer in the answer. With `*` for the items of a
    /// list it is found in each of them.
    pub takes: Option<String>,
    /// Only in the first item in which this text stands, a name or a number.
    pub of: Option<String>,
    /// What must stand there at that moment.
    pub is: Option<Value>,
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

    /// Whether it looks for something, to name or to check it, when it is a `GET`, and not
    /// otherwise.
    pub(super) fn finds(&self) -> bool {
        let gets = self.operation.method == Method::GET;
        let asks = self.body != Value::Null || self.reads.is_some() || self.refused.is_some();
        let star = self.takes.as_ref().is_some_and(|at| at.contains("/*"));
        gets == self.takes.is_some()
            && if gets {
                !asks && (self.key.is_some() || self.is.is_some())
            } else {
                self.is.is_none()
            }
            && (self.of.is_none() || star)
    }

    /// What stands in an answer where this request looks; the whole list of it when there is no
    /// `of`.
    fn found(&self, answer: &Value) -> Option<Value> {
        let at = self.takes.as_ref()?;
        let Some((list, rest)) = at.split_once("/*") else { return answer.pointer(at).cloned() };
        let items = answer.pointer(list)?.as_array()?.iter();
        let mut found = items
            .filter(|item| self.of.as_ref().is_none_or(|of| holds(item, of)))
            .filter_map(|item| item.pointer(rest).cloned());
        if self.of.is_some() { found.next() } else { Some(found.collect()) }
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

/// Whether a text stands anywhere in a value.
fn holds(value: &Value, text: &str) -> bool {
    let mut held = false;
    strings(value, &mut |found| held |= found == text);
    held
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
fn filled(text: &str, stands_for: &impl Fn(&str) -> Option<Value>) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, name, after)) = rest
        .split_once('{')
        .and_then(|(before, tail)| tail.split_once('}').map(|(name, after)| (before, name, after)))
    {
        whole.push_str(before);
        match stands_for(name) {
            Some(Value::String(value)) => whole.push_str(&value),
            Some(value) => whole.push_str(&value.to_string()),
            None => whole.extend(["{", name, "}"]),
        }
        rest = after;
    }
    whole + rest
}

fn filled_in(value: &Value, stands_for: &impl Fn(&str) -> Option<Value>) -> Value {
    let alone = |text: &str| {
        let name = text.strip_prefix('{')?.strip_suffix('}')?;
        stands_for(name)
    };
    match value {
        // What is all of a text can be more than a text, such as a list.
        Value::String(text) if let Some(whole) = alone(text) => whole,
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
                Some(Value::String(instant.to_string()))
            }
            None => self.keys.get(name).cloned(),
        };
        let path = filled(&plan.operation.path, &stands_for);
        if plan.operation.method == Method::GET {
            let answer = self.client.get(by, &path).await?;
            let found = plan.found(&answer);
            let as_said = |found: &Value| plan.is.as_ref().is_none_or(|is| is == found);
            let Some(found) = found.filter(as_said) else {
                return Err(ClientError::NotFound { path });
            };
            self.keys.extend(plan.key.clone().map(|key| (key, found)));
            return Ok(());
        }
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
                    self.keys.insert(key.clone(), Value::String(receipt.id));
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
            takes: None,
            of: None,
            is: None,
            refused: None,
            tells: None,
        }
    }

    #[test]
    fn names_in_braces_are_found_and_filled_in_at_any_depth() {
        let body = json!({ "a": ["{leidraad}", 3], "b": { "at": "{@2023-10-31 12:00}" } });
        assert_eq!(plan(body.clone()).keys(), ["klacht", "leidraad"]);
        let known = |name: &str| (name == "leidraad").then(|| json!("77"));
        let body = filled_in(&body, &known);
        assert_eq!(body, json!({ "a": ["77", 3], "b": { "at": "{@2023-10-31 12:00}" } }));
    }

    #[test]
    fn a_get_finds_one_or_all_and_a_list_is_filled_in_whole() {
        let answer =
            json!({ "items": [{ "id": "1", "name": "Eik" }, { "id": "2", "name": "Es" }] });
        let mut get = plan(Value::Null);
        get.operation = "GET /municipality/v1/sessions/{start}/registrations".parse().unwrap();
        assert!(!get.finds(), "it looks for nothing");
        get.key = Some("wie".to_owned());
        get.takes = Some("/items/*/id".to_owned());
        assert!(get.finds());
        let all = get.found(&answer).unwrap();
        let known = |name: &str| (name == "wie").then(|| all.clone());
        let body = json!({ "present": "{wie}" });
        assert_eq!(filled_in(&body, &known), json!({ "present": ["1", "2"] }));
        get.of = Some("Es".to_owned());
        assert_eq!(get.found(&answer), Some(json!("2")));
        get.of = Some("Iep".to_owned());
        assert_eq!(get.found(&answer), None);
        get.takes = Some("/items/0/id".to_owned());
        assert!(!get.finds(), "there is no list to choose from");
        get.of = None;
        assert_eq!(get.found(&answer), Some(json!("1")));
        get.key = None;
        assert!(!get.finds(), "nothing comes of it");
        get.is = Some(json!("1"));
        assert!(get.finds());
    }

    #[test]
    fn a_moment_that_does_not_exist_is_refused() {
        let now = Timestamp::UNIX_EPOCH;
        assert!(plan(json!({ "at": "{@2026-03-29 02:30}" })).check_moments(now).is_err());
        assert!(plan(json!({ "at": "{@2026-03-29 03:30}" })).check_moments(now).is_ok());
    }

    #[test]
    fn an_operation_is_a_method_that_the_api_knows_and_a_path() {
        assert!("PUT /provider/v1/organisation".parse::<Operation>().is_ok());
        for wrong in ["", "PATCH /provider/v1/organisation", "POST provider", "DELETE /x"] {
            assert!(wrong.parse::<Operation>().is_err(), "{wrong}");
        }
    }
}
