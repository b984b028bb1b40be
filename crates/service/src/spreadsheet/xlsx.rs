//! XLSX: the values of the first sheet. What a formula gives is not taken, for nobody typed it.

use super::{Cell, Row, Rows, SheetLimits, Unreadable};
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use std::io::{Cursor, Read};
use zip::ZipArchive;

const FORMULA: &str = "Hier staat een formule. Plak in plaats daarvan de waarde.";
const MERGED: &str = "Hier zijn cellen samengevoegd. Splits ze.";
const ERROR: &str = "Hier staat een fout van het rekenprogramma.";
const DATE: &str = "Hier staat een datum. Maak van deze cel tekst.";
const FRACTION: &str = "Hier staat een getal, waardoor 3.10 en 3.1 hetzelfde zijn. Maak van deze \
    cel tekst.";

/// Reads an XLSX file.
pub(super) fn read(content: Vec<u8>, limits: SheetLimits) -> Result<Vec<Row>, Unreadable> {
    check_unpacked(&content, limits.unpacked)?;
    let mut book: Xlsx<_> =
        Xlsx::new(Cursor::new(content)).map_err(|_: XlsxError| Unreadable::Damaged)?;
    let name = book.sheet_names().first().cloned().ok_or(Unreadable::Damaged)?;
    let merged = book.merge_cells_by_sheet_name(&name).unwrap_or_default();
    let mut rows = Rows::within(limits);
    {
        // One by one: two cells far apart must not become a field of empty ones.
        let mut cells = book.worksheet_cells_reader(&name).map_err(|_| Unreadable::Damaged)?;
        while let Some(cell) =
            cells.next_cell_with_formula_metadata().map_err(|_| Unreadable::Damaged)?
        {
            let value = match cell.formula {
                Some(_) => Cell::Wrong(FORMULA),
                None => match content_of(&cell.value, limits.fractions) {
                    Some(value) => value,
                    None => continue,
                },
            };
            rows.put(cell.pos.0, cell.pos.1, value)?;
        }
    }
    for area in merged {
        rows.put(area.start.0, area.start.1, Cell::Wrong(MERGED))?;
    }
    Ok(rows.all())
}

fn content_of(value: &DataRef<'_>, fractions: bool) -> Option<Cell> {
    Some(match value {
        DataRef::Empty => return None,
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            Cell::Text(format!("{number:.0}"))
        }
        DataRef::Float(number) if fractions => Cell::Text(number.to_string()),
        DataRef::Float(_) => Cell::Wrong(FRACTION),
        DataRef::Bool(yes) => Cell::Text(if *yes { "ja" } else { "nee" }.to_owned()),
        DataRef::Error(_) => Cell::Wrong(ERROR),
        _ => Cell::Wrong(DATE),
    })
}

/// Unpacks everything once and keeps nothing, for what a packed file says of its size may be a lie.
fn check_unpacked(content: &[u8], most: u64) -> Result<(), Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(content)).map_err(|_| Unreadable::Damaged)?;
    let mut left = most;
    for place in 0..archive.len() {
        let part = archive.by_index(place).map_err(|_| Unreadable::Damaged)?;
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink())
            .map_err(|_| Unreadable::Damaged)?;
        left = left.checked_sub(unpacked).ok_or(Unreadable::TooLargeUnpacked(most))?;
    }
    Ok(())
}
