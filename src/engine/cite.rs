//! The fact behind a key, with where it was read.

use sha2::{Digest, Sha256};

use crate::domain::{DocumentId, Fact, FactKey, Source};
use crate::index::{FactFilter, IndexError};

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
        let mut documents = self.documents.iter();
        let Some((doc, held)) = documents.find(|(doc, _)| document_key(doc) == key.doc) else {
            return Ok(None);
        };
        let facts = self.index.facts(&FactFilter {
            doc: Some(doc.clone()),
            ..FactFilter::default()
        })?;
        let fact = facts.into_iter().find(|fact| fact_key(fact) == key.fact);
        Ok(fact.map(|fact| Cited {
            fact,
            source: held.source.clone(),
        }))
    }
}

fn document_key(doc: &DocumentId) -> u64 {
    hash(doc.0.as_bytes())
}

/// A hash of everything the fact says, and of where.
fn fact_key(fact: &Fact) -> u64 {
    let said = serde_json::to_vec(fact).expect("facts have string keys and no floats");
    hash(&said)
}

fn hash(bytes: &[u8]) -> u64 {
    let digest = Sha256::digest(bytes);
    let mut first = [0; 8];
    first.copy_from_slice(digest.get(..8).expect("the digest has 32 bytes"));
    u64::from_be_bytes(first)
}
