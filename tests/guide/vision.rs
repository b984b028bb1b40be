//! The chapters about what a purchase rests on: the region, the vision, and the two tracks.

use super::chapters::{Chapter, example};
use crate::kit::Cast;
use crate::thread::{Thread, experience, policy_goal, product};
use serde_json::json;

pub(super) const FOUNDATION: [Chapter; 5] = [REGION, VISION, TRACKS, OUTREACH, TRAIL];

const REGION: Chapter = Chapter {
    title: "Region and starting point",
    text: "A region tells which municipalities buy together, at which scale each subject of care \
           is bought and why, and what they say jointly. The lead buyer registers and changes it; \
           what a municipality adds of its own, it writes itself. A trajectory tells from where it \
           starts: for whom, with how many users, under which contracts.",
    examples: &[
        example("The lead buyer registers a region.", "POST", "/municipality/v1/regions", 201),
        example(
            "A municipality tells what it adds, and why.",
            "POST",
            "/municipality/v1/regions/*/additions",
            200,
        ),
        example("The region, as everyone reads it.", "GET", "/public/v1/regions/*", 200),
        example(
            "From where a purchase starts.",
            "PUT",
            "/municipality/v1/trajectories/*/situation",
            200,
        ),
    ],
};

const TRAIL: Chapter = Chapter {
    title: "From what was said to what came of it",
    text: "Everything that somebody put in, promised or took on stands in one trail, with what \
           became of it: open, or answered with a reason. What was answered is linked to the \
           documents, requirements, criteria and figures in which it came back. Everyone reads \
           what is public of it, in no order that tells who said it.",
    examples: &[
        example(
            "Staff link a contribution to where it came back.",
            "POST",
            "/municipality/v1/trajectories/*/input-links",
            200,
        ),
        example(
            "What is still open, for staff.",
            "GET",
            "/municipality/v1/trajectories/*/trail",
            200,
        ),
        example("What came of contributions.", "GET", "/public/v1/trajectories/*/trail", 200),
    ],
};

const VISION: Chapter = Chapter {
    title: "Vision",
    text: "Ten questions come before how is bought: what is wanted for inhabitants, what good \
           quality is, and of each goal how it is reached and measured, how its quality is reached \
           and measured, how is learned, and how clients took part. A goal is called ready once \
           it has a measurable result and an indicator. Guiding principles stand in the \
           trajectory, in versions, with whom each was written; here they are linked to what came \
           of them. The thread from goal to requirement, indicator and evaluation begins here. \
           Everyone reads all of it from the moment it is written.",
    examples: &[
        example(
            "A goal, with an answer to each question.",
            "POST",
            "/municipality/v1/trajectories/*/policy-goals",
            200,
        ),
        example(
            "Without result and indicator it is not ready; what is missing is told.",
            "POST",
            "/municipality/v1/trajectories/*/ready-policy-goals",
            409,
        ),
        example(
            "A development that matters for the purchase.",
            "POST",
            "/municipality/v1/trajectories/*/developments",
            200,
        ),
        example(
            "Where a document stands that elaborates the vision.",
            "POST",
            "/municipality/v1/trajectories/*/companion-documents",
            200,
        ),
        example(
            "A principle comes back in a document.",
            "POST",
            "/municipality/v1/trajectories/*/principle-links",
            200,
        ),
        example("The vision.", "GET", "/public/v1/trajectories/*/vision", 200),
        example(
            "The principles in all versions, and what came of them.",
            "GET",
            "/public/v1/trajectories/*/principles",
            200,
        ),
    ],
};

const TRACKS: Chapter = Chapter {
    title: "This purchase, and the development agenda",
    text: "What is put in goes on for this purchase or on the development agenda, for later. The \
           disposition says where; once the report is published, the municipality can still move \
           it, with a reason that its contributor and everyone else read. Of what is on the agenda \
           everyone reads how far it is.",
    examples: &[
        example(
            "A contribution moves to the development agenda.",
            "POST",
            "/municipality/v1/contributions/*/track",
            200,
        ),
        example("It is taken up.", "POST", "/municipality/v1/contributions/*/agenda-status", 200),
        example(
            "The development agenda.",
            "GET",
            "/public/v1/trajectories/*/development-agenda",
            200,
        ),
    ],
};

const OUTREACH: Chapter = Chapter {
    title: "Clients, inhabitants, referrers and partners",
    text: "In an outreach anybody can tell of an experience, without signing in. Nothing is kept \
           of who it was: what tells that, such as a BSN, a name or an address, is refused with \
           its place, and so is what comes without consent. Staff record what was told in a panel \
           or a session under the same rules. After the term everyone reads what was heard and \
           what is done with it. The overview tells in plain words what is bought, what one can \
           choose, and what was done with what people said.",
    examples: &[
        example("An outreach.", "POST", "/municipality/v1/trajectories/*/outreaches", 201),
        example(
            "Somebody tells of an experience.",
            "POST",
            "/public/v1/outreaches/*/experiences",
            201,
        ),
        example(
            "What tells who it is, is refused with its place.",
            "POST",
            "/public/v1/outreaches/*/experiences",
            400,
        ),
        example("What staff read.", "GET", "/municipality/v1/outreaches/*/experiences", 200),
        example(
            "What was heard, and what is done with it.",
            "POST",
            "/municipality/v1/outreaches/*/feedback",
            200,
        ),
        example(
            "The products, for those who need them.",
            "PUT",
            "/municipality/v1/trajectories/*/products",
            200,
        ),
        example("The overview.", "GET", "/public/v1/trajectories/*/overview", 200),
    ],
};

/// What the thread itself does not ask for these chapters.
pub(super) async fn found(thread: &mut Thread) {
    thread.envision().await;
    thread.work_on_agenda().await;
    let mut bare = policy_goal();
    bare["key"] = json!("gewoon-meedoen");
    bare["title"] = json!("Gewoon meedoen");
    let fields = bare.as_object_mut().unwrap();
    fields.retain(|field, _| ["key", "title", "goal"].contains(&field.as_str()));
    let Cast { buyer, anyone, .. } = &thread.cast;
    buyer.post(&thread.path("/policy-goals"), &bare).await.expect(200);
    let goal = json!({ "goal": "gewoon-meedoen" });
    buyer.post(&thread.path("/ready-policy-goals"), &goal).await.expect(409);
    anyone.get(&format!("/regions/{}", thread.region)).await.expect(200);
    for rest in ["/vision", "/principles", "/development-agenda"] {
        anyone.get(&thread.path(rest)).await.expect(200);
    }
    let closes = thread.reach_out().await;
    let path = format!("/outreaches/{}/experiences", thread.outreach);
    let Cast { buyer, anyone, .. } = &thread.cast;
    let told = experience("client", "Ik wachtte vier maanden en hoorde niets.");
    anyone.post(&path, &told).await.expect(201);
    let telling = experience("client", "Ik heet Fatima, mijn BSN is 111222333.");
    anyone.post(&path, &telling).await.expect(400);
    buyer.get(&path).await.expect(200);
    let products = json!({ "products": [product()] });
    buyer.put_over(&thread.path(""), &thread.path("/products"), &products).await.expect(200);
    thread.time.pass(closes).await;
    thread.tell_feedback().await;
    let Cast { buyer, anyone, .. } = &thread.cast;
    anyone.get(&thread.path("/overview")).await.expect(200);
    buyer.get(&thread.path("/trail?open=true&kind=council-matter")).await.expect(200);
    anyone.get(&thread.path("/trail?kind=contribution")).await.expect(200);
}
