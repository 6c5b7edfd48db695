//! What stands in which field, and how an [`Entry`] is laid out.

use serde::Serialize;
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};

use super::{Entry, words};
use crate::domain::{Fact, Passage, PlaceId};

/// Raised whenever fields, their options, what is stored or the way text is cut change: another schema, another index.
pub(super) const SCHEMA: u32 = 5;

/// Which kind of entry one is, as the field `kind` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Passage,
    Fact,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Document => "document",
            Kind::Passage => "passage",
            Kind::Fact => "fact",
        }
    }
}

/// Who may see an entry. Documents of single communities will carry their own.
const SHARED: &str = "shared";

/// The fields by name. The same code makes them every time, so they fit any index whose schema equals [`schema`]'s.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// [`Kind::name`].
    pub(super) kind: Field,
    /// The document's id, whole.
    pub(super) doc: Field,
    /// A passage's or fact's number in its document.
    pub(super) ordinal: Field,
    /// Who may see it.
    scope: Field,
    /// The record, passage or fact as JSON.
    pub(super) stored: Field,
    /// The words of the document's title.
    pub(super) title: Field,
    /// The words of the headings above, each heading a value.
    pub(super) headings: Field,
    /// The words of the passage.
    pub(super) body: Field,
    /// [`crate::domain::FactKind::name`].
    pub(super) fact: Field,
    /// [`crate::domain::RoleRef::key`].
    pub(super) role: Field,
    /// The place and everything it lies in.
    pub(super) place: Field,
    /// [`crate::domain::Level::name`].
    level: Field,
    /// Three letters.
    currency: Field,
    /// Minor units.
    low: Field,
    /// Minor units.
    high: Field,
    /// As written.
    as_of: Field,
}

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let searched = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(words::NAME)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    let mut schema = Schema::builder();
    let fields = Fields {
        kind: schema.add_text_field("kind", STRING),
        doc: schema.add_text_field("doc", STRING | FAST),
        ordinal: schema.add_u64_field("ordinal", INDEXED | FAST),
        scope: schema.add_text_field("scope", STRING),
        stored: schema.add_text_field("stored", STORED),
        title: schema.add_text_field("title", searched.clone()),
        headings: schema.add_text_field("headings", searched.clone()),
        body: schema.add_text_field("body", searched),
        fact: schema.add_text_field("fact", STRING),
        role: schema.add_text_field("role", STRING),
        place: schema.add_text_field("place", STRING),
        level: schema.add_text_field("level", STRING),
        currency: schema.add_text_field("currency", STRING),
        low: schema.add_i64_field("low", INDEXED),
        high: schema.add_i64_field("high", INDEXED),
        as_of: schema.add_text_field("as_of", STRING),
    };
    (schema.build(), fields)
}

impl Fields {
    /// Everything that one document puts into the index.
    pub(super) fn lay_out(&self, entry: &Entry) -> Vec<TantivyDocument> {
        let record = &entry.record;
        let mut laid_out = vec![self.start(Kind::Document, &record.id.0, 0, record)];
        for passage in &entry.passages {
            laid_out.push(self.passage(passage, record.source.title.as_deref()));
        }
        for (ordinal, fact) in (0..).zip(&entry.facts) {
            laid_out.push(self.fact(fact, ordinal));
        }
        laid_out
    }

    fn start(
        &self,
        kind: Kind,
        doc: &str,
        ordinal: u64,
        stored: &impl Serialize,
    ) -> TantivyDocument {
        let stored = serde_json::to_string(stored)
            .expect("records, passages and facts have string keys and no floats");
        let mut entry = TantivyDocument::default();
        entry.add_text(self.kind, kind.name());
        entry.add_text(self.doc, doc);
        entry.add_u64(self.ordinal, ordinal);
        entry.add_text(self.scope, SHARED);
        entry.add_text(self.stored, stored);
        entry
    }

    fn passage(&self, passage: &Passage, title: Option<&str>) -> TantivyDocument {
        let ordinal = passage.ordinal.into();
        let mut entry = self.start(Kind::Passage, &passage.doc.0, ordinal, passage);
        if let Some(title) = title {
            entry.add_text(self.title, title);
        }
        for heading in &passage.headings {
            entry.add_text(self.headings, heading);
        }
        entry.add_text(self.body, &passage.text);
        entry
    }

    fn fact(&self, fact: &Fact, ordinal: u64) -> TantivyDocument {
        let mut entry = self.start(Kind::Fact, &fact.doc.0, ordinal, fact);
        entry.add_text(self.fact, fact.kind().name());
        if let Some(role) = fact.role() {
            entry.add_text(self.role, role.key());
        }
        if let Some(id) = fact.place().and_then(|place| place.id.as_ref()) {
            for around in enclosing(id) {
                entry.add_text(self.place, around);
            }
        }
        if let Some(pay) = fact.pay() {
            if let Some(level) = pay.level {
                entry.add_text(self.level, level.name());
            }
            entry.add_text(self.currency, pay.range.currency().code());
            if let Some(low) = pay.range.low() {
                entry.add_i64(self.low, low.minor());
            }
            if let Some(high) = pay.range.high() {
                entry.add_i64(self.high, high.minor());
            }
            if let Some(as_of) = &pay.as_of {
                entry.add_text(self.as_of, as_of);
            }
        }
        entry
    }
}

/// `IN`, then `IN/bengaluru`: the places that a filter may name to find this one.
fn enclosing(place: &PlaceId) -> impl Iterator<Item = &str> {
    let id = place.0.as_str();
    id.match_indices('/')
        .filter_map(|(at, _)| id.get(..at))
        .chain([id])
}
