//! What was measured, exact: a decimal number, never floating point.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;
use std::str::FromStr;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use vocabulary::NotAllowed;

/// How many parts one is counted in.
const PARTS: i64 = 1_000;
/// The largest number, in parts: a thousand million.
const PARTS_MAX: i64 = 1_000_000_000 * PARTS;

/// A decimal number with at most three decimals, from minus to plus a thousand million. In JSON it
/// is a text, such as `"87.5"`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Measure(i64);

impl Measure {
    /// The mean of some numbers, rounded to the nearest thousandth; none of nothing.
    #[must_use]
    pub fn mean(all: &[Self]) -> Option<Self> {
        let count = i64::try_from(all.len()).ok().filter(|count| *count > 0)?;
        let sum = all.iter().try_fold(0_i64, |sum, it| sum.checked_add(it.0))?;
        let half = if sum < 0 { -(count / 2) } else { count / 2 };
        Some(Self((sum + half) / count))
    }

    /// How much larger it is than another: negative when it is smaller.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        Self((self.0 - other.0).clamp(-PARTS_MAX, PARTS_MAX))
    }
}

/// A number in thousandths.
fn parts(text: &str) -> Option<i64> {
    let (sign, plain) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
    let (whole, rest) = plain.split_once('.').unwrap_or((plain, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    let shortest = whole == "0" || !whole.starts_with('0');
    if !digits(whole) || !digits(rest) || !shortest || whole.len() > 10 || rest.len() > 3 {
        return None;
    }
    let scale = 10_i64.pow(3 - u32::try_from(rest.len()).ok()?);
    let all = whole.parse::<i64>().ok()? * PARTS + rest.parse::<i64>().ok()? * scale;
    (all <= PARTS_MAX).then_some(sign * all)
}

impl FromStr for Measure {
    type Err = NotAllowed;

    fn from_str(text: &str) -> Result<Self, NotAllowed> {
        parts(text).map(Self).ok_or_else(|| {
            NotAllowed(
                "Schrijf een getal met een punt en hoogstens drie decimalen, zoals 87.5. Het \
                 grootste is 1000000000."
                    .to_owned(),
            )
        })
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (self.0.abs() / PARTS, self.0.abs() % PARTS);
        let rest = format!("{rest:03}");
        match rest.trim_end_matches('0') {
            "" => write!(f, "{sign}{whole}"),
            rest => write!(f, "{sign}{whole}.{rest}"),
        }
    }
}

impl Serialize for Measure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Measure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

impl utoipa::PartialSchema for Measure {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("A decimal number with at most three decimals."))
            .pattern(Some("^-?(0|[1-9][0-9]{0,9})(\\.[0-9]{1,3})?$"))
            .examples([serde_json::Value::from("87.5")])
            .into()
    }
}

impl utoipa::ToSchema for Measure {}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_number_is_read_exactly_or_not_at_all() {
        let read = |text: &str| text.parse::<Measure>().map(|it| it.0).ok();
        assert_eq!(read("0"), Some(0));
        assert_eq!(read("87.5"), Some(87_500));
        assert_eq!(read("-3.25"), Some(-3_250));
        assert_eq!(read("1000000000"), Some(PARTS_MAX));
        for wrong in
            ["", "-", "1.2345", "01", "1,50", "1e3", ".5", "5.", "1000000000.001", "NaN", " 1"]
        {
            assert_eq!(read(wrong), None, "{wrong:?}");
        }
    }

    #[test]
    fn a_mean_is_rounded_to_the_nearest_thousandth() {
        let mean = |all: &[&str]| {
            let all: Vec<Measure> = all.iter().map(|it| it.parse().unwrap()).collect();
            Measure::mean(&all).map(|it| it.to_string())
        };
        assert_eq!(mean(&["28", "31.5", "30"]), Some("29.833".to_owned()));
        assert_eq!(mean(&["-1", "-1", "-2"]), Some("-1.333".to_owned()));
        assert_eq!(mean(&["0", "0", "0.002"]), Some("0.001".to_owned()));
        assert_eq!(mean(&[]), None);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(parts in -PARTS_MAX..=PARTS_MAX) {
            let written = Measure(parts).to_string();
            prop_assert_eq!(written.parse::<Measure>().unwrap(), Measure(parts));
        }
    }
}
