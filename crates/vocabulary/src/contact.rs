//! Ways to reach a person.

use crate::value::{NotAllowed, value};

value! {
    /// A mail address, at most 254 characters. Only its shape is checked: whether it works is
    /// known when a mail arrives.
    EmailAddress, format: "email", example: "inkoop@voorbeeld.example",
    check: |text| {
        let allowed = |c: char| c.is_ascii_graphic() && !"()<>[],;:\\\"".contains(c);
        let label = |label: &str| {
            !label.is_empty() && label.len() <= 63
                && !label.starts_with('-') && !label.ends_with('-')
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        let shaped = text.len() <= 254 && text.chars().all(allowed)
            && text.rsplit_once('@').is_some_and(|(local, domain)| {
                !local.is_empty() && local.len() <= 64 && !local.contains('@')
                    && !local.starts_with('.') && !local.ends_with('.') && !local.contains("..")
                    && domain.contains('.') && domain.split('.').all(label)
            });
        if shaped { Ok(()) } else {
            Err(NotAllowed::because("Dit is geen e-mailadres, zoals naam@voorbeeld.nl."))
        }
    },
    schema: |object| object.max_length(Some(254)),
}

value! {
    /// A phone number: digits, with spaces, hyphens, parentheses and a leading + allowed.
    PhoneNumber, format: "phone", example: "+31 341 000 000",
    check: |text| {
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let rest = text.strip_prefix('+').unwrap_or(text);
        let shaped = (8..=15).contains(&digits)
            && text.len() <= 30
            && rest.bytes().all(|byte| byte.is_ascii_digit() || b" -()".contains(&byte));
        if shaped { Ok(()) } else {
            Err(NotAllowed::because(
                "Dit is geen telefoonnummer: 8 tot 15 cijfers, zoals 0341 000 000.",
            ))
        }
    },
    schema: |object| object.max_length(Some(30)),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_address_has_the_shape_of_one() {
        for right in ["a@b.nl", "jan.de-vries+wmo@gemeente.voorbeeld.nl"] {
            assert!(right.parse::<EmailAddress>().is_ok(), "{right}");
        }
        for wrong in [
            "",
            "a",
            "a@b",
            "@b.nl",
            "a@.nl",
            "a b@c.nl",
            "a@b.nl\r\nBcc: x@y.nl",
            "a@-b.nl",
            "a@b@c.nl",
        ] {
            assert!(wrong.parse::<EmailAddress>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_phone_number_can_be_dialled() {
        for right in ["0341 000 000", "+31 (0)6 0000 0000"] {
            assert!(right.parse::<PhoneNumber>().is_ok(), "{right}");
        }
        for wrong in ["123", "bel mij", "0341+000000"] {
            assert!(wrong.parse::<PhoneNumber>().is_err(), "{wrong}");
        }
    }
}
