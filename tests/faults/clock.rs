//! A clock that somebody sets while the platform runs. The log in a file goes by the machine's.

use super::{Host, at_work, submit};
use crate::kit::Answer;
use jiff::{SignedDuration, Timestamp};
use proof::checker::LogClock;

fn recorded_at(answer: &Answer) -> Timestamp {
    answer.json()["recordedAt"].as_str().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_clock_that_jumps_never_takes_the_log_back() {
    let host = Host::start();
    let (mut thread, load) = at_work(&host).await;
    let long = thread.consultation.clone();
    // A round that closes in half an hour.
    let closes = thread.time.now() + SignedDuration::from_mins(30);
    let round = thread.consultation_round(closes);
    let rounds = thread.path("/phases/vision/consultation-rounds");
    let short = thread.cast.buyer.post(&rounds, &round).await.expect(201).id();

    // Somebody sets the clock back: tokens of just now still count, and time stands still.
    let session = thread.cast.oak.session.clone();
    let before = recorded_at(&submit(&thread, &session).await.expect(201));
    host.machine.clock_off_by(-60).unwrap();
    let back = recorded_at(&submit(&thread, &session).await.expect(201));
    assert!(before <= back && back.duration_since(before) < SignedDuration::from_secs(30));

    // Ahead: what closes meanwhile is closed.
    host.machine.clock_off_by(50 * 60).unwrap();
    let ahead = recorded_at(&submit(&thread, &session).await.expect(201));
    assert!(ahead > closes);
    thread.consultation = short;
    submit(&thread, &session).await.refused(409, "too-late");

    // Who is at work goes on. So far ahead that tokens have run out nobody is let in, and told why.
    load.progress(10).await;
    let history = load.end().await;
    host.machine.clock_off_by(3 * 3_600).unwrap();
    let outside = thread.cast.buyer.request(reqwest::Method::GET, "/work-list");
    assert_eq!(thread.cast.buyer.send(outside).await.expect(401).json()["status"], 401);

    // Right again: the log waits until the right time has come by what it recorded. What was
    // closed stays closed.
    host.machine.heal().unwrap();
    submit(&thread, &session).await.refused(409, "too-late");
    thread.consultation = long;
    let healed = recorded_at(&submit(&thread, &session).await.expect(201));
    assert!(healed >= ahead && healed.duration_since(ahead) < SignedDuration::from_mins(5));
    let verdict = host.stop(&history, LogClock::MayBeSet).await;
    assert_eq!(verdict.unsettled, 0);
}
