//! Several replicas of each service on one log.

use crate::kit::processes::{Processes, SERVICES, run};
use crate::kit::{Store, Time};
use crate::thread::Thread;

/// Who asks comes to one replica after the other, so each read here follows a write elsewhere.
async fn replicas_see_what_each_other_wrote(store: Store) {
    let processes = Processes::on(store, 2, "");
    let mut thread = Thread::begin(processes.world.clone(), Time::Real).await;
    thread.open_phase("vision").await;
    thread.open_consultation().await;
    for session in [&thread.cast.anyone, &thread.cast.oak.session, &thread.cast.secretary] {
        let dossier = || async { session.get(&thread.path("/dossier")).await.expect(200).json() };
        assert_eq!(dossier().await, dossier().await);
    }
    for service in SERVICES {
        for _replica in 0..2 {
            let ready = format!("{}/health/ready", processes.world.address(service));
            let answer = processes.world.http.get(ready).send().await.unwrap();
            assert_eq!(answer.status(), 200, "{service}");
        }
    }
    let directory = processes.stop();
    let verified = run(directory.path(), &["log", "verify"]);
    assert!(verified.status.success(), "{verified:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_on_a_file_see_what_each_other_wrote() {
    replicas_see_what_each_other_wrote(Store::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replicas_on_a_database_see_what_each_other_wrote() {
    replicas_see_what_each_other_wrote(Store::Postgres).await;
}
