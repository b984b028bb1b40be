//! Files that stand in the repository and are made by a test.

use std::path::{Path, PathBuf};
use std::{env, fs};

/// Set to let the tests write what they would otherwise compare: what `cargo xtask spec` does.
const UPDATE: &str = "SAMENSPRAAK_UPDATE";

pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Compares a file of the repository with what it should be.
#[track_caller]
pub(crate) fn recorded(path: &str, content: &str) {
    let file = workspace().join(path);
    if env::var_os(UPDATE).is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, content).unwrap();
        return;
    }
    let stands = fs::read_to_string(&file).unwrap_or_default();
    if stands != content {
        let line = stands.lines().zip(content.lines()).take_while(|(a, b)| a == b).count();
        panic!(
            "{path} is not what the code says, from line {}: {:?} stands there and {:?} should. \
             Run `cargo xtask spec` and look at the difference.",
            line + 1,
            stands.lines().nth(line),
            content.lines().nth(line),
        );
    }
}
