//! What a provider says about a requirement: that it is a burden, overlaps, asks for what is
//! scarce, or does not go with another framework. Each gets an answer with a reason; who said it
//! is told to nobody.
//!
//! The names of the events are the storage format: they never change.

use super::RequirementRefusal;
use crate::consultation::Disposition;
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::knowledge::{KnownSource, KnownSourceVersion, SourceKind};
use crate::{FileReference, PersonId, ProviderId, Refusal, RequirementId, TrajectoryId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Title, Whole};

/// What is the matter with a requirement.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum FlagKind {
    /// It takes more time than it is worth (administratieve last).
    Burden,
    /// Somebody else asks or tests the same (overlap).
    Overlap,
    /// It asks for people or means that are hard to find (schaarste).
    Scarcity,
    /// It does not go with another framework that holds (tegenstrijdig kader).
    Conflict,
}

/// A framework that could be accepted instead.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FlagAlternative {
    /// A known source, when it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known: Option<KnownSourceVersion>,
    /// What it is called.
    pub title: Title,
    /// Why it does for this requirement.
    pub reason: Paragraph,
}

/// A provider flagged a requirement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementFlagged {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The requirement.
    pub requirement: RequirementId,
    /// In which version of the set.
    pub version: u32,
    /// The provider.
    pub provider: ProviderId,
    /// What is the matter.
    pub kind: FlagKind,
    /// What it comes to in practice.
    pub text: Prose,
    /// How many minutes a year it takes, for a burden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minutes: Option<Whole>,
    /// The evidence.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<FileReference>,
    /// What could be accepted instead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative: Option<FlagAlternative>,
}

/// The flag was withdrawn by its provider.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementFlagWithdrawn {}

/// The flag was answered. From now on everyone reads it, in anonymous words, with the answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RequirementFlagDispositionGiven {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// The requirement.
    pub requirement: RequirementId,
    /// What is the matter with it.
    pub kind: FlagKind,
    /// What is done with it.
    pub disposition: Disposition,
    /// What was said, in anonymous words.
    pub wording: Prose,
    /// Why this is done.
    pub reason: Paragraph,
    /// Who decided.
    pub by: PersonId,
}

events! {
    /// What can have happened to a flag.
    RequirementFlagEvent in "requirement-flag" {
        RequirementFlagged v 1,
        RequirementFlagWithdrawn v 1,
        RequirementFlagDispositionGiven v 1,
    }
}

/// What can be asked of a flag.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum RequirementFlagCommand {
    Flag(Box<RequirementFlagged>),
    Withdraw,
    GiveDisposition { disposition: Disposition, wording: Prose, reason: Paragraph, by: PersonId },
}

/// The state of a flag.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RequirementFlag {
    flagged: Option<RequirementFlagged>,
    withdrawn: bool,
    disposition: Option<RequirementFlagDispositionGiven>,
}

impl RequirementFlag {
    /// What was flagged.
    ///
    /// # Errors
    /// When there is no such flag.
    pub fn flagged(&self) -> Result<&RequirementFlagged, Refusal> {
        self.flagged.as_ref().ok_or_else(|| RequirementRefusal::FlagUnknown.into())
    }

    fn flag(&self, flagged: RequirementFlagged) -> Result<Vec<RequirementFlagEvent>, Refusal> {
        match &self.flagged {
            Some(same) if *same == flagged => return Ok(vec![]),
            Some(_) => return Err(RequirementRefusal::FlagExists.into()),
            None => {}
        }
        let mut faults = Faults::none();
        faults.unless(
            flagged.minutes.is_none() || flagged.kind == FlagKind::Burden,
            "/minutes",
            "Alleen bij een last hoort een aantal minuten.",
        );
        faults.unless(
            flagged.kind != FlagKind::Burden || flagged.minutes.is_some(),
            "/minutes",
            "Schat bij een last hoeveel minuten per jaar de eis kost.",
        );
        faults.unless(
            flagged.kind != FlagKind::Conflict || flagged.alternative.is_some(),
            "/alternative",
            "Noem het kader dat niet met deze eis samengaat.",
        );
        if let Some(known) = flagged.alternative.as_ref().and_then(|it| it.known.as_ref()) {
            faults.unless(
                KnownSource::find(known).is_some_and(|it| it.kind != SourceKind::Law),
                "/alternative/known",
                "Dit kader is niet bekend, of niet in deze versie.",
            );
        }
        faults.check()?;
        Ok(vec![flagged.into()])
    }

    fn give_disposition(
        &self,
        given: RequirementFlagDispositionGiven,
    ) -> Result<Vec<RequirementFlagEvent>, Refusal> {
        match &self.disposition {
            Some(same) if *same == given => Ok(vec![]),
            Some(_) => Err(RequirementRefusal::FlagAnswered.into()),
            None if self.withdrawn => Err(RequirementRefusal::FlagWithdrawn.into()),
            None => Ok(vec![given.into()]),
        }
    }
}

impl Decider for RequirementFlag {
    const CATEGORY: &'static str = "requirement-flag";
    type Command = RequirementFlagCommand;
    type Event = RequirementFlagEvent;

    fn decide(
        &self,
        command: RequirementFlagCommand,
    ) -> Result<Vec<RequirementFlagEvent>, Refusal> {
        match command {
            RequirementFlagCommand::Flag(flagged) => self.flag(*flagged),
            RequirementFlagCommand::Withdraw => {
                self.flagged()?;
                match (self.withdrawn, &self.disposition) {
                    (true, _) => Ok(vec![]),
                    (false, Some(_)) => Err(RequirementRefusal::FlagAnswered.into()),
                    (false, None) => Ok(vec![RequirementFlagWithdrawn {}.into()]),
                }
            }
            RequirementFlagCommand::GiveDisposition { disposition, wording, reason, by } => {
                let RequirementFlagged { trajectory, requirement, kind, .. } = *self.flagged()?;
                self.give_disposition(RequirementFlagDispositionGiven {
                    trajectory,
                    requirement,
                    kind,
                    disposition,
                    wording,
                    reason,
                    by,
                })
            }
        }
    }

    fn evolve(&mut self, event: &RequirementFlagEvent) {
        match event.clone() {
            RequirementFlagEvent::RequirementFlagged(flagged) => self.flagged = Some(flagged),
            RequirementFlagEvent::RequirementFlagWithdrawn(_) => self.withdrawn = true,
            RequirementFlagEvent::RequirementFlagDispositionGiven(given) => {
                self.disposition = Some(given);
            }
        }
    }
}

aggregate!(RequirementFlag);
