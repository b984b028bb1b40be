//! Every example of every component and page: for tests, and to look at.
//!
//! All names, places of business and documents in the examples are invented.

use crate::components as c;
use crate::layout::{Page, RenderError, Site, render};
use crate::{pages, paper};
use std::cell::RefCell;

/// What a hostile voice adds to every text. On a page it must come out as text.
pub const HOSTILE: &str = "<script>alert(\"'&amp;\")</script>";

/// How the examples speak: plainly, or with markup in every text. It remembers what it said, so
/// that a text that a template forgets is found.
#[derive(Debug, Default)]
pub struct Voice {
    suffix: &'static str,
    said: RefCell<Vec<String>>,
}

impl Voice {
    /// Says texts as they are.
    #[must_use]
    pub fn plain() -> Self {
        Self::default()
    }

    /// Adds [`HOSTILE`] to every text.
    #[must_use]
    pub fn hostile() -> Self {
        Self { suffix: HOSTILE, ..Self::default() }
    }

    /// Says a text.
    pub(crate) fn say(&self, text: &str) -> String {
        let said = format!("{text}{}", self.suffix);
        self.said.borrow_mut().push(said.clone());
        said
    }

    /// Says several texts.
    pub(crate) fn all(&self, texts: &[&str]) -> Vec<String> {
        texts.iter().map(|text| self.say(text)).collect()
    }

    /// Everything that was said since this was last asked.
    #[must_use]
    pub fn take_said(&self) -> Vec<String> {
        self.said.take()
    }
}

/// An example of a component, rendered.
#[derive(Clone, Debug)]
pub struct Example {
    /// Its name, unique among the examples.
    pub name: String,
    /// The HTML.
    pub html: String,
}

impl Example {
    pub(crate) fn of(name: impl Into<String>, view: &impl ToString) -> Self {
        Self { name: name.into(), html: view.to_string() }
    }
}

/// An example of a page, rendered with its layout.
#[derive(Clone, Debug)]
pub struct PageExample {
    /// Its name, unique among the examples.
    pub name: &'static str,
    /// Where it stands in the gallery. Links between the examples work there.
    pub path: String,
    /// The title, without the name of the site.
    pub title: String,
    /// The HTML of the whole page.
    pub html: String,
}

impl PageExample {
    /// A page under its own path.
    pub(crate) fn of<P: Page>(name: &'static str, page: &P) -> Result<Self, RenderError> {
        let path = page.path();
        Self::at(name, &path.unwrap_or_else(|| format!("/voorbeelden/{name}")), page)
    }

    /// A page under a path that is not its own, beside another example of the same page.
    pub(crate) fn at<P: Page>(
        name: &'static str,
        path: &str,
        page: &P,
    ) -> Result<Self, RenderError> {
        Ok(Self { name, path: path.to_owned(), title: page.title(), html: render(page, &site())? })
    }
}

/// The site on which the examples stand.
fn site() -> Site {
    Site {
        address: "https://samenspraak.example".to_owned(),
        operator: "Regiobureau Heidezoom".to_owned(),
        contact: "samenspraak@heidezoom.example".to_owned(),
        theme: None,
    }
}

/// The examples of a page, or why one of them could not be rendered.
pub type PageExamples = Result<Vec<PageExample>, RenderError>;

/// The examples of one component or one page.
type Make<T> = fn(&Voice) -> T;

/// The examples of each component, by the name of the component.
pub const COMPONENTS: &[(&str, Make<Vec<Example>>)] = &[
    ("activity", c::activity::examples::examples),
    ("advice_request", c::advice_request::examples::examples),
    ("advice_summary", c::advice_summary::examples::examples),
    ("announcement", c::announcement::examples::examples),
    ("award", c::award::examples::examples),
    ("breadcrumbs", c::breadcrumbs::examples::examples),
    ("consultation_round", c::consultation_round::examples::examples),
    ("contents", c::contents::examples::examples),
    ("contribution", c::contribution::examples::examples),
    ("development_agenda", c::development_agenda::examples::examples),
    ("dialogue_plan", c::dialogue_plan::examples::examples),
    ("disposition_counts", c::disposition_counts::examples::examples),
    ("document", c::document::examples::examples),
    ("erratum", c::erratum::examples::examples),
    ("experience_form", c::experience_form::examples::examples),
    ("icon", c::icon::examples::examples),
    ("link", c::link::examples::examples),
    ("mark", c::mark::examples::examples),
    ("moment", c::moment::examples::examples),
    ("note_item", c::note_item::examples::examples),
    ("note_summary", c::note_summary::examples::examples),
    ("outreach_summary", c::outreach_summary::examples::examples),
    ("phase", c::phase::examples::examples),
    ("phase_overview", c::phase_overview::examples::examples),
    ("picture", c::picture::examples::examples),
    ("planning", c::planning::examples::examples),
    ("profile", c::profile::examples::examples),
    ("prose", c::prose::examples::examples),
    ("question_round", c::question_round::examples::examples),
    ("recommendation", c::recommendation::examples::examples),
    ("reference", c::reference::examples::examples),
    ("tag", c::tag::examples::examples),
    ("term", c::term::examples::examples),
    ("theme", c::theme::examples::examples),
    ("trajectory_card", c::trajectory_card::examples::examples),
];

/// The examples of each page, by the name of the page.
pub const PAGES: &[(&str, Make<PageExamples>)] = &[
    ("about", pages::about::examples::examples),
    ("accessibility", pages::accessibility::examples::examples),
    ("advice", pages::advice::examples::examples),
    ("changes", pages::changes::examples::examples),
    ("consolidated", pages::consolidated::examples::examples),
    ("error", pages::error::examples::examples),
    ("home", pages::home::examples::examples),
    ("note", pages::note::examples::examples),
    ("outreach", pages::outreach::examples::examples),
    ("pictures", pages::pictures::examples::examples),
    ("report", pages::report::examples::examples),
    ("thanks", pages::thanks::examples::examples),
    ("trajectory", pages::trajectory::examples::examples),
];

/// The examples of papers: each is a whole document.
pub const PAPERS: &[(&str, Make<Vec<Example>>)] = &[("paper", paper::examples::examples)];

/// Who and what plays in the examples.
pub(crate) mod cast {
    /// Youth help: in the middle of its procedure.
    pub(crate) const YOUTH: &str = "7b0f8c52-3a1e-4d0b-9f57-2c1de6a4b810";
    /// Support at home: just begun.
    pub(crate) const SUPPORT: &str = "c41d9e07-5f28-4a63-8b9e-d07a13f2c655";
    /// Respite care: awarded.
    pub(crate) const RESPITE: &str = "12e6a9f4-80b3-4c7d-a5e1-93f0b2d7c6a8";

    pub(crate) const MARKET_CONSULTATION: &str = "5d2b7f10-6c94-4e8a-b1d3-f7a05e92c418";
    pub(crate) const DRAFT_CONSULTATION: &str = "e07c3a95-1b6d-4f28-90ae-4d8b7c2f6513";
    pub(crate) const SUPPORT_CONSULTATION: &str = "9a4f1d68-2e7b-4c05-8f93-b6d0e5a7c214";
    pub(crate) const FIRST_QUESTIONS: &str = "30b8e6d2-9c5f-4a17-b04e-8f2d7a1c6e95";
    pub(crate) const SECOND_QUESTIONS: &str = "f61a0c7e-4d93-4b28-a5f0-1e7c9d3b8246";

    pub(crate) const ASKED_ADVICE: &str = "84c5f2a7-0e1b-4d69-93b8-6a7d5c0f1e32";
    pub(crate) const UNASKED_ADVICE: &str = "d92e7b04-5a8c-4f13-b6d7-0c4e9f8a2b51";
    pub(crate) const AWAITED_ADVICE: &str = "6f3d0a81-7c2e-4b95-8e40-d5b1f9c7a263";

    pub(crate) const OPEN_OUTREACH: &str = "2c8f4b16-7d03-4e9a-a6b5-1f0e8d7c9b24";
    pub(crate) const ANSWERED_OUTREACH: &str = "95d7a3e0-4b1c-4f68-8e2d-c3b0f6a9d715";

    pub(crate) const TENDER_GUIDE: &str = "b7e40d19-6a5c-4823-9f1e-2d8c0b7f5a64";
    pub(crate) const REQUIREMENTS: &str = "0c9f5b83-d1e7-4a46-b2c8-7f6e3d0a9b15";
    pub(crate) const VISION: &str = "a518d7c0-3f9e-4b62-8d04-e6c7b1f2a930";

    /// The six municipalities, the lead first.
    pub(crate) const MUNICIPALITIES: [&str; 6] =
        ["Harderwijk", "Elburg", "Ermelo", "Nunspeet", "Oldebroek", "Putten"];
    /// The council that advises about most of it.
    pub(crate) const COUNCIL: &str = "Adviesraad Heidezoom";
}
