//! What is to be said about a strategy: what is not answered, what is too short or too long, what
//! does not go together.

use super::{AssignmentQuestion, EntryModel, Strategy, StrategyDecision};
use crate::knowledge::{Figure, Practice, PracticeKind, SourceKind};
use crate::requirement::Specification;
use serde::Serialize;
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What is to be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StrategyWarningKind {
    /// A question of the purchase order has no answer.
    QuestionOpen,
    /// The contract is short.
    TermShort,
    /// The contract is long.
    TermLong,
    /// Nobody new can join for a long time.
    LongClosed,
    /// Requirements are at a level that does not go with the way of paying.
    LevelDoesNotFit,
}

/// Something that is to be said about a strategy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StrategyWarning {
    /// What is to be said.
    pub kind: StrategyWarningKind,
    /// What it is and what can be done, in Dutch.
    pub text: String,
}

impl Strategy {
    /// What is to be said about it, beside the requirements as far as they are there.
    #[must_use]
    pub fn warnings(&self, specification: Option<&Specification>) -> Vec<StrategyWarning> {
        let mut warnings = vec![];
        let mut warn = |kind, text: String| warnings.push(StrategyWarning { kind, text });
        let mut answered = BTreeSet::new();
        for decided in self.decisions() {
            match &decided.decision {
                StrategyDecision::Assignment { answers } => {
                    answered.extend(answers.iter().map(|it| it.question));
                }
                StrategyDecision::Entry { model, months, extensions } => {
                    let all = months.get() + extensions.iter().map(|it| it.get()).sum::<u32>();
                    term(*model, months.get(), all, &mut warn);
                }
                StrategyDecision::ImplementationVariant { variant } => {
                    let kind = PracticeKind::ImplementationVariant;
                    if let (Some(practice), Some(set)) =
                        (Practice::find(kind, variant), specification)
                    {
                        levels(practice, set, &mut warn);
                    }
                }
                _ => {}
            }
        }
        let open = AssignmentQuestion::ALL.iter().filter(|it| !answered.contains(it)).count();
        if open > 0 {
            warn(
                StrategyWarningKind::QuestionOpen,
                format!("Van de tien vragen van de inkoopopdracht hebben er {open} geen antwoord."),
            );
        }
        warnings
    }
}

fn term(
    model: EntryModel,
    months: u32,
    all: u32,
    warn: &mut impl FnMut(StrategyWarningKind, String),
) {
    let (short, long) =
        (Figure::value("contract-months-short"), Figure::value("contract-months-long"));
    if all < short {
        warn(
            StrategyWarningKind::TermShort,
            format!(
                "Het contract duurt {all} maanden. Korter dan {short} geeft aanbieders weinig \
                 zekerheid om te investeren."
            ),
        );
    }
    if all > long {
        warn(
            StrategyWarningKind::TermLong,
            format!(
                "Het contract duurt met verlengingen {all} maanden. Langer dan {long} kan leiden \
                 tot stilstand."
            ),
        );
    }
    if model == EntryModel::Closed && months > long / 2 {
        warn(
            StrategyWarningKind::LongClosed,
            format!("Wie er nu niet bij is, kan {months} maanden niet meedoen."),
        );
    }
}

fn levels(
    practice: &Practice,
    set: &Specification,
    warn: &mut impl FnMut(StrategyWarningKind, String),
) {
    let beyond = set.requirements.iter().map(|it| &it.requirement);
    let beyond: Vec<_> = beyond.filter(|it| it.source.kind != SourceKind::Law).collect();
    let odd = beyond.iter().filter(|it| !practice.levels.contains(&it.level)).count();
    if odd > 0 {
        warn(
            StrategyWarningKind::LevelDoesNotFit,
            format!(
                "Van de {} eisen bovenop de wet passen er {odd} niet bij het niveau van \"{}\".",
                beyond.len(),
                practice.title
            ),
        );
    }
}
