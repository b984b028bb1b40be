//! The form of the file.

use super::people::{
    CouncilMember, Crowd, DocumentPlan, ProviderParty, StaffMember, TermPlan, TrajectoryPlan,
};
use super::request::RequestPlan;
use super::rounds::{ConsultationPlan, QuestionRoundPlan};
use super::when::When;
use dialogue::PhaseKind;
use dialogue::advice::{AdviceContent, RecommendationResponse};
use dialogue::objection::ObjectionGround;
use dialogue::phase::DialoguePlan;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::{fs, io};
use vocabulary::{CouncilCode, Paragraph, Prose, Title};

/// Why a file cannot be played.
#[derive(Debug, thiserror::Error)]
pub enum ScenarioError {
    /// It cannot be read.
    #[error("{} cannot be read", file.display())]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// It does not have the form of a trajectory.
    #[error("{} does not have the form of a trajectory", file.display())]
    Malformed {
        /// The file.
        file: PathBuf,
        /// Where and why.
        #[source]
        source: Box<toml::de::Error>,
    },
    /// It points to something that it does not hold.
    #[error("{} points to what it does not hold: {}", file.display(), missing.join("; "))]
    Dangling {
        /// The file.
        file: PathBuf,
        /// What is missing.
        missing: Vec<String>,
    },
}

/// A request for advice.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdviceRequestPlan {
    /// When it is asked.
    pub at: When,
    /// What it is about, in plain Dutch.
    pub summary: Paragraph,
    /// Why advice is asked now.
    pub reason: Prose,
    /// What is asked.
    pub question: Prose,
    /// Which alternatives were considered.
    pub alternatives: Vec<Paragraph>,
    /// The documents to read, by key; their last version.
    #[serde(default)]
    pub documents: Vec<String>,
    /// Until when the advice can be taken into account.
    pub term: TermPlan,
    /// What happens with the advice afterwards.
    pub follow_up: Paragraph,
}

/// An advice as it is given.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdviceFilingPlan {
    /// When it is given.
    pub at: When,
    /// Who gives it.
    pub by: String,
    /// What is advised.
    pub content: AdviceContent,
}

/// The responses to an advice.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdviceResponsePlan {
    /// When they are given.
    pub at: When,
    /// The responses.
    pub responses: Vec<RecommendationResponse>,
}

/// An advice: asked when it has a request, of the council's own accord when it has none.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdvicePlan {
    /// The name by which requests in this file know it.
    pub key: Option<String>,
    /// The council.
    pub council: CouncilCode,
    /// What it is about.
    pub subject: Title,
    /// The request.
    pub request: Option<AdviceRequestPlan>,
    /// The advice.
    pub filing: Option<AdviceFilingPlan>,
    /// The responses.
    pub response: Option<AdviceResponsePlan>,
}

/// A phase.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhasePlan {
    /// Which phase.
    pub kind: PhaseKind,
    /// When its dialogue plan is recorded.
    pub planned: When,
    /// When it opens.
    pub opens: Option<When>,
    /// When it closes.
    pub closes: Option<When>,
    /// What came out of it.
    pub outcome: Option<Prose>,
    /// Its dialogue plan.
    pub plan: DialoguePlan,
    /// Its consultation rounds.
    #[serde(default)]
    pub consultation: Vec<ConsultationPlan>,
    /// Its question rounds.
    #[serde(default)]
    pub question_round: Vec<QuestionRoundPlan>,
    /// The advice in it.
    #[serde(default)]
    pub advice: Vec<AdvicePlan>,
}

/// An objection.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ObjectionPlan {
    /// The provider.
    pub by: String,
    /// When it is filed.
    pub at: When,
    /// What it is against.
    pub subject: Title,
    /// The grounds.
    pub grounds: Vec<ObjectionGround>,
    /// What is asked for.
    pub remedy: Prose,
}

/// A trajectory with everyone in it and everything that happens.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The staff of the municipalities.
    pub staff: Vec<StaffMember>,
    /// The people of the councils.
    #[serde(default)]
    pub council_member: Vec<CouncilMember>,
    /// The providers.
    #[serde(default)]
    pub provider: Vec<ProviderParty>,
    /// Many providers alike.
    #[serde(default)]
    pub crowd: Vec<Crowd>,
    /// The trajectory.
    pub trajectory: TrajectoryPlan,
    /// The documents.
    #[serde(default)]
    pub document: Vec<DocumentPlan>,
    /// The phases.
    #[serde(default)]
    pub phase: Vec<PhasePlan>,
    /// The objections.
    #[serde(default)]
    pub objection: Vec<ObjectionPlan>,
    /// Whatever else happens.
    #[serde(default)]
    pub request: Vec<RequestPlan>,
}

impl Scenario {
    /// Reads a file, and the files of documents beside it.
    ///
    /// # Errors
    /// [`ScenarioError`]: what is wrong with it, and where.
    pub fn read(file: &Path) -> Result<Self, ScenarioError> {
        let unreadable = |source| ScenarioError::Unreadable { file: file.to_owned(), source };
        let text = fs::read_to_string(file).map_err(unreadable)?;
        let folder = file.parent().unwrap_or(Path::new("."));
        Self::parse(&text, file, |beside| {
            // A file of someone else's may not publish what lies elsewhere on this machine.
            let inside = |part| matches!(part, Component::Normal(_));
            if Path::new(beside).components().all(inside) {
                fs::read_to_string(folder.join(beside))
            } else {
                Err(io::Error::new(io::ErrorKind::InvalidInput, "it must lie beside the file"))
            }
        })
    }

    /// Reads the text of a file; `beside` gives the text of a document in a file of its own.
    ///
    /// # Errors
    /// [`ScenarioError`]: what is wrong with it, and where.
    pub fn parse(
        text: &str,
        file: &Path,
        beside: impl Fn(&str) -> io::Result<String>,
    ) -> Result<Self, ScenarioError> {
        let mut scenario: Self = toml::from_str(text).map_err(|source| {
            ScenarioError::Malformed { file: file.to_owned(), source: Box::new(source) }
        })?;
        for document in &mut scenario.document {
            if let Some(name) = &document.content_file {
                let content = beside(name).map_err(|source| ScenarioError::Unreadable {
                    file: PathBuf::from(name),
                    source,
                })?;
                document.content = Some(content);
            }
        }
        let mut missing = vec![];
        for crowd in &scenario.crowd {
            match crowd.providers() {
                Some(providers) => scenario.provider.extend(providers),
                None => missing.push(format!("numbers or names for the crowd {:?}", crowd.key)),
            }
        }
        missing.extend(scenario.missing());
        if missing.is_empty() {
            Ok(scenario)
        } else {
            Err(ScenarioError::Dangling { file: file.to_owned(), missing })
        }
    }

    /// What it points to and does not hold: everything at once.
    fn missing(&self) -> Vec<String> {
        let staff: BTreeSet<_> = self.staff.iter().map(|it| it.key.as_str()).collect();
        let members: BTreeSet<_> = self.council_member.iter().map(|it| it.key.as_str()).collect();
        let providers: BTreeSet<_> = self.provider.iter().map(|it| it.key.as_str()).collect();
        let documents: BTreeSet<_> = self.document.iter().map(|it| it.key.as_str()).collect();
        let mut missing = vec![];
        let mut need = |known: bool, what: &str, key: &str| {
            if !known {
                missing.push(format!("{what} {key:?}"));
            }
        };
        need(staff.contains(self.trajectory.by.as_str()), "staff", &self.trajectory.by);
        for phase in &self.phase {
            for contribution in phase.consultation.iter().flat_map(|it| &it.contribution) {
                need(providers.contains(contribution.by.as_str()), "provider", &contribution.by);
            }
            for round in &phase.question_round {
                for by in round.drafted_by.iter().chain(&round.approved_by) {
                    need(staff.contains(by.as_str()), "staff", by);
                }
                for question in &round.question {
                    need(providers.contains(question.by.as_str()), "provider", &question.by);
                    let amends = question.answer.iter().filter_map(|it| it.amends.as_ref());
                    for document in question.document.iter().chain(amends) {
                        need(documents.contains(document.as_str()), "document", document);
                    }
                }
            }
            for advice in &phase.advice {
                if let Some(filing) = &advice.filing {
                    need(members.contains(filing.by.as_str()), "council_member", &filing.by);
                }
                for document in advice.request.iter().flat_map(|it| &it.documents) {
                    need(documents.contains(document.as_str()), "document", document);
                }
            }
        }
        for objection in &self.objection {
            need(providers.contains(objection.by.as_str()), "provider", &objection.by);
        }
        let mut keys = self.keys();
        keys.extend(documents);
        for request in &self.request {
            let by = request.by.as_str();
            let crowd = self.crowd.iter().any(|it| it.key == by);
            let person = staff.contains(by) || members.contains(by) || providers.contains(by);
            need(crowd || person, "anybody", by);
            need(request.finds(), "something to find at", &request.operation.path);
            for key in request.keys() {
                need(keys.contains(key), "key", key);
            }
        }
        missing
    }

    /// What requests can name, apart from documents.
    fn keys(&self) -> BTreeSet<&str> {
        let mut keys: Vec<_> = self.request.iter().map(|it| it.key.as_deref()).collect();
        for phase in &self.phase {
            for round in &phase.consultation {
                keys.push(round.key.as_deref());
                keys.extend(round.contribution.iter().map(|it| it.key.as_deref()));
            }
            for round in &phase.question_round {
                keys.push(round.key.as_deref());
                keys.extend(round.question.iter().map(|it| it.key.as_deref()));
            }
            keys.extend(phase.advice.iter().map(|it| it.key.as_deref()));
        }
        keys.into_iter().flatten().chain(["trajectory"]).collect()
    }
}
