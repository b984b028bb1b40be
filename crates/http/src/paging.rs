//! Lists in pages: a cursor tells where the next page starts.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Serialize;
use serde_json::value::RawValue;
use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, Type};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{PartialSchema, ToSchema};

/// How many items a page holds when nothing is asked.
pub const LIMIT_DEFAULT: usize = 50;

/// How many items a page holds at most.
pub const LIMIT_MAX: usize = 200;

/// What can be asked of every list, for the API document.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used; `QueryReader` reads the keys")]
pub struct PageQuery {
    /// Where the page starts: the `nextCursor` of the page before.
    cursor: Option<String>,
    /// How many items it holds at most: 1 to 200, 50 when absent.
    limit: Option<u32>,
    /// The answer has seen this position in the log, or says that it has not.
    #[param(rename = "minPosition")]
    min_position: Option<u64>,
}

/// What can be asked of every single thing, for the API document.
#[derive(utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[allow(dead_code, reason = "only its description is used; `QueryReader` reads the keys")]
pub struct ThingQuery {
    /// The answer has seen this position in the log, or says that it has not.
    #[param(rename = "minPosition")]
    min_position: Option<u64>,
}

/// Where a page ended. What it means is not for callers to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| ())?;
        String::from_utf8(bytes).map(Self).map_err(|_| ())
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        URL_SAFE_NO_PAD.encode(&self.0).fmt(f)
    }
}

/// The page that is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// After which key it starts; at the beginning when absent.
    pub after: Option<Cursor>,
    /// How many items it holds at most.
    pub limit: usize,
}

impl Paging {
    /// The key after which the page starts, as text; before everything when absent.
    #[must_use]
    pub fn after(&self) -> &str {
        self.after.as_ref().map_or("", |cursor| &cursor.0)
    }

    /// How many rows to look for: one more than the page holds, to know whether there are more.
    #[must_use]
    pub fn rows(&self) -> i64 {
        i64::try_from(self.limit).unwrap_or(i64::MAX).saturating_add(1)
    }
}

/// A page of a list of `T`, whose items are JSON already.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct List<T> {
    /// The items.
    pub items: Vec<Box<RawValue>>,
    /// The cursor of the next page, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    #[serde(skip)]
    of: std::marker::PhantomData<fn() -> T>,
}

impl<T> List<T> {
    /// A page with the key at which it ended, when there are more.
    #[must_use]
    pub fn new(items: Vec<Box<RawValue>>, next: Option<String>) -> Self {
        let next_cursor = next.map(|key| Cursor(key).to_string());
        Self { items, next_cursor, of: std::marker::PhantomData }
    }
}

impl<T: ToSchema> PartialSchema for List<T> {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .property("items", ArrayBuilder::new().items(Ref::from_schema_name(T::name())))
            .required("items")
            .property(
                "nextCursor",
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .description(Some("Give it as `cursor` to get the next page.")),
            )
            .into()
    }
}

impl<T: ToSchema> ToSchema for List<T> {
    fn name() -> Cow<'static, str> {
        Cow::Owned(format!("{}List", T::name()))
    }

    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        schemas.push((T::name().into_owned(), T::schema()));
        T::schemas(schemas);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_survives_its_text() {
        let cursor = Cursor("2027-06-04|é".to_owned());
        assert_eq!(cursor.to_string().parse(), Ok(cursor));
        assert_eq!("%%%".parse::<Cursor>(), Err(()));
    }
}
