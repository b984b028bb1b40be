//! Whole numbers as JSON knows them.

use serde::de::{Error, Unexpected};
use serde::{Deserialize, Deserializer, Serialize};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};

/// A whole number from zero to a million. JSON makes no difference between `74` and `74.0`, so
/// both are accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Whole(u32);

impl Whole {
    /// The largest one.
    pub const MAX: u32 = 1_000_000;

    /// A number, cut off at the largest.
    #[must_use]
    pub fn new(number: u32) -> Self {
        Self(number.min(Self::MAX))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Whole {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        if number.fract() == 0.0 && (0.0..=f64::from(Self::MAX)).contains(&number) {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "it is whole and within bounds, as was just checked"
            )]
            return Ok(Self(number as u32));
        }
        Err(Error::invalid_value(Unexpected::Float(number), &"een geheel getal van 0 t/m 1000000"))
    }
}

impl utoipa::PartialSchema for Whole {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .description(Some("A whole number from 0; it may be written as 74.0."))
            .minimum(Some(0))
            .maximum(Some(Self::MAX))
            .into()
    }
}

impl utoipa::ToSchema for Whole {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_float_is_whole() {
        let parse = |text| serde_json::from_str::<Whole>(text).map(Whole::get).ok();
        assert_eq!(parse("74"), Some(74));
        assert_eq!(parse("74.0"), Some(74));
        assert_eq!(parse("0"), Some(0));
        for wrong in ["74.5", "-1", "1000001", "1e300", "\"74\"", "null"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
