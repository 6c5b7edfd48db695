//! Discord: interactions in, messages out. The only folder that names serenity and twilight.
//!
//! Nothing here decides an answer. The way of an interaction: `receive` makes a request of it, `respond` has it answered
//! in time, `render` turns the answer into a message, `outbox` sends it. Start with `respond`.

mod custom_id;
mod escape;
mod limits;
mod receive;
pub mod render;
mod reply;
mod respond;

pub use respond::{Answers, Pace};
