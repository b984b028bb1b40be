//! One's own contributions, and what was done with them once the report is out.

use super::ReceiptView;
use dialogue::consultation::{ContributionContent, Disposition};
use dialogue::{
    AnyEvent, ConsultationRoundEvent, ConsultationRoundId, ContributionEvent, ContributionId,
    TrajectoryId,
};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use service::CourseView;
use utoipa::ToSchema;
use vocabulary::{Paragraph, Prose};

/// Where a contribution stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ContributionStatus {
    /// A draft: it has NOT been submitted.
    Draft,
    /// Submitted.
    Submitted,
    /// Withdrawn.
    Withdrawn,
}

/// What was done with a contribution, as the report tells everyone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OutcomeView {
    /// What is done with it.
    pub(crate) disposition: Disposition,
    /// Why.
    pub(crate) reason: Paragraph,
    /// The contribution in the anonymous words of the report.
    pub(crate) wording: Prose,
    /// Where it goes on, with the reason of each move after the report, and how far it is.
    pub(crate) course: CourseView,
}

/// One's own contribution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct OwnContribution {
    /// The contribution.
    pub(crate) id: ContributionId,
    /// Its version.
    pub(crate) version: u64,
    /// The round.
    pub(crate) round: ConsultationRoundId,
    /// The trajectory.
    pub(crate) trajectory: TrajectoryId,
    /// Where it stands.
    pub(crate) status: ContributionStatus,
    /// What counts now.
    pub(crate) content: ContributionContent,
    /// Proof of the last submission or replacement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) receipt: Option<ReceiptView>,
    /// What was done with it, once the report is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) outcome: Option<OutcomeView>,
}

pub(crate) struct Contributions;

impl Projection<AnyEvent> for Contributions {
    fn name(&self) -> &'static str {
        "contributions"
    }

    fn version(&self) -> u32 {
        4
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE contribution (
             id TEXT PRIMARY KEY, provider TEXT NOT NULL, within TEXT NOT NULL,
             trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX contribution_own ON contribution (provider, place, within, trajectory);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        match event {
            AnyEvent::Contribution(event) => own(rows, recorded, event),
            // Everyone hears at the same moment, in the report, and nobody before it.
            AnyEvent::ConsultationRound(ConsultationRoundEvent::ConsultationReportPublished(
                report,
            )) => report.items.iter().try_for_each(|item| {
                let id = item.contribution.to_string();
                rows.change::<OwnContribution>("contribution", &id, &[], |known| {
                    known.outcome = Some(OutcomeView {
                        disposition: item.disposition,
                        reason: item.reason.clone(),
                        wording: item.wording.clone(),
                        course: CourseView::of(item),
                    });
                })
            }),
            AnyEvent::ConsultationRound(event) => {
                let Some((contribution, change)) = CourseView::after(event, recorded.recorded_at)
                else {
                    return Ok(());
                };
                let id = contribution.to_string();
                rows.change::<OwnContribution>("contribution", &id, &[], |known| {
                    if let Some(outcome) = &mut known.outcome {
                        change(&mut outcome.course);
                    }
                })
            }
            _ => Ok(()),
        }
    }
}

fn own(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ContributionEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let (round, provider, content, status, receipt) = match event.clone() {
        ContributionEvent::ContributionDrafted(drafted) => {
            (drafted.round, drafted.provider, drafted.content, ContributionStatus::Draft, None)
        }
        ContributionEvent::ContributionSubmitted(submitted) => (
            submitted.round,
            submitted.provider,
            submitted.content,
            ContributionStatus::Submitted,
            Some(ReceiptView::of(recorded)),
        ),
        ContributionEvent::ContributionReplaced(replaced) => {
            return rows.change::<OwnContribution>("contribution", id, &[], |known| {
                known.version = recorded.version.0;
                known.content = replaced.content;
                known.receipt = Some(ReceiptView::of(recorded));
            });
        }
        ContributionEvent::ContributionWithdrawn(_) => {
            return rows.change::<OwnContribution>("contribution", id, &[], |known| {
                known.version = recorded.version.0;
                known.status = ContributionStatus::Withdrawn;
            });
        }
        // Told in the report, to everyone at one moment.
        ContributionEvent::ContributionDispositionGiven(_) => return Ok(()),
    };
    let within = round.to_string();
    let sql = "SELECT trajectory FROM consultation_round WHERE id = ?1";
    let Some((trajectory,)) = rows.find::<(String,)>(sql, [&within])? else { return Ok(()) };
    let (Ok(contribution), Ok(trajectory_id)) = (id.parse(), trajectory.parse()) else {
        return Ok(());
    };
    let view = OwnContribution {
        id: contribution,
        version: recorded.version.0,
        round,
        trajectory: trajectory_id,
        status,
        content,
        receipt,
        outcome: None,
    };
    let provider = provider.to_string();
    let place = format!("{:020}", recorded.position.0);
    let columns: [(&str, &dyn ToSql); 4] = [
        ("provider", &provider),
        ("within", &within),
        ("trajectory", &trajectory),
        ("place", &place),
    ];
    rows.put("contribution", id, &columns, &view)
}
