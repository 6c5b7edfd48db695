//! Reading facts. They stand in the entry of the passage that they were read from, so that what they have in common with
//! it, and with each other, is kept and unpacked once.

use std::ops::Range;

use tantivy::DocAddress;

use super::{Index, corrupt, facts_of_passage, front, value};
use crate::domain::Fact;

/// Reads facts; several of one passage take the least where they are asked for one after the other.
pub(super) struct FactReader<'a> {
    index: &'a Index,
    /// The passage that was unpacked last.
    last: Option<(DocAddress, WrittenFacts)>,
}

/// The facts of a passage as they are written, each behind its length.
pub(super) struct WrittenFacts {
    bytes: Vec<u8>,
    facts: Vec<Range<usize>>,
}

impl WrittenFacts {
    pub(super) fn new(bytes: &[u8]) -> tantivy::Result<WrittenFacts> {
        let mut facts = Vec::new();
        let mut rest = bytes;
        while !rest.is_empty() {
            let (length, behind): (usize, _) = front(rest)?;
            let too_short = || corrupt("a fact that ends too soon");
            let (_, behind_it) = behind.split_at_checked(length).ok_or_else(too_short)?;
            facts.push(bytes.len() - behind.len()..bytes.len() - behind_it.len());
            rest = behind_it;
        }
        Ok(WrittenFacts {
            bytes: bytes.to_vec(),
            facts,
        })
    }

    fn get(&self, number: usize) -> Option<&[u8]> {
        self.bytes.get(self.facts.get(number)?.clone())
    }
}

impl FactReader<'_> {
    pub(super) fn new(index: &Index) -> FactReader<'_> {
        FactReader { index, last: None }
    }

    /// The fact at `address`. What the columns say of it has no checksum of its own, and is compared with what it says
    /// itself.
    pub(super) fn read(&mut self, address: DocAddress) -> tantivy::Result<Fact> {
        let columns = &self.index.columns;
        let Some((passage, number)) = columns.passage_of(address) else {
            return self.index.contents(address, value);
        };
        let is_new = self.last.as_ref().is_none_or(|(last, _)| *last != passage);
        if is_new {
            let facts = self.index.contents(passage, facts_of_passage)?;
            self.last = Some((passage, facts));
        }
        let fact = self.last.as_ref().and_then(|(_, facts)| facts.get(number));
        let fact = fact.ok_or_else(|| corrupt("a passage without one of its facts"))?;
        let fact: Fact = value(fact)?;
        let ordinal = columns.passage_ordinal(passage);
        if ordinal != Some(fact.evidence.passage.into()) || !columns.is_counted_on(address) {
            return Err(corrupt("a fact that is not where it should be"));
        }
        if is_new && let Some(number) = columns.number_of(passage) {
            columns.learn(passage, number, &fact.doc);
        }
        Ok(fact)
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::{DocumentId, Fact};
    use crate::index::sample::{entry, pay};
    use crate::index::{Entry, FactFilter, Index, Preference};

    /// A document with so many passages, and with facts of these of them, read at places that grow.
    fn article(passages: usize, of_passages: &[u32]) -> Entry {
        let texts: Vec<String> = (0..passages).map(|at| format!("Text {at}.")).collect();
        let texts: Vec<(&str, &str)> = texts.iter().map(|text| ("", text.as_str())).collect();
        let facts = of_passages.iter().enumerate().map(|(at, passage)| {
            let mut fact = pay("a.md", &format!("role-{at}"), "IN", at);
            fact.evidence.passage = *passage;
            fact
        });
        entry("a.md", "", &texts, facts.collect())
    }

    #[track_caller]
    fn check(article: &Entry) {
        let others = ["0.md", "b.md"].map(|name| entry(name, "", &[("", "Other.")], Vec::new()));
        let [before, behind] = others;
        let entries = [before, article.clone(), behind];
        let index = Index::in_memory(entries.clone()).expect("an index");
        let id = DocumentId("a.md".to_owned());
        let read = |index: &Index| {
            let passages = (0..=article.record.passages)
                .map(|ordinal| index.passage(&id, ordinal).expect("an index"));
            (
                index.document(&id).expect("an index"),
                passages.collect::<Vec<_>>(),
            )
        };
        let looked_up = read(&Index::in_memory(entries).expect("an index"));
        let facts = index.facts(&FactFilter::default()).expect("facts");
        assert_eq!(facts, article.facts);
        assert_eq!(read(&index), looked_up, "after the document was met");
        let expected = article.passages.iter().cloned().map(Some).chain([None]);
        assert_eq!(looked_up.1, expected.collect::<Vec<_>>());
        for (at, fact) in article.facts.iter().enumerate() {
            let filter = FactFilter {
                roles: vec![format!("role-{at}")],
                ..FactFilter::default()
            };
            let best = index.best_facts(&filter, &Preference::most_trusted(5));
            let best: Vec<Fact> = best.expect("facts").facts;
            assert_eq!(best.as_slice(), std::slice::from_ref(fact), "the fact {at}");
        }
    }

    #[test]
    fn facts_come_back_whatever_passage_they_are_of() {
        check(&article(3, &[]));
        check(&article(3, &[2, 0, 1, 0, 2, 2]));
        check(&article(1, &[0, 0, 0]));
        check(&article(2, &[7, 1, 9, 9, 0]));
        check(&article(0, &[0, 0]));
        check(&article(400, &[0, 399, 200, 200]));
        check(&article(2, &[1; 300]));
    }
}
