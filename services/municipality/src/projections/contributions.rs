//! Contributions as staff see them: what was submitted, and by whom only when the round's plan
//! says so. When it was submitted is not kept: an order in time would lead back to who it was.

use dialogue::consultation::{
    ArticleReaction, ConsultationAnswer, ContributionContent, ContributionPart, Disposition, Track,
};
use dialogue::{
    AnyEvent, ConsultationRoundId, ContributionEvent, ContributionId, ProviderId, Sealed,
};
use dialogue::{ProviderEvent, TrajectoryId};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{FileName, MediaType, Paragraph, Prose, Slug};

/// A file that supports a contribution. In a round that hides contributors it has no name of
/// its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AttachmentView {
    /// Its number, from 1.
    pub(crate) number: usize,
    /// What it is called.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) name: Option<FileName>,
    /// What is in it.
    pub(crate) media_type: MediaType,
    /// How large it is, in bytes.
    pub(crate) size: u64,
}

/// What is done with a contribution, so far only known to staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct DispositionView {
    /// What is done with it.
    pub(crate) disposition: Disposition,
    /// Why.
    pub(crate) reason: Paragraph,
    /// The contribution in anonymous words, for the report.
    pub(crate) wording: Prose,
    /// On which track it goes on, when that is not the one it was meant for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) track: Option<Track>,
}

/// A contribution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ContributionView {
    /// The contribution.
    pub(crate) id: ContributionId,
    /// Its version.
    pub(crate) version: u64,
    /// The round.
    pub(crate) round: ConsultationRoundId,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// The theme.
    pub(crate) theme: Slug,
    /// For what it is meant.
    pub(crate) track: Track,
    /// The contribution itself.
    pub(crate) text: Prose,
    /// A proposal for the text of a document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) proposal: Option<Prose>,
    /// Why the proposal is better.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<Paragraph>,
    /// Files that support it.
    pub(crate) attachments: Vec<AttachmentView>,
    /// Answers to the questions of the round.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) answers: Vec<ConsultationAnswer>,
    /// Reactions to articles of draft documents.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) reactions: Vec<ArticleReaction>,
    /// The parts that are sensitive in competition: they come in no report.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) sensitive: BTreeSet<ContributionPart>,
    /// Who contributed, in a round whose plan lets staff see it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) contributor: Option<ContributorView>,
    /// What is done with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) disposition: Option<DispositionView>,
}

/// Who contributed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct ContributorView {
    /// The provider.
    pub(crate) provider: ProviderId,
    /// Which organisation it is, sealed; opened when it is shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) identity: Option<Sealed>,
}

pub(crate) struct Contributions;

impl Projection<AnyEvent> for Contributions {
    fn name(&self) -> &'static str {
        "contributions"
    }

    fn version(&self) -> u32 {
        3
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE contribution (
             id TEXT PRIMARY KEY, round TEXT NOT NULL, trajectory TEXT NOT NULL,
             place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX contribution_in ON contribution (round, place);
         CREATE TABLE provider (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let id = recorded.stream.id();
        match event {
            AnyEvent::Provider(ProviderEvent::ProviderRegistered(registered)) => {
                rows.put("provider", id, &[], &registered.profile.identity)
            }
            AnyEvent::Contribution(event) => apply(rows, recorded, event),
            _ => Ok(()),
        }
    }
}

fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ContributionEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    match event.clone() {
        ContributionEvent::ContributionDrafted(_) => Ok(()),
        ContributionEvent::ContributionSubmitted(submitted) => {
            let round = submitted.round.to_string();
            let sql = "SELECT trajectory, disclosed FROM consultation_round WHERE id = ?1";
            let Some((trajectory, disclosed)) = rows.find::<(String, bool)>(sql, [&round])? else {
                return Ok(());
            };
            let (Ok(contribution), Ok(within)) = (id.parse(), trajectory.parse()) else {
                return Ok(());
            };
            let contributor = if disclosed {
                let identity = rows.get("provider", &submitted.provider.to_string())?;
                Some(ContributorView { provider: submitted.provider, identity })
            } else {
                None
            };
            let place = format!("{}|{id}", submitted.content.theme);
            let view = ContributionView {
                id: contribution,
                version: recorded.version.0,
                round: submitted.round,
                trajectory: within,
                contributor,
                disposition: None,
                ..view(submitted.content, disclosed)
            };
            let columns: [(&str, &dyn projection::ToSql); 3] =
                [("round", &round), ("trajectory", &trajectory), ("place", &place)];
            rows.put("contribution", id, &columns, &view)
        }
        ContributionEvent::ContributionReplaced(replaced) => {
            let place = format!("{}|{id}", replaced.content.theme);
            rows.change::<ContributionView>("contribution", id, &[("place", &place)], |known| {
                *known = ContributionView {
                    id: known.id,
                    version: recorded.version.0,
                    round: known.round,
                    trajectory: known.trajectory,
                    contributor: known.contributor.take(),
                    disposition: known.disposition.take(),
                    ..view(replaced.content, known.contributor.is_some())
                };
            })
        }
        ContributionEvent::ContributionWithdrawn(_) => {
            rows.execute("DELETE FROM contribution WHERE id = ?1", [id]).map(|_| ())
        }
        ContributionEvent::ContributionDispositionGiven(given) => {
            rows.change::<ContributionView>("contribution", id, &[], |known| {
                known.version = recorded.version.0;
                known.disposition = Some(DispositionView {
                    disposition: given.disposition,
                    reason: given.reason,
                    wording: given.wording,
                    track: given.track,
                });
            })
        }
    }
}

fn view(content: ContributionContent, disclosed: bool) -> ContributionView {
    let attachments = (1..)
        .zip(content.attachments)
        .map(|(number, file)| AttachmentView {
            number,
            name: disclosed.then_some(file.name),
            media_type: file.media_type,
            size: file.size,
        })
        .collect();
    ContributionView {
        id: ContributionId::default(),
        version: 0,
        round: ConsultationRoundId::default(),
        trajectory: TrajectoryId::default(),
        theme: content.theme,
        track: content.track,
        text: content.text,
        proposal: content.proposal,
        reason: content.reason,
        attachments,
        answers: content.answers,
        reactions: content.reactions,
        sensitive: content.sensitive,
        contributor: None,
        disposition: None,
    }
}
