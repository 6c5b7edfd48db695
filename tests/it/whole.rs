//! The project's whole corpus, read by the library.

use std::sync::LazyLock;

use careerbot::command;
use careerbot::domain::{Answer, Fact, Request};
use careerbot::engine::Engine;
use careerbot::intake::ReadDocument;

use crate::project::{Asked, corpus, read_all};

static READ: LazyLock<Vec<ReadDocument>> = LazyLock::new(|| read_all(&corpus()));

/// Every document as it was read.
pub(crate) fn read() -> &'static [ReadDocument] {
    &READ
}

/// Every fact of the corpus.
pub(crate) fn facts() -> impl Iterator<Item = &'static Fact> {
    READ.iter().flat_map(|read| &read.extraction.facts)
}

static ASKED: LazyLock<Asked> = LazyLock::new(|| Asked::over(&corpus()));

/// The engine over the project's corpus.
pub(crate) fn engine() -> &'static Engine {
    &ASKED.engine
}

/// The answer to a request.
#[track_caller]
pub(crate) fn answer(request: &Request) -> Answer {
    engine().answer(request).expect("an index that reads")
}

/// The answer to a typed line.
#[track_caller]
pub(crate) fn ask(line: &str) -> Answer {
    answer(&command::parse_line(line).expect("a line that reads"))
}
