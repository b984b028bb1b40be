//! The chapters about who does not agree, and about what is not public yet, with what the thread
//! itself does not ask for them.

use super::chapters::{Chapter, example};
use crate::kit::Cast;
use crate::thread::Thread;
use reqwest::Method;
use serde_json::json;

pub(super) const REDRESS: Chapter = Chapter {
    title: "Complaint, objection and legal proceedings",
    text: "Three things, each with its own way. A complaint is about how the municipality acts; \
           who asked no question may complain as well. An objection is against the procedure, or \
           against a decision on an application: what comes after its term is received all the \
           same, and shown as late. Both are handled by somebody who took no part in the \
           procedure, and nobody who runs it sees who filed them. What a decision orders is then \
           carried out, for everyone. A proceeding in court is told here: interim relief holds \
           the award back.",
    examples: &[
        example(
            "What one can do, and when: it follows from the instrument.",
            "GET",
            "/public/v1/trajectories/*/remedies",
            200,
        ),
        example("A complaint is filed.", "POST", "/provider/v1/trajectories/*/complaints", 201),
        example(
            "Somebody independent takes it up.",
            "POST",
            "/municipality/v1/complaints/*/handling",
            200,
        ),
        example(
            "It is decided, with what must be done.",
            "POST",
            "/municipality/v1/complaints/*/decision",
            200,
        ),
        example(
            "The buyer carries that out, for everyone.",
            "POST",
            "/municipality/v1/trajectories/*/lot-splits",
            200,
        ),
        example(
            "What was ordered, and what of it was done. Who complained is not in it.",
            "GET",
            "/municipality/v1/trajectories/*/ordered-effects",
            200,
        ),
        example(
            "Who does not agree asks the Commissie van Aanbestedingsexperts.",
            "POST",
            "/provider/v1/complaints/*/committee-referral",
            200,
        ),
        example(
            "Its advice, and what is done with it.",
            "POST",
            "/municipality/v1/complaints/*/committee-advice",
            200,
        ),
        example(
            "One's own complaint, with decision, remedies and advice.",
            "GET",
            "/provider/v1/complaints/*",
            200,
        ),
        example("An objection is filed.", "POST", "/provider/v1/trajectories/*/objections", 201),
        example(
            "Who runs the procedure may not read it.",
            "GET",
            "/municipality/v1/objections/*",
            403,
        ),
        example("It is taken up.", "POST", "/municipality/v1/objections/*/handling", 200),
        example("It is decided.", "POST", "/municipality/v1/objections/*/decision", 200),
        example(
            "A tenderer tells that it goes to court.",
            "POST",
            "/provider/v1/trajectories/*/legal-proceedings",
            201,
        ),
        example(
            "What the court decided lets the award go on.",
            "POST",
            "/municipality/v1/legal-proceedings/*/outcome",
            200,
        ),
    ],
};

pub(super) const EMBARGO: Chapter = Chapter {
    title: "Documents under embargo",
    text: "A council can read a document before it is public, to give advice in time. Each person \
           declares to keep it confidential, for oneself; whoever has an interest in who gets the \
           contract says so, and does not read it. It becomes public for everyone at one moment, \
           once the embargo has passed by the log's clock. When it became known before, that is \
           noted, and it can be released at once: nobody keeps a head start.",
    examples: &[
        example(
            "A buyer shares a document with a council.",
            "POST",
            "/municipality/v1/trajectories/*/confidential-documents",
            201,
        ),
        example(
            "What the council sees of it: that there is something to declare.",
            "GET",
            "/council/v1/confidential-documents",
            200,
        ),
        example(
            "Who has not declared reads nothing.",
            "GET",
            "/council/v1/confidential-documents/*",
            403,
        ),
        example(
            "One declares, for oneself.",
            "POST",
            "/council/v1/confidential-documents/*/declaration",
            200,
        ),
        example("Now one reads what it is.", "GET", "/council/v1/confidential-documents/*", 200),
        example(
            "An outside expert declares once for a trajectory, before reading a question.",
            "POST",
            "/municipality/v1/trajectories/*/confidentiality-declarations",
            200,
        ),
        example(
            "The embargo has not passed.",
            "POST",
            "/municipality/v1/confidential-documents/*/release",
            409,
        ),
        example(
            "It became known, and that is noted.",
            "POST",
            "/municipality/v1/trajectories/*/confidentiality-breaches",
            200,
        ),
        example(
            "So it is released at once.",
            "POST",
            "/municipality/v1/confidential-documents/*/release",
            200,
        ),
        example(
            "How it stands, for the staff. Who declared is not told.",
            "GET",
            "/municipality/v1/trajectories/*/confidentiality",
            200,
        ),
        example(
            "From now on everyone reads it.",
            "GET",
            "/public/v1/trajectories/*/released-documents",
            200,
        ),
    ],
};

/// What comes after a complaint.
pub(super) async fn go_on_about_the_complaint(thread: &Thread) {
    let Cast { birch, buyer, complaint_handler, anyone, .. } = &thread.cast;
    anyone.get(&thread.path("/remedies")).await.expect(200);
    buyer.get(&thread.path("/ordered-effects")).await.expect(200);
    let own = format!("/complaints/{}", thread.complaint);
    let referral = json!({ "reason": "Het nieuwe tarief is er nog niet." });
    birch.session.post(&format!("{own}/committee-referral"), &referral).await.expect(200);
    let advice = json!({
        "advice": "De klacht is gegrond.", "followed": true,
        "response": "Wij rekenen het tarief opnieuw uit.",
    });
    let path = format!("{own}/committee-advice");
    complaint_handler.post(&path, &advice).await.expect(200);
    birch.session.get(&own).await.expect(200);
}

/// A document under embargo, from sharing it to its early release.
pub(super) async fn keep_confidential(thread: &mut Thread) {
    thread.share_under_embargo().await;
    thread.declare_as_expert().await;
    let Cast { buyer, chair, member, anyone, .. } = &thread.cast;
    let own = format!("/confidential-documents/{}", thread.confidential);
    member.get("/confidential-documents").await.expect(200);
    chair.send(chair.request(Method::GET, &own)).await.expect(403);
    member.get(&own).await.expect(200);
    let release = format!("{own}/release");
    buyer.post(&release, &json!({})).await.refused(409, "too-early");
    let breach = json!({
        "document": thread.confidential, "what": "Het concept stond even op een open schijf.",
        "measure": "Wij maken het nu voor iedereen openbaar.",
    });
    buyer.post(&thread.path("/confidentiality-breaches"), &breach).await.expect(200);
    buyer.post(&release, &json!({})).await.expect(200);
    buyer.get(&thread.path("/confidentiality")).await.expect(200);
    anyone.get(&thread.path("/released-documents")).await.expect(200);
}
