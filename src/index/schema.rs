//! What stands in which field, and how an [`Entry`] is laid out.

use serde::Serialize;
use tantivy::TantivyDocument;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TextFieldIndexing, TextOptions,
};

use super::summary::{Summary, short_key};
use super::{DocumentRecord, Entry, words};
use crate::domain::{
    Aspect, Coverage, Fact, FactKind, Level, Passage, PlaceId, PlaceRef, Source, SourceKind,
    WrittenDate, Years,
};

/// Raised whenever fields, their options, what is stored or the way text is cut change: another schema, another index.
pub(super) const SCHEMA: u32 = 5;

/// Which kind of entry one is, as the field `kind` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Passage,
    Fact,
    /// What all documents together hold; there is one.
    Summary,
    /// Everything that is covered, for writers; there is one.
    Covered,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Document => "document",
            Kind::Passage => "passage",
            Kind::Fact => "fact",
            Kind::Summary => "summary",
            Kind::Covered => "covered",
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
    /// The record, passage, fact or summary as JSON.
    pub(super) stored: Field,
    /// What a document covers, as JSON; only writers read it.
    pub(super) coverage: Field,
    /// [`short_key`] of a document.
    pub(super) key: Field,
    /// The words of the document's title.
    pub(super) title: Field,
    /// The words of the headings above, each heading a value.
    pub(super) headings: Field,
    /// The words of the passage.
    pub(super) body: Field,
    /// [`crate::domain::FactKind::name`].
    pub(super) fact: Field,
    /// [`crate::domain::RoleRef::key`], and [`role_of_kind`].
    pub(super) role: Field,
    /// The place and everything it lies in; [`NOT_STATED`] where there is none.
    pub(super) place: Field,
    /// The occupation that the role is counted as; [`NOT_STATED`] where there is none.
    pub(super) occupation: Field,
    /// Three letters.
    pub(super) currency: Field,
    /// [`aspect_number`].
    pub(super) aspect: Field,
    /// [`level_number`].
    pub(super) level: Field,
    /// [`years_number`].
    pub(super) years: Field,
    /// 1 for a place that is a part of a country, else 0.
    pub(super) part: Field,
    /// [`trust`]: the smaller, the sooner shown.
    pub(super) trust: Field,
}

/// Stands for what a fact does not state, so that such facts can be asked for.
pub(super) const NOT_STATED: &str = "-";

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let searched = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(words::NAME)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    // Nobody asks how long such a value is: it is there or not.
    let exact = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer("raw")
            .set_fieldnorms(false)
            .set_index_option(IndexRecordOption::Basic),
    );
    let mut schema = Schema::builder();
    let fields = Fields {
        kind: schema.add_text_field("kind", exact.clone()),
        doc: schema.add_text_field("doc", exact.clone() | FAST),
        ordinal: schema.add_u64_field("ordinal", INDEXED | FAST),
        scope: schema.add_text_field("scope", exact.clone()),
        stored: schema.add_text_field("stored", STORED),
        coverage: schema.add_text_field("coverage", STORED),
        key: schema.add_u64_field("key", INDEXED),
        title: schema.add_text_field("title", searched.clone()),
        headings: schema.add_text_field("headings", searched.clone()),
        body: schema.add_text_field("body", searched),
        fact: schema.add_text_field("fact", exact.clone()),
        role: schema.add_text_field("role", exact.clone()),
        place: schema.add_text_field("place", exact.clone()),
        occupation: schema.add_text_field("occupation", exact.clone()),
        currency: schema.add_text_field("currency", exact.clone()),
        aspect: schema.add_u64_field("aspect", INDEXED),
        level: schema.add_u64_field("level", FAST),
        years: schema.add_u64_field("years", FAST),
        part: schema.add_u64_field("part", FAST),
        trust: schema.add_u64_field("trust", FAST),
    };
    (schema.build(), fields)
}

impl Fields {
    /// Everything that one document puts into the index.
    pub(super) fn lay_out(&self, entry: &Entry) -> Vec<TantivyDocument> {
        let record = &entry.record;
        let mut laid_out = vec![self.record(record)];
        for passage in &entry.passages {
            laid_out.push(self.passage(passage, record.source.title.as_deref()));
        }
        for (ordinal, fact) in (0..).zip(&entry.facts) {
            laid_out.push(self.fact(fact, ordinal, &record.source));
        }
        laid_out
    }

    /// What all documents together put into the index.
    pub(super) fn lay_out_sums(
        &self,
        summary: &Summary,
        covered: &[Coverage],
    ) -> [TantivyDocument; 2] {
        [
            self.start(Kind::Summary, "", 0, summary),
            self.start(Kind::Covered, "", 0, &covered),
        ]
    }

    fn record(&self, record: &DocumentRecord) -> TantivyDocument {
        let mut entry = self.start(Kind::Document, &record.id.0, 0, record);
        entry.add_text(self.coverage, json(&record.coverage));
        entry.add_u64(self.key, short_key(&record.id).into());
        entry
    }

    fn start(
        &self,
        kind: Kind,
        doc: &str,
        ordinal: u64,
        stored: &impl Serialize,
    ) -> TantivyDocument {
        let stored = json(stored);
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
        for heading in passage.headings.iter() {
            entry.add_text(self.headings, heading);
        }
        entry.add_text(self.body, &passage.text);
        entry
    }

    fn fact(&self, fact: &Fact, ordinal: u64, source: &Source) -> TantivyDocument {
        let mut entry = self.start(Kind::Fact, &fact.doc.0, ordinal, fact);
        entry.add_text(self.fact, fact.kind().name());
        entry.add_u64(self.trust, trust(source, fact));
        if let Some(role) = fact.role() {
            let key = role.key();
            entry.add_text(self.role, role_of_kind(fact.kind(), &key));
            entry.add_text(self.role, key);
            let occupation = role.occupation.as_ref();
            entry.add_text(
                self.occupation,
                occupation.map_or(NOT_STATED, |id| id.0.as_str()),
            );
        }
        if let Some(told) = fact.role_fact() {
            entry.add_u64(self.aspect, aspect_number(told.aspect));
        }
        if let Some(pay) = fact.pay() {
            for around in places(pay.place.as_ref()) {
                entry.add_text(self.place, around);
            }
            entry.add_text(self.currency, pay.range.currency().code());
            entry.add_u64(self.level, level_number(pay.level));
            entry.add_u64(self.years, years_number(pay.years));
            let id = pay.place.as_ref().and_then(|place| place.id.as_ref());
            entry.add_u64(self.part, id.is_some_and(|id| !id.is_country()).into());
        }
        entry
    }
}

fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value)
        .expect("records, passages, facts and sums have string keys and no floats")
}

/// The term for facts of this kind about a role; no key begins with the name of a kind and a line's end.
pub(super) fn role_of_kind(kind: FactKind, role: &str) -> String {
    format!("{}\n{role}", kind.name())
}

/// 0 for none, else counted from 1 upwards.
pub(super) fn level_number(level: Option<Level>) -> u64 {
    let at = level.and_then(|level| Level::ALL.iter().position(|other| *other == level));
    at.map_or(0, |at| at as u64 + 1)
}

/// Where the side of a role stands among all.
pub(super) fn aspect_number(aspect: Aspect) -> u64 {
    let at = Aspect::ALL.iter().position(|other| *other == aspect);
    at.map_or(0, |at| at as u64)
}

/// Stands for years that are open at one end.
const OPEN: u16 = u16::MAX;

/// From and to in months, 16 bits each; no years at all are open at both ends.
fn years_number(years: Option<Years>) -> u64 {
    let end = |months: Option<u16>| u64::from(months.unwrap_or(OPEN));
    let years = years.unwrap_or(Years {
        min_months: None,
        max_months: None,
    });
    end(years.min_months) << 16 | end(years.max_months)
}

/// The years behind [`years_number`].
pub(super) fn years_behind(number: u64) -> Option<Years> {
    let end = |number: u64| {
        u16::try_from(number & 0xffff)
            .ok()
            .filter(|end| *end != OPEN)
    };
    let years = Years {
        min_months: end(number >> 16),
        max_months: end(number),
    };
    (years.min_months.is_some() || years.max_months.is_some()).then_some(years)
}

/// How soon a fact is shown, smallest first: facts of official statistics before those of surveys and so on, of one
/// sort the newest first; one without a date last.
pub(super) fn trust(source: &Source, fact: &Fact) -> u64 {
    let own = fact.pay().and_then(|pay| pay.as_of.as_deref());
    let written = own.or(source.as_of.as_deref());
    let months = written.and_then(WrittenDate::read).map(WrittenDate::months);
    let kind = source.kind.unwrap_or(SourceKind::Article);
    let age = months.map_or(u32::MAX, |months| u32::MAX - 1 - months);
    (kind as u64) << 32 | u64::from(age)
}

/// The terms under which a fact for `place` is found.
fn places(place: Option<&PlaceRef>) -> Vec<String> {
    match place {
        None => vec![NOT_STATED.to_owned()],
        Some(PlaceRef { id: Some(id), .. }) => enclosing(id).map(str::to_owned).collect(),
        // As an id that a document's own name for a place is given.
        Some(named) => vec![format!("~{}", named.written.to_lowercase())],
    }
}

/// `IN`, then `IN/bengaluru`: the places that a filter may name to find this one.
fn enclosing(place: &PlaceId) -> impl Iterator<Item = &str> {
    let id = place.0.as_str();
    id.match_indices('/')
        .filter_map(|(at, _)| id.get(..at))
        .chain([id])
}
