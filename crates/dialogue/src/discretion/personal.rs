//! What tells of a person in a text that must tell of nobody: what its form tells, and names and
//! addresses as people write them of themselves. Such a text is refused before it is stored: what
//! is not stored cannot leak.

use super::{Finding, FindingKind, Span, patterns};
use regex::Regex;
use std::sync::LazyLock;
use vocabulary::Faults;

const OWN: [(FindingKind, &str); 3] = [
    (
        FindingKind::PostalCode,
        concat!(
            r"\b\p{Lu}[\p{L}'’-]*(?: [\p{L}'’-]+){0,2}?",
            r"(?:straat|laan|weg|plein|hof|kade|dijk|steeg|singel|gracht|dreef|pad) \d{1,5}\b",
        ),
    ),
    (
        FindingKind::PersonName,
        concat!(
            r"\b(?:heet|heette|heten|genaamd|naam is|zoon|dochter|kind|broer|zus|man|vrouw",
            r"|buurman|buurvrouw|begeleider|begeleidster|juf|meester) ",
            r"(\p{Lu}[\p{Ll}'’-]+",
            r"(?: (?:(?:van|den?|der|het|ten|ter|te|el|'t) )*\p{Lu}[\p{Ll}'’-]+)*)",
        ),
    ),
    (
        FindingKind::PersonName,
        concat!(
            r"\b[\p{Ll},]+ (\p{Lu}[\p{Ll}'’-]+ (?:(?:van|den?|der|het|ten|ter|te|el|'t) )*",
            r"\p{Lu}[\p{Ll}'’-]+)",
        ),
    ),
];

static OWN_FORMS: LazyLock<Vec<(FindingKind, Regex)>> = LazyLock::new(|| {
    let known = OWN.iter().filter_map(|(kind, form)| Some((*kind, Regex::new(form).ok()?)));
    known.collect()
});

/// Words with a capital that begin the name of a place or a body, not of a person.
const NO_FIRST_NAMES: [&str; 20] = [
    "Adviesraad",
    "Centrum",
    "De",
    "Den",
    "Gemeente",
    "Gemeenteraad",
    "Het",
    "Huis",
    "Jeugdhulp",
    "Nieuw",
    "Nieuwe",
    "Noord",
    "Oost",
    "Oud",
    "Oude",
    "Regio",
    "Sint",
    "West",
    "Wmo",
    "Zuid",
];

/// What in a text tells of a person: numbers such as a BSN, addresses of any kind, and names.
/// Organisations and sites are no persons, and stay.
#[must_use]
pub fn personal(text: &str) -> Vec<Finding> {
    let mut found: Vec<Span> = patterns::find(text);
    for (kind, form) in OWN_FORMS.iter() {
        for it in form.captures_iter(text) {
            let Some(said) = it.get(1).or_else(|| it.get(0)) else { continue };
            let first = said.as_str().split(' ').next().unwrap_or_default();
            let span = Span { kind: *kind, from: said.start(), to: said.end() };
            let apart = found.iter().all(|other| !other.overlaps(&span));
            if apart && !NO_FIRST_NAMES.contains(&first) {
                found.push(span);
            }
        }
    }
    found.retain(|it| {
        matches!(
            it.kind,
            FindingKind::EmailAddress
                | FindingKind::BankAccount
                | FindingKind::PhoneNumber
                | FindingKind::RegisterNumber
                | FindingKind::PostalCode
                | FindingKind::PersonName
        )
    });
    found.sort_by_key(|span| span.from);
    found.into_iter().map(|span| span.finding(text)).collect()
}

/// What in a text tells of a person, each with its place; what stands there is not repeated, so
/// that it comes into no answer and no log (art. 5, first paragraph, under c, AVG).
#[must_use]
pub fn personal_faults(field: &str, text: &str) -> Faults {
    let mut faults = Faults::none();
    for finding in personal(text) {
        let first = finding.start.saturating_add(1);
        let length = u32::try_from(finding.text.chars().count()).unwrap_or(u32::MAX);
        let last = finding.start.saturating_add(length);
        let kind = finding.kind.dutch();
        faults.add(
            field,
            format!(
                "Op teken {first} t/m {last} staat {kind}. Haal dat weg: deze tekst mag over \
                 niemand persoonlijk gaan.",
            ),
        );
    }
    faults
}

/// The same of several texts, each with its field.
#[must_use]
pub fn about_nobody<F: AsRef<str>, T: AsRef<str>>(
    texts: impl IntoIterator<Item = (F, T)>,
) -> Faults {
    let mut faults = Faults::none();
    for (field, text) in texts {
        faults.extend(personal_faults(field.as_ref(), text.as_ref()).into_vec());
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_of_a_person_is_told_by_its_place_and_never_repeated() {
        let text = "Het kind met nummer 111222333 wacht. Bel mevrouw De Vries op 06-12345678.";
        let faults = personal_faults("/text", text).into_vec();
        let told: Vec<_> = faults.iter().map(|it| it.detail.clone()).collect();
        assert_eq!(faults.len(), 3, "{told:?}");
        assert!(told[0].starts_with("Op teken 21 t/m 29 staat een nummer"), "{told:?}");
        assert!(told.iter().all(|it| !it.contains("111222333") && !it.contains("Vries")));
        assert!(personal_faults("/text", "Ouders wachten 9 maanden op hulp.").is_empty());
        assert!(personal_faults("/text", "Van de 123456789 inwoners belt niemand.").is_empty());
    }
}
