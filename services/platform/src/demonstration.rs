//! The demonstration, as it was when this program was built.

use crate::scenario::{Scenario, ScenarioError};
use std::io;
use std::path::Path;

const FILE: &str = include_str!("../../../docs/demo/noord-veluwe.toml");

/// The documents in files beside it.
const DOCUMENTS: [(&str, &str); 0] = [];

/// The trajectory that fills an empty log.
///
/// # Errors
/// Never, in a program whose tests passed: they read it.
pub fn demonstration() -> Result<Scenario, ScenarioError> {
    Scenario::parse(FILE, Path::new("docs/demo/noord-veluwe.toml"), |beside| {
        let known = DOCUMENTS.iter().find(|(name, _)| *name == beside);
        known.map(|(_, text)| (*text).to_owned()).ok_or_else(|| io::ErrorKind::NotFound.into())
    })
}
