//! Texts: their length, their form and their words.

use super::{TextFile, Untidy};
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

/// The longest line of code, in characters.
const WIDTH: usize = 100;

/// The longest file of code, in lines: one concept fits.
const LINES: usize = 400;

/// The longest file of tests, in lines.
const TEST_LINES: usize = 600;

/// Words that say that something is not finished. Written in halves, so that this file may stand.
const UNFINISHED: [&str; 4] =
    [concat!("TO", "DO"), concat!("FIX", "ME"), concat!("HA", "CK:"), concat!("XX", "X:")];

/// Words that belong in one place alone: the word, the files in which it may stand, and why.
const PLACES: [(&str, &[&str], &str); 5] = [
    (
        "event_log::Append",
        &["crates/command/", "crates/event-log", "services/platform/benches/", "tests/"],
        "only `command` appends to the log",
    ),
    (
        ".restore(",
        &["crates/event-log", "services/platform/src/commands/log/copy.rs"],
        "only `log copy` restores what another log recorded",
    ),
    (
        "StatusCode::",
        &["crates/http/", "crates/testing/", "services/platform/src/scenario/", "tests/"],
        "status codes live in `http` alone",
    ),
    (
        "SystemTime::now",
        &["crates/identity/", "services/platform/", "tests/"],
        "ask the log's clock",
    ),
    (
        "Timestamp::now",
        &["crates/event-log/", "crates/mail/", "services/platform/benches/", "tests/"],
        "ask the log's clock",
    ),
];

pub(super) fn check(file: &TextFile) -> Vec<Untidy> {
    let TextFile { path, text } = file;
    let mut faults = vec![];
    let at = |line: usize| format!("{path}:{}", line + 1);
    if !text.is_empty() && !text.ends_with('\n') {
        faults.push(Untidy::new(path, "ends without a line feed"));
    }
    for (n, line) in text.lines().enumerate() {
        if line.ends_with([' ', '\t', '\r']) {
            faults.push(Untidy::new(at(n), "ends in white space"));
        }
        if let Some(word) = UNFINISHED.iter().find(|word| line.contains(**word)) {
            faults.push(Untidy::new(at(n), format!("says {word}: finish it")));
        }
    }
    if path.ends_with(".rs") {
        faults.extend(code(path, text));
    }
    faults
}

fn code(path: &str, text: &str) -> Vec<Untidy> {
    let mut faults = vec![];
    if !text.starts_with("//! ") {
        faults.push(Untidy::new(path, "begins without `//!`: say what it is for"));
    }
    let test = path.starts_with("tests/") || path.contains("/tests/");
    let most = if test { TEST_LINES } else { LINES };
    let lines = text.lines().count();
    if lines > most {
        faults.push(Untidy::new(path, format!("{lines} lines, and {most} is the most")));
    }
    for (n, line) in text.lines().enumerate() {
        let at = format!("{path}:{}", n + 1);
        if line.chars().count() > WIDTH {
            faults.push(Untidy::new(&at, format!("longer than {WIDTH} characters")));
        }
        for (word, places, why) in PLACES {
            let here = path.starts_with("crates/xtask/") || path.contains("/tests/");
            if line.contains(word) && !here && !places.iter().any(|place| path.starts_with(place)) {
                faults.push(Untidy::new(&at, format!("has {word}: {why}")));
            }
        }
    }
    faults
}

/// Links between documents that lead nowhere.
pub(super) fn links(files: &[TextFile]) -> Vec<Untidy> {
    let known: BTreeSet<_> = files.iter().map(|file| PathBuf::from(&file.path)).collect();
    let mut faults = vec![];
    for file in files.iter().filter(|file| file.path.ends_with(".md")) {
        let folder = Path::new(&file.path).parent().unwrap_or(Path::new(""));
        for target in targets(&file.text) {
            let path = target.split('#').next().unwrap_or_default();
            if path.is_empty() || path.contains(':') {
                continue;
            }
            let wanted = resolved(&folder.join(path));
            let found = known.iter().any(|it| *it == wanted || it.starts_with(&wanted));
            if !found {
                faults.push(Untidy::new(
                    &file.path,
                    format!("links to {target}, which is not there"),
                ));
            }
        }
    }
    faults
}

/// The targets of the links in a text, outside code blocks.
fn targets(text: &str) -> Vec<&str> {
    let mut fenced = false;
    let mut found = vec![];
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            fenced = !fenced;
        }
        if !fenced {
            let ends = line.split("](").skip(1).filter_map(|rest| rest.split(')').next());
            found.extend(ends);
        }
    }
    found
}

fn resolved(path: &Path) -> PathBuf {
    let mut resolved = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                resolved.pop();
            }
            Component::CurDir => {}
            other => resolved.push(other),
        }
    }
    resolved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: &str) -> TextFile {
        TextFile { path: path.to_owned(), text: text.to_owned() }
    }

    fn count(path: &str, text: &str) -> usize {
        check(&file(path, text)).len()
    }

    #[test]
    fn a_tidy_file_has_no_faults() {
        assert_eq!(count("crates/a/src/lib.rs", "//! For a.\n\nfn a() {}\n"), 0);
    }

    #[test]
    fn every_rule_can_fail() {
        let path = "crates/a/src/lib.rs";
        for wrong in [
            "fn a() {}\n".to_owned(),
            "//! For a.".to_owned(),
            "//! For a. \n".to_owned(),
            format!("//! {}\n", "a".repeat(WIDTH)),
            format!("//! a\n// {}\n", UNFINISHED[0]),
            format!("//! a\n{}", "\n".repeat(LINES)),
            "//! a\nuse event_log::Append;\n".to_owned(),
            "//! a\nlog.restore(events).await;\n".to_owned(),
            "//! a\nlet a = StatusCode::OK;\n".to_owned(),
            "//! a\nlet a = Timestamp::now();\n".to_owned(),
        ] {
            assert_eq!(count(path, &wrong), 1, "{wrong:?}");
        }
        assert_eq!(count("crates/command/src/lib.rs", "//! a\nuse event_log::Append;\n"), 0);
    }

    #[test]
    fn a_link_that_leads_nowhere_is_found() {
        let there = file("docs/a.md", "[b](b.md) [top](../README.md#x) [web](https://a.example)\n");
        let files = [there, file("docs/b.md", "[weg](c.md)\n"), file("README.md", "[d](docs)\n")];
        let faults = links(&files);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].to_string().contains("c.md"));
    }
}
