//! Spreadsheets that come in: CSV and XLSX as rows of texts, with everything that is wrong told by
//! row and column before anything is taken.

mod csv;
mod xlsx;

use files::Kind;
use std::collections::BTreeMap;
use vocabulary::Faults;

/// The largest spreadsheet that is read, in bytes: 5 MiB.
pub(crate) const SHEET_BYTES_MAX: u64 = 5 * 1024 * 1024;

/// How much an XLSX may hold once it is unpacked, in bytes: 24 MiB.
pub(crate) const UNPACKED_BYTES_MAX: u64 = 24 * 1024 * 1024;

/// How many rows of input a spreadsheet may have below its heading.
pub(crate) const ROWS_MAX: u32 = 1_000;

/// How many columns it may have.
pub(crate) const COLUMNS_MAX: u32 = 30;

/// What stands in a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cell {
    /// A text, as it was typed but for its line endings and the spaces around it.
    Text(String),
    /// Something that is not taken, and why.
    Wrong(&'static str),
}

/// A row that is not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Row {
    /// Its number as its maker sees it: the heading is row 1.
    pub(crate) number: u32,
    /// Its cells by column, from 0. Empty ones are not there.
    pub(crate) cells: BTreeMap<u32, Cell>,
}

/// Why a spreadsheet is not read at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    /// It is not of a kind that is read.
    Kind,
    /// It is not what its kind says, or damaged, or has a password.
    Damaged,
    /// It is larger than [`SHEET_BYTES_MAX`].
    TooLarge,
    /// Unpacked it is larger than [`UNPACKED_BYTES_MAX`].
    TooLargeUnpacked,
    /// It has more than [`ROWS_MAX`] rows below its heading.
    TooManyRows,
    /// It has more than [`COLUMNS_MAX`] columns.
    TooManyColumns,
}

impl Unreadable {
    /// What is the matter, in Dutch.
    pub(crate) fn told(self) -> String {
        match self {
            Self::Kind => "Stuur een CSV- of XLSX-bestand. Bewaar een oud .xls-bestand eerst als \
                           .xlsx."
                .to_owned(),
            Self::Damaged => "Dit bestand kan niet als CSV of XLSX worden gelezen. Is het heel, \
                              en heeft het geen wachtwoord?"
                .to_owned(),
            Self::TooLarge => format!(
                "Een spreadsheet mag hoogstens {} MB groot zijn.",
                SHEET_BYTES_MAX / 1024 / 1024
            ),
            Self::TooLargeUnpacked => format!(
                "Uitgepakt is deze spreadsheet te groot. Er mag hoogstens {} MB in zitten.",
                UNPACKED_BYTES_MAX / 1024 / 1024
            ),
            Self::TooManyRows => format!(
                "Deze spreadsheet heeft te veel rijen. Onder de kop mogen er hoogstens {ROWS_MAX} \
                 staan."
            ),
            Self::TooManyColumns => format!(
                "Deze spreadsheet heeft te veel kolommen. Er mogen er hoogstens {COLUMNS_MAX} \
                 zijn."
            ),
        }
    }

    /// The same, as a fault in a field.
    pub(crate) fn fault(self, field: &str) -> Faults {
        Faults::one(field, self.told())
    }
}

/// Reads a spreadsheet: the rows of its first sheet that are not empty.
pub(crate) fn read(kind: Kind, content: Vec<u8>) -> Result<Vec<Row>, Unreadable> {
    if content.len() as u64 > SHEET_BYTES_MAX {
        return Err(Unreadable::TooLarge);
    }
    match kind {
        Kind::Csv => csv::read(&content),
        Kind::Xlsx => xlsx::read(content),
        _ => Err(Unreadable::Kind),
    }
}

/// Gathers rows, within the limits.
#[derive(Default)]
struct Rows(BTreeMap<u32, Row>);

impl Rows {
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
        let known = self.0.entry(number).or_default();
        known.number = number;
        known.cells.insert(column, cell);
        // The heading is one of them.
        if self.0.len() > ROWS_MAX as usize + 1 {
            return Err(Unreadable::TooManyRows);
        }
        Ok(())
    }

    fn all(self) -> Vec<Row> {
        self.0.into_values().collect()
    }
}

/// A text with the line endings that a text has here, without the spaces around it.
fn cleaned(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned()
}

/// How a spreadsheet names a column: A, B, … Z, AA, …
pub(crate) fn column_name(column: u32) -> String {
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
        assert_eq!(read(Kind::Pdf, b"%PDF-1.7".to_vec()), Err(Unreadable::Kind));
        let large = vec![b'a'; usize::try_from(SHEET_BYTES_MAX).unwrap() + 1];
        assert_eq!(read(Kind::Csv, large), Err(Unreadable::TooLarge));
    }
}
