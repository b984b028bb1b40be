//! Delivery to a real mail server: encrypted, signed in, and recorded at the right moment.

use crate::samples::{any_envelope, sender};
use mail::{DeliveryError, Mailer, Obstacle, Secret, Security, Smtp, SmtpSettings};
use testing::smtp::{self, Authority, Behaviour, SmtpOptions, SmtpServer, Step};

/// The settings for a server on this machine that does not encrypt.
pub(crate) fn plain(server: &SmtpServer) -> SmtpSettings {
    SmtpSettings {
        from: sender(),
        host: "localhost".to_owned(),
        port: Some(server.port()),
        mode: Security::None,
        user: None,
        password_file: None,
        ca_file: None,
        timeout_seconds: 20,
        helo_name: None,
    }
}

/// The settings for a server that encrypts with a certificate of this authority.
pub(crate) fn encrypted(
    mode: Security,
    authority: &Authority,
    server: &SmtpServer,
) -> SmtpSettings {
    SmtpSettings { mode, ca_file: Some(authority.file()), ..plain(server) }
}

/// A server that encrypts with a certificate of this authority.
pub(crate) fn encrypts(security: smtp::Security, authority: &Authority) -> SmtpOptions {
    SmtpOptions::default().encrypted(security, authority)
}

/// Delivers the sample, and tells how often the handover was recorded.
pub(crate) async fn deliver(mailer: &dyn Mailer) -> (Result<(), DeliveryError>, u32) {
    let mut recorded = 0;
    let mut record = || {
        recorded += 1;
        Ok(())
    };
    let outcome = mailer.deliver(&any_envelope(), &mut record).await;
    (outcome, recorded)
}

#[tokio::test]
async fn a_mail_arrives_as_it_was_composed() {
    let authority = Authority::new().unwrap();
    let options = encrypts(smtp::Security::StartTls, &authority).signed_in("samen", "gehéim");
    let server = SmtpServer::start(&options).unwrap();
    let mut settings = encrypted(Security::StartTls, &authority, &server);
    settings.user = Some(Secret::new("samen".to_owned()));
    let password = Secret::new("gehéim".to_owned());
    let mailer = Smtp::new(&settings, Some(password)).unwrap();

    let (outcome, recorded) = deliver(&mailer).await;

    outcome.unwrap();
    assert_eq!(recorded, 1);
    assert!(!mailer.repeatable());
    let mails = server.mails().unwrap();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].content, any_envelope().compose().unwrap());
    assert_eq!(mails[0].from, "samenspraak@regio.example");
    assert_eq!(mails[0].to, ["roos.vandijk@zorgboog.example"]);
    assert!(mails[0].encrypted && mails[0].authenticated);
}

#[tokio::test]
async fn a_server_that_encrypts_from_the_first_byte_is_understood() {
    let authority = Authority::new().unwrap();
    let server = SmtpServer::start(&encrypts(smtp::Security::Tls, &authority)).unwrap();
    let settings = encrypted(Security::Tls, &authority, &server);

    deliver(&Smtp::new(&settings, None).unwrap()).await.0.unwrap();

    assert!(server.mails().unwrap()[0].encrypted);
}

#[tokio::test]
async fn a_server_on_this_machine_needs_no_encryption() {
    let server = SmtpServer::start(&SmtpOptions::default()).unwrap();

    deliver(&Smtp::new(&plain(&server), None).unwrap()).await.0.unwrap();

    let content = any_envelope().compose().unwrap();
    assert_eq!(server.mails().unwrap()[0].content, content);
}

#[tokio::test]
async fn a_password_can_come_from_a_file() {
    let options = SmtpOptions::default().signed_in("samen", "uit een bestand");
    let server = SmtpServer::start(&options).unwrap();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "uit een bestand\n").unwrap();
    let settings = SmtpSettings {
        user: Some(Secret::new("samen".to_owned())),
        password_file: Some(file.path().to_owned()),
        ..plain(&server)
    };

    deliver(&Smtp::new(&settings, None).unwrap()).await.0.unwrap();

    assert!(server.mails().unwrap()[0].authenticated);
}

#[tokio::test]
async fn the_handover_is_recorded_after_leave_to_send_and_before_the_mail() {
    let server = SmtpServer::start(&SmtpOptions::default()).unwrap();
    let mailer = Smtp::new(&plain(&server), None).unwrap();
    let mut seen = Vec::new();
    let mut record = || {
        seen.push((server.journal()?, server.mails()?.len()));
        Ok(())
    };

    mailer.deliver(&any_envelope(), &mut record).await.unwrap();

    let until_leave = [Step::Hello, Step::Sender, Step::Recipient, Step::Data];
    assert_eq!(seen, [(until_leave.to_vec(), 0)]);
    assert_eq!(server.journal().unwrap().last(), Some(&Step::Content));
    assert_eq!(server.mails().unwrap().len(), 1);
}

#[tokio::test]
async fn a_handover_that_is_not_recorded_does_not_happen() {
    let server = SmtpServer::start(&SmtpOptions::default()).unwrap();
    let mailer = Smtp::new(&plain(&server), None).unwrap();

    let refused = mailer.deliver(&any_envelope(), &mut || Err("the disk is full".into())).await;

    let not_recorded = matches!(refused, Err(DeliveryError::Later(Obstacle::NotRecorded(_))));
    assert!(not_recorded, "{refused:?}");
    // A second mail over the same server shows that the first one is not underway.
    deliver(&mailer).await.0.unwrap();
    assert_eq!(server.mails().unwrap().len(), 1);
    let contents = server.journal().unwrap();
    let contents = contents.iter().filter(|step| **step == Step::Content);
    assert_eq!(contents.count(), 1);
}

#[tokio::test]
async fn a_wrong_answer_to_the_request_is_no_leave_to_send() {
    let taken = Behaviour::Answer("250 2.0.0 taken".to_owned());
    let options = SmtpOptions::default().at(Step::Data, taken);
    let server = SmtpServer::start(&options).unwrap();

    let (outcome, recorded) = deliver(&Smtp::new(&plain(&server), None).unwrap()).await;

    assert!(matches!(outcome, Err(DeliveryError::Later(_))), "{outcome:?}");
    assert_eq!(recorded, 0);
}
