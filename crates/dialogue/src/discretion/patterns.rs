//! What tells who somebody is by its form alone: addresses, numbers, names with a title.

use super::{FindingKind, Span, words};
use regex::Regex;
use std::sync::LazyLock;
use vocabulary::eleven_test;

/// The forms, the most certain first: what one has found, a later one leaves alone.
const FORMS: [(FindingKind, &str); 12] = [
    (
        FindingKind::EmailAddress,
        r"[\p{L}\p{N}._%+-]+ ?(?:@|\(at\)|\[at\]) ?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+",
    ),
    (FindingKind::WebAddress, r"(?i)\b(?:https?://|www\.)[^\s<>]+[^\s<>.,;:!?)]"),
    (
        FindingKind::WebAddress,
        concat!(
            r"(?i)\b[\p{L}\d][\p{L}\d-]*(?:\.[\p{L}\d-]+)*",
            r"\.(?:nl|com|org|net|eu|be|de|info|care|zorg|health|frl|amsterdam|example)\b",
        ),
    ),
    (FindingKind::BankAccount, r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}\b"),
    (FindingKind::PhoneNumber, r"(?:\+|\b00) ?31[ .-]?(?:\(0\) ?)?[1-9](?:[ .-]?\d){8}\b"),
    (FindingKind::PhoneNumber, r"\b06[ .-]?(?:\d[ .-]?){7}\d\b"),
    (FindingKind::PhoneNumber, r"\b0[1-9]\d{8}\b"),
    (
        FindingKind::PhoneNumber,
        r"(?:\b|\()0[1-9]\d{1,2}\)?[ .-]{1,3}\d{2,3}[ .-]?\d{2}[ .-]?\d{2,3}\b",
    ),
    (FindingKind::RegisterNumber, r"\b\d{8}(?:\d(?:\d{3}(?:\d{8})?)?)?\b"),
    (FindingKind::RegisterNumber, r"\b\d{4}\.\d{2}\.\d{3}\b"),
    (FindingKind::PostalCode, r"\b[1-9]\d{3} ?[A-Z]{2}\b"),
    (
        FindingKind::PersonName,
        concat!(
            r"\b(?:[Mm]evrouw|[Mm]eneer|[Dd]e heer|[Mm]evr\.|[Mm]w\.|[Dd]hr\.|[Dd]rs\.|[Dd]r\.",
            r"|[Ii]r\.|[Mm]r\.|[Pp]rof\.) ?(?:\p{Lu}\. ?)*",
            r"(?:(?:[Vv]an|[Dd]en?|[Dd]er|[Hh]et|[Tt]en|[Tt]er|[Tt]e|[Ee]l|'t) )*",
            r"\p{Lu}[\p{L}'’-]+",
        ),
    ),
];

/// Names of organisations by the word or the form of company that goes with them.
const ORGANISATIONS: [&str; 2] = [
    concat!(
        r"\b(?:[Ss]tichting|[Vv]ereniging|[Cc]oöperatie|[Mm]aatschap|[Zz]orgpraktijk|[Pp]raktijk",
        r"|[Zz]orggroep|[Zz]orgboerderij|[Gg]ezinshuis)",
        r"((?: (?:de|het|van|der|'t|en|voor))* \p{Lu}[\p{L}\d&'’-]*(?: \p{Lu}[\p{L}\d&'’-]*)*)",
    ),
    concat!(
        r"\b(\p{Lu}[\p{L}\d&'’-]+(?: \p{Lu}[\p{L}\d&'’-]+){0,3}) ",
        r"(?:B\.?V\.?|N\.?V\.?|V\.?[Oo]\.?[Ff]\.?|U\.A\.)(?:\W|$)",
    ),
];

/// A place, by the word before it.
const PLACE: &str = concat!(
    r"\b(?:[Ii]n|[Tt]e|[Uu]it|[Bb]ij|[Nn]abij|[Rr]ond|[Vv]anuit|[Nn]aar|[Rr]egio|[Gg]emeente",
    r"|[Ll]ocatie|[Vv]estiging|[Dd]orp|[Ss]tad|[Ww]ijk) ",
    r"(\p{Lu}[\p{L}'’-]+(?: (?:aan|den|de|der|op|en) \p{Lu}[\p{L}'’-]+| \p{Lu}[\p{L}'’-]+)*)",
);

/// Words with a capital that are no place and no name of a party.
const NO_NAMES: [&str; 35] = [
    "aanbestedingswet",
    "aanbieder",
    "artikel",
    "bijlage",
    "contract",
    "de",
    "deze",
    "een",
    "eis",
    "europa",
    "gids",
    "gunningsleidraad",
    "het",
    "hoofdstuk",
    "inkoopleidraad",
    "jeugdwet",
    "leidraad",
    "model",
    "nederland",
    "nota",
    "onderdeel",
    "overeenkomst",
    "paragraaf",
    "perceel",
    "programma",
    "ronde",
    "tabel",
    "tendernet",
    "tenderned",
    "uw",
    "versie",
    "vraag",
    "wet",
    "wmo",
    "zorg",
];

static FORM: LazyLock<Vec<(FindingKind, Regex)>> = LazyLock::new(|| {
    let known = FORMS.iter().filter_map(|(kind, form)| Some((*kind, Regex::new(form).ok()?)));
    known.collect()
});

static ORGANISATION: LazyLock<Vec<Regex>> =
    LazyLock::new(|| ORGANISATIONS.iter().filter_map(|form| Regex::new(form).ok()).collect());

static PLACES: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(PLACE).ok());

/// Everything that its form tells.
pub(super) fn find(text: &str) -> Vec<Span> {
    let mut found: Vec<Span> = vec![];
    let mut add = |span: Span| {
        if found.iter().all(|other| !other.overlaps(&span)) {
            found.push(span);
        }
    };
    for (kind, form) in FORM.iter() {
        for it in form.find_iter(text) {
            if let Some(length) = certain(*kind, it.as_str()) {
                add(Span { kind: *kind, from: it.start(), to: it.start() + length });
            }
        }
    }
    for form in ORGANISATION.iter() {
        for it in form.captures_iter(text) {
            let Some(name) = it.get(1).filter(|name| is_name(name.as_str())) else { continue };
            let whole = it.get(0).map_or(name.start(), |whole| whole.start());
            add(Span { kind: FindingKind::OrganisationName, from: whole, to: name.end() });
        }
    }
    found
}

/// The places in a text that the asker named as well.
pub(super) fn places(text: &str, original: &str) -> Vec<Span> {
    let Some(form) = PLACES.as_ref() else { return vec![] };
    let said: Vec<_> = words(original).into_iter().filter(|word| word.stands_out).collect();
    let mut found = vec![];
    for it in form.captures_iter(text).filter_map(|it| it.get(1)) {
        let named = words(it.as_str());
        let in_both = named.iter().any(|word| {
            // What has no small letter is an abbreviation.
            let small = it.as_str().get(word.from..word.to);
            word.stands_out
                && small.is_some_and(|it| it.chars().any(char::is_lowercase))
                && !NO_NAMES.contains(&word.folded.as_str())
                && said.iter().any(|other| other.folded == word.folded)
        });
        if in_both {
            found.push(Span { kind: FindingKind::Place, from: it.start(), to: it.end() });
        }
    }
    found
}

fn is_name(text: &str) -> bool {
    words(text).iter().any(|it| it.stands_out && !NO_NAMES.contains(&it.folded.as_str()))
}

/// How much of a match it is about; nothing when its check digits or its length say no.
fn certain(kind: FindingKind, text: &str) -> Option<usize> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match kind {
        FindingKind::BankAccount => iban(text),
        FindingKind::PhoneNumber => matches!(digits.len(), 10..=14).then_some(text.len()),
        FindingKind::RegisterNumber => match digits.len() {
            // Nine digits without the check are any number.
            9 => eleven_test(&digits).then_some(text.len()),
            8 | 12 | 20 => Some(text.len()),
            _ => None,
        },
        FindingKind::PostalCode => {
            let letters = text.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
            (!matches!(letters, "SA" | "SD" | "SS" | "BW" | "EG" | "EU" | "AW"))
                .then_some(text.len())
        }
        _ => Some(text.len()),
    }
}

/// How much of a text is an account number whose check digits are right (ISO 13616).
fn iban(text: &str) -> Option<usize> {
    let mut compact = String::new();
    let mut longest = None;
    for (at, character) in text.char_indices().filter(|(_, c)| *c != ' ') {
        compact.push(character);
        if (15..=34).contains(&compact.len()) && right_check(&compact) {
            longest = Some(at + character.len_utf8());
        }
    }
    longest
}

fn right_check(compact: &str) -> bool {
    let Some((front, rest)) = compact.split_at_checked(4) else { return false };
    let mut remainder = 0u32;
    for character in rest.chars().chain(front.chars()) {
        let Some(value) = character.to_digit(36) else { return false };
        let shift = if value > 9 { 100 } else { 10 };
        remainder = (remainder * shift + value) % 97;
    }
    remainder == 1
}
