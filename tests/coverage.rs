//! The coverage of the checklist: each line of it has operations, events and tests that exist, or
//! a reason why it was not built.

use crate::specification::documents;
use dialogue::AnyEvent;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use testing::tools;

/// The lines of the checklist that the page must have.
fn scope() -> Vec<String> {
    let numbered = (1..=120).map(|number| number.to_string());
    let by_law = (1..=22).map(|number| format!("L{number}"));
    numbered.chain(by_law).collect()
}

/// What a row may name.
struct Known {
    operations: BTreeSet<String>,
    events: BTreeSet<String>,
    tests: BTreeSet<String>,
}

/// The functions that follow a `#[test]` of any kind, below a directory.
fn tests_below(directory: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            tests_below(&path, found);
        } else if path.extension().is_some_and(|it| it == "rs") {
            found.extend(tests_in(&fs::read_to_string(&path).unwrap()));
        }
    }
}

fn tests_in(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut lines = text.lines().map(str::trim);
    while let Some(line) = lines.next() {
        let marked =
            line == "#[test]" || line == "#[actix_web::test]" || line.starts_with("#[tokio::test");
        let function = marked.then(|| lines.find(|line| !line.starts_with('#'))).flatten();
        let Some((_, rest)) = function.and_then(|it| it.split_once("fn ")) else { continue };
        found.extend(rest.split_once('(').map(|(name, _)| name.to_owned()));
    }
    found
}

impl Known {
    fn here() -> Self {
        let mut operations = BTreeSet::new();
        for (service, document) in documents() {
            for (path, methods) in document["paths"].as_object().unwrap() {
                for method in methods.as_object().unwrap().keys() {
                    operations.insert(format!("{} /{service}/v1{path}", method.to_uppercase()));
                }
            }
        }
        let events = AnyEvent::types().iter().map(|event| event.name.to_owned()).collect();
        let mut tests = BTreeSet::new();
        for place in ["tests", "crates", "services"] {
            tests_below(&tools::workspace().join(place), &mut tests);
        }
        Self { operations, events, tests }
    }

    /// What is wrong with the page.
    fn faults(&self, page: &str, scope: &[String]) -> Vec<String> {
        let mut faults = vec![];
        let mut rows = BTreeMap::new();
        for line in page.lines().filter(|line| line.starts_with("| ")) {
            let cells: Vec<_> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            let [line, operations, events, tests] = cells[..] else {
                faults.push(format!("not four cells: {line}"));
                continue;
            };
            if rows.insert(line.to_owned(), ()).is_some() {
                faults.push(format!("{line}: twice"));
            }
            if [operations, events, tests] == ["", "", ""] {
                faults.push(format!("{line}: is empty"));
                continue;
            }
            // A line that would be wrong to build has its reason in place of tests.
            if (operations, events) == ("–", "–") && tests.split(' ').count() >= 5 {
                continue;
            }
            let mut check = |what: &str, cell: &str, known: &BTreeSet<String>, least: usize| {
                let named = named(cell);
                let unknown = named.iter().filter(|it| !known.contains(**it));
                faults.extend(unknown.map(|it| format!("{line}: no {what} {it}")));
                if named.len() < least && line != "line" {
                    faults.push(format!("{line}: names no {what}"));
                }
            };
            check("operation", operations, &self.operations, 1);
            // A view of what is there already, or a rule about it, has no events of its own.
            check("event", events, &self.events, usize::from(events != "–"));
            check("test", tests, &self.tests, 1);
        }
        let missing = scope.iter().filter(|line| !rows.contains_key(*line));
        faults.extend(missing.map(|line| format!("{line}: has no row")));
        faults
    }
}

/// What stands in backticks.
fn named(cell: &str) -> Vec<&str> {
    cell.split('`').skip(1).step_by(2).collect()
}

#[test]
fn every_line_of_the_checklist_is_covered_by_what_exists() {
    let page = fs::read_to_string(tools::workspace().join("docs/COVERAGE.md")).unwrap();
    let faults = Known::here().faults(&page, &scope());
    assert!(faults.is_empty(), "docs/COVERAGE.md:\n{}", faults.join("\n"));
}

#[test]
fn what_does_not_exist_and_what_is_missing_is_told() {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let known = Known {
        operations: set(&["GET /public/v1/trajectories"]),
        events: set(&["QuestionAsked"]),
        tests: tests_in(
            "#[test]\nfn it_holds() {}\nfn helps() {}\n\
             #[tokio::test(a)]\n#[b]\nasync fn so_does_it() {}",
        ),
    };
    let scope = ["1", "2", "3", "4", "5", "6", "L1"].map(str::to_owned);
    let page = "\
| line | operations | events | tests |
|---|---|---|---|
| 1 | `GET /public/v1/trajectories` | `QuestionAsked` | `it_holds`, `so_does_it` |
| 2 | `PUT /public/v1/trajectories` | `QuestionLost` | `helps` |
| 3 |  | – |  |
| 6 |  |  |  |
| 4 | – | – | It would tell who asked, which nobody may know. |
| 4 | – | – | short |
| 5 | `GET /public/v1/trajectories` | – | `it_holds` |
";
    assert_eq!(
        known.faults(page, &scope),
        [
            "2: no operation PUT /public/v1/trajectories",
            "2: no event QuestionLost",
            "2: no test helps",
            "3: names no operation",
            "3: names no test",
            "6: is empty",
            "4: twice",
            "4: names no operation",
            "4: names no test",
            "L1: has no row",
        ]
    );
}
