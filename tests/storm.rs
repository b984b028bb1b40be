//! A short deadline storm over the program itself, killed midway: the client's history and the log
//! agree.

use proof::checker::Kind;
use proof::history::{History, Outcome};
use proof::storm::{Files, Plan, Progress, run};
use std::path::Path;
use std::sync::{Arc, Mutex};

fn plan(directory: &Path) -> Plan {
    Plan {
        program: env!("CARGO_BIN_EXE_samenspraak").into(),
        providers: 40,
        each: 6,
        seconds: 3,
        after: 1,
        in_flight: None,
        crash: true,
        log: None,
        results: directory.to_owned(),
        keep: Some(directory.join("data")),
    }
}

#[test]
fn a_storm_with_a_kill_midway_keeps_every_promise() {
    let directory = tempfile::tempdir().unwrap();
    let told = Arc::new(Mutex::new(vec![]));
    let hear = told.clone();
    let plan = plan(directory.path());
    let report = run(&plan, &(Arc::new(move |it: Progress| hear.lock().unwrap().push(it)) as _));
    let report = report.unwrap_or_else(|error| panic!("{error:#}: {}", journal(&plan)));
    assert!(report.verdict.holds(), "{report}");

    // Everyone got an answer, some of them late, and it is the answer that was counted.
    let totals = report.totals;
    assert_eq!((totals.submissions, totals.refused, totals.unanswered), (240, 0, 0), "{report}");
    assert_eq!(totals.accepted + totals.late, 240);
    assert!(totals.accepted > 0 && totals.late > 0, "{report}");
    assert_eq!(report.verdict.acknowledged, totals.accepted);
    assert_eq!(report.seconds.iter().map(|row| row.begun).sum::<u64>(), 240);

    // It was killed before the closing, and was there again.
    let crash = report.crash.unwrap();
    assert!(crash.killed < 0.0 && crash.again > crash.killed, "{crash:?}");
    assert!(told.lock().unwrap().iter().any(|it| matches!(it, Progress::Killed)));
    assert!(report.memory.at_rest > 0 && report.memory.peak >= report.memory.before);

    // The results can be read, by programs and by people.
    let files = Files::within(&plan.results);
    let json = std::fs::read_to_string(&files.report).unwrap();
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["totals"]["accepted"], totals.accepted);
    let picture = std::fs::read_to_string(&files.picture).unwrap();
    assert!(picture.contains("<title") && picture.contains("<desc"), "{picture}");

    // A history that tells of one acknowledgement too many is found out.
    let mut history = History::read(&files.history).unwrap();
    let late = history
        .exchanges
        .iter()
        .position(|it| matches!(&it.outcome, Outcome::Answered(answer) if answer.is_late()));
    let accepted = history.exchanges.iter().find_map(|it| match &it.outcome {
        Outcome::Answered(answer) if answer.receipt.is_some() => Some(it.outcome.clone()),
        _ => None,
    });
    history.exchanges[late.unwrap()].outcome = accepted.unwrap();
    let log =
        format!("sqlite:{}", plan.keep.unwrap().join("log.sqlite").display()).parse().unwrap();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let verdict = runtime.block_on(proof::log::check(&history, &log)).unwrap();
    assert!(verdict.faults.iter().any(|fault| fault.kind == Kind::Lost), "{verdict:?}");
}

fn journal(plan: &Plan) -> String {
    std::fs::read_to_string(Files::within(&plan.results).journal).unwrap_or_default()
}
