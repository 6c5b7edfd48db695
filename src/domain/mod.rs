//! Value types: what the documents say, what is asked, what is answered.
//!
//! Nothing here knows a file, a clock, a search engine or a door; nothing here does arithmetic in floating point.
//! Start with [`Document`] (what is read), then [`Fact`] (what is taken out of it), then [`Request`] and [`Answer`].
#![warn(clippy::float_arithmetic)]

mod answer;
mod date;
mod document;
mod eight;
mod fact;
mod grade;
mod level;
mod message;
mod money;
mod pay;
mod place;
mod request;
mod roadmap;
mod role;
mod span;

pub use answer::{
    Answer, Block, Coverage, DocumentCard, Figure, Hit, Intent, Label, Offer, Side, SideKind,
    Understood,
};
pub use date::{WrittenDate, month_of};
pub use document::{
    Block as DocumentBlock, BlockKind, Document, DocumentId, LineIndex, Lines, Passage, Row,
    Source, SourceKind, Table, Text,
};
pub use eight::{Eight, Marks, find_byte};
pub use fact::{Evidence, Fact, FactBody, FactKey, FactKind};
pub use grade::{Grade, Scheme};
pub use level::{Level, Years};
pub use message::{Argument, Key, Message};
pub use money::{Currency, Money, MoneyError};
pub use pay::{Basis, PayFact, PayRange, PayRangeError, Period, Statistic, StatisticKind};
pub use place::{PlaceId, PlaceRef};
pub use request::{QUESTION_MAX_CHARS, Recall, Request};
pub use roadmap::{Months, Stage, Step};
pub use role::{Aspect, Fee, OccupationId, Outlook, RoleFact, RoleId, RoleRef};
pub use span::{Scan, Span, Spanned};
