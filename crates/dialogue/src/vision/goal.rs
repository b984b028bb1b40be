//! The vision and its goals by ten questions: what is wanted, how, and how one sees that it
//! succeeds; the same for quality; how is learned, and how clients took part. Derived from the
//! Handreiking kwaliteitscriteria, § 2.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Label, Paragraph, Prose, Slug, Title};

/// One of the ten questions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum VisionQuestion {
    /// What does the municipality want for its inhabitants?
    SocialVision,
    /// What does it call good quality?
    QualityVision,
    /// What is the goal?
    Goal,
    /// How is it to be reached?
    Approach,
    /// How does one see that it succeeds?
    Measurement,
    /// Which quality belongs to the goal?
    Quality,
    /// How is that quality reached?
    QualityApproach,
    /// How are progress and reach of quality measured?
    QualityMeasurement,
    /// How does the municipality learn from it?
    Learning,
    /// How did clients take part, and what do they think of it?
    ClientInvolvement,
}

/// The vision was stated in words: the first two questions. It takes the place of an earlier one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VisionStated {
    /// Which version of it this is, from 1.
    pub version: u32,
    /// What the municipality wants for its inhabitants.
    pub social: Prose,
    /// What it calls good quality.
    pub quality: Prose,
    /// What changed since the version before, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub change: Option<Paragraph>,
}

/// A result by which one sees whether a goal is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasurableResult {
    /// What is different then.
    pub text: Paragraph,
    /// The figure to reach, with its unit.
    #[schema(example = "hoogstens 28 dagen")]
    pub target: Label,
    /// By which day.
    #[schema(value_type = String, format = Date, example = "2029-12-31")]
    pub by: Date,
}

/// What is measured for a goal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct GoalIndicator {
    /// What is counted or asked.
    pub text: Paragraph,
    /// Where the figures come from.
    pub source: Paragraph,
}

/// A policy goal (beleidsdoel): each question about it has a field of its own, and can be answered
/// later.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicyGoal {
    /// Its name in references.
    pub key: Slug,
    /// What it is called.
    pub title: Title,
    /// What is to be reached.
    pub goal: Paragraph,
    /// How it is to be reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approach: Option<Paragraph>,
    /// The result by which one sees that it is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<MeasurableResult>,
    /// What is measured for that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<GoalIndicator>,
    /// Which quality belongs to the goal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<Paragraph>,
    /// How that quality is reached.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality_approach: Option<Paragraph>,
    /// How progress and reach of quality are measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality_measurement: Option<Paragraph>,
    /// How the municipality evaluates it and learns from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub learning: Option<Paragraph>,
    /// How clients took part, and what they think of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_involvement: Option<Paragraph>,
}

impl PolicyGoal {
    /// The questions about it that have no answer yet.
    #[must_use]
    pub fn open(&self) -> Vec<VisionQuestion> {
        let measured = self.result.is_some() && self.indicator.is_some();
        [
            (VisionQuestion::Approach, self.approach.is_some()),
            (VisionQuestion::Measurement, measured),
            (VisionQuestion::Quality, self.quality.is_some()),
            (VisionQuestion::QualityApproach, self.quality_approach.is_some()),
            (VisionQuestion::QualityMeasurement, self.quality_measurement.is_some()),
            (VisionQuestion::Learning, self.learning.is_some()),
            (VisionQuestion::ClientInvolvement, self.client_involvement.is_some()),
        ]
        .into_iter()
        .filter_map(|(question, answered)| (!answered).then_some(question))
        .collect()
    }

    /// What is wrong with it.
    pub(super) fn faults(&self) -> Faults {
        let mut faults = Faults::none();
        let figure =
            |it: &MeasurableResult| it.target.as_str().bytes().any(|it| it.is_ascii_digit());
        faults.unless(
            self.result.as_ref().is_none_or(figure),
            "/result/target",
            "Een meetbaar resultaat noemt een getal, zoals \"hoogstens 28 dagen\".",
        );
        faults
    }

    /// What it lacks to be called ready: without both nobody can tell whether it was reached.
    pub(super) fn missing(&self) -> Faults {
        let mut missing = Faults::none();
        missing.unless(
            self.result.is_some(),
            "/result",
            "Noem een meetbaar resultaat: wat er dan anders is, welk getal u wilt bereiken en \
             wanneer.",
        );
        missing.unless(
            self.indicator.is_some(),
            "/indicator",
            "Noem een indicator: wat u telt of vraagt, en waar de cijfers vandaan komen.",
        );
        missing
    }
}

/// A policy goal was recorded; it takes the place of an earlier one with its key, and is not ready.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PolicyGoalRecorded {
    /// The goal.
    pub goal: PolicyGoal,
}

/// A policy goal was called ready: it has a measurable result and an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyGoalReadied {
    /// The key of the goal.
    pub goal: Slug,
}

/// A policy goal was dropped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PolicyGoalDropped {
    /// The key of the goal.
    pub goal: Slug,
    /// Why.
    pub reason: Paragraph,
}
