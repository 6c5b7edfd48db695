//! Corpus to index: read, extract, write what changed.
