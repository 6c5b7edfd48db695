//! Finding documents, facts and passages in an index.

mod best;
mod columns;
pub(super) mod disk;
mod facts;
mod keys;
mod known;
mod passages;
mod stored;

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::de::DeserializeOwned;
use tantivy::collector::{Count, DocSetCollector};
use tantivy::error::DataCorruption;
use tantivy::query::{BooleanQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{
    DocAddress, DocSet, IndexReader, ReloadPolicy, Searcher, TERMINATED, TantivyError, Term,
};

use super::pool::Pool;
use super::schema::{Fields, Kind, STATED, exact_term, of, of_aspect, schema, unplaced};
use super::squeeze::{Dictionary, Unsqueezer};
use super::summary::short_key;
use super::{
    BestFacts, DocumentRecord, Entry, FactFilter, IndexError, PassageHit, PassageQuery, Preference,
    RankedPassage, Summary, words, write,
};
use crate::domain::{Coverage, DocumentId, Fact, FactKind, Hit, Passage};
use columns::Columns;
use disk::Health;
use facts::{FactReader, WrittenFacts};
use stored::Contents;

/// Stands for the path of an index that is not on disk.
pub(super) const IN_MEMORY: &str = "(in memory)";

/// How often an index is opened again when a file vanished meanwhile, as a writer tidied up.
const OPEN_TRIES: usize = 3;

/// The longest cause that an error quotes, in characters; the search engine may quote whole files.
const CAUSE_MAX_CHARS: usize = 200;

/// An index that can be searched. It shows what was committed when it was opened, whatever is written later.
///
/// Cheap to clone. Damage that shows only while searching is an error, never a panic.
#[derive(Clone)]
pub struct Index {
    path: PathBuf,
    reader: IndexReader,
    fields: Fields,
    columns: Arc<Columns>,
    contents: Arc<Contents>,
    cutters: Pool<words::Cutter>,
    unsqueezer: Unsqueezer,
    health: Health,
}

impl fmt::Debug for Index {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Index")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Index {
    /// Opens the index in `dir` for reading, and checks every byte of it against its checksums; of a large index that
    /// goes on for a moment after it was opened, and damage found then is the error of whatever is asked next.
    ///
    /// Nothing is written or made there, but for a note of such damage: the next to open it does not trust it then.
    ///
    /// # Errors
    /// [`IndexError::Absent`] when there is no such folder, [`IndexError::Damaged`] when what lies there cannot be
    /// trusted or read.
    pub fn open(dir: &Path) -> Result<Index, IndexError> {
        if !dir.exists() {
            return Err(IndexError::Absent {
                path: dir.to_path_buf(),
            });
        }
        let mut tries = 1;
        loop {
            let opened = guarded(dir, || {
                let (index, health) = disk::open(dir)?;
                Index::from(&index, dir, health)
            });
            if opened.is_ok() || tries == OPEN_TRIES {
                return opened;
            }
            tries += 1;
        }
    }

    /// An index of `entries` that lives as long as the program does.
    ///
    /// # Errors
    /// [`IndexError`] only when the search engine itself fails.
    pub fn in_memory(entries: impl IntoIterator<Item = Entry>) -> Result<Index, IndexError> {
        let index = write::in_memory(entries)?;
        let path = Path::new(IN_MEMORY);
        guarded(path, || Index::from(&index, path, Health::default()))
    }

    fn from(index: &tantivy::Index, path: &Path, health: Health) -> tantivy::Result<Index> {
        index.tokenizers().register(words::NAME, words::analyzer());
        let reader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        let fields = schema().1;
        let searcher = reader.searcher();
        let contents = Contents::open(&searcher, fields.stored)?;
        Ok(Index {
            path: path.to_path_buf(),
            columns: Arc::new(Columns::open(&searcher)?),
            reader,
            fields,
            cutters: Pool::default(),
            unsqueezer: Unsqueezer::new(dictionary(&searcher, fields, &contents)?),
            contents: Arc::new(contents),
            health,
        })
    }

    /// With what its entries are squeezed, where they are.
    pub(super) fn dictionary(&self) -> Option<&Dictionary> {
        self.unsqueezer.dictionary()
    }

    /// What all documents together hold.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn summary(&self) -> Result<Summary, IndexError> {
        let summary = exact_query(self.fields.kind, Kind::Summary.name());
        let found = self.guarded(|| self.stored(summary.as_ref(), value))?;
        found
            .into_iter()
            .next()
            .ok_or_else(|| damaged(&self.path, "its summary is missing"))
    }

    /// Everything that is covered; [`Summary::coverage`] may be a part of it.
    pub(super) fn covered(&self) -> Result<Vec<Coverage>, IndexError> {
        let covered = exact_query(self.fields.kind, Kind::Covered.name());
        let found: Vec<Vec<Coverage>> = self.guarded(|| self.stored(covered.as_ref(), value))?;
        Ok(found.into_iter().flatten().collect())
    }

    /// Every document, by id, without what it covers. There may be very many: whoever answers asks for
    /// [`Index::summary`] and for single documents.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn documents(&self) -> Result<Vec<DocumentRecord>, IndexError> {
        let documents = exact_query(self.fields.kind, Kind::Document.name());
        let mut found = self.guarded(|| self.stored(documents.as_ref(), record))?;
        found.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(found)
    }

    /// The document `id`, if there is one, without what it covers.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn document(&self, id: &DocumentId) -> Result<Option<DocumentRecord>, IndexError> {
        self.guarded(|| self.record_of(id, record))
    }

    /// The document `id`, if there is one, with what it covers.
    pub(super) fn whole_document(
        &self,
        id: &DocumentId,
    ) -> Result<Option<DocumentRecord>, IndexError> {
        self.guarded(|| self.record_of(id, whole_record))
    }

    fn record_of(
        &self,
        id: &DocumentId,
        read: Read<DocumentRecord>,
    ) -> tantivy::Result<Option<DocumentRecord>> {
        let searcher = self.searcher();
        let known = self.columns.known_record(id);
        if let Some(address) = known.filter(|address| is_alive(&searcher, *address)) {
            let record = self.contents(address, read)?;
            return if record.id == *id {
                Ok(Some(record))
            } else {
                Err(corrupt("a record that is not where it should be"))
            };
        }
        let key = Term::from_field_u64(self.fields.key, short_key(id).into());
        for address in holding(&searcher, &key)? {
            let record = self.contents(address, read)?;
            // Very seldom two documents have one short key.
            if record.id == *id {
                return Ok(Some(record));
            }
        }
        Ok(None)
    }

    /// The documents whose [`super::short_key`] is `key`: one, or very seldom several.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn documents_by_key(&self, key: u32) -> Result<Vec<DocumentRecord>, IndexError> {
        let key = Term::from_field_u64(self.fields.key, key.into());
        let query = TermQuery::new(key, IndexRecordOption::Basic);
        let mut found = self.guarded(|| self.stored(&query, record))?;
        found.sort_by(|a, b| a.id.cmp(&b.id));
        Ok(found)
    }

    /// Every fact that `filter` lets through, by document and then by where it stands in it. There may be very many:
    /// whoever shows some asks for [`Index::best_facts`].
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn facts(&self, filter: &FactFilter) -> Result<Vec<Fact>, IndexError> {
        let query = self.query(filter);
        let mut facts = self.guarded(|| {
            let mut reader = FactReader::new(self);
            let addresses = self.found_by(query.as_ref())?.into_iter();
            let facts = addresses.map(|address| reader.read(address));
            facts.collect::<tantivy::Result<Vec<Fact>>>()
        })?;
        // Stable: facts of one row keep the order in which they were read.
        facts.sort_by(|a, b| {
            let place = |fact: &Fact| (fact.evidence.span.start, fact.kind());
            a.doc.cmp(&b.doc).then(place(a).cmp(&place(b)))
        });
        Ok(facts)
    }

    /// The best of the facts that `filter` lets through, and how many there are besides. Only those are read.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn best_facts(
        &self,
        filter: &FactFilter,
        preference: &Preference,
    ) -> Result<BestFacts, IndexError> {
        let query = self.query(filter);
        self.guarded(|| best::find(self, query.as_ref(), preference))
    }

    /// How many facts `filter` lets through.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn count(&self, filter: &FactFilter) -> Result<usize, IndexError> {
        let query = self.query(filter);
        self.guarded(|| self.searcher().search(query.as_ref(), &Count))
    }

    fn query(&self, filter: &FactFilter) -> Box<dyn Query> {
        let fields = self.fields;
        // Each clause is gone through to its end, so what another one implies is left out.
        let mut clauses = Vec::new();
        let sort = match (filter.aspect, filter.kind) {
            (Some(aspect), _) => Some(of_aspect(aspect)),
            (None, kind) => kind.map(|kind| kind.name().to_owned()),
        };
        let all = || FactKind::ALL.map(|kind| kind.name().to_owned()).to_vec();
        match sort {
            sort if !filter.roles.is_empty() => {
                let sorts = sort.map_or_else(all, |sort| vec![sort]);
                let roles = filter.roles.iter();
                let any_role = roles.flat_map(|role| {
                    let sorts = sorts.iter();
                    sorts.map(|sort| exact_query(fields.role, &of(sort, role)))
                });
                clauses.push(match any_role.collect::<Vec<_>>() {
                    mut only if only.len() == 1 => only.remove(0),
                    several => Box::new(BooleanQuery::union(several)),
                });
            }
            Some(sort) => clauses.push(exact_query(fields.kind, &sort)),
            None => {
                let any_sort = all()
                    .into_iter()
                    .map(|sort| exact_query(fields.kind, &sort));
                clauses.push(Box::new(BooleanQuery::union(any_sort.collect())));
            }
        }
        if let Some(place) = &filter.place {
            let there = exact_query(fields.place, &place.0);
            clauses.push(match filter.or_unplaced_in {
                None => there,
                Some(currency) => {
                    let unplaced = exact_query(fields.place, &unplaced(currency));
                    Box::new(BooleanQuery::union(vec![there, unplaced]))
                }
            });
        }
        if let Some(doc) = &filter.doc {
            clauses.push(exact_query(fields.doc, &doc.0));
        }
        if clauses.len() == 1 && filter.of_occupation.is_none() {
            return clauses.remove(0);
        }
        let mut clauses: Vec<(Occur, Box<dyn Query>)> = clauses
            .into_iter()
            .map(|clause| (Occur::Must, clause))
            .collect();
        if let Some(of_occupation) = filter.of_occupation {
            let occur = if of_occupation {
                Occur::Must
            } else {
                Occur::MustNot
            };
            clauses.push((occur, exact_query(fields.occupation, STATED)));
        }
        Box::new(BooleanQuery::new(clauses))
    }

    /// The passage `ordinal` of `doc`, if there is one.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn passage(&self, doc: &DocumentId, ordinal: u32) -> Result<Option<Passage>, IndexError> {
        self.guarded(|| {
            let searcher = self.searcher();
            let known = self.columns.known_passage(doc, ordinal);
            if let Some(address) = known.filter(|address| is_alive(&searcher, *address)) {
                let found = self.contents(address, passage)?;
                return if found.doc == *doc && found.ordinal == ordinal {
                    Ok(Some(found))
                } else {
                    Err(corrupt("a passage that is not where it should be"))
                };
            }
            let entries = exact_term(self.fields.doc, &doc.0);
            for address in holding(&searcher, &entries)? {
                if self.columns.passage_ordinal(address) == Some(u64::from(ordinal)) {
                    return self.contents(address, passage).map(Some);
                }
            }
            Ok(None)
        })
    }

    /// Says where each of `hits` holds what `query` asks for, as [`Index::passages`] says it of what it finds.
    pub fn mark(&self, query: &PassageQuery, hits: &mut [Hit]) {
        passages::mark(self, query, hits);
    }

    /// The passages that fit `query` best, best first; ties by ordinal and document.
    ///
    /// Each term is looked for in the text, the headings and the title of the document. Of several forms only the best
    /// counts, the asker's own most. A form of several words counts fully as a phrase, less with its words near each
    /// other, little with its words apart; it is *matched* when its words stand near each other. At most
    /// [`super::PASSAGES_MAX`] passages and [`super::TERMS_MAX`] terms; a form whose every word is a stop word finds
    /// nothing and matches nothing.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn passages(
        &self,
        query: &PassageQuery,
        limit: usize,
    ) -> Result<Vec<PassageHit>, IndexError> {
        self.guarded(|| passages::find(self, query, limit))
    }

    /// As [`Index::passages`], without reading what is found.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn rank(
        &self,
        query: &PassageQuery,
        limit: usize,
    ) -> Result<Vec<RankedPassage>, IndexError> {
        self.guarded(|| passages::rank(self, query, limit))
    }

    /// The document of a passage that [`Index::rank`] found.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn document_of(&self, found: &RankedPassage) -> Result<DocumentId, IndexError> {
        self.guarded(|| passages::document_of(self, found))
    }

    /// Whether a passage that [`Index::rank`] found is one of the document `doc`; for a document that facts were read of it
    /// takes less than [`Index::document_of`].
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn is_of(&self, found: &RankedPassage, doc: &DocumentId) -> Result<bool, IndexError> {
        self.guarded(|| passages::is_of(self, found, doc))
    }

    /// Reads passages that [`Index::rank`] found, in their order; [`Index::mark`] says what matched in them.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn read(&self, ranked: &[RankedPassage]) -> Result<Vec<Hit>, IndexError> {
        self.guarded(|| passages::read(self, ranked))
    }

    /// The documents that fit `query` best with their scores, best first; ties by id.
    ///
    /// A document is judged by all of its passages that are among the best of the whole index.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the index cannot be read.
    pub fn best_documents(
        &self,
        query: &PassageQuery,
        limit: usize,
    ) -> Result<Vec<(DocumentId, f32)>, IndexError> {
        self.guarded(|| passages::documents(self, query, limit))
    }

    /// How rare the rarest word of `form` is among the passages: near 0 for one that all hold, largest for one that
    /// none does, 0 for a form without words (stop words only).
    ///
    /// A damaged index gives 0 here; the search itself says so.
    pub fn rarity(&self, form: &str) -> f32 {
        self.guarded(|| passages::rarity(self, form)).unwrap_or(0.0)
    }

    /// What is stored of every entry that `query` finds, as the index keeps them.
    fn stored<T>(&self, query: &dyn Query, read: Read<T>) -> tantivy::Result<Vec<T>> {
        let addresses = self.found_by(query)?.into_iter();
        addresses
            .map(|address| self.contents(address, read))
            .collect()
    }

    /// The entries that `query` finds, as the index keeps them.
    fn found_by(&self, query: &dyn Query) -> tantivy::Result<Vec<DocAddress>> {
        let found = self.searcher().search(query, &DocSetCollector)?;
        let mut addresses: Vec<DocAddress> = found.into_iter().collect();
        addresses.sort_unstable();
        Ok(addresses)
    }

    /// What is stored of the entry at `address`, as `read` reads it.
    fn contents<T>(&self, address: DocAddress, read: Read<T>) -> tantivy::Result<T> {
        let stored = self.contents.of(address)?;
        let read = self.unsqueezer.unsqueeze(&stored, read);
        read.map_err(|damage| corrupt(&damage.to_string()))?
    }

    fn guarded<T>(&self, work: impl FnOnce() -> tantivy::Result<T>) -> Result<T, IndexError> {
        match self.health.damage() {
            Some(cause) => Err(damaged(&self.path, cause)),
            None => guarded(&self.path, work),
        }
    }

    fn searcher(&self) -> Searcher {
        self.reader.searcher()
    }
}

/// The entries that hold `term`, as they stand in the index.
fn holding(searcher: &Searcher, term: &Term) -> tantivy::Result<Vec<DocAddress>> {
    let mut found = Vec::new();
    for (number, segment) in (0..).zip(searcher.segment_readers()) {
        let inverted = segment.inverted_index(term.field())?;
        let Some(mut postings) = inverted.read_postings(term, IndexRecordOption::Basic)? else {
            continue;
        };
        let alive = segment.alive_bitset();
        while postings.doc() != TERMINATED {
            let doc = postings.doc();
            if alive.is_none_or(|alive| alive.is_alive(doc)) {
                found.push(DocAddress::new(number, doc));
            }
            postings.advance();
        }
    }
    Ok(found)
}

/// Whether no document that replaced it, and no removal, has put the entry at `address` out of use.
fn is_alive(searcher: &Searcher, address: DocAddress) -> bool {
    let alive = searcher.segment_reader(address.segment_ord).alive_bitset();
    alive.is_none_or(|alive| alive.is_alive(address.doc_id))
}

/// The dictionary that the index keeps, if it keeps one.
fn dictionary(
    searcher: &Searcher,
    fields: Fields,
    contents: &Contents,
) -> tantivy::Result<Option<Dictionary>> {
    let kept = exact_term(fields.kind, Kind::Dictionary.name());
    match holding(searcher, &kept)?.as_slice() {
        [] => Ok(None),
        [address] => {
            let dictionary = Dictionary::read(&contents.of(*address)?);
            dictionary
                .map(Some)
                .map_err(|damage| corrupt(&damage.to_string()))
        }
        _ => Err(corrupt("it has two dictionaries")),
    }
}

/// How what is stored of an entry is read.
type Read<T> = fn(&[u8]) -> tantivy::Result<T>;

/// What was written as `stored`.
fn value<T: DeserializeOwned>(stored: &[u8]) -> tantivy::Result<T> {
    match front(stored)? {
        (value, []) => Ok(value),
        _ => Err(corrupt("an entry's contents go on where they should end")),
    }
}

/// The record of a document without what it covers, which stands behind it.
fn record(stored: &[u8]) -> tantivy::Result<DocumentRecord> {
    front(stored).map(|(record, _)| record)
}

/// The record of a document with what it covers.
fn whole_record(stored: &[u8]) -> tantivy::Result<DocumentRecord> {
    let (record, coverage): (DocumentRecord, Vec<Coverage>) = value(stored)?;
    Ok(DocumentRecord { coverage, ..record })
}

/// A passage without its facts, which stand behind it.
fn passage(stored: &[u8]) -> tantivy::Result<Passage> {
    front(stored).map(|(passage, _)| passage)
}

/// The facts of a passage, none of them read.
fn facts_of_passage(stored: &[u8]) -> tantivy::Result<WrittenFacts> {
    let (_, facts): (Passage, _) = front(stored)?;
    WrittenFacts::new(facts)
}

/// The value that `stored` begins with, and what stands behind it.
fn front<T: DeserializeOwned>(stored: &[u8]) -> tantivy::Result<(T, &[u8])> {
    postcard::take_from_bytes(stored)
        .map_err(|error| corrupt(&format!("an entry's contents: {error}")))
}

/// Runs `work` on the index at `path`; an error or a panic in it means that the index is damaged.
pub(super) fn guarded<T>(
    path: &Path,
    work: impl FnOnce() -> tantivy::Result<T>,
) -> Result<T, IndexError> {
    // Nothing that `work` may leave half done is used after a panic: the caller gets an error and no value.
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => Ok(value),
        // Its own words, not those that the search engine puts around them.
        Ok(Err(TantivyError::DataCorruption(what))) => {
            let what = format!("{what:?}");
            let what = what.trim_start_matches("Data corruption: ");
            Err(damaged(path, what.trim_end_matches('.')))
        }
        Ok(Err(error)) => Err(damaged(path, &error.to_string())),
        Err(panic) => Err(damaged(path, panic_text(panic.as_ref()))),
    }
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("it cannot be read")
}

pub(super) fn damaged(path: &Path, cause: &str) -> IndexError {
    IndexError::Damaged {
        path: path.to_path_buf(),
        cause: cause.chars().take(CAUSE_MAX_CHARS).collect(),
    }
}

fn exact_query(field: Field, value: &str) -> Box<dyn Query> {
    let term = exact_term(field, value);
    Box::new(TermQuery::new(term, IndexRecordOption::Basic))
}

fn corrupt(cause: &str) -> TantivyError {
    TantivyError::DataCorruption(DataCorruption::comment_only(cause))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{FactBody, FactKind, Grade, Level, PlaceId, Scheme};
    use crate::index::Preference;
    use crate::index::sample::{corpus, entry, pay};

    fn index() -> Index {
        Index::in_memory(corpus()).expect("an index")
    }

    #[track_caller]
    fn check(filter: &FactFilter, expected: &[(&str, usize)]) {
        let facts = index().facts(filter).expect("facts");
        let found: Vec<(&str, usize)> = facts
            .iter()
            .map(|fact| (fact.doc.0.as_str(), fact.evidence.span.start))
            .collect();
        assert_eq!(found, expected, "facts for {filter:?}");
    }

    #[test]
    fn gives_back_what_was_put_in() {
        let index = index();
        let entries = corpus();
        let records: Vec<DocumentRecord> =
            entries.iter().map(|entry| entry.record.clone()).collect();
        assert_eq!(index.documents().expect("records"), records);
        for entry in &entries {
            for passage in &entry.passages {
                let found = index.passage(&passage.doc, passage.ordinal);
                assert_eq!(found.expect("a search").as_ref(), Some(passage));
            }
            let of_document = FactFilter {
                doc: Some(entry.record.id.clone()),
                ..FactFilter::default()
            };
            let mut facts = index.facts(&of_document).expect("facts");
            facts.sort_by_key(|fact| usize::MAX - fact.evidence.span.start);
            assert_eq!(facts, entry.facts);
        }
        let nowhere = index.passage(&DocumentId("a.md".to_owned()), 7);
        assert_eq!(nowhere, Ok(None));
    }

    #[test]
    fn narrows_facts_by_each_part_of_the_filter() {
        check(
            &FactFilter::default(),
            &[("a.md", 10), ("a.md", 40), ("b.md", 5)],
        );
        let place = |id: &str| FactFilter {
            place: Some(PlaceId(id.to_owned())),
            ..FactFilter::default()
        };
        check(&place("IN"), &[("a.md", 10), ("a.md", 40)]);
        check(&place("IN/bengaluru"), &[("a.md", 40)]);
        check(&place("I"), &[]);
        let roles = |roles: &[&str]| FactFilter {
            roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            ..FactFilter::default()
        };
        check(&roles(&["nurse", "pilot"]), &[("b.md", 5)]);
        check(
            &roles(&["nurse", "data-engineer"]),
            &[("a.md", 10), ("a.md", 40), ("b.md", 5)],
        );
        let stages = FactFilter {
            kind: Some(FactKind::Stage),
            ..FactFilter::default()
        };
        check(&stages, &[]);
    }

    #[test]
    fn gives_every_fact_there_is() {
        let facts = (0..3_000).map(|at| pay("a.md", "nurse", "GB", at));
        let entries = vec![entry("a.md", "Many", &[("", "many")], facts.collect())];
        let index = Index::in_memory(entries).expect("an index");
        let facts = index.facts(&FactFilter::default()).expect("facts");
        let places = facts.iter().map(|fact| fact.evidence.span.start);
        assert!(places.eq(0..3_000));
    }

    #[test]
    fn of_very_many_facts_those_of_the_rung_come_first() {
        let grade = |number| Grade::new(Scheme::Tier, number);
        let facts = (0..300).map(|at| {
            let mut fact = pay("a.md", "nurse", "GB", at);
            if let FactBody::Pay(pay) = &mut fact.body {
                pay.grade = grade(1 + u8::try_from(at % 3).expect("a few")).filter(|_| at % 3 > 0);
                pay.level = (at % 2 == 0).then_some(Level::Senior);
            }
            fact
        });
        let entries = vec![entry("a.md", "Many", &[("", "many")], facts.collect())];
        let index = Index::in_memory(entries).expect("an index");
        let asked = |levels: &[Level], most| Preference {
            levels: levels.to_vec(),
            grade: grade(3),
            ..Preference::most_trusted(most)
        };
        let best = |levels: &[Level], most| {
            let best = index.best_facts(&FactFilter::default(), &asked(levels, most));
            best.expect("facts").facts
        };
        let on = |fact: &Fact| fact.pay().and_then(|pay| pay.grade);
        assert!(best(&[], 100).iter().all(|fact| on(fact) == grade(3)));
        assert!(best(&[], 200).iter().all(|fact| on(fact) != grade(2)));
        let both = best(&[Level::Senior], 50);
        let is_senior = |fact: &Fact| fact.pay().and_then(|pay| pay.level) == Some(Level::Senior);
        assert!(
            both.iter()
                .all(|fact| is_senior(fact) && on(fact) == grade(3))
        );
        assert_eq!(both.len(), 50);
    }

    #[test]
    fn an_empty_index_finds_nothing() {
        let index = Index::in_memory(Vec::new()).expect("an index");
        assert_eq!(index.documents(), Ok(Vec::new()));
        assert_eq!(index.facts(&FactFilter::default()), Ok(Vec::new()));
        let query = PassageQuery {
            terms: vec![crate::index::QueryTerm {
                forms: vec!["nurse".to_owned()],
                weight: 1.0,
            }],
        };
        assert!(index.passages(&query, 5).expect("a search").is_empty());
        assert!(index.rarity("nurse") > 0.0);
    }

    #[test]
    fn says_what_is_not_there() {
        let error = Index::open(Path::new("/nowhere/at/all")).expect_err("no index");
        assert_eq!(
            error.to_string(),
            "no index at `/nowhere/at/all`; build it with `careerbot index`"
        );
    }
}
