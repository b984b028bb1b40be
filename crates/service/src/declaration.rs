//! What a person says who declares to keep confidential what is read.

use serde::Deserialize;
use utoipa::ToSchema;
use vocabulary::Paragraph;

/// A declaration of confidentiality.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewDeclaration {
    /// That one declares what is asked.
    pub confidential: Declared,
    /// An interest that one has in who gets the contract, when there is one. Then one does not
    /// read what is confidential. One that comes up later is declared then.
    #[serde(default)]
    pub interest: Option<Paragraph>,
}

/// That one declares.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Declared {
    /// One declares to keep it confidential.
    Declared,
}
