//! Why something may not be done: the reasons, told in Dutch, each with a stable code.

use crate::{
    accountability::PerformanceReportRefusal, admission_procedure::AdmissionRefusal,
    advice::AdviceRefusal, carry_over::CarryOverRefusal, client_research::ClientResearchRefusal,
    combination::CombinationRefusal, commitment::CommitmentRefusal,
    confidential::ConfidentialityRefusal, consultation::ConsultationRefusal,
    contract::ContractRefusal, council_matter::CouncilMatterRefusal, enquiry::EnquiryRefusal,
    evaluation::EvaluationRefusal, involvement::InvolvementRefusal, objection::ObjectionRefusal,
    outreach::OutreachRefusal, party::PartyRefusal, passage::PassageRefusal,
    performance::PerformanceRefusal, phase::PhaseRefusal, price_sheet::PriceSheetRefusal,
    procurement::ProcurementRefusal, redress::RedressRefusal, region::RegionRefusal,
    requirement::RequirementRefusal, review::ReviewRefusal, session::SessionRefusal,
    standing_consultation::StandingConsultationRefusal, strategy::StrategyRefusal,
    supervision::SupervisionRefusal, trajectory::TrajectoryRefusal, vision::VisionRefusal,
};
use std::fmt;
use vocabulary::{Fault, Faults};

/// Why a command is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The command itself is wrong: every fault in it.
    Invalid(Faults),
    /// About a region.
    Region(RegionRefusal),
    /// About a trajectory.
    Trajectory(TrajectoryRefusal),
    /// About an outreach.
    Outreach(OutreachRefusal),
    /// About a vision.
    Vision(VisionRefusal),
    /// About a phase.
    Phase(PhaseRefusal),
    /// About a consultation round or a contribution.
    Consultation(ConsultationRefusal),
    /// About a session.
    Session(SessionRefusal),
    /// About a standing consultation.
    StandingConsultation(StandingConsultationRefusal),
    /// About a passage.
    Passage(PassageRefusal),
    /// About a question round, a question or a clarification note.
    Enquiry(EnquiryRefusal),
    /// About an advice.
    Advice(AdviceRefusal),
    /// About something that a council brings beside its advice.
    CouncilMatter(CouncilMatterRefusal),
    /// About an objection.
    Objection(ObjectionRefusal),
    /// About an admission.
    Admission(AdmissionRefusal),
    /// About a combination.
    Combination(CombinationRefusal),
    /// About a price sheet.
    PriceSheet(PriceSheetRefusal),
    /// About a purchase as a whole.
    Procurement(ProcurementRefusal),
    /// About a complaint or a proceeding.
    Redress(RedressRefusal),
    /// About an evaluation.
    Evaluation(EvaluationRefusal),
    /// About a strategy.
    Strategy(StrategyRefusal),
    /// About requirements.
    Requirement(RequirementRefusal),
    /// About a confidential document.
    Confidentiality(ConfidentialityRefusal),
    /// About the involvement of a provider.
    Involvement(InvolvementRefusal),
    /// About a contract.
    Contract(ContractRefusal),
    /// About a promise.
    Commitment(CommitmentRefusal),
    /// About indicators, data or a performance talk.
    Performance(PerformanceRefusal),
    /// About a review.
    Review(ReviewRefusal),
    /// About what a trajectory takes over from the one before it.
    CarryOver(CarryOverRefusal),
    /// About supervision.
    Supervision(SupervisionRefusal),
    /// About research into the experience of clients.
    ClientResearch(ClientResearchRefusal),
    /// About a performance report.
    PerformanceReport(PerformanceReportRefusal),
    /// About a provider, a call for partners or a subscription.
    Party(PartyRefusal),
}

/// What kind of refusal it is. What a caller can do about it differs by kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalKind {
    /// Change the request.
    Invalid,
    /// There is no such thing, or none that the caller may know of.
    Unknown,
    /// Not now: something else must happen first, or has happened already.
    State,
    /// Somebody else must do this.
    Forbidden,
}

/// A refusal as it is told to whoever asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// What kind of refusal it is.
    pub kind: RefusalKind,
    /// A stable code, in kebab-case.
    pub code: &'static str,
    /// What is the matter and what can be done, in Dutch.
    pub detail: String,
    /// What is wrong with which field.
    pub faults: Vec<Fault>,
}

impl Told {
    pub(crate) fn unknown(code: &'static str, detail: impl Into<String>) -> Self {
        Self { kind: RefusalKind::Unknown, code, detail: detail.into(), faults: vec![] }
    }

    pub(crate) fn state(code: &'static str, detail: impl Into<String>) -> Self {
        Self { kind: RefusalKind::State, code, detail: detail.into(), faults: vec![] }
    }

    pub(crate) fn forbidden(code: &'static str, detail: impl Into<String>) -> Self {
        Self { kind: RefusalKind::Forbidden, code, detail: detail.into(), faults: vec![] }
    }

    pub(crate) fn with(mut self, faults: &Faults) -> Self {
        self.faults.extend_from_slice(faults.as_slice());
        self
    }
}

impl Refusal {
    /// The refusal in words.
    #[must_use]
    pub fn told(&self) -> Told {
        match self {
            Self::Invalid(faults) => Told {
                kind: RefusalKind::Invalid,
                code: "invalid-input",
                detail: "De invoer klopt niet. Bij elk veld staat wat er mis is en wat mag."
                    .to_owned(),
                faults: faults.as_slice().to_vec(),
            },
            Self::Region(refusal) => refusal.told(),
            Self::Trajectory(refusal) => refusal.told(),
            Self::Outreach(refusal) => refusal.told(),
            Self::Vision(refusal) => refusal.told(),
            Self::Phase(refusal) => refusal.told(),
            Self::Consultation(refusal) => refusal.told(),
            Self::Session(refusal) => refusal.told(),
            Self::StandingConsultation(refusal) => refusal.told(),
            Self::Passage(refusal) => refusal.told(),
            Self::Enquiry(refusal) => refusal.told(),
            Self::Advice(refusal) => refusal.told(),
            Self::CouncilMatter(refusal) => refusal.told(),
            Self::Objection(refusal) => refusal.told(),
            Self::Admission(refusal) => refusal.told(),
            Self::Combination(refusal) => refusal.told(),
            Self::PriceSheet(refusal) => refusal.told(),
            Self::Procurement(refusal) => refusal.told(),
            Self::Redress(refusal) => refusal.told(),
            Self::Evaluation(refusal) => refusal.told(),
            Self::Strategy(refusal) => refusal.told(),
            Self::Requirement(refusal) => refusal.told(),
            Self::Confidentiality(refusal) => refusal.told(),
            Self::Involvement(refusal) => refusal.told(),
            Self::Contract(refusal) => refusal.told(),
            Self::Commitment(refusal) => refusal.told(),
            Self::Performance(refusal) => refusal.told(),
            Self::Review(refusal) => refusal.told(),
            Self::CarryOver(refusal) => refusal.told(),
            Self::Supervision(refusal) => refusal.told(),
            Self::ClientResearch(refusal) => refusal.told(),
            Self::PerformanceReport(refusal) => refusal.told(),
            Self::Party(refusal) => refusal.told(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let told = self.told();
        write!(f, "{}: {}", told.code, told.detail)
    }
}

impl std::error::Error for Refusal {}

macro_rules! from_refusal {
    ($($variant:ident($refusal:ty)),* $(,)?) => {
        $(impl From<$refusal> for Refusal {
            fn from(refusal: $refusal) -> Self {
                Self::$variant(refusal)
            }
        })*
    };
}

from_refusal! {
    Invalid(Faults), Admission(AdmissionRefusal),
    Combination(CombinationRefusal), Trajectory(TrajectoryRefusal), Phase(PhaseRefusal),
    Consultation(ConsultationRefusal),
    Session(SessionRefusal),
    StandingConsultation(StandingConsultationRefusal),
    Passage(PassageRefusal),
    Enquiry(EnquiryRefusal),
    Advice(AdviceRefusal),
    CouncilMatter(CouncilMatterRefusal),
    Objection(ObjectionRefusal),
    Evaluation(EvaluationRefusal),
    Strategy(StrategyRefusal),
    Requirement(RequirementRefusal),
    Party(PartyRefusal),
    Redress(RedressRefusal),
    PriceSheet(PriceSheetRefusal),
    Procurement(ProcurementRefusal),
    Involvement(InvolvementRefusal),
    Confidentiality(ConfidentialityRefusal),
    Region(RegionRefusal),
    Vision(VisionRefusal),
    Contract(ContractRefusal),
    Performance(PerformanceRefusal),
    Review(ReviewRefusal),
    CarryOver(CarryOverRefusal),
    Supervision(SupervisionRefusal),
    ClientResearch(ClientResearchRefusal),
    Commitment(CommitmentRefusal),
    PerformanceReport(PerformanceReportRefusal),
    Outreach(OutreachRefusal),
}
