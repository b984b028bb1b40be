//! What everyone may see, as it is shown. Each view holds only what was published.

use super::{ConsultationRoundView, QuestionRoundView, SessionView};
use calendar::{ChosenTerms, Term};
use dialogue::advice::{
    Adoption, AdviceRequested, CouncilOffice, Judgement, PolicyStep, RecommendationResponse,
    TemplateFinding,
};
use dialogue::phase::DialoguePlan;
use dialogue::trajectory::{
    AdvisedClosing, AdvisingCouncil, Buyer, DocumentKind, DocumentMade, DocumentPurpose,
    FileReference, Instrument, Law, Lot, Milestone, Principle, ProductDescription, Section,
    Situation, TrajectoryCouncilTermsChosen, TrajectoryNoticeLinked,
};
use dialogue::{AdviceId, DocumentId, DocumentReference, PhaseKind, TrajectoryId};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Paragraph, Prose, Slug, Title, Whole};

/// The instrument that was chosen, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct InstrumentView {
    /// The way of buying.
    pub instrument: Instrument,
    /// Why this one.
    pub reason: Prose,
}

/// A version of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentVersionView {
    /// Which version, from 1.
    pub version: u32,
    /// What it is called.
    pub title: Title,
    /// The file.
    pub file: FileReference,
    /// The sections to which a question can refer, without what they say.
    pub sections: Vec<Section>,
    /// What changed since the version before, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Paragraph>,
    /// When it was published, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub published_at: Timestamp,
    /// The municipality that published it.
    pub published_by: String,
    /// Where it came from, when it was made elsewhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub made: Option<DocumentMade>,
}

/// What is to be said about a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentWarningKind {
    /// It tells how, and came before any document that tells what and why.
    BeforeVision,
}

/// Something that is to be said about a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentWarning {
    /// What is to be said.
    pub kind: DocumentWarningKind,
    /// What it is and what can be done, in Dutch.
    pub text: String,
}

/// A document with its versions, oldest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct DocumentView {
    /// The document.
    pub id: DocumentId,
    /// What kind of document.
    pub kind: DocumentKind,
    /// What it tells: what and why, or how.
    pub purpose: DocumentPurpose,
    /// What is to be said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<DocumentWarning>,
    /// Its versions.
    pub versions: Vec<DocumentVersionView>,
}

/// The closing of tenders, moved for everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClosingMoveView {
    /// The closing before.
    pub from: Term,
    /// The closing from then on.
    pub to: Term,
    /// Why, and why by so much.
    pub reason: Paragraph,
    /// What was advised, when it moved for a clarification note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub advised: Option<AdvisedClosing>,
    /// When it was moved, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub moved_at: Timestamp,
}

/// When tenders close.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TenderClosingView {
    /// The closing that holds now.
    pub closing: Term,
    /// The rule that limits until when a clarification note can come.
    pub note_rule: Slug,
    /// Why another rule than the usual one limits it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note_rule_reason: Option<Paragraph>,
    /// How it was moved, the oldest move first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<ClosingMoveView>,
    /// Why tenders do not close for now, when the closing is suspended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suspended: Option<Paragraph>,
}

/// A lot that was split.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LotSplitView {
    /// The lot.
    pub lot: Whole,
    /// The numbers of the new lots.
    pub into: Vec<Whole>,
    /// Why.
    pub reason: Paragraph,
}

/// A trajectory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrajectoryView {
    /// The trajectory.
    pub id: TrajectoryId,
    /// Its version.
    pub version: u64,
    /// What it is called.
    pub title: Title,
    /// What is bought and for whom, in plain Dutch.
    pub summary: Prose,
    /// The region that buys together.
    pub region: Title,
    /// The municipality that leads.
    pub lead: Buyer,
    /// The other municipalities that buy along.
    pub members: Vec<Buyer>,
    /// Under which acts.
    pub laws: BTreeSet<Law>,
    /// The client councils that advise about it.
    pub councils: Vec<AdvisingCouncil>,
    /// The lots.
    pub lots: Vec<Lot>,
    /// Lots that were split: tenders are for the new ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub splits: Vec<LotSplitView>,
    /// The way of buying, once chosen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instrument: Option<InstrumentView>,
    /// The rules for terms, once chosen: a profile, and where it is departed from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<ChosenTerms>,
    /// The guiding principles.
    pub principles: Vec<Principle>,
    /// The planning.
    pub planning: Vec<Milestone>,
    /// The documents, in the order of first publication.
    pub documents: Vec<DocumentView>,
    /// When tenders close, once set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tender_closing: Option<TenderClosingView>,
    /// The rules for the terms of the councils that advise, once chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub council_terms: Vec<TrajectoryCouncilTermsChosen>,
    /// The notices about it in TenderNed, the oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notices: Vec<TrajectoryNoticeLinked>,
    /// The products, described for inhabitants.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub products: Vec<ProductDescription>,
    /// From where it starts, once described.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub situation: Option<Situation>,
    /// When it was opened, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
}

/// A trajectory in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrajectorySummary {
    /// The trajectory.
    pub id: TrajectoryId,
    /// What it is called.
    pub title: Title,
    /// The region that buys together.
    pub region: Title,
    /// The municipality that leads.
    pub lead: Buyer,
    /// Under which acts.
    pub laws: BTreeSet<Law>,
    /// When it was opened, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
}

/// Where a phase stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PhaseStatus {
    /// The dialogue runs.
    Open,
    /// Everyone who spoke in it has an answer.
    Closed,
}

/// A phase, from its opening.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PhaseView {
    /// Which phase.
    pub kind: PhaseKind,
    /// Its version.
    pub version: u64,
    /// Where it stands.
    pub status: PhaseStatus,
    /// The dialogue plan: what is fixed, what is open, and why.
    pub plan: DialoguePlan,
    /// Which version of the plan this is.
    pub plan_version: u32,
    /// Why the plan changed while the phase was open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_reason: Option<Paragraph>,
    /// When it was opened, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub opened_at: Timestamp,
    /// When it was closed, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub closed_at: Option<Timestamp>,
    /// What came out of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Prose>,
}

/// A recommendation with the response to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RecommendationView {
    /// Its number in the advice.
    pub number: u32,
    /// What is recommended.
    pub text: Prose,
    /// Why.
    pub reason: Prose,
    /// The response, once given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response: Option<RecommendationResponse>,
    /// Which text followed from it.
    #[serde(default, rename = "followUps", skip_serializing_if = "Vec::is_empty")]
    pub follow_ups: Vec<AdviceFollowUpView>,
}

/// A text that followed from a recommendation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdviceFollowUpView {
    /// The text.
    pub document: DocumentReference,
    /// What changed in it.
    pub change: Prose,
    /// When that was told, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub recorded_at: Timestamp,
}

/// An advice that was given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdviceView {
    /// The advice.
    pub id: AdviceId,
    /// Its version.
    pub version: u64,
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The phase.
    pub phase: PhaseKind,
    /// The council.
    pub council: CouncilCode,
    /// What it is about.
    pub subject: Title,
    /// What was asked; absent when it was given of the council's own accord.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request: Option<AdviceRequested>,
    /// The general judgement.
    pub judgement: Judgement,
    /// The advice in general.
    pub introduction: Prose,
    /// How it came about.
    pub basis: Paragraph,
    /// The recommendations, each with its response.
    pub recommendations: Vec<RecommendationView>,
    /// Where the policy stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<PolicyStep>,
    /// What the council found on points of templates for advice.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<TemplateFinding>,
    /// How the whole council adopted it, when it met for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adoption: Option<Adoption>,
    /// In which offices it was signed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<CouncilOffice>,
    /// When a copy went to the elected council of the municipality, with the responses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub copy_sent_on: Option<Date>,
    /// When it was given, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub filed_at: Timestamp,
}

/// An award that is final.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AwardView {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The lot, when there are lots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<Whole>,
    /// Who gets a contract.
    pub announcement: Prose,
    /// When it became final, in UTC.
    #[schema(value_type = String, format = DateTime)]
    pub confirmed_at: Timestamp,
}

/// What was published about a trajectory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublishedDossier {
    /// The phases that were opened.
    pub phases: Vec<PhaseView>,
    /// The consultation rounds, with their reports.
    pub consultation_rounds: Vec<ConsultationRoundView>,
    /// The sessions, with what was handed out and said.
    pub sessions: Vec<SessionView>,
    /// The question rounds.
    pub question_rounds: Vec<QuestionRoundView>,
    /// The numbers of the clarification notes.
    pub clarification_notes: Vec<u32>,
    /// The advice that was given, with the responses.
    pub advices: Vec<AdviceView>,
    /// The awards that are final.
    pub awards: Vec<AwardView>,
    /// The numbers of the versions of the requirements.
    pub requirement_sets: Vec<u32>,
}
