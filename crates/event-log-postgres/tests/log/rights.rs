//! Who may do what, and what a schema or a row that is not ours leads to.

use crate::kit::{database, open, refused, server};
use event_log::contract::append;
use event_log::{EventLog, Position, SystemClock, VerifyError, verify};
use event_log_postgres::{Address, PostgresLog};
use std::sync::Arc;

/// A database with the schema, and its address for a role that may only add and read.
async fn as_service(role: &str) -> (Address, Address) {
    let owner = database();
    server().sql("postgres", &format!("CREATE ROLE {role} LOGIN")).unwrap();
    PostgresLog::prepare(&owner, Some(role)).await.unwrap();
    let service = server().address(role, owner.database()).parse().unwrap();
    (owner, service)
}

#[tokio::test]
async fn a_role_of_services_adds_and_reads_and_can_do_no_more() {
    let (owner, service) = as_service("a_service").await;
    let log = open(&service).await;
    log.append(append("a", 0)).await.unwrap();
    assert_eq!(log.read_all(Position::START, 10).await.unwrap().len(), 1);
    for forbidden in [
        "UPDATE samenspraak.event SET payload = ''",
        "DELETE FROM samenspraak.event",
        "TRUNCATE samenspraak.event",
        "UPDATE samenspraak.request SET first = 1",
        "DELETE FROM samenspraak.request",
        "DROP TABLE samenspraak.event",
        "ALTER TABLE samenspraak.event DISABLE TRIGGER ALL",
        "INSERT INTO samenspraak.migration (step) VALUES (99)",
        "CREATE TABLE samenspraak.other (n int)",
    ] {
        let as_role = format!("SET ROLE a_service; {forbidden}");
        let told = server().sql(owner.database(), &as_role).unwrap_err().to_string();
        assert!(told.contains("permission denied") || told.contains("must be owner"), "{told}");
    }
}

#[tokio::test]
async fn the_owner_too_is_stopped_by_the_tables_themselves() {
    let owner = database();
    open(&owner).await.append(append("a", 0)).await.unwrap();
    for forbidden in [
        "UPDATE samenspraak.event SET payload = ''",
        "DELETE FROM samenspraak.event",
        "TRUNCATE samenspraak.event",
    ] {
        let told = server().sql(owner.database(), forbidden).unwrap_err().to_string();
        assert!(told.contains("the log is never changed"), "{told}");
    }
}

#[tokio::test]
async fn a_role_that_may_not_make_the_schema_is_told_what_to_do() {
    let owner = database();
    server().sql("postgres", "CREATE ROLE a_stranger LOGIN").unwrap();
    let stranger = server().address("a_stranger", owner.database()).parse().unwrap();
    let told = refused(&stranger).await;
    assert!(told.contains("samenspraak log prepare"), "{told}");
}

#[tokio::test]
async fn to_look_for_a_log_makes_none() {
    let owner = database();
    let look = async || PostgresLog::open_existing(&owner, Arc::new(SystemClock)).await;
    let told = look().await.err().unwrap().to_string();
    assert!(told.contains("there is no log at"), "{told}");
    let schemas = "SELECT count(*) FROM pg_namespace WHERE nspname = 'samenspraak'";
    assert_eq!(server().sql(owner.database(), schemas).unwrap().trim(), "0");

    open(&owner).await.append(append("a", 0)).await.unwrap();
    assert_eq!(look().await.unwrap().head().await.unwrap().position, Position(1));

    server().sql(owner.database(), "DELETE FROM samenspraak.migration").unwrap();
    assert!(look().await.is_err());
    let steps = "SELECT count(*) FROM samenspraak.migration";
    assert_eq!(server().sql(owner.database(), steps).unwrap().trim(), "0", "it was not touched");
}

#[tokio::test]
async fn a_schema_of_a_newer_program_is_refused() {
    let owner = database();
    open(&owner).await;
    server().sql(owner.database(), "INSERT INTO samenspraak.migration (step) VALUES (7)").unwrap();
    let told = refused(&owner).await;
    assert!(told.contains("newer program"), "{told}");
}

#[tokio::test]
async fn a_database_in_another_encoding_is_refused() {
    let sql = "CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1'";
    server().sql("postgres", sql).unwrap();
    let told = refused(&server().address("postgres", "latin").parse().unwrap()).await;
    assert!(told.contains("UTF8"), "{told}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn processes_that_start_at_once_make_the_schema_once() {
    let owner = database();
    let mut openings = tokio::task::JoinSet::new();
    for process in 0..8 {
        let owner = owner.clone();
        openings.spawn(async move { open(&owner).await.append(append(process, 0)).await });
    }
    for appended in openings.join_all().await {
        appended.unwrap();
    }
    assert_eq!(open(&owner).await.head().await.unwrap().position, Position(8));
}

#[tokio::test]
async fn what_was_changed_behind_the_programs_back_is_found() {
    let owner = database();
    let log = open(&owner).await;
    for n in 0..5 {
        log.append(append("a", n)).await.unwrap();
    }
    let change = "SET session_replication_role = replica; \
                  UPDATE samenspraak.event SET payload = '{\"n\":2}' WHERE position = 3";
    server().sql(owner.database(), change).unwrap();
    let found = verify(&log, |_| {}).await.unwrap_err();
    assert!(matches!(found, VerifyError::Broken { position: Position(3), .. }), "{found}");
}
