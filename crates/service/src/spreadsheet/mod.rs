//! Spreadsheets that come in: CSV and XLSX as rows of texts, with everything that is wrong told by
//! row and column before anything is taken.

mod csv;
mod xlsx;

use files::Kind;
use std::collections::BTreeMap;
use vocabulary::Faults;

const MIB: u64 = 1024 * 1024;

/// How many columns a spreadsheet may have.
pub const COLUMNS_MAX: u32 = 30;

/// How large a spreadsheet may be, and what is taken of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SheetLimits {
    /// In bytes.
    pub bytes: u64,
    /// Once it is unpacked, in bytes, for XLSX.
    pub unpacked: u64,
    /// How many rows of input there may be below the heading.
    pub rows: u32,
    /// Whether a number with a fraction is a number. Where it names something it is not: 3.10 and
    /// 3.1 would be the same.
    pub fractions: bool,
}

impl SheetLimits {
    /// For questions: 5 MiB, 24 MiB unpacked and 1,000 rows.
    pub const QUESTIONS: Self =
        Self { bytes: 5 * MIB, unpacked: 24 * MIB, rows: 1_000, fractions: false };
    /// For values of indicators: 25 MiB, 256 MiB unpacked and 100,000 rows.
    pub const VALUES: Self =
        Self { bytes: 25 * MIB, unpacked: 256 * MIB, rows: 100_000, fractions: true };
}

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A text, as it was typed but for its line endings and the spaces around it.
    Text(String),
    /// Something that is not taken, and why.
    Wrong(&'static str),
}

/// A row that is not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number as its maker sees it: the heading is row 1.
    pub number: u32,
    /// Its cells by column, from 0. Empty ones are not there.
    pub cells: BTreeMap<u32, Cell>,
}

/// Why a spreadsheet is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not of a kind that is read.
    Kind,
    /// It is not what its kind says, or damaged, or has a password.
    Damaged,
    /// It is larger than so many bytes.
    TooLarge(u64),
    /// Unpacked it is larger than so many bytes.
    TooLargeUnpacked(u64),
    /// It has more than so many rows below its heading.
    TooManyRows(u32),
    /// It has more than [`COLUMNS_MAX`] columns.
    TooManyColumns,
}

impl Unreadable {
    /// What is the matter, in Dutch.
    #[must_use]
    pub fn told(self) -> String {
        match self {
            Self::Kind => "Stuur een CSV- of XLSX-bestand. Bewaar een oud .xls-bestand eerst als \
                           .xlsx."
                .to_owned(),
            Self::Damaged => "Dit bestand kan niet als CSV of XLSX worden gelezen. Is het heel, \
                              en heeft het geen wachtwoord?"
                .to_owned(),
            Self::TooLarge(bytes) => {
                format!("Een spreadsheet mag hoogstens {} MB groot zijn.", bytes / MIB)
            }
            Self::TooLargeUnpacked(bytes) => format!(
                "Uitgepakt is deze spreadsheet te groot. Er mag hoogstens {} MB in zitten.",
                bytes / MIB
            ),
            Self::TooManyRows(rows) => format!(
                "Deze spreadsheet heeft te veel rijen. Onder de kop mogen er hoogstens {rows} \
                 staan."
            ),
            Self::TooManyColumns => format!(
                "Deze spreadsheet heeft te veel kolommen. Er mogen er hoogstens {COLUMNS_MAX} \
                 zijn."
            ),
        }
    }

    /// The same, as a fault in a field.
    #[must_use]
    pub fn fault(self, field: &str) -> Faults {
        Faults::one(field, self.told())
    }
}

/// Reads a spreadsheet: the rows of its first sheet that are not empty.
///
/// # Errors
/// [`Unreadable`]: it is not what its kind says, or beyond a limit.
pub fn read_sheet(
    kind: Kind,
    content: Vec<u8>,
    limits: SheetLimits,
) -> Result<Vec<Row>, Unreadable> {
    if content.len() as u64 > limits.bytes {
        return Err(Unreadable::TooLarge(limits.bytes));
    }
    match kind {
        Kind::Csv => csv::read(&content, limits),
        Kind::Xlsx => xlsx::read(content, limits),
        _ => Err(Unreadable::Kind),
    }
}

/// Gathers rows, within the limits.
struct Rows {
    rows: BTreeMap<u32, Row>,
    limits: SheetLimits,
}

impl Rows {
    const fn within(limits: SheetLimits) -> Self {
        Self { rows: BTreeMap::new(), limits }
    }

    /// Puts something in a cell; row and column count from 0.
    fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Unreadable> {
        let cell = match cell {
            Cell::Text(text) => match cleaned(&text) {
                text if text.is_empty() => return Ok(()),
                text => Cell::Text(text),
            },
            wrong @ Cell::Wrong(_) => wrong,
        };
        if column >= COLUMNS_MAX {
            return Err(Unreadable::TooManyColumns);
        }
        let number = row.saturating_add(1);
        let known = self.rows.entry(number).or_default();
        known.number = number;
        known.cells.insert(column, cell);
        // The heading is one of them.
        if self.rows.len() > self.limits.rows as usize + 1 {
            return Err(Unreadable::TooManyRows(self.limits.rows));
        }
        Ok(())
    }

    fn all(self) -> Vec<Row> {
        self.rows.into_values().collect()
    }
}

/// A text with the line endings that a text has here, without the spaces around it.
fn cleaned(text: &str) -> String {
    if !text.contains('\r') {
        return text.trim().to_owned();
    }
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// How a spreadsheet names a column: A, B, … Z, AA, …
#[must_use]
pub fn column_name(column: u32) -> String {
    let mut name = String::new();
    let mut left = column + 1;
    while left > 0 {
        let letter = (left - 1) % 26;
        name.insert(0, char::from(b'A' + u8::try_from(letter).unwrap_or_default()));
        left = (left - 1) / 26;
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_as_spreadsheets_do() {
        let names: Vec<_> = [0, 1, 25, 26, 51, 52].map(column_name).to_vec();
        assert_eq!(names, ["A", "B", "Z", "AA", "AZ", "BA"]);
    }

    #[test]
    fn a_file_of_another_kind_is_not_read() {
        let limits = SheetLimits::QUESTIONS;
        let pdf = read_sheet(Kind::Pdf, b"%PDF-1.7".to_vec(), limits);
        assert_eq!(pdf, Err(Unreadable::Kind));
        let large = vec![b'a'; usize::try_from(limits.bytes).unwrap() + 1];
        let refused = read_sheet(Kind::Csv, large, limits);
        assert_eq!(refused, Err(Unreadable::TooLarge(limits.bytes)));
    }
}
