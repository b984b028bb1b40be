//! Whether a text for one tenderer names another: nobody reads who else tendered, but the winner.

use crate::ProviderId;

/// What a tenderer is known by. Only for the check: it never reaches an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAs {
    /// The tenderer.
    pub tenderer: ProviderId,
    /// Its names and its numbers.
    pub names: Vec<String>,
}

/// Words that stand in names and tell nobody apart.
const COMMON: [&str; 33] = [
    "aanbieder",
    "aanbieders",
    "ambulante",
    "bureau",
    "centrum",
    "combinatie",
    "cooperatie",
    "dienst",
    "familie",
    "groep",
    "hulpverlening",
    "instelling",
    "jeugd",
    "jeugdhulp",
    "jeugdzorg",
    "kinderen",
    "kliniek",
    "maatschap",
    "nederland",
    "ondersteuning",
    "organisatie",
    "ouders",
    "praktijk",
    "psychologie",
    "regionale",
    "samenwerking",
    "stichting",
    "therapie",
    "vereniging",
    "welzijn",
    "zorggroep",
    "zorgpraktijk",
    "zorgverlening",
];

/// How a text names somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    /// By its whole name or its number.
    Outright,
    /// By a word of its name that is no common one.
    ByWord(String),
}

/// Letters and digits in small letters without accents, words apart by one space.
fn plain(text: &str) -> String {
    let mut plain = String::from(" ");
    for character in text.chars().flat_map(char::to_lowercase) {
        let character = match character {
            'à'..='å' => 'a',
            'ç' => 'c',
            'è'..='ë' => 'e',
            'ì'..='ï' => 'i',
            'ñ' => 'n',
            'ò'..='ö' => 'o',
            'ù'..='ü' => 'u',
            'ý' | 'ÿ' => 'y',
            other => other,
        };
        if character.is_alphanumeric() {
            plain.push(character);
        } else if character != '.' && character != '\'' && !plain.ends_with(' ') {
            // "B.V." reads as "bv".
            plain.push(' ');
        }
    }
    if !plain.ends_with(' ') {
        plain.push(' ');
    }
    plain
}

/// The name without its legal form.
fn core(name: &str) -> String {
    const FORMS: [&str; 7] = ["bv", "nv", "vof", "stichting", "cooperatie", "maatschap", "ua"];
    let plain = plain(name);
    let words: Vec<_> = plain.split_whitespace().filter(|word| !FORMS.contains(word)).collect();
    words.join(" ")
}

/// How a text names somebody, when it does. Words that also stand in `allowed` tell nothing.
pub(super) fn named(text: &str, who: &KnownAs, allowed: &[&KnownAs]) -> Option<Named> {
    let plain_text = plain(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let allowed: String = allowed.iter().flat_map(|it| &it.names).map(|it| plain(it)).collect();
    let mut by_word = None;
    for name in &who.names {
        let number: String = name.chars().filter(char::is_ascii_digit).collect();
        let core = core(name);
        let whole = !core.is_empty() && plain_text.contains(&format!(" {core} "));
        if whole && !allowed.contains(&format!(" {core} "))
            || number.len() >= 8 && digits.contains(&number)
        {
            return Some(Named::Outright);
        }
        let word = core.split(' ').find(|word| {
            word.chars().count() >= 6
                && !COMMON.contains(word)
                && !allowed.contains(&format!(" {word} "))
                && plain_text.contains(&format!(" {word} "))
        });
        by_word = by_word.or_else(|| word.map(|word| Named::ByWord(word.to_owned())));
    }
    by_word
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(names: &[&str]) -> KnownAs {
        let names = names.iter().map(ToString::to_string).collect();
        KnownAs { tenderer: ProviderId::default(), names }
    }

    #[test]
    fn a_name_is_found_however_it_is_written() {
        let who = known(&["Stichting Elzenbosch Jeugdhulp B.V.", "NL-KVK-90000123"]);
        for text in [
            "Wij vinden Elzenbosch Jeugdhulp beter.",
            "ELZENBOSCH  jeugdhulp, dus.",
            "Élzenbosch jeugdhulp",
            "KvK 9000 0123 won.",
        ] {
            assert_eq!(named(text, &who, &[]), Some(Named::Outright), "{text}");
        }
        let word = named("De inschrijving van Elzenbosch was beter.", &who, &[]);
        assert_eq!(word, Some(Named::ByWord("elzenbosch".to_owned())));
        for text in ["Goede jeugdhulp voor wie dat nodig heeft.", "De stichting is klein."] {
            assert_eq!(named(text, &who, &[]), None, "{text}");
        }
    }

    #[test]
    fn a_word_of_a_name_that_may_be_told_tells_nothing() {
        let (who, winner) = (known(&["Waterval Zorg"]), known(&["Waterval Wonen"]));
        assert!(named("Waterval Wonen wint.", &who, &[]).is_some());
        assert_eq!(named("Waterval Wonen wint.", &who, &[&winner]), None);
        assert_eq!(named("Waterval Zorg verliest.", &who, &[&winner]), Some(Named::Outright));
    }
}
