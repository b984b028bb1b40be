//! What a trajectory takes over from the one before it, with the thread intact: where each item was
//! left open, what is done with it, and in what it comes back.

use crate::Model;
use dialogue::carry_over::{
    CarryOverItem, CarryOverItemAnswered, CarryOverItemLinked, CarryOverOrigin,
};
use dialogue::{CarryOverEvent, TrajectoryId};
use event_log::RecordedEvent;
use http::Problem;
use projection::{ProjectionError, Rows, ToSql};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Prose, Whole};

/// Something that was left open, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarryOverItemView {
    /// Its number, from 1.
    pub number: Whole,
    /// Where it was left open.
    pub origin: CarryOverOrigin,
    /// What it says.
    pub text: Prose,
    /// What is done with it; absent while that was not told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<CarryOverItemAnswered>,
    /// In what it comes back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<CarryOverItemLinked>,
}

/// From one trajectory to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarryOverThread {
    /// The trajectory in which it was left open.
    pub predecessor: TrajectoryId,
    /// The trajectory that takes it over.
    pub successor: TrajectoryId,
    /// What was left open.
    pub items: Vec<CarryOverItemView>,
    /// How many items are not shown: they are between the parties of a contract.
    pub withheld: u32,
}

impl CarryOverThread {
    /// The thread after an event; `everything`: also what is between the parties of a contract.
    #[must_use]
    pub fn after(
        before: Option<Self>,
        successor: TrajectoryId,
        event: &CarryOverEvent,
        everything: bool,
    ) -> Option<Self> {
        if let CarryOverEvent::CarryOverStarted(started) = event {
            let predecessor = started.predecessor;
            let mut begun = Self { predecessor, successor, items: vec![], withheld: 0 };
            begun.take(&started.items, everything);
            return Some(begun);
        }
        let mut thread = before?;
        match event.clone() {
            CarryOverEvent::CarryOverStarted(_) => {}
            CarryOverEvent::CarryOverExtended(more) => thread.take(&more.items, everything),
            CarryOverEvent::CarryOverItemAnswered(answer) => {
                if let Some(item) = thread.item(answer.item) {
                    item.answer = Some(answer);
                }
            }
            CarryOverEvent::CarryOverItemLinked(link) => {
                if let Some(item) = thread.item(link.item) {
                    item.links.push(link);
                }
            }
        }
        Some(thread)
    }

    fn item(&mut self, number: Whole) -> Option<&mut CarryOverItemView> {
        self.items.iter_mut().find(|it| it.number == number)
    }

    fn take(&mut self, items: &[CarryOverItem], everything: bool) {
        for CarryOverItem { number, origin, text } in items.iter().cloned() {
            if everything || origin.is_public() {
                let (answer, links) = (None, vec![]);
                self.items.push(CarryOverItemView { number, origin, text, answer, links });
            } else {
                self.withheld += 1;
            }
        }
    }
}

/// What a trajectory takes over, and what others took over from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CarryOverView {
    /// From the one before it, when there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taken_over: Option<CarryOverThread>,
    /// To those after it.
    pub passed_on: Vec<CarryOverThread>,
}

pub(super) fn apply(
    rows: &Rows<'_>,
    recorded: &RecordedEvent,
    event: &CarryOverEvent,
) -> Result<(), ProjectionError> {
    let id = recorded.stream.id();
    let Ok(successor) = id.parse() else { return Ok(()) };
    let before = rows.get("carry_over", id)?;
    let Some(thread) = CarryOverThread::after(before, successor, event, false) else {
        return Ok(());
    };
    let predecessor = thread.predecessor.to_string();
    let columns: [(&str, &dyn ToSql); 1] = [("predecessor", &predecessor)];
    rows.put("carry_over", id, &columns, &thread)
}

impl Model {
    /// What a trajectory takes over and what others took over from it, as far as everyone may read
    /// it.
    ///
    /// # Errors
    /// When there is no such trajectory.
    pub fn carry_over(&self, id: TrajectoryId) -> Result<CarryOverView, Problem> {
        self.trajectory(id)?;
        let own = "SELECT body FROM carry_over WHERE id = ?1";
        let after = "SELECT body FROM carry_over WHERE predecessor = ?1 ORDER BY id";
        self.with(|read| {
            Ok(CarryOverView {
                taken_over: read.document(own, [id.to_string()])?,
                passed_on: read.documents(after, [id.to_string()])?,
            })
        })
    }
}
