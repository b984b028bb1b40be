//! How a value type is made: one macro, so that all of them behave alike.

use std::fmt;

/// A text is not a value of the type asked for. Says in Dutch what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAllowed(pub String);

impl NotAllowed {
    pub(crate) fn because(text: impl Into<String>) -> Self {
        Self(text.into())
    }
}

impl fmt::Display for NotAllowed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for NotAllowed {}

/// Makes a string type with a rule.
///
/// `$check` is the rule: it gets the text and says in Dutch what is wrong with it. `$schema` adds
/// what a JSON schema can say of it.
macro_rules! value {
    (
        $(#[doc = $doc:literal])*
        $name:ident, format: $format:literal, example: $example:expr,
        check: $check:expr, schema: $schema:expr $(,)?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The format by which the API documents and the validation know this type.
            pub const FORMAT: &'static str = $format;

            /// Checks a text against the rule of this type.
            ///
            /// # Errors
            /// In Dutch: what is allowed.
            pub fn check(text: &str) -> Result<(), $crate::NotAllowed> {
                let check: fn(&str) -> Result<(), $crate::NotAllowed> = $check;
                check(text)
            }

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::NotAllowed;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::check(text)?;
                Ok(Self(text.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::NotAllowed;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::check(&text)?;
                Ok(Self(text))
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = String::deserialize(deserializer)?;
                Self::try_from(text).map_err(serde::de::Error::custom)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(&self.0, f)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
                let extend: fn(ObjectBuilder) -> ObjectBuilder = $schema;
                extend(
                    ObjectBuilder::new()
                        .schema_type(Type::String)
                        .description(Some([$($doc),*].map(str::trim).join("\n")))
                        .format(Some(SchemaFormat::Custom($format.to_owned())))
                        .examples([serde_json::Value::from($example)]),
                )
                .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

pub(crate) use value;
