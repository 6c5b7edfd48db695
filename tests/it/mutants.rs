//! Real documents with their bytes shuffled, cut and doubled: whatever comes out, reading it neither panics nor tells of
//! a place or a figure that is not there.

use std::fs;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use careerbot::corpus::{Loaded, Parsed};
use careerbot::domain::{Document, DocumentId, Fact, Money, Span};
use careerbot::extract::{Extraction, extract};
use careerbot::vocabulary::Vocabulary;
use proptest::prelude::*;

use crate::project::root;

/// The endings of the formats that are read.
pub(crate) const ENDINGS: [&str; 5] = ["md", "txt", "html", "csv", "tsv"];

/// The project's own documents and the golden ones.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let mut seeds = Vec::new();
    for folder in [root().join("corpus"), root().join("tests/golden")] {
        let listing = careerbot::corpus::list(&folder).expect("a folder of documents");
        let files = listing.files.iter();
        seeds.extend(files.map(|file| fs::read(&file.path).expect("a document")));
    }
    seeds
});

/// What is put in: signs that mean something to a reader, and some that look as if they did.
const PIECES: [&str; 32] = [
    "|", "\n", "\n\n", "#", "- ", "1. ", "**", "`", "> ", "<b>", "&amp;", "+++\n", "---\n", ",",
    ".", "–", "-", "$", "₹", "€", "k", " LPA", "0", "9,999", " a year", "(", ")", ":", "\u{301}",
    "İ", "ß", "\u{202e}",
];

/// One change to a document; places are shares of its length, in 65,536ths.
#[derive(Clone, Copy, Debug)]
enum Change {
    Put(u16, usize),
    Cut(u16, u8),
    Double(u16, u8),
    Byte(u16, u8),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let change = prop_oneof![
        (any::<u16>(), 0..PIECES.len()).prop_map(|(at, piece)| Change::Put(at, piece)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, length)| Change::Cut(at, length)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, length)| Change::Double(at, length)),
        (any::<u16>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
    ];
    proptest::collection::vec(change, 0..24)
}

impl Change {
    fn apply(self, bytes: &mut Vec<u8>) {
        let place = |share: u16| bytes.len() * usize::from(share) / (usize::from(u16::MAX) + 1);
        match self {
            Change::Put(at, piece) => {
                let at = place(at);
                bytes.splice(at..at, PIECES[piece].bytes());
            }
            Change::Cut(at, length) => {
                let at = place(at);
                bytes.drain(at..(at + usize::from(length)).min(bytes.len()));
            }
            Change::Double(at, length) => {
                let at = place(at);
                let end = (at + usize::from(length)).min(bytes.len());
                let again = bytes[at..end].to_vec();
                bytes.splice(at..at, again);
            }
            Change::Byte(at, byte) => {
                let at = place(at);
                if let Some(changed) = bytes.get_mut(at) {
                    *changed = byte;
                }
            }
        }
    }
}

/// A seed with `changes`, cut to `bytes` from one of its places on; broken UTF-8 is replaced, or nearly all would be
/// refused at the door.
fn mutant(seed: usize, from: u16, changes: &[Change]) -> String {
    const BYTES_MAX: usize = 3_000;
    let whole = &SEEDS[seed % SEEDS.len()];
    let start = whole.len() * usize::from(from) / (usize::from(u16::MAX) + 1) / 2;
    let mut bytes: Vec<u8> = whole.iter().skip(start).take(BYTES_MAX).copied().collect();
    for change in changes {
        change.apply(&mut bytes);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Reads `text` as a file with `ending`, and fails where what is told of it is not in it.
pub(crate) fn check(text: String, ending: &str) {
    let id = DocumentId(format!("page.{ending}"));
    let Ok(Parsed { document, .. }) = Loaded::from_bytes(id, text.into_bytes()).parse() else {
        return;
    };
    let read = extract(&document, Vocabulary::builtin());
    check_spans(&document, &read);
    for fact in &read.facts {
        check_figures(fact);
    }
}

/// Every span lies on characters of the text, and every fact in a passage that there is.
#[track_caller]
fn check_spans(document: &Document, read: &Extraction) {
    let stands = |span: Span| span.of(&document.text).is_some();
    for block in &document.blocks {
        assert!(stands(block.span), "{block:?}");
    }
    for fact in &read.facts {
        assert!(stands(fact.evidence.span), "{fact:?}");
        let passage = usize::try_from(fact.evidence.passage).expect("a small number");
        assert!(passage < read.passages.len(), "{fact:?}");
    }
    for passage in &read.passages {
        assert!(stands(passage.span), "{passage:?}");
    }
    for doubt in &read.doubts {
        assert!(stands(doubt.span), "{doubt:?}");
    }
}

/// The digits of every figure stand in the words it was read from.
#[track_caller]
fn check_figures(fact: &Fact) {
    let Some(pay) = fact.pay() else { return };
    let said = digits(&fact.evidence.text);
    for money in [pay.range.low(), pay.range.high()].into_iter().flatten() {
        let told = significant(money);
        assert!(said.contains(&told), "{told} in {fact:?}");
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The digits of an amount without the zeros at its ends, which a scale ("4 lakh", "0.9 million") may have made.
fn significant(money: Money) -> String {
    let all = digits(&money.units().normalize().to_string());
    all.trim_matches('0').to_owned()
}

proptest! {
    #[test]
    fn a_mutated_document_is_read_truly(
        seed: usize,
        from: u16,
        changes in changes(),
        ending in proptest::sample::select(ENDINGS.to_vec()),
    ) {
        check(mutant(seed, from, &changes), ending);
    }
}

/// As `fuzz/` does, for machines without its tools. Run with `cargo test --release --test it -- --ignored fuzzes`.
#[test]
#[ignore = "takes ten minutes"]
fn fuzzes_for_ten_minutes() {
    const TIME: Duration = Duration::from_mins(10);
    let start = Instant::now();
    // Where no file remembers failures, nothing is said of that at each of very many runs.
    let config = proptest::test_runner::Config {
        failure_persistence: None,
        ..Default::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let strategy = (
        any::<usize>(),
        any::<u16>(),
        changes(),
        proptest::sample::select(ENDINGS.to_vec()),
    );
    while start.elapsed() < TIME {
        let read = runner.run(&strategy, |(seed, from, changes, ending)| {
            check(mutant(seed, from, &changes), ending);
            Ok(())
        });
        read.expect("every mutant is read truly");
    }
}
