//! Corpus to index: read, extract, write what changed.
//!
//! Documents pass through one at a time, so memory does not grow with the corpus; one that cannot be read, or makes a
//! reader panic, becomes a [`Problem`](crate::corpus::Problem) and the rest goes on. Nothing here knows a request, an
//! answer or a door.
//!
//! Start with [`refresh`], which brings the index up to date; [`open_for_answers`] does the same for those who would
//! rather answer from memory than not at all; [`Watch`] does it again whenever the documents change; [`read`] reads a
//! corpus without an index.

mod read;
mod refresh;
mod seen;
mod walk;
mod watch;

pub use read::{Progress, ReadDocument, parse, read, read_explained};
pub use refresh::{How, IntakeError, Refreshed, Report, Warning, open_for_answers, refresh};
pub use watch::{Look, Watch};
