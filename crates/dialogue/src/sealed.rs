//! What names or reaches a person or a provider, as the log may hold it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Something that only the vault can read: encrypted under the key of its subject, a person or a
/// provider. Deleting that key erases it wherever it stands, while the log stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Sealed {
    /// Whose key it is encrypted under.
    pub subject: Uuid,
    /// The ciphertext with its nonce, in base64url.
    pub content: String,
}
