//! What all documents together hold, kept as one entry beside them: opening an index reads that and no document.
//!
//! The writer keeps the sums up to date: what a document had is taken off when it goes, what it has is added when it
//! comes. Readers get a part of bounded size; the whole list of what is covered stands in an entry of its own, which
//! only writers read.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::DocumentRecord;
use crate::domain::{Coverage, DocumentId, FactKind, SourceKind};

/// How many rows of what is covered readers get, those with the most facts. As many hold 5,000 roles in several places
/// each, and are read in some hundredths of a second.
const COVERAGE_MAX: usize = 20_000;

/// How many documents are listed by name, those with the most facts.
const NAMED_MAX: usize = 2_000;

/// How many credits are kept.
const CREDITS_MAX: usize = 1_000;

/// How many documents that define terms are kept.
const GLOSSARIES_MAX: usize = 100;

/// What all documents together hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many documents there are.
    pub documents: u64,
    /// How many passages they were cut into.
    pub passages: u64,
    /// How many facts were read from them.
    pub facts: u64,
    /// How many of those are figures of pay.
    pub figures: u64,
    /// How many are stages of roadmaps.
    pub stages: u64,
    /// A hash of the ids and fingerprints of all documents, in whatever order they came.
    pub contents: u64,
    /// What is covered, most facts first; the rest is left out where there is much.
    pub coverage: Vec<Coverage>,
    /// True where [`Self::coverage`] is not all.
    pub coverage_is_cut: bool,
    /// Documents by id; not all of them where there are many.
    pub named: Vec<Named>,
    /// The credits that documents ask for, by their words.
    pub credits: Vec<Credit>,
    /// The documents that define terms, by id.
    pub glossaries: Vec<DocumentId>,
}

/// A document, as far as lists and autocomplete need it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// Its name in the corpus.
    pub id: DocumentId,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// How many facts were read from it.
    pub facts: u32,
}

/// A credit, and how many documents ask for it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credit {
    /// How the documents ask to be credited.
    pub attribution: String,
    /// The licence that asks for it.
    pub licence: Option<String>,
    /// How many documents ask so.
    pub documents: u64,
}

/// What writers keep: the sums, and everything that is covered.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    /// All but what stands in the lists below.
    sums: Summary,
    covered: BTreeMap<RowKey, Coverage>,
    named: NamedList,
}

/// The documents that are listed by name.
#[derive(Clone, Debug, Default)]
struct NamedList {
    by_id: BTreeMap<DocumentId, Named>,
    /// The numbers of their facts; the first is the one to go.
    by_facts: BTreeSet<(u32, Reverse<DocumentId>)>,
}

/// Kind, role, occupation and place of a row: the same key, the same row.
type RowKey = (FactKind, String, Option<String>, Option<String>);

fn key(row: &Coverage) -> RowKey {
    let place = row.place.as_ref().map(|place| match &place.id {
        Some(id) => id.0.clone(),
        None => format!("~{}", place.written.to_lowercase()),
    });
    let occupation = row.role.occupation.as_ref().map(|id| id.0.clone());
    (row.kind, row.role.key(), occupation, place)
}

impl Ledger {
    /// The ledger behind `summary` and the whole list of what is covered.
    pub(super) fn new(mut summary: Summary, covered: Vec<Coverage>) -> Ledger {
        let mut named = NamedList::default();
        for document in std::mem::take(&mut summary.named) {
            named.put(document);
        }
        Ledger {
            sums: summary,
            named,
            covered: covered.into_iter().map(|row| (key(&row), row)).collect(),
        }
    }

    /// Counts a document that comes.
    pub(super) fn add(&mut self, record: &DocumentRecord) {
        let sums = &mut self.sums;
        sums.documents += 1;
        sums.passages += u64::from(record.passages);
        sums.facts += u64::from(record.facts);
        sums.figures += u64::from(record.figures);
        sums.stages += u64::from(record.stages);
        sums.contents = sums.contents.wrapping_add(hash(record));
        for row in &record.coverage {
            self.covered
                .entry(key(row))
                .and_modify(|held| held.facts = held.facts.saturating_add(row.facts))
                .or_insert_with(|| row.clone());
        }
        self.named.add(record);
        sums.credit(record);
        if record.source.kind == Some(SourceKind::Glossary)
            && sums.glossaries.len() < GLOSSARIES_MAX
            && let Err(at) = sums.glossaries.binary_search(&record.id)
        {
            sums.glossaries.insert(at, record.id.clone());
        }
    }

    /// Takes off a document that goes.
    pub(super) fn remove(&mut self, record: &DocumentRecord) {
        let sums = &mut self.sums;
        sums.documents = sums.documents.saturating_sub(1);
        sums.passages = sums.passages.saturating_sub(record.passages.into());
        sums.facts = sums.facts.saturating_sub(record.facts.into());
        sums.figures = sums.figures.saturating_sub(record.figures.into());
        sums.stages = sums.stages.saturating_sub(record.stages.into());
        sums.contents = sums.contents.wrapping_sub(hash(record));
        for row in &record.coverage {
            let key = key(row);
            if let Some(held) = self.covered.get_mut(&key) {
                held.facts = held.facts.saturating_sub(row.facts);
                if held.facts == 0 {
                    self.covered.remove(&key);
                }
            }
        }
        self.named.remove(&record.id);
        if let Some(at) = sums.credit_of(record)
            && let Some(credit) = sums.credits.get_mut(at)
        {
            credit.documents = credit.documents.saturating_sub(1);
            if credit.documents == 0 {
                sums.credits.remove(at);
            }
        }
        if let Ok(at) = sums.glossaries.binary_search(&record.id) {
            sums.glossaries.remove(at);
        }
    }

    /// What is written down: the part for readers, and the whole list of what is covered.
    pub(super) fn close(mut self) -> (Summary, Vec<Coverage>) {
        let covered: Vec<Coverage> = self.covered.into_values().collect();
        let mut shown = covered.clone();
        // Stable: rows with as many facts stay in the order of their keys.
        shown.sort_by_key(|row| Reverse(row.facts));
        self.sums.coverage_is_cut = shown.len() > COVERAGE_MAX;
        shown.truncate(COVERAGE_MAX);
        self.sums.coverage = shown;
        self.sums.named = self.named.by_id.into_values().collect();
        (self.sums, covered)
    }
}

impl NamedList {
    /// Lists `record`, in the place of the document with the fewest facts where the list is full.
    fn add(&mut self, record: &DocumentRecord) {
        if self.by_id.contains_key(&record.id) {
            return;
        }
        if self.by_id.len() == NAMED_MAX {
            let fewest = self.by_facts.first();
            let Some((_, Reverse(id))) = fewest.filter(|(facts, _)| *facts < record.facts) else {
                return;
            };
            self.remove(&id.clone());
        }
        self.put(Named {
            id: record.id.clone(),
            title: record.source.title.clone(),
            publisher: record.source.publisher.clone(),
            facts: record.facts,
        });
    }

    fn put(&mut self, named: Named) {
        self.by_facts
            .insert((named.facts, Reverse(named.id.clone())));
        self.by_id.insert(named.id.clone(), named);
    }

    fn remove(&mut self, id: &DocumentId) {
        if let Some(named) = self.by_id.remove(id) {
            self.by_facts.remove(&(named.facts, Reverse(named.id)));
        }
    }
}

impl Summary {
    fn credit_of(&self, record: &DocumentRecord) -> Option<usize> {
        let source = &record.source;
        let attribution = source.attribution.as_deref()?;
        self.credits
            .iter()
            .position(|held| held.attribution == attribution && held.licence == source.licence)
    }

    fn credit(&mut self, record: &DocumentRecord) {
        let Some(attribution) = record.source.attribution.clone() else {
            return;
        };
        if let Some(at) = self.credit_of(record)
            && let Some(credit) = self.credits.get_mut(at)
        {
            credit.documents += 1;
        } else if self.credits.len() < CREDITS_MAX {
            self.credits.push(Credit {
                attribution,
                licence: record.source.licence.clone(),
                documents: 1,
            });
            self.credits
                .sort_by(|a, b| (&a.attribution, &a.licence).cmp(&(&b.attribution, &b.licence)));
        }
    }
}

/// A hash of which document it is and what it holds.
fn hash(record: &DocumentRecord) -> u64 {
    first_bytes(&[&record.id.0, &record.fingerprint])
}

/// A hash of a document's id. By its last half ([`short_key`]) a document is found without its name.
pub fn document_key(id: &DocumentId) -> u64 {
    first_bytes(&[&id.0])
}

/// The last half of [`document_key`].
pub fn short_key(id: &DocumentId) -> u32 {
    let [.., a, b, c, d] = document_key(id).to_be_bytes();
    u32::from_be_bytes([a, b, c, d])
}

/// The first bytes of the SHA-256 of `parts`, each behind its length.
fn first_bytes(parts: &[&str]) -> u64 {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut first = [0; 8];
    for (to, from) in first.iter_mut().zip(hash.finalize()) {
        *to = from;
    }
    u64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{PlaceId, PlaceRef, RoleId, RoleRef};
    use crate::index::sample::{entry, pay};

    fn record(name: &str, roles: &[(&str, &str, u32)]) -> DocumentRecord {
        let facts = vec![pay(name, "nurse", "GB", 1)];
        let mut record = entry(name, "A title", &[("", "words")], facts).record;
        record.coverage = roles
            .iter()
            .map(|(role, place, facts)| Coverage {
                kind: FactKind::Pay,
                role: RoleRef {
                    id: Some(RoleId((*role).to_owned())),
                    occupation: None,
                    written: (*role).to_owned(),
                },
                place: Some(PlaceRef {
                    id: Some(PlaceId((*place).to_owned())),
                    written: (*place).to_owned(),
                }),
                facts: *facts,
            })
            .collect();
        record
    }

    fn ledger(records: &[DocumentRecord]) -> Ledger {
        let mut ledger = Ledger::default();
        for record in records {
            ledger.add(record);
        }
        ledger
    }

    #[test]
    fn what_comes_and_goes_leaves_no_trace() {
        let mut credited = record("c.md", &[("nurse", "GB", 1)]);
        credited.source.attribution = Some("A bureau".to_owned());
        credited.source.kind = Some(SourceKind::Glossary);
        let all = [
            record("a.md", &[("nurse", "GB", 3), ("pilot", "IN", 1)]),
            record("b.md", &[("nurse", "GB", 2), ("nurse", "IN", 2)]),
            credited,
        ];
        let mut changed = ledger(&all);
        changed.remove(&all[0]);
        changed.remove(&all[2]);
        assert_eq!(changed.close(), ledger(&all[1..2]).close());
        let mut emptied = ledger(&all);
        for record in &all {
            emptied.remove(record);
        }
        assert_eq!(emptied.close(), Ledger::default().close());
    }

    #[test]
    fn the_order_of_documents_does_not_matter() {
        let all = [
            record("a.md", &[("nurse", "GB", 3)]),
            record("b.md", &[("pilot", "GB", 2)]),
        ];
        let turned = [all[1].clone(), all[0].clone()];
        assert_eq!(ledger(&all).close(), ledger(&turned).close());
        let mut other = all.clone();
        other[0].fingerprint = "other".to_owned();
        assert_ne!(
            ledger(&all).close().0.contents,
            ledger(&other).close().0.contents
        );
    }

    #[test]
    fn the_best_covered_stand_first() {
        let all = [record(
            "a.md",
            &[("nurse", "GB", 1), ("pilot", "GB", 7), ("chef", "IN", 3)],
        )];
        let (summary, covered) = ledger(&all).close();
        let rows = summary.coverage.iter().map(|row| row.role.written.as_str());
        assert_eq!(rows.collect::<Vec<_>>(), ["pilot", "chef", "nurse"]);
        assert_eq!(covered.len(), 3);
        assert!(!summary.coverage_is_cut);
    }

    #[test]
    fn long_lists_are_bounded() {
        let mut ledger = Ledger::default();
        for number in 0..NAMED_MAX + 10 {
            let role = format!("role {number}");
            let mut record = record(&format!("{number:06}.md"), &[(&role, "GB", 1)]);
            record.facts = u32::try_from(number).expect("a small number");
            ledger.add(&record);
        }
        let (summary, covered) = ledger.close();
        assert_eq!(summary.named.len(), NAMED_MAX);
        let first = summary.named.first().map(|named| named.id.0.as_str());
        assert_eq!(first, Some("000010.md"), "those with the fewest facts go");
        assert_eq!(covered.len(), NAMED_MAX + 10);
    }
}
