//! Spreadsheets as programs make them, in Office Open XML.

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;

/// Names in the format; `OFFICE`, `SHEET` and `REL` stand for the beginnings that they share.
const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="SHEET.sheet.main+xml"/>
<Override PartName="/xl/worksheets/sheet1.xml" ContentType="SHEET.worksheet+xml"/>
</Types>"#;

const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="REL/officeDocument" Target="xl/workbook.xml"/>
</Relationships>"#;

const BOOK: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<workbook xmlns="OFFICE/spreadsheetml/2006/main" xmlns:r="REL">
<sheets><sheet name="Vragen" sheetId="1" r:id="rId1"/></sheets></workbook>"#;

const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="REL/worksheet" Target="worksheets/sheet1.xml"/>
</Relationships>"#;

/// An XLSX file of one sheet, with what stands in its sheet as XML.
///
/// # Errors
/// When it cannot be packed.
pub fn book(rows: &str, after: &str) -> ZipResult<Vec<u8>> {
    let sheet = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<worksheet xmlns="OFFICE/spreadsheetml/2006/main">
<sheetData>{rows}</sheetData>{after}</worksheet>"#
    );
    let mut zip = ZipWriter::new(Cursor::new(vec![]));
    for (name, content) in [
        ("[Content_Types].xml", TYPES),
        ("_rels/.rels", ROOT),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", PARTS),
        ("xl/worksheets/sheet1.xml", &sheet),
    ] {
        zip.start_file(name, SimpleFileOptions::default())?;
        let office = "http://schemas.openxmlformats.org";
        let content = content
            .replace("OFFICE", office)
            .replace("SHEET.", "application/vnd.openxmlformats-officedocument.spreadsheetml.")
            .replace("\"REL", &format!("\"{office}/officeDocument/2006/relationships"));
        zip.write_all(content.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// A row of texts, from column A on.
#[must_use]
pub fn row(number: u32, cells: &[&str]) -> String {
    let mut row = format!(r#"<row r="{number}">"#);
    for (column, cell) in ('A'..).zip(cells) {
        let _ = write!(row, r#"<c r="{column}{number}" t="inlineStr"><is><t>{cell}</t></is></c>"#);
    }
    row + "</row>"
}
