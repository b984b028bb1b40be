//! Node with packages.

use super::machine::Machine;
use super::{ToolError, checked, made_once, printed, short_hash};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The oldest version that the packages run on.
const OLDEST: u32 = 18;

/// Node, and the directory in which its packages stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    program: PathBuf,
    directory: PathBuf,
}

impl Node {
    /// A command that runs a script, in the directory of the packages: a script that stands
    /// elsewhere finds them from its working directory.
    #[must_use]
    pub fn command(&self, script: impl AsRef<Path>) -> Command {
        let mut command = Command::new(&self.program);
        command.arg(self.directory.join(script)).current_dir(&self.directory);
        command
    }
}

/// Node with exactly these packages: the texts of a `package.json` and of its
/// `package-lock.json`. No script of a package runs.
///
/// They are installed once for each pair of texts and version of Node. Test processes that want
/// the same ones at the same time wait for the first; what was cut off is installed anew.
///
/// # Errors
/// What is missing and how to install it.
pub fn node(package: &str, lock: &str) -> Result<Node, ToolError> {
    node_on(&Machine::this(), package, lock)
}

fn node_on(machine: &Machine, package: &str, lock: &str) -> Result<Node, ToolError> {
    let obtain = |name, packages| machine.obtain(&[name], packages, ToolError::NodeMissing);
    let (program, npm) = (obtain("node", &["nodejs"])?, obtain("npm", &["npm"])?);
    let version = checked(&program, &["--version"], ToolError::NodeMissing)?;
    if major(&version).is_none_or(|major| major < OLDEST) {
        return Err(ToolError::NodeMissing(format!("Found was {}.", version.trim())));
    }
    let name = format!("node-{}", short_hash(&format!("{version}{package}{lock}")));
    let directory = made_once(&name, |directory| {
        for (name, text) in [("package.json", package), ("package-lock.json", lock)] {
            let file = directory.join(name);
            fs::write(&file, text).map_err(ToolError::at(&file))?;
        }
        let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        let mut command = Command::new(npm);
        command.args(arguments).current_dir(directory);
        printed(&mut command, ToolError::NodePackagesMissing).map(drop)
    })?;
    Ok(Node { program, directory })
}

/// The first number of a version such as `v20.11.1`.
fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::super::machine::tests::machine;
    use super::*;

    /// A package that asks for nothing: it needs no network.
    fn nothing(about: &str) -> (String, String) {
        let name = format!("nothing-{about}-{}", std::process::id());
        let package = format!("{{\"name\":\"{name}\",\"version\":\"1.0.0\"}}");
        let lock = format!(
            "{{\"name\":\"{name}\",\"version\":\"1.0.0\",\"lockfileVersion\":3,\
             \"packages\":{{\"\":{{\"name\":\"{name}\",\"version\":\"1.0.0\"}}}}}}"
        );
        (package, lock)
    }

    fn discard(node: &Node) {
        fs::remove_dir_all(&node.directory).unwrap();
        fs::remove_file(node.directory.with_extension("lock")).unwrap();
    }

    #[test]
    fn a_script_runs_where_its_packages_stand() {
        let (package, lock) = nothing("script");
        let node = node(&package, &lock).unwrap();
        fs::write(node.directory.join("a.mjs"), "console.log(process.cwd())").unwrap();
        let said = node.command("a.mjs").output().unwrap();
        let said = String::from_utf8(said.stdout).unwrap();
        assert_eq!(Path::new(said.trim()), node.directory.canonicalize().unwrap());
        discard(&node);
    }

    #[test]
    fn packages_are_installed_once() {
        let (package, lock) = nothing("once");
        let first = node(&package, &lock).unwrap();
        let mark = first.directory.join("mark");
        fs::write(&mark, "").unwrap();
        assert_eq!(node(&package, &lock).unwrap(), first);
        assert!(mark.exists());
        discard(&first);
    }

    #[test]
    fn an_old_node_is_refused_with_what_to_do() {
        let old = [("node", "echo v16.20.2"), ("npm", "")];
        let (_directory, machine) = machine(false, &old);
        let error = node_on(&machine, "", "").unwrap_err().to_string();
        assert!(error.contains("Node 18 or newer") && error.contains("v16.20.2"), "{error}");
    }

    #[test]
    fn packages_that_cannot_be_installed_are_told_with_what_to_do() {
        let error = node("no package", "no lock").unwrap_err();
        assert!(matches!(&error, ToolError::NodePackagesMissing(_)), "{error}");
        assert!(error.to_string().contains("npm registry"), "{error}");
    }
}
