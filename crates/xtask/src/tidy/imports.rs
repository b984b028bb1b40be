//! Who may import whom: the layers of the architecture, held against what cargo knows.

use super::Untidy;
use crate::run::{cargo, output};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a crate may not have among its direct dependencies.
struct Rule {
    crates: &'static [&'static str],
    never: &'static [&'static str],
    why: &'static str,
}

/// Crates that do input or output.
const INPUT_OUTPUT: &[&str] =
    &["actix-web", "rusqlite", "reqwest", "lettre", "tokio", "files", "vault", "event-log"];

/// Our back ends of the log.
const BACK_ENDS: &[&str] = &["event-log-sqlite", "event-log-postgres"];

/// The services, and the binary that knows them all.
const SERVICES: &[&str] = &["municipality", "provider", "council", "public", "courier"];

/// Those who may know the services and the back ends.
const KNOW_ALL: &[&str] = &["platform", "proof", "xtask"];

const RULES: &[Rule] = &[
    Rule {
        crates: &["dialogue", "calendar", "vocabulary"],
        never: INPUT_OUTPUT,
        why: "rules do no input or output",
    },
    Rule {
        crates: &["command"],
        never: &["dialogue", "projection", "actix-web"],
        why: "`command` executes any aggregate",
    },
    Rule {
        crates: &["projection"],
        never: &["cqrs-es", "dialogue", "actix-web"],
        why: "`projection` shows any events",
    },
    Rule {
        crates: &["portal", "mail", "documents"],
        never: &["actix-web", "rusqlite", "dialogue", "event-log"],
        why: "pages and mails are made of plain view structs",
    },
    Rule {
        crates: &["samenspraak-http"],
        never: &["dialogue", "event-log", "command", "projection"],
        why: "`http` knows nothing of what it carries",
    },
    Rule {
        crates: &["vocabulary"],
        never: &["calendar", "dialogue"],
        why: "`vocabulary` stands at the bottom",
    },
];

/// Crates whose dependencies of ours are named in full.
const ONLY: &[(&str, &[&str])] = &[
    ("vocabulary", &[]),
    ("calendar", &["vocabulary"]),
    ("event-log", &[]),
    ("samenspraak-sqlite", &[]),
    ("event-log-sqlite", &["event-log", "samenspraak-sqlite"]),
    ("samenspraak-postgres", &[]),
    ("event-log-postgres", &["event-log", "samenspraak-postgres"]),
    ("dialogue", &["calendar", "vocabulary"]),
    ("command", &["event-log"]),
    ("projection", &["event-log", "samenspraak-sqlite"]),
    ("portal", &[]),
    ("mail", &["vocabulary"]),
];

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    kind: Option<String>,
}

type Graph = BTreeMap<String, BTreeSet<String>>;

pub(super) fn check() -> anyhow::Result<Vec<Untidy>> {
    let metadata = output(&mut cargo(&["metadata", "--no-deps", "--format-version", "1"]))?;
    let metadata: Metadata = serde_json::from_str(&metadata)?;
    let graph = metadata.packages.into_iter().map(|package| {
        let normal = package.dependencies.into_iter().filter(|it| it.kind.is_none());
        (package.name, normal.map(|it| it.name).collect())
    });
    Ok(faults(&graph.collect()))
}

fn faults(graph: &Graph) -> Vec<Untidy> {
    let mut faults = vec![];
    let mut forbid = |name: &str, other: &str, why: &str| {
        faults.push(Untidy::new(name, format!("depends on {other}: {why}")));
    };
    for (name, dependencies) in graph {
        for rule in RULES.iter().filter(|rule| rule.crates.contains(&name.as_str())) {
            for other in dependencies.iter().filter(|it| rule.never.contains(&it.as_str())) {
                forbid(name, other, rule.why);
            }
        }
        for (_, may) in ONLY.iter().filter(|(only, _)| only == name) {
            let ours = dependencies.iter().filter(|it| graph.contains_key(*it));
            for other in ours.filter(|it| !may.contains(&it.as_str())) {
                forbid(name, other, "it stands below that in the layers");
            }
        }
        if !KNOW_ALL.contains(&name.as_str()) {
            for other in dependencies {
                if SERVICES.contains(&other.as_str()) {
                    forbid(name, other, "a service knows no other service");
                }
                if BACK_ENDS.contains(&other.as_str()) {
                    forbid(name, other, "only the platform names a back end of the log");
                }
                if other == "testing" {
                    forbid(name, other, "`testing` is for tests alone");
                }
            }
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(rows: &[(&str, &[&str])]) -> Graph {
        let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
        rows.iter().map(|(name, others)| ((*name).to_owned(), set(others))).collect()
    }

    #[test]
    fn the_layers_hold() {
        let right = graph(&[
            ("vocabulary", &["serde"]),
            ("calendar", &["vocabulary"]),
            ("dialogue", &["calendar", "vocabulary", "cqrs-es"]),
            ("command", &["event-log", "cqrs-es"]),
            ("event-log", &["tokio"]),
            ("platform", &["municipality", "event-log-sqlite"]),
        ]);
        assert_eq!(faults(&right), []);
    }

    #[test]
    fn whoever_reaches_across_is_named() {
        for (name, other) in [
            ("dialogue", "tokio"),
            ("command", "dialogue"),
            ("projection", "cqrs-es"),
            ("portal", "actix-web"),
            ("samenspraak-http", "dialogue"),
            ("municipality", "provider"),
            ("service", "event-log-sqlite"),
            ("provider", "testing"),
        ] {
            assert_eq!(faults(&graph(&[(name, &[other])])).len(), 1, "{name} {other}");
        }
        let ours = graph(&[("event-log", &["vocabulary"]), ("vocabulary", &[])]);
        assert_eq!(faults(&ours).len(), 1);
    }
}
