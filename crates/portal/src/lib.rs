//! The public pages of Samenspraak: plain views in, Dutch HTML out.
//!
//! There is no web framework here, no database and no rule of the dialogue. A service fills a
//! page from its read model and calls [`render`]. Each component and each page is a folder with
//! a typed view, a template and named examples; [`gallery`] gathers the examples, and the tests
//! hold every one of them to the same demands.
//!
//! A paper ([`paper`]) is a document that leaves the site: it carries its style with it.
//!
//! The pages need no script and no inline style. A policy of `default-src 'none'; style-src
//! 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'` is enough;
//! the page with a form needs `form-action 'self'`.

mod assets;
mod choice;
pub mod components;
pub mod gallery;
mod layout;
pub mod pages;
pub mod paper;
pub mod paths;

pub use assets::{FAVICON, STYLESHEET, favicon_path, stylesheet_path};
pub use layout::{Page, RenderError, Site, render};
