//! Python with packages.

use super::machine::Machine;
use super::{ToolError, checked, made_once, short_hash};
use std::fs;
use std::path::{Path, PathBuf};

/// A Python that has exactly these packages: the text of a requirements file with hashes.
///
/// The environment is made once for each text and version of Python. Test processes that want
/// the same one at the same time wait for the first; one that was cut off is made anew.
///
/// # Errors
/// What is missing and how to install it.
pub fn python(requirements: &str) -> Result<PathBuf, ToolError> {
    let machine = Machine::this();
    let program = machine.obtain(&["python3"], &PACKAGES, ToolError::PythonMissing)?;
    let version = checked(&program, &["--version"], ToolError::PythonMissing)?;
    let name = format!("python-{}", short_hash(&format!("{version}{requirements}")));
    let environment = made_once(&name, |directory| {
        make_environment(&machine, &program, directory)?;
        install(requirements, directory)
    })?;
    Ok(environment.join("bin/python"))
}

const PACKAGES: [&str; 2] = ["python3", "python3-venv"];

/// Makes an environment without packages. Debian has the module for it in a package of its own.
fn make_environment(
    machine: &Machine,
    program: &Path,
    environment: &Path,
) -> Result<(), ToolError> {
    let directory = environment.to_string_lossy();
    let make = || {
        let arguments = ["-m", "venv", "--clear", &directory];
        checked(program, &arguments, ToolError::PythonMissing).map(drop)
    };
    make().or_else(|why| {
        machine.install(&PACKAGES, ToolError::PythonMissing).map_err(|_| why)?;
        make()
    })
}

fn install(requirements: &str, environment: &Path) -> Result<(), ToolError> {
    let list = environment.join("requirements.txt");
    fs::write(&list, requirements).map_err(ToolError::at(&list))?;
    checked(
        environment.join("bin/python"),
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
