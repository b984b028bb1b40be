//! What a service answered, with its request, so that a test that fails can tell.

use reqwest::header::HeaderMap;
use serde_json::Value;

/// An answer.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Method and address.
    pub(crate) asked: String,
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) async fn of(asked: String, response: reqwest::Response) -> Self {
        Self::try_of(asked, response).await.expect("an answer that is complete")
    }

    /// An answer, unless it breaks off.
    pub(crate) async fn try_of(
        asked: String,
        response: reqwest::Response,
    ) -> Result<Self, reqwest::Error> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await?.to_vec();
        Ok(Self { asked, status, headers, bytes })
    }

    /// The answer, which must have this status.
    #[track_caller]
    pub(crate) fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text());
        self
    }

    /// The answer, which must be a refusal with this status and code, in Dutch.
    #[track_caller]
    pub(crate) fn refused(self, status: u16, code: &str) -> Self {
        let answer = self.expect(status);
        assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.asked);
        assert_eq!(answer.header("content-language"), "nl", "{}", answer.asked);
        assert_eq!(answer.json()["code"], code, "{}: {}", answer.asked, answer.text());
        answer
    }

    /// The fields that a refusal names.
    #[track_caller]
    pub(crate) fn fields(&self) -> Vec<String> {
        let json = self.json();
        let faults = json["errors"].as_array().cloned().unwrap_or_default();
        faults.iter().map(|it| it["field"].as_str().unwrap_or_default().to_owned()).collect()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes)
            .unwrap_or_else(|no| panic!("{}: {no}: {}", self.asked, self.text()))
    }

    /// The name of what was made.
    #[track_caller]
    pub(crate) fn id(&self) -> String {
        self.json()["id"].as_str().unwrap_or_else(|| panic!("no id: {}", self.text())).to_owned()
    }

    /// The position of a receipt, when there is one.
    pub(crate) fn position(&self) -> Option<u64> {
        let json: Value = serde_json::from_slice(&self.bytes).ok()?;
        json.get("position")?.as_u64()
    }

    /// A header; empty when it is absent.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|it| it.to_str().ok()).unwrap_or_default()
    }
}
