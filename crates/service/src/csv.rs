//! Tables as files for spreadsheet programs, in which nothing is a formula.

use actix_web::HttpResponse;
use actix_web::http::header;

/// What makes a spreadsheet program take a cell for a formula, also in its wide forms.
const FORMULA: [char; 10] = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];

/// A table as a CSV file: in UTF-8 with its mark, with semicolons, as Dutch programs read it.
#[must_use]
pub fn csv_file(name: &str, rows: &[Vec<String>]) -> HttpResponse {
    let disposition = header::ContentDisposition {
        disposition: header::DispositionType::Attachment,
        parameters: vec![header::DispositionParam::Filename(name.to_owned())],
    };
    HttpResponse::Ok()
        .insert_header(disposition)
        .content_type("text/csv; charset=utf-8")
        .body(csv(rows))
}

fn csv(rows: &[Vec<String>]) -> String {
    let mut text = "\u{feff}".to_owned();
    for row in rows {
        let cells: Vec<_> = row.iter().map(|cell| quoted(cell)).collect();
        text += &cells.join(";");
        text += "\r\n";
    }
    text
}

/// A cell that is read as the text that it is.
fn quoted(cell: &str) -> String {
    // A program may drop spaces before it looks.
    let first = cell.trim_start_matches([' ', '\n', '\u{a0}']).chars().next();
    let mark = if first.is_some_and(|first| FORMULA.contains(&first)) { "'" } else { "" };
    format!("\"{mark}{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula() {
        for formula in ["=1+1", "+31 6", "-2", "@SUM(A1)", "\tx", "\rx", "  =1", "\n=1", "＝1"] {
            assert!(quoted(formula).starts_with("\"'"), "{formula:?}");
        }
        for text in ["Telt reistijd mee?", "3.2", "", "a=b"] {
            assert!(!quoted(text).starts_with("\"'"), "{text:?}");
        }
    }

    #[test]
    fn a_cell_ends_where_it_ends() {
        let rows = [vec!["a\"b;c".to_owned(), "d\ne".to_owned()], vec![]];
        assert_eq!(csv(&rows), "\u{feff}\"a\"\"b;c\";\"d\ne\"\r\n\r\n");
    }
}
