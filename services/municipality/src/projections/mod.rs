//! What the staff of a municipality may see, beside the published dossier.

pub(crate) mod admissions;
pub(crate) mod advice;
pub(crate) mod client_research;
pub(crate) mod combinations;
pub(crate) mod complaints;
pub(crate) mod confidentiality;
mod contract_tasks;
pub(crate) mod contributions;
mod cycle_tasks;
pub(crate) mod effects;
pub(crate) mod evaluations;
pub(crate) mod evidence;
pub(crate) mod experiences;
pub(crate) mod involvements;
pub(crate) mod objections;
pub(crate) mod participants;
mod performance_reports;
pub(crate) mod plans;
pub(crate) mod price_sheets;
pub(crate) mod proceedings;
pub(crate) mod procurement;
pub(crate) mod profiles;
pub(crate) mod questions;
pub(crate) mod registrations;
pub(crate) mod requirement_flags;
pub(crate) mod requirements;
pub(crate) mod reviews;
pub(crate) mod similar;
pub(crate) mod task_kind;
pub(crate) mod tasks;

use dialogue::AnyEvent;
use dialogue::party::Subscriber;
use projection::Projection;
use service::subscriptions::Subscriptions;
use service::{
    CouncilMatters, Dossier, Levelling, Performance, PurchaseDossier, Readership, RulesAsked,
    SupervisionSignals, Timeline, Trail, TrailReadership, Voices,
};

/// All projections of this service. Later ones may read the rows of earlier ones.
pub(crate) fn all() -> Vec<Box<dyn Projection<AnyEvent>>> {
    vec![
        Box::new(Dossier),
        Box::new(Timeline { with_contracts: true }),
        Box::new(Subscriptions::new(|of| matches!(of, Subscriber::Municipality(_)))),
        Box::new(plans::Plans),
        Box::new(profiles::ProviderProfiles),
        Box::new(contributions::Contributions),
        Box::new(experiences::Experiences),
        Box::new(registrations::Registrations),
        Box::new(questions::Questions),
        Box::new(similar::QuestionWords),
        Box::new(advice::AdviceRequests),
        Box::new(CouncilMatters),
        Box::new(objections::Objections),
        Box::new(complaints::Complaints),
        Box::new(admissions::Admissions),
        Box::new(combinations::Combinations),
        Box::new(proceedings::Proceedings),
        Box::new(effects::OrderedEffects),
        Box::new(price_sheets::PriceSheets),
        Box::new(procurement::ProcurementFacts),
        Box::new(PurchaseDossier),
        Box::new(evaluations::Evaluations),
        Box::new(Performance),
        Box::new(RulesAsked),
        Box::new(involvements::Involvements),
        Box::new(Voices),
        Box::new(Levelling(Readership::Staff)),
        Box::new(requirements::Requirements),
        Box::new(requirement_flags::RequirementFlags),
        Box::new(reviews::Reviews),
        Box::new(SupervisionSignals),
        Box::new(client_research::ClientResearches),
        Box::new(performance_reports::PerformanceReports),
        Box::new(evidence::Evidence),
        Box::new(confidentiality::Confidential),
        Box::new(participants::Participants),
        Box::new(Trail(TrailReadership::Staff)),
        Box::new(tasks::Tasks),
    ]
}
