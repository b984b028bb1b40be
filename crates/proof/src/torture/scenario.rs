//! What can go wrong in a round.

use super::Engine;
use crate::checker::LogClock;
use clap::ValueEnum;
use fastrand::Rng;
use serde::Serialize;
use std::fmt;

/// A kind of bad luck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scenario {
    /// Processes are killed where they stand.
    Kills,
    /// The power fails in the middle of a write.
    PowerCut,
    /// The disk is full for a while.
    FullDisk,
    /// The disk is read-only for a while.
    ReadOnlyDisk,
    /// The disk takes its time to sync.
    SlowSync,
    /// Somebody sets the clock, forwards and backwards.
    Clock,
    /// Processes stand still for a while, and go on.
    Pauses,
    /// Read models are deleted.
    LostReadModels,
    /// Connections of clients break before the answer is there.
    CutConnections,
    /// Silent connections, heads and bodies drop by drop, bodies of 100 MB.
    Strangers,
    /// Ten thousand connections that ask once and stay silent.
    Idle,
    /// A byte of the log is damaged afterwards.
    DamagedByte,
    /// The database is killed where it stands.
    DatabaseKilled,
    /// The database stands still for a while, and goes on.
    SlowDatabase,
    /// The database cuts its connections.
    DatabaseCut,
}

impl Scenario {
    /// Whether it can happen with a log of this kind.
    #[must_use]
    pub const fn happens_on(self, engine: Engine) -> bool {
        match self {
            // Of a log in a database nothing is synced here, and no byte of it is at hand.
            Self::SlowSync | Self::DamagedByte => matches!(engine, Engine::Sqlite),
            Self::DatabaseKilled | Self::SlowDatabase | Self::DatabaseCut => {
                matches!(engine, Engine::Postgres)
            }
            _ => true,
        }
    }

    /// What is known of the log's clock: a log in a database goes by that of the database.
    #[must_use]
    pub const fn log_clock(self, engine: Engine) -> LogClock {
        match (self, engine) {
            (Self::Clock, Engine::Sqlite) => LogClock::MayBeSet,
            _ => LogClock::Steady,
        }
    }

    /// How long it takes at least, in seconds.
    #[must_use]
    pub const fn seconds(self) -> u64 {
        match self {
            Self::Idle => 90,
            _ => 5,
        }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.to_possible_value();
        f.pad(name.as_ref().map_or("", |name| name.get_name()))
    }
}

/// Draws scenarios: all of them in turn, in an order that the seed decides, and again.
pub(super) struct Bag {
    all: Vec<Scenario>,
    left: Vec<Scenario>,
}

impl Bag {
    pub(super) fn of(engine: Engine, only: &[Scenario]) -> Self {
        let wanted = |it: &Scenario| only.is_empty() || only.contains(it);
        let all = Scenario::value_variants().iter().copied();
        let all = all.filter(|it| it.happens_on(engine) && wanted(it)).collect();
        Self { all, left: vec![] }
    }

    /// The next one that takes no longer than there is time.
    pub(super) fn draw(&mut self, rng: &mut Rng, seconds: u64) -> Option<Scenario> {
        for _ in 0..=2 * self.all.len() {
            if self.left.is_empty() {
                self.left.clone_from(&self.all);
                rng.shuffle(&mut self.left);
            }
            match self.left.pop() {
                Some(drawn) if drawn.seconds() <= seconds => return Some(drawn),
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(seed: u64, seconds: u64, rounds: usize) -> Vec<Scenario> {
        let mut rng = Rng::with_seed(seed);
        let mut bag = Bag::of(Engine::Sqlite, &[]);
        (0..rounds).map_while(|_| bag.draw(&mut rng, seconds)).collect()
    }

    #[test]
    fn a_seed_repeats_itself_and_every_scenario_has_its_turn() {
        let all = Bag::of(Engine::Sqlite, &[]).all;
        assert_eq!(all.len(), 12);
        let first = drawn(7, 1_000, 24);
        assert_eq!(first, drawn(7, 1_000, 24));
        assert_ne!(first, drawn(8, 1_000, 24));
        for half in first.chunks(12) {
            let mut half = half.to_vec();
            half.sort_unstable();
            assert_eq!(half, all);
        }
    }

    #[test]
    fn what_takes_too_long_is_left_out_and_what_was_asked_for_is_drawn_alone() {
        assert!(!drawn(7, 30, 24).contains(&Scenario::Idle));
        assert_eq!(drawn(7, 1, 24), []);
        let mut bag = Bag::of(Engine::Postgres, &[Scenario::SlowSync, Scenario::Clock]);
        let mut rng = Rng::with_seed(7);
        assert_eq!(bag.draw(&mut rng, 60), Some(Scenario::Clock));
        assert_eq!(bag.draw(&mut rng, 60), Some(Scenario::Clock));
    }
}
