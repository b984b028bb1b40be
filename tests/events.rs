//! The events as documents: a page to read, and a JSON schema for each.

use crate::kit::recorded;
use dialogue::{AnyEvent, EventType};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use testing::tools;

/// Where a schema refers to others in the code, and where it does in its own file.
const HERE: &str = "#/components/schemas/";
const THERE: &str = "#/$defs/";

/// What stands in the log sealed.
const SEALED: &str = "Sealed";

const INTRODUCTION: &str = "# Events

What happened, as the log keeps it. This page comes from the code: `cargo xtask spec` writes it,
and a test compares it. The words are explained in [the glossary](GLOSSARY.md).

Each event stands in a stream: that of one trajectory, one question, one advice. Streams of one
kind form a category. An event has a name, a version and content in JSON; around it the log keeps
the position, the time, who did it (organisation, role and a pseudonymous person id) and what
caused it. The name, the version and the content of an event never change. When more is to be
said, a new version joins the old one, and the old one is read as the new one.

What names or reaches somebody is **sealed**: encrypted under the key of that person or provider,
which is kept beside the log. Deleting that key erases what was sealed, while the log stays as it
is. The tables show where in an event something is sealed.
";

/// A type of event with its schema, complete.
struct Described {
    category: &'static str,
    name: &'static str,
    version: u32,
    schema: Value,
    /// The named schemas to which it refers, directly or not.
    named: BTreeMap<String, Value>,
}

impl Described {
    fn of(event: &EventType) -> Self {
        let mut all = vec![];
        (event.schemas)(&mut all);
        let all: BTreeMap<_, _> = all
            .into_iter()
            .map(|(name, schema)| (name, serde_json::to_value(schema).unwrap()))
            .collect();
        let schema = serde_json::to_value((event.schema)()).unwrap();
        let mut named = BTreeMap::new();
        let mut open = references(&schema);
        while let Some(name) = open.pop_first() {
            let Some(found) = all.get(&name) else { panic!("{}: no {name}", event.name) };
            if named.insert(name, found.clone()).is_none() {
                open.extend(references(found));
            }
        }
        Self { category: event.category, name: event.name, version: event.version, schema, named }
    }

    fn file(&self) -> String {
        format!("api-spec/events/{}.v{}.json", self.name, self.version)
    }

    /// Its schema as a document of its own.
    fn document(&self) -> Value {
        let mut document = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": format!("urn:samenspraak:event:{}:{}", self.name, self.version),
            "title": self.name,
        });
        let members = document.as_object_mut().unwrap();
        members.extend(self.schema.as_object().unwrap().clone());
        if !self.named.is_empty() {
            members.insert("$defs".to_owned(), json!(self.named));
        }
        moved(&mut document);
        document
    }

    /// Where something in it is sealed, as paths of fields.
    fn sealed(&self) -> Vec<String> {
        let mut found = vec![];
        self.search(&self.schema, &mut vec![], &mut found);
        found
    }

    fn search(&self, schema: &Value, path: &mut Vec<String>, found: &mut Vec<String>) {
        if let Some(name) = reference(schema) {
            if name == SEALED {
                found.push(format!("`{}`", path.join(".")));
            } else {
                self.search(&self.named[name], path, found);
            }
            return;
        }
        for key in ["oneOf", "anyOf", "allOf"] {
            for one in schema[key].as_array().into_iter().flatten() {
                self.search(one, path, found);
            }
        }
        for key in ["items", "additionalProperties"] {
            if schema[key].is_object() {
                self.search(&schema[key], path, found);
            }
        }
        for (name, field) in fields(schema) {
            path.push(name.clone());
            self.search(field, path, found);
            path.pop();
        }
    }
}

fn all() -> Vec<Described> {
    AnyEvent::types().iter().map(Described::of).collect()
}

fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"].as_str()?.strip_prefix(HERE)
}

/// The names to which a schema refers itself.
fn references(schema: &Value) -> BTreeSet<String> {
    match schema {
        Value::Object(members) => reference(schema)
            .map(str::to_owned)
            .into_iter()
            .chain(members.values().flat_map(references))
            .collect(),
        Value::Array(items) => items.iter().flat_map(references).collect(),
        _ => BTreeSet::new(),
    }
}

/// Lets references point into the document itself.
fn moved(value: &mut Value) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(target)) = members.get_mut("$ref") {
                *target = target.replace(HERE, THERE);
            }
            members.values_mut().for_each(moved);
        }
        Value::Array(items) => items.iter_mut().for_each(moved),
        _ => {}
    }
}

fn fields(schema: &Value) -> impl Iterator<Item = (&String, &Value)> {
    schema["properties"].as_object().into_iter().flatten()
}

/// A type in words, with links to the types that have a name.
fn words(schema: &Value) -> String {
    if let Some(name) = reference(schema) {
        return format!("[{name}](#{})", name.to_lowercase());
    }
    for key in ["oneOf", "anyOf", "allOf"] {
        if let Some(choices) = schema[key].as_array() {
            let choices: Vec<_> =
                choices.iter().filter(|it| it["type"] != "null").map(words).collect();
            return choices.join(" or ");
        }
    }
    if let Some(values) = schema["enum"].as_array() {
        let values: Vec<_> =
            values.iter().map(|it| format!("`{}`", it.as_str().unwrap())).collect();
        return values.join(", ");
    }
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.iter().find(|it| **it != "null").and_then(Value::as_str),
        kind => kind.as_str(),
    };
    match (kind.unwrap_or_default(), schema["format"].as_str()) {
        ("array", _) => format!("list of {}", words(&schema["items"])),
        ("object", _) if schema["additionalProperties"].is_object() => {
            format!("{} by name", words(&schema["additionalProperties"]))
        }
        ("string", Some("date-time")) => "instant".to_owned(),
        ("string", Some("uuid")) => "uuid".to_owned(),
        ("string", _) => "text".to_owned(),
        ("integer", _) => "whole number".to_owned(),
        (kind, _) => kind.to_owned(),
    }
}

/// What a schema means, on one line. Of a field that may be absent, it stands one level deeper.
fn meaning(schema: &Value) -> String {
    let choices = schema["oneOf"].as_array().filter(|it| it.iter().any(|it| it["type"] == "null"));
    let deeper = choices.into_iter().flatten().chain([schema]);
    let text = deeper.filter_map(|it| it["description"].as_str()).next_back().unwrap_or_default();
    text.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|")
}

/// The fields of a schema as a table; nothing when it has none.
fn table(schema: &Value) -> String {
    let required = schema["required"].as_array().cloned().unwrap_or_default();
    let mut text = String::new();
    for (name, field) in fields(schema) {
        if text.is_empty() {
            text += "\n| Field | Type | Meaning |\n|---|---|---|\n";
        }
        let optional = if required.contains(&json!(name)) { "" } else { ", may be absent" };
        let kind = words(field);
        writeln!(text, "| `{name}` | {kind}{optional} | {} |", meaning(field)).unwrap();
    }
    text
}

/// A type with a name: its fields, the forms it can take, or the values it can have.
fn named(name: &str, schema: &Value) -> String {
    let mut text = format!("\n### {name}\n\n{}\n", meaning(schema));
    let fields = table(schema);
    let forms = schema["oneOf"].as_array().filter(|_| fields.is_empty());
    if let Some(forms) = forms {
        text += "\nOne of:\n\n";
        for form in forms {
            let about = meaning(form);
            let about = if about.is_empty() { about } else { format!(": {about}") };
            let what = match form["properties"].as_object() {
                Some(fields) => members(fields),
                None => words(form),
            };
            writeln!(text, "- {what}{about}").unwrap();
        }
    } else if fields.is_empty() {
        writeln!(text, "\nIt is: {}.", words(schema)).unwrap();
    }
    text + &fields
}

fn members(fields: &Map<String, Value>) -> String {
    let members = fields.iter().map(|(name, field)| format!("`{name}` ({})", words(field)));
    members.collect::<Vec<_>>().join(", ")
}

fn page(events: &[Described]) -> String {
    let mut text = INTRODUCTION.to_owned();
    let mut categories: Vec<&str> = vec![];
    for event in events {
        if !categories.contains(&event.category) {
            categories.push(event.category);
        }
    }
    for category in categories {
        let here = || events.iter().filter(|event| event.category == category);
        writeln!(text, "\n## Category `{category}`\n").unwrap();
        text += "| Event | Version | What happened | Sealed |\n|---|---|---|---|\n";
        for event in here() {
            let (name, version) = (event.name, event.version);
            let (link, about) = (name.to_lowercase(), meaning(&event.schema));
            let sealed = event.sealed().join(", ");
            writeln!(text, "| [{name}](#{link}) | {version} | {about} | {sealed} |").unwrap();
        }
        for event in here() {
            let (name, version, file) = (event.name, event.version, event.file());
            let about = meaning(&event.schema);
            writeln!(text, "\n### {name}\n\n{about}").unwrap();
            writeln!(text, "\nVersion {version}: [JSON schema](../{file}).").unwrap();
            text += &table(&event.schema);
        }
    }
    let mut types: BTreeMap<_, _> = events.iter().flat_map(|event| &event.named).collect();
    types.retain(|name, _| events.iter().all(|event| event.name != *name));
    text += "\n## Types\n\nWhat the events above are made of.\n";
    for (name, schema) in types {
        text += &named(name, schema);
    }
    text
}

#[test]
fn the_recorded_page_of_events_is_that_of_the_code() {
    recorded("docs/EVENTS.md", &page(&all()));
}

#[test]
fn the_recorded_schemas_of_events_are_those_of_the_code() {
    let all = all();
    for event in &all {
        let text = serde_json::to_string_pretty(&event.document()).unwrap() + "\n";
        recorded(&event.file(), &text);
    }
    // A released event never goes away, and no file stands for one that never was.
    let known: BTreeSet<_> = all.iter().map(Described::file).collect();
    for file in fs::read_dir(tools::workspace().join("api-spec/events")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(known.contains(&format!("api-spec/events/{name}")), "there is no event of {name}");
    }
}

#[test]
fn every_event_and_every_field_says_what_it_means() {
    let mut silent = vec![];
    for event in all() {
        let of_event = (event.name.to_owned(), &event.schema);
        let of_types = event.named.iter().map(|(name, schema)| (name.clone(), schema));
        for (name, schema) in of_types.chain([of_event]) {
            if meaning(schema).is_empty() {
                silent.push(name.clone());
            }
            let fields = fields(schema).filter(|(_, field)| meaning(field).is_empty());
            silent.extend(fields.map(|(field, _)| format!("{name}.{field}")));
        }
    }
    assert!(silent.is_empty(), "without meaning: {silent:#?}");
}

#[test]
fn names_of_people_and_providers_are_sealed() {
    let all = all();
    let sealed = |name: &str| all.iter().find(|it| it.name == name).unwrap().sealed();
    assert_eq!(sealed("ProviderRegistered"), ["`profile.contact`", "`profile.identity`"]);
    assert_eq!(sealed("SubscriptionOpened"), ["`address`"]);
    assert!(sealed("TrajectoryOpened").is_empty());
    // Organisations whose part in a purchase is public by law, and files.
    // And what rules for terms are called.
    let open = [
        "AdvisingCouncil.name",
        "Buyer.name",
        "FileReference.name",
        "Recess.name",
        "TermRule.name",
    ];
    let mut found = BTreeSet::new();
    for event in &all {
        let of_event = (event.name, &event.schema);
        let of_types = event.named.iter().map(|(name, schema)| (name.as_str(), schema));
        for (name, schema) in of_types.chain([of_event]) {
            let telling = fields(schema).filter(|(field, schema)| {
                let telling =
                    ["name", "contact", "address", "email", "phone", "identity", "kvkNumber"];
                telling.contains(&field.as_str()) && reference(schema) != Some(SEALED)
            });
            found.extend(telling.map(|(field, _)| format!("{name}.{field}")));
        }
    }
    assert_eq!(found, open.map(str::to_owned).into());
}
