//! A browser.

use super::ToolError;
use super::machine::Machine;
use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

/// Names under which a browser of this family is installed.
const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// A Chromium or Google Chrome: the one that the environment variable `CHROMIUM` names, or the
/// one on this machine, which root gets from Debian when there is none.
///
/// # Errors
/// That there is none, and how to install it.
pub fn chromium() -> Result<PathBuf, ToolError> {
    chromium_on(&Machine::this(), env::var_os("CHROMIUM"))
}

fn chromium_on(machine: &Machine, named: Option<OsString>) -> Result<PathBuf, ToolError> {
    match named.map(PathBuf::from) {
        Some(named) if named.is_file() => Ok(named),
        Some(named) => {
            let named = named.display();
            Err(ToolError::ChromiumMissing(format!("CHROMIUM names {named}, which is no file.")))
        }
        None => machine.obtain(&NAMES, &["chromium"], ToolError::ChromiumMissing),
    }
}

#[cfg(test)]
mod tests {
    use super::super::machine::tests::machine;
    use super::*;

    #[test]
    fn a_browser_that_is_named_goes_first() {
        let (directory, machine) = machine(false, &[("chromium", ""), ("other", "")]);
        let other = directory.path().join("other");
        assert_eq!(chromium_on(&machine, Some(other.clone().into())).unwrap(), other);
        let chromium = directory.path().join("chromium");
        assert_eq!(chromium_on(&machine, None).unwrap(), chromium);
    }

    #[test]
    fn a_browser_that_is_not_there_is_told_with_what_to_do() {
        let (_directory, machine) = machine(false, &[]);
        for named in [None, Some("/nowhere/chromium".into())] {
            let error = chromium_on(&machine, named).unwrap_err().to_string();
            assert!(error.contains("`apt-get install chromium`"), "{error}");
            assert!(error.contains("CHROMIUM"), "{error}");
        }
    }
}
