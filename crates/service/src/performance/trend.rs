//! An indicator over time, in words and numbers that can be drawn.

use super::{IndicatorValues, ValuePoint};
use dialogue::performance::{DeliveryStatus, Measure, TargetDirection};

/// A value in a trend.
#[derive(Clone, Debug, PartialEq)]
pub struct TrendPoint {
    /// What it was; nothing where it does not count.
    pub value: Option<f64>,
    /// Over which period, what it was, and what that means, in Dutch.
    pub words: [String; 3],
}

/// An indicator over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Trend {
    /// What it is called, and in what it is counted.
    pub title: String,
    /// What is to be reached, in Dutch.
    pub about: String,
    /// What is to be reached.
    pub target: Option<f64>,
    /// The values, the oldest first.
    pub points: Vec<TrendPoint>,
}

impl IndicatorValues {
    /// How it went. What is not validated is told, and does not count.
    #[must_use]
    pub fn trend(&self) -> Trend {
        let side = match self.target.direction {
            TargetDirection::AtLeast => "minstens",
            TargetDirection::AtMost => "hoogstens",
        };
        let target = dutch(self.target.value);
        Trend {
            title: format!("{} ({})", self.title, self.unit),
            about: format!("Het doel is {side} {target} {}.", self.unit),
            target: number(self.target.value),
            points: self.points.iter().map(point).collect(),
        }
    }
}

fn point(point: &ValuePoint) -> TrendPoint {
    let counts = point.status == DeliveryStatus::Validated;
    let means = match (counts, point.on_target) {
        (false, _) => "nog niet gecontroleerd of afgekeurd",
        (true, true) => "doel gehaald",
        (true, false) => "doel niet gehaald",
    };
    TrendPoint {
        value: number(point.value).filter(|_| counts),
        words: [point.period.to_string(), dutch(point.value), means.to_owned()],
    }
}

fn number(measure: Measure) -> Option<f64> {
    measure.to_string().parse().ok()
}

/// A number as Dutch writes it.
fn dutch(measure: Measure) -> String {
    measure.to_string().replace('.', ",")
}
