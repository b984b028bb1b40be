//! The figures in the docs: those of the table, told as a run told them.

use crate::kit::{recorded, workspace};
use ::figures::{Report, TABLE, picture, put_table};
use std::fs;

const PAGE: &str = "docs/benchmarks/README.md";

fn latest() -> Report {
    let file = workspace().join("docs/benchmarks/latest.json");
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

#[test]
fn the_latest_run_has_a_row_for_every_figure() {
    let report = latest();
    let rows = report.rows.iter().map(|row| (row.name.as_str(), row.unit.as_str(), &*row.goal));
    let goals: Vec<_> = TABLE.iter().map(|figure| figure.goal.to_string()).collect();
    let table = TABLE.iter().zip(&goals);
    let table = table.map(|(figure, goal)| (figure.name, figure.unit, goal.as_str()));
    assert_eq!(rows.collect::<Vec<_>>(), table.collect::<Vec<_>>());
    for (row, figure) in report.rows.iter().zip(&TABLE) {
        let name = &row.name;
        assert!(row.turns.len() >= 5, "{name}: {} turns", row.turns.len());
        assert!((row.ratio * row.reference / row.value - 1.0).abs() < 0.005, "{name}: {row:?}");
        assert_eq!(row.reached, figure.goal.reached(row.ratio), "{name}");
    }
}

#[test]
fn the_recorded_picture_and_table_are_those_of_the_latest_run() {
    let report = latest();
    recorded("docs/benchmarks/latest.svg", &picture(&report));
    let page = fs::read_to_string(workspace().join(PAGE)).unwrap();
    recorded(PAGE, &put_table(&page, &report).unwrap());
}
