//! Trajectories as everyone sees them.

use super::{DocumentVersionView, DocumentView, InstrumentView, TrajectorySummary, TrajectoryView};
use dialogue::TrajectoryEvent;
use dialogue::trajectory::TrajectoryOpened;
use event_log::RecordedEvent;
use projection::{ProjectionError, Rows};

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &TrajectoryEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    if let TrajectoryEvent::TrajectoryOpened(opened) = event {
        return open(rows, recorded, opened);
    }
    rows.change::<TrajectoryView>("trajectory", id, &[], |view| {
        view.version = recorded.version.0;
        match event.clone() {
            TrajectoryEvent::TrajectoryOpened(_) => {}
            TrajectoryEvent::TrajectoryLotAdded(added) => {
                view.lots.push(added.lot);
                view.lots.sort_by_key(|lot| lot.number);
            }
            TrajectoryEvent::TrajectoryInstrumentChosen(chosen) => {
                let (instrument, reason) = (chosen.instrument, chosen.reason);
                view.instrument = Some(InstrumentView { instrument, reason });
            }
            TrajectoryEvent::TrajectoryTermsChosen(chosen) => view.terms = Some(chosen.terms),
            TrajectoryEvent::TrajectoryPrinciplesRecorded(recorded) => {
                view.principles = recorded.principles;
            }
            TrajectoryEvent::TrajectoryPlanned(planned) => view.planning = planned.milestones,
            TrajectoryEvent::TrajectoryDocumentPublished(published) => {
                let version = DocumentVersionView {
                    version: published.version,
                    title: published.title,
                    file: published.file,
                    sections: published.sections,
                    change: published.change,
                    published_at: recorded.recorded_at,
                    published_by: publisher(recorded),
                };
                let kind = published.kind;
                match view.documents.iter_mut().find(|known| known.id == published.document) {
                    Some(known) => {
                        known.kind = kind;
                        known.versions.push(version);
                    }
                    None => view.documents.push(DocumentView {
                        id: published.document,
                        kind,
                        versions: vec![version],
                    }),
                }
            }
        }
    })
}

/// The municipality that published: a public code, and where its files stand.
fn publisher(recorded: &RecordedEvent) -> String {
    recorded.metadata().map(|metadata| metadata.actor.organisation).unwrap_or_default()
}

fn open(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    TrajectoryOpened { profile }: &TrajectoryOpened,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let Ok(trajectory) = id.parse() else { return Ok(()) };
    let profile = profile.clone();
    for buyer in profile.buyers() {
        rows.execute(
            "INSERT OR IGNORE INTO membership (trajectory, member) VALUES (?1, ?2)",
            [id, buyer.code.as_str()],
        )?;
    }
    let summary = TrajectorySummary {
        id: trajectory,
        title: profile.title.clone(),
        region: profile.region.clone(),
        lead: profile.lead.clone(),
        laws: profile.laws.clone(),
        opened_at: recorded.recorded_at,
    };
    let view = TrajectoryView {
        id: trajectory,
        version: recorded.version.0,
        title: profile.title,
        summary: profile.summary,
        region: profile.region,
        lead: profile.lead,
        members: profile.members,
        laws: profile.laws,
        councils: profile.councils,
        lots: vec![],
        instrument: None,
        terms: None,
        principles: vec![],
        planning: vec![],
        documents: vec![],
        opened_at: recorded.recorded_at,
    };
    // The newest one first: positions only grow.
    let place = format!("{:020}", u64::MAX - recorded.position.0);
    let summary = serde_json::to_string(&summary)?;
    rows.put("trajectory", id, &[("place", &place), ("summary", &summary)], &view)
}
