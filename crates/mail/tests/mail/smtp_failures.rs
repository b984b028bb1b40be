//! What goes wrong between us and a mail server, and what it means for the mail.

use crate::samples::any_envelope;
use crate::smtp::{deliver, encrypted, encrypts, plain};
use mail::{DeliveryError, Obstacle, Secret, Security, Smtp, SmtpSettings};
use std::error::Error;
use std::net::TcpListener;
use testing::smtp::{self, Authority, Behaviour, SmtpOptions, SmtpServer, Step};

/// An outcome without its details: what the sender decides by.
#[derive(Debug, PartialEq)]
enum Outcome {
    Sent,
    Refused,
    Later,
    InDoubt,
}

fn outcome(result: &Result<(), DeliveryError>) -> Outcome {
    match result {
        Ok(()) => Outcome::Sent,
        Err(DeliveryError::Refused(_)) => Outcome::Refused,
        Err(DeliveryError::Later(_)) => Outcome::Later,
        Err(DeliveryError::InDoubt(_)) => Outcome::InDoubt,
    }
}

/// An error with all its causes, as a log has it.
fn chain(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text = format!("{text}: {error}");
        cause = error.source();
    }
    text
}

/// Delivers to a server that does this, without encryption.
async fn deliver_to(options: SmtpOptions) -> (Result<(), DeliveryError>, u32, SmtpServer) {
    let server = SmtpServer::start(&options).unwrap();
    let mailer = Smtp::new(&plain(&server), None).unwrap();
    let (result, recorded) = deliver(&mailer).await;
    (result, recorded, server)
}

fn answers(step: Step, answer: &str) -> SmtpOptions {
    SmtpOptions::default().at(step, Behaviour::Answer(answer.to_owned()))
}

#[tokio::test]
async fn before_the_handover_every_failure_means_that_nothing_was_sent() {
    for (options, expected) in [
        (answers(Step::Hello, "554 5.3.2 closed"), Outcome::Later),
        (answers(Step::Sender, "451 4.3.0 busy"), Outcome::Later),
        (answers(Step::Sender, "550 5.7.1 not you"), Outcome::Later),
        (answers(Step::Recipient, "451 4.2.1 greylisted"), Outcome::Later),
        (answers(Step::Recipient, "530 5.7.0 sign in"), Outcome::Later),
        (answers(Step::Recipient, "550 5.1.1 unknown"), Outcome::Refused),
        (answers(Step::Recipient, "354 what"), Outcome::Later),
        (answers(Step::Data, "421 4.3.2 going down"), Outcome::Later),
        (answers(Step::Data, "554 5.5.1 no"), Outcome::Refused),
        (SmtpOptions::default().at(Step::Recipient, Behaviour::HangUp), Outcome::Later),
        (SmtpOptions::default().at(Step::Data, Behaviour::HangUp), Outcome::Later),
    ] {
        let (result, recorded, server) = deliver_to(options.clone()).await;
        assert_eq!(outcome(&result), expected, "{options:?} gave {result:?}");
        assert_eq!(recorded, 0, "{options:?}");
        assert!(server.mails().unwrap().is_empty(), "{options:?}");
    }
}

#[tokio::test]
async fn a_recipient_is_refused_for_itself_alone() {
    let to = any_envelope().to;
    let unknown = SmtpOptions::default().recipient(to.as_str(), "550 5.1.1 no such user");
    let another = SmtpOptions::default().recipient("ander@x.example", "550 5.1.1 no such user");
    assert_eq!(outcome(&deliver_to(unknown).await.0), Outcome::Refused);
    assert_eq!(outcome(&deliver_to(another).await.0), Outcome::Sent);
}

#[tokio::test]
async fn after_the_handover_only_the_server_can_take_the_doubt_away() {
    for (options, expected) in [
        (answers(Step::Content, "451 4.3.0 busy"), Outcome::Later),
        (answers(Step::Content, "554 5.6.0 not this"), Outcome::Refused),
        (answers(Step::Content, "354 what"), Outcome::InDoubt),
        (answers(Step::Content, "hello"), Outcome::InDoubt),
    ] {
        let (result, recorded, _server) = deliver_to(options.clone()).await;
        assert_eq!(outcome(&result), expected, "{options:?} gave {result:?}");
        assert_eq!(recorded, 1, "{options:?}");
    }
}

#[tokio::test]
async fn a_connection_cut_after_the_mail_leaves_it_in_doubt() {
    let options = SmtpOptions::default().at(Step::Content, Behaviour::HangUp);
    let (result, recorded, server) = deliver_to(options).await;
    assert_eq!(outcome(&result), Outcome::InDoubt, "{result:?}");
    assert_eq!(recorded, 1);
    assert_eq!(server.mails().unwrap().len(), 1, "this one did arrive");
}

#[tokio::test]
async fn a_server_that_falls_silent_is_not_waited_for_without_end() {
    for (step, expected) in [
        (Step::Hello, Outcome::Later),
        (Step::Recipient, Outcome::Later),
        (Step::Content, Outcome::InDoubt),
    ] {
        let options = SmtpOptions::default().at(step, Behaviour::Silence);
        let server = SmtpServer::start(&options).unwrap();
        let mut settings = plain(&server);
        settings.timeout_seconds = 1;
        let (result, _) = deliver(&Smtp::new(&settings, None).unwrap()).await;
        assert_eq!(outcome(&result), expected, "{step:?} gave {result:?}");
        let said = chain(&result.unwrap_err());
        assert!(said.contains("within 1 seconds"), "{said}");
    }
}

#[tokio::test]
async fn a_server_that_never_greets_or_is_not_there_is_something_for_later() {
    let server = SmtpServer::start(&SmtpOptions::default()).unwrap();
    let mut settings = plain(&server);
    settings.timeout_seconds = 1;
    drop(server);
    let (result, _) = deliver(&Smtp::new(&settings, None).unwrap()).await;
    assert_eq!(outcome(&result), Outcome::Later, "{result:?}");

    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    settings.port = Some(silent.local_addr().unwrap().port());
    let (result, _) = deliver(&Smtp::new(&settings, None).unwrap()).await;
    assert_eq!(outcome(&result), Outcome::Later, "{result:?}");
}

#[tokio::test]
async fn a_server_of_another_authority_gets_nothing() {
    let (known, unknown) = (Authority::new().unwrap(), Authority::new().unwrap());
    for (security, mode) in
        [(smtp::Security::StartTls, Security::StartTls), (smtp::Security::Tls, Security::Tls)]
    {
        let server = SmtpServer::start(&encrypts(security, &unknown)).unwrap();
        let settings = encrypted(mode, &known, &server);
        let (result, recorded) = deliver(&Smtp::new(&settings, None).unwrap()).await;
        assert_eq!(outcome(&result), Outcome::Later, "{result:?}");
        let said = chain(&result.unwrap_err());
        assert!(said.contains("certificate"), "{said}");
        assert_eq!(recorded, 0);
        assert!(!server.journal().unwrap().contains(&Step::Sender));
    }
}

#[tokio::test]
async fn a_server_under_another_name_gets_nothing() {
    let authority = Authority::new().unwrap();
    let server = SmtpServer::start(&encrypts(smtp::Security::StartTls, &authority)).unwrap();
    let settings = SmtpSettings {
        host: "127.0.0.1".to_owned(),
        ..encrypted(Security::StartTls, &authority, &server)
    };
    let (result, _) = deliver(&Smtp::new(&settings, None).unwrap()).await;
    assert_eq!(outcome(&result), Outcome::Later, "{result:?}");
    assert!(!server.journal().unwrap().contains(&Step::Sender));
}

#[tokio::test]
async fn a_server_without_starttls_gets_nothing() {
    let authority = Authority::new().unwrap();
    let options = SmtpOptions::default().signed_in("samen", "geheim");
    let server = SmtpServer::start(&options).unwrap();
    let settings = SmtpSettings {
        user: Some(Secret::new("samen".to_owned())),
        ..encrypted(Security::StartTls, &authority, &server)
    };
    let password = Secret::new("geheim".to_owned());
    let (result, recorded) = deliver(&Smtp::new(&settings, Some(password)).unwrap()).await;
    let not_encrypted = matches!(result, Err(DeliveryError::Later(Obstacle::NotEncrypted)));
    assert!(not_encrypted, "{result:?}");
    assert_eq!(recorded, 0);
    assert_eq!(server.journal().unwrap(), [Step::Hello], "not even a password");
}

#[tokio::test]
async fn a_wrong_password_is_for_the_administrator_and_not_against_the_recipient() {
    let authority = Authority::new().unwrap();
    let options = encrypts(smtp::Security::StartTls, &authority).signed_in("samen", "geheim");
    let server = SmtpServer::start(&options).unwrap();
    let settings = SmtpSettings {
        user: Some(Secret::new("samen".to_owned())),
        ..encrypted(Security::StartTls, &authority, &server)
    };
    let wrong = Secret::new("verkeerd".to_owned());
    let (result, recorded) = deliver(&Smtp::new(&settings, Some(wrong)).unwrap()).await;
    assert_eq!(outcome(&result), Outcome::Later, "{result:?}");
    assert_eq!(recorded, 0);
    let error = result.unwrap_err();
    let said = format!("{} {error:?}", chain(&error));
    assert!(said.contains("535 5.7.8 while signing in"), "{said}");
    assert!(!said.contains("verkeerd") && !said.contains("samen\""), "{said}");
}

#[tokio::test]
async fn no_error_tells_who_the_mail_was_for() {
    let told = "roos.vandijk@zorgboog.example";
    for (step, answer) in [
        (Step::Recipient, format!("550 5.1.1 <{told}> unknown")),
        (Step::Recipient, format!("451-4.2.1 {told}\r\n451 4.2.1 later")),
        (Step::Recipient, format!("{told} is what I answer")),
        (Step::Content, format!("554 {told} has no room")),
        (Step::Content, format!("{told} is what I answer")),
    ] {
        let (result, ..) = deliver_to(answers(step, &answer)).await;
        let error = result.unwrap_err();
        let said = format!("{} {error:?}", chain(&error));
        assert!(!said.contains("roos") && !said.contains("zorgboog"), "{said}");
    }
}
