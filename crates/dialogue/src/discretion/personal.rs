//! What tells of a person in a text that must tell of nobody. Such a text is refused before it is
//! stored: what is not stored cannot leak.

use super::{FindingKind, KnownPhrases, find};
use vocabulary::Faults;

/// What in a text tells of a person, each with its place; what stands there is not repeated, so
/// that it comes into no answer and no log (art. 5, first paragraph, under c, AVG).
#[must_use]
pub fn personal_faults(field: &str, text: &str) -> Faults {
    let mut faults = Faults::none();
    for finding in find(text, None, &KnownPhrases::of([])) {
        let personal = matches!(
            finding.kind,
            FindingKind::EmailAddress
                | FindingKind::BankAccount
                | FindingKind::PhoneNumber
                | FindingKind::RegisterNumber
                | FindingKind::PostalCode
                | FindingKind::PersonName
        );
        if personal {
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
