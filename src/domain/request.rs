//! What is asked, in the asker's terms.

use super::Level;

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
}
