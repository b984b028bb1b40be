//! The numbers by which Dutch organisations are known.

use crate::value::{NotAllowed, value};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

fn digits(text: &str, count: usize) -> bool {
    text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The test that RSINs and BSNs satisfy: weights 9 to 2 and −1, sum divisible by eleven.
#[must_use]
pub fn eleven_test(text: &str) -> bool {
    if !digits(text, 9) {
        return false;
    }
    let digit = |byte: u8| i32::from(byte - b'0');
    let bytes = text.as_bytes();
    let sum: i32 = (2..=9).rev().zip(bytes).map(|(weight, &byte)| weight * digit(byte)).sum();
    let sum = sum - digit(bytes[8]);
    sum % 11 == 0 && text != "000000000"
}

value! {
    /// A number in the trade register of the Kamer van Koophandel: eight digits.
    KvkNumber, format: "kvk-number", example: "90000011",
    check: |text| if digits(text, 8) { Ok(()) } else {
        Err(NotAllowed::because("Een KvK-nummer heeft precies acht cijfers."))
    },
    schema: |object| object.pattern(Some("^[0-9]{8}$")),
}

value! {
    /// A Rechtspersonen en Samenwerkingsverbanden Informatienummer: nine digits, eleven-tested.
    Rsin, format: "rsin", example: "002564440",
    check: |text| if eleven_test(text) { Ok(()) } else {
        Err(NotAllowed::because(
            "Een RSIN heeft negen cijfers en voldoet aan de elfproef. Controleer op een tikfout.",
        ))
    },
    schema: |object| object.pattern(Some("^[0-9]{9}$")),
}

value! {
    /// An Organisatie-identificatienummer of twenty digits: a prefix of eight that names the
    /// register, the number in it, and zeros. Source: Logius, OIN-stelsel.
    Oin, format: "oin", example: "00000003900000110000",
    check: |text| {
        let known = digits(text, 20) && match (&text[..8], &text[8..]) {
            ("00000001", rest) => eleven_test(&rest[..9]) && &rest[9..] == "000",
            ("00000003", rest) => &rest[8..] == "0000",
            ("00000004" | "00000006" | "00000007", _) => true,
            ("00000008" | "00000009" | "00000099", _) => true,
            _ => false,
        };
        if known { Ok(()) } else {
            Err(NotAllowed::because(
                "Een OIN heeft twintig cijfers: acht voor het register (zoals 00000001 voor RSIN \
                 of 00000003 voor KvK), dan het nummer, dan nullen.",
            ))
        }
    },
    schema: |object| object.pattern(Some("^[0-9]{20}$")),
}

value! {
    /// The code of a municipality by Statistics Netherlands (CBS): `GM` and four digits.
    MunicipalityCode, format: "municipality-code", example: "GM0233",
    check: |text| match text.strip_prefix("GM") {
        Some(number) if digits(number, 4) => Ok(()),
        _ => Err(NotAllowed::because(
            "Een gemeentecode is GM met vier cijfers, zoals GM0233 voor Ermelo.",
        )),
    },
    schema: |object| object.pattern(Some("^GM[0-9]{4}$")),
}

value! {
    /// The code by which this platform knows a client council: small letters, digits, hyphens.
    CouncilCode, format: "council-code", example: "adviesraad-noord-veluwe",
    check: |text| crate::Slug::check(text),
    schema: |object| {
        object.max_length(Some(60)).pattern(Some("^[a-z0-9]+(-[a-z0-9]+)*$"))
    },
}

/// A number with the register that gave it, written as OCDS does: `NL-KVK-90000011`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum OrganisationNumber {
    /// In the trade register.
    Kvk(KvkNumber),
    /// Of a legal person.
    Rsin(Rsin),
    /// In the government's exchange of messages.
    Oin(Oin),
}

impl OrganisationNumber {
    /// The format by which the API documents and the validation know this type.
    pub const FORMAT: &'static str = "organisation-number";

    /// Checks a text against the rule of this type.
    ///
    /// # Errors
    /// In Dutch: what is allowed.
    pub fn check(text: &str) -> Result<(), NotAllowed> {
        text.parse::<Self>().map(|_| ())
    }
}

impl FromStr for OrganisationNumber {
    type Err = NotAllowed;

    fn from_str(text: &str) -> Result<Self, NotAllowed> {
        if let Some(number) = text.strip_prefix("NL-KVK-") {
            number.parse().map(Self::Kvk)
        } else if let Some(number) = text.strip_prefix("NL-RSIN-") {
            number.parse().map(Self::Rsin)
        } else if let Some(number) = text.strip_prefix("NL-OIN-") {
            number.parse().map(Self::Oin)
        } else {
            Err(NotAllowed::because(
                "Schrijf het nummer met zijn register ervoor: NL-KVK-, NL-RSIN- of NL-OIN-, \
                 bijvoorbeeld NL-KVK-90000011.",
            ))
        }
    }
}

impl fmt::Display for OrganisationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kvk(number) => write!(f, "NL-KVK-{number}"),
            Self::Rsin(number) => write!(f, "NL-RSIN-{number}"),
            Self::Oin(number) => write!(f, "NL-OIN-{number}"),
        }
    }
}

impl Serialize for OrganisationNumber {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for OrganisationNumber {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for OrganisationNumber {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A number of an organisation, with the register that gave it."))
            .format(Some(SchemaFormat::Custom(Self::FORMAT.to_owned())))
            .pattern(Some("^NL-(KVK|RSIN|OIN)-[0-9]+$"))
            .examples([serde_json::Value::from("NL-KVK-90000011")])
            .into()
    }
}

impl utoipa::ToSchema for OrganisationNumber {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_follow_their_register() {
        assert!("90000011".parse::<KvkNumber>().is_ok());
        for wrong in ["9000001", "900000111", "9000001a", " 90000011", "٩0000011"] {
            assert!(wrong.parse::<KvkNumber>().is_err(), "{wrong}");
        }
        assert!("002564440".parse::<Rsin>().is_ok());
        assert!("002564441".parse::<Rsin>().is_err());
        assert!("000000000".parse::<Rsin>().is_err());
        assert!("00000003900000110000".parse::<Oin>().is_ok());
        assert!("00000001002564440000".parse::<Oin>().is_ok());
        for wrong in ["00000001002564441000", "00000003900000110001", "90000003900000110000"] {
            assert!(wrong.parse::<Oin>().is_err(), "{wrong}");
        }
        assert!("GM0233".parse::<MunicipalityCode>().is_ok());
        assert!("0233".parse::<MunicipalityCode>().is_err());
    }

    #[test]
    fn an_organisation_number_survives_its_text() {
        for text in ["NL-KVK-90000011", "NL-RSIN-002564440", "NL-OIN-00000003900000110000"] {
            assert_eq!(text.parse::<OrganisationNumber>().unwrap().to_string(), text);
        }
        for wrong in ["90000011", "NL-KVK-123", "NL-RSIN-123456789", "BE-BCE-0123456789"] {
            assert!(wrong.parse::<OrganisationNumber>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn one_wrong_digit_fails_the_eleven_test(
            stem in 10_000_000_u32..99_999_999, at in 0_usize..9, add in 1_u8..10
        ) {
            let whole = (0..10).map(|last| format!("{stem}{last}")).find(|text| eleven_test(text));
            prop_assume!(whole.is_some());
            let mut bytes = whole.unwrap_or_default().into_bytes();
            bytes[at] = b'0' + (bytes[at] - b'0' + add) % 10;
            prop_assert!(!eleven_test(&String::from_utf8(bytes).unwrap()));
        }
    }
}
