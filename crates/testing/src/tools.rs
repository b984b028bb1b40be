//! Tools from outside Rust, set up once below `target/tools` and shared by all test processes.

use aws_lc_rs::digest::{SHA256, digest};
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

/// A Python that has exactly these packages: the text of a requirements file with hashes.
///
/// The environment is made once for each text and version of Python. Test processes that want
/// the same one at the same time wait for the first; one that was cut off is made anew.
///
/// # Errors
/// What is missing and how to install it.
pub fn python(requirements: &str) -> Result<PathBuf, ToolError> {
    let version = checked("python3", &["--version"], ToolError::PythonMissing)?;
    let root = workspace().join("target/tools");
    fs::create_dir_all(&root).map_err(ToolError::at(&root))?;
    let name = format!("python-{}", short_hash(&format!("{version}{requirements}")));
    let environment = root.join(&name);

    let lock = root.join(format!("{name}.lock"));
    let locked = File::create(&lock).map_err(ToolError::at(&lock))?;
    locked.lock().map_err(ToolError::at(&lock))?;

    let complete = environment.join("complete");
    if !complete.exists() {
        install(requirements, &environment)?;
        File::create(&complete).map_err(ToolError::at(&complete))?;
    }
    Ok(environment.join("bin/python"))
}

fn install(requirements: &str, environment: &Path) -> Result<(), ToolError> {
    if environment.exists() {
        fs::remove_dir_all(environment).map_err(ToolError::at(environment))?;
    }
    let directory = environment.to_string_lossy();
    checked("python3", &["-m", "venv", &directory], ToolError::PythonMissing)?;
    let list = environment.join("requirements.txt");
    fs::write(&list, requirements).map_err(ToolError::at(&list))?;
    checked(
        &environment.join("bin/python").to_string_lossy(),
        &[
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-input",
            "--disable-pip-version-check",
            "--require-hashes",
            "--requirement",
            &list.to_string_lossy(),
        ],
        ToolError::PackagesMissing,
    )?;
    Ok(())
}

/// What a program printed, or an error with what it printed instead.
fn checked(
    program: &str,
    arguments: &[&str],
    missing: fn(String) -> ToolError,
) -> Result<String, ToolError> {
    let Output { status, stdout, stderr } = Command::new(program)
        .args(arguments)
        .output()
        .map_err(|error| missing(format!("{program}: {error}")))?;
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::thread;

    /// No packages: it needs no network, and it is no environment that another test uses.
    fn nothing(about: &str) -> String {
        format!("# no packages: {about} {}\n", std::process::id())
    }

    fn environment(python: &Path) -> &Path {
        python.parent().and_then(Path::parent).unwrap()
    }

    fn discard(python: &Path) {
        let environment = environment(python);
        fs::remove_dir_all(environment).unwrap();
        fs::remove_file(environment.with_extension("lock")).unwrap();
    }

    #[test]
    fn an_environment_is_made_once_for_all_who_race_for_it() {
        let requirements = nothing("race");
        let made = || {
            let python = python(&requirements).unwrap();
            let complete = environment(&python).join("complete");
            (python, fs::metadata(complete).unwrap().modified().unwrap())
        };
        let all: Vec<_> = thread::scope(|scope| {
            let racers: Vec<_> = (0..4).map(|_| scope.spawn(made)).collect();
            racers.into_iter().map(|one| one.join().unwrap()).collect()
        });
        let once = made();
        assert!(all.iter().all(|one| *one == once), "{all:?}");
        discard(&once.0);
    }

    #[test]
    fn an_environment_that_was_cut_off_is_made_anew() {
        let requirements = nothing("cut off");
        let made = python(&requirements).unwrap();
        fs::remove_file(environment(&made).join("complete")).unwrap();
        let half = environment(&made).join("half");
        fs::write(&half, "of a package").unwrap();
        let again = python(&requirements).unwrap();
        assert!(again.exists() && !half.exists());
        discard(&again);
    }

    #[test]
    fn what_cannot_be_installed_is_told_with_what_to_do() {
        let requirements = "no-such-package @ file:///nowhere.whl\n";
        let error = python(requirements).unwrap_err();
        assert!(matches!(&error, ToolError::PackagesMissing(_)), "{error}");
        assert!(error.to_string().contains("Python Package Index"), "{error}");
    }
}
