//! The only way to read what providers put in: always for one provider. Every table of input has
//! a column `provider`, and no query reaches it but through here. What providers have many of has
//! one index, in the order in which it came: in a storm each index is pages to write.

use dialogue::ProviderId;
use http::{Paging, Problem};
use projection::Page;
use serde::de::DeserializeOwned;
use service::Model;

/// A table of input.
#[derive(Clone, Copy)]
pub(crate) enum Table {
    /// Profiles; their own name is the provider's.
    Profile,
    /// Contributions, within a round.
    Contribution,
    /// Registrations, within a session.
    Registration,
    /// Involvements, within a trajectory.
    Involvement,
    /// Questions, within a round.
    Question,
    /// Imports of questions.
    QuestionImport,
    /// Objections, within a trajectory.
    Objection,
    /// Complaints, within a trajectory.
    Complaint,
    /// Proceedings before a court, within a trajectory.
    LegalProceeding,
    /// Applications for admission, within a trajectory.
    Application,
    /// Combinations, within a trajectory.
    Combination,
    /// Award decisions, within a trajectory.
    AwardDecision,
    /// What was said about requirements, within a trajectory.
    RequirementFlag,
    /// Contracts, within a trajectory.
    Contract,
    /// Deliveries of data, within a contract.
    DataDelivery,
    /// Performance talks, within a contract.
    PerformanceTalk,
    /// Incidents and reports of supervisors, within a contract.
    SupervisionSignal,
}

impl Table {
    const fn name(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Contribution => "contribution",
            Self::Registration => "registration",
            Self::Involvement => "involvement",
            Self::Question => "question",
            Self::QuestionImport => "question_import",
            Self::Objection => "objection",
            Self::Complaint => "complaint",
            Self::LegalProceeding => "legal_proceeding",
            Self::Application => "application",
            Self::Combination => "combination",
            Self::AwardDecision => "award_decision",
            Self::RequirementFlag => "requirement_flag",
            Self::Contract => "contract",
            Self::DataDelivery => "data_delivery",
            Self::PerformanceTalk => "performance_talk",
            Self::SupervisionSignal => "supervision_signal",
        }
    }
}

/// One's own thing by its name; somebody else's is not there.
pub(crate) fn document<T: DeserializeOwned>(
    model: &Model,
    table: Table,
    provider: ProviderId,
    id: &str,
) -> Result<Option<T>, Problem> {
    let sql = format!("SELECT body FROM {} WHERE id = ?1 AND provider = ?2", table.name());
    model.with(|read| read.document(&sql, [id, &provider.to_string()]))
}

/// A page of one's own things within a round or trajectory, the oldest first.
pub(crate) fn page(
    model: &Model,
    table: Table,
    provider: ProviderId,
    within: &str,
    paging: &Paging,
) -> Result<Page, Problem> {
    let sql = format!(
        "SELECT place, body FROM {} WHERE provider = ?1 AND within = ?2 AND place > ?3 \
         ORDER BY place LIMIT ?4",
        table.name()
    );
    let values = (provider.to_string(), within, paging.after(), paging.rows());
    model.with(|read| read.page(&sql, values, paging.limit))
}

/// How many of one's own things of one kind are shown at once over all trajectories.
pub(crate) const NEWEST: usize = 50;

/// The newest of one's own things, over all trajectories.
pub(crate) fn newest<T: DeserializeOwned>(
    model: &Model,
    table: Table,
    provider: ProviderId,
) -> Result<Vec<T>, Problem> {
    let sql = format!(
        "SELECT body FROM {} WHERE provider = ?1 ORDER BY place DESC LIMIT {NEWEST}",
        table.name()
    );
    model.with(|read| read.documents(&sql, [provider.to_string()]))
}

/// All of one's own things in a trajectory, the oldest first.
pub(crate) fn all<T: DeserializeOwned>(
    model: &Model,
    table: Table,
    provider: ProviderId,
    trajectory: &str,
) -> Result<Vec<T>, Problem> {
    let sql = format!(
        "SELECT body FROM {} WHERE provider = ?1 AND trajectory = ?2 ORDER BY place",
        table.name()
    );
    model.with(|read| read.documents(&sql, [&provider.to_string(), trajectory]))
}
