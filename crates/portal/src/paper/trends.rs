//! The figures of a contract over time, as a paper.

use super::{Paper, PaperPart, PaperSection};
use crate::components::{Caption, Cell, Moment, Picture, Point, Prose};

/// An indicator over time.
#[derive(Clone, Debug)]
pub struct Trend {
    /// What it is called, and in what it is counted.
    pub title: String,
    /// What is to be reached, in a sentence.
    pub about: String,
    /// What is to be reached.
    pub target: Option<f64>,
    /// Each value, where it counts, with its words: when, what, and what that means.
    pub points: Vec<(Option<f64>, [String; 3])>,
}

/// The paper of a contract with a number: a picture for each indicator.
#[must_use]
pub fn trends(number: &str, made: Moment, trends: Vec<Trend>) -> Paper {
    let none = PaperPart::Text(Prose("Er is nog niets gemeten.".to_owned()));
    let mut parts: Vec<_> = (1..).zip(trends).map(|(place, it)| picture(place, it)).collect();
    if parts.is_empty() {
        parts.push(none);
    }
    let introduction = "Per indicator staat hier hoe het ging. De stippellijn is het doel. Alleen \
                        wat gecontroleerd is, staat in de tekening.";
    Paper {
        kind: "Cijfers over de tijd".to_owned(),
        title: format!("Contract {number}"),
        made,
        introduction: Prose(introduction.to_owned()),
        sections: vec![PaperSection { heading: "Verloop per indicator".to_owned(), parts }],
    }
}

fn picture(place: usize, trend: Trend) -> PaperPart {
    let Trend { title, about, target, points } = trend;
    let columns = ["Periode", "Waarde", "Wat betekent dat?"].map(str::to_owned).into();
    let caption = Caption { id: "verloop", place, title, about, columns };
    let point = |(value, words): (Option<f64>, [String; 3])| {
        let row = words.into_iter().map(Cell::Text).collect();
        Point { value, row }
    };
    PaperPart::Picture(Picture::trend(caption, points.into_iter().map(point).collect(), target))
}
