//! The stored form of events: what was ever written can be read, and is written back alike.
//!
//! `golden/<Type>.v<version>.json` has every field of a type; beside it stands
//! `….minimal.json` when fields can be left out, with all of them left out.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use dialogue::{AnyEvent, EventType};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// An example of a stored event.
struct Golden {
    name: String,
    version: u32,
    minimal: bool,
    payload: Value,
}

fn goldens() -> Vec<Golden> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join("golden");
    let files = fs::read_dir(directory).unwrap().map(|file| file.unwrap());
    files
        .map(|file| {
            let payload = fs::read_to_string(file.path()).unwrap();
            let file = file.file_name().into_string().unwrap();
            let parts: Vec<_> = file.split('.').collect();
            let (name, version, minimal) = match parts[..] {
                [name, version, "json"] => (name, version, false),
                [name, version, "minimal", "json"] => (name, version, true),
                _ => panic!("{file} is not named <Type>.v<version>[.minimal].json"),
            };
            Golden {
                name: name.to_owned(),
                version: version.strip_prefix('v').unwrap().parse().unwrap(),
                minimal,
                payload: serde_json::from_str(&payload).unwrap(),
            }
        })
        .collect()
}

/// What a payload is after it was read and written; `None` when it cannot be read.
fn read_and_written(name: &str, payload: &Value) -> Option<Value> {
    let event = AnyEvent::read(name, &payload.to_string()).ok()??;
    assert_eq!(event.name(), name);
    serde_json::from_str(&event.payload().unwrap()).ok()
}

#[test]
fn every_type_has_its_example_and_every_example_its_type() {
    let types = AnyEvent::types();
    let known: BTreeSet<_> =
        types.iter().map(|known| (known.name.to_owned(), known.version)).collect();
    assert_eq!(known.len(), types.len(), "two types share a name");
    let of_goldens = |minimal: bool| -> BTreeSet<_> {
        let goldens = goldens().into_iter();
        goldens
            .filter(|golden| golden.minimal == minimal)
            .map(|golden| (golden.name, golden.version))
            .collect()
    };
    assert_eq!(of_goldens(false), known);
    assert!(of_goldens(true).is_subset(&known));
}

#[test]
fn every_example_is_read_and_written_back_alike() {
    for golden in goldens() {
        let written = read_and_written(&golden.name, &golden.payload);
        assert_eq!(written, Some(golden.payload), "{}", golden.name);
    }
}

#[test]
fn an_event_with_its_name_is_its_content_under_its_name() {
    for Golden { name, payload, .. } in goldens() {
        let event = AnyEvent::read(&name, &payload.to_string()).unwrap().unwrap();
        let form = serde_json::to_value(&event).unwrap();
        // The outer key is the category; below it stands what a stream's own enum writes.
        let of_category: Vec<_> = form.as_object().unwrap().values().collect();
        assert_eq!(of_category, [&json!({ name: payload })]);
        assert_eq!(serde_json::from_value::<AnyEvent>(form).unwrap(), event);
    }
}

#[test]
fn a_type_that_a_newer_program_wrote_is_not_an_error() {
    assert_eq!(AnyEvent::read("TrajectoryRenamed", "{}").unwrap(), None);
}

#[test]
fn content_that_is_not_what_the_type_says_is_an_error() {
    for known in AnyEvent::types() {
        for wrong in ["null", "\"\"", "7", "{"] {
            let read = AnyEvent::read(known.name, wrong);
            assert!(read.is_err(), "{}: {wrong}", known.name);
        }
    }
}

/// The JSON schema of a type, with the schemas that it refers to.
struct Schemas {
    root: Value,
    named: BTreeMap<String, Value>,
}

impl Schemas {
    fn of(known: &EventType) -> Self {
        let mut named = vec![];
        (known.schemas)(&mut named);
        let json = |(name, schema)| (name, serde_json::to_value(schema).unwrap());
        Self {
            root: serde_json::to_value((known.schema)()).unwrap(),
            named: named.into_iter().map(json).collect(),
        }
    }

    /// A schema itself, where it is referred to or may be null.
    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        if let Some(reference) = schema["$ref"].as_str() {
            let name = reference.rsplit('/').next().unwrap();
            return self.resolve(&self.named[name]);
        }
        match schema["oneOf"].as_array().map(Vec::as_slice) {
            Some([null, other] | [other, null]) if null["type"] == "null" => self.resolve(other),
            _ => schema,
        }
    }

    /// Where the values at one place and their schema do not have the same fields.
    fn differences(&self, schema: &Value, values: &[&Value], at: &str) -> Vec<String> {
        let schema = self.resolve(schema);
        if let Some(fields) = schema["properties"].as_object() {
            let objects: Vec<&Map<_, _>> = values.iter().filter_map(|v| v.as_object()).collect();
            let used = objects.iter().flat_map(|object| object.keys());
            let unknown = used
                .filter(|key| !fields.contains_key(*key))
                .map(|key| format!("{at}/{key} is not in the schema"));
            let below = fields.iter().flat_map(|(key, field)| {
                let values: Vec<_> = objects.iter().filter_map(|o| o.get(key)).collect();
                self.differences(field, &values, &format!("{at}/{key}"))
            });
            return unknown.chain(below).chain(absent(values, at)).collect();
        }
        if let Some(items) = schema.get("items") {
            let lists = values.iter().filter_map(|value| value.as_array());
            let values: Vec<_> = lists.flatten().collect();
            return self.differences(items, &values, &format!("{at}/*"));
        }
        absent(values, at).into_iter().collect()
    }
}

fn absent(values: &[&Value], at: &str) -> Option<String> {
    values.is_empty().then(|| format!("{at} is in no example"))
}

#[test]
fn an_example_has_every_field_of_its_schema_and_no_other() {
    let types = AnyEvent::types();
    for golden in goldens().iter().filter(|golden| !golden.minimal) {
        let known = types.iter().find(|known| known.name == golden.name);
        let schemas = Schemas::of(known.unwrap());
        let differences = schemas.differences(&schemas.root, &[&golden.payload], "");
        assert_eq!(differences, Vec::<String>::new(), "{}", golden.name);
    }
}

/// Every payload that comes of leaving out one field, at any depth, with where that was.
fn with_one_field_less(value: &Value) -> Vec<(String, Value)> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(key, v)| (key.clone(), v)).collect(),
        Value::Array(items) => {
            (0..).zip(items).map(|(n, v): (u32, _)| (n.to_string(), v)).collect()
        }
        _ => vec![],
    };
    let mut less = vec![];
    for (key, child) in children {
        let at = format!("/{key}");
        for (below, smaller) in with_one_field_less(child) {
            let mut whole = value.clone();
            *whole.pointer_mut(&at).unwrap() = smaller;
            less.push((format!("{at}{below}"), whole));
        }
        if let Value::Object(fields) = value {
            let mut fields = fields.clone();
            fields.remove(&key);
            less.push((at, fields.into()));
        }
    }
    less
}

/// The fields without which a payload is still read, and written back without them.
fn optional_fields(golden: &Golden) -> Vec<String> {
    with_one_field_less(&golden.payload)
        .into_iter()
        .filter(|(_, less)| read_and_written(&golden.name, less).as_ref() == Some(less))
        .map(|(field, _)| field)
        .collect()
}

#[test]
fn a_minimal_example_stands_wherever_fields_can_be_left_out_and_leaves_out_all() {
    let (minimal, full): (Vec<_>, Vec<_>) = goldens().into_iter().partition(|g| g.minimal);
    for golden in &minimal {
        assert_eq!(optional_fields(golden), Vec::<String>::new(), "{}", golden.name);
    }
    for golden in &full {
        assert_eq!(
            !optional_fields(golden).is_empty(),
            minimal.iter().any(|other| other.name == golden.name),
            "{} with {:?}",
            golden.name,
            optional_fields(golden)
        );
    }
}
