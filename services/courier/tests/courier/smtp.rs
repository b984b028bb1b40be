//! A courier and a real mail server, over an encrypted connection.

use crate::given::{Stage, sender, states};
use crate::interruptions::killed_at;
use crate::mailers::Moment;
use courier::{Courier, State};
use mail::{Security, Smtp, SmtpSettings};
use std::sync::Arc;
use testing::smtp::{self, Authority, Behaviour, SmtpOptions, SmtpServer, Step};

const ANNA: &str = "anna@lezer.example";
const BRAM: &str = "bram@lezer.example";

/// A mail server with a certificate that the courier trusts.
struct Post {
    server: SmtpServer,
    mailer: Arc<Smtp>,
}

impl Post {
    fn that(change: impl FnOnce(SmtpOptions) -> SmtpOptions) -> Self {
        let authority = Authority::new().unwrap();
        let options = SmtpOptions::default().encrypted(smtp::Security::StartTls, &authority);
        let server = SmtpServer::start(&change(options)).unwrap();
        let settings = SmtpSettings {
            from: sender(),
            host: "localhost".to_owned(),
            port: Some(server.port()),
            mode: Security::StartTls,
            user: None,
            password_file: None,
            ca_file: Some(authority.file()),
            timeout_seconds: 20,
            helo_name: None,
        };
        let mailer = Arc::new(Smtp::new(&settings, None).unwrap());
        Self { server, mailer }
    }

    fn that_works() -> Self {
        Self::that(|options| options)
    }

    /// Who got mail, in order of their addresses.
    fn recipients(&self) -> Vec<String> {
        let mails = self.server.mails().unwrap();
        assert!(mails.iter().all(|mail| mail.encrypted));
        let mut recipients: Vec<_> = mails.into_iter().flat_map(|mail| mail.to).collect();
        recipients.sort();
        recipients
    }

    /// How often it was asked to take a mail for somebody.
    fn requests(&self) -> usize {
        let journal = self.server.journal().unwrap();
        journal.into_iter().filter(|step| *step == Step::Recipient).count()
    }
}

/// Anna and Bram are to be told of a round.
async fn two_are_to_be_told() -> Stage {
    let stage = Stage::followed_by(&["anna", "bram"]).await;
    stage.outbox_is_made().await;
    stage.question_round(24 * 14).await;
    stage
}

/// A courier that has worked until it had nothing to do.
async fn after_a_turn(stage: &Stage, post: &Post) -> Courier {
    let mut courier = stage.courier(post.mailer.clone()).await;
    courier.turn().await.unwrap();
    courier
}

#[tokio::test]
async fn each_follower_gets_the_mail_once_however_often_the_courier_starts() {
    let stage = two_are_to_be_told().await;
    let post = Post::that_works();

    for _ in 0..3 {
        let courier = after_a_turn(&stage, &post).await;
        assert_eq!(states(&courier), [(State::Sent, 2)]);
        stage.hours_pass(1);
    }

    assert_eq!(post.recipients(), [ANNA, BRAM]);
    let mail = String::from_utf8(post.server.mails().unwrap().remove(0).content).unwrap();
    assert!(mail.contains("@regio.example>\r\n"), "{mail}");
    assert!(mail.contains("Subject: Nieuwe vragenronde voor Jeugdhulp Veluwerand"), "{mail}");
}

#[tokio::test]
async fn a_mail_for_which_the_server_has_no_time_is_tried_again_by_the_clock() {
    let stage = two_are_to_be_told().await;
    let busy = Post::that(|options| options.recipient(BRAM, "451 4.2.1 later"));
    let mut courier = after_a_turn(&stage, &busy).await;
    assert_eq!(states(&courier), [(State::Due, 1), (State::Sent, 1)]);
    assert_eq!((busy.recipients(), busy.requests()), (vec![ANNA.to_owned()], 2));

    // After a minute, and then after five.
    for (seconds, requests) in [(59, 2), (1, 3), (299, 3), (1, 4)] {
        stage.clock.advance(std::time::Duration::from_secs(seconds));
        courier.turn().await.unwrap();
        assert_eq!(busy.requests(), requests);
    }
    drop(courier);
    let post = Post::that_works();
    stage.hours_pass(1);
    let courier = after_a_turn(&stage, &post).await;

    assert_eq!(states(&courier), [(State::Sent, 2)]);
    assert_eq!(
        (busy.recipients(), post.recipients()),
        (vec![ANNA.to_owned()], vec![BRAM.to_owned()])
    );
}

#[tokio::test]
async fn a_recipient_that_the_server_refuses_is_given_up_and_the_other_gets_the_mail() {
    let stage = two_are_to_be_told().await;
    let post = Post::that(|options| options.recipient(ANNA, "550 5.1.1 nobody"));
    let mut courier = after_a_turn(&stage, &post).await;
    stage.hours_pass(24);
    courier.turn().await.unwrap();

    assert_eq!(states(&courier), [(State::Sent, 1), (State::Refused, 1)]);
    assert_eq!((post.recipients(), post.requests()), (vec![BRAM.to_owned()], 2));
}

#[tokio::test]
async fn a_mail_whose_connection_was_cut_is_in_doubt_and_not_repeated() {
    let stage = two_are_to_be_told().await;
    let cut = Post::that(|options| options.at(Step::Content, Behaviour::HangUp));
    let courier = after_a_turn(&stage, &cut).await;
    assert_eq!(states(&courier), [(State::InDoubt, 2)]);
    assert_eq!(cut.recipients(), [ANNA, BRAM], "they did arrive");
    drop(courier);

    stage.hours_pass(24);
    let post = Post::that_works();
    let courier = after_a_turn(&stage, &post).await;

    assert_eq!(states(&courier), [(State::InDoubt, 2)]);
    assert_eq!(post.requests(), 0);
}

#[tokio::test]
async fn a_mail_that_the_server_took_from_a_courier_that_was_killed_is_not_repeated() {
    let stage = two_are_to_be_told().await;
    let post = Post::that_works();
    killed_at(&stage, Moment::Taken, 0, post.mailer.clone()).await;
    assert_eq!(post.recipients().len(), 1);

    let courier = after_a_turn(&stage, &post).await;

    assert_eq!(states(&courier), [(State::Sent, 1), (State::InDoubt, 1)]);
    assert_eq!(post.recipients(), [ANNA, BRAM]);
}

#[tokio::test]
async fn what_waited_for_a_server_that_was_down_arrives_once() {
    let stage = two_are_to_be_told().await;
    let down = Post::that_works();
    let mailer = down.mailer.clone();
    drop(down.server);
    let mut courier = stage.courier(mailer).await;
    courier.turn().await.unwrap();
    assert_eq!(states(&courier), [(State::Due, 2)]);
    drop(courier);

    stage.hours_pass(1);
    let post = Post::that_works();
    let _courier = after_a_turn(&stage, &post).await;

    assert_eq!(post.recipients(), [ANNA, BRAM]);
}
