//! Any bytes as a document of any format: reading them must not panic, and what is told of them must be in them.
//!
//! The first byte chooses how the file's name ends, the rest is the file.
#![no_main]

use careerbot::corpus::{Loaded, Parsed};
use careerbot::domain::{DocumentId, Span};
use careerbot::extract::extract;
use careerbot::vocabulary::Vocabulary;
use libfuzzer_sys::fuzz_target;

/// The endings of the formats that are read.
const ENDINGS: [&str; 6] = ["md", "txt", "html", "csv", "tsv", "docx"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else {
        return;
    };
    let ending = ENDINGS[usize::from(*first) % ENDINGS.len()];
    let id = DocumentId(format!("page.{ending}"));
    let Ok(Parsed { document, .. }) = Loaded::from_bytes(id, bytes.to_vec()).parse() else {
        return;
    };
    let read = extract(&document, Vocabulary::builtin());
    let stands = |span: Span| assert!(span.of(&document.text).is_some(), "{span:?}");
    document.blocks.iter().for_each(|block| stands(block.span));
    read.passages.iter().for_each(|passage| stands(passage.span));
    read.doubts.iter().for_each(|doubt| stands(doubt.span));
    for fact in &read.facts {
        stands(fact.evidence.span);
        assert!((fact.evidence.passage as usize) < read.passages.len());
    }
});
