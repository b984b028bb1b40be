//! What the guide to the API shows of questions that are sorted out.

use crate::guide::{Chapter, example};
use crate::kit::Cast;
use crate::thread::Thread;
use reqwest::Method;
use serde_json::json;

pub(crate) const SORTED_OUT: Chapter = Chapter {
    title: "Questions sorted out",
    text: "A provider can tell a background that only the municipality reads, and ask that a \
               question stays out of every note. The municipality decides with a reason; what is \
               withheld is answered to its asker alone, and listed for the record of the \
               procedure. Questions are labelled, assigned, merged, declined, and brought in with \
               a spreadsheet: all rows, or none with everything that is wrong.",
    examples: &[
        example(
            "A spreadsheet with mistakes: all of them, by row and column.",
            "POST",
            "/provider/v1/question-rounds/*/question-imports",
            400,
        ),
        example(
            "All questions of a spreadsheet at once.",
            "POST",
            "/provider/v1/question-rounds/*/question-imports",
            201,
        ),
        example("Which row became which question.", "GET", "/provider/v1/question-imports/*", 200),
        example(
            "Whether a question is kept out of the notes.",
            "POST",
            "/municipality/v1/questions/*/withholding-decision",
            200,
        ),
        example(
            "What was withheld, for the record of the procedure.",
            "GET",
            "/municipality/v1/trajectories/*/withheld-information",
            200,
        ),
        example(
            "What asks much the same.",
            "GET",
            "/municipality/v1/questions/*/similar-questions",
            200,
        ),
        example("Two become one.", "POST", "/municipality/v1/questions/*/merging", 200),
        example("Labels.", "PUT", "/municipality/v1/questions/*/labels", 200),
        example(
            "Assigned to a colleague or an outside expert.",
            "POST",
            "/municipality/v1/questions/*/assignment",
            200,
        ),
        example("Declined.", "POST", "/municipality/v1/questions/*/declining", 200),
        example(
            "The answer to its asker alone.",
            "POST",
            "/municipality/v1/questions/*/sending",
            200,
        ),
    ],
};

/// What is done with questions beside answering them.
pub(crate) async fn sort_out_questions(thread: &Thread) {
    let Cast { oak, buyer, colleague, approver, .. } = &thread.cast;
    let closes = thread.time.term();
    let mut round = thread.question_round(closes);
    round["lateQuestions"] = json!(true);
    thread.open_phase("evaluation").await;
    let path = thread.path("/phases/evaluation/question-rounds");
    let path = format!("/question-rounds/{}", buyer.post(&path, &round).await.expect(201).id());
    let mut questions = vec![];
    for (sheet, status) in [
        ("vraag;perceel\nTelt de reistijd mee?;7\n;1\n", 400),
        (
            "vraag;geheimhouding\nTelt de reistijd mee?;\nTelt reistijd ook mee?;\n\
             Past onze werkwijze?;Die werkwijze is nieuw.\n",
            201,
        ),
    ] {
        let sha256 = oak.session.hand_in("text/csv", sheet.as_bytes()).await;
        let sheet = json!({ "file": { "name": "vragen.csv", "sha256": sha256 } });
        let imports = format!("{path}/question-imports");
        let made = oak.session.post(&imports, &sheet).await.expect(status);
        if status == 201 {
            let shown = format!("/question-imports/{}", made.id());
            let shown = oak.session.get(&shown).await.expect(200).json();
            let all = shown["questions"].as_array().unwrap().iter();
            questions.extend(all.map(|it| it["question"].as_str().unwrap().to_owned()));
        }
    }
    let handle = async |question: &str, what: &str, content: serde_json::Value| {
        buyer.post(&format!("/questions/{question}/{what}"), &content).await.expect(200);
    };
    let [first, same, secret] = &questions[..] else { panic!("{questions:?}") };
    let granted = json!({ "outcome": "granted", "reason": "Dit raakt de bedrijfsvoering." });
    handle(secret, "withholding-decision", granted).await;
    buyer.get(&thread.path("/withheld-information")).await.expect(200);
    buyer.get(&format!("/questions/{first}/similar-questions")).await.expect(200);
    handle(same, "merging", json!({ "into": first })).await;
    let (read, labels) = (format!("/questions/{first}"), json!({ "labels": ["reistijd"] }));
    buyer.put_over(&read, &format!("{read}/labels"), &labels).await.expect(200);
    let me = colleague.send(colleague.request(Method::GET, "/me")).await.expect(200).json();
    handle(first, "assignment", json!({ "person": me["person"] })).await;
    thread.time.pass(closes).await;
    let late = json!({ "text": "Mag het ook later?", "late": true });
    let late = oak.session.post(&format!("{path}/questions"), &late).await.expect(201).id();
    let declined = json!({ "ground": "late", "reason": "De nota is bijna klaar." });
    handle(&late, "declining", declined).await;
    let read = format!("/questions/{secret}");
    let answer = json!({ "wording": "Past een nieuwe werkwijze?", "answer": "Ja, als proef." });
    colleague.put_over(&read, &format!("{read}/answer"), &answer).await.expect(200);
    approver.post(&format!("{read}/approval"), &json!({})).await.expect(200);
    handle(secret, "sending", json!({})).await;
}
