//! Going back to a moment: a copy of the data, and the archive of what came after it.

use crate::failover::{address_of, insist, open, prepared};
use event_log::{EventLog, Position, SystemClock, verify};
use event_log_postgres::PostgresLog;
use std::sync::Arc;
use tokio::task::block_in_place;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_log_is_had_again_as_it_was_at_a_moment_and_goes_on_from_there() {
    // Given a log of which a copy was made, and that went on,
    let mut pair = prepared().await;
    let log = open(&pair).await;
    for n in 0..20 {
        insist(&log, &format!("before the copy {n}")).await;
    }
    block_in_place(|| pair.base_backup("c")).unwrap();
    for n in 0..20 {
        insist(&log, &format!("after the copy {n}")).await;
    }
    let head = log.head().await.unwrap();
    let moment = pair.a.sql("postgres", "SELECT clock_timestamp()").unwrap().trim().to_owned();
    // and of which more was recorded, by mistake, before everything was lost,
    for n in 0..20 {
        insist(&log, &format!("by mistake {n}")).await;
    }
    block_in_place(|| {
        let last = pair.a.sql("postgres", "SELECT pg_walfile_name(pg_switch_wal())").unwrap();
        let archived = "SELECT last_archived_wal >= '{last}' FROM pg_stat_archiver";
        pair.a.until_true(&archived.replace("{last}", last.trim())).unwrap();
        pair.b.kill().unwrap();
        pair.a.kill().unwrap();
    });
    drop(log);

    // when a server goes back to that moment,
    let settings = format!(
        "restore_command = 'cp \"{}/%f\" \"%p\"'\nrecovery_target_time = '{moment}'\n\
         recovery_target_action = 'promote'\n",
        pair.archive().display()
    );
    let c = block_in_place(|| pair.recover("c", &settings)).unwrap();
    block_in_place(|| c.until_true("SELECT NOT pg_is_in_recovery()")).unwrap();

    // then the log holds, and ends exactly there,
    let server = format!("127.0.0.1:{}", c.port);
    let address = address_of(&pair.address_at("samenspraak_service", &server, "samenspraak"));
    let log = PostgresLog::open(&address, Arc::new(SystemClock)).await.unwrap();
    let checked = verify(&log, |_| {}).await.unwrap();
    assert_eq!((checked.events, checked.hash), (40, head.hash));
    assert_eq!(head.position, Position(40));

    // what was told before it is told again, and what came after it is taken as new.
    assert_eq!(insist(&log, "after the copy 19").await.last, Position(40));
    assert_eq!(insist(&log, "by mistake 7").await.last, Position(41));
    verify(&log, |_| {}).await.unwrap();
}
