//! What may be seen of an address or a secret where others read along.

use serde::Deserialize;
use std::fmt;
use vocabulary::EmailAddress;

/// An address as it may stand in a log: enough to tell two apart, too little to write to.
/// `anna@gemeente.example` becomes `a…@g….example`.
#[must_use]
pub fn masked(address: &EmailAddress) -> String {
    let (local, domain) = address.as_str().split_once('@').unwrap_or_default();
    let (name, end) = domain.rsplit_once('.').unwrap_or_default();
    let first = |text: &str| text.chars().next().map(String::from).unwrap_or_default();
    format!("{}…@{}….{end}", first(local), first(name))
}

/// A user name or a password. It is used, and never shown.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Takes a secret over.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    /// The secret itself.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_masked_on_both_sides() {
        for (address, seen) in [
            ("anna@gemeente.example", "a…@g….example"),
            ("a@b.example", "a…@b….example"),
            ("jan.de-vries@mail.zorg.example", "j…@m….example"),
        ] {
            assert_eq!(masked(&address.parse().unwrap()), seen);
        }
    }

    #[test]
    fn a_secret_does_not_show() {
        let secret = Secret::new("hemelsblauw".to_owned());
        assert_eq!(format!("{secret:?}"), "Secret(…)");
    }
}
