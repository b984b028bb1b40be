//! What somebody can do who does not agree: complain, object, go to court. They are three things,
//! with events of their own. What they share stands here: grounds, evidence, and the effects of a
//! decision, which the buyer carries out one by one.
//!
//! The names of the events are the storage format: they never change.

mod complaint;
mod effects;
mod evidence;
mod legal;
mod refusal;
mod remedies;

pub use complaint::{
    Complaint, ComplaintCommand, ComplaintCommitteeAdvised, ComplaintDecided,
    ComplaintEffectCarriedOut, ComplaintEvent, ComplaintFiled, ComplaintReferredToCommittee,
    ComplaintTakenUp, ComplaintWithdrawn, Referrer,
};
pub(crate) use effects::Effects;
pub use effects::{CarriedOut, DecidedEffect, DecisionReference, EffectKind};
pub use evidence::{EvidencePointer, GroundTopic};
pub use legal::{
    LegalProceeding, LegalProceedingCommand, LegalProceedingEvent, LegalProceedingNotified,
    LegalProceedingOutcomeRecorded, ProceedingKind, ProceedingOutcome,
};
pub use refusal::RedressRefusal;
pub use remedies::{RemedyClause, RemedyMoment, RemedyRoute, RemedyTold};
