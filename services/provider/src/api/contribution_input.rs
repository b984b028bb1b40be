//! What a provider contributes, from the request to what is recorded.

use super::Caller;
use crate::App;
use command::Scope;
use dialogue::consultation::{
    ArticleReaction, ConsultationAnswer, ContributionContent, ContributionPart, Track,
};
use dialogue::{ConsultationRound, DocumentReference, Reference, Refusal, Trajectory};
use http::Problem;
use serde::Deserialize;
use service::{FileInput, Refused, file_references};
use std::collections::BTreeSet;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose, Slug};

/// What one contributes.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ContributionInput {
    /// The theme of the round.
    theme: Slug,
    /// For what it is meant: this purchase, when absent.
    #[serde(default)]
    track: Track,
    /// The contribution itself.
    text: Prose,
    /// A proposal for the text of a document.
    #[serde(default)]
    proposal: Option<Prose>,
    /// Why the proposal is better.
    #[serde(default)]
    reason: Option<Paragraph>,
    /// Files that support it, handed in before.
    #[serde(default)]
    #[schema(max_items = 20)]
    attachments: Vec<FileInput>,
    /// Answers to questions of the round. None of them has to be answered.
    #[serde(default)]
    #[schema(max_items = 100)]
    answers: Vec<ConsultationAnswer>,
    /// Reactions to articles of draft documents.
    #[serde(default)]
    #[schema(max_items = 200)]
    reactions: Vec<ReactionInput>,
    /// The parts that are sensitive in competition: they come in no report.
    #[serde(default)]
    sensitive: BTreeSet<ContributionPart>,
}

/// A reaction to one article of a draft document.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct ReactionInput {
    /// The article: a section in a version of a document.
    document: DocumentReference,
    /// The text as it stands; absent when something is to be added.
    #[serde(default)]
    current: Option<Prose>,
    /// The text as it should become; absent when something is to go.
    #[serde(default)]
    proposed: Option<Prose>,
    /// Why.
    reason: Paragraph,
    /// Whether it is sensitive in competition: then it comes in no report.
    #[serde(default)]
    sensitive: bool,
}

impl From<ReactionInput> for ArticleReaction {
    fn from(input: ReactionInput) -> Self {
        let ReactionInput { document, current, proposed, reason, sensitive } = input;
        Self { document, section_unknown: false, current, proposed, reason, sensitive }
    }
}

/// The content of a contribution, when its files were handed in.
pub(super) fn content(
    app: &App,
    call: &Caller,
    input: ContributionInput,
    at: &str,
) -> Result<ContributionContent, Problem> {
    let ContributionInput {
        theme,
        track,
        text,
        proposal,
        reason,
        attachments,
        answers,
        reactions,
        sensitive,
    } = input;
    let owner = call.caller.organisation.id.to_string();
    let at = format!("{at}/attachments");
    let attachments = file_references(&app.shared, &owner, attachments, &at)?;
    let reactions = reactions.into_iter().map(ArticleReaction::from).collect();
    Ok(ContributionContent {
        theme,
        track,
        text,
        proposal,
        reason,
        attachments,
        answers,
        reactions,
        sensitive,
    })
}

/// The content as it is recorded: unknown sections marked. All its faults are told at once, each
/// below `at`.
pub(super) async fn checked(
    scope: &mut Scope<'_, Refusal>,
    round: &ConsultationRound,
    mut content: ContributionContent,
    at: &str,
) -> Result<ContributionContent, Refused> {
    let mut faults = round.faults_of(&content)?;
    let trajectory = round.published()?.trajectory;
    // Documents are only ever added: what is known stays known.
    let trajectory = scope.glance::<Trajectory>(trajectory).await?;
    for (place, reaction) in content.reactions.iter_mut().enumerate() {
        let reference = Reference { document: Some(reaction.document.clone()), lot: None };
        match trajectory.check_reference(&reference, &format!("/reactions/{place}")) {
            Ok(known) => reaction.section_unknown = !known,
            Err(wrong) => faults.extend(wrong.into_vec()),
        }
    }
    faults.check().map_err(|faults| below(faults.into(), at))?;
    Ok(content)
}

/// A fault in something that stands deeper in this request.
fn below(refusal: Refusal, at: &str) -> Refusal {
    match refusal {
        Refusal::Invalid(faults) => {
            let mut deeper = vocabulary::Faults::none();
            for fault in faults.into_vec() {
                deeper.add(format!("{at}{}", fault.field), fault.detail);
            }
            Refusal::Invalid(deeper)
        }
        other => other,
    }
}
