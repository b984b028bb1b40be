//! What changed between two versions of a document, section by section (was-wordt-lijst), and the
//! answers that led to it.

use dialogue::trajectory::Section;
use dialogue::{DocumentId, TrajectoryId};
use http::{Problem, Told};
use serde::Serialize;
use service::Model;
use similar::{ChangeTag, TextDiff};
use utoipa::ToSchema;
use vocabulary::{Label, Paragraph, Prose, Title};

/// How a stretch of text came into the later version.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum StretchKind {
    /// It stands in both.
    Kept,
    /// It stands in the earlier version alone.
    Removed,
    /// It stands in the later version alone.
    Added,
}

/// A stretch of text, word by word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct TextStretch {
    /// How it came there.
    pub(crate) kind: StretchKind,
    /// What it says.
    pub(crate) text: String,
}

/// How a section changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum SectionChangeKind {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// Its heading or its text changed.
    Changed,
    /// Its text was not given for both versions: an answer says that it changed.
    Unknown,
}

/// An answer that led to a change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct ChangeCause {
    /// The number of the note.
    pub(crate) note: u32,
    /// The number of the question in it.
    pub(crate) item: u32,
    /// The question in anonymous words.
    pub(crate) wording: Prose,
}

/// A section that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct SectionChange {
    /// Its number.
    pub(crate) number: Label,
    /// Its heading, in the later version when it is there.
    pub(crate) title: Title,
    /// How it changed.
    pub(crate) kind: SectionChangeKind,
    /// What it said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) was: Option<Prose>,
    /// What it says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) becomes: Option<Prose>,
    /// Both in one, word by word; empty when one of them was not given.
    pub(crate) words: Vec<TextStretch>,
    /// The answers that led to it.
    pub(crate) causes: Vec<ChangeCause>,
}

/// A version between, with the reason that was given with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct VersionReason {
    /// Which version.
    pub(crate) version: u32,
    /// What changed with it, and why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) change: Option<Paragraph>,
}

/// What changed between two versions of a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) struct DocumentChanges {
    /// The document.
    pub(crate) document: DocumentId,
    /// What it is called, in the later version.
    pub(crate) title: Title,
    /// The earlier version.
    pub(crate) from: u32,
    /// The later version.
    pub(crate) to: u32,
    /// The versions after the earlier one, up to the later one.
    pub(crate) versions: Vec<VersionReason>,
    /// The sections that changed, in the order of the later version; those that are gone come last.
    pub(crate) sections: Vec<SectionChange>,
    /// The answers that led to a change of the document as a whole.
    pub(crate) causes: Vec<ChangeCause>,
}

/// What changed between two versions; from the one before the last to the last when not said.
///
/// # Errors
/// When there is no such document or version.
pub(crate) fn changes(
    model: &Model,
    trajectory: TrajectoryId,
    document: DocumentId,
    from: Option<u32>,
    to: Option<u32>,
) -> Result<DocumentChanges, Problem> {
    let view = model.trajectory(trajectory)?;
    let known = view.documents.into_iter().find(|known| known.id == document);
    let versions = known.ok_or_else(unknown)?.versions;
    let last = versions.last().map_or(1, |version| version.version);
    let to = to.unwrap_or(last);
    let from = from.unwrap_or_else(|| to.saturating_sub(1).max(1));
    let (Some(before), Some(after)) =
        (model.sections(trajectory, document, from)?, model.sections(trajectory, document, to)?)
    else {
        return Err(unknown());
    };
    let causes = causes(model, trajectory, document, from, to)?;
    let between = versions.iter().filter(|it| from < it.version && it.version <= to);
    let title = versions.iter().rfind(|it| it.version == to).map(|it| it.title.clone());
    Ok(DocumentChanges {
        document,
        title: title.ok_or_else(unknown)?,
        from,
        to,
        versions: between
            .map(|it| VersionReason { version: it.version, change: it.change.clone() })
            .collect(),
        sections: sections(&before, &after, &causes),
        causes: causes.into_iter().filter(|(at, _)| at.is_none()).map(|(_, it)| it).collect(),
    })
}

fn unknown() -> Problem {
    Problem::unknown(Told::new(
        "document-unknown",
        "Dit document, of deze versie ervan, hoort niet bij dit traject.",
    ))
}

/// A cause, with the section that it is about.
type Cause = (Option<Label>, ChangeCause);

/// The answers that were worked in in one of the versions after the first, up to the last.
fn causes(
    model: &Model,
    trajectory: TrajectoryId,
    document: DocumentId,
    from: u32,
    to: u32,
) -> Result<Vec<Cause>, Problem> {
    let mut causes = vec![];
    for note in model.notes(trajectory)? {
        for item in note.items {
            let Some(amends) = item.amends else { continue };
            let version = amends.version.map_or(0, |version| version.get());
            if amends.document == Some(document) && from < version && version <= to {
                let cause =
                    ChangeCause { note: note.number, item: item.number, wording: item.wording };
                causes.push((amends.section, cause));
            }
        }
    }
    Ok(causes)
}

fn sections(before: &[Section], after: &[Section], causes: &[Cause]) -> Vec<SectionChange> {
    let find = |all: &[Section], number: &Label| {
        all.iter().find(|section| section.number == *number).cloned()
    };
    let later = after.iter().map(|now| (find(before, &now.number), Some(now.clone())));
    let gone = before.iter().filter(|was| find(after, &was.number).is_none());
    let pairs = later.chain(gone.map(|was| (Some(was.clone()), None)));
    pairs.filter_map(|(was, now)| section(was, now, causes)).collect()
}

/// How a section changed; nothing when it did not.
fn section(was: Option<Section>, now: Option<Section>, causes: &[Cause]) -> Option<SectionChange> {
    let either = now.as_ref().or(was.as_ref())?;
    let (number, title) = (either.number.clone(), either.title.clone());
    let of_section = causes.iter().filter(|(at, _)| at.as_ref() == Some(&number));
    let causes: Vec<_> = of_section.map(|(_, cause)| cause.clone()).collect();
    let kind = match (&was, &now) {
        (None, _) => SectionChangeKind::Added,
        (_, None) => SectionChangeKind::Removed,
        (Some(was), Some(now)) if was.text.is_some() != now.text.is_some() => {
            SectionChangeKind::Unknown
        }
        (Some(was), Some(now)) if was != now => SectionChangeKind::Changed,
        (Some(was), _) if was.text.is_none() && !causes.is_empty() => SectionChangeKind::Unknown,
        _ => return None,
    };
    let (was, becomes) = (was.and_then(|it| it.text), now.and_then(|it| it.text));
    let words = match (&was, &becomes) {
        (Some(was), Some(becomes)) => words(was.as_str(), becomes.as_str()),
        _ => vec![],
    };
    Some(SectionChange { number, title, kind, was, becomes, words, causes })
}

fn words(was: &str, becomes: &str) -> Vec<TextStretch> {
    let mut stretches: Vec<TextStretch> = vec![];
    for change in TextDiff::from_words(was, becomes).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => StretchKind::Kept,
            ChangeTag::Delete => StretchKind::Removed,
            ChangeTag::Insert => StretchKind::Added,
        };
        match stretches.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => stretches.push(TextStretch { kind, text: change.value().to_owned() }),
        }
    }
    stretches
}
