//! A few rounds of `cargo xtask torture`, and one in which a promise is broken on purpose.

use proof::torture::{Engine, Length, Plan, Report, Scenario, run};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;

fn torture(program: &Path, results: &Path, only: &[Scenario], seed: u64) -> Report {
    let length = Length::Rounds(only.len() as u64);
    let (program, results, only) = (program.into(), results.into(), only.to_vec());
    let plan = Plan { program, length, seed, log: Engine::Sqlite, only, results };
    run(&plan, &(Arc::new(|_| {}) as _)).unwrap()
}

#[test]
fn a_few_rounds_of_torture_break_no_promise() {
    let results = tempfile::tempdir().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_samenspraak"));
    let only = [Scenario::Kills, Scenario::CutConnections, Scenario::DamagedByte];
    let report = torture(program, results.path(), &only, 1);
    assert!(report.violation.is_none(), "{report}");
    assert_eq!(report.rows.len(), 3);
    for row in report.rows.values() {
        assert!(row.rounds == 1 && row.acknowledged > 0 && row.broke > 0, "{report}");
    }
    assert!(report.to_string().ends_with("Seed 1: 3 rounds, and every promise was kept.\n"));
    assert_eq!(fs::read_dir(results.path()).unwrap().count(), 0);
}

#[test]
fn torture_finds_out_who_forgets_what_was_acknowledged() {
    let results = tempfile::tempdir().unwrap();
    let forgetful = results.path().join("forgetful");
    let program = env!("CARGO_BIN_EXE_samenspraak");
    // Whenever it starts again, the last commits are gone.
    let script = format!(
        "#!/bin/sh\n[ -e started ] && rm -f log.sqlite-wal log.sqlite-shm\ntouch started\n\
         exec '{program}' \"$@\"\n"
    );
    fs::write(&forgetful, script).unwrap();
    fs::set_permissions(&forgetful, fs::Permissions::from_mode(0o755)).unwrap();
    // With this seed all services are in one process.
    let report = torture(&forgetful, results.path(), &[Scenario::Kills], 2);
    let violation = report.violation.unwrap();
    assert_eq!((violation.round, violation.scenario), (1, Scenario::Kills));
    assert!(violation.kept.join("history.jsonl").exists(), "{}", violation.reason);
    // What was forgotten is a submission, or already the provider who would repeat one.
    let forgotten = ["lost", "organisation-not-registered"];
    let reason = violation.reason;
    assert!(forgotten.iter().any(|what| reason.contains(what)), "{reason}");
}
