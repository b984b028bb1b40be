//! How much two questions have in common, by their words. No meaning is guessed at.

use std::collections::BTreeSet;

/// Words that most texts have, in alphabetical order.
const COMMON: &[&str] = &[
    "aan", "als", "bij", "dan", "dat", "deze", "die", "dit", "door", "een", "graag", "heb",
    "hebben", "heeft", "het", "hoe", "kan", "kunnen", "kunt", "met", "moet", "moeten", "naar",
    "niet", "nog", "onder", "ons", "onze", "ook", "over", "staat", "tot", "uit", "van", "voor",
    "vraag", "waar", "was", "wat", "wel", "welke", "worden", "wordt", "zal", "zich", "zijn", "zou",
];

/// How much two texts have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Similarity {
    /// From 0, nothing, to 100, the same words.
    pub score: u8,
    /// The words that both have and that say something, in alphabetical order.
    pub shared: Vec<String>,
}

/// A text, made ready to be compared with others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Likeness {
    words: BTreeSet<String>,
    /// Each once, in order. A letter takes 21 bits.
    trigrams: Vec<u64>,
}

/// The bits of three letters.
const TRIGRAM: u64 = (1 << 63) - 1;

impl Likeness {
    /// Of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words = significant_words(text);
        let mut trigrams = Vec::with_capacity(text.len());
        for word in &words {
            let padded = word.chars().chain([' ']).map(u64::from);
            let ends = padded.scan(u64::from(' '), |before, letter| {
                *before = ((*before << 21) | letter) & TRIGRAM;
                Some(*before)
            });
            // The first has no more than two letters.
            trigrams.extend(ends.skip(1));
        }
        trigrams.sort_unstable();
        trigrams.dedup();
        Self { words, trigrams }
    }

    /// What it has in common with another: by Dice's coefficient over the trigrams of their
    /// words, so that forms of one word count as much the same.
    #[must_use]
    pub fn to(&self, other: &Self) -> Similarity {
        let all = self.trigrams.len() + other.trigrams.len();
        let both = in_both(&self.trigrams, &other.trigrams);
        let score = (200 * both).checked_div(all).unwrap_or_default();
        let shared = self.words.intersection(&other.words).cloned().collect();
        Similarity { score: u8::try_from(score).unwrap_or(100), shared }
    }
}

/// How many of two ordered lists are in both.
fn in_both<T: Ord>(one: &[T], other: &[T]) -> usize {
    let mut others = other.iter().peekable();
    one.iter()
        .filter(|it| {
            while others.next_if(|other| other < it).is_some() {}
            others.next_if_eq(it).is_some()
        })
        .count()
}

/// The words of a text that say something: small letters, without accents, none that most texts
/// have.
#[must_use]
pub fn significant_words(text: &str) -> BTreeSet<String> {
    let plain: String = text.chars().flat_map(char::to_lowercase).map(unaccented).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.chars().count() > 2 && COMMON.binary_search(word).is_err())
        .map(str::to_owned)
        .collect()
}

const fn unaccented(letter: char) -> char {
    match letter {
        'à' | 'á' | 'â' | 'ä' => 'a',
        'ç' => 'c',
        'è' | 'é' | 'ê' | 'ë' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ò' | 'ó' | 'ô' | 'ö' => 'o',
        'ù' | 'ú' | 'û' | 'ü' => 'u',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(one: &str, other: &str) -> u8 {
        let (one, other) = (Likeness::of(one), Likeness::of(other));
        assert_eq!(one.to(&other), other.to(&one), "both ways alike");
        one.to(&other).score
    }

    #[test]
    fn common_words_are_in_order() {
        assert!(COMMON.is_sorted());
    }

    #[test]
    fn what_asks_the_same_scores_high_and_what_does_not_low() {
        let asked = "Telt de reistijd mee in het tarief per uur?";
        assert_eq!(score(asked, asked), 100);
        assert!(score(asked, "Is reistijd begrepen in het uurtarief?") >= 40);
        assert!(score(asked, "Tellen reistijden mee in de tarieven per uur?") >= 60);
        assert!(score(asked, "Wanneer begint de overeenkomst?") < 15);
        assert_eq!(score("", asked), 0);
        assert_eq!(score("", ""), 0);
    }

    #[test]
    fn shared_words_are_told_without_accents_and_common_ones() {
        let [one, other] = ["Geldt één tarief voor cliënten?", "Welk tarief geldt bij clienten?"]
            .map(Likeness::of);
        assert_eq!(one.to(&other).shared, ["clienten", "geldt", "tarief"]);
    }
}
