//! What is asked, in the asker's terms.

use super::{Grade, Level};

/// The longest question that is read, in characters. Discord allows 6,000 in a text option; nobody asks that much.
pub const QUESTION_MAX_CHARS: usize = 1_000;

/// One thing to answer. Names stand as typed; the engine resolves them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// What a role pays.
    Salary {
        /// The role, as typed.
        role: String,
        /// The place, as typed.
        location: Option<String>,
        /// The level.
        level: Option<Level>,
        /// The rung of a ladder.
        grade: Option<Grade>,
    },
    /// What a role is.
    Role {
        /// The role, as typed.
        role: String,
    },
    /// How to get into a role.
    Roadmap {
        /// The role, as typed.
        role: String,
        /// One stage of it: its number or name, as typed.
        stage: Option<String>,
    },
    /// A question in plain words.
    Ask {
        /// The question, as typed.
        question: String,
    },
    /// The documents that answers come from.
    Sources {
        /// One of them: its title or path, as typed.
        document: Option<String>,
    },
    /// What this is, and what it knows.
    About,
    /// The answer that was given before, without its words.
    Again(Recall),
}

/// What an answer was looked up by, so that the same answer can be given again while the documents are the same.
///
/// Made and read by the engine alone. It holds ids and hashes, never what somebody typed, and fits into
/// [`Recall::MAX_BYTES`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recall(pub Vec<u8>);

impl Recall {
    /// The longest one there is, in bytes.
    pub const MAX_BYTES: usize = 70;
}
