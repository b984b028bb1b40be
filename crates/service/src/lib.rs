//! The frame of a service: who calls, what is executed, what is read, and what is refused.
//!
//! A service is a library of operations on this frame. The frame knows the dialogue, the log, the
//! vault and the files; a service adds what its own role may say and see.

mod board;
mod caller;
mod council_matters;
mod csv;
mod declaration;
mod deliveries;
mod dossier;
mod files;
mod involvement_views;
mod levelling;
mod levelling_package;
mod levelling_parties;
mod notification_operations;
mod passages;
mod performance;
mod purchase_dossier;
mod reading;
mod refusals;
mod representation;
mod rules_asked;
mod sealed;
mod session_minutes;
mod shared;
pub mod spreadsheet;
pub mod subscriptions;
mod supervision_signals;
mod timeline;
mod trail;
mod values_file;
mod voices;
mod writing;

pub use board::{Author, Board, KeptCall, KeptLearning, KeptReaction};
pub use caller::{Call, Caller, Door, ProviderOrganisation, SpeaksFor};
pub use council_matters::{
    CouncilMatterAnswerView, CouncilMatterKind, CouncilMatterView, CouncilMatters,
    ResearchResultView,
};
pub use csv::csv_file;
pub use declaration::{Declared, NewDeclaration};
pub use deliveries::{NewImport, import_values};
pub use dossier::{
    AccountabilityFile, AdviceDeviation, AdviceFollowUpView, AdviceView, AgendaItemStatus,
    AgendaItemView, AgendaProgressView, AppreciationView, AwardView, CarryOverItemView,
    CarryOverThread, CarryOverView, ChoiceOrigin, ChoiceView, ChoicesView, ClosingMoveView,
    CompanionView, ConsultationAttachment, ConsultationRoundView, CourseView,
    DevelopmentAgendaView, DocumentVersionView, DocumentView, DocumentWarning, DocumentWarningKind,
    Dossier, HeardGroup, IncidentCount, InputOutcome, InstrumentView, LocalColourView,
    LotSplitView, NoteItemView, NoteSummary, NoteView, OutreachView, PerformanceReportView,
    PhaseStatus, PhaseView, PlaceView, PlannedMilestone, PlanningView, PolicyGoalView,
    PrincipleLinksView, PrinciplesVersionView, PrinciplesView, ProvidersAppreciation,
    PublishedDossier, PublishedReport, PublishedResearch, PublishedReview, PurchaseOverview,
    QuestionRoundView, RecommendationView, RegionChangeView, RegionSummary, RegionView, RemarkView,
    ReportItemView, ReportView, RequirementRemarkView, RequirementSetView, RoundStatus,
    SessionActionView, SessionReportView, SessionStatus, SessionView, StandingConsultationView,
    StrategyView, SupervisionView, TalkView, TenderClosingView, TrackMoveView, TrajectorySummary,
    TrajectoryView, VisionView,
};
pub use files::{FileInput, FileReceipt, file_reference, file_references, receive_file, send_file};
pub use identity::Role;
pub use involvement_views::{Commitment, ProgressReport, StatedNetworkUse, StatedSteps};
pub use levelling::{Levelling, LevellingEntry, Readership, ReceivedFile, Recipients};
pub use levelling_package::{PACKAGE_BYTES_MAX, send_levelling_package};
pub use passages::{PassageView, Passages};
pub use performance::{
    ActionView, ChangeView, CommitmentView, ContractCourse, ContractFigure, ContractRow,
    ContractView, DataDeliveryView, IndicatorValues, IndicatorView, NewChange, Performance,
    PerformanceTalkView, PeriodFigures, Trend, TrendPoint, ValuePoint, WaitingReport, figure_of,
    figures_over,
};
pub use purchase_dossier::{
    AdmissionView, GoverningDecisionView, PublishedPriceSheet, PurchaseDossier,
};
pub use reading::{Model, Tagged, decode};
pub use refusals::{log_problem, refusal_problem};
pub use representation::{CountRange, OtherVoices, Representation, VoiceGroup};
pub use rules_asked::{RulePressureView, RulesAsked, YearOfRules, year_of};
pub use sealed::{ContactPerson, OrganisationIdentity, open, provider_subject, seal, seal_contact};
pub use session_minutes::{DraftMinutesView, SessionCommitmentView};
pub use shared::Shared;
pub use supervision_signals::{
    NotifiedIncident, SupervisionAnswerView, SupervisionSignalView, SupervisionSignals,
};
pub use timeline::{Timeline, TimelineEntry, TimelineFor, TimelineKind, TimelinePart};
pub use trail::{
    CameBack, Trail, TrailAnswer, TrailEntry, TrailKind, TrailOutcome, TrailQuery, TrailReadership,
};
pub use voices::Voices;
pub use writing::{Receipt, Refused, Written, WrittenWith, execute_for_anyone};
