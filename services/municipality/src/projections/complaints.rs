//! Complaints: only for those who handle them. Staff who run the procedure have no way here.

use dialogue::redress::{
    CarriedOut, ComplaintCommitteeAdvised, ComplaintDecided, ComplaintEvent, ComplaintFiled,
    ComplaintReferredToCommittee,
};
use dialogue::{AnyEvent, ComplaintId, PersonId, Sealed};
use event_log::RecordedEvent;
use jiff::Timestamp;
use projection::{Projection, ProjectionError, Rows};
use serde::{Deserialize, Serialize};

/// A complaint as it is kept; who filed it stays sealed until it is shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ComplaintRow {
    pub(crate) id: ComplaintId,
    pub(crate) version: u64,
    pub(crate) filed: ComplaintFiled,
    pub(crate) filed_at: Timestamp,
    pub(crate) identity: Option<Sealed>,
    pub(crate) contact: Option<Sealed>,
    pub(crate) withdrawn: bool,
    pub(crate) handler: Option<PersonId>,
    pub(crate) decided: Option<ComplaintDecided>,
    pub(crate) carried_out: Vec<CarriedOut>,
    pub(crate) referred: Option<ComplaintReferredToCommittee>,
    pub(crate) advised: Option<ComplaintCommitteeAdvised>,
}

pub(crate) struct Complaints;

impl Projection<AnyEvent> for Complaints {
    fn name(&self) -> &'static str {
        "complaints"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE complaint (
             id TEXT PRIMARY KEY, trajectory TEXT NOT NULL, place TEXT NOT NULL, body TEXT NOT NULL
         ) STRICT;
         CREATE INDEX complaint_of ON complaint (trajectory, place);"
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Complaint(event) = event else { return Ok(()) };
        let id = recorded.stream.id();
        if let ComplaintEvent::ComplaintFiled(filed) = event.clone() {
            let Ok(complaint) = id.parse() else { return Ok(()) };
            let provider = filed.provider.to_string();
            let trajectory = filed.trajectory.to_string();
            let place = format!("{:020}", recorded.position.0);
            let row = ComplaintRow {
                id: complaint,
                version: recorded.version.0,
                filed,
                filed_at: recorded.recorded_at,
                identity: rows.get("provider", &provider)?,
                contact: rows.get("contact", &provider)?,
                withdrawn: false,
                handler: None,
                decided: None,
                carried_out: vec![],
                referred: None,
                advised: None,
            };
            let columns: [(&str, &dyn projection::ToSql); 2] =
                [("trajectory", &trajectory), ("place", &place)];
            return rows.put("complaint", id, &columns, &row);
        }
        rows.change::<ComplaintRow>("complaint", id, &[], |row| {
            row.version = recorded.version.0;
            match event.clone() {
                ComplaintEvent::ComplaintFiled(_) => {}
                ComplaintEvent::ComplaintWithdrawn(_) => row.withdrawn = true,
                ComplaintEvent::ComplaintTakenUp(taken) => row.handler = Some(taken.handler),
                ComplaintEvent::ComplaintDecided(decided) => row.decided = Some(decided),
                ComplaintEvent::ComplaintEffectCarriedOut(done) => {
                    row.carried_out.push(done.carried_out);
                }
                ComplaintEvent::ComplaintReferredToCommittee(referred) => {
                    row.referred = Some(referred);
                }
                ComplaintEvent::ComplaintCommitteeAdvised(advised) => row.advised = Some(advised),
            }
        })
    }
}
