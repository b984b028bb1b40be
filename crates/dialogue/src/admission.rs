//! When a round takes input: the window that the log must keep.

use jiff::Timestamp;

/// From when until when input is taken. Both ends are in time; the log's clock decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Admission {
    /// The first instant that is in time.
    pub opens: Timestamp,
    /// The last instant that is in time.
    pub closes: Timestamp,
}
