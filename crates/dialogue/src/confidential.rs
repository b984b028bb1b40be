//! A document that a client council reads before it is public: under a declaration of
//! confidentiality of each person who reads it, and under an embargo (art. 2.57
//! Aanbestedingswet 2012).
//!
//! The names of the events are the storage format: they never change.

use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::refusal::Told;
use crate::{FileReference, PersonId, Refusal, TrajectoryId};
use calendar::Term;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;
use vocabulary::{CouncilCode, Paragraph, Prose, Title};

/// A document was handed to a council, before it is public.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConfidentialDocumentShared {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The council.
    pub council: CouncilCode,
    /// What it is called.
    pub title: Title,
    /// What it is for.
    pub explanation: Prose,
    /// The file.
    pub file: FileReference,
    /// The municipality that shared it.
    pub by: String,
    /// What each person declares before reading.
    pub declaration: Paragraph,
    /// The last instant of the embargo: until then it is not public.
    pub embargo: Term,
}

/// A person of the council declared to keep it confidential. Only then the document is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConfidentialityDeclared {
    /// Who declared.
    pub person: PersonId,
    /// An interest that the person has in who gets the contract, when there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interest: Option<Paragraph>,
    /// Whether the same person declared before to have none: what changed is reported at once.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub changed: bool,
}

/// The embargo is over and the document is public: everyone reads it from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ConfidentialDocumentReleased {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The council that had it before.
    pub council: CouncilCode,
    /// What it is called.
    pub title: Title,
    /// The file.
    pub file: FileReference,
    /// The municipality that shared it.
    pub by: String,
}

events! {
    /// What can have happened to a confidential document.
    ConfidentialDocumentEvent in "confidential-document" {
        ConfidentialDocumentShared v 1,
        ConfidentialityDeclared v 1,
        ConfidentialDocumentReleased v 1,
    }
}

/// What can be asked of a confidential document.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum ConfidentialDocumentCommand {
    Share(Box<ConfidentialDocumentShared>),
    Declare(ConfidentialityDeclared),
    Release,
}

/// Why something about a confidential document is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ConfidentialityRefusal {
    /// There is no such document, or none that the caller may know of.
    Unknown,
    /// It was shared before, with another content.
    Exists,
    /// The person has not declared to keep it confidential.
    DeclarationMissing,
    /// The person declared before, otherwise.
    Declared,
    /// The person has an interest in who gets the contract, and may not read it.
    HasInterest,
}

impl ConfidentialityRefusal {
    pub(crate) fn told(&self) -> Told {
        match self {
            Self::Unknown => Told::unknown(
                "confidential-document-unknown",
                "Dit vertrouwelijke document bestaat niet.",
            ),
            Self::Exists => Told::state(
                "confidential-document-exists",
                "Dit vertrouwelijke document bestaat al met een andere inhoud.",
            ),
            Self::DeclarationMissing => Told::forbidden(
                "declaration-missing",
                "Verklaar eerst dat u geheimhoudt wat u leest.",
            ),
            Self::Declared => Told::state(
                "confidentiality-declared",
                "U hebt hierover al een andere verklaring afgelegd.",
            ),
            Self::HasInterest => Told::forbidden(
                "interest-declared",
                "U hebt een belang bij de gunning gemeld. Daarom kunt u dit niet lezen.",
            ),
        }
    }
}

/// The state of a confidential document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConfidentialDocument {
    shared: Option<ConfidentialDocumentShared>,
    declared: BTreeMap<PersonId, Option<Paragraph>>,
    released: bool,
}

impl ConfidentialDocument {
    /// What was shared.
    ///
    /// # Errors
    /// When there is no such document.
    pub fn shared(&self) -> Result<&ConfidentialDocumentShared, Refusal> {
        self.shared.as_ref().ok_or_else(|| ConfidentialityRefusal::Unknown.into())
    }

    /// The document, for a person who may read it.
    ///
    /// # Errors
    /// When there is none, or the person has not declared, or declared to have an interest.
    pub fn for_reader(&self, person: PersonId) -> Result<&ConfidentialDocumentShared, Refusal> {
        let shared = self.shared()?;
        match self.declared.get(&person) {
            _ if self.released => Ok(shared),
            None => Err(ConfidentialityRefusal::DeclarationMissing.into()),
            Some(Some(_)) => Err(ConfidentialityRefusal::HasInterest.into()),
            Some(None) => Ok(shared),
        }
    }
}

impl Decider for ConfidentialDocument {
    const CATEGORY: &'static str = "confidential-document";
    type Command = ConfidentialDocumentCommand;
    type Event = ConfidentialDocumentEvent;

    fn decide(
        &self,
        command: ConfidentialDocumentCommand,
    ) -> Result<Vec<ConfidentialDocumentEvent>, Refusal> {
        match command {
            ConfidentialDocumentCommand::Share(new) => match &self.shared {
                None => Ok(vec![ConfidentialDocumentEvent::ConfidentialDocumentShared(*new)]),
                Some(same) if *same == *new => Ok(vec![]),
                Some(_) => Err(ConfidentialityRefusal::Exists.into()),
            },
            ConfidentialDocumentCommand::Declare(declared) => {
                self.shared()?;
                match self.declared.get(&declared.person) {
                    Some(same) if *same == declared.interest => Ok(vec![]),
                    Some(Some(_)) => Err(ConfidentialityRefusal::Declared.into()),
                    Some(None) => {
                        Ok(vec![ConfidentialityDeclared { changed: true, ..declared }.into()])
                    }
                    None => Ok(vec![declared.into()]),
                }
            }
            ConfidentialDocumentCommand::Release => {
                let ConfidentialDocumentShared { trajectory, council, title, file, by, .. } =
                    self.shared()?.clone();
                if self.released {
                    return Ok(vec![]);
                }
                let released =
                    ConfidentialDocumentReleased { trajectory, council, title, file, by };
                Ok(vec![released.into()])
            }
        }
    }

    fn evolve(&mut self, event: &ConfidentialDocumentEvent) {
        match event.clone() {
            ConfidentialDocumentEvent::ConfidentialDocumentShared(shared) => {
                self.shared = Some(shared);
            }
            ConfidentialDocumentEvent::ConfidentialityDeclared(declared) => {
                self.declared.insert(declared.person, declared.interest);
            }
            ConfidentialDocumentEvent::ConfidentialDocumentReleased(_) => self.released = true,
        }
    }
}

aggregate!(ConfidentialDocument);
