//! How much two questions have in common, by their words. No meaning is guessed at.

use std::collections::BTreeSet;

/// Words that most texts have.
const COMMON: &[&str] = &[
    "aan", "als", "bij", "dan", "dat", "deze", "die", "dit", "door", "een", "heb", "hebben",
    "heeft", "het", "hoe", "ook", "kan", "kunnen", "kunt", "met", "moet", "moeten", "naar", "niet",
    "nog", "ons", "onze", "onder", "over", "staat", "tot", "uit", "van", "voor", "waar", "was",
    "wat", "welke", "wel", "worden", "wordt", "zal", "zich", "zijn", "zou", "vraag", "graag",
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
    trigrams: BTreeSet<[char; 3]>,
}

impl Likeness {
    /// Of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let words = significant_words(text);
        let mut trigrams = BTreeSet::new();
        for word in &words {
            let padded: Vec<char> = [' '].into_iter().chain(word.chars()).chain([' ']).collect();
            trigrams.extend(padded.windows(3).filter_map(|part| <[char; 3]>::try_from(part).ok()));
        }
        Self { words, trigrams }
    }

    /// What it has in common with another: by Dice's coefficient over the trigrams of their
    /// words, so that forms of one word count as much the same.
    #[must_use]
    pub fn to(&self, other: &Self) -> Similarity {
        let all = self.trigrams.len() + other.trigrams.len();
        let both = self.trigrams.intersection(&other.trigrams).count();
        let score = (200 * both).checked_div(all).unwrap_or_default();
        let shared = self.words.intersection(&other.words).cloned().collect();
        Similarity { score: u8::try_from(score).unwrap_or(100), shared }
    }
}

/// The words of a text that say something: small letters, without accents, none that most texts
/// have.
#[must_use]
pub fn significant_words(text: &str) -> BTreeSet<String> {
    let plain: String = text.chars().flat_map(char::to_lowercase).map(unaccented).collect();
    let words = plain.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| word.chars().count() > 2 && !COMMON.contains(word))
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
