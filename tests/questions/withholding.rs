//! A question that its asker wants kept out of the notes.

use super::{Enquiry, own};
use serde_json::{Value, json};

fn secret() -> Value {
    json!({
        "text": "Telt onze nieuwe werkwijze als verblijf?",
        "background": "Wij beginnen er in het voorjaar mee.",
        "withholding": "Een ander zou onze werkwijze kunnen overnemen.",
    })
}

async fn withheld_information(enquiry: &Enquiry) -> Vec<Value> {
    let path = enquiry.thread.path("/withheld-information");
    let list = enquiry.cast().approver.get(&path).await.expect(200).json();
    list["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_withheld_is_answered_to_its_asker_alone_and_blocks_no_conclusion() {
    let enquiry = Enquiry::open(json!({})).await;
    let (oak, birch) = (&enquiry.cast().oak.session, &enquiry.cast().birch.session);
    let question = enquiry.ask(oak, &secret()).await.expect(201).id();
    assert_eq!(enquiry.tasks(&question).await, ["decide-withholding"]);
    assert_eq!(own(oak, &question).await["withholding"]["status"], "undecided");
    assert_eq!(enquiry.seen(&question).await["background"], secret()["background"]);

    enquiry.close().await;
    enquiry.answer(&question, "Telt een nieuwe werkwijze als verblijf?", "Nee.").await;
    enquiry.publish(true).await.refused(409, "questions-unanswered");
    enquiry.handle(&question, "sending", &json!({})).await.refused(409, "question-not-withheld");
    let granted = json!({ "outcome": "granted", "reason": "Dit raakt uw bedrijfsvoering." });
    enquiry.handle(&question, "withholding-decision", &granted).await.expect(200);
    assert_eq!(enquiry.tasks(&question).await, ["send-answer"]);
    enquiry.publish(true).await.expect(201);
    let told = enquiry.thread.close_phase("procedure").await;
    let told = told.refused(409, "phase-has-unanswered-input");
    assert!(told.text().contains("aan de vraagsteller alleen"), "{}", told.text());

    // The answer comes to the asker, and nobody else ever reads of it.
    assert_eq!(own(oak, &question).await.get("answer"), None);
    enquiry.handle(&question, "sending", &json!({})).await.expect(200);
    let answered = own(oak, &question).await;
    assert_eq!(
        (&answered["status"], &answered["answer"]),
        (&json!("answered-alone"), &json!("Nee."))
    );
    assert_eq!(answered["withholding"]["decisionReason"], granted["reason"]);
    birch.get(&format!("/questions/{question}")).await.refused(404, "question-unknown");
    assert_eq!(enquiry.note(1).await["items"], json!([]));
    assert_eq!(enquiry.tasks(&question).await, [""; 0]);

    let listed = withheld_information(&enquiry).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["question"], question);
    assert_eq!(listed[0]["withholding"]["status"], "granted");
    assert_eq!(listed[0]["withholding"]["decisionReason"], granted["reason"]);
    assert!(listed[0].to_string().contains("overnemen"), "{}", listed[0]);
    enquiry.thread.close_phase("procedure").await.expect(200);
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_refused_can_withdraw_before_the_question_stands_in_a_note() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let first = enquiry.ask(oak, &secret()).await.expect(201).id();
    let second = enquiry.ask(oak, &secret()).await.expect(201).id();
    enquiry.close().await;
    let until = enquiry.thread.time.term();
    let refused = |until: Value| {
        json!({
            "outcome": "refused", "reason": "De uitleg is voor iedereen van belang.",
            "withdrawableUntil": until,
        })
    };
    let told = enquiry.handle(&first, "withholding-decision", &refused(Value::Null)).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/withdrawableUntil"]);
    let past = refused(json!(enquiry.closes));
    enquiry.handle(&first, "withholding-decision", &past).await.refused(409, "too-late");
    for question in [&first, &second] {
        let decision = refused(json!(until));
        enquiry.handle(question, "withholding-decision", &decision).await.expect(200);
        enquiry.answer(question, "Telt een nieuwe werkwijze als verblijf?", "Nee.").await;
    }
    let told = own(oak, &first).await["withholding"].clone();
    assert_eq!(told["status"], "refused");
    assert_eq!(told["withdrawableUntil"], json!(until));

    enquiry.publish(true).await.refused(409, "too-early");
    oak.post(&format!("/questions/{first}/withdrawal"), &json!({})).await.expect(200);
    enquiry.thread.time.pass(until).await;
    enquiry.publish(true).await.expect(201);
    assert_eq!(enquiry.note(1).await["items"].as_array().unwrap().len(), 1);
    assert_eq!(own(oak, &first).await["status"], "withdrawn");
    assert_eq!(own(oak, &second).await["item"], 1);
    let listed = withheld_information(&enquiry).await;
    assert!(listed.iter().all(|it| it["withholding"]["status"] == "refused"), "{listed:?}");
    assert_eq!(listed.len(), 2);
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_on_nothing_is_refused() {
    let enquiry = Enquiry::open(json!({})).await;
    let question = enquiry.asked(&enquiry.cast().oak.session, "Telt reistijd mee?").await;
    let granted = json!({ "outcome": "granted", "reason": "Dit raakt uw bedrijfsvoering." });
    let told = enquiry.handle(&question, "withholding-decision", &granted).await;
    told.refused(409, "withholding-not-asked");
    let both = json!({
        "outcome": "granted", "reason": "Akkoord.", "withdrawableUntil": enquiry.closes,
    });
    let told = enquiry.handle(&question, "withholding-decision", &both).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/withdrawableUntil"]);
    let outsider = &enquiry.cast().outsider;
    let path = format!("/questions/{question}/withholding-decision");
    outsider.post(&path, &granted).await.refused(404, "question-unknown");
    let path = enquiry.thread.path("/withheld-information");
    outsider.get(&path).await.refused(404, "trajectory-unknown");
    enquiry.platform.stop().await;
}
