//! Names and fingerprints of files.

use crate::value::{NotAllowed, value};

value! {
    /// The name of a file, without a path, at most 120 characters.
    FileName, format: "file-name", example: "reactie-op-bouwsteen-kwaliteit.pdf",
    check: |text| {
        let length = text.chars().count();
        let allowed = |c: char| {
            !c.is_control() && !"/\\:*?\"<>|".contains(c) && !crate::text::hides(c)
        };
        if (1..=120).contains(&length)
            && text.chars().all(allowed)
            && !text.starts_with('.')
            && text.trim() == text
        {
            Ok(())
        } else {
            Err(NotAllowed::because(
                "Een bestandsnaam heeft 1 t/m 120 tekens, begint niet met een punt of spatie en \
                 bevat geen pad of een van de tekens / \\ : * ? \" < > |.",
            ))
        }
    },
    schema: |object| object.min_length(Some(1)).max_length(Some(120)),
}

value! {
    /// A SHA-256 digest: 64 hexadecimal digits in small letters.
    Sha256, format: "sha-256",
    example: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    check: |text| {
        let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        if text.len() == 64 && text.bytes().all(digit) {
            Ok(())
        } else {
            Err(NotAllowed::because(
                "Een SHA-256 heeft 64 hexadecimale cijfers in kleine letters.",
            ))
        }
    },
    schema: |object| object.pattern(Some("^[0-9a-f]{64}$")),
}

value! {
    /// A media type, such as `application/pdf`.
    MediaType, format: "media-type", example: "application/pdf",
    check: |text| {
        let token = |part: &str| {
            !part.is_empty()
                && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&b))
        };
        let shaped = text.len() <= 100
            && text.split_once('/').is_some_and(|(kind, subtype)| token(kind) && token(subtype));
        if shaped { Ok(()) } else {
            Err(NotAllowed::because("Een mediatype heeft de vorm application/pdf."))
        }
    },
    schema: |object| object.max_length(Some(100)),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_only_a_name() {
        assert!("Reactie bouwsteen 3 (definitief).pdf".parse::<FileName>().is_ok());
        for wrong in ["", "..", ".htaccess", "a/b.pdf", "..\\b", "con:", " a", "a\u{202E}fdp.exe"] {
            assert!(wrong.parse::<FileName>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_media_type_has_two_parts() {
        assert!("application/vnd.oasis.opendocument.text".parse::<MediaType>().is_ok());
        for wrong in ["", "pdf", "a/", "a/b; charset=utf-8", "a/b/c"] {
            assert!(wrong.parse::<MediaType>().is_err(), "{wrong}");
        }
    }
}
