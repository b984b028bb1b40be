//! Links in mails.

use std::fmt;
use std::str::FromStr;

/// A text is not a link that a mail can carry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "a link in a mail starts with https:// or http://, names a host, has no spaces or quotes, and \
     is at most 2,000 characters long"
)]
pub struct NotALink;

/// The address of a page: absolute, so that it works from a mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link(String);

impl FromStr for Link {
    type Err = NotALink;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or(NotALink)?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        // A user name before the host would make a link read as another one.
        let named = !host.is_empty() && !host.contains('@');
        let plain = |c: char| c.is_ascii_graphic() && !"\"'<>\\`".contains(c);
        if named && text.len() <= 2_000 && text.chars().all(plain) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NotALink)
        }
    }
}

impl fmt::Display for Link {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_to_a_page_and_nowhere_else() {
        for right in
            ["https://samenspraak.example/public/rondes/1#vraag-2", "http://127.0.0.1:8080/"]
        {
            assert_eq!(right.parse::<Link>().unwrap().to_string(), right);
        }
        let long = format!("https://a.example/{}", "a".repeat(2_000));
        for wrong in [
            "",
            "https://",
            "/public",
            "javascript:alert(1)",
            "https://bank.example@evil.example/",
            "https://a.example/\">",
            "https://a.example/ b",
            "https://a.example/\r\nBcc: b@x.example",
            &long,
        ] {
            assert_eq!(wrong.parse::<Link>(), Err(NotALink), "{wrong}");
        }
    }
}
