//! Euros and shares, exact: whole cents and hundredths of a percent, never floating point.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use vocabulary::NotAllowed;

/// The largest amount, in cents: ten million euros.
const CENTS_MAX: u64 = 1_000_000_000;
/// The largest share, in hundredths of a percent: a thousand percent.
const HUNDREDTHS_MAX: u64 = 100_000;

/// An amount in euros, to the cent. In JSON it is a text, such as `"61.40"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Money(u64);

/// A share in percent, to the hundredth. In JSON it is a text, such as `"18.50"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u64);

impl Money {
    /// Nothing.
    pub const ZERO: Self = Self(0);

    /// In cents.
    #[must_use]
    pub const fn cents(self) -> u64 {
        self.0
    }

    /// The sum, when it is not too large.
    #[must_use]
    pub fn plus(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).filter(|cents| *cents <= CENTS_MAX).map(Self)
    }
}

impl Share {
    /// What it comes to of an amount, rounded half up to a cent; nothing when it is too large.
    #[must_use]
    pub fn of(self, amount: Money) -> Option<Money> {
        let exact = amount.0.checked_mul(self.0)?;
        Some(exact.checked_add(5_000)? / 10_000).filter(|cents| *cents <= CENTS_MAX).map(Money)
    }
}

/// A decimal number with at most two decimals, in hundredths.
fn hundredths(text: &str, max: u64) -> Option<u64> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, "00"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let plain = whole == "0" || !whole.starts_with('0');
    if !digits(whole) || !digits(rest) || !plain || whole.len() > 9 || rest.len() > 2 {
        return None;
    }
    let rest = format!("{rest:0<2}");
    let all = whole.parse::<u64>().ok()? * 100 + rest.parse::<u64>().ok()?;
    (all <= max).then_some(all)
}

macro_rules! decimal {
    ($name:ident, $max:ident, $example:literal, $what:literal, $allowed:literal) => {
        impl FromStr for $name {
            type Err = NotAllowed;

            fn from_str(text: &str) -> Result<Self, NotAllowed> {
                hundredths(text, $max).map(Self).ok_or_else(|| NotAllowed($allowed.to_owned()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}.{:02}", self.0 / 100, self.0 % 100)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some($what))
                    .pattern(Some("^(0|[1-9][0-9]{0,8})(\\.[0-9]{1,2})?$"))
                    .examples([serde_json::Value::from($example)])
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

decimal!(
    Money,
    CENTS_MAX,
    "61.40",
    "An amount in euros, to the cent.",
    "Schrijf een bedrag in euro's met een punt en hoogstens twee decimalen, zoals 61.40. Het \
     hoogste is 10000000.00."
);
decimal!(
    Share,
    HUNDREDTHS_MAX,
    "18.50",
    "A share in percent, to the hundredth.",
    "Schrijf een percentage met een punt en hoogstens twee decimalen, zoals 18.50. Het hoogste \
     is 1000.00."
);

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_amount_is_read_exactly_or_not_at_all() {
        let read = |text: &str| text.parse::<Money>().map(Money::cents).ok();
        assert_eq!(read("0"), Some(0));
        assert_eq!(read("61.4"), Some(6_140));
        assert_eq!(read("10000000.00"), Some(1_000_000_000));
        for wrong in
            ["", "-1", "1.234", "01", "1,50", "1e3", ".5", "5.", "10000000.01", "NaN", " 1"]
        {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_share_is_rounded_half_up_to_a_cent() {
        let of = |share: &str, amount: &str| {
            let share: Share = share.parse().unwrap();
            share.of(amount.parse().unwrap()).unwrap().to_string()
        };
        assert_eq!(of("50", "0.01"), "0.01");
        assert_eq!(of("49.99", "0.01"), "0.00");
        assert_eq!(of("18.50", "61.40"), "11.36");
        assert_eq!(of("0.10", "0.10"), "0.00");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(cents in 0_u64..=CENTS_MAX) {
            prop_assert_eq!(Money(cents).to_string().parse::<Money>().unwrap(), Money(cents));
        }
    }
}
