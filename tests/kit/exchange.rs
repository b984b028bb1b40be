//! Requests and their answers, as somebody who learns the interface reads them.

use super::Answer;
use reqwest::Request;
use serde_json::Value;

/// The headers of a request that are worth showing. A token never is.
const ASKED: [&str; 6] =
    ["content-type", "idempotency-key", "if-match", "if-none-match", "on-behalf-of", "origin"];

/// Likewise, of an answer.
const ANSWERED: [&str; 7] = [
    "content-type",
    "etag",
    "location",
    "log-position",
    "access-control-allow-origin",
    "allow",
    "retry-after",
];

/// A request and its answer.
#[derive(Clone)]
pub(crate) struct Exchange {
    pub(crate) method: String,
    /// With the query.
    pub(crate) path: String,
    signed_in: bool,
    headers: Vec<String>,
    body: String,
    pub(crate) answer: Answer,
}

impl Exchange {
    pub(crate) fn of(request: &Request, answer: &Answer) -> Self {
        let url = request.url();
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let body = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default();
        Self {
            method: request.method().to_string(),
            path: format!("{}{query}", url.path()),
            signed_in: request.headers().contains_key("authorization"),
            headers: shown(&ASKED, |name| request.headers().get(name)?.to_str().ok()),
            body: pretty(body),
            answer: answer.clone(),
        }
    }

    /// As in a manual: the request, and what came back.
    pub(crate) fn told(&self) -> String {
        let mut headers = self.headers.clone();
        if self.signed_in {
            headers.insert(0, "Authorization: Bearer $TOKEN".to_owned());
        }
        let answered = shown(&ANSWERED, |name| Some(self.answer.header(name)));
        let asked = [vec![format!("{} {}", self.method, self.path)], headers].concat();
        let status = reqwest::StatusCode::from_u16(self.answer.status).unwrap();
        let answered = [vec![format!("HTTP/1.1 {status}")], answered].concat();
        block(&asked, &self.body) + "\n" + &block(&answered, &pretty(&self.answer.bytes))
    }
}

fn shown<'a>(names: &[&str], value: impl Fn(&str) -> Option<&'a str>) -> Vec<String> {
    let present = names.iter().filter_map(|name| Some((name, value(name)?)));
    let present = present.filter(|(_, value)| !value.is_empty());
    present.map(|(name, value)| format!("{}: {value}", in_capitals(name))).collect()
}

/// `content-type` as `Content-Type`.
fn in_capitals(name: &str) -> String {
    let words = name.split('-').map(|word| match word {
        "etag" => "ETag".to_owned(),
        word => word[..1].to_uppercase() + &word[1..],
    });
    words.collect::<Vec<_>>().join("-")
}

fn pretty(content: &[u8]) -> String {
    match serde_json::from_slice::<Value>(content) {
        Ok(value) => serde_json::to_string_pretty(&value).unwrap(),
        Err(_) => String::from_utf8_lossy(content).into_owned(),
    }
}

fn block(head: &[String], body: &str) -> String {
    let body = if body.is_empty() { String::new() } else { format!("\n{body}\n") };
    format!("```http\n{}\n{body}```\n", head.join("\n"))
}
