//! What every page has around its own content: head, site header, breadcrumbs, site footer.

use crate::assets;
use crate::components::{Breadcrumbs, Link, Mark};
use crate::paths;
use askama::Template;
use askama::filters::HtmlSafe;

/// The site on which the pages stand: the same for all pages, from the settings.
#[derive(Clone, Debug)]
pub struct Site {
    /// The public address without a slash at the end, such as `https://samenspraak.example`.
    pub address: String,
    /// The organisation that runs the site, such as "Regiobureau Heidezoom".
    pub operator: String,
    /// The mail address to which readers can turn.
    pub contact: String,
    /// The path of a stylesheet that sets custom properties of its own, for the look of a
    /// municipality.
    pub theme: Option<String>,
}

/// A page: its content, and what the layout needs to know about it. The content begins with the
/// only `h1` of the page.
pub trait Page: Template + HtmlSafe {
    /// The title, without the name of the site. No two pages have the same.
    fn title(&self) -> String;

    /// The name in the breadcrumbs: the title, unless a page above already tells a part of it.
    fn name(&self) -> String {
        self.title()
    }

    /// The path of the page; `None` when it can stand at any address, such as an error.
    fn path(&self) -> Option<String>;

    /// The pages above this one, from the home page down. Empty means: no breadcrumbs.
    fn trail(&self) -> Vec<Link>;
}

/// A page could not be written out.
#[derive(Debug, thiserror::Error)]
#[error("the page {title:?} could not be rendered")]
pub struct RenderError {
    title: String,
    #[source]
    source: askama::Error,
}

#[derive(Template)]
#[template(path = "layout/template.html")]
struct Layout<'a, P: Page> {
    site: &'a Site,
    page: &'a P,
    title: String,
    path: Option<String>,
    breadcrumbs: Breadcrumbs,
}

impl<P: Page> Layout<'_, P> {
    /// Whether a link of the site header is the page itself.
    fn is_at(&self, path: &str) -> bool {
        self.path.as_deref() == Some(path)
    }
}

/// A whole page as HTML.
///
/// # Errors
/// When the template cannot be written out.
pub fn render<P: Page>(page: &P, site: &Site) -> Result<String, RenderError> {
    let title = page.title();
    let layout = Layout {
        site,
        page,
        title: title.clone(),
        path: page.path(),
        breadcrumbs: Breadcrumbs { trail: page.trail(), current: page.name() },
    };
    layout.render().map_err(|source| RenderError { title, source })
}
