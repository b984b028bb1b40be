//! What a trajectory keeps confidential: outside experts declare that they keep to themselves what
//! they read, and a breach is noted with what is done about it (art. 2.57 Aanbestedingswet 2012).
//!
//! The names of the events are the storage format: they never change.

use crate::confidential::ConfidentialityRefusal;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{ConfidentialDocumentId, PersonId, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::Paragraph;

/// An outside expert declared to keep confidential what is read in the trajectory. Only then a
/// question that is assigned to the expert is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExpertConfidentialityDeclared {
    /// Who declared.
    pub person: PersonId,
    /// An interest that the expert has in who gets the contract, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest: Option<Paragraph>,
    /// Whether the same person declared before to have none: what changed is reported at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub changed: bool,
}

/// Something became known to people who were not to know it yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConfidentialityBreachNoted {
    /// The document under embargo that became known, when it was one. From then on it can be
    /// released at once, so that everyone knows what some know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<ConfidentialDocumentId>,
    /// What became known, and how.
    pub what: Paragraph,
    /// What is done about it.
    pub measure: Paragraph,
}

events! {
    /// What can have happened to the confidentiality of a trajectory.
    ConfidentialityEvent in "confidentiality" {
        ExpertConfidentialityDeclared v 1,
        ConfidentialityBreachNoted v 1,
    }
}

/// What can be asked about the confidentiality of a trajectory.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum ConfidentialityCommand {
    DeclareAsExpert(ExpertConfidentialityDeclared),
    NoteBreach(ConfidentialityBreachNoted),
}

/// The confidentiality of a trajectory.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confidentiality {
    experts: BTreeMap<PersonId, Option<Paragraph>>,
    breaches: Vec<ConfidentialityBreachNoted>,
}

impl Confidentiality {
    /// Whether an outside expert may read what is assigned to that expert.
    ///
    /// # Errors
    /// When the expert has not declared, or declared to have an interest.
    pub fn check_expert(&self, person: PersonId) -> Result<(), Refusal> {
        match self.experts.get(&person) {
            None => Err(ConfidentialityRefusal::DeclarationMissing.into()),
            Some(Some(_)) => Err(ConfidentialityRefusal::HasInterest.into()),
            Some(None) => Ok(()),
        }
    }

    /// Whether a document became known before it was public.
    #[must_use]
    pub fn is_broken(&self, document: ConfidentialDocumentId) -> bool {
        self.breaches.iter().any(|breach| breach.document == Some(document))
    }
}

impl Decider for Confidentiality {
    const CATEGORY: &'static str = "confidentiality";
    type Command = ConfidentialityCommand;
    type Event = ConfidentialityEvent;

    fn decide(
        &self,
        command: ConfidentialityCommand,
    ) -> Result<Vec<ConfidentialityEvent>, Refusal> {
        match command {
            ConfidentialityCommand::DeclareAsExpert(declared) => {
                match self.experts.get(&declared.person) {
                    Some(same) if *same == declared.interest => Ok(vec![]),
                    Some(Some(_)) => Err(ConfidentialityRefusal::Declared.into()),
                    Some(None) => {
                        Ok(vec![ExpertConfidentialityDeclared { changed: true, ..declared }.into()])
                    }
                    None => Ok(vec![declared.into()]),
                }
            }
            ConfidentialityCommand::NoteBreach(breach) => {
                let known = self.breaches.contains(&breach);
                Ok(if known { vec![] } else { vec![breach.into()] })
            }
        }
    }

    fn evolve(&mut self, event: &ConfidentialityEvent) {
        match event.clone() {
            ConfidentialityEvent::ExpertConfidentialityDeclared(declared) => {
                self.experts.insert(declared.person, declared.interest);
            }
            ConfidentialityEvent::ConfidentialityBreachNoted(breach) => self.breaches.push(breach),
        }
    }
}

aggregate!(Confidentiality);
