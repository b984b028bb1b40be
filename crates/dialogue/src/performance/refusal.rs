//! Why something about indicators, data or a performance talk is refused.

use super::{DeliveredBefore, Period, TalkQuestion};
use crate::refusal::Told;
use vocabulary::Slug;

/// How many missing things a refusal names.
const NAMED_MAX: usize = 20;

/// Why something about indicators, data or a performance talk is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PerformanceRefusal {
    /// There is no such indicator, or it is measured no longer.
    IndicatorUnknown,
    /// There is no such delivery, or none that the caller may know of.
    DeliveryUnknown,
    /// Its provider delivers it, and nobody else.
    DeliveryOfProvider,
    /// It was requested or opened before, with another content.
    DeliveryExists,
    /// What is asked for was delivered or asked for before.
    Delivered(Vec<DeliveredBefore>),
    /// So many requests may be made in a year, and they were.
    AboveTarget {
        /// The year.
        year: u16,
        /// How many.
        most: u32,
    },
    /// Another file is being taken in, or was.
    ImportBegun,
    /// Not everything of it was taken in.
    DeliveryIncomplete,
    /// It was checked, and what was found is never edited.
    DeliveryChecked,
    /// There is no such talk, or none that the caller may know of.
    TalkUnknown,
    /// It was opened before, with another content.
    TalkExists,
    /// There is nothing validated to talk about.
    NotValidated(Vec<(Slug, Period)>),
    /// Another question comes first.
    QuestionOrder(TalkQuestion),
    /// A later question was answered: the answers before it stand.
    QuestionPassed,
    /// Not all questions were answered.
    TalkUnanswered(TalkQuestion),
    /// There are no minutes.
    MinutesMissing,
    /// The minutes were confirmed, and are never edited.
    MinutesConfirmed,
    /// There is no such action.
    ActionUnknown,
    /// It was closed.
    ActionClosed,
    /// Nothing was measured and validated since it was agreed.
    ActionNotMeasured,
}

/// Indicators with their periods, in words.
fn named<'n>(all: impl ExactSizeIterator<Item = (&'n Slug, Period)>) -> String {
    let left = all.len().saturating_sub(NAMED_MAX);
    let named: Vec<_> = all.take(NAMED_MAX).map(|(key, at)| format!("{key} ({at})")).collect();
    let rest = if left > 0 { format!(" en nog {left}") } else { String::new() };
    format!("{}{rest}", named.join(", "))
}

impl PerformanceRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::IndicatorUnknown => {
                Told::unknown("indicator-unknown", "Deze indicator bestaat niet of telt niet meer.")
            }
            Self::DeliveryUnknown => {
                Told::unknown("data-delivery-unknown", "Deze levering van gegevens bestaat niet.")
            }
            Self::DeliveryOfProvider => Told::forbidden(
                "data-delivery-of-provider",
                "Deze gegevens levert de aanbieder zelf.",
            ),
            Self::DeliveryExists => Told::state(
                "data-delivery-exists",
                "Deze levering bestaat al met een andere inhoud.",
            ),
            Self::Delivered(before) => Told::state(
                "data-delivered-before",
                format!(
                    "Deze gegevens zijn al geleverd of gevraagd: {}. U vindt ze bij de waarden \
                     van het contract. Vraag ze alleen opnieuw met een reden.",
                    named(before.iter().map(|it| (&it.indicator, it.period))),
                ),
            ),
            Self::AboveTarget { year, most } => Told::state(
                "data-request-above-target",
                format!(
                    "In {year} worden aanbieders hoogstens {most} keer om gegevens gevraagd, en \
                     dat is gebeurd. Vraag alleen meer met een reden.",
                ),
            ),
            Self::ImportBegun => Told::state(
                "data-import-begun",
                "Voor deze levering is al een ander bestand ingelezen. Open een nieuwe levering.",
            ),
            Self::DeliveryIncomplete => Told::state(
                "data-delivery-incomplete",
                "Deze levering is nog niet helemaal binnen. Stuur eerst alle gegevens.",
            ),
            Self::DeliveryChecked => Told::state(
                "data-delivery-checked",
                "Deze levering is al gecontroleerd. Voor andere waarden is een nieuwe levering \
                 nodig.",
            ),
            Self::ActionUnknown => Told::unknown("action-unknown", "Deze actie bestaat niet."),
            Self::ActionClosed => {
                Told::state("action-closed", "Deze actie is al afgesloten met een resultaat.")
            }
            Self::ActionNotMeasured => Told::state(
                "action-not-measured",
                "Sluit een actie af met een gemeten resultaat: er is nog geen gecontroleerde \
                 waarde van na het gesprek.",
            ),
            other => other.told_of_talk(),
        }
    }

    fn told_of_talk(&self) -> Told {
        match self {
            Self::TalkExists => {
                Told::state("talk-exists", "Dit gesprek bestaat al met een andere inhoud.")
            }
            Self::NotValidated(missing) if missing.is_empty() => Told::state(
                "talk-data-not-validated",
                "Er zijn geen gecontroleerde gegevens over deze periode om over te praten.",
            ),
            Self::NotValidated(missing) => Told::state(
                "talk-data-not-validated",
                format!(
                    "Het gesprek kan nog niet: van deze indicatoren is nog geen waarde geleverd \
                     én gecontroleerd: {}.",
                    named(missing.iter().map(|(key, at)| (key, *at))),
                ),
            ),
            Self::QuestionOrder(next) => Told::state(
                "talk-question-order",
                format!("Het gesprek heeft een vaste volgorde. Nu is aan de beurt: {}.", {
                    next.dutch()
                }),
            ),
            Self::QuestionPassed => Told::state(
                "talk-question-passed",
                "Na deze vraag is al een volgende beantwoord. Dit antwoord verandert niet meer.",
            ),
            Self::TalkUnanswered(next) => Told::state(
                "talk-unanswered",
                format!("Beantwoord eerst alle vragen. Nu is aan de beurt: {}.", next.dutch()),
            ),
            Self::MinutesMissing => {
                Told::state("talk-minutes-missing", "Van dit gesprek is nog geen verslag.")
            }
            Self::MinutesConfirmed => Told::state(
                "talk-minutes-confirmed",
                "Het verslag is door beide partijen vastgesteld en verandert niet meer.",
            ),
            _ => Told::unknown("talk-unknown", "Dit gesprek bestaat niet."),
        }
    }
}
