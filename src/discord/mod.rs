//! Discord: interactions in, messages out, and the calls that carry them. The only folder that names serenity, twilight
//! and reqwest.
//!
//! Nothing here decides an answer. The way of an interaction: [`gateway`] takes it in, `receive` makes a request of it,
//! `respond` has it answered in time, `render` turns the answer into a message, `outbox` sends it. Start with `respond`.
//! Every call goes through [`rest`]; [`register`] tells Discord the commands.

mod custom_id;
mod escape;
pub mod gateway;
pub mod invite;
mod limits;
mod outbox;
mod receive;
pub mod register;
mod render;
mod reply;
mod respond;
pub mod rest;
#[cfg(test)]
mod scripted;
pub mod token;

pub use respond::Answers;
