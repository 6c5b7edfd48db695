//! What could not be read, and where.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::DocumentId;

/// Something about a document that its owner should mend.
///
/// It prints as `doc:line: text`, or `doc: text` where no line is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The document, or the folder or file that is none.
    pub doc: DocumentId,
    /// The line in the file, from 1.
    pub line: Option<usize>,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong and how to mend it.
    pub text: String,
}

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something could not be read.
    Error,
    /// Everything was read; something was left aside.
    Warning,
}

impl Problem {
    /// Something in `doc` could not be read.
    pub fn error(doc: &DocumentId, text: impl Into<String>) -> Problem {
        Problem {
            doc: doc.clone(),
            line: None,
            severity: Severity::Error,
            text: text.into(),
        }
    }

    /// Something in `doc` was left aside.
    pub fn warning(doc: &DocumentId, text: impl Into<String>) -> Problem {
        Problem {
            severity: Severity::Warning,
            ..Problem::error(doc, text)
        }
    }

    /// The same problem, at `line` of the file, from 1.
    #[must_use]
    pub fn at(self, line: usize) -> Problem {
        Problem {
            line: Some(line),
            ..self
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.doc, self.text),
            None => write!(f, "{}: {}", self.doc, self.text),
        }
    }
}

/// The line, from 1, that the byte `at` of `bytes` stands on.
pub(super) fn line_of(bytes: &[u8], at: usize) -> usize {
    let before = bytes.get(..at).unwrap_or(bytes);
    1 + before
        .split(|byte| *byte == b'\n')
        .count()
        .saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_the_document_the_line_and_the_text() {
        let doc = DocumentId("pay/welders.md".to_owned());
        let problem = Problem::error(&doc, "it is torn");
        assert_eq!(problem.to_string(), "pay/welders.md: it is torn");
        assert_eq!(problem.at(7).to_string(), "pay/welders.md:7: it is torn");
    }

    #[test]
    fn counts_lines_from_one() {
        assert_eq!(line_of(b"a\nb\nc", 0), 1);
        assert_eq!(line_of(b"a\nb\nc", 2), 2);
        assert_eq!(line_of(b"a\nb\nc", 99), 3);
    }
}
