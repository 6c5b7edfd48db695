//! Discord: interactions in, messages out, and the calls that carry them.
//!
//! The only folder that names serenity, twilight and reqwest. Nothing here decides an answer: what Discord sends becomes
//! a request for the engine, and what the engine answers becomes a message. Words go through the catalogue.
//!
//! Start with [`rest`], by which everything reaches Discord; [`register`] tells Discord the commands.

pub mod invite;
pub mod register;
pub mod rest;
#[cfg(test)]
mod scripted;
pub mod token;
