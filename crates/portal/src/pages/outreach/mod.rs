//! An outreach: what clients and others are asked, the form to tell of it, and what was done with
//! what they told.

use super::TrajectoryName;
use crate::components::{Disposition, ExperienceForm, ExperienceTheme, Link, OutreachState, Prose};
use crate::layout::Page;
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// What was heard on a theme, and what is done with it.
#[derive(Clone, Debug)]
pub struct ThemeOutcome {
    /// What the theme is called.
    pub title: String,
    /// What was heard, in words that tell of nobody.
    pub heard: Prose,
    /// What is done with it.
    pub disposition: Disposition,
    /// Why.
    pub reason: Prose,
}

/// An outreach.
#[derive(Clone, Debug, Template)]
#[template(path = "pages/outreach/template.html")]
pub struct OutreachPage {
    /// The trajectory.
    pub trajectory: TrajectoryName,
    /// The name of the outreach in addresses.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is for.
    pub introduction: Prose,
    /// Where it stands at this moment.
    pub state: OutreachState,
    /// The themes.
    pub themes: Vec<ExperienceTheme>,
    /// What was done with what people told, once that was told.
    pub outcomes: Vec<ThemeOutcome>,
    /// The form, as long as it is open.
    pub form: Option<ExperienceForm>,
    /// Why what was sent was not kept, when that is not a matter of one field.
    pub notice: Option<String>,
}

impl OutreachPage {
    /// Whether something was sent and not kept.
    fn is_refused(&self) -> bool {
        self.notice.is_some() || self.form.as_ref().is_some_and(|form| !form.faults.is_empty())
    }
}

impl HtmlSafe for OutreachPage {}

impl Page for OutreachPage {
    fn title(&self) -> String {
        // Whoever cannot see the page hears first that something is wrong.
        let wrong = if self.is_refused() { "Niet verstuurd: " } else { "" };
        format!("{wrong}{} – {}", self.name(), self.trajectory.title)
    }

    fn name(&self) -> String {
        format!("Uw ervaring: {}", self.title)
    }

    fn path(&self) -> Option<String> {
        Some(paths::outreach(&self.trajectory.id, &self.id))
    }

    fn trail(&self) -> Vec<Link> {
        self.trajectory.trail()
    }
}
