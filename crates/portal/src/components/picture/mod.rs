//! A picture of figures, with the same figures as a table beneath it: bars, a trend against its
//! target, or what happened when. The picture says nothing that the table does not.

use super::Link;
use askama::Template;
use askama::filters::HtmlSafe;

pub(crate) mod examples;

/// How wide a picture is, in its own measure.
const WIDTH: u32 = 640;
/// How high a bar, or a lane of a timeline, is.
const LANE: u32 = 28;
/// How high a trend is.
const HEIGHT: u32 = 240;
/// What is left free around the marks.
const EDGE: u32 = 12;

/// A cell of the table: a text, or a link.
#[derive(Clone, Debug)]
pub enum Cell {
    /// A text.
    Text(String),
    /// A link.
    Link(Link),
}

/// A bar: how long it is, and how long it could be, both in the same measure.
#[derive(Clone, Debug)]
pub struct Bar {
    /// How long it is.
    pub value: u32,
    /// How long it could be, when that is known.
    pub of: Option<u32>,
    /// The row of the table: what it is first.
    pub row: Vec<Cell>,
}

/// A point of a trend.
#[derive(Clone, Debug)]
pub struct Point {
    /// How high it lies; nothing where nothing was measured.
    pub value: Option<f64>,
    /// The row of the table: when it was first.
    pub row: Vec<Cell>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub struct Happening {
    /// When, on any scale.
    pub at: i64,
    /// In which lane, from 0.
    pub lane: usize,
    /// The row of the table: when it was first.
    pub row: Vec<Cell>,
}

/// What is drawn.
#[derive(Clone, Debug)]
enum Drawn {
    /// A box.
    Box { x: u32, y: u32, width: u32, height: u32, tone: &'static str },
    /// A dot.
    Dot { x: u32, y: u32, tone: &'static str },
    /// A line through points.
    Line { points: String, tone: &'static str },
}

/// A picture of figures with its table.
#[derive(Clone, Debug, Template)]
#[template(path = "components/picture/template.html")]
pub struct Picture {
    /// Its name in the page: a name of our own.
    id: &'static str,
    /// The place among pictures of its kind, for names that differ.
    place: usize,
    title: String,
    /// What it shows, in a sentence.
    about: String,
    columns: Vec<String>,
    rows: Vec<Vec<Cell>>,
    width: u32,
    height: u32,
    drawn: Vec<Drawn>,
}

impl HtmlSafe for Picture {}

/// What a picture is called and what it tells, beside its figures.
#[derive(Clone, Debug)]
pub struct Caption {
    /// Its name in the page: a name of our own.
    pub id: &'static str,
    /// The place among pictures of its kind.
    pub place: usize,
    /// What it is called.
    pub title: String,
    /// What it shows, in a sentence.
    pub about: String,
    /// The headings of the columns.
    pub columns: Vec<String>,
}

impl Picture {
    fn of(caption: Caption, height: u32, drawn: Vec<Drawn>, rows: Vec<Vec<Cell>>) -> Self {
        let Caption { id, place, title, about, columns } = caption;
        Self { id, place, title, about, columns, rows, width: WIDTH, height, drawn }
    }

    /// Bars under each other, in the order given.
    #[must_use]
    pub fn bars(caption: Caption, bars: Vec<Bar>) -> Self {
        let longest = bars.iter().map(|bar| bar.value.max(bar.of.unwrap_or(0))).max();
        let longest = longest.unwrap_or(0).max(1);
        let length = |value: u32| {
            let room = u64::from(WIDTH - 2 * EDGE);
            u32::try_from(u64::from(value) * room / u64::from(longest)).unwrap_or(WIDTH)
        };
        let mut drawn = vec![];
        for (lane, bar) in (0u32..).zip(&bars) {
            let (y, height) = (EDGE + lane * LANE, LANE - 8);
            if let Some(of) = bar.of {
                let width = length(of);
                drawn.push(Drawn::Box { x: EDGE, y, width, height, tone: "picture-whole" });
            }
            let width = length(bar.value);
            drawn.push(Drawn::Box { x: EDGE, y, width, height, tone: "picture-part" });
        }
        let lanes = u32::try_from(bars.len()).unwrap_or(u32::MAX / LANE);
        let rows = bars.into_iter().map(|bar| bar.row).collect();
        Self::of(caption, 2 * EDGE + lanes * LANE, drawn, rows)
    }

    /// A trend, the oldest point first, against a target where there is one.
    #[must_use]
    pub fn trend(caption: Caption, points: Vec<Point>, target: Option<f64>) -> Self {
        let values = points.iter().filter_map(|point| point.value).chain(target);
        let highest = values.fold(0.0f64, f64::max).max(f64::MIN_POSITIVE);
        let x = |place: usize| {
            let room = (WIDTH - 2 * EDGE) as usize;
            EDGE + u32::try_from(place * room / points.len().max(2).saturating_sub(1)).unwrap_or(0)
        };
        let y = |value: f64| {
            let share = (value / highest).clamp(0.0, 1.0);
            HEIGHT - EDGE - pixels(share * f64::from(HEIGHT - 2 * EDGE))
        };
        let mut drawn = vec![];
        if let Some(target) = target {
            let y = y(target);
            let points = format!("{EDGE},{y} {},{y}", WIDTH - EDGE);
            drawn.push(Drawn::Line { points, tone: "picture-target" });
        }
        let measured = || {
            let all = points.iter().enumerate();
            all.filter_map(|(place, point)| Some((x(place), y(point.value?))))
        };
        let line = measured().map(|(x, y)| format!("{x},{y}")).collect::<Vec<_>>().join(" ");
        drawn.push(Drawn::Line { points: line, tone: "picture-line" });
        drawn.extend(measured().map(|(x, y)| Drawn::Dot { x, y, tone: "picture-dot" }));
        let rows = points.into_iter().map(|point| point.row).collect();
        Self::of(caption, HEIGHT, drawn, rows)
    }

    /// What happened when, from left to right, in as many lanes as there are.
    #[must_use]
    pub fn timeline(caption: Caption, lanes: u32, happenings: Vec<Happening>) -> Self {
        let first = happenings.iter().map(|it| it.at).min().unwrap_or(0);
        let last = happenings.iter().map(|it| it.at).max().unwrap_or(0);
        let span = i128::from(last) - i128::from(first);
        let x = |at: i64| {
            let passed = i128::from(at) - i128::from(first);
            let room = i128::from(WIDTH - 2 * EDGE);
            EDGE + u32::try_from(passed * room / span.max(1)).unwrap_or(0)
        };
        let middle = |lane: u32| EDGE + lane * LANE + LANE / 2;
        let mut drawn: Vec<_> = (0..lanes)
            .map(|lane| {
                let y = middle(lane);
                let points = format!("{EDGE},{y} {},{y}", WIDTH - EDGE);
                Drawn::Line { points, tone: "picture-lane" }
            })
            .collect();
        drawn.extend(happenings.iter().map(|it| {
            let lane = u32::try_from(it.lane).unwrap_or(0).min(lanes.saturating_sub(1));
            Drawn::Dot { x: x(it.at), y: middle(lane), tone: "picture-dot" }
        }));
        let rows = happenings.into_iter().map(|it| it.row).collect();
        Self::of(caption, 2 * EDGE + lanes * LANE, drawn, rows)
    }
}

/// A length in whole pixels.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is between nothing and the height of a picture"
)]
fn pixels(length: f64) -> u32 {
    length.round() as u32
}
