//! Bars, a trend with and without a target, a timeline, and pictures of nothing.

use super::{Bar, Caption, Cell, Happening, Picture, Point};
use crate::gallery::{Example, Voice, cast};
use crate::paths;

fn caption(voice: &Voice, place: usize, title: &str, columns: &[&str]) -> Caption {
    Caption {
        id: "voorbeeld",
        place,
        title: voice.say(title),
        about: voice.say("Elke balk is een groep aanbieders."),
        columns: voice.all(columns),
    }
}

fn row(voice: &Voice, cells: &[&str]) -> Vec<Cell> {
    voice.all(cells).into_iter().map(Cell::Text).collect()
}

/// Who was heard, by size.
pub(crate) fn heard(voice: &Voice, place: usize) -> Picture {
    let bar = |group: &str, value, of| {
        let cells = [group, "5 t/m 9", "10 t/m 14"];
        Bar { value, of: Some(of), row: row(voice, &cells) }
    };
    let columns = ["Grootte", "Gehoord", "Bekend"];
    let bars = vec![bar("één persoon", 9, 14), bar("klein", 4, 14), bar("groot", 0, 4)];
    Picture::bars(caption(voice, place, "Wie is gehoord?", &columns), bars)
}

/// A trend, with what was not measured left out.
pub(crate) fn waiting(voice: &Voice, place: usize, target: Option<f64>) -> Picture {
    let points = [("2027-Q1", Some(33.0)), ("2027-Q2", None), ("2027-Q3", Some(26.5))];
    let points = points.map(|(period, value)| {
        let told = value.map_or_else(|| "niet gemeten".to_owned(), |it| it.to_string());
        Point { value, row: row(voice, &[period, &told]) }
    });
    let caption = caption(voice, place, "Wachttijd in dagen", &["Periode", "Waarde"]);
    Picture::trend(caption, points.into(), target)
}

/// What happened when.
pub(crate) fn timeline(voice: &Voice, place: usize) -> Picture {
    let happened = [(1, 0, "Consultatie"), (9, 1, "Nota van inlichtingen"), (4, 0, "Verslag")];
    let happened = happened.map(|(at, lane, what)| {
        let link = Cell::Link(voice.link(what, &paths::note(cast::YOUTH, 1)));
        let mut cells = row(voice, &["4 januari 2027"]);
        cells.push(link);
        Happening { at, lane, row: cells }
    });
    let caption = caption(voice, place, "Wat gebeurde wanneer?", &["Dag", "Wat"]);
    Picture::timeline(caption, 2, happened.into())
}

pub(crate) fn examples(voice: &Voice) -> Vec<Example> {
    let nothing = |place| caption(voice, place, "Niets", &["Groep"]);
    vec![
        Example::of("picture-bars", &heard(voice, 1)),
        Example::of("picture-trend", &waiting(voice, 2, Some(28.0))),
        Example::of("picture-trend-without-target", &waiting(voice, 3, None)),
        Example::of("picture-timeline", &timeline(voice, 4)),
        Example::of("picture-no-bars", &Picture::bars(nothing(5), vec![])),
        Example::of("picture-no-trend", &Picture::trend(nothing(6), vec![], None)),
        Example::of("picture-no-timeline", &Picture::timeline(nothing(7), 0, vec![])),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_bar_fills_the_picture_and_the_rest_is_in_proportion() {
        let html = heard(&Voice::plain(), 1).to_string();
        for (tone, width) in
            [("whole", 616), ("part", 396), ("part", 176), ("whole", 176), ("part", 0)]
        {
            let drawn = html.lines().any(|line| {
                line.contains(&format!("picture-{tone}"))
                    && line.contains(&format!(r#"width="{width}""#))
            });
            assert!(drawn, "{tone} {width} in {html}");
        }
    }

    #[test]
    fn a_trend_lies_below_its_target_where_it_is_lower_and_skips_what_is_missing() {
        let html = waiting(&Voice::plain(), 1, Some(33.0)).to_string();
        assert!(html.contains(r#"class="picture-target" points="12,12 628,12""#), "{html}");
        assert!(html.contains(r#"class="picture-line" points="12,12 628,55""#), "{html}");
        assert_eq!(html.matches("<circle").count(), 2);
    }

    #[test]
    fn what_happened_first_stands_left_and_what_happened_last_stands_right() {
        let html = timeline(&Voice::plain(), 1).to_string();
        for (x, y) in [(12, 26), (628, 54), (243, 26)] {
            assert!(html.contains(&format!(r#"cx="{x}" cy="{y}""#)), "{x},{y} in {html}");
        }
    }
}
