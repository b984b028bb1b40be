//! Questions brought in with a spreadsheet: all of them, or none with everything that is wrong.

use super::{Enquiry, own};
use crate::kit::{Answer, Session};
use reqwest::Method;
use serde_json::{Value, json};
use testing::workbook::{self, row};

const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn book(rows: &str, after: &str) -> Vec<u8> {
    workbook::book(rows, after).unwrap()
}

async fn import(enquiry: &Enquiry, session: &Session, kind: &str, content: &[u8]) -> Answer {
    let sha256 = session.hand_in(kind, content).await;
    let file = json!({ "file": { "name": "vragen.csv", "sha256": sha256 } });
    session.post(&enquiry.path("/question-imports"), &file).await
}

/// How many questions the round has.
async fn asked(enquiry: &Enquiry) -> usize {
    let list = enquiry.cast().buyer.get(&enquiry.path("/questions?limit=200")).await.expect(200);
    list.json()["items"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread")]
async fn all_questions_of_a_spreadsheet_are_asked_in_one_append() {
    let enquiry = Enquiry::open(json!({})).await;
    let (oak, birch) = (&enquiry.cast().oak.session, &enquiry.cast().birch.session);
    let content = "vraag;document;versie;paragraaf;perceel;achtergrond;geheimhouding\r\n\
        Telt reistijd mee?;inkoopleidraad;;3.2;1;Wij rijden veel.;\r\n\
        \"Staat § 9.9 er\r\nniet in?\";Inkoopleidraad;1;§ 9.9;;;\r\n\
        =1+1 is dat goed?;;;;;;Dit tonen wij liever niet.\r\n";
    let sha256 = oak.hand_in(CSV, content.as_bytes()).await;
    let file = json!({ "file": { "name": "vragen.csv", "sha256": sha256 } });
    let path = enquiry.path("/question-imports");
    let first = oak.post_under("een-import", &path, &file).await.expect(201);
    let again = oak.post_under("een-import", &path, &file).await.expect(201);
    assert_eq!(first.json(), again.json(), "a repeated request imports nothing again");

    let import = format!("/question-imports/{}", first.id());
    let shown = oak.get(&import).await.expect(200).json();
    let rows: Vec<_> = shown["questions"].as_array().unwrap().iter().map(|it| &it["row"]).collect();
    assert_eq!(rows, [2, 3, 4]);
    let known: Vec<_> =
        shown["questions"].as_array().unwrap().iter().map(|it| &it["sectionKnown"]).collect();
    assert_eq!(known, [true, false, true], "an unknown section is flagged");
    let question =
        |place: usize| shown["questions"][place]["question"].as_str().unwrap().to_owned();
    let told = own(oak, &question(0)).await;
    assert_eq!(told["reference"]["lot"], 1);
    assert_eq!(told["background"], "Wij rijden veel.");
    assert_eq!(own(oak, &question(1)).await["text"], "Staat § 9.9 er\nniet in?");
    let last = own(oak, &question(2)).await;
    assert_eq!(last["withholding"]["status"], "undecided");
    assert_eq!(told["receipt"]["recordedAt"], last["receipt"]["recordedAt"]);
    birch.get(&import).await.refused(404, "question-import-unknown");
    assert_eq!(asked(&enquiry).await, 3);
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_told_by_row_and_column_and_nothing_is_taken() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let content = "document;versie;paragraaf;perceel;vraag\n\
        Inkoopleidraad;7;;;Klopt dit?\n\
        Bestek;;;9;Klopt dit ook?\n\
        ;;3.2;een;\n\
        ;;;;prijs\u{202e}100\n\
        ;;;;Deze is goed.;dit staat nergens onder\n";
    let told = import(&enquiry, oak, CSV, content.as_bytes()).await.refused(400, "invalid-input");
    let mut fields = told.fields();
    fields.sort();
    assert_eq!(
        fields,
        [
            "/rows/2/B",
            "/rows/3/A",
            "/rows/3/D",
            "/rows/4/A",
            "/rows/4/D",
            "/rows/4/E",
            "/rows/5/E",
            "/rows/6/F",
        ]
    );
    assert!(told.text().contains("Rij 3, kolom A: Dit document hoort niet"), "{}", told.text());
    assert_eq!(asked(&enquiry).await, 0);
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn xlsx_is_read_and_what_nobody_typed_in_it_is_not() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let heading = row(1, &["vraag", "paragraaf", "perceel", "document"]);
    let second = r#"<row r="2"><c r="A2" t="inlineStr"><is><t>Telt reistijd mee?</t></is></c>
        <c r="C2"><v>1</v></c></row>"#;
    let sound = book(&format!("{heading}{second}"), "");
    import(&enquiry, oak, XLSX, &sound).await.expect(201);
    assert_eq!(asked(&enquiry).await, 1);

    let wrong = r#"<row r="2"><c r="A2"><f>1+1</f><v>2</v></c>
        <c r="B2"><v>3.1</v></c><c r="C2" t="e"><v>#REF!</v></c></row>
        <row r="5"><c r="A5" t="inlineStr"><is><t>Een vraag</t></is></c></row>"#;
    let merged = r#"<mergeCells count="1"><mergeCell ref="A5:B6"/></mergeCells>"#;
    let told = import(&enquiry, oak, XLSX, &book(&format!("{heading}{wrong}"), merged)).await;
    let mut fields = told.refused(400, "invalid-input").fields();
    fields.sort();
    assert_eq!(fields, ["/rows/2/A", "/rows/2/B", "/rows/2/C", "/rows/5/A"]);
    assert_eq!(asked(&enquiry).await, 1);
    enquiry.platform.stop().await;
}

/// What comes in, of which kind, and a word of what is told.
fn strange() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let many = "vraag\n".to_owned() + &"Telt reistijd mee?\n".repeat(50_000);
    let rows: String = (1..=50_000).map(|number| row(number, &["vraag"])).collect();
    let bomb = book(&" ".repeat(40 * 1024 * 1024), "");
    assert!(bomb.len() < 100_000, "it is small when it is packed");
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    vec![
        (CSV, vec![], "leeg"),
        (CSV, b"\n\n\n".to_vec(), "leeg"),
        (CSV, b"vraag\n".to_vec(), "geen enkele vraag"),
        (CSV, b"naam;adres\nJan;Dorp\n".to_vec(), "De kolom vraag ontbreekt"),
        (CSV, b"vraag;vraag\na;b\n".to_vec(), "staat er twee keer"),
        (CSV, many.into_bytes(), "te veel rijen"),
        (CSV, "vraag;".repeat(31).into_bytes(), "te veel kolommen"),
        (CSV, vec![b'a'; 5 * 1024 * 1024 + 1], "hoogstens 5 MB"),
        (XLSX, book(&rows, ""), "te veel rijen"),
        (XLSX, bomb, "Uitgepakt"),
        (XLSX, book(far, ""), "te veel kolommen"),
        ("application/pdf", b"%PDF-1.7 a small one".to_vec(), ".xls"),
        ("text/plain", b"vraag\nTelt reistijd mee?\n".to_vec(), "CSV- of XLSX-bestand"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_spreadsheet_or_too_large_a_one_is_told_and_changes_nothing() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    for (kind, content, words) in strange() {
        let told = import(&enquiry, oak, kind, &content).await.refused(400, "invalid-input");
        assert!(told.text().contains(words), "{words}: {}", told.text());
        assert!(told.fields().iter().all(|it| it == "/file" || it.starts_with("/rows/1")));
    }
    // An old Excel file, one with a password and a damaged one are of no kind that is taken.
    let old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0 an old book".as_slice();
    let damaged = b"PK\x03\x04 and nothing of a book".as_slice();
    let strange = ["application/vnd.ms-excel", XLSX, CSV].map(|kind| (kind, old));
    for (kind, old) in strange.into_iter().chain([(XLSX, damaged)]) {
        let sha256 = event_log::Digest::of(old).to_string();
        let request = oak.request(Method::PUT, &format!("/files/{sha256}"));
        let request = request.header("Content-Type", kind).body(old.to_vec());
        let status = oak.send(request).await.status;
        assert!(matches!(status, 400 | 415), "{kind}: {status}");
    }
    let nothing = json!({ "file": { "name": "vragen.csv", "sha256": "0".repeat(64) } });
    let told = oak.post(&enquiry.path("/question-imports"), &nothing).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/file/sha256"]);
    assert_eq!(asked(&enquiry).await, 0);
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn old_letters_are_read_and_the_term_holds_for_imports_as_well() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let old = b"vraag\r\nGeldt \xe9\xe9n tarief van \x80 100?\r\n";
    let made = import(&enquiry, oak, CSV, old).await.expect(201).id();
    let shown = oak.get(&format!("/question-imports/{made}")).await.expect(200).json();
    let question = shown["questions"][0]["question"].as_str().unwrap();
    assert_eq!(own(oak, question).await["text"], "Geldt één tarief van € 100?");
    enquiry.thread.time.pass(enquiry.closes).await;
    let late = b"vraag\r\nKan dit nog?\r\n";
    import(&enquiry, oak, CSV, late).await.refused(409, "too-late");
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_template_is_what_an_import_reads() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let request = oak.request(Method::GET, "/question-import-template");
    let template = oak.send(request).await.expect(200);
    assert_eq!(template.header("content-type"), "text/csv; charset=utf-8");
    let filled = template.text() + ";;;;\"Telt reistijd mee?\";;\r\n";
    import(&enquiry, oak, CSV, filled.as_bytes()).await.expect(201);
    assert_eq!(asked(&enquiry).await, 1);
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_exported_has_no_formulas_and_no_askers() {
    let enquiry = Enquiry::open(json!({ "disclosure": "municipality" })).await;
    let oak = &enquiry.cast().oak.session;
    let formula = "=HYPERLINK(\"https://boef.example\";\"klik\")";
    let question = enquiry.asked(oak, formula).await;
    enquiry.asked(oak, "\t@SUM(A1) is een vraag").await;
    let answer = json!({ "wording": "-2 of +2?", "answer": "+2" });
    enquiry.draft(&question, &answer).await.expect(200);
    let export = enquiry.cast().buyer.get(&enquiry.path("/question-export")).await.expect(200);
    assert_eq!(export.header("content-type"), "text/csv; charset=utf-8");
    assert!(export.header("content-disposition").starts_with("attachment"));
    let text = export.text();
    for cell in ["\"'=HYPERLINK(\"\"https", "\"'\t@SUM", "\"'-2 of +2?\"", "\"'+2\""] {
        assert!(text.contains(cell), "{cell}: {text}");
    }
    for formula in ["\"=", "\"+", "\"-", "\"@", "\"\t"] {
        assert!(!text.replace("\"\"", "").contains(formula), "{formula}: {text}");
    }
    for mark in enquiry.cast().oak.marks() {
        assert!(!text.to_lowercase().contains(&mark), "{mark}");
    }
    let outsider = &enquiry.cast().outsider;
    outsider.get(&enquiry.path("/question-export")).await.refused(404, "question-round-unknown");
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn questions_that_ask_much_the_same_are_suggested_over_all_rounds() {
    let mut enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let place = enquiry.thread.place("3.2");
    let about = |text: &str| json!({ "text": text, "reference": { "document": place } });
    let asked = about("Telt de reistijd mee in het tarief per uur?");
    let first = enquiry.ask(oak, &asked).await.expect(201).id();
    let regretted = enquiry.ask(oak, &asked).await.expect(201).id();
    oak.post(&format!("/questions/{regretted}/withdrawal"), &json!({})).await.expect(200);
    enquiry.asked(oak, "Wanneer begint de overeenkomst?").await;
    enquiry.answer(&first, "Telt reistijd mee?", "Ja, de helft.").await;
    enquiry.publish(false).await.expect(201);
    let (round, closes) = (enquiry.thread.question_round.clone(), enquiry.thread.time.term());
    enquiry.thread.question_round = enquiry.round(closes, json!({})).await;
    assert_ne!(round, enquiry.thread.question_round);
    let again = about("Tellen reistijden mee in de tarieven per uur?");
    let birch = &enquiry.cast().birch.session;
    let again = enquiry.ask(birch, &again).await.expect(201).id();

    let path = format!("/questions/{again}/similar-questions");
    let found = enquiry.cast().approver.get(&path).await.expect(200).json();
    let found = found["items"].as_array().unwrap().clone();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0]["id"], first);
    assert_eq!((&found[0]["note"], &found[0]["item"]), (&json!(1), &json!(1)));
    assert!(found[0]["score"].as_u64().unwrap() >= 60, "{found:?}");
    let reasons: Vec<_> =
        found[0]["reasons"].as_array().unwrap().iter().map(Value::to_string).collect();
    assert!(reasons.contains(&"\"same-place\"".to_owned()), "{reasons:?}");
    assert!(found[0]["sharedWords"].to_string().contains("mee"), "{found:?}");
    enquiry.cast().outsider.get(&path).await.refused(404, "question-unknown");
    enquiry.cast().expert.get(&path).await.refused(403, "role-missing");
    enquiry.platform.stop().await;
}
