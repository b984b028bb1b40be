//! What is wrong with an input: all of it at once.

use serde::{Deserialize, Serialize};

/// One thing that is wrong with one field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Fault {
    /// The field, as a JSON pointer into the request body, such as `/criteria/0/weight`; empty
    /// for the body as a whole. A query parameter or header is named by its own name.
    #[schema(example = "/closesAt/at")]
    pub field: String,
    /// What is wrong and what is allowed, in Dutch.
    #[schema(example = "De sluiting moet na de opening liggen.")]
    pub detail: String,
}

/// Everything that is wrong with an input. Collect first, then ask whether there was anything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// Nothing wrong so far.
    #[must_use]
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// One thing wrong.
    #[must_use]
    pub fn one(field: impl Into<String>, detail: impl Into<String>) -> Self {
        let mut faults = Self::none();
        faults.add(field, detail);
        faults
    }

    /// Adds a fault.
    pub fn add(&mut self, field: impl Into<String>, detail: impl Into<String>) {
        self.0.push(Fault { field: field.into(), detail: detail.into() });
    }

    /// Adds a fault when something does not hold.
    pub fn unless(&mut self, holds: bool, field: impl Into<String>, detail: impl Into<String>) {
        if !holds {
            self.add(field, detail);
        }
    }

    /// Whether there is nothing wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The faults.
    #[must_use]
    pub fn into_vec(self) -> Vec<Fault> {
        self.0
    }

    /// The faults, to look at.
    #[must_use]
    pub fn as_slice(&self) -> &[Fault] {
        &self.0
    }

    /// An error when there is anything wrong.
    ///
    /// # Errors
    /// All faults together.
    pub fn check(self) -> Result<(), Self> {
        if self.is_empty() { Ok(()) } else { Err(self) }
    }
}

impl Extend<Fault> for Faults {
    fn extend<T: IntoIterator<Item = Fault>>(&mut self, faults: T) {
        self.0.extend(faults);
    }
}
