//! Encrypting under the key of a subject.

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use uuid::Uuid;

/// A key of a subject.
pub(crate) type Key = [u8; 32];

/// Encrypts a text; the subject is bound to it, so that it opens for nobody else.
pub(crate) fn seal(key: &Key, subject: Uuid, text: &str) -> Option<String> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).ok()?;
    let mut bytes = text.as_bytes().to_vec();
    let nonce = key.seal_in_place_append_tag(Aad::from(subject.as_bytes()), &mut bytes).ok()?;
    let mut sealed = nonce.as_ref().to_vec();
    sealed.append(&mut bytes);
    Some(URL_SAFE_NO_PAD.encode(sealed))
}

/// Decrypts what was sealed; `None` when it was sealed by another key or for another subject.
pub(crate) fn open(key: &Key, subject: Uuid, sealed: &str) -> Option<String> {
    let key = RandomizedNonceKey::new(&AES_256_GCM, key).ok()?;
    let mut bytes = URL_SAFE_NO_PAD.decode(sealed).ok()?;
    let (nonce, content) = bytes.split_at_mut_checked(NONCE_LEN)?;
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    let text = key.open_in_place(nonce, Aad::from(subject.as_bytes()), content).ok()?;
    String::from_utf8(text.to_vec()).ok()
}
