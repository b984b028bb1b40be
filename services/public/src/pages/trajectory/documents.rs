//! The documents of a trajectory, each version with its file.

use crate::api::released::{ReleasedDocument, file_path};
use crate::pages::words::{document_kind, moment, prose};
use portal::components::{Document, DocumentKind, DocumentVersion};
use portal::paths;
use service::{DocumentVersionView, DocumentView, TrajectoryView};

pub(super) fn documents(trajectory: &TrajectoryView) -> Vec<Document> {
    trajectory.documents.iter().filter_map(|it| document(trajectory, it)).collect()
}

/// The documents that a council read before they were public, each in the one version that it has.
pub(super) fn released(documents: &[ReleasedDocument]) -> Vec<Document> {
    let version = |it: &ReleasedDocument| DocumentVersion {
        title: it.title.to_string(),
        version: 1,
        published: moment(it.released_at),
        file_name: it.file.name.to_string(),
        size: it.file.size,
        sha256: it.file.sha256.to_string(),
        change: None,
        href: file_path(it.id),
        changes: None,
    };
    let document = |it: &ReleasedDocument| Document {
        id: it.id.to_string(),
        kind: DocumentKind::Other,
        title: it.title.to_string(),
        warning: None,
        versions: vec![version(it)],
    };
    documents.iter().map(document).collect()
}

/// What changed since the version before.
fn changes(
    trajectory: &TrajectoryView,
    document: &DocumentView,
    version: &DocumentVersionView,
) -> Option<String> {
    let before = version.version.checked_sub(1).filter(|before| *before >= 1)?;
    let (trajectory, document) = (trajectory.id.to_string(), document.id.to_string());
    Some(paths::document_changes(&trajectory, &document, before, version.version))
}

/// A document is called what its newest version is called; without a version it is nothing yet.
fn document(trajectory: &TrajectoryView, document: &DocumentView) -> Option<Document> {
    let newest = document.versions.last()?;
    let href = |version: &DocumentVersionView| {
        paths::document_file(
            &trajectory.id.to_string(),
            &document.id.to_string(),
            version.version,
            version.file.name.as_str(),
        )
    };
    let versions = document.versions.iter().rev().map(|version| DocumentVersion {
        title: version.title.to_string(),
        version: version.version,
        published: moment(version.published_at),
        file_name: version.file.name.to_string(),
        size: version.file.size,
        sha256: version.file.sha256.to_string(),
        change: version.change.as_ref().map(prose),
        href: href(version),
        changes: changes(trajectory, document, version),
    });
    Some(Document {
        id: document.id.to_string(),
        kind: document_kind(document.kind),
        title: newest.title.to_string(),
        warning: document.warning.as_ref().map(|it| it.text.clone()),
        versions: versions.collect(),
    })
}
