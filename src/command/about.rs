//! `/about`: what this is, and what it knows.

use super::{Arguments, Command, UsageError};
use crate::domain::{Key, Request};

pub(super) const COMMAND: Command = Command {
    name: "about",
    summary: Key::CommandAbout,
    options: &[],
    examples: &["/about"],
    parse,
};

#[expect(
    clippy::unnecessary_wraps,
    reason = "the table wants one shape; this command has nothing to refuse"
)]
fn parse(_: &Arguments<'_>) -> Result<Request, UsageError> {
    Ok(Request::About)
}
