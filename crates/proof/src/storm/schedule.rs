//! When who submits: more and more towards the closing, and some after it.

use super::Plan;
use std::time::Duration;

/// The part of the submissions that come after the closing.
const LATE: f64 = 0.1;

/// The part of the time before the closing in which half of the others come.
const LAST: f64 = 0.25;

/// Whole turns of a circle of this angle never come near each other: any number of moments made
/// so lies evenly, and one provider's lie far apart.
const GOLDEN: f64 = 0.618_033_988_749_894_9;

/// When a provider submits, after the beginning, in order.
pub(super) fn of_provider(plan: &Plan, provider: u32) -> Vec<Duration> {
    let mut moments: Vec<_> = (0..plan.each)
        .map(|n| {
            let turn = f64::from(n) * f64::from(plan.providers) + f64::from(provider) + 1.0;
            moment((turn * GOLDEN).fract(), plan.seconds as f64, plan.after as f64)
        })
        .collect();
    moments.sort_unstable();
    moments
}

/// The moment by which a part of the submissions have come.
fn moment(part: f64, seconds: f64, after: f64) -> Duration {
    let in_time = 1.0 - LATE;
    Duration::from_secs_f64(if part < in_time {
        seconds * (part / in_time).powf(1.0 / steepness())
    } else {
        seconds + after * (part - in_time) / LATE
    })
}

/// The power of time with which submissions come, so that half come in the last part.
fn steepness() -> f64 {
    0.5_f64.ln() / (1.0 - LAST).ln()
}

/// When the platform is killed, after the beginning: half of those in time have come.
pub(super) fn midway(plan: &Plan) -> Duration {
    let part = if plan.in_flight.is_some() { 0.5 } else { 1.0 - LAST };
    Duration::from_secs_f64(plan.seconds as f64 * part)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan() -> Plan {
        Plan {
            program: "x".into(),
            providers: 1_000,
            each: 5,
            seconds: 60,
            after: 6,
            in_flight: None,
            crash: false,
            log: None,
            results: "x".into(),
            keep: None,
        }
    }

    #[test]
    fn half_comes_in_the_last_quarter_and_a_tenth_too_late() {
        let plan = plan();
        let moments: Vec<_> = (0..plan.providers).flat_map(|n| of_provider(&plan, n)).collect();
        let between = |from: u64, to: u64| {
            let window = Duration::from_secs(from)..Duration::from_secs(to);
            moments.iter().copied().filter(|moment| window.contains(moment)).count()
        };
        let near = |count: usize, expected: usize| count.abs_diff(expected) <= 5;
        assert!(near(between(0, 45), 2_250), "{}", between(0, 45));
        assert!(near(between(45, 60), 2_250), "{}", between(45, 60));
        assert!(near(between(60, 66), 500), "{}", between(60, 66));
        // It rises all the time.
        let rising: Vec<_> = (0..6).map(|n| between(n * 10, n * 10 + 10)).collect();
        assert!(rising.is_sorted() && rising[0] > 0, "{rising:?}");
        assert_eq!(midway(&plan), Duration::from_secs(45));
    }
}
