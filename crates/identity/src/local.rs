//! The local key: signs tokens for trying out, on one's own machine only.

use crate::claims::Claims;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::jwk::JwkSet;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::json;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The issuer of tokens that are signed by the local key.
pub const LOCAL_ISSUER: &str = "urn:samenspraak:local";

const KEY_ID: &str = "local";

/// Why the local key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum LocalKeyError {
    /// The file cannot be read or written.
    #[error("the local key {} cannot be used", file.display())]
    File {
        /// The file.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The file holds no key.
    #[error("{} does not hold an Ed25519 key in PKCS#8", .0.display())]
    NotAKey(PathBuf),
    /// The system gave no random bytes.
    #[error("no key could be made")]
    Cryptography,
    /// The token could not be signed.
    #[error("the token could not be signed")]
    Sign(#[from] jsonwebtoken::errors::Error),
}

/// An Ed25519 key in a file that only its owner reads.
pub struct LocalKey {
    pkcs8: Vec<u8>,
    public: Vec<u8>,
}

impl LocalKey {
    /// The key in a file; makes one when there is none.
    ///
    /// # Errors
    /// [`LocalKeyError`] when the file cannot be used.
    pub fn open(file: &Path) -> Result<Self, LocalKeyError> {
        let failed = |source| LocalKeyError::File { file: file.to_owned(), source };
        let pkcs8 = match fs::read(file) {
            Ok(pkcs8) => pkcs8,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make(file)?;
                // Another process may have been first: what stands there counts.
                fs::read(file).map_err(failed)?
            }
            Err(error) => return Err(failed(error)),
        };
        let pair = Ed25519KeyPair::from_pkcs8(&pkcs8)
            .map_err(|_| LocalKeyError::NotAKey(file.to_owned()))?;
        let public = pair.public_key().as_ref().to_vec();
        Ok(Self { pkcs8, public })
    }

    /// Signs a token.
    ///
    /// # Errors
    /// When it cannot be signed.
    pub fn sign(&self, claims: &Claims) -> Result<String, LocalKeyError> {
        let header = Header { kid: Some(KEY_ID.to_owned()), ..Header::new(Algorithm::EdDSA) };
        Ok(jsonwebtoken::encode(&header, claims, &EncodingKey::from_ed_der(&self.pkcs8))?)
    }

    /// The key set by which its tokens are verified.
    ///
    /// # Errors
    /// Never in practice: the set is made here.
    pub fn key_set(&self) -> Result<JwkSet, LocalKeyError> {
        serde_json::from_value(json!({ "keys": [{
            "kty": "OKP", "crv": "Ed25519", "use": "sig", "alg": "EdDSA", "kid": KEY_ID,
            "x": URL_SAFE_NO_PAD.encode(&self.public),
        }] }))
        .map_err(|_| LocalKeyError::Cryptography)
    }
}

fn make(file: &Path) -> Result<(), LocalKeyError> {
    use std::os::unix::fs::PermissionsExt;
    let failed = |source| LocalKeyError::File { file: file.to_owned(), source };
    let key = Ed25519KeyPair::generate().map_err(|_| LocalKeyError::Cryptography)?;
    let pkcs8 = key.to_pkcs8v1().map_err(|_| LocalKeyError::Cryptography)?;
    let directory = file.parent().unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(directory).map_err(failed)?;
    let new = directory.join(format!(".{KEY_ID}-{}", std::process::id()));
    let mut opened = fs::File::create(&new).map_err(failed)?;
    opened
        .set_permissions(fs::Permissions::from_mode(0o600))
        .and_then(|()| opened.write_all(pkcs8.as_ref()))
        .and_then(|()| opened.sync_all())
        .map_err(failed)?;
    // A hard link fails when the name is taken, so two processes cannot end with two keys.
    let linked = fs::hard_link(&new, file);
    fs::remove_file(&new).map_err(failed)?;
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(failed(error)),
        _ => Ok(()),
    }
}
