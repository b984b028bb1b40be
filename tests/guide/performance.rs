//! The chapter about contracts and performance, with what the thread itself does not ask for it.

use super::chapters::{Chapter, example};
use crate::kit::Cast;
use crate::thread::Thread;
use serde_json::json;

pub(super) const PERFORMANCE: Chapter = Chapter {
    title: "Contract and performance",
    text: "A contract is registered with who won it, with roles on both sides, levels of \
           consultation and escalation, and a path for ending. Indicators say what is measured, \
           for which goal and against which target. Data is checked on completeness, correctness \
           and timeliness before it counts; what was delivered is not asked for again. A talk is \
           held on validated data alone, in its fixed order: what, why, how, result. An action \
           closes on what was measured since.\n\n\
           A file with values is CSV, XLSX or JSON lines. Everything that is wrong in it is told \
           by row, and then nothing is taken. While it is taken in, the delivery shows how far it \
           is.",
    examples: &[
        example(
            "The contract with who won.",
            "POST",
            "/municipality/v1/trajectories/*/contracts",
            201,
        ),
        example("An indicator.", "POST", "/municipality/v1/trajectories/*/indicators", 200),
        example(
            "A provider opens a delivery.",
            "POST",
            "/provider/v1/contracts/*/data-deliveries",
            201,
        ),
        example(
            "What is wrong in the file is told by row.",
            "POST",
            "/provider/v1/data-deliveries/*/imports",
            400,
        ),
        example("All values are in.", "POST", "/provider/v1/data-deliveries/*/imports", 200),
        example(
            "There is no talk before they were checked.",
            "POST",
            "/municipality/v1/contracts/*/performance-talks",
            409,
        ),
        example(
            "The data is good in every respect.",
            "POST",
            "/municipality/v1/data-deliveries/*/checks",
            200,
        ),
        example(
            "So it is not asked for again.",
            "POST",
            "/municipality/v1/contracts/*/data-requests",
            409,
        ),
        example("The talk opens.", "POST", "/municipality/v1/contracts/*/performance-talks", 201),
        example(
            "What: numbers and stories.",
            "POST",
            "/municipality/v1/performance-talks/*/answers",
            200,
        )
        .holding("\"deviation\""),
        example(
            "How: actions with an owner, a deadline and an effect.",
            "POST",
            "/municipality/v1/performance-talks/*/answers",
            200,
        )
        .holding("\"actions\""),
        example(
            "The provider confirms the minutes.",
            "POST",
            "/provider/v1/performance-talks/*/minutes-check",
            200,
        ),
        example(
            "An action does not close before there is a result.",
            "POST",
            "/municipality/v1/performance-talks/*/action-closings",
            409,
        ),
        example("The talk as both sides see it.", "GET", "/provider/v1/performance-talks/*", 200),
        example(
            "What conversations told, without anything that tells who did.",
            "POST",
            "/municipality/v1/contracts/*/conversations",
            200,
        ),
        example(
            "A promise from a talk, until it is kept.",
            "POST",
            "/municipality/v1/contracts/*/commitments",
            200,
        ),
        example(
            "A promise that was made to everyone, in the answer to a question, holds under every \
             contract.",
            "POST",
            "/municipality/v1/trajectories/*/commitments",
            200,
        ),
        example(
            "What shows that it was kept.",
            "POST",
            "/municipality/v1/trajectories/*/commitment-fulfilments",
            200,
        ),
        example(
            "All that was promised to everyone.",
            "GET",
            "/municipality/v1/trajectories/*/commitments",
            200,
        ),
        example(
            "How the indicators of a contract went, as the page of its provider draws them.",
            "GET",
            "/provider/v1/contracts/*/trends",
            200,
        ),
        example(
            "A matter goes to the next agreed level.",
            "POST",
            "/municipality/v1/contracts/*/escalations",
            200,
        ),
        example("A provider proposes a change.", "POST", "/provider/v1/contracts/*/changes", 200),
        example(
            "The path for ending, step by step.",
            "POST",
            "/municipality/v1/contracts/*/ending-steps",
            200,
        ),
        example("The contract with its course.", "GET", "/provider/v1/contracts/*", 200)
            .holding("\"changes\": ["),
        example(
            "All dossiers, by type of provider and service.",
            "GET",
            "/municipality/v1/trajectories/*/provider-dossiers",
            200,
        ),
        example("What was delivered.", "GET", "/provider/v1/contracts/*/values", 200),
    ],
};

/// A contract runs for a quarter.
pub(super) async fn perform(thread: &mut Thread) {
    thread.keep_contract().await;
    thread.time.pass("2027-09-30T22:00:00Z".parse().unwrap()).await;
    let oak = thread.cast.oak.session.clone();
    let delivery = thread.open_delivery(&thread.contract, &oak, "2027-Q2").await;
    let wrong = "indicator;periode;waarde\nwachttijd;2027-Q4;31,5\ndoelen;2027-Q2;veel\n";
    thread.import(&oak, &delivery, "text/csv", wrong).await.expect(400);
    let right = "indicator;periode;waarde\nwachttijd;2027-Q2;31,5\ndoelen;2027-Q2;81\n";
    thread.import(&oak, &delivery, "text/csv", right).await.expect(200);
    let talks = format!("/contracts/{}/performance-talks", thread.contract);
    let Cast { contract_manager, .. } = &thread.cast;
    let new = crate::thread::contract::new_talk("2027-Q2", "2027-10-12");
    contract_manager.post(&talks, &new).await.expect(409);
    thread.check(&delivery, true).await.expect(200);
    let request = json!({
        "period": "2027-Q2", "indicators": ["wachttijd"], "purpose": "Voor de raad.",
        "due": {
            "at": "2027-11-01T12:00:00+01:00",
            "ground": { "kind": "agreement", "source": "Overeenkomst, bijlage 4" },
        },
    });
    let path = format!("/contracts/{}/data-requests", thread.contract);
    contract_manager.post(&path, &request).await.expect(409);
    thread.open_talk("2027-Q2", "2027-10-12").await;
    thread.hold_talk().await;
    let own = format!("/performance-talks/{}", thread.talk);
    let check = json!({ "confirmed": true });
    oak.post(&format!("{own}/minutes-check"), &check).await.expect(200);
    let closing = json!({ "action": "planner", "conclusion": "Wij zijn er." });
    let closings = format!("{own}/action-closings");
    thread.cast.contract_manager.post(&closings, &closing).await.expect(409);
    oak.get(&own).await.expect(200);
    go_on(thread).await;
    oak.get(&format!("/contracts/{}/values", thread.contract)).await.expect(200);
}

/// What else happens under the contract.
async fn go_on(thread: &Thread) {
    let Cast { contract_manager, oak, .. } = &thread.cast;
    let own = |rest: &str| format!("/contracts/{}{rest}", thread.contract);
    let by = async |rest: &str, body: serde_json::Value| {
        contract_manager.post(&own(rest), &body).await.expect(200);
    };
    let told = "Niemand vertelde hoe lang het zou duren.";
    let findings = json!([{ "indicator": "wachttijd", "finding": told }]);
    let conversations = json!({
        "on": "2027-10-01", "with": ["client"], "count": 6, "findings": findings,
    });
    by("/conversations", conversations).await;
    let promise = json!({
        "origin": "performance-talk", "reference": thread.talk, "keeper": "municipality",
        "promise": "Wij verwijzen gelijkmatiger over het jaar.", "due": "2027-12-01",
    });
    by("/commitments", promise).await;
    let general = thread.path("/commitments");
    contract_manager.post(&general, &thread.general_promise()).await.expect(200);
    let all = contract_manager.get(&general).await.expect(200).json();
    let kept = json!({
        "commitment": all["commitments"][0]["commitment"],
        "proof": "De reistijd staat in het tariefblad.",
    });
    let fulfil = thread.path("/commitment-fulfilments");
    contract_manager.post(&fulfil, &kept).await.expect(200);
    contract_manager.get(&general).await.expect(200);
    oak.session.get(&own("/trends")).await.expect(200);
    by("/escalations", json!({ "level": 1, "reason": "De planner is er niet." })).await;
    let change = json!({
        "subject": "Hulp op school", "proposal": "Een dag per week op school.",
        "reason": "Kinderen krijgen dan eerder hulp.",
    });
    oak.session.post(&own("/changes"), &change).await.expect(200);
    by("/ending-steps", json!({ "step": 1, "reason": "Het doel is te ver weg." })).await;
    oak.session.get(&own("")).await.expect(200);
    contract_manager.get(&thread.path("/provider-dossiers")).await.expect(200);
}
