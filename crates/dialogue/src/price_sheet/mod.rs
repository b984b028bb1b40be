//! A reasonable price (reële prijs): what care costs, element by element as the decrees list them,
//! each with its source, its reason and the requirement that causes it.
//!
//! The names of the events are the storage format: they never change.

mod money;
mod refusal;

pub use money::{Money, Share};
pub use refusal::PriceSheetRefusal;

use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::trajectory::Law;
use crate::{Refusal, RequirementId, TrajectoryId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Label, Paragraph, Prose, Title, Whole};

/// An element of what care costs, as the decrees list them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CostElementKind {
    /// Professionals, the time with clients (beroepskrachten, cliëntgebonden).
    ProfessionalClientBound,
    /// Professionals, the time without clients (beroepskrachten, niet-cliëntgebonden): leave,
    /// illness, training, consultation.
    ProfessionalNonClientBound,
    /// Other costs bound to clients (overige cliëntgebonden kosten).
    OtherClientBound,
    /// Overhead (overheadkosten).
    Overhead,
    /// Travel and training (reis- en opleidingskosten).
    TravelAndTraining,
    /// Indexation (indexering).
    Indexation,
    /// Duties that the buyer adds, such as reporting (overige verplichtingen).
    OtherObligations,
    /// Risk and a margin (risico en marge). No decree demands it.
    RiskAndMargin,
}

impl CostElementKind {
    /// The elements on which a price is based at least: Besluit Jeugdwet, art. 2.3;
    /// Uitvoeringsbesluit Wmo 2015, art. 5.4.
    #[must_use]
    pub const fn demanded_by(law: Law) -> &'static [Self] {
        match law {
            Law::YouthAct => &[
                Self::ProfessionalClientBound,
                Self::ProfessionalNonClientBound,
                Self::OtherClientBound,
                Self::Overhead,
                Self::Indexation,
            ],
            Law::SocialSupportAct => &[
                Self::ProfessionalClientBound,
                Self::ProfessionalNonClientBound,
                Self::Overhead,
                Self::TravelAndTraining,
                Self::Indexation,
                Self::OtherObligations,
            ],
        }
    }

    /// The Dutch words.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::ProfessionalClientBound => "kosten van beroepskrachten, cliëntgebonden",
            Self::ProfessionalNonClientBound => "kosten van beroepskrachten, niet-cliëntgebonden",
            Self::OtherClientBound => "overige cliëntgebonden kosten",
            Self::Overhead => "overheadkosten",
            Self::TravelAndTraining => "reis- en opleidingskosten",
            Self::Indexation => "indexering",
            Self::OtherObligations => "kosten van overige verplichtingen",
            Self::RiskAndMargin => "risico en marge",
        }
    }
}

/// What an element comes to: an amount, or a share of the elements before it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CostElement {
    /// Which element it is.
    pub kind: CostElementKind,
    /// What it is, in words.
    pub description: Title,
    /// The amount for one unit, in euros.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Money>,
    /// The share, in percent of the sum of the elements before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Share>,
    /// The requirement of the trajectory that causes the cost, when one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requirement: Option<RequirementId>,
    /// Where the figure comes from, such as a collective labour agreement.
    pub source: Title,
    /// Why it is this much.
    pub reason: Paragraph,
}

/// An element of the decree that is left out, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OmittedElement {
    /// Which element.
    pub kind: CostElementKind,
    /// Why it is not in this price.
    pub reason: Paragraph,
}

/// A version of a sheet was recorded. It is for the buyer alone until it is published.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PriceSheetRecorded {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Which version, from 1.
    pub version: u32,
    /// The sheet.
    pub content: PriceSheetContent,
    /// The sum, in euros.
    pub total: Money,
}

/// What care costs, for one product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PriceSheetContent {
    /// The product.
    pub product: Title,
    /// The unit to which the price belongs, such as an hour.
    #[schema(example = "uur")]
    pub unit: Label,
    /// Under which act.
    pub law: Law,
    /// The lot, when there are lots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// The year whose prices it counts with.
    #[schema(example = 2027)]
    pub year: Whole,
    /// The elements, in the order in which shares are taken.
    #[schema(min_items = 1, max_items = 100)]
    pub elements: Vec<CostElement>,
    /// Elements of the decree that are left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 20)]
    pub omitted: Vec<OmittedElement>,
}

/// A version of a sheet was published: everyone can see it from one moment on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PriceSheetPublished {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// Which version.
    pub version: u32,
    /// The sheet.
    pub content: PriceSheetContent,
    /// What each element comes to, in their order, in euros.
    pub amounts: Vec<Money>,
    /// The sum, in euros.
    pub total: Money,
    /// What is asked of those who read it.
    pub introduction: Prose,
}

events! {
    /// What can have happened to a price sheet.
    PriceSheetEvent in "price-sheet" {
        PriceSheetRecorded v 1,
        PriceSheetPublished v 1,
    }
}

/// What can be asked of a price sheet.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum PriceSheetCommand {
    Record { trajectory: TrajectoryId, content: Box<PriceSheetContent> },
    Publish { introduction: Prose },
}

/// The state of a price sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceSheet {
    recorded: Option<PriceSheetRecorded>,
    published: Option<PriceSheetPublished>,
}

impl PriceSheetContent {
    /// What each element comes to, and the sum. Shares are of the sum of the elements before
    /// them, rounded half up to a cent.
    ///
    /// # Errors
    /// What is wrong with the sheet: an element of the decree is missing without a reason, an
    /// element has no amount or two, or the sum is too large.
    pub fn computed(&self) -> Result<(Vec<Money>, Money), Faults> {
        let mut faults = self.missing();
        let (mut amounts, mut sum) = (vec![], Money::ZERO);
        for (place, element) in self.elements.iter().enumerate() {
            let amount = match (element.amount, element.share) {
                (Some(amount), None) => Some(amount),
                (None, Some(share)) => share.of(sum),
                _ => {
                    let text = "Geef een bedrag of een percentage, en niet allebei.";
                    faults.add(format!("/elements/{place}/amount"), text);
                    Some(Money::ZERO)
                }
            };
            match amount.and_then(|amount| Some((amount, sum.plus(amount)?))) {
                Some((amount, next)) => {
                    amounts.push(amount);
                    sum = next;
                }
                None => faults.add(format!("/elements/{place}"), "De som wordt te groot."),
            }
        }
        faults.check().map(|()| (amounts, sum))
    }

    fn missing(&self) -> Faults {
        let mut faults = Faults::none();
        let there: BTreeSet<_> = self.elements.iter().map(|element| element.kind).collect();
        let omitted: BTreeSet<_> = self.omitted.iter().map(|element| element.kind).collect();
        for kind in CostElementKind::demanded_by(self.law) {
            faults.unless(
                there.contains(kind) || omitted.contains(kind),
                "/elements",
                format!(
                    "De prijs mist een element dat de wet noemt: {}. Voeg het toe, of zet het met \
                     de reden in omitted.",
                    kind.dutch()
                ),
            );
        }
        for (place, element) in self.omitted.iter().enumerate() {
            faults.unless(
                !there.contains(&element.kind),
                format!("/omitted/{place}/kind"),
                "Dit element staat in de prijs. Dan is het niet weggelaten.",
            );
        }
        faults
    }
}

impl PriceSheet {
    /// The latest version.
    ///
    /// # Errors
    /// When there is no such sheet.
    pub fn recorded(&self) -> Result<&PriceSheetRecorded, Refusal> {
        self.recorded.as_ref().ok_or_else(|| PriceSheetRefusal::Unknown.into())
    }
}

impl Decider for PriceSheet {
    const CATEGORY: &'static str = "price-sheet";
    type Command = PriceSheetCommand;
    type Event = PriceSheetEvent;

    fn decide(&self, command: PriceSheetCommand) -> Result<Vec<PriceSheetEvent>, Refusal> {
        match command {
            PriceSheetCommand::Record { trajectory, content } => {
                let content = *content;
                if self.recorded.as_ref().is_some_and(|known| known.content == content) {
                    return Ok(vec![]);
                }
                let (_, total) = content.computed()?;
                let version = self.recorded.as_ref().map_or(1, |known| known.version + 1);
                Ok(vec![PriceSheetRecorded { trajectory, version, content, total }.into()])
            }
            PriceSheetCommand::Publish { introduction } => {
                let recorded = self.recorded()?.clone();
                let published = self.published.as_ref();
                if let Some(known) = published.filter(|it| it.version == recorded.version) {
                    return if known.introduction == introduction {
                        Ok(vec![])
                    } else {
                        Err(PriceSheetRefusal::Published.into())
                    };
                }
                let (amounts, total) = recorded.content.computed()?;
                Ok(vec![
                    PriceSheetPublished {
                        trajectory: recorded.trajectory,
                        version: recorded.version,
                        content: recorded.content,
                        amounts,
                        total,
                        introduction,
                    }
                    .into(),
                ])
            }
        }
    }

    fn evolve(&mut self, event: &PriceSheetEvent) {
        match event.clone() {
            PriceSheetEvent::PriceSheetRecorded(recorded) => self.recorded = Some(recorded),
            PriceSheetEvent::PriceSheetPublished(published) => self.published = Some(published),
        }
    }
}

aggregate!(PriceSheet);
