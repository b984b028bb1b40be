//! Values that carry their own rules: texts, numbers of organisations, ways to reach a person.
//!
//! Each type is parsed once, where it comes in, and needs no check after that. Its rule, its
//! JSON schema and the Dutch explanation of what is allowed stand together, so that the API
//! documents, the validation and the stored events cannot drift apart.

mod contact;
mod faults;
mod file;
mod formats;
mod number;
mod organisation;
mod text;
mod value;

pub use contact::{EmailAddress, PhoneNumber};
pub use faults::{Fault, Faults};
pub use file::{FileName, MediaType, Sha256};
pub use formats::{Format, formats};
pub use number::Whole;
pub use organisation::{
    CouncilCode, KvkNumber, MunicipalityCode, Oin, OrganisationNumber, Rsin, eleven_test,
};
pub use text::{Label, Paragraph, Prose, Slug, Title};
pub use value::NotAllowed;
