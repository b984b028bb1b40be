//! Where the keys of an issuer come from.

use async_trait::async_trait;
use jsonwebtoken::jwk::JwkSet;
use std::time::Duration;

/// How long a key set may take to come.
const TIMEOUT: Duration = Duration::from_secs(5);

/// The largest key set that is read, in bytes.
const KEY_SET_BYTES_MAX: usize = 256 * 1024;

/// Why a key set did not come.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The address is not one that keys may come from.
    #[error("keys come over https, or over http from this machine; not from {0}")]
    Address(String),
    /// The server did not answer, or not in time.
    #[error("the key set could not be fetched from {address}")]
    Fetch {
        /// Where it was asked.
        address: String,
        /// What went wrong.
        #[source]
        source: reqwest::Error,
    },
    /// The answer is not a key set.
    #[error("the answer from {address} is not a JSON web key set: {reason}")]
    NotAKeySet {
        /// Where it came from.
        address: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Gets the key set of an issuer.
#[async_trait]
pub trait FetchKeys: Send + Sync + 'static {
    /// The keys as they are now.
    ///
    /// # Errors
    /// [`KeyError`] when they cannot be had.
    async fn fetch(&self) -> Result<JwkSet, KeyError>;
}

/// Gets the key set over HTTP.
pub struct HttpKeys {
    client: reqwest::Client,
    address: String,
}

impl HttpKeys {
    /// Keys from an address.
    ///
    /// # Errors
    /// When the address is neither https nor on this machine.
    pub fn new(address: &str) -> Result<Self, KeyError> {
        let fetch = |source| KeyError::Fetch { address: address.to_owned(), source };
        let url =
            reqwest::Url::parse(address).map_err(|_| KeyError::Address(address.to_owned()))?;
        let here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
        if url.scheme() != "https" && !(url.scheme() == "http" && here) {
            return Err(KeyError::Address(address.to_owned()));
        }
        let client = reqwest::Client::builder()
            .timeout(TIMEOUT)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(fetch)?;
        Ok(Self { client, address: address.to_owned() })
    }
}

#[async_trait]
impl FetchKeys for HttpKeys {
    async fn fetch(&self) -> Result<JwkSet, KeyError> {
        let fetch = |source| KeyError::Fetch { address: self.address.clone(), source };
        let not_a_key_set =
            |reason: String| KeyError::NotAKeySet { address: self.address.clone(), reason };
        let mut answer = self
            .client
            .get(&self.address)
            .send()
            .await
            .and_then(reqwest::Response::error_for_status)
            .map_err(fetch)?;
        let mut body = Vec::new();
        while let Some(part) = answer.chunk().await.map_err(fetch)? {
            if body.len() + part.len() > KEY_SET_BYTES_MAX {
                return Err(not_a_key_set(format!("larger than {KEY_SET_BYTES_MAX} bytes")));
            }
            body.extend_from_slice(&part);
        }
        serde_json::from_slice(&body).map_err(|error| not_a_key_set(error.to_string()))
    }
}

/// Keys that never change.
#[async_trait]
impl FetchKeys for JwkSet {
    async fn fetch(&self) -> Result<JwkSet, KeyError> {
        Ok(self.clone())
    }
}
