//! The figures that the platform is to reach.
//!
//! Each figure is a ratio to a reference that was taken in the same run on the same machine: only
//! ratios carry over to another machine or day. The table says what is measured against what and
//! which ratio is the goal; a report holds what a run measured; picture and table for the docs are
//! made from the report alone, so that a test can hold them against it.

mod page;
mod picture;
mod report;
mod table;

pub use page::{BEGIN, END, put_table};
pub use picture::picture;
pub use report::{Machine, Report, Row, Settings, Turn, Versions};
pub use table::{Figure, Goal, TABLE, figure};
