//! On which trajectories a council advises.

use dialogue::trajectory::TrajectoryOpened;
use dialogue::{AnyEvent, Decider, Trajectory, TrajectoryEvent};
use event_log::RecordedEvent;
use projection::{Projection, ProjectionError, Rows};

pub(crate) struct Advising;

impl Projection<AnyEvent> for Advising {
    fn name(&self) -> &'static str {
        "advising"
    }

    fn version(&self) -> u32 {
        1
    }

    fn schema(&self) -> &'static str {
        "CREATE TABLE advising (
             council TEXT NOT NULL, trajectory TEXT NOT NULL, PRIMARY KEY (council, trajectory)
         ) STRICT, WITHOUT ROWID;"
    }

    fn reads(&self, category: &str) -> bool {
        category == Trajectory::CATEGORY
    }

    fn apply(
        &self,
        rows: &Rows<'_>,
        recorded: &RecordedEvent,
        event: &AnyEvent,
    ) -> Result<(), ProjectionError> {
        let AnyEvent::Trajectory(TrajectoryEvent::TrajectoryOpened(opened)) = event else {
            return Ok(());
        };
        let TrajectoryOpened { profile } = opened;
        for council in &profile.councils {
            rows.execute(
                "INSERT OR IGNORE INTO advising (council, trajectory) VALUES (?1, ?2)",
                [council.code.as_str(), recorded.stream.id()],
            )?;
        }
        Ok(())
    }
}
