//! The dialogue between municipality, providers and client councils, as decisions over events.
//!
//! Everything here is pure: no I/O, no clock, nothing to await. Each file holds one thing about
//! which is decided: its events (the storage format), its state, its commands, its refusals in
//! Dutch, and `decide`, which turns state and command into events.

pub mod accountability;
mod admission;
pub mod admission_procedure;
pub mod advice;
pub mod carry_over;
pub mod client_research;
pub mod combination;
pub mod commitment;
pub mod confidential;
pub mod confidentiality;
pub mod consultation;
pub mod contract;
pub mod council_matter;
mod decider;
pub mod discretion;
pub mod enquiry;
pub mod evaluation;
pub mod events;
mod ids;
pub mod involvement;
pub mod knowledge;
pub mod objection;
pub mod outreach;
pub mod party;
pub mod passage;
pub mod performance;
pub mod phase;
pub mod price_sheet;
pub mod procurement;
pub mod redress;
mod refusal;
pub mod region;
pub mod requirement;
mod retention;
pub mod review;
pub mod rule_pressure;
mod sealed;
pub mod session;
pub mod standing_consultation;
pub mod strategy;
pub mod supervision;
pub mod trajectory;
pub mod vision;

pub use accountability::{PerformanceReport, PerformanceReportCommand, PerformanceReportEvent};
pub use admission::Admission;
pub use admission_procedure::{AdmissionCommand, AdmissionEvent, AdmissionProcedure};
pub use advice::{Advice, AdviceCommand, AdviceEvent};
pub use carry_over::{CarryOver, CarryOverCommand, CarryOverEvent};
pub use client_research::{ClientResearch, ClientResearchCommand, ClientResearchEvent};
pub use combination::{Combination, CombinationCommand, CombinationEvent};
pub use commitment::{CommitmentList, CommitmentListCommand, CommitmentListEvent};
pub use confidential::{
    ConfidentialDocument, ConfidentialDocumentCommand, ConfidentialDocumentEvent,
};
pub use confidentiality::{Confidentiality, ConfidentialityCommand, ConfidentialityEvent};
pub use consultation::{
    ConsultationRound, ConsultationRoundCommand, ConsultationRoundEvent, Contribution,
    ContributionCommand, ContributionEvent, Disclosure, Disposition,
};
pub use contract::{Contract, ContractCommand, ContractEvent};
pub use council_matter::{CouncilMatter, CouncilMatterCommand, CouncilMatterEvent};
pub use decider::Decider;
pub use enquiry::{
    ClarificationNote, ClarificationNoteCommand, ClarificationNoteEvent, Question, QuestionCommand,
    QuestionEvent, QuestionRound, QuestionRoundCommand, QuestionRoundEvent,
};
pub use evaluation::{Evaluation, EvaluationCommand, EvaluationEvent};
pub use events::{AnyEvent, EventType, StoredEvent, upcasters};
pub use ids::{
    AdmissionId, AdviceId, ApplicationId, ClientResearchId, CombinationId, CommitmentId,
    ComplaintId, ConfidentialDocumentId, ConsultationRoundId, ContractChangeId, ContractId,
    ContributionId, CouncilMatterId, DataDeliveryId, DocumentId, EvaluationId, ExperienceId,
    LearningId, LegalProceedingId, NoteId, ObjectionId, OutreachId, PartnerCallId,
    PartnerReactionId, PassageId, PerformanceReportId, PerformanceTalkId, PersonId, PhaseId,
    PriceSheetId, ProviderId, QuestionId, QuestionImportId, QuestionRoundId, RegionId,
    RegistrationId, RequirementFlagId, RequirementId, ReviewId, SessionId, StandingConsultationId,
    SupervisionSignalId, TrajectoryId,
};
pub use involvement::{Involvement, InvolvementCommand, InvolvementEvent};
pub use objection::{Objection, ObjectionCommand, ObjectionEvent};
pub use outreach::{
    Experience, ExperienceCommand, ExperienceEvent, Outreach, OutreachCommand, OutreachEvent,
};
pub use party::{
    PartnerCall, PartnerCallCommand, PartnerCallEvent, Provider, ProviderCommand, ProviderEvent,
    Subscription, SubscriptionCommand, SubscriptionEvent,
};
pub use passage::{Passage, PassageCommand, PassageEvent};
pub use performance::{
    DataDelivery, DataDeliveryCommand, DataDeliveryEvent, IndicatorSet, IndicatorSetCommand,
    IndicatorSetEvent, PerformanceTalk, PerformanceTalkCommand, PerformanceTalkEvent,
};
pub use phase::{DialoguePlan, Phase, PhaseCommand, PhaseEvent, PhaseKind, Room};
pub use price_sheet::{PriceSheet, PriceSheetCommand, PriceSheetEvent};
pub use procurement::{Procurement, ProcurementCommand, ProcurementEvent};
pub use redress::{
    Complaint, ComplaintCommand, ComplaintEvent, LegalProceeding, LegalProceedingCommand,
    LegalProceedingEvent,
};
pub use refusal::{Refusal, RefusalKind, Told};
pub use region::{Region, RegionCommand, RegionEvent};
pub use requirement::{
    RequirementFlag, RequirementFlagCommand, RequirementFlagEvent, RequirementLibrary,
    RequirementLibraryCommand, RequirementLibraryEvent, RequirementSet, RequirementSetCommand,
    RequirementSetEvent,
};
pub use retention::Retention;
pub use review::{Review, ReviewCommand, ReviewEvent};
pub use rule_pressure::{RulePressure, RulePressureCommand, RulePressureEvent};
pub use sealed::Sealed;
pub use session::{Session, SessionCommand, SessionEvent};
pub use standing_consultation::{
    StandingConsultationCommand, StandingConsultationEvent, StandingConsultations,
};
pub use strategy::{Strategy, StrategyCommand, StrategyEvent};
pub use supervision::{
    Supervision, SupervisionCommand, SupervisionEvent, SupervisionSignal, SupervisionSignalCommand,
    SupervisionSignalEvent,
};
pub use trajectory::{
    DocumentReference, FileReference, Reference, Trajectory, TrajectoryCommand, TrajectoryEvent,
};
pub use vision::{Vision, VisionCommand, VisionEvent};
