//! Words and numbers as every door shows them: the same here, in a message, in a menu.
//!
//! Pure: nothing here knows a terminal, Discord, a file or a clock, and nothing here decides what is answered. Wording
//! stands in `locales/`, one file a language. Start with [`Catalogue`], then [`Figured`] (the words beside a figure)
//! and [`clean`], through which every word of a document or an asker goes before it is shown.

mod catalogue;
mod figure;
mod money;
mod plain;
mod source;

pub use catalogue::{Catalogue, aspect_key, grade_argument, label_key, level_key};
pub use figure::{
    Figured, dated, document_name, experience, level_words, link, months, stage_checkpoint,
    stage_goal, stage_time, statement, with_role,
};
pub use money::{amount, fee};
pub use plain::{Piece, clean, clean_lines, cut, pieces, snippet};
pub use source::{BRIEF_FROM, Behind, Described, heading_path, listed_line, source_line};
