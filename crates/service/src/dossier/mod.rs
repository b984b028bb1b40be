//! The published dossier: what everyone may see. Every service builds it, each in its own read
//! model, from the events that publish something and from nothing else.

mod advice;
mod agenda;
mod carry_over;
mod client_research;
mod consultations;
mod enquiry;
mod outreaches;
mod phases;
mod queries;
mod regions;
mod reports;
mod requirements;
mod reviews;
mod round_views;
mod rounds;
mod sessions;
mod strategy;
mod supervision;
mod trajectories;
mod views;
mod vision;

pub use agenda::{
    AgendaItemStatus, AgendaItemView, AgendaProgressView, CourseView, DevelopmentAgendaView,
    TrackMoveView,
};
pub use carry_over::{CarryOverItemView, CarryOverThread, CarryOverView};
pub use client_research::PublishedResearch;
pub use consultations::{
    AppreciationView, ConsultationAttachment, ProvidersAppreciation, StandingConsultationView,
};
pub use outreaches::{InputOutcome, OutreachView, PurchaseOverview};
pub use queries::NoteSummary;
pub use regions::{LocalColourView, RegionChangeView, RegionSummary, RegionView};
pub use reports::{AccountabilityFile, AdviceDeviation, PerformanceReportView};
pub use requirements::{RequirementRemarkView, RequirementSetView};
pub use reviews::{HeardGroup, PublishedReview};
pub use round_views::{
    ConsultationRoundView, NoteItemView, NoteView, PlaceView, QuestionRoundView, ReportItemView,
    ReportView, RoundStatus,
};
pub use sessions::{
    RemarkView, SessionActionView, SessionReportView, SessionStatus, SessionView, TalkView,
};
pub use strategy::{
    ChoiceOrigin, ChoiceView, ChoicesView, PlannedMilestone, PlanningView, StrategyView,
};
pub use supervision::{IncidentCount, PublishedReport, SupervisionView};
pub use views::{
    AdviceFollowUpView, AdviceView, AwardView, ClosingMoveView, DocumentVersionView, DocumentView,
    DocumentWarning, DocumentWarningKind, InstrumentView, LotSplitView, PhaseStatus, PhaseView,
    PublishedDossier, RecommendationView, TenderClosingView, TrajectorySummary, TrajectoryView,
};
pub use vision::{
    CompanionView, PolicyGoalView, PrincipleLinksView, PrinciplesVersionView, PrinciplesView,
    VisionView,
};

use dialogue::{
    Advice, AnyEvent, CarryOver, ClarificationNote, ClientResearch, ConsultationRound, Decider,
    Evaluation, Outreach, PerformanceReport, Phase, QuestionRound, Region, RequirementFlag,
    RequirementSet, Review, Session, StandingConsultations, Strategy, Supervision,
    SupervisionSignal, Trajectory, Vision,
};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};

/// The projection of the published dossier.
pub struct Dossier;

const SCHEMA: &str = "
CREATE TABLE trajectory (
    id TEXT PRIMARY KEY, place TEXT NOT NULL UNIQUE, summary TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE membership (
    trajectory TEXT NOT NULL, member TEXT NOT NULL, PRIMARY KEY (trajectory, member)
) STRICT, WITHOUT ROWID;
CREATE TABLE phase (id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX phase_of ON phase (trajectory);
CREATE TABLE consultation_round (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, disclosed INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX consultation_round_of ON consultation_round (trajectory);
CREATE TABLE report_item (id TEXT PRIMARY KEY, round TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE TABLE session (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, disclosed INTEGER NOT NULL, inviting TEXT,
    body TEXT NOT NULL
) STRICT;
CREATE INDEX session_of ON session (trajectory);
CREATE INDEX session_inviting ON session (inviting) WHERE inviting IS NOT NULL;
CREATE TABLE session_action (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, session TEXT NOT NULL, open INTEGER NOT NULL,
    place TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX session_action_in ON session_action (trajectory, place);
CREATE INDEX session_action_of ON session_action (session);
CREATE TABLE standing_consultation (
    id TEXT PRIMARY KEY, municipality TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX standing_consultation_of ON standing_consultation (municipality, place);
CREATE TABLE consultation_attachment (
    trajectory TEXT NOT NULL, consultation TEXT NOT NULL, PRIMARY KEY (trajectory, consultation)
) STRICT, WITHOUT ROWID;
CREATE TABLE consultation_score (
    id TEXT PRIMARY KEY, consultation TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX consultation_score_of ON consultation_score (consultation);
CREATE TABLE question_round (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX question_round_of ON question_round (trajectory);
CREATE TABLE clarification_note (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX clarification_note_of ON clarification_note (trajectory, number);
CREATE TABLE advice (id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX advice_of ON advice (trajectory);
CREATE TABLE award (id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, body TEXT NOT NULL) STRICT;
CREATE INDEX award_of ON award (trajectory);
CREATE TABLE document_text (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE region (
    id TEXT PRIMARY KEY, summary TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE TABLE outreach (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX outreach_of ON outreach (trajectory, place);
CREATE TABLE vision (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE principles (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE strategy (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE planning (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE requirement_set (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX requirement_set_of ON requirement_set (trajectory, number);
CREATE TABLE review (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX review_of ON review (trajectory, place);
CREATE TABLE carry_over (
    id TEXT PRIMARY KEY, predecessor TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX carry_over_from ON carry_over (predecessor);
CREATE TABLE supervision (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
CREATE TABLE supervision_report (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX supervision_report_of ON supervision_report (trajectory, place);
CREATE TABLE client_research (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX client_research_of ON client_research (trajectory, place);
CREATE TABLE performance_report (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX performance_report_of ON performance_report (trajectory, place);
CREATE TABLE requirement_remark (
    id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
) STRICT;
CREATE INDEX requirement_remark_of ON requirement_remark (trajectory, place);
";

/// The streams in which something is published. What becomes public of the others, these publish.
const PUBLISHING: [&str; 21] = [
    Region::CATEGORY,
    Vision::CATEGORY,
    Outreach::CATEGORY,
    Trajectory::CATEGORY,
    Phase::CATEGORY,
    ConsultationRound::CATEGORY,
    Session::CATEGORY,
    StandingConsultations::CATEGORY,
    QuestionRound::CATEGORY,
    ClarificationNote::CATEGORY,
    Advice::CATEGORY,
    Evaluation::CATEGORY,
    RequirementSet::CATEGORY,
    RequirementFlag::CATEGORY,
    Strategy::CATEGORY,
    Review::CATEGORY,
    CarryOver::CATEGORY,
    Supervision::CATEGORY,
    SupervisionSignal::CATEGORY,
    ClientResearch::CATEGORY,
    PerformanceReport::CATEGORY,
];

impl Projection<AnyEvent> for Dossier {
    fn name(&self) -> &'static str {
        "dossier"
    }

    fn version(&self) -> u32 {
        12
    }

    fn schema(&self) -> &'static str {
        SCHEMA
    }

    fn reads(&self, category: &str) -> bool {
        PUBLISHING.contains(&category)
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        match event {
            AnyEvent::Trajectory(event) => {
                strategy::planned(rows, recorded, event)?;
                vision::principles(rows, recorded, event)?;
                trajectories::apply(rows, recorded, event)
            }
            AnyEvent::Region(event) => regions::apply(rows, recorded, event),
            AnyEvent::Outreach(event) => outreaches::apply(rows, recorded, event),
            AnyEvent::Vision(event) => vision::apply(rows, recorded, event),
            AnyEvent::Strategy(event) => strategy::apply(rows, recorded, event),
            AnyEvent::Phase(event) => phases::apply(rows, recorded, event),
            AnyEvent::ConsultationRound(event) => rounds::consultation(rows, recorded, event),
            AnyEvent::Session(event) => sessions::apply(rows, recorded, event),
            AnyEvent::StandingConsultation(event) => consultations::apply(rows, recorded, event),
            AnyEvent::QuestionRound(event) => rounds::questions(rows, recorded, event),
            AnyEvent::ClarificationNote(event) => enquiry::apply(rows, recorded, event),
            AnyEvent::Advice(event) => advice::apply(rows, recorded, event),
            AnyEvent::Evaluation(event) => advice::award(rows, recorded, event),
            AnyEvent::RequirementSet(event) => requirements::set(rows, recorded, event),
            AnyEvent::RequirementFlag(event) => requirements::remark(rows, recorded, event),
            AnyEvent::Review(event) => reviews::apply(rows, recorded, event),
            AnyEvent::CarryOver(event) => carry_over::apply(rows, recorded, event),
            AnyEvent::Supervision(event) => supervision::arrangement(rows, recorded, event),
            AnyEvent::SupervisionSignal(event) => supervision::signal(rows, recorded, event),
            AnyEvent::ClientResearch(event) => client_research::apply(rows, recorded, event),
            AnyEvent::PerformanceReport(event) => reports::apply(rows, recorded, event),
            AnyEvent::Contribution(_)
            | AnyEvent::CouncilMatter(_)
            | AnyEvent::Experience(_)
            | AnyEvent::Question(_)
            | AnyEvent::RequirementLibrary(_)
            | AnyEvent::Objection(_)
            | AnyEvent::Admission(_)
            | AnyEvent::Combination(_)
            | AnyEvent::PriceSheet(_)
            | AnyEvent::Procurement(_)
            | AnyEvent::Complaint(_)
            | AnyEvent::LegalProceeding(_)
            | AnyEvent::ConfidentialDocument(_)
            | AnyEvent::Confidentiality(_)
            | AnyEvent::Involvement(_)
            | AnyEvent::PartnerCall(_)
            | AnyEvent::Provider(_)
            | AnyEvent::CommitmentList(_)
            | AnyEvent::Contract(_)
            | AnyEvent::IndicatorSet(_)
            | AnyEvent::DataDelivery(_)
            | AnyEvent::PerformanceTalk(_)
            | AnyEvent::Passage(_)
            | AnyEvent::RulePressure(_)
            | AnyEvent::Subscription(_)
            | AnyEvent::LateQuestions(_)
            | AnyEvent::QuestionImport(_) => Ok(()),
        }
    }
}
