//! The outbox: one row a mail, and where it stands.

use crate::error::CourierError;
use crate::subscribers::Tiding;
use aws_lc_rs::digest;
use rusqlite::{Transaction, params};

/// Where a mail stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits to be sent.
    Due,
    /// Is being handed over for good at this moment.
    HandingOver,
    /// Was taken by the mail server.
    Sent,
    /// Is another courier's to send: one with an outbox of its own, on another host.
    Elsewhere,
    /// May or may not have been taken: the courier was broken off while handing it over.
    InDoubt,
    /// Was refused for good by the mail server.
    Refused,
    /// Was tried for days, in vain, or cannot be composed.
    GivenUp,
    /// Has become pointless: its reader was erased or wants no mail any more, or its moment has
    /// passed.
    Void,
}

impl State {
    /// All states.
    pub const ALL: [Self; 8] = [
        Self::Due,
        Self::HandingOver,
        Self::Sent,
        Self::Elsewhere,
        Self::InDoubt,
        Self::Refused,
        Self::GivenUp,
        Self::Void,
    ];

    /// The name in the outbox.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::HandingOver => "handing-over",
            Self::Sent => "sent",
            Self::Elsewhere => "elsewhere",
            Self::InDoubt => "in-doubt",
            Self::Refused => "refused",
            Self::GivenUp => "given-up",
            Self::Void => "void",
        }
    }
}

/// How many mails stand where, in the order of [`State::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts(pub [u64; 8]);

impl Counts {
    /// How many stand in a state.
    #[must_use]
    pub fn of(&self, state: State) -> u64 {
        State::ALL.iter().zip(self.0).find(|(known, _)| **known == state).map_or(0, |(_, n)| n)
    }
}

/// A mail that is to be put into the outbox.
pub(crate) struct Mail<'m> {
    /// Who reads it.
    pub(crate) person: &'m str,
    /// The subscription that has the address.
    pub(crate) subscription: &'m str,
    /// What it tells.
    pub(crate) tiding: &'m Tiding<'m>,
}

/// Puts a mail into the outbox, unless it is there.
pub(crate) fn put(rows: &Transaction<'_>, mail: &Mail<'_>) -> Result<(), CourierError> {
    // The name tells its reader nothing of anybody else, and stands in the mail itself.
    let reader = digest::digest(&digest::SHA256, mail.person.as_bytes());
    let reader: String = reader.as_ref()[..8].iter().map(|byte| format!("{byte:02x}")).collect();
    let tiding = mail.tiding;
    rows.prepare_cached(
        "INSERT OR IGNORE INTO mail \
         (id, subscription, trajectory, round, notice, written, state, due) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'due', ?6)",
    )?
    .execute(params![
        format!("{}.{reader}", tiding.occasion),
        mail.subscription,
        tiding.audience.trajectory().map(|trajectory| trajectory.to_string()),
        tiding.round,
        serde_json::to_string(tiding.notice)?,
        tiding.at.as_microsecond(),
    ])?;
    Ok(())
}
