//! A storm as a picture: what was accepted and refused in each second, and how long it took. The
//! table behind it stands in the report.

use super::report::Report;
use super::tally::Row;
use std::fmt::Write;

const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 560.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 850.0;

/// Top and bottom of a panel.
type Panel = (f64, f64);

const COUNTS: Panel = (70.0, 270.0);
const TIMES: Panel = (320.0, 500.0);

const ACCEPTED: &str = "#1f5fa8";
const LATE: &str = "#b45309";
const INK: &str = "#222222";

/// A line of the lower panel: its name, its dashes, and which figure it shows.
type Line = (&'static str, &'static str, fn(&Row) -> Option<f64>);

const LINES: [Line; 3] = [
    ("p50", "none", |row| row.p50),
    ("p99", "7 3", |row| row.p99),
    ("p99.9", "2 3", |row| row.p999),
];

/// Draws it.
pub(super) fn picture(report: &Report) -> String {
    let rows = &report.seconds;
    let begins = rows.first().map_or(0, |row| row.second) as f64;
    let ends = rows.last().map_or(1, |row| row.second + 1) as f64;
    let drawing = Drawing { begins, ends };
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" \
         aria-labelledby=\"title desc\" font-family=\"sans-serif\" font-size=\"13\" \
         fill=\"{INK}\">\n<title id=\"title\">{}</title>\n<desc id=\"desc\">{}</desc>\n\
         <rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#ffffff\"/>\n",
        title(report),
        description(report)
    );
    text(&mut svg, LEFT, 26.0, "start", &title(report));
    drawing.counts(&mut svg, rows);
    drawing.times(&mut svg, rows);
    drawing.seconds(&mut svg);
    drawing.mark(&mut svg, 0.0, "closing");
    if let Some(crash) = report.crash {
        drawing.mark(&mut svg, crash.killed, "killed");
    }
    svg + "</svg>\n"
}

fn title(report: &Report) -> String {
    format!("{} providers submit to a round that closes", report.storm.providers)
}

fn description(report: &Report) -> String {
    let totals = &report.totals;
    let busiest = report.seconds.iter().max_by_key(|row| row.accepted);
    let crash = match report.crash {
        Some(crash) => format!(
            " The platform was killed {:.1} seconds before the closing and answered again {:.1} \
             seconds later.",
            -crash.killed,
            crash.again - crash.killed
        ),
        None => String::new(),
    };
    format!(
        "Above, for each second, how many submissions were accepted and how many refused as late; \
         below, on a logarithmic scale, how many milliseconds they waited for it. {} were \
         accepted, at most {} in one second, and {} refused as late.{crash} The table stands in \
         report.json.",
        totals.accepted,
        busiest.map_or(0, |row| row.accepted),
        totals.late,
    )
}

/// Where a second stands.
struct Drawing {
    begins: f64,
    ends: f64,
}

impl Drawing {
    fn x(&self, second: f64) -> f64 {
        LEFT + (RIGHT - LEFT) * (second - self.begins) / (self.ends - self.begins)
    }

    /// What was answered in each second, in piles.
    fn counts(&self, svg: &mut String, rows: &[Row]) {
        let most = rows.iter().map(|row| row.accepted + row.late).max().unwrap_or_default();
        let step = round_step(most as f64 / 4.0);
        let top = step * (most as f64 / step).ceil().max(1.0);
        let y = |value: f64| COUNTS.1 - (COUNTS.1 - COUNTS.0) * value / top;
        let mut value = 0.0;
        while value <= top {
            grid(svg, y(value), &format!("{value}"));
            value += step;
        }
        let width = (self.x(1.0) - self.x(0.0)) * 0.9;
        for row in rows {
            let (accepted, late) = (row.accepted as f64, row.late as f64);
            for (from, to, colour) in [(0.0, accepted, ACCEPTED), (accepted, accepted + late, LATE)]
            {
                if to > from {
                    let (x, top, height) = (self.x(row.second as f64), y(to), y(from) - y(to));
                    let _ = writeln!(
                        svg,
                        "<rect x=\"{x:.1}\" y=\"{top:.1}\" width=\"{width:.2}\" \
                         height=\"{height:.1}\" fill=\"{colour}\"/>"
                    );
                }
            }
        }
        text(svg, LEFT, COUNTS.0 - 12.0, "start", "answered in each second");
        for (n, (name, colour)) in [("accepted", ACCEPTED), ("late", LATE)].iter().enumerate() {
            let y = COUNTS.0 + 12.0 + 20.0 * n as f64;
            let x = RIGHT + 12.0;
            let _ = writeln!(
                svg,
                "<rect x=\"{x}\" y=\"{}\" width=\"12\" height=\"12\" fill=\"{colour}\"/>",
                y - 11.0
            );
            text(svg, x + 18.0, y, "start", name);
        }
    }

    /// How long it took, on a logarithmic scale.
    fn times(&self, svg: &mut String, rows: &[Row]) {
        let all = || rows.iter().flat_map(|row| [row.p50, row.p999]).flatten();
        let low = all().fold(f64::INFINITY, f64::min).clamp(0.1, 1e6).log10().floor();
        let high = all().fold(1.0, f64::max).log10().ceil().max(low + 1.0);
        let y = |millis: f64| {
            let part = (millis.max(0.1).log10() - low) / (high - low);
            TIMES.1 - (TIMES.1 - TIMES.0) * part.clamp(0.0, 1.0)
        };
        let mut power = low;
        while power <= high {
            let millis = 10_f64.powf(power);
            let label = match power {
                ..3.0 => format!("{millis} ms"),
                _ => format!("{} s", millis / 1_000.0),
            };
            grid(svg, y(millis), &label);
            power += 1.0;
        }
        text(svg, LEFT, TIMES.0 - 12.0, "start", "waited for it, all attempts together");
        for (n, (name, dashes, of)) in LINES.iter().enumerate() {
            let stroke =
                format!("stroke=\"{INK}\" stroke-width=\"1.5\" stroke-dasharray=\"{dashes}\"");
            // Seconds without an answer break the line.
            for piece in rows.split(|row| of(row).is_none()).filter(|piece| !piece.is_empty()) {
                let point = |row: &Row| {
                    let millis = of(row).unwrap_or_default();
                    format!("{:.1},{:.1}", self.x(row.second as f64 + 0.5), y(millis))
                };
                let points: Vec<_> = piece.iter().map(point).collect();
                let points = points.join(" ");
                let _ = writeln!(svg, "<polyline points=\"{points}\" fill=\"none\" {stroke}/>");
            }
            let (x, y) = (RIGHT + 12.0, TIMES.0 + 12.0 + 20.0 * n as f64);
            let (to, line) = (x + 30.0, y - 4.0);
            let _ = writeln!(
                svg,
                "<line x1=\"{x}\" y1=\"{line}\" x2=\"{to}\" y2=\"{line}\" {stroke}/>"
            );
            text(svg, to + 6.0, y, "start", name);
        }
    }

    /// The axis of both.
    fn seconds(&self, svg: &mut String) {
        let step = round_step((self.ends - self.begins) / 10.0).max(1.0);
        let mut second = (self.begins / step).ceil() * step;
        while second <= self.ends {
            text(svg, self.x(second), TIMES.1 + 22.0, "middle", &format!("{second}"));
            second += step;
        }
        text(
            svg,
            f64::midpoint(LEFT, RIGHT),
            TIMES.1 + 46.0,
            "middle",
            "seconds after the closing",
        );
    }

    /// A moment that divides both.
    fn mark(&self, svg: &mut String, second: f64, name: &str) {
        let (x, top, bottom) = (self.x(second), COUNTS.0 - 8.0, TIMES.1);
        let _ = writeln!(
            svg,
            "<line x1=\"{x:.1}\" y1=\"{top}\" x2=\"{x:.1}\" y2=\"{bottom}\" stroke=\"{INK}\" \
             stroke-dasharray=\"4 4\"/>"
        );
        text(svg, x, top - 6.0, "middle", name);
    }
}

fn grid(svg: &mut String, y: f64, label: &str) {
    let _ = writeln!(
        svg,
        "<line x1=\"{LEFT}\" y1=\"{y:.1}\" x2=\"{RIGHT}\" y2=\"{y:.1}\" stroke=\"#dddddd\"/>"
    );
    text(svg, LEFT - 8.0, y + 4.0, "end", label);
}

/// Nothing that is written here holds a sign that SVG reads otherwise.
fn text(svg: &mut String, x: f64, y: f64, anchor: &str, words: &str) {
    let _ =
        writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{words}</text>");
}

/// One, two or five times a power of ten: the least that is not below.
fn round_step(least: f64) -> f64 {
    let power = 10_f64.powf(least.max(1.0).log10().floor());
    [1.0, 2.0, 5.0]
        .map(|times| times * power)
        .into_iter()
        .find(|it| *it >= least)
        .unwrap_or(10.0 * power)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round() {
        for (least, step) in [(0.3, 1.0), (1.0, 1.0), (3.2, 5.0), (6.0, 10.0), (130.0, 200.0)] {
            assert!((round_step(least) - step).abs() < 1e-9, "{least}: {}", round_step(least));
        }
    }
}
