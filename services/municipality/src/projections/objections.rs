//! Objections: only for those who handle them. Staff who run the procedure have no way here.

use dialogue::objection::{ObjectionDecided, ObjectionFiled};
use dialogue::redress::CarriedOut;
use dialogue::{AnyEvent, ObjectionEvent, ObjectionId, PersonId, Sealed};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};

/// An objection as it is kept; who filed it stays sealed until it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ObjectionRow {
    pub(crate) id: ObjectionId,
    pub(crate) version: u64,
    pub(crate) filed: ObjectionFiled,
    pub(crate) filed_at: Timestamp,
    pub(crate) late: bool,
    pub(crate) identity: Option<Sealed>,
    pub(crate) contact: Option<Sealed>,
    pub(crate) withdrawn: bool,
    pub(crate) handler: Option<PersonId>,
    pub(crate) decided: Option<ObjectionDecided>,
    pub(crate) carried_out: Vec<CarriedOut>,
}

pub(crate) struct Objections;

impl Projection<AnyEvent> for Objections {
    fn name(&self) -> &'static str {
        "objections"
    }

    fn version(&self) -> u32 {
        3
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE objection (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX objection_of ON objection (trajectory, place);
         CREATE TABLE contact (id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT;"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let id = recorded.stream.id();
        let event = match event {
            AnyEvent::Provider(dialogue::ProviderEvent::ProviderRegistered(registered)) => {
                return rows.put("contact", id, &[], &registered.profile.contact);
            }
            AnyEvent::Objection(event) => event,
            _ => return Ok(()),
        };
        if let ObjectionEvent::ObjectionFiled(filed) = event.clone() {
            let Ok(objection) = id.parse() else { return Ok(()) };
            let provider = filed.provider.to_string();
            let trajectory = filed.trajectory.to_string();
            let place = format!("{:020}", recorded.position.0);
            let row = ObjectionRow {
                id: objection,
                version: recorded.version.0,
                late: filed.is_late(recorded.recorded_at),
                filed,
                filed_at: recorded.recorded_at,
                identity: rows.get("provider", &provider)?,
                contact: rows.get("contact", &provider)?,
                withdrawn: false,
                handler: None,
                decided: None,
                carried_out: vec![],
            };
            let columns: [(&str, &dyn projection::ToSql); 2] =
                [("trajectory", &trajectory), ("place", &place)];
            return rows.put("objection", id, &columns, &row);
        }
        rows.change::<ObjectionRow>("objection", id, &[], |row| {
            row.version = recorded.version.0;
            match event.clone() {
                ObjectionEvent::ObjectionFiled(_) => {}
                ObjectionEvent::ObjectionWithdrawn(_) => row.withdrawn = true,
                ObjectionEvent::ObjectionTakenUp(taken) => row.handler = Some(taken.handler),
                ObjectionEvent::ObjectionDecided(decided) => row.decided = Some(decided),
                ObjectionEvent::ObjectionEffectCarriedOut(done) => {
                    row.carried_out.push(done.carried_out);
                }
            }
        })
    }
}
