//! A trajectory in a file, and how it is played into the log through the services' own API.
//!
//! The file says who takes part, what is bought, and what happens when: phases with their
//! dialogue plans, rounds with their input and answers, advice, objections. A municipality can
//! copy the file of the demonstration and change it for its own trajectory.

mod client;
mod file;
mod moves;
mod order;
mod people;
mod play;
mod request;
mod rounds;
mod steps;
mod when;

pub use client::{ClientError, Refusal};
pub use file::{
    AdviceFilingPlan, AdvicePlan, AdviceRequestPlan, AdviceResponsePlan, ObjectionPlan, PhasePlan,
    Scenario, ScenarioError,
};
pub use people::{
    CouncilMember, Crowd, DocumentPlan, InstrumentPlan, MilestonePlan, ProviderParty, StaffMember,
    TermPlan, TrajectoryPlan,
};
pub use play::{PlayError, Played, Player, Progress};
pub use request::{NotAnOperation, Operation, RequestPlan};
pub use rounds::{
    AnswerPlan, ConsultationPlan, ContributionPlan, DispositionPlan, NotePlan, QuestionPlan,
    QuestionRoundPlan, ReportPlan,
};
pub use when::{NotAMoment, When};
