//! The formats of this vocabulary, for whoever validates against a JSON schema.

use crate::value::NotAllowed;
use crate::{
    CouncilCode, EmailAddress, FileName, KvkNumber, Label, MediaType, MunicipalityCode, Oin,
    OrganisationNumber, Paragraph, PhoneNumber, Prose, Rsin, Sha256, Slug, Title,
};

/// A format: its name in a schema and the rule behind it.
pub type Format = (&'static str, fn(&str) -> Result<(), NotAllowed>);

/// All formats, each with the rule by which its type is parsed.
#[must_use]
pub fn formats() -> Vec<Format> {
    vec![
        (Label::FORMAT, Label::check),
        (Title::FORMAT, Title::check),
        (Paragraph::FORMAT, Paragraph::check),
        (Prose::FORMAT, Prose::check),
        (Slug::FORMAT, Slug::check),
        (FileName::FORMAT, FileName::check),
        (MediaType::FORMAT, MediaType::check),
        (Sha256::FORMAT, Sha256::check),
        (KvkNumber::FORMAT, KvkNumber::check),
        (Rsin::FORMAT, Rsin::check),
        (Oin::FORMAT, Oin::check),
        (MunicipalityCode::FORMAT, MunicipalityCode::check),
        (CouncilCode::FORMAT, CouncilCode::check),
        (OrganisationNumber::FORMAT, OrganisationNumber::check),
        (EmailAddress::FORMAT, EmailAddress::check),
        (PhoneNumber::FORMAT, PhoneNumber::check),
    ]
}
