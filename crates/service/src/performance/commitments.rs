//! Promises that are kept under every contract of a trajectory.

use super::{CommitmentView, ContractRow};
use crate::Model;
use dialogue::{CommitmentListEvent, TrajectoryId};
use event_log::RecordedEvent;
use http::Problem;
use projection::{ProjectionError, Rows, ToSql};

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &CommitmentListEvent,
) -> Result<(), ProjectionError> {
    let change = |id: String, with: &dyn Fn(&mut CommitmentView)| {
        rows.change::<CommitmentView>("commitment", &id, &[], with)
    };
    match event.clone() {
        CommitmentListEvent::CommitmentMarked(new) => {
            let (trajectory, id) = (recorded.stream.id(), new.commitment.to_string());
            let place = format!("{}|{:020}", new.due, recorded.position.0);
            let columns: [(&str, &dyn ToSql); 2] = [("trajectory", &trajectory), ("place", &place)];
            let view = CommitmentView {
                commitment: new.commitment,
                origin: new.origin,
                reference: Some(new.reference),
                tenderer: new.tenderer,
                promise: new.promise,
                keeper: new.keeper,
                due: new.due,
                kept: None,
                released: None,
            };
            rows.put("commitment", &id, &columns, &view)
        }
        CommitmentListEvent::CommitmentKept(it) => {
            change(it.commitment.to_string(), &|view| view.kept = Some(it.proof.clone()))
        }
        CommitmentListEvent::CommitmentReleased(it) => {
            change(it.commitment.to_string(), &|view| view.released = Some(it.reason.clone()))
        }
    }
}

impl Model {
    /// The promises of a trajectory that are kept under every contract, what is due first.
    ///
    /// # Errors
    /// When the read model cannot be read.
    pub fn commitments(&self, id: TrajectoryId) -> Result<Vec<CommitmentView>, Problem> {
        let sql = "SELECT body FROM commitment WHERE trajectory = ?1 ORDER BY place";
        self.with(|read| read.documents(sql, [id.to_string()]))
    }
}

impl ContractRow {
    /// The contract with what was promised for every contract, or for this one before it was
    /// there.
    #[must_use]
    pub fn with_commitments(mut self, of_all: &[CommitmentView]) -> Self {
        let provider = self.registered.provider;
        let own = of_all.iter().filter(|it| it.tenderer.is_none_or(|it| it == provider));
        self.course.commitments.extend(own.cloned());
        self
    }
}
