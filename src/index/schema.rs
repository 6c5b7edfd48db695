//! What stands in which field, and how an [`Entry`] is laid out.

use std::collections::BTreeMap;

use serde::Serialize;
use tantivy::schema::{
    BytesOptions, FAST, Field, IndexRecordOption, NumericOptions, STORED, Schema,
    TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, Term};

use super::squeeze::{Dictionary, Samples, Squeezer};
use super::summary::{Summary, short_key};
use super::{DocumentRecord, Entry, words};
use crate::domain::{
    Aspect, Coverage, Currency, Fact, FactKind, Grade, Level, Passage, PayFact, PlaceId, PlaceRef,
    Source, SourceKind, WrittenDate, Years,
};

/// Raised whenever fields, their options, what is stored, how it is packed or the way text is cut change: another schema,
/// another index.
///
/// What is stored changes with every field and variant that is added to what [`written`] writes, taken away or moved.
pub(super) const SCHEMA: u32 = 13;

/// Which kind of entry one is, as the field `kind` says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Document,
    Passage,
    Fact(FactKind),
    /// What all documents together hold; there is one.
    Summary,
    /// Everything that is covered, for writers; there is one.
    Covered,
    /// What squeezed entries are read with; there is one where any is squeezed, and it stays for as long as the index.
    Dictionary,
}

impl Kind {
    pub(super) fn name(self) -> &'static str {
        match self {
            Kind::Document => "document",
            Kind::Passage => "passage",
            Kind::Fact(kind) => kind.name(),
            Kind::Summary => "summary",
            Kind::Covered => "covered",
            Kind::Dictionary => "dictionary",
        }
    }
}

/// Stands for the document of what is of all of them; none has this id.
pub(super) const OF_ALL: &str = "";

/// About how many bytes most of what is stored takes before it is squeezed, for its room.
const WRITTEN_BYTES: usize = 512;

/// About how many bytes an entry takes for its document, its kind and what it is found by.
const FACT_BYTES: usize = 192;

/// Stands for the number of a fact without a passage: no entry has so many before it.
const OF_NO_PASSAGE: u64 = u32::MAX as u64;

/// The most words of a title that are counted.
const TITLE_WORDS_MAX: usize = 63;

/// The fields by name. The same code makes them every time, so they fit any index whose schema equals [`schema`]'s.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fields {
    /// [`Kind::name`]; of what is told of a role also [`of_aspect`].
    pub(super) kind: Field,
    /// The document's id, whole.
    pub(super) doc: Field,
    /// A passage's number in its document, a fact's among those of its passage, or [`OF_NO_PASSAGE`].
    pub(super) ordinal: Field,
    /// The record, passage or summary, as [`written`] writes it, squeezed; behind a record what its document covers, behind
    /// a passage its facts: of those only one without a passage has an entry with contents of its own. The dictionary
    /// itself stands there as it is.
    pub(super) stored: Field,
    /// [`short_key`] of a document.
    pub(super) key: Field,
    /// The words of a passage, of the headings above it and of the document's title: [`words::joined`].
    pub(super) words: Field,
    /// How many words the title above a passage has; that an entry has this number tells that it is a passage.
    pub(super) title_words: Field,
    /// [`crate::domain::RoleRef::key`], [`of`] the kind and [`of`] the side of a role.
    pub(super) role: Field,
    /// The place and everything it lies in; [`unplaced`] where there is none.
    pub(super) place: Field,
    /// [`STATED`] where the role is counted as an occupation.
    pub(super) occupation: Field,
    /// [`step_number`].
    pub(super) level: Field,
    /// [`years_number`].
    pub(super) years: Field,
    /// 1 for a place that is a part of a country, else 0.
    pub(super) part: Field,
    /// [`trust`]: the smaller, the sooner shown.
    pub(super) trust: Field,
}

/// Stands for something that a fact states, where nobody asks what it is.
pub(super) const STATED: &str = "+";

/// The schema and its fields.
pub(super) fn schema() -> (Schema, Fields) {
    let searched = TextOptions::default().set_indexing_options(
        TextFieldIndexing::default()
            .set_tokenizer(words::NAME)
            .set_index_option(IndexRecordOption::WithFreqsAndPositions),
    );
    // Such a value is there or not, whole. As text it would be cut first, into one word, and that takes twice as long.
    let exact = BytesOptions::default().set_indexed();
    let mut schema = Schema::builder();
    let fields = Fields {
        kind: schema.add_bytes_field("kind", exact.clone()),
        doc: schema.add_bytes_field("doc", exact.clone() | FAST),
        ordinal: schema.add_u64_field("ordinal", FAST),
        stored: schema.add_bytes_field("stored", STORED),
        key: schema.add_u64_field("key", NumericOptions::default().set_indexed()),
        words: schema.add_text_field("words", searched),
        title_words: schema.add_u64_field("title_words", FAST),
        role: schema.add_bytes_field("role", exact.clone()),
        place: schema.add_bytes_field("place", exact.clone()),
        occupation: schema.add_bytes_field("occupation", exact.clone()),
        level: schema.add_u64_field("level", FAST),
        years: schema.add_u64_field("years", FAST),
        part: schema.add_u64_field("part", FAST),
        trust: schema.add_u64_field("trust", FAST),
    };
    (schema.build(), fields)
}

impl Fields {
    /// Everything that one document puts into the index, in portions of which each has to stand in one part of it, one
    /// entry behind the other: a passage, and behind it the facts that were read from it, which [`Fields::stored`] has in
    /// its entry.
    pub(super) fn lay_out(
        &self,
        entry: &Entry,
        squeezer: &mut Squeezer,
    ) -> Vec<Vec<TantivyDocument>> {
        let record = &entry.record;
        let by_passage = ByPassage::new(entry);
        let mut first = vec![self.record(record, squeezer)];
        for fact in &by_passage.of_none {
            let stored = squeezer.squeeze(&written(fact));
            first.push(self.fact(fact, OF_NO_PASSAGE, &record.source, Some(&stored)));
        }
        let mut laid_out = Vec::with_capacity(1 + entry.passages.len());
        laid_out.push(first);
        for (passage, facts) in &by_passage.passages {
            let mut portion = Vec::with_capacity(1 + facts.len());
            let stored = squeezer.squeeze(&written_with(passage, facts));
            portion.push(self.passage(passage, record.source.title.as_deref(), &stored));
            for (number, fact) in (0..).zip(facts) {
                portion.push(self.fact(fact, number, &record.source, None));
            }
            laid_out.push(portion);
        }
        laid_out
    }

    /// What all documents together put into the index.
    pub(super) fn lay_out_sums(
        &self,
        summary: &Summary,
        covered: &[Coverage],
        squeezer: &mut Squeezer,
    ) -> [TantivyDocument; 2] {
        let (summary, covered) = (written(summary), written(covered));
        [
            self.start(Kind::Summary, OF_ALL, 0, (&squeezer.squeeze(&summary), 0)),
            self.start(Kind::Covered, OF_ALL, 0, (&squeezer.squeeze(&covered), 0)),
        ]
    }

    /// What the dictionary puts into the index.
    pub(super) fn lay_out_dictionary(&self, dictionary: &Dictionary) -> TantivyDocument {
        self.start(Kind::Dictionary, OF_ALL, 0, (&dictionary.stored(), 0))
    }

    fn record(&self, record: &DocumentRecord, squeezer: &mut Squeezer) -> TantivyDocument {
        let stored = squeezer.squeeze(&written_whole(record));
        let room = (stored.as_slice(), FACT_BYTES);
        let mut entry = self.start(Kind::Document, &record.id.0, 0, room);
        entry.add_u64(self.key, short_key(&record.id).into());
        entry
    }

    /// The beginning of an entry that will take about so many bytes `beside` what is stored. Thousands of entries wait to
    /// be written, so that room which none of them needs is memory that no cache holds.
    fn start(
        &self,
        kind: Kind,
        doc: &str,
        ordinal: u64,
        (stored, beside): (&[u8], usize),
    ) -> TantivyDocument {
        let mut entry = TantivyDocument::with_capacity(stored.len() + beside);
        entry.add_bytes(self.kind, kind.name().as_bytes());
        entry.add_bytes(self.doc, doc.as_bytes());
        entry.add_u64(self.ordinal, ordinal);
        if !stored.is_empty() {
            entry.add_bytes(self.stored, stored);
        }
        entry
    }

    fn passage(&self, passage: &Passage, title: Option<&str>, stored: &[u8]) -> TantivyDocument {
        let ordinal = passage.ordinal.into();
        let words = words::joined(title, &passage.headings, &passage.text);
        let beside = words.len() + FACT_BYTES;
        let mut entry = self.start(Kind::Passage, &passage.doc.0, ordinal, (stored, beside));
        entry.add_text(self.words, words);
        entry.add_u64(self.title_words, title.map_or(0, word_count));
        entry
    }

    /// `stored` is of a fact without a passage.
    fn fact(
        &self,
        fact: &Fact,
        ordinal: u64,
        source: &Source,
        stored: Option<&[u8]>,
    ) -> TantivyDocument {
        let room = (stored.unwrap_or_default(), FACT_BYTES);
        let mut entry = self.start(Kind::Fact(fact.kind()), &fact.doc.0, ordinal, room);
        entry.add_u64(self.trust, trust(source, fact));
        let aspect = fact.role_fact().map(|told| of_aspect(told.aspect));
        if let Some(role) = fact.role() {
            let key = role.key();
            entry.add_bytes(self.role, of(fact.kind().name(), &key).as_bytes());
            if let Some(aspect) = &aspect {
                entry.add_bytes(self.role, of(aspect, &key).as_bytes());
            }
            if role.occupation.is_some() {
                entry.add_bytes(self.occupation, STATED.as_bytes());
            }
        }
        if let Some(aspect) = aspect {
            entry.add_bytes(self.kind, aspect.as_bytes());
        }
        if let Some(pay) = fact.pay() {
            for around in places(pay) {
                entry.add_bytes(self.place, around.as_bytes());
            }
            entry.add_u64(self.level, step_number(pay.level, pay.grade));
            entry.add_u64(self.years, years_number(pay.years));
            let id = pay.place.as_ref().and_then(|place| place.id.as_ref());
            entry.add_u64(self.part, id.is_some_and(|id| !id.is_country()).into());
        }
        entry
    }
}

/// The term of the entries whose `field`, one of those that hold a value whole, is `value`.
pub(super) fn exact_term(field: Field, value: &str) -> Term {
    Term::from_field_bytes(field, value.as_bytes())
}

/// The passages of a document, each with the facts that were read from it, in their order.
struct ByPassage<'a> {
    passages: Vec<(&'a Passage, Vec<&'a Fact>)>,
    /// The facts that name a passage that is not there.
    of_none: Vec<&'a Fact>,
}

impl ByPassage<'_> {
    fn new(entry: &Entry) -> ByPassage<'_> {
        let mut facts: BTreeMap<u32, Vec<&Fact>> = BTreeMap::new();
        for fact in &entry.facts {
            facts.entry(fact.evidence.passage).or_default().push(fact);
        }
        let passages = entry.passages.iter();
        ByPassage {
            passages: passages
                .map(|passage| (passage, facts.remove(&passage.ordinal).unwrap_or_default()))
                .collect(),
            of_none: facts.into_values().flatten().collect(),
        }
    }
}

/// Gives `samples` what [`Fields::lay_out`] squeezes of `entry`.
pub(super) fn sample(entry: &Entry, samples: &mut Samples) {
    samples.add(&written_whole(&entry.record));
    let by_passage = ByPassage::new(entry);
    for fact in &by_passage.of_none {
        samples.add(&written(fact));
    }
    for (passage, facts) in &by_passage.passages {
        samples.add(&written_with(passage, facts));
    }
}

/// `record`, and behind it what it covers.
fn written_whole(record: &DocumentRecord) -> Vec<u8> {
    written(&(record, &record.coverage))
}

/// `passage`, and behind it its facts, each behind its length: one can be read without the others.
fn written_with(passage: &Passage, facts: &[&Fact]) -> Vec<u8> {
    let mut stored = written(passage);
    for fact in facts {
        let fact = written(fact);
        stored.extend(written(&fact.len()));
        stored.extend(fact);
    }
    stored
}

/// `value` without the names of its fields: what reads it back knows them.
fn written(value: &(impl Serialize + ?Sized)) -> Vec<u8> {
    postcard::to_extend(value, Vec::with_capacity(WRITTEN_BYTES))
        .expect("records, passages, facts and sums are told whole, and lists know their lengths")
}

/// The term for facts of this sort about a role, so that two lists need not be gone through; no key begins with the
/// name of a sort and a line's end.
pub(super) fn of(sort: &str, role: &str) -> String {
    [sort, "\n", role].concat()
}

/// The sort of facts that tell of this side of a role: `role 3`.
pub(super) fn of_aspect(aspect: Aspect) -> String {
    let at = Aspect::ALL.iter().position(|other| *other == aspect);
    format!("{} {}", FactKind::Role.name(), at.unwrap_or_default())
}

/// Words as a reader counts them; more than a few dozen are as bad as many.
fn word_count(text: &str) -> u64 {
    text.split_whitespace().take(TITLE_WORDS_MAX).count() as u64
}

/// 0 for none, else counted from 1 upwards.
pub(super) fn level_number(level: Option<Level>) -> u64 {
    let at = level.and_then(|level| Level::ALL.iter().position(|other| *other == level));
    at.map_or(0, |at| at as u64 + 1)
}

/// How many bits of [`step_number`] tell the level; there are fewer than sixteen.
const LEVEL_BITS: u32 = 4;

/// [`level_number`] in its lowest bits, above them the rung: 0 for none, else its code.
fn step_number(level: Option<Level>, grade: Option<Grade>) -> u64 {
    let rung = grade.map_or(0, Grade::code);
    u64::from(rung) << LEVEL_BITS | level_number(level)
}

/// The numbers of level and rung behind [`step_number`].
pub(super) fn step_behind(number: u64) -> (u64, u64) {
    (number & ((1 << LEVEL_BITS) - 1), number >> LEVEL_BITS)
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
    (kind as u64) << AGE_BITS | u64::from(age)
}

/// How many bits of [`trust`] tell the age.
const AGE_BITS: u32 = 32;

/// Whether a fact with this [`trust`] is of official statistics.
pub(super) fn is_official(trust: u64) -> bool {
    trust >> AGE_BITS == SourceKind::Official as u64
}

/// The term for facts that name no place, in this currency.
pub(super) fn unplaced(currency: Currency) -> String {
    format!("- {}", currency.code())
}

/// The terms under which a fact is found by its place.
fn places(pay: &PayFact) -> Vec<String> {
    match &pay.place {
        None => vec![unplaced(pay.range.currency())],
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Scheme;
    use crate::index::sample::corpus;

    #[track_caller]
    fn check(written: &[u8], expected: &str) {
        let said = written.escape_ascii().to_string();
        assert_eq!(said, expected, "what is stored changed: raise `SCHEMA`");
    }

    #[test]
    fn level_and_rung_are_told_apart_in_one_number() {
        let grade = Grade::new(Scheme::Title, 99);
        for level in Level::ALL.map(Some).into_iter().chain([None]) {
            for grade in [None, grade] {
                let rung = grade.map_or(0, |grade| u64::from(grade.code()));
                let number = step_number(level, grade);
                assert_eq!(step_behind(number), (level_number(level), rung));
            }
        }
    }

    #[test]
    fn what_is_stored_is_read_by_this_schema_alone() {
        let mut entry = corpus().swap_remove(0);
        entry.facts.truncate(1);
        check(
            &written(&entry.record),
            r"\x04a.md\x00\x0chash of a.md\x01\x12Data work in India\x00\x00\x00\x00\x00\x00\x00\x00\x02\x02\x02\x00",
        );
        let by_passage = ByPassage::new(&entry);
        let (passage, facts) = by_passage.passages.first().expect("a passage");
        check(
            &written_with(passage, facts),
            concat!(
                r"\x04a.md\x00\x01\x06Skills\x00BBA data engineer knows SQL, C# and .NET. Net pay is another matter.",
                r"\x8a\x01\x04a.md\x00(0)data-engineer in IN/bengaluru: \xe2\x82\xb9100,000\x00\x00\x01\x01\rdata-engineer\x00\rdata-engineer\x01\x01\x0cIN/bengaluru\x0cIN/bengaluru\x00\x00\x00\x01\x80\xda\xc4\t\x00\x01\x03INR\x01\x00\x00\x00\x00\x00\x01\x042025\x00",
            ),
        );
        assert!(by_passage.of_none.is_empty(), "{:?}", by_passage.of_none);
    }
}
