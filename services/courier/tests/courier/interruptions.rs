//! Couriers that are killed: each mail is there once, and in doubt it is not sent again.

use crate::given::{Stage, states, told};
use crate::mailers::{Halting, Moment, OnceOnly};
use courier::State;
use mail::{Folder, Mailer, Memory};
use std::fs;
use std::sync::Arc;

const MOMENTS: [Moment; 3] = [Moment::Before, Moment::Recorded, Moment::Taken];
const READERS: [&str; 3] = ["anna", "bram", "carla"];

/// A courier that is killed at a moment in the delivery of the mail after so many others. It
/// leaves nothing but what was recorded: every step of a courier is durable before the next.
pub(crate) async fn killed_at(
    stage: &Stage,
    moment: Moment,
    mails_before: usize,
    mailer: Arc<dyn Mailer>,
) {
    let halting = Halting::at(moment, mails_before, mailer);
    let mut courier = stage.courier(halting.clone()).await;
    tokio::select! {
        turn = courier.turn() => panic!("the courier was not killed: {turn:?}"),
        () = halting.halted() => {}
    }
}

/// Three people follow, and a round was published.
async fn three_are_to_be_told() -> Stage {
    let stage = Stage::followed_by(&READERS).await;
    stage.outbox_is_made().await;
    stage.question_round(24 * 14).await;
    stage
}

fn all_three() -> Vec<String> {
    READERS.map(|name| format!("round_opened {name}")).to_vec()
}

#[tokio::test]
async fn a_mailer_that_may_repeat_gets_the_broken_off_mail_again_and_it_is_the_same() {
    for moment in MOMENTS {
        for mails_before in 0..READERS.len() {
            let stage = three_are_to_be_told().await;
            let memory = Arc::new(Memory::new());
            killed_at(&stage, moment, mails_before, memory.clone()).await;
            stage.hours_pass(1);
            let mut courier = stage.courier(memory.clone()).await;
            courier.turn().await.unwrap();

            let mut mails = memory.delivered();
            let place = format!("killed {moment:?} after {mails_before} mails");
            assert_eq!(mails.len(), if moment == Moment::Taken { 4 } else { 3 }, "{place}");
            if moment == Moment::Taken {
                let (first, second) = (mails.remove(mails_before), &mails[mails_before]);
                assert_eq!(first.message_id, second.message_id, "{place}");
                assert_eq!(first.compose().unwrap(), second.compose().unwrap(), "{place}");
            }
            assert_eq!(told(&mails), all_three(), "{place}");
            assert_eq!(states(&courier), [(State::Sent, 3)], "{place}");
        }
    }
}

#[tokio::test]
async fn a_folder_has_one_file_a_mail_whenever_the_courier_is_killed() {
    for moment in MOMENTS {
        let stage = three_are_to_be_told().await;
        let mails = stage.directory.path().join("mail");
        let folder = Arc::new(Folder::new(&mails).unwrap());
        killed_at(&stage, moment, 1, folder.clone()).await;
        stage.courier(folder).await.turn().await.unwrap();
        assert_eq!(fs::read_dir(mails).unwrap().count(), 3, "killed {moment:?}");
    }
}

#[tokio::test]
async fn a_mailer_that_may_not_repeat_never_gets_a_mail_twice() {
    for moment in MOMENTS {
        for mails_before in 0..READERS.len() {
            let stage = three_are_to_be_told().await;
            let mailer = Arc::new(OnceOnly::default());
            killed_at(&stage, moment, mails_before, mailer.clone()).await;
            let mut courier = stage.courier(mailer.clone()).await;
            courier.turn().await.unwrap();
            drop(courier);
            stage.hours_pass(24);
            let mut courier = stage.courier(mailer.clone()).await;
            courier.turn().await.unwrap();

            let place = format!("killed {moment:?} after {mails_before} mails");
            let mut told = told(&mailer.0.delivered());
            // A mail that was recorded and not sent is lost: nobody can know that it was not sent.
            let lost = usize::from(moment == Moment::Recorded);
            assert_eq!(told.len(), 3 - lost, "{place}");
            told.dedup();
            assert_eq!(told.len(), 3 - lost, "{place}");
            let in_doubt = moment != Moment::Before;
            let expected = if in_doubt {
                vec![(State::Sent, 2), (State::InDoubt, 1)]
            } else {
                vec![(State::Sent, 3)]
            };
            assert_eq!(states(&courier), expected, "{place}");
        }
    }
}

#[tokio::test]
async fn a_turn_that_was_broken_off_is_taken_up_by_the_next_one() {
    let stage = three_are_to_be_told().await;
    let mailer = Arc::new(OnceOnly::default());
    let halting = Halting::at(Moment::Taken, 0, mailer.clone());
    let mut courier = stage.courier(halting.clone()).await;
    tokio::select! {
        turn = courier.turn() => panic!("the turn was not broken off: {turn:?}"),
        () = halting.halted() => {}
    }

    courier.turn().await.unwrap();

    assert_eq!(told(&mailer.0.delivered()), all_three());
    assert_eq!(states(&courier), [(State::Sent, 2), (State::InDoubt, 1)]);
}
