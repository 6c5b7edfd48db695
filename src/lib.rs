//! careerbot answers career questions from documents, each figure with its source.
//!
//! The map, in reading order; imports point up this list only (`tests/it/layers.rs` holds that):
//!
//! | folder | what it does |
//! |---|---|
//! | [`domain`] | value types: documents, facts, requests, answers |
//! | [`vocabulary`] | names of roles, places, levels and skills, and what they mean |
//! | [`extract`] | a document in, facts and doubts out |
//! | [`command`] | the table of commands; a typed line to a request |
//! | [`present`] | words and numbers as every door shows them |
//! | [`corpus`] | files to documents |
//! | [`index`] | passages and facts on disk, and finding them again |
//! | [`intake`] | corpus to index: read, extract, write what changed |
//! | [`engine`] | a request in, an answer out |
//! | [`discord`] | Discord: what it calls, and what is said to it |
//! | [`cli`] | the terminal |
//! | [`config`], [`telemetry`] | what the environment sets; logs |

pub mod cli;
pub mod command;
pub mod config;
pub mod corpus;
pub mod discord;
pub mod domain;
pub mod engine;
pub mod extract;
mod fault;
pub mod index;
pub mod intake;
pub mod present;
pub mod telemetry;
pub mod vocabulary;

/// Where all memory comes from. What is read is cut into many small pieces, and an answer into some thousands.
#[global_allocator]
static MEMORY: mimalloc::MiMalloc = mimalloc::MiMalloc;
