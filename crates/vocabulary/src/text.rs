//! Texts of four sizes. None of them is empty, and none holds characters that hide or reorder
//! other characters.

use crate::value::{NotAllowed, value};

/// Characters that change the direction of text or cannot be seen: they make a text read
/// differently from what it says.
pub(crate) const fn hides(character: char) -> bool {
    matches!(character,
        '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' | '\u{00AD}')
}

fn check(text: &str, length_max: usize, lines: bool) -> Result<(), NotAllowed> {
    if text.trim().is_empty() {
        return Err(NotAllowed::because("Dit veld mag niet leeg zijn."));
    }
    let length = text.chars().count();
    if length > length_max {
        return Err(NotAllowed::because(format!(
            "Deze tekst telt {length} tekens. Er mogen er hoogstens {length_max} zijn."
        )));
    }
    // Most characters are plain ones.
    for c in text.chars().filter(|c| !matches!(c, ' '..='~')) {
        if c.is_control() && !(lines && matches!(c, '\n' | '\t')) {
            return Err(NotAllowed::because(if lines {
                "Deze tekst bevat een stuurteken. Alleen een nieuwe regel en een tab zijn \
                 toegestaan."
            } else {
                "Deze tekst staat op één regel: zonder nieuwe regel, tab of ander stuurteken."
            }));
        }
        if hides(c) {
            return Err(NotAllowed::because(
                "Deze tekst bevat een onzichtbaar teken of een teken dat de leesrichting \
                 omkeert. Haal dat weg.",
            ));
        }
    }
    Ok(())
}

value! {
    /// A short name on one line, at most 80 characters.
    Label, format: "label", example: "Ambulante jeugdhulp",
    check: |text| check(text, 80, false),
    schema: |object| object.min_length(Some(1)).max_length(Some(80)),
}

value! {
    /// A title on one line, at most 200 characters.
    Title, format: "title", example: "Jeugdhulp Noord-Veluwe vanaf 2027",
    check: |text| check(text, 200, false),
    schema: |object| object.min_length(Some(1)).max_length(Some(200)),
}

value! {
    /// A reason or a short explanation, at most 2,000 characters.
    Paragraph, format: "paragraph", example: "Dit ligt vast in de Jeugdwet.",
    check: |text| check(text, 2_000, true),
    schema: |object| object.min_length(Some(1)).max_length(Some(2_000)),
}

value! {
    /// A question, an answer, an advice: at most 20,000 characters.
    Prose, format: "prose", example: "Geldt deze eis ook voor een praktijk van één persoon?",
    check: |text| check(text, 20_000, true),
    schema: |object| object.min_length(Some(1)).max_length(Some(20_000)),
}

value! {
    /// A name for use in addresses: small letters, digits and hyphens, at most 60.
    Slug, format: "slug", example: "dichtbij-huis",
    check: |text| {
        let part = |part: &str| {
            !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
        };
        if text.len() <= 60 && text.split('-').all(part) {
            Ok(())
        } else {
            Err(NotAllowed::because(
                "Gebruik kleine letters, cijfers en losse streepjes, hoogstens 60 tekens.",
            ))
        }
    },
    schema: |object| {
        object
            .min_length(Some(1))
            .max_length(Some(60))
            .pattern(Some("^[a-z0-9]+(-[a-z0-9]+)*$"))
    },
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_says_something_and_fits() {
        assert!("Wat is de termijn?".parse::<Title>().is_ok());
        assert!("  ".parse::<Title>().is_err());
        assert!("a".repeat(200).parse::<Title>().is_ok());
        assert!("a".repeat(201).parse::<Title>().is_err());
        assert!("é".repeat(80).parse::<Label>().is_ok(), "characters are counted, not bytes");
    }

    #[test]
    fn only_longer_texts_have_lines() {
        assert!("een\ntwee".parse::<Title>().is_err());
        assert!("een\ntwee".parse::<Prose>().is_ok());
        assert!("een\u{7}".parse::<Prose>().is_err());
    }

    #[test]
    fn a_text_reads_as_what_it_says() {
        for hidden in ["\u{202E}", "\u{200B}", "\u{2066}", "\u{FEFF}"] {
            assert!(format!("prijs{hidden}100").parse::<Prose>().is_err());
        }
    }

    #[test]
    fn a_slug_fits_in_an_address() {
        assert!("eigen-kracht-2".parse::<Slug>().is_ok());
        for wrong in ["", "-a", "a--b", "Eigen", "a_b", "a/b"] {
            assert!(wrong.parse::<Slug>().is_err(), "{wrong}");
        }
    }
}
