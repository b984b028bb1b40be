//! Small drawings beside words. They never stand alone: a screen reader skips them.

use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// A drawing of one line thickness, in the colour of the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Template)]
#[template(path = "components/icon/template.html")]
pub enum Icon {
    /// An empty circle: everything is open.
    Empty,
    /// A circle half filled: partly.
    Half,
    /// A circle filled: fixed.
    Full,
    /// A dotted circle: not there yet.
    Dotted,
    /// A circle with a dot: now.
    Now,
    /// A tick: done, adopted.
    Tick,
    /// A cross: not adopted.
    Cross,
    /// An arrow: moved to another place.
    Arrow,
    /// A barred circle: outside the subject.
    Barred,
    /// A padlock: closed.
    Lock,
    /// A clock: waiting.
    Clock,
    /// A sheet of paper: something to read.
    Sheet,
    /// A balloon: somebody speaks.
    Balloon,
    /// A pencil: something was corrected.
    Pencil,
}

impl Icon {
    /// All of them.
    pub const ALL: [Self; 14] = [
        Self::Empty,
        Self::Half,
        Self::Full,
        Self::Dotted,
        Self::Now,
        Self::Tick,
        Self::Cross,
        Self::Arrow,
        Self::Barred,
        Self::Lock,
        Self::Clock,
        Self::Sheet,
        Self::Balloon,
        Self::Pencil,
    ];
}

impl HtmlSafe for Icon {}
