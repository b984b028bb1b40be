//! The pages. Each is a folder: its view, its template, its named examples.

pub(crate) mod about;
pub(crate) mod accessibility;
pub(crate) mod advice;
pub(crate) mod changes;
pub(crate) mod consolidated;
pub(crate) mod error;
pub(crate) mod home;
pub(crate) mod note;
pub(crate) mod outreach;
pub(crate) mod pictures;
pub(crate) mod report;
pub(crate) mod thanks;
pub(crate) mod trajectory;

pub use about::AboutPage;
pub use accessibility::AccessibilityPage;
pub use advice::{AdvicePage, GivenAdvice, Judgement};
pub use changes::{ChangedSection, ChangesPage, SectionChangeKind, Stretch};
pub use consolidated::{Beside, ConsolidatedPage, NotePart, NumberedItem};
pub use error::ErrorPage;
pub use home::HomePage;
pub use note::NotePage;
pub use outreach::{OutreachPage, ThemeOutcome};
pub use pictures::PicturesPage;
pub use report::{ReportPage, ReportTheme};
pub use thanks::ThanksPage;
pub use trajectory::{TrajectoryName, TrajectoryPage};

use crate::components::Link;
use crate::paths;

/// The way to a page right under the home page.
fn home_trail() -> Vec<Link> {
    vec![Link { text: "Trajecten".to_owned(), href: paths::HOME.to_owned() }]
}
