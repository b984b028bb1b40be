//! Verifies tokens, and remembers those that were verified.

use crate::claims::{Claims, Mandate, Party};
use crate::keys::FetchKeys;
use async_trait::async_trait;
use aws_lc_rs::digest;
use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use quick_cache::sync::Cache;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// How many verified tokens are remembered at most.
const TOKENS_MAX: usize = 50_000;

/// The largest token that is looked at, in bytes.
const TOKEN_BYTES_MAX: usize = 16 * 1024;

/// How far the clocks of issuer and verifier may differ, in seconds.
const LEEWAY_SECONDS: u64 = 30;

/// How old a key set may be before a new one is fetched.
const KEYS_FRESH: Duration = Duration::from_secs(300);

/// How long an unknown key must wait for another fetch: a stranger cannot make us ask on and on.
const KEYS_PAUSE: Duration = Duration::from_secs(5);

/// Why a token does not count.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not a token, or signed in a way or by somebody that does not count here.
    #[error("the token is not valid: {0}")]
    Invalid(&'static str),
    /// Its time has passed.
    #[error("the token has expired")]
    Expired,
    /// Its time has not come.
    #[error("the token is not valid yet")]
    NotYet,
    /// The keys to verify it cannot be had now.
    #[error("the keys of the issuer cannot be had now")]
    KeysUnavailable,
}

/// Who is speaking: a verified token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    claims: Claims,
}

impl Identity {
    /// What the vault knows this person by: issuer and subject together.
    #[must_use]
    pub fn known_by(&self) -> String {
        format!("{}|{}", self.claims.iss, self.claims.sub)
    }

    /// The mandates for a party that make sense.
    pub fn mandates(&self, party: Party) -> impl Iterator<Item = &Mandate> {
        self.claims.mandates.iter().filter(move |m| m.party == party && m.makes_sense())
    }
}

/// An issuer that is trusted.
pub struct Issuer {
    name: String,
    source: Arc<dyn FetchKeys>,
    fresh: Duration,
    pause: Duration,
    keys: RwLock<Keys>,
    /// One fetch at a time: whoever finds it taken goes on with what is there.
    fetching: tokio::sync::Mutex<()>,
}

#[derive(Clone, Default)]
struct Keys {
    set: Option<Arc<JwkSet>>,
    fetched: Option<Instant>,
    tried: Option<Instant>,
    /// Grows with every change of the set.
    generation: u64,
}

/// A token that was verified, with the generation of the keys it was verified by.
struct Verified {
    identity: Arc<Identity>,
    issuer: usize,
    generation: u64,
}

/// Finds out who is speaking.
#[async_trait]
pub trait Verify: Send + Sync + 'static {
    /// Who is speaking, by a token.
    ///
    /// # Errors
    /// [`TokenError`]: why the token does not count.
    async fn verify(&self, token: &str) -> Result<Arc<Identity>, TokenError>;
}

/// Verifies tokens of the trusted issuers.
pub struct Verifier {
    audience: String,
    issuers: Vec<Issuer>,
    verified: Cache<[u8; 32], Arc<Verified>>,
}

impl Issuer {
    /// An issuer by its name, with the source of its keys.
    #[must_use]
    pub fn new(name: impl Into<String>, source: Arc<dyn FetchKeys>) -> Self {
        Self {
            name: name.into(),
            source,
            fresh: KEYS_FRESH,
            pause: KEYS_PAUSE,
            keys: RwLock::default(),
            fetching: tokio::sync::Mutex::default(),
        }
    }

    /// How old its keys may be before they are fetched anew, and how long to wait between tries.
    #[must_use]
    pub const fn refreshed(mut self, fresh: Duration, pause: Duration) -> Self {
        self.fresh = fresh;
        self.pause = pause;
        self
    }

    /// Fetches the keys when they are due.
    async fn keep_fresh(&self) {
        if self.keys().fetched.is_none_or(|fetched| fetched.elapsed() >= self.fresh) {
            self.refresh().await;
        }
    }

    fn keys(&self) -> Keys {
        self.keys.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Fetches the keys anew, unless that was tried a moment ago.
    async fn refresh(&self) {
        let Ok(_turn) = self.fetching.try_lock() else {
            // Somebody is fetching: wait for that, and use what it brings.
            drop(self.fetching.lock().await);
            return;
        };
        if self.keys().tried.is_some_and(|tried| tried.elapsed() < self.pause) {
            return;
        }
        let fetched = self.source.fetch().await;
        let mut keys = self.keys.write().unwrap_or_else(PoisonError::into_inner);
        keys.tried = Some(Instant::now());
        // When it fails, the keys that are there still count: an outage of the issuer's key set
        // must not silence everyone whose token was issued before it.
        if let Ok(set) = fetched {
            keys.fetched = keys.tried;
            if keys.set.as_deref() != Some(&set) {
                keys.set = Some(Arc::new(set));
                keys.generation += 1;
            }
        }
    }
}

impl Verifier {
    /// Verifies tokens for an audience, of trusted issuers.
    #[must_use]
    pub fn new(audience: impl Into<String>, issuers: Vec<Issuer>) -> Self {
        Self { audience: audience.into(), issuers, verified: Cache::new(TOKENS_MAX) }
    }

    /// Who is speaking.
    ///
    /// # Errors
    /// [`TokenError`]: why the token does not count.
    pub async fn verify(&self, token: &str) -> Result<Arc<Identity>, TokenError> {
        if token.len() > TOKEN_BYTES_MAX {
            return Err(TokenError::Invalid("too large"));
        }
        let mut name = [0; 32];
        name.copy_from_slice(digest::digest(&digest::SHA256, token.as_bytes()).as_ref());
        if let Some(known) = self.verified.get(&name) {
            let issuer = &self.issuers[known.issuer];
            issuer.keep_fresh().await;
            if issuer.keys().generation == known.generation {
                in_time(&known.identity.claims, now())?;
                return Ok(known.identity.clone());
            }
        }
        let verified = self.look(token).await?;
        let identity = verified.identity.clone();
        self.verified.insert(name, Arc::new(verified));
        Ok(identity)
    }

    async fn look(&self, token: &str) -> Result<Verified, TokenError> {
        let header = jsonwebtoken::decode_header(token)
            .map_err(|_| TokenError::Invalid("not a signed token"))?;
        if !matches!(header.alg, Algorithm::EdDSA | Algorithm::ES256 | Algorithm::RS256) {
            return Err(TokenError::Invalid("signed in a way that is not accepted"));
        }
        let said: Claims = jsonwebtoken::dangerous::insecure_decode_claims(token)
            .map_err(|_| TokenError::Invalid("its claims are not those of this platform"))?;
        let (place, issuer) = self
            .issuers
            .iter()
            .enumerate()
            .find(|(_, issuer)| issuer.name == said.iss)
            .ok_or(TokenError::Invalid("its issuer is not trusted"))?;
        let kid = header.kid.as_deref();
        issuer.keep_fresh().await;
        if issuer.keys().set.is_some_and(|set| candidates(&set, kid, header.alg).is_empty()) {
            // The issuer may have a new key since.
            issuer.refresh().await;
        }
        let keys = issuer.keys();
        let set = keys.set.as_deref().ok_or(TokenError::KeysUnavailable)?;
        let mut refusal = TokenError::Invalid("signed by an unknown key");
        for key in candidates(set, kid, header.alg) {
            match self.check(token, key, header.alg, &issuer.name) {
                Ok(claims) => {
                    let identity = Arc::new(Identity { claims });
                    let generation = keys.generation;
                    return Ok(Verified { identity, issuer: place, generation });
                }
                Err(error) => refusal = error,
            }
        }
        Err(refusal)
    }

    fn check(
        &self,
        token: &str,
        key: &Jwk,
        algorithm: Algorithm,
        issuer: &str,
    ) -> Result<Claims, TokenError> {
        use jsonwebtoken::errors::ErrorKind;
        let key = DecodingKey::from_jwk(key)
            .map_err(|_| TokenError::Invalid("its key cannot be used"))?;
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&[&self.audience]);
        validation.set_issuer(&[issuer]);
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        validation.validate_nbf = true;
        validation.leeway = LEEWAY_SECONDS;
        jsonwebtoken::decode::<Claims>(token, &key, &validation)
            .map(|decoded| decoded.claims)
            .map_err(|error| match error.kind() {
                ErrorKind::ExpiredSignature => TokenError::Expired,
                ErrorKind::ImmatureSignature => TokenError::NotYet,
                ErrorKind::InvalidSignature => TokenError::Invalid("its signature is wrong"),
                ErrorKind::InvalidAudience => TokenError::Invalid("it is meant for another"),
                ErrorKind::InvalidIssuer => TokenError::Invalid("its issuer is not trusted"),
                _ => TokenError::Invalid("its claims are not those of this platform"),
            })
    }
}

#[async_trait]
impl Verify for Verifier {
    async fn verify(&self, token: &str) -> Result<Arc<Identity>, TokenError> {
        Self::verify(self, token).await
    }
}

/// The keys by which a token can be signed: of the right kind for its algorithm, so that no key
/// is ever used in another way than it was made for.
fn candidates<'s>(set: &'s JwkSet, kid: Option<&str>, algorithm: Algorithm) -> Vec<&'s Jwk> {
    let fits = |key: &Jwk| match (&key.algorithm, algorithm) {
        (AlgorithmParameters::RSA(_), Algorithm::RS256) => true,
        (AlgorithmParameters::EllipticCurve(parameters), Algorithm::ES256) => {
            parameters.curve == EllipticCurve::P256
        }
        (AlgorithmParameters::OctetKeyPair(parameters), Algorithm::EdDSA) => {
            parameters.curve == EllipticCurve::Ed25519
        }
        _ => false,
    };
    let meant = |key: &Jwk| {
        let common = &key.common;
        common.public_key_use.as_ref().is_none_or(|it| *it == PublicKeyUse::Signature)
            && common.key_algorithm.is_none_or(|it| it.to_string() == format!("{algorithm:?}"))
            && kid.is_none_or(|kid| common.key_id.as_deref() == Some(kid))
    };
    set.keys.iter().filter(|key| fits(key) && meant(key)).collect()
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

fn in_time(claims: &Claims, now: u64) -> Result<(), TokenError> {
    if claims.exp.saturating_add(LEEWAY_SECONDS) < now {
        return Err(TokenError::Expired);
    }
    if claims.nbf > now.saturating_add(LEEWAY_SECONDS) {
        return Err(TokenError::NotYet);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims(exp: u64, nbf: u64) -> Claims {
        Claims {
            iss: "i".to_owned(),
            aud: "a".to_owned(),
            sub: "s".to_owned(),
            exp,
            nbf,
            mandates: vec![],
        }
    }

    #[test]
    fn a_remembered_token_still_expires() {
        assert_eq!(in_time(&claims(1_000, 0), 1_030), Ok(()));
        assert_eq!(in_time(&claims(1_000, 0), 1_031), Err(TokenError::Expired));
        assert_eq!(in_time(&claims(9_999, 1_000), 969), Err(TokenError::NotYet));
        assert_eq!(in_time(&claims(9_999, 1_000), 970), Ok(()));
        assert_eq!(in_time(&claims(u64::MAX, 0), 5), Ok(()));
    }
}
