//! What several benchmarks need: numbers that look thrown, clocks, the search engine alone, and a place to print.

use std::fs;
use std::path::Path;
use std::time::Duration;

#[cfg(unix)]
pub(crate) use rustix::time::ClockId;
use tantivy::indexer::IndexWriterOptions;
use tantivy::schema::{
    Field, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{IndexWriter, TantivyDocument};

/// What the writer of [`RawIndex`] may hold in memory before it writes, as much as the project's own index gives it.
pub(crate) const BUDGET_BYTES: usize = 200_000_000;

/// What raw tantivy is, where something is measured against it.
pub(crate) const RAW: &str =
    "raw tantivy (title, headings and text, `en_stem`, text kept, one writer thread, on disk)";

/// Each article as one document of the search engine alone: title, headings and text with the positions of words; the
/// text is kept, so that it can be shown.
pub(crate) struct RawIndex {
    writer: IndexWriter,
    doc: Field,
    title: Field,
    headings: Field,
    body: Field,
}

impl RawIndex {
    /// A new one in `folder`, which is made.
    pub(crate) fn create(folder: &Path) -> RawIndex {
        let words = TextFieldIndexing::default()
            .set_tokenizer("en_stem")
            .set_index_option(IndexRecordOption::WithFreqsAndPositions);
        let words = TextOptions::default().set_indexing_options(words);
        let mut schema = Schema::builder();
        let doc = schema.add_text_field("doc", STRING | STORED);
        let title = schema.add_text_field("title", words.clone() | STORED);
        let headings = schema.add_text_field("headings", words.clone());
        let body = schema.add_text_field("body", words | STORED);
        fs::create_dir_all(folder).expect("a folder");
        let index = tantivy::Index::create_in_dir(folder, schema.build()).expect("an index");
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(BUDGET_BYTES)
            .build();
        RawIndex {
            writer: index.writer_with_options(options).expect("a writer"),
            doc,
            title,
            headings,
            body,
        }
    }

    pub(crate) fn add(&self, id: &str, title: &str, text: &str) {
        let mut entry = TantivyDocument::new();
        entry.add_text(self.doc, id);
        entry.add_text(self.title, title);
        for line in text.lines().filter(|line| line.starts_with('#')) {
            entry.add_text(self.headings, line);
        }
        entry.add_text(self.body, text);
        self.writer.add_document(entry).expect("a place");
    }

    /// Writes what was added.
    pub(crate) fn commit(mut self) {
        self.writer.commit().expect("a commit");
        self.writer
            .wait_merging_threads()
            .expect("an end of merging");
    }
}

/// Numbers that look thrown and are the same in every run.
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    /// One of `0..sides`.
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        // The constants of Knuth's MMIX generator.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides
    }

    pub(crate) fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words.get(self.roll(words.len())).copied().unwrap_or("")
    }

    pub(crate) fn between(&mut self, from: usize, to: usize) -> usize {
        from + self.roll(to - from)
    }
}

/// The figure in the middle.
pub(crate) fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<f64> = figures.collect();
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// The processor time that this process has had; none where the system does not tell, and the wall clock must do.
pub(crate) fn clock() -> Option<Duration> {
    #[cfg(unix)]
    return told_by(ClockId::ProcessCPUTime);
    #[cfg(not(unix))]
    return None;
}

/// What `clock` of the system tells.
#[cfg(unix)]
pub(crate) fn told_by(clock: ClockId) -> Option<Duration> {
    let time = rustix::time::clock_gettime(clock);
    let seconds = u64::try_from(time.tv_sec).ok()?;
    Some(Duration::new(seconds, u32::try_from(time.tv_nsec).ok()?))
}

#[expect(
    clippy::print_stdout,
    reason = "a benchmark's result is what it prints"
)]
pub(crate) fn print(line: &str) {
    println!("{line}");
}
