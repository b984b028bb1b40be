//! What can be decided about how is bought.

use crate::PhaseKind;
use crate::knowledge::{Practice, PracticeKind, PracticeVersion};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Slug, Title, Whole};

/// A question of the purchase order (inkoopopdracht).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AssignmentQuestion {
    /// How does the municipality want to steer, and on what?
    Steering,
    /// How is contract management organised?
    ContractManagement,
    /// Is cooperation with other municipalities wanted or needed?
    Cooperation,
    /// How is the market involved?
    MarketInvolvement,
    /// How are clients involved?
    ClientInvolvement,
    /// Which budget is there?
    Budget,
    /// How far does the assignment reach?
    Scope,
    /// How many parties get a contract?
    Parties,
    /// Which kinds of care, in which lots?
    CareTypes,
    /// Which relation with the contractors is wanted?
    Relation,
}

impl AssignmentQuestion {
    /// All questions.
    pub const ALL: [Self; 10] = [
        Self::Steering,
        Self::ContractManagement,
        Self::Cooperation,
        Self::MarketInvolvement,
        Self::ClientInvolvement,
        Self::Budget,
        Self::Scope,
        Self::Parties,
        Self::CareTypes,
        Self::Relation,
    ];
}

/// The answer to a question of the purchase order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AssignmentAnswer {
    /// The question.
    pub question: AssignmentQuestion,
    /// The answer.
    pub answer: Paragraph,
}

/// Who leads clients to help (toegang).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AccessModel {
    /// The municipality, beside those who may refer by law.
    Municipality,
    /// A team in the neighbourhood that also helps itself.
    LocalTeam,
    /// The provider.
    Provider,
}

/// Who can still join after the start (toetreding).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EntryModel {
    /// Whoever qualifies, at any time.
    Open,
    /// Nobody until the contract ends.
    Closed,
    /// At set moments, or up to a number.
    Limited,
}

/// Whether something is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Permission {
    /// It is.
    Allowed,
    /// Only with consent.
    WithConsent,
    /// It is not.
    NotAllowed,
}

/// A way of paying.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FundingKind {
    /// Price times quantity (p×q).
    Effort,
    /// For a result.
    Output,
    /// For a task in an area or for a group.
    Task,
    /// A subsidy.
    Subsidy,
}

/// A part of the funding of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FundingShare {
    /// How it is paid.
    pub kind: FundingKind,
    /// How large a part, in percent.
    pub percent: Whole,
}

/// A product with what is meant for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FundedProduct {
    /// Its name in references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// What is meant for it in a year, in thousands of euros.
    pub thousand_euros: Whole,
    /// How it is paid; together a hundred percent.
    #[schema(min_items = 1, max_items = 4)]
    pub mix: Vec<FundingShare>,
}

/// Who is needed to carry out the purchase.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CapacityNeed {
    /// Which expertise.
    pub expertise: Title,
    /// In which phase.
    pub phase: PhaseKind,
    /// How many hours.
    pub hours: Whole,
}

/// A moment at which is decided whether to go on (beslismoment).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecisionGate {
    /// Its name in references.
    pub key: Slug,
    /// The milestone of the planning to which it belongs, by its title.
    pub milestone: Title,
    /// Who decides.
    pub body: Title,
    /// What must be there to decide.
    pub needs: Paragraph,
}

/// A decision about how is bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(
    tag = "about",
    rename_all = "kebab-case",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
#[allow(missing_docs, reason = "each field is described where its type is")]
pub enum StrategyDecision {
    /// The purchase order: its questions with their answers.
    Assignment { answers: Vec<AssignmentAnswer> },
    /// The way to come to a contract.
    PurchasingMethod { method: PracticeVersion },
    /// The way to steer and pay.
    ImplementationVariant { variant: PracticeVersion },
    /// Who leads clients to help, and what is agreed about it with providers.
    Access { model: AccessModel, agreements: Paragraph },
    /// Who can join, for how many months, with which extensions.
    Entry { model: EntryModel, months: Whole, extensions: Vec<Whole> },
    /// How a lot is made fit for small providers.
    LotApproach { lot: Whole, parts: bool, approach: Paragraph },
    /// Main and subcontractors, consortia, and what flows down to them.
    Cooperation {
        subcontracting: Permission,
        consortia: Permission,
        single_contact: bool,
        flow_down: Paragraph,
    },
    /// Room for experiment, and contracts outside the agreement.
    ExperimentRoom { budget_percent: Whole, purpose: Paragraph, incidental_contracts: Paragraph },
    /// The financial frame, and the funding mix of each product.
    FinancialFrame { products: Vec<FundedProduct> },
    /// Who is needed, and when is decided whether to go on.
    Capacity { people: Vec<CapacityNeed>, gates: Vec<DecisionGate> },
}

impl StrategyDecision {
    /// About what it is: a later decision about the same takes its place.
    #[must_use]
    pub fn subject(&self) -> String {
        match self {
            Self::Assignment { .. } => "assignment".to_owned(),
            Self::PurchasingMethod { .. } => "purchasing-method".to_owned(),
            Self::ImplementationVariant { .. } => "implementation-variant".to_owned(),
            Self::Access { .. } => "access".to_owned(),
            Self::Entry { .. } => "entry".to_owned(),
            Self::LotApproach { lot, .. } => format!("lot-approach-{}", lot.get()),
            Self::Cooperation { .. } => "cooperation".to_owned(),
            Self::ExperimentRoom { .. } => "experiment-room".to_owned(),
            Self::FinancialFrame { .. } => "financial-frame".to_owned(),
            Self::Capacity { .. } => "capacity".to_owned(),
        }
    }

    /// What is wrong with it.
    pub(super) fn faults(&self) -> Faults {
        let mut faults = Faults::none();
        let at = "/decision";
        match self {
            Self::Assignment { answers } => {
                once(answers.iter().map(|it| it.question), at, "answers", &mut faults);
            }
            Self::PurchasingMethod { method } => faults.unless(
                Practice::find(PracticeKind::PurchasingMethod, method).is_some(),
                format!("{at}/method"),
                "Deze inkoopmethode is niet bekend, of niet in deze versie.",
            ),
            Self::ImplementationVariant { variant } => faults.unless(
                Practice::find(PracticeKind::ImplementationVariant, variant).is_some(),
                format!("{at}/variant"),
                "Deze uitvoeringsvariant is niet bekend, of niet in deze versie.",
            ),
            Self::Entry { months, extensions, .. } => {
                let all = months.get() + extensions.iter().map(|it| it.get()).sum::<u32>();
                faults.unless(
                    months.get() >= 1 && extensions.len() <= 20 && all <= 600,
                    format!("{at}/months"),
                    "Een contract duurt minstens 1 maand en met verlengingen hoogstens 600.",
                );
            }
            Self::ExperimentRoom { budget_percent, .. } => faults.unless(
                budget_percent.get() <= 100,
                format!("{at}/budgetPercent"),
                "Geef een percentage van 0 t/m 100.",
            ),
            Self::FinancialFrame { products } => {
                once(products.iter().map(|it| &it.key), at, "products", &mut faults);
                for (place, product) in products.iter().enumerate() {
                    let mix: u32 = product.mix.iter().map(|it| it.percent.get()).sum();
                    faults.unless(
                        mix == 100,
                        format!("{at}/products/{place}/mix"),
                        format!("De delen zijn samen 100 procent; nu {mix}."),
                    );
                }
            }
            Self::Capacity { gates, .. } => {
                once(gates.iter().map(|it| &it.key), at, "gates", &mut faults);
            }
            Self::Access { .. } | Self::LotApproach { .. } | Self::Cooperation { .. } => {}
        }
        faults
    }
}

/// Each of a list, from 1 to 100 of them, is there once.
fn once<T: Ord>(all: impl Iterator<Item = T>, at: &str, list: &str, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for (place, it) in all.enumerate() {
        faults.unless(
            seen.insert(it) && place < 100,
            format!("{at}/{list}/{place}"),
            "Dit staat er al, of de lijst is langer dan 100.",
        );
    }
}
