//! Who may speak for which organisation, in which role.
//!
//! A token is issued by somebody else: the identity provider of a municipality, eHerkenning, or
//! whoever a council uses. Here it is only verified: signature, issuer, audience, and the time
//! in which it counts. A verified token is remembered until it expires or its key is withdrawn,
//! because a signature costs more than everything else a submission does.

mod claims;
mod keys;
mod local;
mod verifier;

pub use claims::{Claims, Mandate, Party, Role};
pub use keys::{FetchKeys, HttpKeys, KeyError};
pub use local::{LOCAL_ISSUER, LocalKey, LocalKeyError};
pub use verifier::{Identity, Issuer, TokenError, Verifier, Verify};
