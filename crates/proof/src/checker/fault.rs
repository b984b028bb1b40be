//! What can be wrong, and where.

use serde::Serialize;
use std::fmt;

/// What is wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It was acknowledged and is not in the log.
    Lost,
    /// It is in the log more than once.
    Doubled,
    /// It stands in the log otherwise than the answer said.
    Altered,
    /// It was refused and is in the log.
    RefusedYetRecorded,
    /// Two requests with the same key got different answers.
    TwoAnswers,
    /// It got an answer that nothing here gives cause for.
    Unforeseen,
    /// It was sent after another was answered, and stands before it.
    OutOfOrder,
    /// It was recorded after its deadline, by the log's clock.
    Late,
    /// It was sent after the close and not refused.
    TakenAfterClose,
    /// It was refused as late while there was time.
    RefusedInTime,
    /// It is in the log and nobody sent it.
    NeverSent,
    /// It is recorded for somebody else than who sent it.
    MixedUp,
    /// A position is missing, or is there twice.
    Position,
    /// A version of a stream is missing, or is there twice.
    Version,
    /// It was recorded before its predecessor.
    Backwards,
    /// It cannot be read.
    Unreadable,
}

impl Kind {
    fn words(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Doubled => "doubled",
            Self::Altered => "not as answered",
            Self::RefusedYetRecorded => "refused and recorded",
            Self::TwoAnswers => "two answers for one key",
            Self::Unforeseen => "unforeseen answer",
            Self::OutOfOrder => "out of order",
            Self::Late => "recorded late",
            Self::TakenAfterClose => "taken after the close",
            Self::RefusedInTime => "refused in time",
            Self::NeverSent => "never sent",
            Self::MixedUp => "mixed up",
            Self::Position => "wrong position",
            Self::Version => "wrong version",
            Self::Backwards => "clock ran backwards",
            Self::Unreadable => "unreadable",
        }
    }
}

/// Something that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// What.
    pub kind: Kind,
    /// Where in the log, when it is there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<u64>,
    /// Whose submission, when it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<u32>,
    /// Under which key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// In words.
    pub detail: String,
}

impl Fault {
    pub(super) fn at(kind: Kind, position: u64, detail: impl Into<String>) -> Self {
        let (client, key, detail) = (None, None, detail.into());
        Self { kind, position: Some(position), client, key, detail }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.words())?;
        if let Some(position) = self.position {
            write!(f, ", position {position}")?;
        }
        if let Some(client) = self.client {
            write!(f, ", client {client}")?;
        }
        if let Some(key) = &self.key {
            write!(f, ", key {key}")?;
        }
        write!(f, ": {}", self.detail)
    }
}
