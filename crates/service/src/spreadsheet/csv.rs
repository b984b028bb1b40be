//! CSV as programs write it: in UTF-8 or Windows-1252, with semicolons, commas or tabs.

use super::{Cell, Row, Rows, SheetLimits, Unreadable};
use csv::ReaderBuilder;
use encoding_rs::WINDOWS_1252;

/// What separates cells, the likeliest first: what a Dutch spreadsheet program writes.
const SEPARATORS: [u8; 3] = [b';', b',', b'\t'];

/// Reads a CSV file.
pub(super) fn read(content: &[u8], limits: SheetLimits) -> Result<Vec<Row>, Unreadable> {
    if content.contains(&0) {
        return Err(Unreadable::Damaged);
    }
    let content = content.strip_prefix(b"\xef\xbb\xbf").unwrap_or(content);
    let text = match std::str::from_utf8(content) {
        Ok(text) => text.into(),
        Err(_) => WINDOWS_1252.decode_without_bom_handling(content).0,
    };
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(&text))
        .from_reader(text.as_bytes());
    let mut rows = Rows::within(limits);
    // A spreadsheet program writes an empty row with its separators; a blank line is no row.
    for (row, record) in reader.records().enumerate() {
        let record = record.map_err(|_| Unreadable::Damaged)?;
        let row = u32::try_from(row).map_err(|_| Unreadable::TooManyRows(limits.rows))?;
        for (column, field) in record.iter().enumerate() {
            let column = u32::try_from(column).map_err(|_| Unreadable::TooManyColumns)?;
            rows.put(row, column, Cell::Text(field.to_owned()))?;
        }
    }
    Ok(rows.all())
}

/// What separates the cells of the heading.
fn separator(text: &str) -> u8 {
    let heading = text.lines().next().unwrap_or_default().as_bytes();
    let count = |separator: &u8| heading.iter().filter(|byte| *byte == separator).count();
    let mut best = SEPARATORS[0];
    for separator in &SEPARATORS[1..] {
        if count(separator) > count(&best) {
            best = *separator;
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(content: &[u8]) -> Result<Vec<Row>, Unreadable> {
        super::read(content, SheetLimits::QUESTIONS)
    }

    fn texts(content: &[u8]) -> Vec<(u32, Vec<String>)> {
        let text = |cell: Cell| match cell {
            Cell::Text(text) => text,
            Cell::Wrong(wrong) => panic!("{wrong}"),
        };
        let rows = read(content).unwrap().into_iter();
        rows.map(|row| (row.number, row.cells.into_values().map(text).collect())).collect()
    }

    #[test]
    fn what_programs_write_is_read() {
        let expected = |second: &str| {
            vec![(1, vec!["vraag".to_owned(), "lot".to_owned()]), (2, vec![second.to_owned()])]
        };
        assert_eq!(texts("vraag;lot\r\n\"Eén; twee\";\r\n".as_bytes()), expected("Eén; twee"));
        assert_eq!(texts("\u{feff}vraag,lot\nEén\n".as_bytes()), expected("Eén"));
        assert_eq!(texts(b"vraag\tlot\nE\xe9n \x80\n"), expected("Eén €"), "Windows-1252");
        assert_eq!(texts(b"vraag;lot\n\"a\r\nb\";\n"), expected("a\nb"));
    }

    #[test]
    fn a_formula_in_csv_is_a_text() {
        assert_eq!(texts(b"vraag\n=1+1\n")[1].1, ["=1+1"]);
    }

    #[test]
    fn what_is_no_text_is_not_read() {
        assert_eq!(read(b"\x89PNG\r\n\x1a\n\0\0"), Err(Unreadable::Damaged));
        assert_eq!(read(b"").map(|rows| rows.len()), Ok(0));
        let long = "vraag\n".repeat(1_002);
        assert_eq!(read(long.as_bytes()), Err(Unreadable::TooManyRows(1_000)));
        let wide = ";a".repeat(30);
        assert_eq!(read(wide.as_bytes()), Err(Unreadable::TooManyColumns));
    }
}
