//! Performance reports: what was measured, told to those who have to know it, each on their own
//! level (Handreiking kwaliteitscriteria, § 9 and § 10). The numbers in a report are those that
//! were validated, and stay as they were.
//!
//! The names of the events are the storage format: they never change.

use crate::decider::{Decider, aggregate};
use crate::discretion::about_nobody;
use crate::events::events;
use crate::performance::{Measure, Period, Target};
use crate::refusal::Told;
use crate::{Refusal, TrajectoryId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vocabulary::{Faults, Label, Prose, Slug, Title, Whole};

/// How many figures one report has at most.
const FIGURES_MAX: usize = 50;

/// From how many providers a figure comes at least before everyone reads it: of fewer it would lead
/// back to one.
pub const PROVIDERS_MIN: u32 = 5;

/// For whom performance is told.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum ReportAudience {
    /// Inhabitants (inwoners).
    Inhabitants,
    /// The elected councils (gemeenteraden).
    MunicipalCouncil,
    /// The executives (colleges).
    Executive,
    /// Management.
    Management,
    /// Who do the daily work (uitvoering).
    Operations,
}

impl ReportAudience {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::Inhabitants,
        Self::MunicipalCouncil,
        Self::Executive,
        Self::Management,
        Self::Operations,
    ];

    /// The name in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Inhabitants => "inhabitants",
            Self::MunicipalCouncil => "municipal-council",
            Self::Executive => "executive",
            Self::Management => "management",
            Self::Operations => "operations",
        }
    }

    /// Whether everyone reads what is told to it.
    #[must_use]
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Inhabitants | Self::MunicipalCouncil)
    }
}

impl std::str::FromStr for ReportAudience {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|audience| audience.as_str() == text).ok_or(())
    }
}

/// What was measured of one indicator over one period, over all contracts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReportFigure {
    /// The indicator.
    pub indicator: Slug,
    /// What it is called.
    pub title: Title,
    /// In what is counted.
    pub unit: Label,
    /// What is to be reached.
    pub target: Target,
    /// Over which period.
    pub period: Period,
    /// From how many providers there is a value.
    pub providers: Whole,
    /// How many contracts have a value.
    pub contracts: Whole,
    /// How many of them are on target.
    pub on_target: Whole,
    /// The mean over the contracts.
    pub mean: Measure,
}

/// A performance report was published. It is never edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PerformanceReportPublished {
    /// The trajectory.
    pub trajectory: TrajectoryId,
    /// For whom it is.
    pub audience: ReportAudience,
    /// Over which period.
    pub period: Period,
    /// What it is called.
    pub title: Title,
    /// What there is to tell.
    pub text: Prose,
    /// The figures, as they were then.
    pub figures: Vec<ReportFigure>,
}

events! {
    /// What can have happened to a performance report.
    PerformanceReportEvent in "performance-report" {
        PerformanceReportPublished v 1,
    }
}

/// What can be asked of a performance report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PerformanceReportCommand {
    /// Publishes it.
    Publish {
        /// What is published.
        report: Box<PerformanceReportPublished>,
        /// Which of the chosen indicators have no validated value over the period, by their place:
        /// a fact of other streams.
        missing: Vec<usize>,
    },
}

/// Why something about a performance report is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PerformanceReportRefusal {
    /// It exists with another content.
    Exists,
}

impl PerformanceReportRefusal {
    pub(crate) fn told(self) -> Told {
        match self {
            Self::Exists => Told::state(
                "performance-report-exists",
                "Deze rapportage bestaat al met een andere inhoud.",
            ),
        }
    }
}

/// The state of a performance report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PerformanceReport {
    published: Option<PerformanceReportPublished>,
}

impl PerformanceReport {
    fn publish(
        &self,
        report: PerformanceReportPublished,
        missing: &[usize],
    ) -> Result<Vec<PerformanceReportEvent>, Refusal> {
        match &self.published {
            Some(same) if *same == report => return Ok(vec![]),
            Some(_) => return Err(PerformanceReportRefusal::Exists.into()),
            None => {}
        }
        let texts = [("/title", report.title.as_str()), ("/text", report.text.as_str())];
        let mut faults = about_nobody(texts);
        for place in missing {
            faults.add(
                format!("/indicators/{place}"),
                "Van deze indicator is over deze periode geen gevalideerde waarde.",
            );
        }
        faults.unless(
            (1..=FIGURES_MAX).contains(&(report.figures.len() + missing.len())),
            "/indicators",
            format!("Kies 1 t/m {FIGURES_MAX} indicatoren, elk één keer."),
        );
        let few = |it: &ReportFigure| it.providers.get() < PROVIDERS_MIN;
        if report.audience.is_public() && report.figures.iter().any(few) {
            faults.extend(few_providers(&report.figures, few).into_vec());
        }
        faults.check()?;
        Ok(vec![report.into()])
    }
}

/// The figures that would lead back to a provider.
fn few_providers(figures: &[ReportFigure], few: impl Fn(&ReportFigure) -> bool) -> Faults {
    let mut faults = Faults::none();
    for figure in figures.iter().filter(|it| few(it)) {
        faults.add(
            "/indicators",
            format!(
                "Voor \"{}\" zijn er waarden van minder dan {PROVIDERS_MIN} aanbieders. Dat is te \
                 herleiden; kies deze indicator niet voor een rapportage die iedereen leest.",
                figure.indicator
            ),
        );
    }
    faults
}

impl Decider for PerformanceReport {
    const CATEGORY: &'static str = "performance-report";
    type Command = PerformanceReportCommand;
    type Event = PerformanceReportEvent;

    fn decide(
        &self,
        command: PerformanceReportCommand,
    ) -> Result<Vec<PerformanceReportEvent>, Refusal> {
        let PerformanceReportCommand::Publish { report, missing } = command;
        self.publish(*report, &missing)
    }

    fn evolve(&mut self, event: &PerformanceReportEvent) {
        let PerformanceReportEvent::PerformanceReportPublished(published) = event.clone();
        self.published = Some(published);
    }
}

aggregate!(PerformanceReport);
