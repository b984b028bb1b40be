//! A spreadsheet of questions: its headings, and what its rows say.

use dialogue::enquiry::QuestionAsked;
use dialogue::{DocumentId, DocumentReference, ProviderId, QuestionRoundId, Reference, Trajectory};
use service::spreadsheet::{Cell, Row, column_name};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::str::FromStr;
use vocabulary::{Faults, Label, Paragraph, Prose, Whole};

/// The headings, as the template has them.
pub(crate) const HEADINGS: [&str; 7] =
    ["document", "versie", "paragraaf", "perceel", "vraag", "achtergrond", "geheimhouding"];

/// The heading that must be there.
const QUESTION: &str = "vraag";

/// The questions of a spreadsheet, each with the number of its row.
///
/// # Errors
/// Everything that is wrong, by row and column.
pub(crate) fn questions(
    rows: &[Row],
    trajectory: &Trajectory,
    round: QuestionRoundId,
    provider: ProviderId,
) -> Result<Vec<(u32, QuestionAsked)>, Faults> {
    let Some((heading, rows)) = rows.split_first() else {
        return Err(Faults::one("/file", "Deze spreadsheet is leeg."));
    };
    let columns = columns(heading)?;
    if rows.is_empty() {
        return Err(Faults::one("/file", "Onder de kop staat geen enkele vraag."));
    }
    let mut faults = Faults::none();
    let mut asked = vec![];
    for row in rows {
        let mut reader = RowReader { row, columns: &columns, faults: &mut faults };
        let question = reader.question(trajectory, round, provider);
        asked.extend(question.map(|question| (row.number, question)));
    }
    faults.check().map(|()| asked)
}

/// Which heading stands in which column.
fn columns(heading: &Row) -> Result<BTreeMap<&'static str, u32>, Faults> {
    let mut faults = Faults::none();
    let mut columns = BTreeMap::new();
    for (column, cell) in &heading.cells {
        let at = format!("/rows/{}/{}", heading.number, column_name(*column));
        let text = match cell {
            Cell::Text(text) => text.to_lowercase(),
            Cell::Wrong(wrong) => {
                faults.add(at, *wrong);
                continue;
            }
        };
        match HEADINGS.into_iter().find(|known| *known == text) {
            None => faults
                .add(at, format!("Deze kolom is onbekend. Kies uit: {}.", HEADINGS.join(", "))),
            Some(known) => faults.unless(
                columns.insert(known, *column).is_none(),
                at,
                format!("De kolom {known} staat er twee keer."),
            ),
        }
    }
    faults.unless(
        columns.contains_key(QUESTION),
        format!("/rows/{}", heading.number),
        "De kolom vraag ontbreekt. Gebruik de kop uit het voorbeeldbestand.",
    );
    faults.check().map(|()| columns)
}

/// Reads one row.
struct RowReader<'r> {
    row: &'r Row,
    columns: &'r BTreeMap<&'static str, u32>,
    faults: &'r mut Faults,
}

impl RowReader<'_> {
    fn question(
        &mut self,
        trajectory: &Trajectory,
        round: QuestionRoundId,
        provider: ProviderId,
    ) -> Option<QuestionAsked> {
        let before = self.faults.as_slice().len();
        let text = self.value::<Prose>(QUESTION);
        let (background, withholding) =
            (self.value::<Prose>("achtergrond"), self.value::<Paragraph>("geheimhouding"));
        let lot = self.number("perceel");
        let document = self.document(trajectory);
        self.outside();
        if text.is_none() && self.text(QUESTION).is_none() && self.sound(QUESTION) {
            self.fault(QUESTION, "Hier ontbreekt de vraag.");
        }
        let reference = Reference { document, lot };
        let section_known = match trajectory.check_reference(&reference, "") {
            Ok(known) => known,
            Err(wrong) => {
                for fault in wrong.into_vec() {
                    let heading = match fault.field.as_str() {
                        "/lot" => "perceel",
                        "/document/version" => "versie",
                        _ => "document",
                    };
                    self.fault(heading, fault.detail);
                }
                false
            }
        };
        if self.faults.as_slice().len() > before {
            return None;
        }
        Some(QuestionAsked {
            round,
            provider,
            reference,
            section_known,
            text: text?,
            background,
            withholding,
            late: false,
        })
    }

    /// The document that a row is about, by its title or its id.
    fn document(&mut self, trajectory: &Trajectory) -> Option<DocumentReference> {
        let (section, version) = (self.section(), self.number("versie"));
        let Some(named) = self.text("document").map(str::to_owned) else {
            if self.sound("document") && (section.is_some() || version.is_some()) {
                self.fault("document", "Noem het document van deze paragraaf of versie.");
            }
            return None;
        };
        let documents = trajectory.documents();
        let found: Vec<_> = documents
            .filter(|it| {
                named.parse::<DocumentId>().is_ok_and(|id| id == it.document)
                    || it.title.as_str().to_lowercase() == named.to_lowercase()
            })
            .collect();
        match found[..] {
            [one] => Some(DocumentReference {
                document: one.document,
                version: version.unwrap_or(Whole::new(one.version)),
                section,
            }),
            [] => {
                self.fault("document", "Dit document hoort niet bij dit traject.");
                None
            }
            _ => {
                self.fault("document", "Meer documenten heten zo. Noem de id van het document.");
                None
            }
        }
    }

    fn section(&mut self) -> Option<Label> {
        let text = self.text("paragraaf")?.trim_start_matches('§').trim().to_owned();
        self.parsed("paragraaf", &text)
    }

    fn number(&mut self, heading: &'static str) -> Option<Whole> {
        let text = self.text(heading)?.to_owned();
        let number = text.parse::<u32>().ok().filter(|number| (1..=1_000_000).contains(number));
        if number.is_none() {
            self.fault(heading, "Vul een geheel getal in, van 1 t/m 1000000.");
        }
        number.map(Whole::new)
    }

    fn value<T: FromStr<Err: Display>>(&mut self, heading: &'static str) -> Option<T> {
        let text = self.text(heading)?.to_owned();
        self.parsed(heading, &text)
    }

    fn parsed<T: FromStr<Err: Display>>(&mut self, heading: &'static str, text: &str) -> Option<T> {
        match text.parse() {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.fault(heading, format!("{wrong}"));
                None
            }
        }
    }

    /// What stands under a heading, when something does that can be read.
    fn text(&self, heading: &str) -> Option<&str> {
        match self.row.cells.get(self.columns.get(heading)?) {
            Some(Cell::Text(text)) => Some(text),
            _ => None,
        }
    }

    fn sound(&self, heading: &str) -> bool {
        let column = self.columns.get(heading);
        !column.is_some_and(|it| matches!(self.row.cells.get(it), Some(Cell::Wrong(_))))
    }

    /// What cannot be read, and what stands under no heading.
    fn outside(&mut self) {
        for (column, cell) in &self.row.cells {
            let known = self.columns.values().any(|it| it == column);
            let told = match cell {
                Cell::Wrong(wrong) => *wrong,
                Cell::Text(_) if !known => "Boven deze kolom staat geen kop.",
                Cell::Text(_) => continue,
            };
            self.add(*column, told);
        }
    }

    fn fault(&mut self, heading: &str, told: impl Into<String>) {
        match self.columns.get(heading).copied() {
            Some(column) => self.add(column, told),
            None => self.faults.add(
                format!("/rows/{}", self.row.number),
                format!("Rij {}: {}", self.row.number, told.into()),
            ),
        }
    }

    fn add(&mut self, column: u32, told: impl Into<String>) {
        let (row, column) = (self.row.number, column_name(column));
        let told = format!("Rij {row}, kolom {column}: {}", told.into());
        self.faults.add(format!("/rows/{row}/{column}"), told);
    }
}
