//! The hash chain: each event's hash covers its stored bytes and the hash before it.
//!
//! The rule is short, so that anyone can check the record with a tool of their own:
//!
//! ```text
//! hash(n) = SHA-256( hash(n-1)
//!     ‖ position ‖ version ‖ recorded_at ‖ event_version      u64, u64, i64 µs, u32; big-endian
//!     ‖ stream ‖ type ‖ metadata ‖ payload )                  each: length u32 big-endian, UTF-8
//! hash(0) = 32 zero bytes
//! ```

use crate::types::RecordedEvent;
use aws_lc_rs::digest;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::str::FromStr;

/// A SHA-256 digest, written as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest(pub [u8; 32]);

/// The hash before the first event.
pub const GENESIS: Digest = Digest([0; 32]);

impl Digest {
    /// The digest of some bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self::of_parts(&[bytes])
    }

    /// The digest of parts, each preceded by its length so that no two lists of parts collide.
    #[must_use]
    pub fn of_framed(parts: &[&[u8]]) -> Self {
        let mut context = digest::Context::new(&digest::SHA256);
        for part in parts {
            context.update(&(part.len() as u64).to_be_bytes());
            context.update(part);
        }
        Self::finished(context)
    }

    fn of_parts(parts: &[&[u8]]) -> Self {
        let mut context = digest::Context::new(&digest::SHA256);
        for part in parts {
            context.update(part);
        }
        Self::finished(context)
    }

    fn finished(context: digest::Context) -> Self {
        let mut bytes = [0; 32];
        bytes.copy_from_slice(context.finish().as_ref());
        Self(bytes)
    }
}

/// The hash of an event, given the hash before it. The event's own `hash` field is not read.
#[must_use]
pub fn chain(before: &Digest, event: &RecordedEvent) -> Digest {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(&before.0);
    context.update(&event.position.0.to_be_bytes());
    context.update(&event.version.0.to_be_bytes());
    context.update(&event.recorded_at.as_microsecond().to_be_bytes());
    context.update(&event.event_version.to_be_bytes());
    for text in [event.stream.as_str(), &event.event_type, &event.metadata, &event.payload] {
        // Sixteen megabytes is the limit of a payload, so a length always fits.
        context.update(&u32::try_from(text.len()).unwrap_or(u32::MAX).to_be_bytes());
        context.update(text.as_bytes());
    }
    Digest::finished(context)
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 64];
        for (pair, byte) in text.chunks_exact_mut(2).zip(self.0) {
            let (high, low) = (usize::from(byte >> 4), usize::from(byte & 15));
            pair.copy_from_slice(&[DIGITS[high], DIGITS[low]]);
        }
        f.write_str(str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

/// The text is not 64 hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a SHA-256 digest: 64 hexadecimal digits are expected")]
pub struct NotADigest;

impl FromStr for Digest {
    type Err = NotADigest;

    fn from_str(text: &str) -> Result<Self, NotADigest> {
        let mut bytes = [0; 32];
        if text.len() != 64 || !text.is_ascii() {
            return Err(NotADigest);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| NotADigest)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| NotADigest)?;
        }
        Ok(Self(bytes))
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_survives_its_text() {
        let digest = Digest::of(b"samenspraak");
        assert_eq!(digest.to_string().parse::<Digest>(), Ok(digest));
        assert_eq!("zz".parse::<Digest>(), Err(NotADigest));
    }

    #[test]
    fn sha_256_is_sha_256() {
        assert_eq!(
            Digest::of(b"abc").to_string(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn framed_parts_do_not_run_into_each_other() {
        assert_ne!(Digest::of_framed(&[b"ab", b"c"]), Digest::of_framed(&[b"a", b"bc"]));
    }
}
