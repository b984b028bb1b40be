//! What is wrong with an input, all of it: found by the JSON schema of the type that could not
//! be read, told in Dutch.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::{ValidationError, Validator};
use serde_json::{Value, json};
use std::any::TypeId;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use utoipa::ToSchema;
use vocabulary::{Fault, Faults, Format};

type Validators = RwLock<HashMap<TypeId, Option<Arc<Validator>>>>;

/// Everything that is wrong with `value` as a `T`, by the schema of `T`.
pub(crate) fn faults<T: ToSchema + 'static>(value: &Value) -> Faults {
    let mut faults = Faults::none();
    let Some(validator) = validator::<T>() else { return faults };
    let mut found = vec![];
    for error in validator.iter_errors(value) {
        tell(&error, &mut found);
    }
    // What a format says is more telling than what its length or pattern says.
    let formats: Vec<_> =
        found.iter().filter(|(format, _)| *format).map(|(_, fault)| fault.field.clone()).collect();
    for (format, fault) in found {
        if (format || !formats.contains(&fault.field))
            && !faults.as_slice().iter().any(|known| known.field == fault.field)
        {
            faults.add(fault.field, fault.detail);
        }
    }
    faults
}

fn validator<T: ToSchema + 'static>() -> Option<Arc<Validator>> {
    static VALIDATORS: OnceLock<Validators> = OnceLock::new();
    let validators = VALIDATORS.get_or_init(RwLock::default);
    let id = TypeId::of::<T>();
    if let Some(known) = validators.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
        return known.clone();
    }
    let made = make::<T>().map(Arc::new);
    validators.write().unwrap_or_else(PoisonError::into_inner).insert(id, made.clone());
    made
}

fn make<T: ToSchema>() -> Option<Validator> {
    let mut schemas = vec![];
    T::schemas(&mut schemas);
    let schemas: serde_json::Map<String, Value> = schemas
        .into_iter()
        .map(|(name, schema)| Ok((name, serde_json::to_value(schema)?)))
        .collect::<serde_json::Result<_>>()
        .ok()?;
    let mut root = serde_json::to_value(T::schema()).ok()?;
    root.as_object_mut()?.insert("components".to_owned(), json!({ "schemas": schemas }));
    let mut options = jsonschema::options().should_validate_formats(true);
    for (name, check) in known_formats() {
        options = options.with_format(name, move |text: &str| check(text).is_ok());
    }
    options.build(&root).inspect_err(|error| tracing::error!(%error, "unusable schema")).ok()
}

fn known_formats() -> Vec<Format> {
    let mut formats = vocabulary::formats();
    formats.push((calendar::Moment::FORMAT, calendar::Moment::check));
    formats
}

/// Tells an error; `true` marks what a format says.
fn tell(error: &ValidationError<'_>, found: &mut Vec<(bool, Fault)>) {
    use ValidationErrorKind as Kind;
    let here = error.instance_path().to_string();
    let mut add = |field: String, detail: String| found.push((false, Fault { field, detail }));
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            for name in unexpected {
                add(format!("{here}/{name}"), "Dit veld bestaat hier niet.".to_owned());
            }
        }
        Kind::Required { property } => {
            let name = property.as_str().unwrap_or_default();
            add(format!("{here}/{name}"), "Dit veld is verplicht.".to_owned());
        }
        Kind::Format { format } => {
            let detail = known_formats()
                .iter()
                .find(|(name, _)| name == format)
                .and_then(|(_, check)| check(error.instance().as_str()?).err())
                .map_or_else(|| format!("Dit is geen {format}."), |not| not.0);
            found.push((true, Fault { field: here, detail }));
        }
        Kind::OneOfNotValid { context } | Kind::AnyOf { context } => {
            tell_alternatives(here, context, found);
        }
        kind => add(here, words(kind)),
    }
}

/// Of several alternatives, tells about the one that was meant: an optional field is "nothing, or
/// this", and whoever gave something did not mean nothing.
fn tell_alternatives(
    here: String,
    alternatives: &[Vec<ValidationError<'static>>],
    found: &mut Vec<(bool, Fault)>,
) {
    let other_type = |errors: &[ValidationError<'_>]| {
        errors.iter().any(|error| {
            matches!(error.kind(), ValidationErrorKind::Type { .. })
                && error.instance_path().to_string() == here
        })
    };
    match alternatives.iter().find(|errors| !other_type(errors)) {
        Some(meant) => meant.iter().for_each(|error| tell(error, found)),
        None => {
            let types: Vec<_> = alternatives
                .iter()
                .flatten()
                .filter_map(|error| match error.kind() {
                    ValidationErrorKind::Type { kind } => Some(type_words(kind)),
                    _ => None,
                })
                .filter(|words| words != "leeg")
                .collect();
            let detail = format!("Dit veld moet {} zijn.", types.join(" of "));
            found.push((false, Fault { field: here, detail }));
        }
    }
}

fn words(kind: &ValidationErrorKind) -> String {
    use ValidationErrorKind as Kind;
    match kind {
        Kind::Type { kind } => format!("Dit veld moet {} zijn.", type_words(kind)),
        Kind::Enum { options } => {
            let options: Vec<_> = options
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|option| option.as_str())
                .collect();
            format!("Kies een van: {}.", options.join(", "))
        }
        Kind::MinLength { limit } => format!("Geef minstens {limit} teken(s)."),
        Kind::MaxLength { limit } => format!("Geef hoogstens {limit} tekens."),
        Kind::MinItems { limit } => format!("Geef er minstens {limit}."),
        Kind::MaxItems { limit } => format!("Geef er hoogstens {limit}."),
        Kind::Minimum { limit } => format!("Dit mag niet kleiner zijn dan {limit}."),
        Kind::Maximum { limit } => format!("Dit mag niet groter zijn dan {limit}."),
        Kind::UniqueItems => "Hier staat iets dubbel.".to_owned(),
        Kind::Pattern { pattern } => format!("Dit heeft niet de vorm {pattern}."),
        _ => "Dit veld heeft een waarde die niet mag.".to_owned(),
    }
}

fn type_words(kind: &TypeKind) -> String {
    let one = |name: &str| match name {
        "string" => "een tekst",
        "integer" => "een geheel getal",
        "number" => "een getal",
        "boolean" => "true of false",
        "array" => "een lijst",
        "object" => "een object",
        "null" => "leeg",
        _ => "iets anders",
    };
    match kind {
        TypeKind::Single(single) => one(&single.to_string()).to_owned(),
        TypeKind::Multiple(several) => several
            .iter()
            .map(|single| one(&single.to_string()))
            .filter(|words| *words != "leeg")
            .collect::<Vec<_>>()
            .join(" of "),
    }
}
