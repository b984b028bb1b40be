//! Requirements as staff draft them, and the libraries they pick from.

use dialogue::requirement::{Requirement, RequirementLibraryEvent};
use dialogue::{AnyEvent, Decider, RequirementId, RequirementSet};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{MunicipalityCode, Paragraph};

/// The requirements of a trajectory as they are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct RequirementSetRow {
    pub(crate) version: u64,
    pub(crate) set: RequirementSet,
}

/// An entry of a library.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) struct LibraryEntryView {
    /// The entry.
    pub(crate) entry: RequirementId,
    /// Whose library.
    pub(crate) municipality: MunicipalityCode,
    /// The version of the library when this changed last.
    pub(crate) version: u64,
    /// Which version of the entry this is, from 1.
    pub(crate) revision: u32,
    /// The requirement.
    pub(crate) requirement: Requirement,
    /// What changed last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) change: Option<Paragraph>,
    /// Why it is no longer used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) retired: Option<Paragraph>,
}

pub(crate) struct Requirements;

impl Projection<AnyEvent> for Requirements {
    fn name(&self) -> &'static str {
        "requirements"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE requirement_draft (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;
         CREATE TABLE library_entry (
             id TEXT PRIMARY KEY, municipality TEXT NOT NULL, place TEXT NOT NULL,
             body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX library_entry_of ON library_entry (municipality, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let id = recorded.stream.id();
        match event {
            AnyEvent::RequirementSet(event) => {
                let mut row: RequirementSetRow =
                    rows.get("requirement_draft", id)?.unwrap_or_default();
                row.version = recorded.version.0;
                row.set.evolve(event);
                rows.put("requirement_draft", id, &[], &row)
            }
            AnyEvent::RequirementLibrary(event) => library(rows, recorded, event),
            _ => Ok(()),
        }
    }
}

/// What an event changes in an entry.
type Change = Box<dyn FnOnce(&mut LibraryEntryView)>;

fn library(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &RequirementLibraryEvent,
) -> Result<(), ProjectionError> {
    let (entry, change): (_, Change) = match event.clone() {
        RequirementLibraryEvent::RequirementLibraryEntryAdded(added) => {
            let municipality = recorded.stream.id();
            let Ok(code) = municipality.parse() else { return Ok(()) };
            let view = LibraryEntryView {
                entry: added.entry,
                municipality: code,
                version: recorded.version.0,
                revision: 1,
                requirement: added.requirement,
                change: None,
                retired: None,
            };
            let place = format!("{:020}", recorded.position.0);
            let columns: [(&str, &dyn ToSql); 2] =
                [("municipality", &municipality), ("place", &place)];
            return rows.put("library_entry", &added.entry.to_string(), &columns, &view);
        }
        RequirementLibraryEvent::RequirementLibraryEntryRevised(revised) => (
            revised.entry,
            Box::new(move |known| {
                known.revision = revised.version;
                known.requirement = revised.requirement;
                known.change = Some(revised.change);
            }),
        ),
        RequirementLibraryEvent::RequirementLibraryEntryRetired(retired) => {
            (retired.entry, Box::new(move |known| known.retired = Some(retired.reason)))
        }
    };
    rows.change::<LibraryEntryView>("library_entry", &entry.to_string(), &[], |known| {
        known.version = recorded.version.0;
        change(known);
    })
}
