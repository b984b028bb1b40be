//! Everything that one vault keeps, into another: from a file into a database, or back.

use crate::vault::{Vault, VaultError};
use std::sync::Arc;

/// Everything on a shelf at one moment, in an order that is the same on every shelf.
#[derive(PartialEq, Eq)]
pub(crate) struct Contents {
    /// Under which subjects are looked up.
    pub(crate) secret: Vec<u8>,
    /// By pseudonym, also those that were erased.
    pub(crate) subjects: Vec<Subject>,
    /// What leads to which pseudonym, by digest.
    pub(crate) lookups: Vec<(Vec<u8>, String)>,
    /// Who holds which claim, by name.
    pub(crate) claims: Vec<(String, String)>,
}

/// A subject, as it is kept.
#[derive(PartialEq, Eq)]
pub(crate) struct Subject {
    pub(crate) id: String,
    /// Gone when erased.
    pub(crate) key: Option<Vec<u8>>,
    /// When it was erased, in seconds since 1970.
    pub(crate) erased: Option<i64>,
}

/// What a copy holds, once it was compared with its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Copied {
    /// Subjects, with those that were erased.
    pub subjects: usize,
    /// Those of them that were erased.
    pub erased: usize,
    /// Those that can be looked up by what they are known by outside.
    pub lookups: usize,
}

impl Vault {
    /// Copies everything into an empty vault: pseudonyms, keys, what leads to them, who was erased,
    /// and who holds which claim. Then compares the two. A target that is such a copy already is
    /// only compared. The target gets the secret of this vault, so what was opened of it before is
    /// given up.
    ///
    /// # Errors
    /// [`VaultError::Taken`] when the target holds something else, which stays as it was;
    /// [`VaultError::Changed`] when this vault was written to meanwhile.
    pub fn copy_to(&self, target: Self) -> Result<Copied, VaultError> {
        let here = Arc::new(self.shelf.contents()?);
        let filled = target.shelf.fill(here.clone())?;
        let there = target.shelf.contents()?;
        if *here != there {
            return Err(if filled { VaultError::Changed } else { VaultError::Taken });
        }
        if self.shelf.contents()? != there {
            return Err(VaultError::Changed);
        }
        Ok(Copied {
            subjects: there.subjects.len(),
            erased: there.subjects.iter().filter(|subject| subject.key.is_none()).count(),
            lookups: there.lookups.len(),
        })
    }
}
