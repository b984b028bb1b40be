//! Questions after the term: flagged, and answered for all or not at all.

use super::{Enquiry, own};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_late_question_is_taken_until_the_round_is_concluded_and_only_as_such() {
    let enquiry = Enquiry::open(json!({ "lateQuestions": true })).await;
    let oak = &enquiry.cast().oak.session;
    let late = json!({ "text": "Telt reistijd mee?", "late": true });
    // The log decides whether the term has passed: neither early nor late as something else.
    enquiry.ask(oak, &late).await.refused(409, "too-early");
    enquiry.close().await;
    let plain = json!({ "text": "Telt reistijd mee?" });
    enquiry.ask(oak, &plain).await.refused(409, "question-round-closed");
    let secret = json!({ "text": "Telt reistijd mee?", "late": true, "withholding": "Geheim." });
    let told = enquiry.ask(oak, &secret).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/withholding"]);

    let answered = enquiry.ask(oak, &late).await.expect(201).id();
    let declined = enquiry.ask(oak, &late).await.expect(201).id();
    assert_eq!(own(oak, &answered).await["late"], true);
    assert_eq!(enquiry.seen(&answered).await["late"], true);
    enquiry.publish(true).await.refused(409, "questions-unanswered");
    enquiry.answer(&answered, "Telt reistijd mee?", "Ja.").await;
    enquiry.publish(true).await.refused(409, "questions-unanswered");
    let why = json!({ "ground": "late", "reason": "Er is geen tijd meer om dit uit te zoeken." });
    enquiry.handle(&declined, "declining", &why).await.expect(200);
    enquiry.publish(true).await.expect(201);

    let told = own(oak, &declined).await;
    assert_eq!((&told["status"], &told["declined"]), (&json!("declined"), &why));
    assert_eq!(own(oak, &answered).await["note"], 1);
    enquiry.ask(oak, &late).await.refused(409, "question-round-concluded");
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_round_that_takes_no_late_questions_takes_none() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let late = json!({ "text": "Telt reistijd mee?", "late": true });
    enquiry.ask(oak, &late).await.refused(409, "no-late-questions");
    enquiry.thread.time.pass(enquiry.closes).await;
    enquiry.ask(oak, &late).await.refused(409, "no-late-questions");
    enquiry.ask(oak, &json!({ "text": "En zo?" })).await.refused(409, "too-late");
    enquiry.platform.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_that_came_in_time_is_declined_only_when_it_is_out_of_scope() {
    let enquiry = Enquiry::open(json!({})).await;
    let oak = &enquiry.cast().oak.session;
    let question = enquiry.asked(oak, "Wie bouwt de nieuwe school?").await;
    let decline = |ground: &str| json!({ "ground": ground, "reason": "Dit gaat over de school." });
    let told = enquiry.handle(&question, "declining", &decline("late")).await;
    assert_eq!(told.refused(400, "invalid-input").fields(), ["/ground"]);
    enquiry.handle(&question, "declining", &decline("out-of-scope")).await.expect(200);
    assert_eq!(own(oak, &question).await["declined"], decline("out-of-scope"));
    assert_eq!(enquiry.seen(&question).await["status"], "declined");
    assert_eq!(enquiry.tasks(&question).await, [""; 0]);
    let withdrawal = format!("/questions/{question}/withdrawal");
    oak.post(&withdrawal, &json!({})).await.refused(409, "question-declined");
    enquiry.close().await;
    enquiry.publish(true).await.expect(201);
    enquiry.platform.stop().await;
}
