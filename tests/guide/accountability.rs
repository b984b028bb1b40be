//! The chapter about accountability, and about the evidence of a review.

use super::chapters::{Chapter, example};
use crate::kit::Cast;
use crate::thread::Thread;
use reqwest::Method;

pub(super) const ACCOUNTABILITY: Chapter = Chapter {
    title: "Accountability",
    text: "A performance report holds the validated values of chosen indicators over a period, as \
           they were then. What is for inhabitants or for the elected councils everyone reads, \
           and comes from at least five providers. Each audience steers by its own selection: \
           what was reached, what is off target and what may go wrong, by type of provider, or by \
           contract. The file of the elected council has reports, advice with where was deviated \
           from it, research, supervision and reviews. A review finds counts and references from \
           all sources in one place.",
    examples: &[
        example(
            "A performance report for the elected council.",
            "POST",
            "/municipality/v1/trajectories/*/performance-reports",
            201,
        ),
        example(
            "What an executive steers by.",
            "GET",
            "/municipality/v1/trajectories/*/steering-information",
            200,
        ),
        example(
            "What everyone reads.",
            "GET",
            "/public/v1/trajectories/*/accountability-file",
            200,
        ),
        example(
            "Every version of every document, with where it was kept, as a table.",
            "GET",
            "/public/v1/trajectories/*/document-register",
            200,
        ),
        example(
            "The evidence of a review.",
            "GET",
            "/municipality/v1/trajectories/*/evidence-pack",
            200,
        ),
    ],
};

/// What was reached is told.
pub(super) async fn account(thread: &Thread) {
    thread.measure_everyone("2027-Q3").await;
    let Cast { contract_manager, anyone, .. } = &thread.cast;
    let mut report = thread.performance_report("municipal-council", &["doelen-gehaald"]);
    report["period"] = "2027-Q3".into();
    let path = thread.path("/performance-reports");
    contract_manager.post(&path, &report).await.expect(201);
    contract_manager.get(&path).await.expect(200);
    let path = thread.path("/steering-information?audience=executive");
    let asked = contract_manager.request(Method::GET, &path);
    contract_manager.send(asked).await.expect(200);
    anyone.get(&thread.path("/accountability-file")).await.expect(200);
    anyone.get(&thread.path("/document-register")).await.expect(200);
    contract_manager.get(&thread.path("/evidence-pack")).await.expect(200);
}
