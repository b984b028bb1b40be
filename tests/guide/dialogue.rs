//! The chapter about the dialogue around a table.

use super::chapters::{Chapter, example};
use crate::kit::Cast;
use crate::thread::{Thread, consultation_profile};
use jiff::SignedDuration;
use serde_json::json;

pub(super) const DIALOGUE: Chapter = Chapter {
    title: "Around the table",
    text: "A municipality registers the consultations that are there: quality is always on their \
           agenda, money is apart, and a subject is attached to one before another is added. A \
           session is open to everyone; who is invited in particular sees it on the dashboard or \
           the calendar. Where not everyone can sit, seats go by criteria that were published with \
           the announcement, and who has none reacts in writing on the same documents.\n\n\
           Minutes are drafted with commitments and actions, checked by who was there, and \
           published; each remark gets an answer with a reason. An action stays on the work list \
           until it has its result. Clients, inhabitants and others who do not register are \
           counted by group; fewer than five are not told.",
    examples: &[
        example("A standing consultation.", "POST", "/municipality/v1/standing-consultations", 201),
        example(
            "One more of the same level takes a reason.",
            "POST",
            "/municipality/v1/standing-consultations",
            409,
        ),
        example(
            "Subjects of a phase are attached.",
            "POST",
            "/municipality/v1/standing-consultations/*/attachments",
            200,
        ),
        example(
            "How a provider appreciates it, told of five together.",
            "POST",
            "/provider/v1/standing-consultations/*/appreciation",
            200,
        ),
        example(
            "A meeting with one seat, for these groups in particular.",
            "POST",
            "/municipality/v1/trajectories/*/phases/*/sessions",
            201,
        )
        .holding("\"seats\""),
        example(
            "Who sits, by the published criteria.",
            "POST",
            "/municipality/v1/sessions/*/seats",
            200,
        ),
        example(
            "Minutes in draft, with commitments and actions.",
            "POST",
            "/municipality/v1/sessions/*/minutes",
            200,
        ),
        example(
            "Who was there makes a remark.",
            "POST",
            "/provider/v1/sessions/*/minutes-check",
            200,
        ),
        example("The report answers it.", "POST", "/municipality/v1/sessions/*/report", 200)
            .holding("\"remarks\""),
        example(
            "An action has its result.",
            "POST",
            "/municipality/v1/sessions/*/action-closings",
            200,
        ),
        example(
            "What became of a promise.",
            "POST",
            "/municipality/v1/sessions/*/commitment-closings",
            200,
        ),
        example(
            "What is still to be done.",
            "GET",
            "/municipality/v1/trajectories/*/session-actions",
            200,
        ),
        example(
            "Who has no seat reads why, and where to react.",
            "GET",
            "/provider/v1/sessions/*/registrations",
            200,
        )
        .holding("\"written\""),
        example(
            "A passage that worked, for every region.",
            "POST",
            "/municipality/v1/trajectories/*/passages",
            201,
        ),
        example("Any region finds it.", "GET", "/public/v1/passages", 200),
        example(
            "How much may be asked of providers in a year.",
            "POST",
            "/municipality/v1/trajectories/*/rule-pressure-targets",
            200,
        ),
        example(
            "What is asked, beside that.",
            "GET",
            "/public/v1/trajectories/*/rule-pressure",
            200,
        ),
    ],
};

/// What the chapter shows, in the open phase of the strategy.
pub(super) async fn consult(thread: &mut Thread) {
    thread.consult_standing().await;
    let begins = thread.open_table().await;
    thread.hold_table(begins).await;
    thread.time.pass(begins + SignedDuration::from_hours(24)).await;
    thread.share_what_worked().await;
    let Cast { anyone, contract_manager, buyer, birch, .. } = &thread.cast;
    let second = json!({ "profile": consultation_profile("Nog een overleg") });
    contract_manager.post("/standing-consultations", &second).await.expect(409);
    let open = thread.path("/session-actions?status=open");
    buyer.get(&open).await.expect(200);
    anyone.get("/passages?subject=accountability").await.expect(200);
    anyone.get(&thread.path("/rule-pressure")).await.expect(200);
    birch.session.get(&format!("/sessions/{}/registrations", thread.table)).await.expect(200);
}
