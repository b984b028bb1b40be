//! Files with values of indicators, as spreadsheets or as JSON lines: everything that is wrong is
//! told by row before anything is taken.

use crate::spreadsheet::{Cell, Row, SheetLimits, column_name, read_sheet};
use dialogue::ContractId;
use dialogue::performance::{DataRowsAdded, DeliveredValue, DeliveryFacts, Period, ROWS_AT_ONCE};
use files::Kind;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::fmt::Display;
use std::str::FromStr;
use vocabulary::{Faults, Slug};

/// How many faults are told at once; how many more there are is told as a number.
const FAULTS_MAX: usize = 200;

/// The parts of a value: as a spreadsheet heads them, and as JSON names them.
const PARTS: [(&str, &str); 6] = [
    ("contract", "contract"),
    ("indicator", "indicator"),
    ("periode", "period"),
    ("waarde", "value"),
    ("bewijs", "evidence"),
    ("toelichting", "note"),
];

/// What a file holds, right in every respect that can be seen from the file.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Values {
    /// The values by contract, in parts of at most a thousand.
    pub(crate) parts: Vec<DataRowsAdded>,
    /// How many values there are.
    pub(crate) rows: u32,
    /// Of how many contracts.
    pub(crate) contracts: u32,
    /// How many were due and are not there.
    pub(crate) missing: u32,
}

/// One value as it stands in a file: a text for each part that is there.
struct Raw {
    row: u32,
    texts: [Option<String>; 6],
}

/// Where a part of a value stands, for whoever made the file.
enum Places {
    Columns([Option<u32>; 6]),
    Names,
}

impl Places {
    fn of(&self, row: u32, part: usize) -> String {
        match self {
            Self::Columns(columns) => match columns[part] {
                Some(column) => format!("/rows/{row}/{}", column_name(column)),
                None => format!("/rows/{row}"),
            },
            Self::Names => format!("/rows/{row}/{}", PARTS[part].1),
        }
    }
}

/// Gathers faults, and counts those that are too many to tell.
#[derive(Default)]
struct Told {
    faults: Faults,
    more: usize,
}

impl Told {
    fn add(&mut self, field: String, row: u32, detail: &str) {
        if self.faults.as_slice().len() < FAULTS_MAX {
            self.faults.add(field, format!("Rij {row}: {detail}"));
        } else {
            self.more += 1;
        }
    }

    fn check(mut self) -> Result<(), Faults> {
        if self.more > 0 {
            self.faults.add("/rows", format!("Er zijn nog {} andere fouten.", self.more));
        }
        self.faults.check()
    }
}

/// Reads a file with values, and holds them against the facts.
///
/// # Errors
/// Everything that is wrong, by row.
pub(crate) fn read(
    kind: Kind,
    content: Vec<u8>,
    facts: &DeliveryFacts<'_>,
) -> Result<Values, Faults> {
    let mut told = Told::default();
    let (raws, places) = match kind {
        Kind::JsonLines => (lines(&content, &mut told)?, Places::Names),
        kind => {
            let rows = read_sheet(kind, content, SheetLimits::VALUES);
            let rows = rows.map_err(|unreadable| unreadable.fault("/file"))?;
            sheet(rows, &mut told)?
        }
    };
    if raws.is_empty() {
        told.faults.add("/file", "In dit bestand staat geen enkele waarde.");
    }
    let mut of_contracts: BTreeMap<ContractId, Vec<DeliveredValue>> = BTreeMap::new();
    let mut there = HashSet::new();
    for raw in raws {
        let row = raw.row;
        match value(raw, facts) {
            Ok((contract, value)) => {
                if there.insert((contract, value.indicator.clone(), value.period)) {
                    of_contracts.entry(contract).or_default().push(value);
                } else {
                    told.add(places.of(row, 1), row, "Deze waarde staat er twee keer.");
                }
            }
            Err(faults) => {
                for (part, detail) in faults {
                    told.add(places.of(row, part), row, &detail);
                }
            }
        }
    }
    told.check()?;
    Ok(gathered(of_contracts, facts))
}

/// The values in parts, with what is missing.
fn gathered(
    of_contracts: BTreeMap<ContractId, Vec<DeliveredValue>>,
    facts: &DeliveryFacts<'_>,
) -> Values {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let there: HashSet<(ContractId, &Slug, Period)> = of_contracts
        .iter()
        .flat_map(|(contract, values)| {
            values.iter().map(|it| (*contract, &it.indicator, it.period))
        })
        .collect();
    let (rows, missing) = (count(there.len()), count(facts.missing(&there)));
    let contracts = count(of_contracts.len());
    let mut parts = vec![];
    for (contract, mut values) in of_contracts {
        while !values.is_empty() {
            let rest = values.split_off(values.len().min(ROWS_AT_ONCE));
            parts.push(DataRowsAdded { part: count(parts.len() + 1), contract, values });
            values = rest;
        }
    }
    Values { parts, rows, contracts, missing }
}

/// The place of a part among [`PARTS`].
fn place_of(name: &str) -> usize {
    PARTS.iter().position(|(_, known)| *known == name).unwrap_or(0)
}

/// A value with its contract, or everything that is wrong with it.
fn value(
    raw: Raw,
    facts: &DeliveryFacts<'_>,
) -> Result<(ContractId, DeliveredValue), Vec<(usize, String)>> {
    let mut faults = vec![];
    let [contract, indicator, period, value, evidence, note] = raw.texts;
    let only = facts.contracts.iter().next().filter(|_| facts.contracts.len() == 1);
    let contract = match (contract, only) {
        (Some(number), _) => facts.contract(&number).map_err(|it| it.detail),
        (None, Some((number, _))) => facts.contract(number.as_str()).map_err(|it| it.detail),
        (None, None) => Err("Hier ontbreekt het nummer van het contract.".to_owned()),
    };
    let contract = contract.map_err(|detail| faults.push((0, detail))).ok();
    let indicator = parsed(1, indicator, &mut faults);
    let period = match period {
        None => Some(facts.basis.period),
        text => parsed(2, text, &mut faults),
    };
    // A Dutch spreadsheet program writes a decimal comma.
    let value = parsed(3, value.map(|text| text.replace(',', ".")), &mut faults);
    let evidence = evidence.map(|text| parsed(4, Some(text), &mut faults));
    let note = note.map(|text| parsed(5, Some(text), &mut faults));
    let (Some(contract), Some(indicator), Some(period), Some(value)) =
        (contract, indicator, period, value)
    else {
        return Err(faults);
    };
    let (evidence, note) = (evidence.flatten(), note.flatten());
    let value = DeliveredValue { indicator, period, value, evidence, note };
    let found = facts.faults(contract, &value);
    faults.extend(found.into_iter().map(|it| (place_of(it.part), it.detail)));
    if faults.is_empty() { Ok((contract.id, value)) } else { Err(faults) }
}

fn parsed<T: FromStr<Err: Display>>(
    part: usize,
    text: Option<String>,
    faults: &mut Vec<(usize, String)>,
) -> Option<T> {
    match text.map(|text| text.parse()) {
        Some(Ok(value)) => return Some(value),
        Some(Err(not)) => faults.push((part, not.to_string())),
        None => faults.push((part, "Deze waarde ontbreekt.".to_owned())),
    }
    None
}

/// The values of a spreadsheet, by its headings.
fn sheet(rows: Vec<Row>, told: &mut Told) -> Result<(Vec<Raw>, Places), Faults> {
    let mut rows = rows.into_iter();
    let Some(heading) = rows.next() else {
        return Err(Faults::one("/file", "Dit bestand is leeg."));
    };
    let mut columns = [None; 6];
    let mut faults = Faults::none();
    for (column, cell) in &heading.cells {
        let at = format!("/rows/{}/{}", heading.number, column_name(*column));
        let text = match cell {
            Cell::Text(text) => text.to_lowercase(),
            Cell::Wrong(wrong) => {
                faults.add(at, *wrong);
                continue;
            }
        };
        match PARTS.iter().position(|(known, _)| *known == text) {
            Some(part) if columns[part].is_none() => columns[part] = Some(*column),
            Some(_) => faults.add(at, format!("De kolom {text} staat er twee keer.")),
            None => {
                let known: Vec<_> = PARTS.iter().map(|(known, _)| *known).collect();
                let told = format!("Deze kolom is onbekend. Kies uit: {}.", known.join(", "));
                faults.add(at, told);
            }
        }
    }
    for part in [1, 3] {
        faults.unless(
            columns[part].is_some(),
            format!("/rows/{}", heading.number),
            format!("De kolom {} ontbreekt.", PARTS[part].0),
        );
    }
    faults.check()?;
    let raws = rows.map(|row| raw(row, &columns, told)).collect();
    Ok((raws, Places::Columns(columns)))
}

fn raw(mut row: Row, columns: &[Option<u32>; 6], told: &mut Told) -> Raw {
    let number = row.number;
    let texts = columns.map(|column| match row.cells.remove(&column?) {
        Some(Cell::Text(text)) => Some(text),
        Some(Cell::Wrong(wrong)) => {
            let at = format!("/rows/{number}/{}", column_name(column?));
            told.add(at, number, wrong);
            None
        }
        None => None,
    });
    for column in row.cells.into_keys() {
        let at = format!("/rows/{number}/{}", column_name(column));
        told.add(at, number, "Boven deze kolom staat geen kop.");
    }
    Raw { row: number, texts }
}

/// One line of JSON.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    contract: Option<String>,
    indicator: Option<String>,
    period: Option<String>,
    value: Option<String>,
    evidence: Option<String>,
    note: Option<String>,
}

/// The values of a file with an object of JSON on each line.
fn lines(content: &[u8], told: &mut Told) -> Result<Vec<Raw>, Faults> {
    let text = std::str::from_utf8(content)
        .map_err(|_| Faults::one("/file", "Dit bestand is geen tekst in UTF-8."))?;
    let mut raws = vec![];
    for (row, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        if raws.len() >= SheetLimits::VALUES.rows as usize {
            let most = SheetLimits::VALUES.rows;
            let told =
                format!("Dit bestand heeft te veel regels. Er mogen er hoogstens {most} zijn.");
            return Err(Faults::one("/file", told));
        }
        match serde_json::from_str::<Line>(line) {
            Ok(Line { contract, indicator, period, value, evidence, note }) => {
                raws.push(Raw { row, texts: [contract, indicator, period, value, evidence, note] });
            }
            Err(_) => told.add(
                format!("/rows/{row}"),
                row,
                "Schrijf één JSON-object met de teksten contract, indicator, period, value, \
                 evidence en note.",
            ),
        }
    }
    Ok(raws)
}
