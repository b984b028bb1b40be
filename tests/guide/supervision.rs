//! The chapters about supervision and about asking clients.

use super::chapters::{Chapter, example};
use crate::kit::Cast;
use crate::thread::Thread;
use serde_json::json;

pub(super) const SUPERVISION: [Chapter; 2] = [SIGNALS, RESEARCH];

const SIGNALS: Chapter = Chapter {
    title: "Supervision",
    text: "Under each act is told how supervision is arranged, and why. Reports of the \
           inspectorate, a supervisor, an ombudsman, an audit office or a panel of citizens, and \
           incidents that must be notified, are signals that wait for an answer. Nothing in them \
           tells of a person; an incident that was not notified without delay is flagged. What is \
           about one contract is for its parties; everyone reads the other reports, and of \
           incidents how many there were.",
    examples: &[
        example(
            "How supervision is arranged.",
            "POST",
            "/municipality/v1/trajectories/*/supervision-models",
            200,
        ),
        example(
            "A report of the audit office.",
            "POST",
            "/municipality/v1/trajectories/*/supervision-reports",
            201,
        ),
        example(
            "A provider notifies an incident.",
            "POST",
            "/provider/v1/contracts/*/incidents",
            201,
        ),
        example(
            "What is done with it.",
            "POST",
            "/municipality/v1/supervision-signals/*/answer",
            200,
        ),
        example(
            "What the provider reads.",
            "GET",
            "/provider/v1/contracts/*/supervision-signals",
            200,
        ),
        example("What everyone reads.", "GET", "/public/v1/trajectories/*/supervision", 200),
    ],
};

const RESEARCH: Chapter = Chapter {
    title: "Asking clients",
    text: "Every year clients are asked how they experience help, on themes of outcomes that come \
           with their source. What came out is published with what is done with it, before 1 July \
           of the next year; later is flagged. A score that fewer than five people gave is not \
           told, and the others stand beside those of the year before.",
    examples: &[
        example(
            "Research is planned.",
            "POST",
            "/municipality/v1/trajectories/*/client-research",
            201,
        ),
        example("What came out.", "POST", "/municipality/v1/client-research/*/results", 200),
        example("It is published.", "POST", "/municipality/v1/client-research/*/publication", 200),
        example("What everyone reads.", "GET", "/public/v1/trajectories/*/client-research", 200),
    ],
};

/// Supervisors report, and clients are asked.
pub(super) async fn supervise(thread: &mut Thread) {
    thread.supervise().await;
    thread.answer_signals().await;
    thread.research("2026", "78").await;
    thread.publish_research().await;
    let Cast { anyone, oak, .. } = &thread.cast;
    let own = format!("/contracts/{}/supervision-signals", thread.contract);
    let shown = oak.session.get(&own).await.expect(200).json();
    assert_eq!(shown["items"][0]["incident"]["late"], json!(true));
    anyone.get(&thread.path("/supervision")).await.expect(200);
    anyone.get(&thread.path("/client-research")).await.expect(200);
}
