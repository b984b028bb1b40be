//! A report as a picture: how far each figure is beyond its goal.

use crate::report::{Report, Row, verdict, written};
use std::fmt::Write;

const WIDTH: f64 = 960.0;

/// Where the first row stands, and how far apart they stand.
const TOP: f64 = 92.0;
const STEP: f64 = 26.0;

/// Between which bars are drawn.
const LEFT: f64 = 250.0;
const RIGHT: f64 = 700.0;

/// The scale ends here even when all figures are closer to their goals.
const LEAST_POWERS: f64 = 1.0;

/// No bar is longer than this many doublings.
const MOST_POWERS: f64 = 5.0;

/// Draws it.
#[must_use]
pub fn picture(report: &Report) -> String {
    let bottom = TOP + STEP * report.rows.len() as f64;
    let height = bottom + 40.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" \
         aria-labelledby=\"title desc\">\n<title id=\"title\">{}</title>\n\
         <desc id=\"desc\">{}</desc>\n{STYLE}\
         <rect class=\"page\" width=\"{WIDTH}\" height=\"{height}\"/>\n",
        title(report),
        description(report),
    );
    text(&mut svg, 20.0, 32.0, "name", &title(report));
    text(&mut svg, 20.0, 54.0, "small", "How many times better than its goal each figure is.");
    let scale = Scale::of(report);
    scale.draw(&mut svg, bottom);
    for (n, row) in report.rows.iter().enumerate() {
        scale.row(&mut svg, row, TOP + STEP * n as f64);
    }
    svg + "</svg>\n"
}

/// Reached and missed differ in more than colour: what misses is hollow, dashed and says so.
const STYLE: &str = "<style>\n\
    text { font-family: system-ui, \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, sans-serif; \
    font-size: 13px; fill: #1b2733; }\n\
    .name { font-size: 16px; font-weight: 600; }\n\
    .small { fill: #4a5a68; }\n\
    .end { text-anchor: end; }\n\
    .middle { text-anchor: middle; fill: #4a5a68; }\n\
    .page { fill: #ffffff; }\n\
    .grid { stroke: #c8d2da; }\n\
    .goal { stroke: #1b2733; stroke-width: 1.5; }\n\
    .reached { fill: #0b6157; }\n\
    .missed { fill: none; stroke: #9c3d10; stroke-width: 1.5; stroke-dasharray: 4 3; }\n\
    .told { fill: #9c3d10; font-weight: 600; }\n\
    @media (prefers-color-scheme: dark) {\n\
    text { fill: #e8eef3; }\n\
    .small, .middle { fill: #b4c2cd; }\n\
    .page { fill: #131b22; }\n\
    .grid { stroke: #3a4753; }\n\
    .goal { stroke: #e8eef3; }\n\
    .reached { fill: #6fd0c2; }\n\
    .missed { stroke: #f0a078; }\n\
    .told { fill: #f0a078; }\n\
    }\n</style>\n";

fn title(report: &Report) -> String {
    format!(
        "{} of {} figures reach their goal, {}",
        report.reached(),
        report.rows.len(),
        report.date
    )
}

/// The whole picture in words.
fn description(report: &Report) -> String {
    let mut words = "Each figure is a ratio, with its goal. ".to_owned();
    for row in &report.rows {
        let _ = write!(words, "{}. ", sentence(row));
    }
    words.trim_end().to_owned()
}

fn sentence(row: &Row) -> String {
    let goal = match row.goal.split_once(' ') {
        Some((">=", least)) => format!("at least {least}"),
        Some((_, most)) => format!("at most {most}"),
        None => row.goal.clone(),
    };
    let verdict = verdict(row.reached).to_lowercase();
    format!("{}: {}, goal {goal}, {verdict}", row.name, written(row.ratio))
}

/// Doublings to both sides of the goals.
struct Scale {
    below: f64,
    above: f64,
}

fn powers(row: &Row) -> f64 {
    let margin = row.goal().map_or(1.0, |goal| goal.margin(row.ratio));
    if margin.is_nan() { 0.0 } else { margin.log2().clamp(-MOST_POWERS, MOST_POWERS) }
}

impl Scale {
    fn of(report: &Report) -> Self {
        let all = || report.rows.iter().map(powers);
        let below = all().fold(-LEAST_POWERS, f64::min).floor();
        let above = all().fold(LEAST_POWERS, f64::max).ceil();
        Self { below, above }
    }

    fn x(&self, power: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * (power - self.below) / (self.above - self.below)
    }

    /// A line for each doubling, and a heavy one where the goals are.
    fn draw(&self, svg: &mut String, bottom: f64) {
        let mut power = self.below;
        while power <= self.above {
            let x = self.x(power);
            let class = if power == 0.0 { "goal" } else { "grid" };
            let _ = writeln!(
                svg,
                "<line class=\"{class}\" x1=\"{x:.1}\" y1=\"{:.1}\" x2=\"{x:.1}\" \
                 y2=\"{bottom:.1}\"/>",
                TOP - 8.0
            );
            let label =
                if power == 0.0 { "goal".to_owned() } else { format!("{}×", 2_f64.powf(power)) };
            text(svg, x, bottom + 18.0, "middle", &label);
            power += 1.0;
        }
    }

    fn row(&self, svg: &mut String, row: &Row, y: f64) {
        text(svg, LEFT - 14.0, y + 13.0, "end", &row.name);
        let (goal, end) = (self.x(0.0), self.x(powers(row)));
        let (x, width) = (goal.min(end), (goal - end).abs().max(1.0));
        let class = if row.reached { "reached" } else { "missed" };
        let _ = writeln!(
            svg,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" \
             height=\"17\"/>"
        );
        let sign = if row.goal.starts_with('>') { "≥" } else { "≤" };
        let goal = row.goal.split(' ').nth(1).unwrap_or_default();
        let words = format!("{}, goal {sign} {goal}", written(row.ratio));
        text(svg, RIGHT + 20.0, y + 13.0, "small", &words);
        if !row.reached {
            text(svg, RIGHT + 190.0, y + 13.0, "told", "missed");
        }
    }
}

/// Nothing that is written here holds a sign that SVG reads otherwise.
fn text(svg: &mut String, x: f64, y: f64, class: &str, words: &str) {
    let _ = writeln!(svg, "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\">{words}</text>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::{Machine, Settings, Turn, Versions};
    use crate::table::TABLE;

    /// A report in which every figure but the first is exactly at its goal.
    fn report() -> Report {
        let rows = TABLE.iter().enumerate().map(|(n, figure)| {
            let (crate::Goal::AtLeast(goal) | crate::Goal::AtMost(goal)) = figure.goal;
            let value = if n == 0 { goal / 4.0 } else { goal };
            Row::of(figure, &[Turn { value, reference: 1.0 }], "", "")
        });
        let rows = rows.collect();
        let machine = Machine {
            processor: "a processor".to_owned(),
            processors: 2,
            memory: 24.0,
            system: "a system".to_owned(),
            durable_commits: 7_000.0,
        };
        let [rustc, sqlite, postgres] = ["1", "2", "3"].map(str::to_owned);
        let settings = Settings { seconds: 3, turns: 5, storm_seconds: 60, events: 1 };
        let versions = Versions { rustc, sqlite, postgres };
        let (date, commit) = ("2026-01-01".to_owned(), "abc".to_owned());
        Report { date, commit, machine, versions, settings, rows }
    }

    #[test]
    fn what_is_missed_is_told_in_words_and_drawn_apart() {
        let report = report();
        let svg = picture(&report);
        assert_eq!(svg.matches("class=\"missed\"").count(), 1, "{svg}");
        assert_eq!(svg.matches("class=\"reached\"").count(), TABLE.len() - 1);
        assert!(svg.contains(">missed</text>"));
        assert!(svg.contains("log-sqlite-256: 2.25, goal at least 9, missed."), "{svg}");
        let all = TABLE.len();
        assert!(svg.contains(&format!("{} of {all} figures reach their goal", all - 1)));
        for figure in &TABLE {
            assert!(svg.contains(&format!(">{}</text>", figure.name)), "{}", figure.name);
        }
    }

    #[test]
    fn a_table_takes_the_place_of_the_one_before() {
        let report = report();
        assert!(report.is_complete());
        let empty = format!("before\n{}{}after\n", crate::BEGIN, crate::END);
        let page = crate::put_table(&empty, &report).unwrap();
        assert!(page.starts_with("before\n") && page.ends_with("after\n"), "{page}");
        assert_eq!(page.matches("MISSED").count(), 1, "{page}");
        assert_eq!(crate::put_table(&page, &report).unwrap(), page);
        assert_eq!(crate::put_table("no place\n", &report), None);
    }
}
