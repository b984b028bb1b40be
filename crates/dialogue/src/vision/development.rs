//! What happens around a purchase: developments in the country, the region or a municipality.

use crate::region::PurchaseScale;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Paragraph, Slug, Title};

/// A development that matters for the purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Development {
    /// Its name in references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// How far it reaches.
    pub scale: PurchaseScale,
    /// What happens.
    pub text: Paragraph,
    /// What it means for this purchase.
    pub consequence: Paragraph,
}

/// A development was noted; it takes the place of an earlier one with its key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DevelopmentNoted {
    /// The development.
    pub development: Development,
}

/// A development no longer plays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DevelopmentEnded {
    /// The key of the development.
    pub development: Slug,
    /// Why it no longer plays.
    pub reason: Paragraph,
}
