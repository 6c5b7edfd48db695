//! A request in, an answer out.

use crate::domain::{Answer, Request};
use crate::index::{Index, IndexError};

/// Answers requests from one index.
#[derive(Debug)]
pub struct Engine {
    index: Index,
}

impl Engine {
    /// An engine over `index`.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    pub fn new(index: Index) -> Result<Engine, IndexError> {
        Ok(Engine { index })
    }

    /// The index it answers from.
    pub fn index(&self) -> &Index {
        &self.index
    }

    /// The answer to `request`. Nothing found is an answer too.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    pub fn answer(&self, request: &Request) -> Result<Answer, IndexError> {
        let _ = request;
        todo!("answers")
    }
}
