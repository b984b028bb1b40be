//! The vault: the only place that knows who is who.
//!
//! The log holds pseudonyms and ciphertext. Here stand, beside the log and not in it, which
//! pseudonym a person or a provider has, and the key under which what names or reaches them is
//! encrypted. Erasing a subject deletes both: what the log holds can then be read by nobody and
//! led back to nobody, while the log itself stays as it was and its chain still verifies.

mod copy;
mod postgres;
mod seal;
mod sqlite;
mod vault;

pub use copy::Copied;
pub use vault::{Kind, Vault, VaultError};

#[cfg(test)]
mod tests;
