//! A trajectory (inkooptraject): one purchase of care by one region, through all its phases.
//!
//! The names of the events are the storage format: they never change.

mod closing;
mod document;
mod effects;
mod notice;
mod principles;
mod products;
mod profile;
mod publication;
mod refusal;
mod situation;

pub use closing::{
    AdvisedClosing, TrajectoryCouncilTermsChosen, TrajectoryTenderClosingMoved,
    TrajectoryTenderClosingSet,
};
pub use document::{
    DocumentKind, DocumentMade, DocumentPurpose, DocumentReference, FileReference, Reference,
    Section,
};
pub use effects::{
    TrajectoryLotSplit, TrajectoryTenderClosingSuspended, TrajectoryTenderingReopened,
};
pub use notice::{NoticeKind, TrajectoryNoticeLinked};
pub use principles::{Principle, PrincipleAuthor, RecordPrinciples, TrajectoryPrinciplesRecorded};
pub use products::{ProductDescription, TrajectoryProductsDescribed};
pub use profile::{AdvisingCouncil, Buyer, Instrument, Law, Lot, Milestone, Profile};
pub use publication::PublishDocument;
pub use refusal::TrajectoryRefusal;
pub use situation::{CurrentContracts, Situation, TargetGroup, TrajectorySituationDescribed};

use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{DocumentId, Refusal};
use calendar::{ChosenTerms, Term};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Faults, MunicipalityCode, Paragraph, Prose, Title, Whole};

/// A trajectory was opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryOpened {
    /// What it is.
    pub profile: Profile,
}

/// A lot was added.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryLotAdded {
    /// The lot.
    pub lot: Lot,
}

/// The instrument was chosen, or another one took its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryInstrumentChosen {
    /// The way of buying.
    pub instrument: Instrument,
    /// Why this one.
    pub reason: Prose,
}

/// The rules for terms were chosen; they take the place of earlier ones. A rule that departs from
/// its profile is kept whole, so that every deadline can be computed again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryTermsChosen {
    /// The profile in one version, and where it is departed from.
    pub terms: ChosenTerms,
}

/// The planning was made; it takes the place of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct TrajectoryPlanned {
    /// Which version of the planning this is, from 1.
    pub version: u32,
    /// The milestones.
    pub milestones: Vec<Milestone>,
}

/// A document was published, or a new version of it. Earlier versions stay readable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrajectoryDocumentPublished {
    /// The document.
    pub document: DocumentId,
    /// Which version, from 1.
    pub version: u32,
    /// What kind of document.
    pub kind: DocumentKind,
    /// What it is called.
    pub title: Title,
    /// The file.
    pub file: FileReference,
    /// The sections to which a question can refer.
    pub sections: Vec<Section>,
    /// What changed since the version before, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<Paragraph>,
    /// Why the file may name its makers, when it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authors_accepted: Option<Paragraph>,
    /// Where it came from, when it was made elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<DocumentMade>,
}

events! {
    /// What can have happened to a trajectory.
    TrajectoryEvent in "trajectory" {
        TrajectoryOpened v 1,
        TrajectoryLotAdded v 1,
        TrajectoryInstrumentChosen v 1,
        TrajectoryTermsChosen v 1,
        TrajectoryPrinciplesRecorded v 1,
        TrajectoryPlanned v 1,
        TrajectoryDocumentPublished v 1,
        TrajectoryTenderClosingSet v 1,
        TrajectoryTenderClosingMoved v 1,
        TrajectoryTenderClosingSuspended v 1,
        TrajectoryTenderingReopened v 1,
        TrajectoryLotSplit v 1,
        TrajectoryCouncilTermsChosen v 1,
        TrajectoryNoticeLinked v 1,
        TrajectorySituationDescribed v 1,
        TrajectoryProductsDescribed v 1,
    }
}

/// What can be asked of a trajectory.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum TrajectoryCommand {
    Open(Profile),
    AddLot(Lot),
    ChooseInstrument {
        instrument: Instrument,
        reason: Prose,
    },
    ChooseTerms(ChosenTerms),
    RecordPrinciples(RecordPrinciples),
    Plan(Vec<Milestone>),
    PublishDocument(PublishDocument),
    SuspendClosing(TrajectoryTenderClosingSuspended),
    ReopenTendering(TrajectoryTenderingReopened),
    SplitLot(TrajectoryLotSplit),
    SetTenderClosing(TrajectoryTenderClosingSet),
    /// `published` is when the note is published that the closing moves for, if it does.
    MoveTenderClosing {
        closing: Term,
        reason: Paragraph,
        published: Option<Timestamp>,
    },
    ChooseCouncilTerms(TrajectoryCouncilTermsChosen),
    DescribeSituation(Situation),
    DescribeProducts(Vec<ProductDescription>),
    /// `notes` is how many clarification notes there are: a fact from other streams.
    LinkNotice {
        notice: TrajectoryNoticeLinked,
        notes: u32,
    },
}

/// A document with its versions, oldest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Document {
    versions: Vec<TrajectoryDocumentPublished>,
}

/// The state of a trajectory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trajectory {
    profile: Option<Profile>,
    lots: BTreeMap<u32, Lot>,
    instrument: Option<(Instrument, Prose)>,
    terms: Option<ChosenTerms>,
    principles: Option<TrajectoryPrinciplesRecorded>,
    planning: (u32, Vec<Milestone>),
    documents: BTreeMap<DocumentId, Document>,
    document_order: Vec<DocumentId>,
    closing: Option<closing::TenderClosing>,
    suspended: Option<TrajectoryTenderClosingSuspended>,
    reopened: Option<TrajectoryTenderingReopened>,
    splits: BTreeMap<u32, TrajectoryLotSplit>,
    council_terms: BTreeMap<CouncilCode, ChosenTerms>,
    notices: Vec<TrajectoryNoticeLinked>,
    situation: Option<TrajectorySituationDescribed>,
    products: Option<TrajectoryProductsDescribed>,
}

impl Trajectory {
    /// What it is.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn profile(&self) -> Result<&Profile, Refusal> {
        self.profile.as_ref().ok_or_else(|| TrajectoryRefusal::Unknown.into())
    }

    /// Whether a municipality buys in it.
    #[must_use]
    pub fn is_of(&self, municipality: &MunicipalityCode) -> bool {
        self.profile
            .as_ref()
            .is_some_and(|profile| profile.buyers().any(|it| it.code == *municipality))
    }

    /// Whether a council advises about it.
    #[must_use]
    pub fn is_advised_by(&self, council: &CouncilCode) -> bool {
        self.profile
            .as_ref()
            .is_some_and(|profile| profile.councils.iter().any(|it| it.code == *council))
    }

    /// Whether it has a lot.
    #[must_use]
    pub fn has_lot(&self, number: Whole) -> bool {
        self.lots.contains_key(&number.get())
    }

    /// The way of buying, once chosen.
    #[must_use]
    pub fn instrument(&self) -> Option<Instrument> {
        self.instrument.as_ref().map(|(instrument, _)| *instrument)
    }

    /// The rules for terms, once chosen.
    #[must_use]
    pub const fn terms(&self) -> Option<&ChosenTerms> {
        self.terms.as_ref()
    }

    fn add_lot(&self, lot: Lot) -> Result<Vec<TrajectoryEvent>, Refusal> {
        match self.lots.get(&lot.number.get()) {
            Some(same) if *same == lot => Ok(vec![]),
            Some(_) => Err(TrajectoryRefusal::LotExists { number: lot.number.get() }.into()),
            None if !(1..=99).contains(&lot.number.get()) => {
                Err(Faults::one("/number", "Een perceel heeft een nummer van 1 t/m 99.").into())
            }
            None => Ok(vec![TrajectoryLotAdded { lot }.into()]),
        }
    }
}

impl Decider for Trajectory {
    const CATEGORY: &'static str = "trajectory";
    type Command = TrajectoryCommand;
    type Event = TrajectoryEvent;

    fn decide(&self, command: TrajectoryCommand) -> Result<Vec<TrajectoryEvent>, Refusal> {
        if let TrajectoryCommand::Open(profile) = command {
            profile.faults().check()?;
            return match &self.profile {
                None => Ok(vec![TrajectoryOpened { profile }.into()]),
                Some(same) if *same == profile => Ok(vec![]),
                Some(_) => Err(TrajectoryRefusal::Exists.into()),
            };
        }
        self.profile()?;
        match command {
            TrajectoryCommand::Open(_) => Ok(vec![]),
            TrajectoryCommand::AddLot(lot) => self.add_lot(lot),
            TrajectoryCommand::ChooseInstrument { instrument, reason } => {
                if self.instrument.as_ref() == Some(&(instrument, reason.clone())) {
                    return Ok(vec![]);
                }
                Ok(vec![TrajectoryInstrumentChosen { instrument, reason }.into()])
            }
            TrajectoryCommand::ChooseTerms(terms) => {
                terms.effective("")?;
                if self.terms.as_ref() == Some(&terms) {
                    return Ok(vec![]);
                }
                Ok(vec![TrajectoryTermsChosen { terms }.into()])
            }
            TrajectoryCommand::RecordPrinciples(new) => self.record_principles(new),
            TrajectoryCommand::Plan(milestones) => {
                let (version, current) = &self.planning;
                let milestones = self.follow_all(milestones)?;
                if *current == milestones {
                    return Ok(vec![]);
                }
                Ok(vec![TrajectoryPlanned { version: version + 1, milestones }.into()])
            }
            TrajectoryCommand::PublishDocument(new) => self.publish_document(new),
            TrajectoryCommand::SuspendClosing(new) => self.suspend_closing(new),
            TrajectoryCommand::ReopenTendering(new) => self.reopen_tendering(new),
            TrajectoryCommand::SplitLot(new) => self.split_lot(new),
            TrajectoryCommand::SetTenderClosing(set) => self.set_tender_closing(set),
            TrajectoryCommand::MoveTenderClosing { closing, reason, published } => {
                self.move_tender_closing(closing, reason, published)
            }
            TrajectoryCommand::ChooseCouncilTerms(chosen) => self.choose_council_terms(chosen),
            TrajectoryCommand::DescribeProducts(new) => self.describe_products(new),
            TrajectoryCommand::DescribeSituation(new) => self.describe_situation(new),
            TrajectoryCommand::LinkNotice { notice, notes } => self.link_notice(notice, notes),
        }
    }

    fn evolve(&mut self, event: &TrajectoryEvent) {
        match event.clone() {
            TrajectoryEvent::TrajectoryOpened(opened) => self.profile = Some(opened.profile),
            TrajectoryEvent::TrajectoryLotAdded(TrajectoryLotAdded { lot }) => {
                self.lots.insert(lot.number.get(), lot);
            }
            TrajectoryEvent::TrajectoryInstrumentChosen(chosen) => {
                self.instrument = Some((chosen.instrument, chosen.reason));
            }
            TrajectoryEvent::TrajectoryTermsChosen(chosen) => self.terms = Some(chosen.terms),
            TrajectoryEvent::TrajectoryPrinciplesRecorded(recorded) => {
                self.principles = Some(recorded);
            }
            TrajectoryEvent::TrajectoryPlanned(planned) => {
                self.planning = (planned.version, planned.milestones);
            }
            TrajectoryEvent::TrajectoryDocumentPublished(published) => {
                let document = self.documents.entry(published.document).or_default();
                if document.versions.is_empty() {
                    self.document_order.push(published.document);
                }
                document.versions.push(published);
            }
            TrajectoryEvent::TrajectoryTenderClosingSuspended(_)
            | TrajectoryEvent::TrajectoryTenderingReopened(_)
            | TrajectoryEvent::TrajectoryLotSplit(_) => self.evolve_effects(event),
            TrajectoryEvent::TrajectoryTenderClosingSet(set) => self.closing = Some(set.into()),
            TrajectoryEvent::TrajectoryTenderClosingMoved(moved) => {
                if let Some(closing) = &mut self.closing {
                    closing.move_to(moved);
                }
            }
            TrajectoryEvent::TrajectoryCouncilTermsChosen(chosen) => {
                self.council_terms.insert(chosen.council, chosen.terms);
            }
            TrajectoryEvent::TrajectoryNoticeLinked(linked) => self.notices.push(linked),
            TrajectoryEvent::TrajectoryProductsDescribed(new) => self.products = Some(new),
            TrajectoryEvent::TrajectorySituationDescribed(new) => self.situation = Some(new),
        }
    }
}

aggregate!(Trajectory);
