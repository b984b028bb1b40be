//! A client of the services' own API: what a program of anybody else would do.

use reqwest::{Method, RequestBuilder, Response, StatusCode};
use serde::Deserialize;
use serde_json::Value;
use std::collections::HashMap;
use uuid::Uuid;

/// Why a request did not do what it should.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// The service could not be reached or broke off.
    #[error("{method} {path} got no answer")]
    Unreachable {
        /// The method.
        method: Method,
        /// The address.
        path: String,
        /// What went wrong.
        #[source]
        source: reqwest::Error,
    },
    /// The service refused.
    #[error("{method} {path} was refused with {status}: {problem}")]
    Refused {
        /// The method.
        method: Method,
        /// The address.
        path: String,
        /// The status.
        status: StatusCode,
        /// What the service said.
        problem: Box<Refusal>,
    },
    /// The service did what it should have refused.
    #[error("{path} was to be refused with {code}, and was not")]
    NotRefused {
        /// The address.
        path: String,
        /// The code of the refusal.
        code: String,
    },
    /// What the file looks for is not in the answer, or something else is.
    #[error("what is looked for at {path} is not there")]
    NotFound {
        /// The address.
        path: String,
    },
    /// Nobody by that name may speak.
    #[error("there is no token for {0:?}")]
    NoToken(String),
}

/// What a service said when it refused.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// Its stable code.
    pub code: String,
    /// Why, and every fault.
    pub detail: String,
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.code, self.detail)
    }
}

/// What a writing request gave.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Receipt {
    pub(super) id: String,
    position: Option<u64>,
    /// Where what was made stands; empty when nothing was made.
    #[serde(skip)]
    pub(super) location: String,
}

/// Speaks to the services for everyone in a file.
pub(super) struct Client {
    http: reqwest::Client,
    base: String,
    tokens: HashMap<String, String>,
    /// The last position that was written: reads must have seen it.
    position: u64,
}

impl Client {
    pub(super) fn new(base: String, tokens: HashMap<String, String>) -> Self {
        Self { http: reqwest::Client::new(), base, tokens, position: 0 }
    }

    fn request(
        &self,
        person: &str,
        method: &Method,
        path: &str,
    ) -> Result<RequestBuilder, ClientError> {
        let token =
            self.tokens.get(person).ok_or_else(|| ClientError::NoToken(person.to_owned()))?;
        let address = format!("{}{path}", self.base);
        Ok(self.http.request(method.clone(), address).bearer_auth(token))
    }

    async fn send(
        request: RequestBuilder,
        method: Method,
        path: &str,
    ) -> Result<Response, ClientError> {
        let path = path.to_owned();
        let answer = match request.send().await {
            Ok(answer) => answer,
            Err(source) => return Err(ClientError::Unreachable { method, path, source }),
        };
        let status = answer.status();
        if status.is_success() {
            return Ok(answer);
        }
        let problem = answer.json::<Value>().await.map_or_else(
            |_| Refusal { detail: "no problem detail".to_owned(), ..Refusal::default() },
            |problem| {
                let errors = problem.get("errors").map(Value::to_string).unwrap_or_default();
                let text = |key| problem.get(key).and_then(Value::as_str).unwrap_or_default();
                let code = text("code").to_owned();
                Refusal { code, detail: format!("{} {errors}", text("detail")) }
            },
        );
        Err(ClientError::Refused { method, path, status, problem: Box::new(problem) })
    }

    async fn written(&mut self, answer: Response, path: &str) -> Result<Receipt, ClientError> {
        let location = answer
            .headers()
            .get("location")
            .and_then(|location| location.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let receipt: Receipt = answer.json().await.map_err(|source| ClientError::Unreachable {
            method: Method::POST,
            path: path.to_owned(),
            source,
        })?;
        let receipt = Receipt { location, ..receipt };
        self.position = self.position.max(receipt.position.unwrap_or(0));
        Ok(receipt)
    }

    pub(super) async fn post(
        &mut self,
        person: &str,
        path: &str,
        body: &Value,
    ) -> Result<Receipt, ClientError> {
        let request = self
            .request(person, &Method::POST, path)?
            .header("Idempotency-Key", Uuid::new_v4().to_string())
            .json(body);
        let answer = Self::send(request, Method::POST, path).await?;
        self.written(answer, path).await
    }

    /// Reads what stands at a path, after everything that was written.
    pub(super) async fn get(&self, person: &str, path: &str) -> Result<Value, ClientError> {
        // Who somebody is comes from the token: there is no position to wait for.
        let of_token = path.ends_with("/v1/me");
        let seen = if of_token { path.to_owned() } else { self.after_all(path) };
        let request = self.request(person, &Method::GET, &seen)?;
        let answer = Self::send(request, Method::GET, &seen).await?;
        let unreadable =
            |source| ClientError::Unreachable { method: Method::GET, path: seen, source };
        answer.json().await.map_err(unreadable)
    }

    /// A path to read from, after everything that was written.
    fn after_all(&self, path: &str) -> String {
        let joint = if path.contains('?') { '&' } else { '?' };
        format!("{path}{joint}minPosition={}", self.position)
    }

    /// Puts something in the place of what stands at `read`, whether anything stands there.
    pub(super) async fn put(
        &mut self,
        person: &str,
        path: &str,
        read: &str,
        body: &Value,
    ) -> Result<Receipt, ClientError> {
        let seen = self.after_all(read);
        let request = self.request(person, &Method::GET, &seen)?;
        let etag = match Self::send(request, Method::GET, &seen).await {
            Ok(answer) => answer.headers().get("etag").cloned(),
            Err(ClientError::Refused { status: StatusCode::NOT_FOUND, .. }) => None,
            Err(error) => return Err(error),
        };
        let request = self.request(person, &Method::PUT, path)?.json(body);
        let request = match etag {
            Some(etag) => request.header("If-Match", etag),
            None => request.header("If-None-Match", "*"),
        };
        let answer = Self::send(request, Method::PUT, path).await?;
        self.written(answer, path).await
    }

    pub(super) async fn put_text_file(
        &self,
        person: &str,
        path: &str,
        content: String,
    ) -> Result<(), ClientError> {
        let request = self
            .request(person, &Method::PUT, path)?
            .header("Content-Type", "text/plain; charset=utf-8")
            .body(content);
        Self::send(request, Method::PUT, path).await.map(|_| ())
    }
}
