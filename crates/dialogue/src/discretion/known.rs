//! Phrases from the profiles of providers, as they are looked for in a text.

use super::{FindingKind, Span, Word, words};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// A word of a name shorter than this tells nothing by itself.
const PART_MIN: usize = 4;

/// A word that stands in more names than this tells nothing by itself.
const NAMES_MAX: u32 = 2;

/// A phrase of more words is looked for by its first so many.
const WORDS_MAX: usize = 8;

/// How many of the last digits of a number are compared: with or without the code of the country.
const DIGITS: usize = 8;

/// Words in the names of many care organisations, and of forms of organisations.
const COMMON: [&str; 56] = [
    "advies",
    "ambulante",
    "begeleiding",
    "behandeling",
    "centrum",
    "cooperatie",
    "coach",
    "coaching",
    "dagbesteding",
    "daan",
    "expertise",
    "gezin",
    "gezins",
    "gezinshuis",
    "gezinnen",
    "groep",
    "help",
    "hulp",
    "hulpverlening",
    "huis",
    "instelling",
    "jeugd",
    "jeugdhulp",
    "jeugdzorg",
    "jong",
    "jongeren",
    "kind",
    "kinderen",
    "kindzorg",
    "land",
    "leven",
    "maatschap",
    "mens",
    "mensen",
    "nederland",
    "nieuwe",
    "ondersteuning",
    "opvang",
    "ouders",
    "pleegzorg",
    "praktijk",
    "psychologen",
    "psychologie",
    "regio",
    "samen",
    "stichting",
    "thuis",
    "thuiszorg",
    "vereniging",
    "voor",
    "werk",
    "wonen",
    "zorg",
    "zorggroep",
    "zorgboerderij",
    "zorgpraktijk",
];

/// Domains under which everyone can have mail.
const EVERYONES: [&str; 12] = [
    "gmail",
    "hotmail",
    "outlook",
    "live",
    "icloud",
    "ziggo",
    "kpnmail",
    "xs4all",
    "planet",
    "proton",
    "protonmail",
    "yahoo",
];

/// What one provider tells of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProfilePhrases {
    /// Its names: of the organisation, and of whoever can be reached there.
    pub names: Vec<String>,
    /// Its numbers, and those by which it can be called.
    pub numbers: Vec<String>,
    /// Its mail addresses.
    pub emails: Vec<String>,
}

/// The phrases of all providers together, so that a finding does not tell of which one it is.
#[derive(Clone, Debug, Default)]
pub struct KnownPhrases {
    /// Whole names, folded, with one space between words.
    whole: HashSet<String>,
    /// The number of words of the longest name.
    longest: usize,
    /// Words that tell a name by themselves.
    parts: HashSet<String>,
    /// The last digits of numbers.
    numbers: HashSet<String>,
}

impl KnownPhrases {
    /// The phrases of some providers.
    #[must_use]
    pub fn of(profiles: impl IntoIterator<Item = ProfilePhrases>) -> Self {
        let mut known = Self::default();
        let mut in_names: BTreeMap<String, u32> = BTreeMap::new();
        for profile in profiles {
            let mut of_profile = BTreeSet::new();
            for name in &profile.names {
                let name = folded(name);
                of_profile.extend(name.iter().cloned());
                known.add_whole(&name);
            }
            of_profile.extend(profile.emails.iter().filter_map(|it| own_domain(it)));
            known.numbers.extend(profile.numbers.iter().filter_map(|it| last_digits(it)));
            for word in of_profile {
                *in_names.entry(word).or_default() += 1;
            }
        }
        let telling = in_names.into_iter().filter(|(word, names)| {
            *names <= NAMES_MAX && word.chars().count() >= PART_MIN && !common(word)
        });
        known.parts.extend(telling.map(|(word, _)| word));
        known
    }

    /// A name of one common word tells nothing.
    fn add_whole(&mut self, name: &[String]) {
        let words = &name[..name.len().min(WORDS_MAX)];
        if words.iter().all(|word| common(word)) && words.len() < 2 {
            return;
        }
        self.longest = self.longest.max(words.len());
        self.whole.insert(words.join(" "));
    }

    /// Where one of the phrases stands in a text.
    pub(super) fn find(&self, text: &str) -> Vec<Span> {
        let words = words(text);
        let mut found: Vec<Span> = vec![];
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let length = self.length_at(&words, at);
            if let Some(last) = length.checked_sub(1).and_then(|n| words.get(at + n)) {
                found.push(Span {
                    kind: FindingKind::ProviderProfile,
                    from: word.from,
                    to: last.to,
                });
            }
            at += length.max(1);
        }
        found.extend(self.numbers_in(text));
        found
    }

    /// How many words of a phrase begin here; none when none does.
    fn length_at(&self, words: &[Word], at: usize) -> usize {
        let most = self.longest.min(words.len() - at);
        for length in (1..=most).rev() {
            let run: Vec<_> =
                words[at..at + length].iter().map(|word| word.folded.as_str()).collect();
            // One plain word that is a whole name is looked for as a part: by its capital.
            if length > 1 && self.whole.contains(&run.join(" ")) {
                return length;
            }
        }
        let word = &words[at];
        let alone = self.parts.contains(&word.folded) || self.whole.contains(&word.folded);
        usize::from(word.stands_out && alone)
    }

    fn numbers_in(&self, text: &str) -> Vec<Span> {
        let mut found = vec![];
        let mut run: Option<(usize, usize)> = None;
        // A number may be written with spaces, dots and hyphens in between.
        for (at, character) in text.char_indices().chain([(text.len(), '\n')]) {
            if character.is_ascii_digit() {
                let from = run.map_or(at, |(from, _)| from);
                run = Some((from, at + 1));
            } else if !matches!(character, ' ' | '.' | '-' | '(' | ')')
                && let Some((from, to)) = run.take()
                && last_digits(&text[from..to]).is_some_and(|it| self.numbers.contains(&it))
            {
                found.push(Span { kind: FindingKind::ProviderProfile, from, to });
            }
        }
        found
    }
}

fn folded(text: &str) -> Vec<String> {
    words(text).into_iter().map(|word| word.folded).collect()
}

/// The name in the domain of a mail address, when not everyone can have mail there.
fn own_domain(email: &str) -> Option<String> {
    let (_, domain) = email.rsplit_once('@')?;
    let own = folded(domain).into_iter().rev().nth(1)?;
    (!EVERYONES.contains(&own.as_str())).then_some(own)
}

fn common(word: &str) -> bool {
    COMMON.contains(&word)
}

fn last_digits(number: &str) -> Option<String> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    digits.len().checked_sub(DIGITS).map(|from| digits[from..].to_owned())
}
