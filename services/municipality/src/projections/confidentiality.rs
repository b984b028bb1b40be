//! What a trajectory keeps confidential: documents under embargo, how many declared, and breaches.
//! Who declared is not kept here.

use calendar::Term;
use dialogue::confidential::ConfidentialDocumentEvent;
use dialogue::confidentiality::ConfidentialityEvent;
use dialogue::{AnyEvent, ConfidentialDocumentId};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{CouncilCode, FileName, Paragraph, Title};

/// A document that was shared with a council before it was public.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConfidentialDocumentSummary)]
pub(crate) struct SharedDocument {
    /// The document.
    id: ConfidentialDocumentId,
    /// The council.
    council: CouncilCode,
    /// What it is called.
    title: Title,
    /// The name of its file.
    file_name: FileName,
    /// The last instant of the embargo.
    embargo: Term,
    /// Who declared what.
    declarations: Declarations,
    /// When it became public, in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    released_at: Option<Timestamp>,
}

/// How many people declared.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConfidentialityDeclarations)]
pub(crate) struct Declarations {
    /// People who declared to keep it confidential and have no interest: they read it.
    declared: u32,
    /// People who declared to have an interest in who gets the contract: they do not.
    with_interest: u32,
}

impl Declarations {
    fn count(&mut self, interest: Option<&Paragraph>, changed: bool) {
        if changed {
            self.declared = self.declared.saturating_sub(1);
        }
        match interest {
            None => self.declared += 1,
            Some(_) => self.with_interest += 1,
        }
    }
}

/// A breach of confidentiality, as it was noted.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ConfidentialityBreach)]
pub(crate) struct Breach {
    /// When it was noted, in UTC.
    #[schema(value_type = String, format = DateTime)]
    noted_at: Timestamp,
    /// The document that became known, when it was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    document: Option<ConfidentialDocumentId>,
    /// What became known, and how.
    what: Paragraph,
    /// What is done about it.
    measure: Paragraph,
}

/// What a trajectory keeps of experts and breaches.
#[derive(Clone, Debug, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = KeptConfidentiality)]
pub(crate) struct ConfidentialityRow {
    /// What experts from outside declared.
    experts: Declarations,
    /// The breaches, in the order in which they were noted.
    breaches: Vec<Breach>,
}

pub(crate) struct Confidential;

impl Projection<AnyEvent> for Confidential {
    fn name(&self) -> &'static str {
        "confidentiality"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE confidential_document (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX confidential_document_of ON confidential_document (trajectory, place);
         CREATE TABLE confidentiality (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        match event {
            AnyEvent::ConfidentialDocument(event) => document(rows, recorded, event),
            AnyEvent::Confidentiality(event) => trajectory(rows, recorded, event),
            _ => Ok(()),
        }
    }
}

fn document(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ConfidentialDocumentEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let change = |change: &dyn Fn(&mut SharedDocument)| {
        rows.change::<SharedDocument>("confidential_document", id, &[], change)
    };
    match event {
        ConfidentialDocumentEvent::ConfidentialDocumentShared(shared) => {
            let Ok(document) = id.parse() else { return Ok(()) };
            let row = SharedDocument {
                id: document,
                council: shared.council.clone(),
                title: shared.title.clone(),
                file_name: shared.file.name.clone(),
                embargo: shared.embargo.clone(),
                declarations: Declarations::default(),
                released_at: None,
            };
            let (of, place) =
                (shared.trajectory.to_string(), format!("{:020}", recorded.position.0));
            rows.put("confidential_document", id, &[("trajectory", &of), ("place", &place)], &row)
        }
        ConfidentialDocumentEvent::ConfidentialityDeclared(declared) => {
            change(&|row| row.declarations.count(declared.interest.as_ref(), declared.changed))
        }
        ConfidentialDocumentEvent::ConfidentialDocumentReleased(_) => {
            change(&|row| row.released_at = Some(recorded.recorded_at))
        }
    }
}

fn trajectory(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &ConfidentialityEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let mut row = rows.get::<ConfidentialityRow>("confidentiality", id)?.unwrap_or_default();
    match event {
        ConfidentialityEvent::ExpertConfidentialityDeclared(declared) => {
            row.experts.count(declared.interest.as_ref(), declared.changed);
        }
        ConfidentialityEvent::ConfidentialityBreachNoted(breach) => row.breaches.push(Breach {
            noted_at: recorded.recorded_at,
            document: breach.document,
            what: breach.what.clone(),
            measure: breach.measure.clone(),
        }),
    }
    rows.put("confidentiality", id, &[], &row)
}
