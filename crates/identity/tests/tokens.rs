//! Which tokens count, and for how long.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use async_trait::async_trait;
use aws_lc_rs::encoding::AsDer;
use aws_lc_rs::rsa::{KeyPair as RsaKeyPair, KeySize};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use identity::{
    FetchKeys, HttpKeys, Issuer, KeyError, LOCAL_ISSUER, LocalKey, Party, Role, TokenError,
    Verifier,
};
use jsonwebtoken::jwk::{Jwk, JwkSet};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const ISSUER: &str = "https://issuer.example";
const AUDIENCE: &str = "samenspraak";

struct Signer {
    algorithm: Algorithm,
    key: EncodingKey,
    jwk: Jwk,
    kid: String,
}

impl Signer {
    fn new(algorithm: Algorithm, kid: &str) -> Self {
        let key = match algorithm {
            Algorithm::EdDSA => {
                let pair = Ed25519KeyPair::generate().unwrap();
                EncodingKey::from_ed_der(pair.to_pkcs8v1().unwrap().as_ref())
            }
            Algorithm::ES256 => {
                let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
                EncodingKey::from_ec_der(pair.to_pkcs8v1().unwrap().as_ref())
            }
            Algorithm::RS256 => {
                let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
                let der: aws_lc_rs::encoding::Pkcs8V1Der<'_> = pair.as_der().unwrap();
                EncodingKey::from_rsa_der(pkcs1(der.as_ref()))
            }
            other => unreachable!("{other:?}"),
        };
        let mut jwk = Jwk::from_encoding_key(&key, algorithm).unwrap();
        jwk.common.key_id = Some(kid.to_owned());
        Self { algorithm, key, jwk, kid: kid.to_owned() }
    }

    fn sign(&self, claims: &Value) -> String {
        let header = Header { kid: Some(self.kid.clone()), ..Header::new(self.algorithm) };
        jsonwebtoken::encode(&header, claims, &self.key).unwrap()
    }
}

/// The PKCS#1 key inside a PKCS#8 one: its last field, behind a header of fixed length.
fn pkcs1(pkcs8: &[u8]) -> &[u8] {
    &pkcs8[26..]
}

/// A source of keys that can be changed and broken, and counts how often it is asked.
#[derive(Default)]
struct Source(Mutex<(Option<Vec<Jwk>>, usize)>);

impl Source {
    fn of(signers: &[&Signer]) -> Arc<Self> {
        let source = Arc::new(Self::default());
        source.set(signers);
        source
    }

    fn set(&self, signers: &[&Signer]) {
        self.0.lock().unwrap().0 = Some(signers.iter().map(|signer| signer.jwk.clone()).collect());
    }

    fn break_down(&self) {
        self.0.lock().unwrap().0 = None;
    }

    fn asked(&self) -> usize {
        self.0.lock().unwrap().1
    }
}

#[async_trait]
impl FetchKeys for Source {
    async fn fetch(&self) -> Result<JwkSet, KeyError> {
        let mut state = self.0.lock().unwrap();
        state.1 += 1;
        state.0.clone().map(|keys| JwkSet { keys }).ok_or(KeyError::Address("broken".to_owned()))
    }
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn claims() -> Value {
    json!({
        "iss": ISSUER, "aud": AUDIENCE, "sub": "anna", "exp": now() + 600, "nbf": now() - 10,
        "mandates": [
            { "party": "municipality", "organisation": "GM0233", "roles": ["buyer", "reader"] },
            { "party": "provider", "organisation": "NL-KVK-90000011", "roles": ["submitter"] },
            { "party": "provider", "organisation": "GM0233", "roles": ["submitter"] },
            { "party": "council", "organisation": "adviesraad", "roles": ["buyer"] },
        ],
    })
}

fn verifier(source: Arc<dyn FetchKeys>) -> Verifier {
    Verifier::new(AUDIENCE, vec![Issuer::new(ISSUER, source)])
}

async fn refused(verifier: &Verifier, token: &str) -> TokenError {
    verifier.verify(token).await.unwrap_err()
}

#[tokio::test]
async fn each_accepted_algorithm_is_verified() {
    for algorithm in [Algorithm::EdDSA, Algorithm::ES256, Algorithm::RS256] {
        let signer = Signer::new(algorithm, "k");
        let verifier = verifier(Source::of(&[&signer]));
        let identity = verifier.verify(&signer.sign(&claims())).await.unwrap();
        assert_eq!(identity.known_by(), "https://issuer.example|anna");
        let mut damaged = signer.sign(&claims());
        let last = if damaged.pop() == Some('A') { 'Q' } else { 'A' };
        damaged.insert(damaged.len() - 5, last);
        assert!(matches!(refused(&verifier, &damaged).await, TokenError::Invalid(_)));
    }
}

#[tokio::test]
async fn only_mandates_that_make_sense_count() {
    let signer = Signer::new(Algorithm::EdDSA, "k");
    let identity = verifier(Source::of(&[&signer])).verify(&signer.sign(&claims())).await.unwrap();
    let of = |party| {
        identity
            .mandates(party)
            .map(|mandate| (mandate.organisation.as_str(), mandate.roles.iter().copied().collect()))
            .collect::<Vec<(&str, Vec<Role>)>>()
    };
    assert_eq!(of(Party::Municipality), [("GM0233", vec![Role::Buyer, Role::Reader])]);
    assert_eq!(of(Party::Provider), [("NL-KVK-90000011", vec![Role::Submitter])]);
    assert_eq!(of(Party::Council), []);
}

#[tokio::test]
async fn an_unsigned_token_is_refused() {
    let signer = Signer::new(Algorithm::EdDSA, "k");
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    for alg in ["none", "None", "NONE", ""] {
        let header = part(&json!({ "alg": alg, "typ": "JWT", "kid": "k" }));
        for signature in ["", "AAAA"] {
            let token = format!("{header}.{}.{signature}", part(&claims()));
            let error = refused(&verifier(Source::of(&[&signer])), &token).await;
            assert!(matches!(error, TokenError::Invalid(_)), "{alg}: {error:?}");
        }
    }
}

#[tokio::test]
async fn a_public_key_is_no_shared_secret() {
    // Algorithm confusion: the attacker signs with HMAC, taking the public key for the secret.
    let signer = Signer::new(Algorithm::RS256, "k");
    let public = serde_json::to_vec(&signer.jwk).unwrap();
    let header = Header { kid: Some("k".to_owned()), ..Header::new(Algorithm::HS256) };
    for secret in [public.as_slice(), b""] {
        let token =
            jsonwebtoken::encode(&header, &claims(), &EncodingKey::from_secret(secret)).unwrap();
        let error = refused(&verifier(Source::of(&[&signer])), &token).await;
        assert_eq!(error, TokenError::Invalid("signed in a way that is not accepted"));
    }
}

#[tokio::test]
async fn a_key_counts_for_its_own_algorithm_alone() {
    let (ed, ec) = (Signer::new(Algorithm::EdDSA, "k"), Signer::new(Algorithm::ES256, "k"));
    let verifier = verifier(Source::of(&[&ec]));
    let error = refused(&verifier, &ed.sign(&claims())).await;
    assert_eq!(error, TokenError::Invalid("signed by an unknown key"));
}

#[tokio::test]
async fn another_issuer_or_audience_is_refused() {
    let signer = Signer::new(Algorithm::EdDSA, "k");
    let verifier = verifier(Source::of(&[&signer]));
    let with = |name: &str, value: Value| {
        let mut claims = claims();
        claims[name] = value;
        signer.sign(&claims)
    };
    assert_eq!(
        refused(&verifier, &with("iss", json!("https://other.example"))).await,
        TokenError::Invalid("its issuer is not trusted")
    );
    assert_eq!(
        refused(&verifier, &with("aud", json!("another platform"))).await,
        TokenError::Invalid("it is meant for another")
    );
    assert_eq!(refused(&verifier, &with("exp", json!(now() - 60))).await, TokenError::Expired);
    assert_eq!(refused(&verifier, &with("nbf", json!(now() + 60))).await, TokenError::NotYet);
    for missing in ["iss", "aud", "sub", "exp", "nbf", "mandates"] {
        let error = refused(&verifier, &with(missing, Value::Null)).await;
        assert!(matches!(error, TokenError::Invalid(_)), "{missing}: {error:?}");
    }
}

#[tokio::test]
async fn what_is_not_a_token_is_refused() {
    let verifier = verifier(Source::of(&[&Signer::new(Algorithm::EdDSA, "k")]));
    for rubbish in ["", ".", "..", "a.b.c", "geheim", &"a".repeat(20_000)] {
        assert!(matches!(refused(&verifier, rubbish).await, TokenError::Invalid(_)));
    }
}

#[tokio::test]
async fn a_new_key_is_fetched_when_it_is_first_seen() {
    let (old, new) = (Signer::new(Algorithm::EdDSA, "old"), Signer::new(Algorithm::EdDSA, "new"));
    let source = Source::of(&[&old]);
    let issuer =
        Issuer::new(ISSUER, source.clone()).refreshed(Duration::from_secs(3_600), Duration::ZERO);
    let verifier = Verifier::new(AUDIENCE, vec![issuer]);
    verifier.verify(&old.sign(&claims())).await.unwrap();
    source.set(&[&old, &new]);
    verifier.verify(&new.sign(&claims())).await.unwrap();
    assert_eq!(source.asked(), 2);
}

#[tokio::test]
async fn a_stranger_cannot_make_us_fetch_on_and_on() {
    let (known, stranger) =
        (Signer::new(Algorithm::EdDSA, "k"), Signer::new(Algorithm::EdDSA, "x"));
    let source = Source::of(&[&known]);
    let verifier = verifier(source.clone());
    for _ in 0..10 {
        refused(&verifier, &stranger.sign(&claims())).await;
    }
    assert_eq!(source.asked(), 1);
}

#[tokio::test]
async fn a_withdrawn_key_ends_the_tokens_that_were_remembered() {
    let (old, new) = (Signer::new(Algorithm::EdDSA, "old"), Signer::new(Algorithm::EdDSA, "new"));
    let source = Source::of(&[&old]);
    let issuer = Issuer::new(ISSUER, source.clone()).refreshed(Duration::ZERO, Duration::ZERO);
    let verifier = Verifier::new(AUDIENCE, vec![issuer]);
    let token = old.sign(&claims());
    verifier.verify(&token).await.unwrap();
    verifier.verify(&token).await.unwrap();
    source.set(&[&new]);
    assert_eq!(refused(&verifier, &token).await, TokenError::Invalid("signed by an unknown key"));
}

#[tokio::test]
async fn when_the_key_set_is_out_of_reach_known_keys_still_count() {
    let signer = Signer::new(Algorithm::EdDSA, "k");
    let source = Source::of(&[&signer]);
    let issuer = Issuer::new(ISSUER, source.clone()).refreshed(Duration::ZERO, Duration::ZERO);
    let verifier = Verifier::new(AUDIENCE, vec![issuer]);
    verifier.verify(&signer.sign(&claims())).await.unwrap();
    source.break_down();
    let mut others = claims();
    others["sub"] = json!("bert");
    verifier.verify(&signer.sign(&others)).await.unwrap();
}

#[tokio::test]
async fn without_any_keys_nobody_is_let_in() {
    let source = Source::of(&[]);
    source.break_down();
    let signer = Signer::new(Algorithm::EdDSA, "k");
    let error = refused(&verifier(source), &signer.sign(&claims())).await;
    assert_eq!(error, TokenError::KeysUnavailable);
}

#[tokio::test]
async fn keys_come_over_http() {
    let signer = Signer::new(Algorithm::ES256, "k");
    let body = serde_json::to_string(&JwkSet { keys: vec![signer.jwk.clone()] }).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/keys", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4_096];
            let _ = stream.read(&mut request).await;
            let answer = format!(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
                 connection: close\r\n\r\n{body}",
                body.len()
            );
            let _ = stream.write_all(answer.as_bytes()).await;
        }
    });
    let verifier = verifier(Arc::new(HttpKeys::new(&address).unwrap()));
    verifier.verify(&signer.sign(&claims())).await.unwrap();
}

#[test]
fn keys_never_come_from_elsewhere_over_plain_http() {
    assert!(HttpKeys::new("https://issuer.example/keys").is_ok());
    for wrong in ["http://issuer.example/keys", "http://127.0.0.1.example/keys", "file:///keys", ""]
    {
        assert!(matches!(HttpKeys::new(wrong), Err(KeyError::Address(_))), "{wrong}");
    }
}

#[tokio::test]
async fn the_local_key_is_made_once_and_signs() {
    use std::os::unix::fs::PermissionsExt;
    let directory = tempfile::tempdir().unwrap();
    let file = directory.path().join("identity").join("local-key");
    let key = LocalKey::open(&file).unwrap();
    let again = LocalKey::open(&file).unwrap();
    let mut claims = claims();
    claims["iss"] = json!(LOCAL_ISSUER);
    let token = again.sign(&serde_json::from_value(claims).unwrap()).unwrap();
    let issuer = Issuer::new(LOCAL_ISSUER, Arc::new(key.key_set().unwrap()));
    Verifier::new(AUDIENCE, vec![issuer]).verify(&token).await.unwrap();
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    std::fs::write(&file, b"no key").unwrap();
    assert!(LocalKey::open(&file).is_err());
}
