//! The programs of this machine, and how those that are missing get there.

use super::{ToolError, lock};
use std::env;
use std::ffi::OsString;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where programs are looked for, and whether they may be installed there.
#[derive(Clone, Debug)]
pub(super) struct Machine {
    /// The directories, as in `PATH`.
    pub(super) path: OsString,
    /// Whether this process may install packages: it runs as root.
    pub(super) root: bool,
}

impl Machine {
    /// This machine.
    pub(super) fn this() -> Self {
        let path = env::var_os("PATH").unwrap_or_default();
        let root = fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0);
        Self { path, root }
    }

    /// A program that is there.
    pub(super) fn find(&self, program: &str) -> Option<PathBuf> {
        let places = env::split_paths(&self.path).map(|place| place.join(program));
        places.into_iter().find(|file| is_program(file))
    }

    /// The first of these programs that is there, after installing packages when none is.
    ///
    /// # Errors
    /// Why it is not there now.
    pub(super) fn obtain(
        &self,
        programs: &[&str],
        packages: &[&str],
        missing: fn(String) -> ToolError,
    ) -> Result<PathBuf, ToolError> {
        let find = || programs.iter().find_map(|program| self.find(program));
        if let Some(found) = find() {
            return Ok(found);
        }
        self.install(packages, missing)?;
        find().ok_or_else(|| missing(format!("{} is not in PATH.", programs.join(" or "))))
    }

    /// Installs Debian packages. Only root can, and only where there is apt-get.
    ///
    /// # Errors
    /// Why it could not be done.
    pub(super) fn install(
        &self,
        packages: &[&str],
        missing: fn(String) -> ToolError,
    ) -> Result<(), ToolError> {
        let apt_get = self.find("apt-get").filter(|_| self.root).ok_or_else(|| {
            missing("It is not installed for you: that takes root and apt-get.".to_owned())
        })?;
        let _locked = lock("apt-get")?;
        // A new machine has no lists of packages yet.
        self.apt_get(&apt_get, &["update"], missing)?;
        let install = ["install", "--yes", "--no-install-recommends"];
        self.apt_get(&apt_get, &[&install, packages].concat(), missing)
    }

    fn apt_get(
        &self,
        apt_get: &Path,
        arguments: &[&str],
        missing: fn(String) -> ToolError,
    ) -> Result<(), ToolError> {
        let mut command = Command::new(apt_get);
        command.arg("--quiet").args(["-o", "DPkg::Lock::Timeout=300"]).args(arguments);
        command.env("DEBIAN_FRONTEND", "noninteractive").env("PATH", &self.path);
        super::printed(&mut command, missing).map(drop)
    }
}

fn is_program(file: &Path) -> bool {
    fs::metadata(file).is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use tempfile::TempDir;

    /// A machine with these programs alone: names with what the shell does for them.
    pub(in super::super) fn machine(root: bool, programs: &[(&str, &str)]) -> (TempDir, Machine) {
        let directory = tempfile::tempdir().unwrap();
        for (name, script) in programs {
            let file = directory.path().join(name);
            fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        }
        let machine = Machine { path: directory.path().into(), root };
        (directory, machine)
    }

    /// An apt-get that knows one package: a program of that name.
    const APT_GET: &str = "for last; do :; done
        case \"$*\" in
            *install*) : > \"$PATH/$last\"; /bin/chmod 755 \"$PATH/$last\" ;;
        esac";

    fn obtain(machine: &Machine) -> Result<PathBuf, ToolError> {
        machine.obtain(&["browser", "viewer"], &["viewer"], ToolError::ChromiumMissing)
    }

    #[test]
    fn what_is_there_is_used() {
        let (directory, machine) = machine(false, &[("viewer", "")]);
        assert_eq!(obtain(&machine).unwrap(), directory.path().join("viewer"));
    }

    #[test]
    fn a_file_that_cannot_run_is_no_program() {
        let (directory, machine) = machine(false, &[]);
        fs::write(directory.path().join("viewer"), "").unwrap();
        assert!(obtain(&machine).is_err());
    }

    #[test]
    fn root_gets_what_is_missing() {
        let (directory, machine) = machine(true, &[("apt-get", APT_GET)]);
        assert_eq!(obtain(&machine).unwrap(), directory.path().join("viewer"));
    }

    #[test]
    fn whoever_is_not_root_is_told_what_to_do() {
        let (_directory, machine) = machine(false, &[("apt-get", APT_GET)]);
        let error = obtain(&machine).unwrap_err().to_string();
        assert!(error.contains("`apt-get install chromium`"), "{error}");
        assert!(error.contains("that takes root and apt-get"), "{error}");
    }

    #[test]
    fn an_installation_that_fails_is_told_with_its_own_words() {
        let (_directory, machine) = machine(true, &[("apt-get", "echo no such package; exit 100")]);
        let error = obtain(&machine).unwrap_err().to_string();
        assert!(error.contains("no such package"), "{error}");
    }
}
