//! What tests of several crates need: tools from outside Rust, and servers to talk to.
//!
//! Only ever a dev-dependency. A tool that is missing is an error that says how to install it.

pub mod smtp;
pub mod tools;
pub mod workbook;

pub use smtp::SmtpServer;
pub use tools::PostgresServer;
