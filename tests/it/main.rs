//! The one integration binary: the library over the project's own corpus, and the program as a person runs it.

mod again;
mod bad_input;
mod bot;
mod cli;
mod discord;
mod evaluation;
mod extraction;
mod fake;
mod formats;
mod layers;
mod live;
mod mutants;
mod project;
mod questions;
mod register;
mod round_trip;
mod rungs;
mod salary;
mod scope;
mod seeds;
mod shipped;
mod standins;
mod web_pages;
mod whole;
