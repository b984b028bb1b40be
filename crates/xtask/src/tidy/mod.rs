//! What the compiler does not check and the architecture asks for.

mod imports;
mod manifests;
mod sources;

use crate::run::{output, workspace};
use anyhow::Context;
use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Untidy {
    /// The file, and the line when there is one.
    place: String,
    what: String,
}

impl Untidy {
    fn new(place: impl fmt::Display, what: impl Into<String>) -> Self {
        Self { place: place.to_string(), what: what.into() }
    }
}

impl fmt::Display for Untidy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.what)
    }
}

/// A text file of the repository.
struct TextFile {
    /// Its path from the top, with slashes.
    path: String,
    text: String,
}

/// Everything that is untidy.
pub(crate) fn faults() -> anyhow::Result<Vec<Untidy>> {
    let files = files()?;
    let mut faults: Vec<_> = files.iter().flat_map(sources::check).collect();
    faults.extend(sources::links(&files));
    faults.extend(manifests::check(&files));
    faults.extend(imports::check()?);
    Ok(faults)
}

/// The text files that are in the repository, or would be after adding everything.
fn files() -> anyhow::Result<Vec<TextFile>> {
    let top = workspace();
    let listed = output(
        Command::new("git")
            .args(["ls-files", "--cached", "--others", "--exclude-standard", "-z"])
            .current_dir(&top),
    )?;
    let mut files = vec![];
    for path in listed.split('\0').filter(|path| is_text(path)) {
        let file: PathBuf = top.join(path);
        // A file that was removed but not committed is listed still.
        if file.exists() {
            let text = std::fs::read_to_string(&file).with_context(|| path.to_owned())?;
            files.push(TextFile { path: path.to_owned(), text });
        }
    }
    Ok(files)
}

fn is_text(path: &str) -> bool {
    let known = [
        "rs", "toml", "md", "html", "txt", "css", "js", "mjs", "json", "yaml", "sql", "svg", "py",
        "sh", "service",
    ];
    Path::new(path).extension().is_some_and(|it| known.iter().any(|known| it == *known))
}
