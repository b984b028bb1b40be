//! Discretion: finding what in a public text may tell who asked, before it is published.
//!
//! Anonymous wording is made by people. This looks over their shoulder: addresses, numbers, names
//! and places that stand in the text, and phrases from the profiles of providers. A finding never
//! says of which provider: it is drawn from the profiles of all, so that neither a finding nor the
//! lack of one tells who asked.

mod known;
mod patterns;
mod personal;

pub use known::{KnownPhrases, ProfilePhrases};
pub use personal::{about_nobody, personal, personal_faults};

use crate::QuestionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::Paragraph;

/// What a text looks like that may tell who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// A mail address.
    EmailAddress,
    /// An address on the web, or the name of a site.
    WebAddress,
    /// The number of a bank account (IBAN).
    BankAccount,
    /// A phone number.
    PhoneNumber,
    /// A number as registers give to persons and organisations (BSN, RSIN, KvK, vestiging, OIN,
    /// AGB).
    RegisterNumber,
    /// A postal code.
    PostalCode,
    /// The name of a person.
    PersonName,
    /// The name of an organisation.
    OrganisationName,
    /// Something from the profile of a provider: a name or a part of it, a number, an address.
    ProviderProfile,
    /// A place that the asker named as well.
    Place,
}

impl FindingKind {
    /// What it looks like, in Dutch.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::EmailAddress => "een mailadres",
            Self::WebAddress => "een webadres",
            Self::BankAccount => "een rekeningnummer",
            Self::PhoneNumber => "een telefoonnummer",
            Self::RegisterNumber => "een nummer uit een register (zoals KvK, RSIN of BSN)",
            Self::PostalCode => "een postcode",
            Self::PersonName => "de naam van een persoon",
            Self::OrganisationName => "de naam van een organisatie",
            Self::ProviderProfile => "iets uit het profiel van een aanbieder",
            Self::Place => "een plaats die de vraagsteller ook noemde",
        }
    }
}

/// Something in a text that may tell who somebody is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Finding {
    /// What it looks like.
    pub kind: FindingKind,
    /// Where it begins: how many characters stand before it.
    pub start: u32,
    /// What stands there.
    pub text: String,
}

/// Which text of a note it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NotePart {
    /// The anonymous wording of a question.
    Wording,
    /// The answer to a question.
    Answer,
    /// An announcement.
    Announcement,
    /// A correction of an earlier note.
    Correction,
}

/// Something in a note that may tell who asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct NoteFinding {
    /// The question, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// The place of the announcement or correction in its list, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// Which text.
    pub part: NotePart,
    /// What was found there.
    pub finding: Finding,
}

impl NoteFinding {
    /// The field of a request that the finding is about.
    pub(crate) fn field(&self) -> String {
        let index = self.place.unwrap_or(1).saturating_sub(1);
        match self.part {
            NotePart::Wording | NotePart::Answer => "/accepted".to_owned(),
            NotePart::Announcement => format!("/announcements/{index}/text"),
            NotePart::Correction => format!("/errata/{index}/correction"),
        }
    }

    /// The finding in Dutch.
    pub(crate) fn in_words(&self) -> String {
        let Finding { kind, text, .. } = &self.finding;
        let what = format!("\"{text}\" lijkt {}.", kind.dutch());
        match (self.question, self.part) {
            (Some(question), NotePart::Wording) => format!("Vraag {question}, de vraag: {what}"),
            (Some(question), _) => format!("Vraag {question}, het antwoord: {what}"),
            (None, _) => what,
        }
    }
}

/// What may stand in a note although it looks as if it tells who asked: every finding of this kind
/// in this text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptedFinding {
    /// The question, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// The place of the announcement or correction in its list, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<u32>,
    /// Which text.
    pub part: NotePart,
    /// What it looks like.
    pub kind: FindingKind,
    /// Why it may stand.
    pub reason: Paragraph,
}

impl AcceptedFinding {
    /// Whether it accepts a finding.
    #[must_use]
    pub fn is_about(&self, finding: &NoteFinding) -> bool {
        (self.question, self.place, self.part, self.kind)
            == (finding.question, finding.place, finding.part, finding.finding.kind)
    }
}

/// Finds what in a text may tell who somebody is, in the order of the text. `original` is what the
/// asker wrote, when the text is drawn from that.
#[must_use]
pub fn find(text: &str, original: Option<&str>, known: &KnownPhrases) -> Vec<Finding> {
    let mut found = patterns::find(text);
    for more in [known.find(text), patterns::places(text, original.unwrap_or_default())] {
        for span in more {
            if found.iter().all(|other| !other.overlaps(&span)) {
                found.push(span);
            }
        }
    }
    found.sort_by_key(|span| span.from);
    found.into_iter().map(|span| span.finding(text)).collect()
}

/// A stretch of a text, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Span {
    kind: FindingKind,
    from: usize,
    to: usize,
}

impl Span {
    const fn overlaps(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }

    fn finding(self, text: &str) -> Finding {
        let start = text.get(..self.from).map_or(0, |before| before.chars().count());
        Finding {
            kind: self.kind,
            start: u32::try_from(start).unwrap_or(u32::MAX),
            text: text.get(self.from..self.to).unwrap_or_default().to_owned(),
        }
    }
}

/// A word of a text as it is compared: small letters without accents.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Word {
    folded: String,
    from: usize,
    to: usize,
    /// Whether it begins with a capital or a digit.
    stands_out: bool,
}

/// The words of a text: everything between what is neither letter nor digit.
fn words(text: &str) -> Vec<Word> {
    let mut words: Vec<Word> = vec![];
    let mut open = false;
    for (at, character) in text.char_indices() {
        if !character.is_alphanumeric() {
            open = false;
            continue;
        }
        if !open {
            let stands_out = character.is_uppercase() || character.is_numeric();
            words.push(Word { folded: String::new(), from: at, to: at, stands_out });
            open = true;
        }
        if let Some(word) = words.last_mut() {
            word.folded.extend(character.to_lowercase().map(plain));
            word.to = at + character.len_utf8();
        }
    }
    words
}

/// A letter without its accent.
const fn plain(letter: char) -> char {
    match letter {
        'à'..='å' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ğ' => 'g',
        'ı' => 'i',
        'ł' => 'l',
        'ş' | 'š' => 's',
        'ž' => 'z',
        'è'..='ë' => 'e',
        'ì'..='ï' => 'i',
        'ñ' => 'n',
        'ò'..='ö' | 'ø' => 'o',
        'ù'..='ü' => 'u',
        'ý' | 'ÿ' => 'y',
        other => other,
    }
}
