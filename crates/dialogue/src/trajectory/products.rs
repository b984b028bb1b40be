//! What is bought, in words for those who need it: what one gets, for whom it is, how to get it,
//! and what one can choose.

use super::{Trajectory, TrajectoryEvent};
use crate::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug, Title, Whole};

/// A product, described for inhabitants in plain Dutch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProductDescription {
    /// Its name in references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// The lot in which it is bought, when it is in one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// What one gets.
    pub offer: Paragraph,
    /// For whom it is.
    pub for_whom: Paragraph,
    /// How one gets it, and who decides about that.
    pub access: Paragraph,
    /// What one can choose oneself, and what not.
    pub choice: Paragraph,
}

/// The products were described; they take the place of earlier descriptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryProductsDescribed {
    /// Which version of the descriptions this is, from 1.
    pub version: u32,
    /// The products.
    pub products: Vec<ProductDescription>,
}

impl Trajectory {
    pub(super) fn describe_products(
        &self,
        products: Vec<ProductDescription>,
    ) -> Result<Vec<TrajectoryEvent>, Refusal> {
        let last = self.products.as_ref();
        if last.map_or(&[][..], |it| &it.products) == products {
            return Ok(vec![]);
        }
        let mut faults = Faults::none();
        let mut keys = BTreeSet::new();
        for (place, product) in products.iter().enumerate() {
            faults.unless(
                keys.insert(&product.key),
                format!("/products/{place}/key"),
                "Elk product heeft een eigen sleutel; deze komt twee keer voor.",
            );
            faults.unless(
                product.lot.is_none_or(|lot| self.has_lot(lot)),
                format!("/products/{place}/lot"),
                "Dit traject heeft dit perceel niet.",
            );
        }
        faults.check()?;
        let version = last.map_or(1, |it| it.version + 1);
        Ok(vec![TrajectoryProductsDescribed { version, products }.into()])
    }
}
