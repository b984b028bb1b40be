//! An SMTP server that a test starts, looks into, and can tell to misbehave.

use crate::tools::{self, ToolError};
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;
use tempfile::TempDir;

const REQUIREMENTS: &str = include_str!("../tools/requirements.txt");
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tools/smtp_server.py");
const START_LIMIT: Duration = Duration::from_secs(60);

/// The test server could not be started or looked into.
#[derive(Debug, thiserror::Error)]
pub enum SmtpServerError {
    /// A tool is missing.
    #[error("the SMTP server for tests cannot be set up")]
    Tool(#[from] ToolError),
    /// It did not tell its port.
    #[error(
        "the SMTP server for tests did not start; run {SCRIPT} by hand to see why. It said: {0:?}"
    )]
    NotStarted(String),
    /// No certificates could be made for it.
    #[error("no certificates can be made for the SMTP server for tests")]
    Certificate(#[from] rcgen::Error),
    /// What it received cannot be read.
    #[error("the SMTP server for tests wrote a mail that cannot be read")]
    Unreadable(#[from] serde_json::Error),
}

/// A step of an SMTP conversation, at which the server can be told to misbehave.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// `EHLO`.
    Hello,
    /// `AUTH`: in the journal only.
    SignIn,
    /// `MAIL FROM`.
    Sender,
    /// `RCPT TO`.
    Recipient,
    /// `DATA`, before the content may come.
    Data,
    /// The end of the content.
    Content,
}

/// What the server does at a step instead of going on.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Behaviour {
    /// Answers this, such as `451 4.2.0 later`.
    Answer(String),
    /// Cuts the connection without an answer. The content, once there, is kept all the same.
    HangUp,
    /// Does not answer. The content, once there, is kept all the same.
    Silence,
}

/// Whether and how the server encrypts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Security {
    /// Not at all.
    #[default]
    None,
    /// It offers `STARTTLS` and takes nothing before it.
    StartTls,
    /// From the first byte.
    Tls,
}

/// A certificate authority of a test's own, and a server for "localhost" that it vouches for, as
/// PEM files.
#[derive(Debug)]
pub struct Authority {
    directory: TempDir,
}

impl Authority {
    /// A new authority that nobody knows.
    ///
    /// # Errors
    /// When its certificates cannot be made or written.
    pub fn new() -> Result<Self, SmtpServerError> {
        let authority_key = KeyPair::generate()?;
        let mut authority = CertificateParams::default();
        authority.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let certificate = authority.self_signed(&authority_key)?;
        let issuer = Issuer::new(authority, authority_key);
        let server_key = KeyPair::generate()?;
        let server = CertificateParams::new(vec!["localhost".to_owned()])?;
        let server = server.signed_by(&server_key, &issuer)?;

        let directory = tempfile::tempdir().map_err(ToolError::at(Path::new("tempdir")))?;
        let authority = Self { directory };
        for (path, pem) in [
            (authority.file(), certificate.pem()),
            (authority.server(), server.pem()),
            (authority.server_key(), server_key.serialize_pem()),
        ] {
            fs::write(&path, pem).map_err(ToolError::at(&path))?;
        }
        Ok(authority)
    }

    /// The certificate of the authority.
    #[must_use]
    pub fn file(&self) -> PathBuf {
        self.directory.path().join("authority.pem")
    }

    /// The certificate of the server.
    #[must_use]
    pub fn server(&self) -> PathBuf {
        self.directory.path().join("server.pem")
    }

    /// The private key of the server.
    #[must_use]
    pub fn server_key(&self) -> PathBuf {
        self.directory.path().join("server.key")
    }
}

/// How the server behaves.
#[derive(Clone, Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SmtpOptions {
    security: Security,
    certificate: Option<PathBuf>,
    key: Option<PathBuf>,
    sign_in: Option<(String, String)>,
    behaviours: BTreeMap<Step, Behaviour>,
    recipients: BTreeMap<String, String>,
}

impl SmtpOptions {
    /// Encrypts with a certificate of this authority.
    #[must_use]
    pub fn encrypted(mut self, security: Security, authority: &Authority) -> Self {
        self.security = security;
        self.certificate = Some(authority.server());
        self.key = Some(authority.server_key());
        self
    }

    /// Takes mail only from who signs in so.
    #[must_use]
    pub fn signed_in(mut self, user: &str, password: &str) -> Self {
        self.sign_in = Some((user.to_owned(), password.to_owned()));
        self
    }

    /// Misbehaves at a step.
    #[must_use]
    pub fn at(mut self, step: Step, behaviour: Behaviour) -> Self {
        self.behaviours.insert(step, behaviour);
        self
    }

    /// Answers this to one recipient.
    #[must_use]
    pub fn recipient(mut self, address: &str, answer: &str) -> Self {
        self.recipients.insert(address.to_owned(), answer.to_owned());
        self
    }
}

/// A mail as the server received it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct ReceivedMail {
    /// The sender of the envelope.
    pub from: String,
    /// The recipients of the envelope.
    pub to: Vec<String>,
    /// Whether it came over an encrypted connection.
    pub encrypted: bool,
    /// Whether the client had signed in.
    pub authenticated: bool,
    /// The mail, byte by byte.
    #[serde(skip)]
    pub content: Vec<u8>,
}

/// A running server on a port of its own. It ends when this is dropped.
#[derive(Debug)]
pub struct SmtpServer {
    child: Child,
    port: u16,
    directory: TempDir,
}

impl SmtpServer {
    /// Starts a server and waits until it listens on 127.0.0.1.
    ///
    /// # Errors
    /// What is missing and how to install it, or what the server said.
    pub fn start(options: &SmtpOptions) -> Result<Self, SmtpServerError> {
        let python = tools::python(REQUIREMENTS)?;
        let directory = tempfile::tempdir().map_err(ToolError::at(Path::new("tempdir")))?;
        let mut options = serde_json::to_value(options)?;
        options["directory"] = directory.path().to_string_lossy().into();
        let child = Command::new(&python)
            .args(["-W", "ignore", SCRIPT])
            .arg(options.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(ToolError::at(&python))?;
        let mut server = Self { child, port: 0, directory };
        server.port = server.told_port()?;
        Ok(server)
    }

    /// Reads the port on a thread, so that a server that hangs is not waited for without end.
    fn told_port(&mut self) -> Result<u16, SmtpServerError> {
        let (tell, told) = mpsc::channel();
        if let Some(stdout) = self.child.stdout.take() {
            thread::spawn(move || {
                let mut line = String::new();
                let read = BufReader::new(stdout).read_line(&mut line);
                tell.send(read.map(|_| line))
            });
        }
        let said = told
            .recv_timeout(START_LIMIT)
            .map_err(io::Error::other)
            .flatten()
            .map_err(|error| SmtpServerError::NotStarted(error.to_string()))?;
        said.trim().parse().map_err(|_| SmtpServerError::NotStarted(said))
    }

    /// The port it listens on.
    #[must_use]
    pub const fn port(&self) -> u16 {
        self.port
    }

    /// The mails it received, in order.
    ///
    /// # Errors
    /// When a mail cannot be read.
    pub fn mails(&self) -> Result<Vec<ReceivedMail>, SmtpServerError> {
        let directory = self.directory.path();
        let entries = fs::read_dir(directory).map_err(ToolError::at(directory))?;
        let mut files: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|end| end == "mail"))
            .collect();
        files.sort();
        files.iter().map(|file| received(file)).collect()
    }

    /// The steps it was taken through, in order. A step stands here before it is answered.
    ///
    /// # Errors
    /// When the journal cannot be read.
    pub fn journal(&self) -> Result<Vec<Step>, SmtpServerError> {
        let path = self.directory.path().join("journal");
        let text = match fs::read_to_string(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            other => other.map_err(ToolError::at(&path))?,
        };
        text.lines().map(|step| Ok(serde_json::from_value(step.into())?)).collect()
    }
}

fn received(file: &Path) -> Result<ReceivedMail, SmtpServerError> {
    let bytes = fs::read(file).map_err(ToolError::at(file))?;
    let end = bytes.iter().position(|byte| *byte == b'\n');
    let (envelope, content) = bytes.split_at(end.unwrap_or(bytes.len()));
    Ok(ReceivedMail {
        content: content.get(1..).unwrap_or_default().to_vec(),
        ..serde_json::from_slice(envelope)?
    })
}

impl Drop for SmtpServer {
    fn drop(&mut self) {
        // It may have ended by itself; there is nothing to do about an error here.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpStream;

    fn talk(server: &SmtpServer, lines: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", server.port())).unwrap();
        stream.write_all(lines.as_bytes()).unwrap();
        let mut answers = String::new();
        stream.read_to_string(&mut answers).unwrap();
        answers
    }

    const MAIL: &str = "EHLO test\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\n\
                        DATA\r\nSubject: hallo\r\n\r\n..\r\n.\r\nQUIT\r\n";

    #[test]
    fn a_mail_is_kept_as_it_came() {
        let server = SmtpServer::start(&SmtpOptions::default()).unwrap();
        let answers = talk(&server, MAIL);
        assert!(answers.ends_with("250 OK\r\n221 Bye\r\n"), "{answers}");
        let expected = ReceivedMail {
            from: "a@x.example".to_owned(),
            to: vec!["b@x.example".to_owned()],
            encrypted: false,
            authenticated: false,
            content: b"Subject: hallo\r\n\r\n.\r\n".to_vec(),
        };
        assert_eq!(server.mails().unwrap(), [expected]);
        let steps = [Step::Hello, Step::Sender, Step::Recipient, Step::Data, Step::Content];
        assert_eq!(server.journal().unwrap(), steps);
    }

    #[test]
    fn it_misbehaves_as_it_was_told() {
        let options = SmtpOptions::default().recipient("b@x.example", "550 5.1.1 nobody");
        let server = SmtpServer::start(&options).unwrap();
        let answers = talk(&server, MAIL);
        assert!(answers.contains("550 5.1.1 nobody\r\n"), "{answers}");
        assert!(server.mails().unwrap().is_empty());
    }

    #[test]
    fn it_ends_with_its_guard() {
        let server = SmtpServer::start(&SmtpOptions::default()).unwrap();
        let port = server.port();
        drop(server);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
    }
}
