//! The files that pages refer to. Their paths change with their content, so that they can be
//! cached for good.

use aws_lc_rs::digest::{SHA256, digest};
use std::fmt::Write;
use std::sync::LazyLock;

/// The stylesheet of every page. Its tokens stand in a cascade layer: a stylesheet that sets the
/// same custom properties outside any layer gives the pages the look of a municipality.
pub const STYLESHEET: &str = concat!(
    include_str!("../assets/tokens.css"),
    include_str!("../assets/base.css"),
    include_str!("../assets/components.css"),
    include_str!("../assets/print.css"),
);

/// The icon of the site, an SVG image.
pub const FAVICON: &str = include_str!("../assets/favicon.svg");

/// The path under which a service serves [`STYLESHEET`], such as
/// `/assets/samenspraak.0123456789abcdef.css`.
#[must_use]
pub fn stylesheet_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| hashed_path("samenspraak", STYLESHEET, "css"));
    &PATH
}

/// The path under which a service serves [`FAVICON`].
#[must_use]
pub fn favicon_path() -> &'static str {
    static PATH: LazyLock<String> = LazyLock::new(|| hashed_path("favicon", FAVICON, "svg"));
    &PATH
}

fn hashed_path(name: &str, content: &str, extension: &str) -> String {
    let mut hash = String::new();
    for byte in digest(&SHA256, content.as_bytes()).as_ref().iter().take(8) {
        // Writing to a string cannot fail.
        let _ = write!(hash, "{byte:02x}");
    }
    format!("/assets/{name}.{hash}.{extension}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_content_gets_another_path() {
        let path = hashed_path("look", "a", "css");
        assert_eq!(path, "/assets/look.ca978112ca1bbdca.css");
        assert_ne!(path, hashed_path("look", "b", "css"));
    }
}
