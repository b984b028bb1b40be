//! The API documents against the NL GOV REST API Design Rules 2.2, and against what those rules
//! leave to readers.

use crate::specification::documents;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::{fs, str};
use testing::tools;

const PACKAGE: &str = include_str!("tools/package.json");
const LOCK: &str = include_str!("tools/package-lock.json");

/// The official ruleset, unchanged. It builds on rules that come with the linter, so that
/// nothing is fetched.
const RULESET: &str = "tests/policy/nlgov-adr-2.2.0.yaml";

const LINTER: &str = "node_modules/@stoplight/spectral-cli/dist/index.js";

/// The rules that our documents do not follow, and why.
const EXCEPTIONS: [(&str, &str); 1] = [(
    "nlgov:servers-use-https",
    "the address of an installation is its operator's: the document gives the path, which holds \
     on the address and the protocol from which it was fetched",
)];

/// Node with the tools of these tests.
pub(crate) fn node() -> tools::Node {
    tools::node(PACKAGE, LOCK).unwrap_or_else(|missing| panic!("{missing}"))
}

/// A rule that a document does not follow, and where.
#[derive(Debug)]
struct Finding {
    rule: String,
    place: String,
}

/// What the linter finds in documents.
fn findings(files: &[PathBuf]) -> Vec<Finding> {
    let said = node()
        .command(LINTER)
        .args(["lint", "--quiet", "--format", "json", "--ruleset"])
        .arg(tools::workspace().join(RULESET))
        .args(files)
        .output()
        .unwrap();
    // One is for documents that do not follow the rules.
    assert!(
        matches!(said.status.code(), Some(0 | 1)),
        "the linter failed: {}",
        String::from_utf8_lossy(&said.stderr)
    );
    let found: Vec<Value> = serde_json::from_slice(&said.stdout).unwrap();
    let finding = |it: &Value| Finding {
        rule: it["code"].as_str().unwrap().to_owned(),
        place: format!("{}: {} {}", it["source"], it["path"], it["message"]),
    };
    found.iter().map(finding).collect()
}

fn written(directory: &Path, name: &str, document: &Value) -> PathBuf {
    let file = directory.join(format!("{name}.json"));
    fs::write(&file, serde_json::to_string(document).unwrap()).unwrap();
    file
}

#[test]
fn the_documents_follow_the_design_rules() {
    let directory = tempfile::tempdir().unwrap();
    let files: Vec<_> = documents()
        .iter()
        .map(|(service, document)| written(directory.path(), service, document))
        .collect();
    let found = findings(&files);

    let excepted = |finding: &&Finding| EXCEPTIONS.iter().any(|(rule, _)| finding.rule == *rule);
    let wrong: Vec<_> = found.iter().filter(|it| !excepted(it)).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");

    let rules: BTreeSet<_> = found.iter().map(|it| it.rule.as_str()).collect();
    for (rule, reason) in EXCEPTIONS {
        assert!(rules.contains(rule), "{rule} is followed now: no exception is needed, {reason}");
    }
}

/// Puts a fault into a document; gets where its first operation stands.
type Seed = fn(&mut Value, &str);

#[test]
fn a_document_that_breaks_a_rule_is_found() {
    let (_, sound) = documents().into_iter().find(|(service, _)| *service == "public").unwrap();
    let directory = tempfile::tempdir().unwrap();
    let get = "/paths/~1record-head/get";
    let faults: [(&str, Seed); 5] = [
        ("nlgov:paths-kebab-case", |it, _| {
            let path = it["paths"]["/record-head"].take();
            it["paths"].as_object_mut().unwrap().remove("/record-head");
            it["paths"]["/recordHead"] = path;
        }),
        ("nlgov:missing-header", |it, get| {
            let answer = it.pointer_mut(&format!("{get}/responses/200")).unwrap();
            answer.as_object_mut().unwrap().remove("headers");
        }),
        ("nlgov:query-keys-camel-case", |it, get| {
            it.pointer_mut(get).unwrap()["parameters"] =
                json!([{ "name": "min_position", "in": "query", "schema": { "type": "string" } }]);
        }),
        ("nlgov:use-problem-schema", |it, _| {
            let content = it.pointer_mut("/components/responses/Unknown/content").unwrap();
            *content = json!({ "application/json": { "schema": { "type": "object" } } });
        }),
        ("oas3-schema", |it, get| {
            it.pointer_mut(get).unwrap()["responses"] = json!("soon");
        }),
    ];
    let seeded = faults.map(|(rule, seed)| {
        let mut document = sound.clone();
        seed(&mut document, get);
        written(directory.path(), &rule.replace(':', "-"), &document)
    });
    let found = findings(&seeded);
    for (rule, _) in faults {
        let file = rule.replace(':', "-");
        let seen = found.iter().any(|it| it.rule == rule && it.place.contains(&file));
        assert!(seen, "{rule} was not found in its document: {found:#?}");
    }
}

/// What an address may hold: nothing that names or reaches anyone, or tells what they wrote.
fn tells_nothing(schema: &Value, name: &str) -> bool {
    schema["format"] == "uuid"
        || schema["type"] == "integer"
        || schema["type"] == "boolean"
        || schema["enum"].is_array()
        || schema["format"] == "date-time"
        || schema["format"] == "date"
        // A fingerprint of a file, a place in a list that we gave out ourselves, a rule of law, a
        // term in the record, and words to search passages for, which are letters alone.
        || matches!(name, "sha256" | "cursor" | "rule" | "deadline" | "words")
}

fn resolved<'d>(document: &'d Value, schema: &'d Value) -> &'d Value {
    match schema["$ref"].as_str() {
        Some(reference) => document.pointer(reference.trim_start_matches('#')).unwrap(),
        None => schema,
    }
}

/// Every parameter that stands in an address, with the path it belongs to.
fn in_addresses(document: &Value) -> Vec<(String, Value)> {
    let operations = document["paths"].as_object().unwrap().iter().flat_map(|(path, item)| {
        item.as_object().unwrap().values().map(move |operation| (path, operation))
    });
    operations
        .flat_map(|(path, operation)| {
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            parameters.into_iter().map(|parameter| (path.clone(), parameter))
        })
        .filter(|(_, parameter)| matches!(parameter["in"].as_str(), Some("path" | "query")))
        .collect()
}

#[test]
fn nothing_that_tells_of_anyone_stands_in_an_address() {
    for (service, document) in documents() {
        let parameters = in_addresses(&document);
        assert!(parameters.len() > 10, "{service}");
        for (path, parameter) in parameters {
            let name = parameter["name"].as_str().unwrap();
            let schema = resolved(&document, &parameter["schema"]);
            assert!(tells_nothing(schema, name), "{service}{path}: {name}: {schema}");
        }
    }
    assert!(!tells_nothing(&json!({ "type": "string" }), "kvkNumber"));
}

/// What the ruleset does not look at.
#[test]
fn addresses_have_their_form() {
    for (service, document) in documents() {
        for path in document["paths"].as_object().unwrap().keys() {
            for segment in path.split('/').skip(1) {
                let variable = segment.starts_with('{') && segment.ends_with('}');
                let words = segment
                    .split('-')
                    .all(|word| !word.is_empty() && word.bytes().all(|it| it.is_ascii_lowercase()));
                assert!(variable || words, "{service}{path}: {segment:?}");
            }
        }
    }
}
