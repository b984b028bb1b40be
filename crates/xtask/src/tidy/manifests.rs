//! Manifests: lints are everybody's, and every dependency stands in one place with its reason.

use super::{TextFile, Untidy};

pub(super) fn check(files: &[TextFile]) -> Vec<Untidy> {
    let mut faults = vec![];
    for file in files.iter().filter(|file| file.path.ends_with("Cargo.toml")) {
        if file.path == "Cargo.toml" {
            faults.extend(reasons(file, "[workspace.dependencies]"));
        } else if lines(&file.text).any(|(_, heading, _)| heading == "[workspace]") {
            // A workspace of its own, for what is measured beside ours.
            faults.extend(reasons(file, "[dependencies]"));
        } else {
            faults.extend(member(file));
        }
    }
    faults
}

/// The lines of a manifest with the heading they stand under.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    text.lines().enumerate().scan("", |heading, (n, line)| {
        if line.starts_with('[') && line.trim_end().ends_with(']') {
            *heading = line.trim();
        }
        Some((n + 1, *heading, line))
    })
}

/// Each dependency on somebody else's work says why it is there.
fn reasons(file: &TextFile, dependencies: &str) -> Vec<Untidy> {
    let mut faults = vec![];
    let mut open: Option<(usize, String)> = None;
    for (n, heading, line) in lines(&file.text) {
        if heading != dependencies || line.starts_with('[') {
            continue;
        }
        let begins = line.contains('=') && !line.starts_with([' ', '#']);
        if begins && !line.contains("path =") {
            open = Some((n, line.split(['=', ' ']).next().unwrap_or_default().to_owned()));
        }
        let ends = line.trim_end().ends_with('"') || line.contains('}') || line.contains('#');
        if let Some((n, name)) = open.take_if(|_| ends)
            && !line.contains("# ")
        {
            faults.push(Untidy::new(
                format!("{}:{n}", file.path),
                format!("{name} does not say why it is there"),
            ));
        }
    }
    faults
}

fn member(file: &TextFile) -> Vec<Untidy> {
    let mut faults = vec![];
    let mut lints = false;
    for (n, heading, line) in lines(&file.text) {
        lints |= heading == "[lints]" && line.trim() == "workspace = true";
        let dependency = heading.ends_with("dependencies]") && line.contains('=');
        if dependency && !line.contains("workspace = true") {
            faults.push(Untidy::new(
                format!("{}:{n}", file.path),
                "a dependency has its version and its reason in the workspace's manifest",
            ));
        }
    }
    if !lints {
        faults.push(Untidy::new(&file.path, "does not take the lints of the workspace"));
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(path: &str, text: &str) -> usize {
        check(&[TextFile { path: path.to_owned(), text: text.to_owned() }]).len()
    }

    #[test]
    fn each_dependency_has_a_reason() {
        let head = "[workspace.dependencies]\nours = { path = \"a\" }\n";
        let right =
            "a = \"1\" # for a\nb = { version = \"1\", features = [\n    \"x\",\n] } # for b\n";
        assert_eq!(faults("Cargo.toml", &format!("{head}{right}")), 0);
        assert_eq!(faults("Cargo.toml", &format!("{head}{right}c = \"1\"\n")), 1);
        let long = "c = { version = \"1\", features = [\n    \"x\",\n] }\n";
        assert_eq!(faults("Cargo.toml", &format!("{head}{long}{right}")), 1);
    }

    #[test]
    fn a_workspace_of_its_own_has_reasons_too() {
        let head = "[workspace]\n\n[package]\nname = \"a\"\n\n[dependencies]\n";
        assert_eq!(faults("benches/a/Cargo.toml", &format!("{head}b = \"1\" # for b\n")), 0);
        assert_eq!(faults("benches/a/Cargo.toml", &format!("{head}b = \"1\"\n")), 1);
    }

    #[test]
    fn a_member_takes_its_lints_and_versions_from_the_workspace() {
        let right = "[dependencies]\na.workspace = true\n\n[lints]\nworkspace = true\n";
        assert_eq!(faults("crates/a/Cargo.toml", right), 0);
        assert_eq!(faults("crates/a/Cargo.toml", "[dependencies]\na = \"1\"\n"), 2);
    }
}
