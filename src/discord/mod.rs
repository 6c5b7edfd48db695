//! Discord: interactions in, messages out. The only folder that names serenity, twilight and reqwest.
//!
//! Nothing here decides an answer. The way of an interaction: `receive` makes a request of it, `respond` has it answered
//! in time, `render` turns the answer into a message, `outbox` sends it. Start with `respond`. Every call goes through
//! [`rest`]; [`register`] tells Discord the commands.

mod custom_id;
mod escape;
pub mod invite;
mod limits;
mod receive;
pub mod register;
pub mod render;
mod reply;
mod respond;
pub mod rest;
#[cfg(test)]
mod scripted;
pub mod token;

pub use respond::{Answers, Pace};
