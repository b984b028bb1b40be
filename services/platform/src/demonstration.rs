//! The demonstration, as it was when this program was built.

use crate::scenario::{Scenario, ScenarioError};
use std::io;
use std::path::Path;

const FILE: &str = include_str!("../../../docs/demo/noord-veluwe.toml");

/// Each name with its content: the file of the demonstration names its documents as it does for
/// whoever copies it.
macro_rules! documents {
    ($($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../../docs/demo/", $name)))),*]
    };
}

/// The documents in files beside it.
const DOCUMENTS: &[(&str, &str)] = documents![
    "documents/inkoopvisie-1.txt",
    "documents/inkoopvisie-2.txt",
    "documents/keuzenota-1.txt",
    "documents/keuzenota-2.txt",
    "documents/nota-sturing-bekostiging-1.txt",
    "documents/nota-sturing-bekostiging-2.txt",
    "documents/ontwikkelagenda-1.txt",
    "documents/programma-van-eisen-1.txt",
    "documents/programma-van-eisen-2.txt",
    "documents/conceptovereenkomst-1.txt",
    "documents/conceptovereenkomst-2.txt",
    "documents/conceptovereenkomst-3.txt",
    "documents/tarieven-1.txt",
    "documents/tarieven-2.txt",
    "documents/beschrijvend-document-1.txt",
    "documents/beschrijvend-document-2.txt",
];

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
