//! What is wrong with a request about questions is told at once, field by field, and changes
//! nothing.

use super::Enquiry;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_about_questions_is_told_by_field_and_changes_nothing() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let question = enquiry.asked(oak, "Telt reistijd mee?").await;
    enquiry.platform.caught_up().await;
    let before = enquiry.platform.head().await;

    let asked = json!({
        "text": "prijs\u{200b}100", "background": "\u{202e}omgekeerd", "withholding": " ",
        "late": "ja", "reference": { "lot": 0.5 }, "haast": true,
    });
    let told = enquiry.ask(oak, &asked).await.refused(400, "invalid-input");
    let mut fields = told.fields();
    fields.sort();
    let expected = ["/background", "/haast", "/late", "/reference/lot", "/text", "/withholding"];
    assert_eq!(fields, expected);

    let text = |letters: usize| "a".repeat(letters);
    let wrong: [(&str, Value, &[&str]); 7] = [
        ("withholding-decision", json!({ "outcome": "perhaps" }), &["/outcome", "/reason"]),
        (
            "withholding-decision",
            json!({
                "outcome": "refused", "reason": text(2_001),
                "withdrawableUntil": "2027-03-28T02:30:00+01:00",
            }),
            &["/reason", "/withdrawableUntil"],
        ),
        ("declining", json!({ "ground": "boring", "reason": "" }), &["/ground", "/reason"]),
        ("assignment", json!({ "person": "Hugo" }), &["/person"]),
        ("assignment-ending", json!({}), &["/person"]),
        ("merging", json!({ "into": 7 }), &["/into"]),
        ("separation", json!({ "from": 7 }), &[""]),
    ];
    for (what, content, expected) in wrong {
        let told = enquiry.handle(&question, what, &content).await;
        let told = told.refused(400, "invalid-input");
        let mut fields = told.fields();
        fields.sort();
        assert_eq!(fields, expected, "{what}: {}", told.text());
    }
    let parts: Vec<_> = (0..21).map(|_| json!({ "wording": "Hoe?", "answer": "Zo." })).collect();
    let answer = json!({ "wording": "Hoe?", "answer": "Zo.", "further": parts });
    let told = enquiry.draft(&question, &answer).await.refused(400, "invalid-input");
    assert_eq!(told.fields(), ["/further"]);
    let answer = json!({
        "wording": "Hoe?", "answer": "Zo.",
        "further": [{ "wording": "", "answer": "Zo.", "amends": { "version": 1 } }],
    });
    let told = enquiry.draft(&question, &answer).await.refused(400, "invalid-input");
    let mut fields = told.fields();
    fields.sort();
    assert_eq!(fields, ["/further/0/amends/document", "/further/0/wording"]);
    let file = json!({ "file": { "name": "../vragen.csv", "sha256": "abc" }, "round": 1 });
    let told = oak.post(&enquiry.path("/question-imports"), &file).await;
    let mut fields = told.refused(400, "invalid-input").fields();
    fields.sort();
    assert_eq!(fields, ["/file/name", "/file/sha256", "/round"]);
    assert_eq!(enquiry.platform.head().await, before);
    enquiry.platform.stop().await;
}
