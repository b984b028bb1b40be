//! One connection that is kept alive, and no more work for an answer than it takes to know that
//! it is there in full.

use std::io;
use std::net::SocketAddr;
use std::ops::Range;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// The most that the head of an answer may count, in bytes.
const HEAD_MAX: usize = 64 * 1024;

/// A request, ready to be sent.
#[derive(Clone)]
pub struct Call {
    bytes: Vec<u8>,
    /// Where its Idempotency-Key stands, when it has one.
    key: Range<usize>,
    /// The status of an answer that is as it should be.
    good: u16,
}

impl Call {
    /// A GET.
    #[must_use]
    pub fn get(path: &str, token: &str) -> Self {
        let bytes = (head("GET", path, token) + "\r\n").into_bytes();
        Self { bytes, key: 0..0, good: 200 }
    }

    /// A POST of JSON under an idempotency key.
    #[must_use]
    pub fn post(path: &str, token: &str, key: &str, body: &str) -> Self {
        let before = head("POST", path, token) + "Idempotency-Key: ";
        let place = before.len()..before.len() + key.len();
        Self { bytes: (before + key + "\r\n" + &tail(body)).into_bytes(), key: place, good: 201 }
    }

    /// A PUT of JSON where nothing stands yet.
    #[must_use]
    pub fn put_new(path: &str, token: &str, body: &str) -> Self {
        let head = head("PUT", path, token) + "If-None-Match: *\r\n";
        Self { bytes: (head + &tail(body)).into_bytes(), key: 0..0, good: 201 }
    }

    /// A PUT of JSON over the first version of a thing.
    #[must_use]
    pub fn put_over_first(path: &str, token: &str, body: &str) -> Self {
        let head = head("PUT", path, token) + "If-Match: \"1\"\r\n";
        Self { bytes: (head + &tail(body)).into_bytes(), key: 0..0, good: 200 }
    }

    /// The same, when nothing new is made by it.
    #[must_use]
    pub fn that_changes(self) -> Self {
        Self { good: 200, ..self }
    }

    /// Gives it another key, of the same length, when it has one.
    pub fn renew(&mut self, key: &str) {
        if !self.key.is_empty() {
            self.bytes[self.key.clone()].copy_from_slice(key.as_bytes());
        }
    }

    /// Whether an answer is what it should be: something made, or something found.
    #[must_use]
    pub fn is_answered_by(&self, reply: &Reply<'_>) -> bool {
        reply.status == self.good
    }
}

fn head(method: &str, path: &str, token: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n")
}

fn tail(body: &str) -> String {
    let length = body.len();
    format!("Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}")
}

/// An answer, as it stands in the memory of its connection.
#[derive(Clone, Copy, Debug)]
pub struct Reply<'c> {
    /// The status.
    pub status: u16,
    /// The body.
    pub body: &'c [u8],
}

impl Reply<'_> {
    /// The body as text, for whoever has to be told of it.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.body).into_owned()
    }
}

/// A connection.
pub struct Connection {
    stream: TcpStream,
    answer: Vec<u8>,
    /// Whether the other side said that it closes after the last answer.
    closes: bool,
}

impl Connection {
    /// Connects.
    ///
    /// # Errors
    /// When nobody answers there.
    pub async fn open(address: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, answer: Vec::with_capacity(1024), closes: false })
    }

    /// Whether it can take a request, as far as can be seen from here.
    #[must_use]
    pub fn is_open(&self) -> bool {
        // Nothing was asked, so there is nothing to read unless it is the end.
        let waits = |error: io::Error| error.kind() == io::ErrorKind::WouldBlock;
        !self.closes && self.stream.try_read(&mut [0]).is_err_and(waits)
    }

    /// Sends a request and waits for its answer, whatever the status.
    ///
    /// # Errors
    /// When the connection breaks before the answer is there: what came of the request is unknown.
    pub async fn exchange(&mut self, call: &Call) -> io::Result<Reply<'_>> {
        self.stream.write_all(&call.bytes).await?;
        self.answer.clear();
        let body = loop {
            if let Some(body) = complete(&self.answer)? {
                break body;
            }
            if self.stream.read_buf(&mut self.answer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
        };
        let head = &self.answer[..body.start];
        self.closes = find(head, b"\r\nconnection: close\r\n").is_some();
        Ok(Reply { status: status(head)?, body: &self.answer[body] })
    }
}

/// Where the body of an answer stands, once it is there in full.
fn complete(answer: &[u8]) -> io::Result<Option<Range<usize>>> {
    let Some(end) = find(answer, b"\r\n\r\n") else {
        return if answer.len() > HEAD_MAX {
            Err(wrong("a head without an end"))
        } else {
            Ok(None)
        };
    };
    let (head, start) = (&answer[..end], end + 4);
    let name = b"\r\ncontent-length: ";
    let place = find(head, name).ok_or_else(|| wrong("an answer that does not tell its length"))?;
    let length = head[place + name.len()..].split(|byte| *byte == b'\r').next();
    let length = std::str::from_utf8(length.unwrap_or_default()).map_err(io::Error::other)?;
    let length: usize = length.parse().map_err(io::Error::other)?;
    Ok((answer.len() >= start + length).then_some(start..start + length))
}

fn status(head: &[u8]) -> io::Result<u16> {
    let digits = head.strip_prefix(b"HTTP/1.1 ").and_then(|rest| rest.get(..3));
    let digits = digits.and_then(|digits| std::str::from_utf8(digits).ok());
    digits.and_then(|digits| digits.parse().ok()).ok_or_else(|| wrong("not an answer of HTTP/1.1"))
}

fn wrong(what: &'static str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, what)
}

/// Names of headers are written in large and small letters alike.
fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// A server that gives each connection its row of answers, one for each request, and closes.
    fn serve(rows: Vec<Vec<&'static str>>) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for row in rows {
                let (mut stream, _) = listener.accept().unwrap();
                for answer in row {
                    let mut request = vec![];
                    while !request.ends_with(b"{}") {
                        let mut byte = [0];
                        stream.read_exact(&mut byte).unwrap();
                        request.push(byte[0]);
                    }
                    stream.write_all(answer.as_bytes()).unwrap();
                }
            }
        });
        address
    }

    fn call() -> Call {
        Call::post("/a", "token", "0123", "{}")
    }

    #[tokio::test]
    async fn one_connection_carries_one_answer_after_another() {
        let address = serve(vec![vec![
            "HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nja",
            "HTTP/1.1 409 Conflict\r\ncontent-length: 3\r\nconnection: close\r\n\r\nnee",
        ]]);
        let mut connection = Connection::open(address).await.unwrap();
        let reply = connection.exchange(&call()).await.unwrap();
        assert_eq!((reply.status, reply.text().as_str()), (201, "ja"));
        let reply = connection.exchange(&call()).await.unwrap();
        assert_eq!((reply.status, reply.text().as_str()), (409, "nee"));
        assert!(!connection.is_open());
    }

    #[tokio::test]
    async fn half_an_answer_is_none() {
        let address = serve(vec![vec!["HTTP/1.1 201 Created\r\ncontent-length: 20\r\n\r\nhalf"]]);
        let mut connection = Connection::open(address).await.unwrap();
        assert!(connection.is_open());
        assert!(connection.exchange(&call()).await.is_err());
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        assert!(complete(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
        assert!(complete(b"HTTP/1.1 200 OK\r\ncontent-length: x\r\n\r\n").is_err());
        assert!(complete(&[b'a'; HEAD_MAX + 1]).is_err());
        assert!(status(b"SSH-2.0").is_err());
    }

    #[test]
    fn a_renewed_key_stands_where_the_other_stood() {
        let mut call = call();
        call.renew("4567");
        let text = String::from_utf8(call.bytes).unwrap();
        assert!(text.contains("\r\nIdempotency-Key: 4567\r\n"), "{text}");
    }
}
