//! A contribution (inbreng) of one provider on one theme of a consultation round.
//!
//! The names of the events are the storage format: they never change.

use super::sensitive::repeats;
use super::{ArticleReaction, ConsultationAnswer, ConsultationRefusal, ContributionPart};
use crate::decider::{Decider, aggregate};
use crate::events::events;
use crate::{ConsultationRoundId, FileReference, PersonId, ProviderId, Refusal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Faults, Paragraph, Prose, Slug};

/// For what a contribution is meant, or where it has moved to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Track {
    /// For this purchase.
    #[default]
    ThisPurchase,
    /// For the development agenda, after this purchase (ontwikkelagenda).
    DevelopmentAgenda,
}

/// What a provider contributes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContributionContent {
    /// The theme of the round.
    pub theme: Slug,
    /// For what it is meant.
    pub track: Track,
    /// The contribution itself.
    pub text: Prose,
    /// A proposal for the text of a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Prose>,
    /// Why the proposal is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Paragraph>,
    /// Files that support it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<FileReference>,
    /// Answers to the questions of the round.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<ConsultationAnswer>,
    /// Reactions to articles of draft documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reactions: Vec<ArticleReaction>,
    /// The parts that are sensitive in competition: they come in no report.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sensitive: BTreeSet<ContributionPart>,
}

/// What a municipality does with a contribution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Disposition {
    /// Adopted (overgenomen).
    Adopted,
    /// Partly adopted (deels overgenomen).
    PartlyAdopted,
    /// Not adopted (niet overgenomen).
    NotAdopted,
    /// Out of scope (buiten scope).
    OutOfScope,
    /// Moved to the development agenda (naar de ontwikkelagenda).
    MovedToDevelopmentAgenda,
}

impl Disposition {
    /// The Dutch words.
    #[must_use]
    pub const fn dutch(self) -> &'static str {
        match self {
            Self::Adopted => "overgenomen",
            Self::PartlyAdopted => "deels overgenomen",
            Self::NotAdopted => "niet overgenomen",
            Self::OutOfScope => "valt buiten dit onderwerp",
            Self::MovedToDevelopmentAgenda => "naar de ontwikkelagenda",
        }
    }
}

/// A draft was kept. Only its provider sees it; it has not been submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContributionDrafted {
    /// The round it is meant for.
    pub round: ConsultationRoundId,
    /// The provider.
    pub provider: ProviderId,
    /// The draft.
    pub content: ContributionContent,
}

/// The contribution was submitted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContributionSubmitted {
    /// The round.
    pub round: ConsultationRoundId,
    /// The provider.
    pub provider: ProviderId,
    /// What was submitted.
    pub content: ContributionContent,
}

/// The contribution was replaced by its provider, before the round closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContributionReplaced {
    /// What counts from now on.
    pub content: ContributionContent,
}

/// The contribution was withdrawn by its provider, before the round closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContributionWithdrawn {}

/// It was decided what is done with the contribution. Told to all in the report of the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContributionDispositionGiven {
    /// What is done with it.
    pub disposition: Disposition,
    /// Why.
    pub reason: Paragraph,
    /// The contribution in anonymous words, for the report.
    pub wording: Prose,
    /// On which track it goes on, when that is not the one it was meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub track: Option<Track>,
    /// Who decided.
    pub by: PersonId,
}

events! {
    /// What can have happened to a contribution.
    ContributionEvent in "contribution" {
        ContributionDrafted v 1,
        ContributionSubmitted v 1,
        ContributionReplaced v 1,
        ContributionWithdrawn v 1,
        ContributionDispositionGiven v 1,
    }
}

/// What can be asked of a contribution.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the command for the event of its name")]
pub enum ContributionCommand {
    Draft(ContributionDrafted),
    Submit(ContributionSubmitted),
    SubmitDraft,
    Replace(ContributionContent),
    Withdraw,
    GiveDisposition(ContributionDispositionGiven),
}

/// What is told when a text that others read repeats what must not be told.
pub(super) const SENSITIVE: &str = "Deze tekst herhaalt een deel van inbreng dat als \
    concurrentiegevoelig is gemarkeerd. Zeg het zonder die woorden en bedragen.";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
enum Status {
    #[default]
    Draft,
    Submitted,
    Withdrawn,
}

/// The state of a contribution.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contribution {
    submission: Option<ContributionSubmitted>,
    original: Option<ContributionContent>,
    status: Status,
    disposition: Option<ContributionDispositionGiven>,
}

impl Contribution {
    /// The contribution as it stands, when there is one.
    ///
    /// # Errors
    /// When there is none.
    pub fn current(&self) -> Result<&ContributionSubmitted, Refusal> {
        self.submission.as_ref().ok_or_else(|| ConsultationRefusal::ContributionUnknown.into())
    }

    /// Whether it counts: submitted and not withdrawn.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.status == Status::Submitted
    }

    /// What is done with it, when that was decided.
    #[must_use]
    pub const fn disposition(&self) -> Option<&ContributionDispositionGiven> {
        self.disposition.as_ref()
    }

    /// On which track it goes on, once it was decided what is done with it.
    #[must_use]
    pub fn track(&self) -> Option<Track> {
        let (given, submitted) = (self.disposition.as_ref()?, self.submission.as_ref()?);
        let usual = given.disposition.track(submitted.content.track);
        Some(given.track.unwrap_or(usual))
    }

    fn draft(&self, draft: ContributionDrafted) -> Result<Vec<ContributionEvent>, Refusal> {
        let ContributionDrafted { round, provider, content } = draft;
        match (&self.submission, self.status) {
            (None, _) => {}
            (Some(kept), Status::Draft) if kept.round == round && kept.provider == provider => {
                if kept.content == content {
                    return Ok(vec![]);
                }
            }
            (Some(_), Status::Draft) => return Err(ConsultationRefusal::ContributionExists.into()),
            (Some(_), Status::Submitted) => {
                return Err(ConsultationRefusal::AlreadySubmitted.into());
            }
            (Some(_), Status::Withdrawn) => return Err(ConsultationRefusal::Withdrawn.into()),
        }
        Ok(vec![ContributionDrafted { round, provider, content }.into()])
    }

    fn submit(&self, submission: ContributionSubmitted) -> Result<Vec<ContributionEvent>, Refusal> {
        match (&self.submission, self.status) {
            (None, _) => Ok(vec![submission.into()]),
            (Some(same), Status::Submitted)
                if (same.round, same.provider) == (submission.round, submission.provider)
                    && self.original.as_ref() == Some(&submission.content) =>
            {
                Ok(vec![])
            }
            (Some(draft), Status::Draft)
                if (draft.round, draft.provider) == (submission.round, submission.provider) =>
            {
                Ok(vec![submission.into()])
            }
            (Some(_), Status::Withdrawn) => Err(ConsultationRefusal::Withdrawn.into()),
            (Some(_), _) => Err(ConsultationRefusal::ContributionExists.into()),
        }
    }

    fn replace(&self, content: ContributionContent) -> Result<Vec<ContributionEvent>, Refusal> {
        let current = self.current()?;
        match self.status {
            Status::Withdrawn => Err(ConsultationRefusal::Withdrawn.into()),
            _ if current.content == content => Ok(vec![]),
            Status::Submitted => Ok(vec![ContributionReplaced { content }.into()]),
            Status::Draft => Ok(vec![
                ContributionDrafted { round: current.round, provider: current.provider, content }
                    .into(),
            ]),
        }
    }

    fn give_disposition(
        &self,
        given: ContributionDispositionGiven,
    ) -> Result<Vec<ContributionEvent>, Refusal> {
        let content = &self.current()?.content;
        match self.status {
            Status::Draft => return Err(ConsultationRefusal::ContributionUnknown.into()),
            Status::Withdrawn => return Err(ConsultationRefusal::Withdrawn.into()),
            Status::Submitted if self.disposition.as_ref() == Some(&given) => return Ok(vec![]),
            Status::Submitted => {}
        }
        let mut faults = Faults::none();
        let told = [("/wording", given.wording.as_ref()), ("/reason", given.reason.as_ref())];
        for (field, text) in told {
            let kept = content.sensitive_texts();
            faults.unless(!kept.iter().any(|kept| repeats(text, kept)), field, SENSITIVE);
        }
        let possible = match given.disposition {
            Disposition::Adopted | Disposition::PartlyAdopted => true,
            only => given.track.is_none_or(|track| track == only.track(content.track)),
        };
        faults.unless(
            possible,
            "/track",
            "Dit spoor past niet bij het besluit: alleen wat wordt overgenomen, kan op allebei.",
        );
        faults.check()?;
        Ok(vec![given.into()])
    }
}

impl Decider for Contribution {
    const CATEGORY: &'static str = "contribution";
    type Command = ContributionCommand;
    type Event = ContributionEvent;

    fn decide(&self, command: ContributionCommand) -> Result<Vec<ContributionEvent>, Refusal> {
        match command {
            ContributionCommand::Draft(draft) => self.draft(draft),
            ContributionCommand::Submit(submission) => self.submit(submission),
            ContributionCommand::SubmitDraft => match self.status {
                Status::Draft => Ok(vec![self.current()?.clone().into()]),
                Status::Submitted => Ok(vec![]),
                Status::Withdrawn => Err(ConsultationRefusal::Withdrawn.into()),
            },
            ContributionCommand::Replace(content) => self.replace(content),
            ContributionCommand::Withdraw => {
                self.current()?;
                match self.status {
                    Status::Withdrawn => Ok(vec![]),
                    Status::Draft | Status::Submitted => Ok(vec![ContributionWithdrawn {}.into()]),
                }
            }
            ContributionCommand::GiveDisposition(given) => self.give_disposition(given),
        }
    }

    fn evolve(&mut self, event: &ContributionEvent) {
        match event.clone() {
            ContributionEvent::ContributionDrafted(drafted) => {
                let ContributionDrafted { round, provider, content } = drafted;
                self.submission = Some(ContributionSubmitted { round, provider, content });
            }
            ContributionEvent::ContributionSubmitted(submitted) => {
                self.original = Some(submitted.content.clone());
                self.submission = Some(submitted);
                self.status = Status::Submitted;
            }
            ContributionEvent::ContributionReplaced(replaced) => {
                if let Some(submission) = &mut self.submission {
                    submission.content = replaced.content;
                }
            }
            ContributionEvent::ContributionWithdrawn(_) => self.status = Status::Withdrawn,
            ContributionEvent::ContributionDispositionGiven(given) => {
                self.disposition = Some(given);
            }
        }
    }
}

aggregate!(Contribution);
