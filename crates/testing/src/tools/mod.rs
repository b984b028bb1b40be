//! Tools from outside Rust, set up once below `target/tools` and shared by all test processes.

mod chromium;
mod machine;
mod nginx;
mod node;
pub mod postgres;
mod python;

pub use chromium::chromium;
pub use nginx::Nginx;
pub use node::{Node, node};
pub use postgres::{PostgresServer, postgres};
pub use python::python;

use aws_lc_rs::digest::{SHA256, digest};
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A tool that a test needs could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// There is no Python that can make an environment.
    #[error(
        "this test needs Python 3.9 or newer with its venv module. Install it, for example with \
         `apt-get install python3 python3-venv`, and run the test again. {0}"
    )]
    PythonMissing(String),
    /// The packages could not be installed.
    #[error(
        "this test needs Python packages that are installed once, from the Python Package Index. \
         Check that this machine can reach it, and run the test again. pip said:\n{0}"
    )]
    PackagesMissing(String),
    /// There is no Node, or an old one, or one without npm.
    #[error(
        "this test needs Node 18 or newer with npm. Install them, for example with \
         `apt-get install nodejs npm`, and run the test again. {0}"
    )]
    NodeMissing(String),
    /// The packages of Node could not be installed.
    #[error(
        "this test needs packages of Node that are installed once, from the npm registry. \
         Check that this machine can reach it, and run the test again. npm said:\n{0}"
    )]
    NodePackagesMissing(String),
    /// There is no browser.
    #[error(
        "this test needs Chromium or Google Chrome. Install it, for example with \
         `apt-get install chromium`, or name it in the environment variable CHROMIUM, and run \
         the test again. {0}"
    )]
    ChromiumMissing(String),
    /// There is no PostgreSQL of the right version, or it does not run.
    #[error(
        "this test needs PostgreSQL 15 or newer. Install it, for example with \
         `apt-get install postgresql`, and run the test again. {0}"
    )]
    PostgresMissing(String),
    /// There is no nginx, or it does not run.
    #[error(
        "this test needs nginx. Install it, for example with `apt-get install nginx`, and run the \
         test again. {0}"
    )]
    NginxMissing(String),
    /// A file could not be read or written.
    #[error("{}", path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
}

impl ToolError {
    /// The error of a file, for `map_err`.
    pub(crate) fn at(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::File { path, source }
    }
}

/// The directory of this workspace.
#[must_use]
pub fn workspace() -> PathBuf {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    crates.and_then(Path::parent).map_or_else(PathBuf::new, Path::to_owned)
}

/// A directory below `target/tools` that is made once. Processes that want the same one at the
/// same time wait for the first; one that was cut off is made anew.
fn made_once(
    name: &str,
    make: impl FnOnce(&Path) -> Result<(), ToolError>,
) -> Result<PathBuf, ToolError> {
    let root = workspace().join("target/tools");
    let directory = root.join(name);
    let _locked = lock(name)?;
    let complete = directory.join("complete");
    if !complete.exists() {
        if directory.exists() {
            fs::remove_dir_all(&directory).map_err(ToolError::at(&directory))?;
        }
        fs::create_dir_all(&directory).map_err(ToolError::at(&directory))?;
        make(&directory)?;
        File::create(&complete).map_err(ToolError::at(&complete))?;
    }
    Ok(directory)
}

/// Waits until no other process works at this.
fn lock(name: &str) -> Result<File, ToolError> {
    let root = workspace().join("target/tools");
    fs::create_dir_all(&root).map_err(ToolError::at(&root))?;
    let path = root.join(format!("{name}.lock"));
    let file = File::create(&path).map_err(ToolError::at(&path))?;
    file.lock().map_err(ToolError::at(&path))?;
    Ok(file)
}

/// What a program printed, or an error with what it printed instead.
fn checked(
    program: impl AsRef<OsStr>,
    arguments: &[&str],
    missing: fn(String) -> ToolError,
) -> Result<String, ToolError> {
    printed(Command::new(program).args(arguments), missing)
}

fn printed(command: &mut Command, missing: fn(String) -> ToolError) -> Result<String, ToolError> {
    let Output { status, stdout, stderr } = command.output().map_err(|error| {
        missing(format!("{}: {error}", Path::new(command.get_program()).display()))
    })?;
    let printed = String::from_utf8_lossy(&stdout).into_owned();
    if status.success() {
        Ok(printed)
    } else {
        Err(missing(printed + &String::from_utf8_lossy(&stderr)))
    }
}

fn short_hash(text: &str) -> String {
    let hash = digest(&SHA256, text.as_bytes());
    let start = hash.as_ref().iter().take(8);
    start.map(|byte| format!("{byte:02x}")).collect()
}
