//! Requirements: the set of a trajectory, the libraries from which is picked, and what providers
//! say about them.

mod annexes;
mod drafting;
mod flags;
mod library;
mod sets;

pub(super) use sets::criteria;

use super::{Staff, own_trajectory};
use crate::App;
use command::{Outcome, Scope, Target};
use dialogue::{Refusal, RequirementSet, RequirementSetCommand, Trajectory, TrajectoryId};
use http::{Conditions, Operations, Problem};
use service::Refused;

pub(super) fn operations(operations: Operations) -> Operations {
    [
        sets::operations,
        drafting::operations,
        annexes::operations,
        library::operations,
        flags::operations,
    ]
    .into_iter()
    .fold(operations, |operations, add| add(operations))
}

/// Executes a command on the requirements of a trajectory of the caller's own.
async fn change(
    app: &App,
    staff: &Staff,
    id: TrajectoryId,
    conditions: &Conditions,
    prepare: impl AsyncFn(
        &mut Scope<'_, Refusal>,
        &Trajectory,
    ) -> Result<RequirementSetCommand, Refused>,
) -> Result<Outcome, Problem> {
    app.shared
        .execute::<RequirementSet, _>(
            staff,
            conditions,
            Target::existing(id),
            async |scope: &mut Scope<'_, Refusal>| {
                let trajectory = own_trajectory(scope, staff, id).await?;
                prepare(scope, &trajectory).await
            },
        )
        .await
}
