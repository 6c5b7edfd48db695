//! Files to [`Document`](crate::domain::Document)s: what stands in a folder, what a file says, and where in it.
//!
//! Nothing here knows pay, roles or any other vocabulary; headings, lists and tables are told by their shape alone.
//! What cannot be read becomes a [`Problem`] and the rest goes on.
//! Start with [`list`] (a folder), then [`load`] (a file's documents, bytes and fingerprint each), then [`Loaded::parse`] (blocks and spans).
//!
//! | file ends in | read as |
//! |---|---|
//! | `.md`, `.markdown` | Markdown, by `markdown.rs`; tables of HTML in it by `inset.rs` |
//! | `.txt` | lines whose shape tells what they are, by `text.rs` |
//! | `.html`, `.htm` | the content of a web page, by `html/` |
//! | `.csv`, `.tsv` | a table, by `csv.rs` |
//! | `.docx` | paragraphs by their styles, lists and tables, by `docx/` |
//! | `.pdf` | characters with places, in a process of its own, by `pdf/` |
//! | `.jsonl`, `.jsonl.gz` | many documents, each an object on a line with its Markdown, by `jsonl.rs` |
//!
//! The first two may open with its address on a line of its own, and with front matter, TOML (`+++`) or YAML (`---`).
//! `decode.rs` tells the encoding of a text.

mod csv;
mod decode;
mod docx;
mod draft;
mod folder;
mod format;
mod front;
mod glued;
mod html;
mod inset;
mod jsonl;
mod load;
mod markdown;
mod outline;
mod pairs;
mod pdf;
mod pieces;
mod problem;
mod table;
mod tags;
mod text;

pub use folder::{CorpusError, DEPTH_MAX, FILES_MAX, FileEntry, Listing, list};
pub use format::Format;
pub use load::{DOCUMENT_MAX_BYTES, Documents, Loaded, Parsed, UTF_8, load};
pub use outline::DOCUMENT_MAX_BLOCKS;
pub use pdf::{READ_PDF, read_pdf, read_pdfs_with};
pub use problem::{Problem, Severity};
