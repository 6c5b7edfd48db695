//! The fact behind a key, with where it was read.

use sha2::{Digest, Sha256};

use crate::domain::{Fact, FactKey, Source};
use crate::index::{FactFilter, IndexError, document_key};

use super::Engine;

/// A fact and the document it was read from.
#[derive(Clone, Debug)]
pub struct Cited {
    /// The fact, with its evidence.
    pub fact: Fact,
    /// Where its document comes from.
    pub source: Source,
}

impl Engine {
    /// The short name of `fact`, by which [`Engine::cited`] finds it again.
    pub fn key(&self, fact: &Fact) -> FactKey {
        FactKey {
            doc: document_key(&fact.doc),
            fact: fact_key(fact),
        }
    }

    /// The fact that `key` names; none when its document is gone or says something else there now.
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    pub fn cited(&self, key: FactKey) -> Result<Option<Cited>, IndexError> {
        let [.., a, b, c, d] = key.doc.to_be_bytes();
        let found = self
            .index
            .documents_by_key(u32::from_be_bytes([a, b, c, d]))?;
        let mut found = found.into_iter();
        let Some(record) = found.find(|record| document_key(&record.id) == key.doc) else {
            return Ok(None);
        };
        let facts = self.index.facts(&FactFilter {
            doc: Some(record.id),
            ..FactFilter::default()
        })?;
        let fact = facts.into_iter().find(|fact| fact_key(fact) == key.fact);
        Ok(fact.map(|fact| Cited {
            fact,
            source: record.source,
        }))
    }
}

/// A hash of everything the fact says, and of where.
fn fact_key(fact: &Fact) -> u64 {
    let said = serde_json::to_vec(fact).expect("facts have string keys and no floats");
    let digest = Sha256::digest(said);
    let mut first = [0; 8];
    first.copy_from_slice(digest.get(..8).expect("the digest has 32 bytes"));
    u64::from_be_bytes(first)
}
