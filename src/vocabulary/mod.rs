//! Names of roles, places, levels and skills, and what they mean.

/// The words that are known.
#[derive(Debug, Default)]
pub struct Vocabulary {}

impl Vocabulary {
    /// The vocabulary compiled in from `corpus/vocabulary/`.
    pub fn builtin() -> &'static Vocabulary {
        static BUILTIN: Vocabulary = Vocabulary {};
        &BUILTIN
    }

    /// A short hash of the vocabulary's data: another vocabulary, another index.
    pub fn version() -> &'static str {
        "0"
    }
}
