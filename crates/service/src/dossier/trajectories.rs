//! Trajectories as everyone sees them.

use super::{
    ClosingMoveView, DocumentVersionView, DocumentView, DocumentWarning, DocumentWarningKind,
    InstrumentView, LotSplitView, TenderClosingView, TrajectorySummary, TrajectoryView,
};
use dialogue::trajectory::{
    DocumentKind, DocumentPurpose, Section, TrajectoryDocumentPublished, TrajectoryOpened,
    TrajectoryTenderClosingMoved, TrajectoryTenderingReopened,
};
use dialogue::{DocumentId, TrajectoryEvent};
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
    if let TrajectoryEvent::TrajectoryDocumentPublished(published) = event {
        keep_texts(rows, id, published)?;
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
                publish(view, recorded, published);
            }
            TrajectoryEvent::TrajectoryTenderClosingSuspended(suspended) => {
                if let Some(closing) = &mut view.tender_closing {
                    closing.suspended = Some(suspended.reason);
                }
            }
            TrajectoryEvent::TrajectoryTenderingReopened(reopened) => {
                let TrajectoryTenderingReopened { closing, reason, .. } = reopened;
                let moved = TrajectoryTenderClosingMoved { closing, reason, advised: None };
                move_closing(view, recorded, moved);
                if let Some(closing) = &mut view.tender_closing {
                    closing.suspended = None;
                }
            }
            TrajectoryEvent::TrajectoryLotSplit(split) => {
                let into = split.into.iter().map(|lot| lot.number).collect();
                let (lot, reason) = (split.lot, split.reason);
                view.splits.push(LotSplitView { lot, into, reason });
                view.lots.extend(split.into);
            }
            TrajectoryEvent::TrajectoryTenderClosingSet(set) => {
                view.tender_closing = Some(TenderClosingView {
                    closing: set.closing,
                    note_rule: set.note_rule,
                    note_rule_reason: set.note_rule_reason,
                    moves: vec![],
                    suspended: None,
                });
            }
            TrajectoryEvent::TrajectoryTenderClosingMoved(moved) => {
                move_closing(view, recorded, moved);
            }
            TrajectoryEvent::TrajectoryCouncilTermsChosen(chosen) => {
                view.council_terms.retain(|known| known.council != chosen.council);
                view.council_terms.push(chosen);
            }
            TrajectoryEvent::TrajectoryNoticeLinked(linked) => view.notices.push(linked),
            TrajectoryEvent::TrajectoryProductsDescribed(new) => view.products = new.products,
            TrajectoryEvent::TrajectorySituationDescribed(new) => {
                view.situation = Some(new.situation);
            }
        }
    })
}

fn publish(
    view: &mut TrajectoryView,
    recorded: &RecordedEvent,
    published: TrajectoryDocumentPublished,
) {
    let without_text = |section| Section { text: None, ..section };
    let version = DocumentVersionView {
        version: published.version,
        title: published.title,
        file: published.file,
        sections: published.sections.into_iter().map(without_text).collect(),
        change: published.change,
        published_at: recorded.recorded_at,
        published_by: publisher(recorded),
        made: published.made,
    };
    let (id, kind) = (published.document, published.kind);
    let warning = warning(view, kind);
    let purpose = kind.purpose();
    match view.documents.iter_mut().find(|known| known.id == id) {
        Some(known) => {
            (known.kind, known.purpose) = (kind, purpose);
            known.versions.push(version);
        }
        None => {
            let versions = vec![version];
            view.documents.push(DocumentView { id, kind, purpose, warning, versions });
        }
    }
}

/// What is to be said about a document when it is published first.
fn warning(view: &TrajectoryView, kind: DocumentKind) -> Option<DocumentWarning> {
    let vision = view.documents.iter().any(|it| it.purpose == DocumentPurpose::WhatAndWhy);
    (kind.purpose() == DocumentPurpose::How && !vision).then(|| DocumentWarning {
        kind: DocumentWarningKind::BeforeVision,
        text: "Dit document vertelt hoe er wordt ingekocht, terwijl er nog geen beleid of visie \
               was gepubliceerd met wat de gemeenten willen en waarom."
            .to_owned(),
    })
}

fn move_closing(
    view: &mut TrajectoryView,
    recorded: &RecordedEvent,
    moved: TrajectoryTenderClosingMoved,
) {
    let Some(closing) = &mut view.tender_closing else { return };
    let from = std::mem::replace(&mut closing.closing, moved.closing.clone());
    closing.moves.push(ClosingMoveView {
        from,
        to: moved.closing,
        reason: moved.reason,
        advised: moved.advised,
        moved_at: recorded.recorded_at,
    });
}

/// Where what the sections of a version say is kept: apart, so that a trajectory stays light.
pub(super) fn text_key(trajectory: &str, document: DocumentId, version: u32) -> String {
    format!("{trajectory}.{document}.{version}")
}

fn keep_texts(
    rows: &Rows<'_>,
    trajectory: &str,
    published: &TrajectoryDocumentPublished,
) -> Result<(), ProjectionError> {
    let key = text_key(trajectory, published.document, published.version);
    rows.put("document_text", &key, &[], &published.sections)
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
        splits: vec![],
        instrument: None,
        terms: None,
        principles: vec![],
        planning: vec![],
        documents: vec![],
        tender_closing: None,
        council_terms: vec![],
        notices: vec![],
        products: vec![],
        situation: None,
        opened_at: recorded.recorded_at,
    };
    // The newest one first: positions only grow.
    let place = format!("{:020}", u64::MAX - recorded.position.0);
    let summary = serde_json::to_string(&summary)?;
    rows.put("trajectory", id, &[("place", &place), ("summary", &summary)], &view)
}
