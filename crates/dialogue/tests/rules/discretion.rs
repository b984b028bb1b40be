//! What in a public text may tell who asked, and what may not be mistaken for it.

use crate::enquiry::note;
use crate::examples::{id, text};
use crate::harness::given_nothing;
use dialogue::ClarificationNote;
use dialogue::discretion::FindingKind::{
    BankAccount, EmailAddress, OrganisationName, PersonName, PhoneNumber, Place, PostalCode,
    ProviderProfile, RegisterNumber, WebAddress,
};
use dialogue::discretion::{
    AcceptedFinding, Finding, FindingKind, KnownPhrases, NoteFinding, NotePart, ProfilePhrases,
    find,
};
use proptest::prelude::*;

fn profile(name: &str, contact: &str, email: &str, numbers: &[&str]) -> ProfilePhrases {
    ProfilePhrases {
        names: vec![name.to_owned(), contact.to_owned()],
        numbers: numbers.iter().map(ToString::to_string).collect(),
        emails: vec![email.to_owned()],
    }
}

fn known() -> KnownPhrases {
    KnownPhrases::of([
        profile(
            "Zorgpraktijk De Zilverlinde",
            "Femke van Oudeland",
            "post@zilverlinde.example",
            &["NL-KVK-90000451", "+31341900451"],
        ),
        profile("Jeugd Samen Thuis", "Ömer Şahin", "omer@gmail.com", &["NL-KVK-90000452"]),
        profile("Jeugdhulp Samen Verder", "Lies Jansen", "lies@verder.example", &[]),
        profile("Samen Verder Wonen", "Piet Jansen", "piet@verder.example", &[]),
        profile("Verder Met Zorg", "Kees Jansen", "kees@verder.example", &[]),
    ])
}

fn found(text: &str, original: &str) -> Vec<(FindingKind, String)> {
    let found = find(text, Some(original), &known());
    found.into_iter().map(|it| (it.kind, it.text)).collect()
}

#[track_caller]
fn finds(text: &str, kind: FindingKind, what: &str) {
    assert_eq!(found(text, ""), [(kind, what.to_owned())], "{text}");
}

#[test]
fn forms_that_tell_who_somebody_is_are_found() {
    for (text, kind, what) in [
        ("Mail naar info@praktijk.example.", EmailAddress, "info@praktijk.example"),
        ("Mail naar info (at) praktijk.example.", EmailAddress, "info (at) praktijk.example"),
        (
            "Zie https://www.praktijk.example/tarief.",
            WebAddress,
            "https://www.praktijk.example/tarief",
        ),
        ("Zie praktijk-oost.nl voor meer.", WebAddress, "praktijk-oost.nl"),
        ("Op NL91 ABNA 0417 1643 00 graag.", BankAccount, "NL91 ABNA 0417 1643 00"),
        ("Op NL91ABNA0417164300 IS HET.", BankAccount, "NL91ABNA0417164300"),
        ("Bel 06-12345678 na vijven.", PhoneNumber, "06-12345678"),
        ("Bel 06 12 34 56 78 na vijven.", PhoneNumber, "06 12 34 56 78"),
        ("Bel 0341-900999 na vijven.", PhoneNumber, "0341-900999"),
        ("Bel 020 900 99 99 na vijven.", PhoneNumber, "020 900 99 99"),
        ("Bel +31 (0)20 900 9999 na vijven.", PhoneNumber, "+31 (0)20 900 9999"),
        ("Ons nummer is 90000999.", RegisterNumber, "90000999"),
        ("Het BSN is 111222333.", RegisterNumber, "111222333"),
        ("Vestiging 000012345678 ook?", RegisterNumber, "000012345678"),
        ("Wij zitten op 3841 AB.", PostalCode, "3841 AB"),
        ("Vraag het mevrouw De Wit-Bos.", PersonName, "mevrouw De Wit-Bos"),
        ("Volgens dhr. J. van der Berg kan dat.", PersonName, "dhr. J. van der Berg"),
        ("Geldt dit voor stichting De Hazelaar ook?", OrganisationName, "stichting De Hazelaar"),
        ("Geldt dit voor Hazelaar Zorg B.V. ook?", OrganisationName, "Hazelaar Zorg"),
    ] {
        finds(text, kind, what);
    }
}

#[test]
fn what_every_note_says_is_not_mistaken_for_it() {
    for text in [
        "Geldt eis 4.2.1 van paragraaf 3.10 ook in 2027?",
        "De sluiting is op 05-06-2026 om 12.00 uur, zie artikel 2.54 Aw 2012.",
        "Op 01-01-2027 12.00 uur begint het contract van 1.250.000 euro.",
        "Per 1 januari 2027 geldt € 12.345.678,90 voor perceel 1.",
        "Een B.V. of een stichting mag ook inschrijven. De stichting tekent zelf.",
        "In Bijlage 3 en in Artikel 4 van de Leidraad staat meer over de Jeugdwet.",
        "Hulp bij jeugd thuis: samen met ouders, in de praktijk en met zorg.",
        "Het getal 123456789 is geen burgerservicenummer.",
        "Mevrouw of meneer maakt niet uit.",
    ] {
        assert_eq!(found(text, text), [], "{text}");
    }
}

#[test]
fn phrases_of_profiles_are_found_however_they_are_written() {
    for (text, what) in [
        ("Mag zorgpraktijk de zilverlinde meedoen?", "zorgpraktijk de zilverlinde"),
        ("Mag Zilverlinde meedoen?", "Zilverlinde"),
        ("Vraag het Femke van Oudeland.", "Femke van Oudeland"),
        ("Vraag het Oudeland.", "Oudeland"),
        ("Vraag het omer sahin of ömer şahin?", "omer sahin"),
        ("Bel ons op (0341) 90 04 51.", "(0341) 90 04 51"),
        ("Hulp van jeugd samen thuis, dus.", "jeugd samen thuis"),
    ] {
        let found = found(text, "");
        let hit = found.iter().any(|(kind, it)| {
            matches!(kind, ProviderProfile | PhoneNumber) && what.contains(it.trim())
                || it.contains(what)
        });
        assert!(hit, "{text}: {found:?}");
    }
    // What many have in their name tells of none, and a plain word is no name.
    for text in ["Wij willen samen verder.", "Is er Verder nog iets?", "De linde is geen zilver."] {
        assert_eq!(found(text, ""), [], "{text}");
    }
    assert!(found("Mail post@gmail.com", "").iter().all(|(kind, _)| *kind != ProviderProfile));
}

#[test]
fn a_number_of_a_profile_is_found_with_any_signs_between() {
    finds("Ons nummer is 9000.04.51 hoor.", ProviderProfile, "9000.04.51");
    let found = found("Ons nummer is 90000451.", "");
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn a_place_is_found_when_the_asker_named_it_too() {
    let asked = "Onze praktijk in Bergen aan Zee heeft twee kamers. Is dat genoeg?";
    let wording = "Is een praktijk in Bergen aan Zee met twee kamers genoeg?";
    assert_eq!(found(wording, asked), [(Place, "Bergen aan Zee".to_owned())]);
    assert_eq!(found("Is een praktijk in Bergen genoeg?", "Is twee kamers genoeg?"), []);
    assert_eq!(found("Geldt dit in GGZ en SAS?", "In GGZ en SAS?"), []);
}

#[test]
fn a_finding_says_where_it_stands_in_characters() {
    let found = find("Eén mail: a@b.example", None, &KnownPhrases::default());
    let expected = Finding { kind: EmailAddress, start: 10, text: "a@b.example".to_owned() };
    assert_eq!(found, [expected]);
}

fn in_answer(question: u128, kind: FindingKind) -> NoteFinding {
    let finding = Finding { kind, start: 0, text: "0341-900999".to_owned() };
    NoteFinding { question: Some(id(question)), place: None, part: NotePart::Answer, finding }
}

fn accept(question: u128, part: NotePart, kind: FindingKind) -> AcceptedFinding {
    let reason = text("Dit is het nummer van de gemeente.");
    AcceptedFinding { question: Some(id(question)), place: None, part, kind, reason }
}

#[test]
fn a_note_with_a_finding_is_published_only_when_it_is_named_with_a_reason() {
    let findings = vec![in_answer(71, PhoneNumber)];
    let publish = |accepted| note::publish_finding(findings.clone(), accepted);
    let told = given_nothing::<ClarificationNote>()
        .when(publish(vec![]).0)
        .then_refused("note-may-tell-who-asked");
    assert!(told.faults[0].detail.contains("een telefoonnummer"), "{told:?}");
    for other in [
        accept(72, NotePart::Answer, PhoneNumber),
        accept(71, NotePart::Wording, PhoneNumber),
        accept(71, NotePart::Answer, EmailAddress),
    ] {
        given_nothing::<ClarificationNote>()
            .when(publish(vec![other]).0)
            .then_refused("note-may-tell-who-asked");
    }
    let (command, published) = publish(vec![accept(71, NotePart::Answer, PhoneNumber)]);
    given_nothing::<ClarificationNote>().when(command).then([published]);
}

#[test]
fn a_finding_from_a_profile_does_not_say_of_which() {
    let told = given_nothing::<ClarificationNote>()
        .when(note::publish_finding(vec![in_answer(71, ProviderProfile)], vec![]).0)
        .then_refused("note-may-tell-who-asked");
    assert!(told.faults[0].detail.ends_with("iets uit het profiel van een aanbieder."));
}

proptest! {
    #[test]
    fn every_finding_is_a_stretch_of_the_text_and_no_two_overlap(
        text in "([a-zA-Z0-9 .@+()é-]|zilverlinde|0341-900451|NL91ABNA0417164300| in Ermelo){0,40}"
    ) {
        let characters: Vec<char> = text.chars().collect();
        let mut end = 0;
        for finding in find(&text, Some(&text), &known()) {
            let start = usize::try_from(finding.start).unwrap();
            prop_assert!(start >= end, "{finding:?} overlaps");
            end = start + finding.text.chars().count();
            let there: String = characters[start..end].iter().collect();
            prop_assert_eq!(there, finding.text);
        }
    }

    #[test]
    fn what_a_profile_names_is_found_between_any_words(
        before in "[a-z ]{0,20}", after in "[a-z ]{0,20}", upper in any::<bool>()
    ) {
        let name = "Zorgpraktijk De Zilverlinde";
        let name = if upper { name.to_uppercase() } else { name.to_lowercase() };
        let text = format!("{before} {name} {after}");
        prop_assert!(found(&text, "").iter().any(|(kind, _)| *kind == ProviderProfile), "{text}");
    }
}
