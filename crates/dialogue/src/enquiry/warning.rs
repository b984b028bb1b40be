//! What deserves a second look in an answer before it is approved. Nothing of it is refused.

use super::QuestionAnswerDrafted;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What deserves a second look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerWarningKind {
    /// The answer only points to the documents. That is too little, unless whoever asked plainly
    /// did not read them.
    OnlyRefers,
}

/// Something in an answer that deserves a second look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AnswerWarning {
    /// Which part of the answer, from 1. One that is not split has one part.
    pub part: u32,
    /// What it is.
    pub kind: AnswerWarningKind,
    /// What it is, in Dutch.
    pub detail: String,
}

const ONLY_REFERS: &str = "Dit antwoord verwijst alleen naar de documenten. Dat is te weinig, \
    behalve als de vraagsteller ze duidelijk niet heeft gelezen. Zeg ook wat daar staat.";

/// Words that point somewhere.
const POINTING: &[&str] = &[
    "zie",
    "ziet",
    "lees",
    "leest",
    "verwijst",
    "verwijzen",
    "verwezen",
    "verwijzing",
    "raadpleeg",
    "raadpleegt",
    "staat",
    "staan",
    "vindt",
    "vinden",
    "terugvinden",
    "vermeld",
    "beschreven",
    "opgenomen",
    "terug",
    "hiervoor",
    "daarvoor",
];

/// What is pointed to.
const POINTED_TO: &[&str] = &[
    "document",
    "documenten",
    "stuk",
    "stukken",
    "aanbestedingsstukken",
    "inkoopstukken",
    "inkoopdocumenten",
    "aanbestedingsdocumenten",
    "leidraad",
    "inkoopleidraad",
    "aanbestedingsleidraad",
    "bestek",
    "bijlage",
    "bijlagen",
    "beschrijvend",
    "programma",
    "eisen",
    "pve",
    "overeenkomst",
    "conceptovereenkomst",
    "contract",
    "nota",
    "inlichtingen",
    "paragraaf",
    "paragrafen",
    "hoofdstuk",
    "artikel",
    "artikelen",
    "lid",
    "pagina",
    "bladzijde",
    "vraag",
    "antwoord",
    "antwoorden",
    "perceel",
    "versie",
];

/// Words that add nothing of their own.
const LITTLE: &[&str] = &[
    "de",
    "het",
    "een",
    "in",
    "op",
    "van",
    "voor",
    "naar",
    "bij",
    "en",
    "of",
    "u",
    "uw",
    "wij",
    "we",
    "ons",
    "onze",
    "dit",
    "dat",
    "die",
    "deze",
    "daar",
    "er",
    "hier",
    "is",
    "zijn",
    "wordt",
    "worden",
    "kunt",
    "kan",
    "dan",
    "graag",
    "svp",
    "aub",
    "alstublieft",
    "hierin",
    "daarin",
    "reeds",
    "al",
    "gepubliceerde",
    "bijgevoegde",
    "betreffende",
    "relevante",
    "andere",
    "ook",
    "daarover",
    "hierover",
    "informatie",
    "meer",
    "d",
    "v",
    "m",
    "t",
];

/// Everything that deserves a second look in an answer.
#[must_use]
pub fn answer_warnings(draft: &QuestionAnswerDrafted) -> Vec<AnswerWarning> {
    let kind = AnswerWarningKind::OnlyRefers;
    (1..)
        .zip(draft.parts())
        .filter(|(_, part)| part.amends.is_none() && only_refers(part.answer.as_str()))
        .map(|(part, _)| AnswerWarning { part, kind, detail: ONLY_REFERS.to_owned() })
        .collect()
}

/// Whether a text points somewhere and says nothing else.
fn only_refers(text: &str) -> bool {
    let text = text.to_lowercase();
    let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let is_one_of = |list: &[&str]| words().any(|word| list.contains(&word));
    let says_more = words().any(|word| {
        let number = word.chars().all(|c| c.is_ascii_digit()) || word.len() == 1;
        !number && ![POINTING, POINTED_TO, LITTLE].iter().any(|list| list.contains(&word))
    });
    is_one_of(POINTING) && (is_one_of(POINTED_TO) || text.contains('§')) && !says_more
}

#[cfg(test)]
mod tests {
    use super::only_refers;

    #[test]
    fn an_answer_that_only_points_to_the_documents_is_known() {
        for bare in [
            "Zie de documenten.",
            "Zie § 3.2.",
            "Hiervoor verwijzen wij u naar paragraaf 3.2 van de leidraad.",
            "Dit staat in bijlage B, artikel 4 lid 2.",
            "U vindt het antwoord in het programma van eisen.",
        ] {
            assert!(only_refers(bare), "{bare}");
        }
    }

    #[test]
    fn an_answer_that_says_something_may_point_as_well() {
        for sound in [
            "Nee. Zie paragraaf 3.2.",
            "Het tarief geldt per uur; zie bijlage B.",
            "Ja.",
            "In de documenten stond een fout.",
            "Het contract start op 1 januari 2028. Dit staat in de leidraad.",
        ] {
            assert!(!only_refers(sound), "{sound}");
        }
    }
}
