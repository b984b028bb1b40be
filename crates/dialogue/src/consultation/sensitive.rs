//! Parts of a contribution that are sensitive in competition: what they say comes in no report
//! (art. 2.57 Aanbestedingswet 2012).

use super::ContributionContent;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use utoipa::ToSchema;

/// So many words in a row, taken over from a text, repeat that text.
pub const WORDS_IN_A_ROW: usize = 6;

/// A part of a contribution that can be marked as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ContributionPart {
    /// The contribution itself.
    Text,
    /// The proposal.
    Proposal,
    /// The reason for the proposal.
    Reason,
    /// The files.
    Attachments,
}

impl ContributionContent {
    /// The texts of which nothing may be repeated where others read it.
    #[must_use]
    pub fn sensitive_texts(&self) -> Vec<&str> {
        let marked = |part| self.sensitive.contains(&part);
        let mut texts: Vec<&str> = vec![];
        if marked(ContributionPart::Text) {
            texts.push(self.text.as_ref());
        }
        if marked(ContributionPart::Proposal) {
            texts.extend(self.proposal.as_ref().map(AsRef::as_ref));
        }
        if marked(ContributionPart::Reason) {
            texts.extend(self.reason.as_ref().map(AsRef::as_ref));
        }
        for answer in self.answers.iter().filter(|answer| answer.sensitive) {
            texts.extend(answer.text.as_ref().map(AsRef::as_ref));
        }
        for reaction in self.reactions.iter().filter(|reaction| reaction.sensitive) {
            texts.extend(reaction.proposed.as_ref().map(AsRef::as_ref));
            texts.push(reaction.reason.as_ref());
        }
        texts
    }
}

/// Whether a text repeats a sensitive one: six of its words in a row, all of it when it is
/// shorter, or an amount from it. A year is no amount.
#[must_use]
pub fn repeats(text: &str, sensitive: &str) -> bool {
    let (said, kept) = (words(text), words(sensitive));
    let length = kept.len().min(WORDS_IN_A_ROW);
    if length == 0 {
        return false;
    }
    let rows: HashSet<&[String]> = kept.windows(length).collect();
    let amounts: HashSet<_> = kept.iter().filter(|word| is_amount(word)).collect();
    said.windows(length).any(|row| rows.contains(row))
        || said.iter().any(|word| amounts.contains(word))
}

/// The words of a text in small letters; an amount such as 86,40 is one word.
fn words(text: &str) -> Vec<String> {
    let apart = |c: char| !(c.is_alphanumeric() || matches!(c, ',' | '.'));
    text.split(apart)
        .map(|word| word.trim_matches([',', '.']).to_lowercase())
        .filter(|word| !word.is_empty())
        .collect()
}

fn is_amount(word: &str) -> bool {
    let digits = word.chars().filter(char::is_ascii_digit).count();
    let whole = word.parse::<u32>().is_ok_and(|number| (1900..=2100).contains(&number));
    digits >= 3 && !whole && word.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.'))
}
