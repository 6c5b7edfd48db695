//! Writing an index: one writer at a time, one commit, and the last good index always in its place.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::indexer::IndexWriterOptions;
use tantivy::merge_policy::{LogMergePolicy, NoMergePolicy};
use tantivy::store::Compressor;
use tantivy::{IndexSettings, IndexWriter, TantivyError, Term};

use super::schema::{Fields, Kind, OF_ALL, sample, schema};
use super::search::{damaged, guarded};
use super::squeeze::{Dictionary, Samples, Squeezer};
use super::summary::Ledger;
use super::watched::{Refusal, Watched};
use super::{Entry, Folder, Index, IndexError, words};
use crate::domain::DocumentId;

/// What the writer may hold in memory before it writes a part to disk; of a small corpus it takes no more than that holds.
/// Each question asks every part, and most of what a rare word costs is to look it up, so parts are large.
const BUDGET_BYTES: usize = 200_000_000;

/// How many parts a new index has at most: more are made one, which takes a fifteenth of the time to write them all.
const PARTS_MAX: usize = 3;

/// How many bytes of stored entries stand together. To read one entry all of them are copied, and with four times as many
/// an index is no smaller.
const STORED_TOGETHER_BYTES: usize = 4_096;

/// How many changes are held back at most until it is known how entries are squeezed.
const HELD_BACK_MAX: usize = 10_000;

/// The share of removed entries in a part of the index above which the part is written anew without them.
/// Removed entries still count in how rare a word seems, so they must not pile up.
const REMOVED_SHARE_MAX: f32 = 0.2;

/// The file in a corpus' folder that the one writer holds locked. The lock goes with the process, however it ends.
const LOCK_FILE: &str = ".lock";

/// Said where not even the system tells why.
const NOT_TAKEN: &str = "the disk did not take it";

/// The right to write the index of one corpus; held until dropped.
#[derive(Debug)]
pub struct WriteLock {
    folder: Folder,
    _file: File,
}

impl WriteLock {
    /// Takes the right to write in `folder`, and removes what runs that died have left there.
    ///
    /// # Errors
    /// [`IndexError::Busy`] when another process has it, [`IndexError::Unwritable`] when the disk refuses.
    pub fn acquire(folder: &Folder) -> Result<WriteLock, IndexError> {
        let home = folder.home();
        let refused = |error: &io::Error| unwritable(home, error.to_string());
        fs::create_dir_all(home).map_err(|error| refused(&error))?;
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(home.join(LOCK_FILE))
            .map_err(|error| refused(&error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(busy(home)),
            Err(TryLockError::Error(error)) => return Err(refused(&error)),
        }
        folder.claim().map_err(|error| refused(&error))?;
        folder.sweep_leftovers();
        Ok(WriteLock {
            folder: folder.clone(),
            _file: file,
        })
    }

    /// Where it may be written.
    pub fn folder(&self) -> &Folder {
        &self.folder
    }
}

/// One step of an [`update`].
#[derive(Clone, Debug)]
pub enum Change {
    /// The document is new, or takes the place of what the index has under its id.
    Put(Box<Entry>),
    /// The document is gone.
    Remove(DocumentId),
}

/// Builds an index of `entries` beside the present one and then puts it in its place.
///
/// Whoever has the present one open goes on with it. A crash at any point leaves the old index or none, never half of
/// one. Indexes of other versions are removed once the new one stands.
///
/// # Errors
/// [`IndexError::Unwritable`] when the disk does not take it; the present index then stays.
pub fn build(
    lock: &WriteLock,
    entries: impl IntoIterator<Item = Entry>,
) -> Result<Index, IndexError> {
    let folder = lock.folder();
    let new = folder.new_index();
    let built = build_at(&new, entries);
    let swapped = built.and_then(|()| {
        swap(folder).map_err(|error| unwritable(&folder.index(), error.to_string()))
    });
    if let Err(error) = swapped {
        // The disk may be full: room is made at once. What cannot be removed is swept by the next writer.
        let _ = fs::remove_dir_all(&new);
        return Err(error);
    }
    folder.sweep_leftovers();
    folder.sweep_other_versions();
    Index::open(&folder.index())
}

fn build_at(new: &Path, entries: impl IntoIterator<Item = Entry>) -> Result<(), IndexError> {
    fs::create_dir_all(new).map_err(|error| unwritable(new, error.to_string()))?;
    let refusal = Refusal::default();
    let create = || {
        let watched = Watched::open(new, &refusal)?;
        tantivy::Index::create(watched, schema().0, settings())
    };
    let mut index =
        guarded(new, || Ok(create()))?.map_err(|error| failed(new, &error, &refusal))?;
    let puts = entries
        .into_iter()
        .map(|entry| Change::Put(Box::new(entry)));
    commit(&mut index, new, &refusal, Onto::Nothing, puts)
}

/// How the search engine keeps entries: as they are, for each that gets smaller is squeezed already.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_blocksize: STORED_TOGETHER_BYTES,
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// Renames the new index into place. Renames are synced, or a power cut could bring back the old name.
fn swap(folder: &Folder) -> io::Result<()> {
    if folder.index().exists() {
        fs::rename(folder.index(), folder.old_index())?;
    }
    fs::rename(folder.new_index(), folder.index())?;
    // Not every system lets a folder be opened; there the rename is as safe as it gets.
    if let Ok(home) = File::open(folder.home()) {
        let _ = home.sync_all();
    }
    Ok(())
}

/// Applies `changes` to the present index in one commit: all of them, or after any failure none.
///
/// # Errors
/// [`IndexError::Absent`] or [`IndexError::Damaged`] when there is no index to change,
/// [`IndexError::Unwritable`] when the disk does not take it; the index then stays as it was.
pub fn update(
    lock: &WriteLock,
    changes: impl IntoIterator<Item = Change>,
) -> Result<Index, IndexError> {
    let path = lock.folder().index();
    let present = Index::open(&path)?;
    let refusal = Refusal::default();
    let open = || tantivy::Index::open(Watched::open(&path, &refusal)?);
    let mut index =
        guarded(&path, || Ok(open()))?.map_err(|error| failed(&path, &error, &refusal))?;
    commit(
        &mut index,
        &path,
        &refusal,
        Onto::Present(&present),
        changes,
    )?;
    drop(present);
    Index::open(&path)
}

/// An index in memory, as [`Index::in_memory`] gives it.
pub(super) fn in_memory(
    entries: impl IntoIterator<Item = Entry>,
) -> Result<tantivy::Index, IndexError> {
    let path = Path::new(super::search::IN_MEMORY);
    let no_disk = Refusal::default();
    let mut index = tantivy::Index::builder()
        .schema(schema().0)
        .settings(settings())
        .create_in_ram()
        .map_err(|error| failed(path, &error, &no_disk))?;
    let puts = entries
        .into_iter()
        .map(|entry| Change::Put(Box::new(entry)));
    commit(&mut index, path, &no_disk, Onto::Memory, puts)?;
    Ok(index)
}

/// What changes are written onto.
#[derive(Clone, Copy)]
enum Onto<'a> {
    /// A new index on disk.
    Nothing,
    /// A new index in memory, where nothing has to be small.
    Memory,
    /// An index on disk, to be asked what a document had that goes.
    Present(&'a Index),
}

impl<'a> Onto<'a> {
    fn present(self) -> Option<&'a Index> {
        match self {
            Onto::Nothing | Onto::Memory => None,
            Onto::Present(index) => Some(index),
        }
    }
}

/// Writes `changes` with one writer thread, and waits until the index is tidy again.
fn commit(
    index: &mut tantivy::Index,
    path: &Path,
    refusal: &Refusal,
    onto: Onto<'_>,
    changes: impl IntoIterator<Item = Change>,
) -> Result<(), IndexError> {
    index.tokenizers().register(words::NAME, words::analyzer());
    let ledger = match onto.present() {
        None => Ledger::default(),
        Some(present) => Ledger::new(present.summary()?, present.covered()?),
    };
    let dictionary = onto.present().and_then(Index::dictionary);
    let job = Writing {
        fields: schema().1,
        onto,
        ledger,
        squeezer: squeezer(dictionary, path)?,
    };
    let written = guarded(path, || Ok(job.write_all(index, changes))).and_then(|written| {
        written.map_err(|error| match error {
            Failure::Writing(error) => failed(path, &error, refusal),
            Failure::Reading(error) => error,
        })
    });
    if written.is_err() {
        // The disk may be full: what this commit has left would keep the next one from succeeding.
        // What cannot be removed now goes with the next commit.
        let _ = guarded(path, || remove_uncommitted(index));
    }
    written
}

/// Removes the files that belong to no commit. The writer must be gone.
fn remove_uncommitted(index: &mut tantivy::Index) -> tantivy::Result<()> {
    let mut committed = index.load_metas()?.list_segment_files();
    committed.insert(PathBuf::from("meta.json"));
    index.directory_mut().garbage_collect(|| committed)?;
    Ok(())
}

fn squeezer(dictionary: Option<&Dictionary>, path: &Path) -> Result<Squeezer, IndexError> {
    Squeezer::new(dictionary).map_err(|error| damaged(path, &error.to_string()))
}

/// Changes on their way into an index.
struct Writing<'a> {
    fields: Fields,
    onto: Onto<'a>,
    ledger: Ledger,
    squeezer: Squeezer,
}

/// Why changes could not be written.
enum Failure {
    Writing(TantivyError),
    Reading(IndexError),
}

impl From<TantivyError> for Failure {
    fn from(error: TantivyError) -> Failure {
        Failure::Writing(error)
    }
}

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Failure {
        Failure::Reading(error)
    }
}

impl Writing<'_> {
    fn write_all(
        mut self,
        index: &tantivy::Index,
        changes: impl IntoIterator<Item = Change>,
    ) -> Result<(), Failure> {
        let options = IndexWriterOptions::builder()
            .num_worker_threads(1)
            .num_merge_threads(1)
            .memory_budget_per_thread(BUDGET_BYTES)
            .build();
        let mut writer: IndexWriter = index.writer_with_options(options)?;
        let is_new = !matches!(self.onto, Onto::Present(_));
        writer.set_merge_policy(if is_new {
            // What is to be made one is so once, at the end.
            Box::new(NoMergePolicy)
        } else {
            let mut tidying = LogMergePolicy::default();
            tidying.set_del_docs_ratio_before_merge(REMOVED_SHARE_MAX);
            Box::new(tidying)
        });
        // Once they have ended they are not asked again: whoever tells of them says so at each end.
        let mut changes = changes.into_iter().fuse();
        let held_back = self.learn(&writer, &mut changes)?;
        for change in held_back.into_iter().chain(changes) {
            self.write(&writer, &change)?;
        }
        let fields = self.fields;
        for kind in [Kind::Summary, Kind::Covered] {
            writer.delete_term(Term::from_field_text(fields.kind, kind.name()));
        }
        let (summary, covered) = self.ledger.close();
        for part in fields.lay_out_sums(&summary, &covered, &mut self.squeezer) {
            writer.add_document(part)?;
        }
        writer.commit()?;
        if is_new {
            make_few(index, &mut writer)?;
        }
        Ok(writer.wait_merging_threads()?)
    }

    /// Where the index has no dictionary, learns one from the first of `changes` if they are enough, and gives them back
    /// to be written. Entries that were written before go on needing none.
    fn learn(
        &mut self,
        writer: &IndexWriter,
        changes: &mut impl Iterator<Item = Change>,
    ) -> Result<Vec<Change>, Failure> {
        let mut held_back = Vec::new();
        if !self.learns() {
            return Ok(held_back);
        }
        let mut samples = Samples::default();
        while !samples.is_full() && held_back.len() < HELD_BACK_MAX {
            let Some(change) = changes.next() else { break };
            if let Change::Put(entry) = &change {
                sample(entry, &mut samples);
            }
            held_back.push(change);
        }
        if let Some(dictionary) = samples.learn() {
            self.squeezer = Squeezer::new(Some(&dictionary)).map_err(TantivyError::from)?;
            writer.add_document(self.fields.lay_out_dictionary(&dictionary))?;
        }
        Ok(held_back)
    }

    fn learns(&self) -> bool {
        match self.onto {
            Onto::Nothing => true,
            Onto::Memory => false,
            Onto::Present(index) => index.dictionary().is_none(),
        }
    }

    fn write(&mut self, writer: &IndexWriter, change: &Change) -> Result<(), Failure> {
        let doc = match change {
            Change::Put(entry) => &entry.record.id,
            Change::Remove(doc) => doc,
        };
        // What is of all documents stays, whatever a document is called.
        if let Onto::Present(present) = self.onto
            && doc.0 != OF_ALL
        {
            if let Some(gone) = present.whole_document(doc)? {
                self.ledger.remove(&gone);
            }
            writer.delete_term(Term::from_field_text(self.fields.doc, &doc.0));
        }
        if let Change::Put(entry) = change {
            self.ledger.add(&entry.record);
            for part in self.fields.lay_out(entry, &mut self.squeezer) {
                writer.add_document(part)?;
            }
        }
        Ok(())
    }
}

/// Makes one of all parts of an index where there are many.
fn make_few(index: &tantivy::Index, writer: &mut IndexWriter) -> tantivy::Result<()> {
    let parts = index.searchable_segment_ids()?;
    if parts.len() > PARTS_MAX {
        writer.merge(&parts).wait()?;
    }
    Ok(())
}

/// What a failure of the search engine while writing means. What stopped one of its threads is told by `refusal` alone.
fn failed(path: &Path, error: &TantivyError, refusal: &Refusal) -> IndexError {
    match error {
        TantivyError::LockFailure(LockError::LockBusy, _) => busy(path),
        TantivyError::LockFailure(LockError::IoError(cause), _)
        | TantivyError::IoError(cause)
        | TantivyError::OpenDirectoryError(OpenDirectoryError::IoError {
            io_error: cause, ..
        })
        | TantivyError::OpenWriteError(OpenWriteError::IoError {
            io_error: cause, ..
        }) => {
            // Which file it was says nothing to anyone; the folder is named already.
            let cause = cause.to_string();
            let said = cause.split(" at path ").next();
            unwritable(path, said.unwrap_or_default().to_owned())
        }
        TantivyError::DataCorruption(_)
        | TantivyError::IncompatibleIndex(_)
        | TantivyError::OpenReadError(
            OpenReadError::FileDoesNotExist(_) | OpenReadError::IncompatibleIndex(_),
        ) => damaged(path, &error.to_string()),
        other => {
            tracing::debug!(%error, "the search engine could not write");
            let cause = match (refusal.said(), other) {
                (Some(said), _) => said.to_owned(),
                (None, TantivyError::ErrorInThread(_)) => NOT_TAKEN.to_owned(),
                (None, other) => other.to_string(),
            };
            unwritable(path, cause)
        }
    }
}

fn busy(path: &Path) -> IndexError {
    IndexError::Busy {
        path: PathBuf::from(path),
    }
}

fn unwritable(path: &Path, cause: String) -> IndexError {
    IndexError::Unwritable {
        path: PathBuf::from(path),
        cause,
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::domain::FactKind;
    use crate::index::sample::{corpus, entry, pay};
    use crate::index::{FactFilter, PassageQuery, QueryTerm, version};

    /// A corpus folder and an index folder of their own.
    struct Disk {
        folders: TempDir,
    }

    impl Disk {
        fn new() -> Disk {
            let folders = tempfile::tempdir().expect("a folder");
            fs::create_dir(folders.path().join("corpus")).expect("a corpus");
            Disk { folders }
        }

        fn at(&self, name: &str) -> PathBuf {
            self.folders.path().join(name)
        }

        fn folder(&self, version: &str) -> Folder {
            Folder::of(&self.at("index"), &self.at("corpus"), version).expect("a folder")
        }

        fn build(&self) -> Index {
            let lock = WriteLock::acquire(&self.folder("s1-x1-v1")).expect("the lock");
            build(&lock, corpus()).expect("an index")
        }
    }

    fn names(index: &Index) -> Vec<String> {
        let records = index.documents().expect("records");
        records.into_iter().map(|record| record.id.0).collect()
    }

    fn asked(word: &str) -> PassageQuery {
        let term = QueryTerm {
            forms: vec![word.to_owned()],
            weight: 1.0,
        };
        PassageQuery { terms: vec![term] }
    }

    fn finds(index: &Index, word: &str) -> Result<usize, IndexError> {
        Ok(index.passages(&asked(word), 10)?.len())
    }

    #[test]
    fn an_index_on_disk_answers_after_reopening() {
        let disk = Disk::new();
        drop(disk.build());
        let index = Index::open(&disk.folder("s1-x1-v1").index()).expect("an index");
        assert_eq!(names(&index), ["a.md", "b.md", "c.md"]);
        assert_eq!(finds(&index, "nurse"), Ok(2));
        assert_eq!(
            index.facts(&FactFilter::default()).map(|facts| facts.len()),
            Ok(3)
        );
    }

    #[test]
    fn replaces_and_removes_single_documents() {
        let disk = Disk::new();
        let before = disk.build();
        let folder = disk.folder("s1-x1-v1");
        let lock = WriteLock::acquire(&folder).expect("the lock");
        let facts = vec![pay("b.md", "midwife", "GB", 1)];
        let midwives = entry("b.md", "Birth", &[("Work", "Every midwife works.")], facts);
        let changes = [
            Change::Put(Box::new(midwives)),
            Change::Remove(DocumentId("c.md".to_owned())),
            Change::Put(Box::new(entry("d.md", "New", &[("", "zebra")], Vec::new()))),
        ];
        let after = update(&lock, changes).expect("an update");
        assert_eq!(names(&after), ["a.md", "b.md", "d.md"]);
        assert_eq!(finds(&after, "nurse"), Ok(0));
        assert_eq!(finds(&after, "midwife"), Ok(1));
        assert_eq!(finds(&after, "pipelines"), Ok(1));
        let nurses = FactFilter {
            kind: Some(FactKind::Pay),
            roles: vec!["nurse".to_owned()],
            ..FactFilter::default()
        };
        assert_eq!(after.facts(&nurses), Ok(Vec::new()));
        // Whoever had it open still reads what was there.
        assert_eq!(names(&before), ["a.md", "b.md", "c.md"]);
        assert_eq!(finds(&before, "nurse"), Ok(2));
    }

    #[test]
    fn an_old_reader_goes_on_while_a_new_index_is_put_in_place() {
        let disk = Disk::new();
        let old = disk.build();
        let folder = disk.folder("s1-x1-v1");
        let lock = WriteLock::acquire(&folder).expect("the lock");
        let seen = std::cell::Cell::new(0);
        let entries = (0..20).map(|number| {
            seen.set(seen.get() + finds(&old, "nurse").expect("a search"));
            entry(&format!("{number}.md"), "New", &[("", "zebra")], Vec::new())
        });
        let new = build(&lock, entries).expect("an index");
        assert_eq!(seen.get(), 40);
        assert_eq!(finds(&old, "nurse"), Ok(2));
        assert_eq!(finds(&new, "nurse"), Ok(0));
        assert_eq!(finds(&new, "zebra"), Ok(10));
    }

    #[test]
    fn an_index_that_stood_still_scores_like_one_built_anew() {
        let disk = Disk::new();
        drop(disk.build());
        let folder = disk.folder("s1-x1-v1");
        let lock = WriteLock::acquire(&folder).expect("the lock");
        let again = corpus()
            .into_iter()
            .map(|entry| Change::Put(Box::new(entry)));
        let updated = update(&lock, again).expect("an update");
        let built = Index::in_memory(corpus()).expect("an index");
        for word in ["data", "engineer", "night", "career"] {
            let scores = |index: &Index| -> Vec<f32> {
                let hits = index.passages(&asked(word), 10).expect("a search");
                hits.iter().map(|found| found.hit.score).collect()
            };
            assert_eq!(scores(&updated), scores(&built), "{word}");
        }
    }

    #[test]
    fn many_parts_are_made_one_and_few_are_left() {
        let disk = Disk::new();
        drop(disk.build());
        let folder = disk.folder("s1-x1-v1");
        let open = || {
            let index = tantivy::Index::open_in_dir(folder.index()).expect("an index");
            index.tokenizers().register(words::NAME, words::analyzer());
            let writer: IndexWriter = index
                .writer_with_num_threads(1, 15_000_000)
                .expect("a writer");
            writer.set_merge_policy(Box::new(NoMergePolicy));
            (index, writer)
        };
        let add = |name: &str| {
            let passages = [("", "A zebra."), ("", "Another zebra."), ("", "A nurse.")];
            let added = entry(name, "New", &passages, Vec::new());
            let mut squeezer = Squeezer::new(None).expect("a squeezer");
            let (_, mut writer) = open();
            for part in schema().1.lay_out(&added, &mut squeezer) {
                writer.add_document(part).expect("a place");
            }
            writer.commit().expect("a commit");
        };
        let parts = || {
            let (index, mut writer) = open();
            let before = index.searchable_segment_ids().expect("parts").len();
            make_few(&index, &mut writer).expect("a merge");
            writer.wait_merging_threads().expect("an end");
            (before, index.searchable_segment_ids().expect("parts").len())
        };
        add("d.md");
        add("e.md");
        assert_eq!(parts(), (3, 3));
        add("f.md");
        let several = Index::open(&folder.index()).expect("an index");
        let answers = |index: &Index| {
            let hits = index.passages(&asked("zebra"), 10).expect("a search");
            let hits = hits.into_iter().map(|found| found.hit.passage);
            (names(index), hits.collect::<Vec<_>>())
        };
        let expected = answers(&several);
        assert_eq!(expected.1.len(), 6);
        assert_eq!(parts(), (4, 1));
        let one = Index::open(&folder.index()).expect("an index");
        assert_eq!(answers(&one), expected);
    }

    #[test]
    fn a_second_writer_is_told_to_wait() {
        let disk = Disk::new();
        let folder = disk.folder("s1-x1-v1");
        let lock = WriteLock::acquire(&folder).expect("the lock");
        let error = WriteLock::acquire(&folder).expect_err("busy");
        assert_eq!(
            error.to_string(),
            format!(
                "the index folder `{}` is being written by another careerbot; wait until that one is done, \
                 or give this one a folder of its own with `--index DIR`",
                folder.home().display()
            )
        );
        drop(lock);
        WriteLock::acquire(&folder).expect("the lock is free again");
    }

    #[test]
    fn a_failed_build_leaves_the_present_index() {
        let disk = Disk::new();
        drop(disk.build());
        let folder = disk.folder("s1-x1-v1");
        let lock = WriteLock::acquire(&folder).expect("the lock");
        let dies = (0..3).map(|number| -> Entry { panic!("document {number} is too much") });
        assert_eq!(
            build(&lock, dies).map(|_| ()),
            Err(damaged(&folder.new_index(), "document 0 is too much"))
        );
        assert!(!folder.new_index().exists());
        let index = Index::open(&folder.index()).expect("the old index");
        assert_eq!(names(&index), ["a.md", "b.md", "c.md"]);
        let files = || {
            let listing = fs::read_dir(folder.index()).expect("a listing");
            listing.count()
        };
        let before = files();
        let dies = (0..2).map(|number| {
            assert!(number == 0, "too much");
            Change::Remove(DocumentId("b.md".to_owned()))
        });
        assert!(update(&lock, dies).is_err());
        assert_eq!(files(), before);
        let index = Index::open(&folder.index()).expect("the old index");
        assert_eq!(finds(&index, "nurse"), Ok(2));
    }

    #[test]
    fn removes_leftovers_and_other_versions_and_nothing_else() {
        let disk = Disk::new();
        drop(disk.build());
        let folder = disk.folder("s2-x1-v1");
        for name in [
            "s1-x1-v1.new",
            "s1-x1-v1.old",
            "s0-x9-vabc",
            "mine",
            "s-x-v",
        ] {
            fs::create_dir_all(folder.home().join(name)).expect("a folder");
        }
        let lock = WriteLock::acquire(&folder).expect("the lock");
        build(&lock, corpus()).expect("an index");
        let mut left: Vec<String> = fs::read_dir(folder.home())
            .expect("a listing")
            .map(|found| {
                let name = found.expect("an entry").file_name();
                name.into_string().expect("a plain name")
            })
            .collect();
        left.sort();
        assert_eq!(left, [".lock", "corpus.txt", "mine", "s-x-v", "s2-x1-v1"]);
    }

    #[test]
    fn another_corpus_gets_another_folder() {
        let disk = Disk::new();
        let folder = disk.folder("s1-x1-v1");
        fs::create_dir_all(disk.at("other/corpus")).expect("another corpus");
        let other = Folder::of(&disk.at("index"), &disk.at("other/corpus"), "s1-x1-v1");
        assert_ne!(other.expect("a folder").home(), folder.home());
        // A folder that says it is another's, whatever its name, is left alone.
        drop(WriteLock::acquire(&folder).expect("the lock"));
        assert_eq!(disk.folder("s1-x1-v1"), folder);
        fs::write(folder.home().join("corpus.txt"), "/somewhere/else").expect("a file");
        let next = disk.folder("s1-x1-v1");
        let expected = format!("{}-2", folder.home().display());
        assert_eq!(next.home().display().to_string(), expected);
        assert!(matches!(
            WriteLock::acquire(&folder),
            Err(IndexError::Unwritable { cause, .. }) if cause == "it belongs to the corpus `/somewhere/else`"
        ));
    }

    #[test]
    fn the_version_names_all_that_decides_the_contents() {
        assert_eq!(
            version(3, "ab/1"),
            format!("s{}-x3-vab-1", crate::index::schema::SCHEMA)
        );
    }

    #[test]
    fn says_when_the_disk_refuses() {
        let disk = Disk::new();
        fs::write(disk.at("index"), "a file, not a folder").expect("a file");
        let folder = disk.folder("s1-x1-v1");
        let error = WriteLock::acquire(&folder).expect_err("no lock");
        assert_eq!(
            error.to_string(),
            format!(
                "cannot write the index at `{}` (Not a directory (os error 20)); free space or allow writing there, \
                 or name another folder with `--index DIR`",
                folder.home().display()
            )
        );
    }

    #[test]
    fn a_place_where_nothing_can_be_built_is_unwritable() {
        let disk = Disk::new();
        let folder = disk.folder("s1-x1-v1");
        let lock = WriteLock::acquire(&folder).expect("the lock");
        fs::write(folder.new_index(), "in the way").expect("a file");
        let refused = build(&lock, corpus()).map(|_| ());
        assert!(
            matches!(refused, Err(IndexError::Unwritable { .. })),
            "{refused:?}"
        );
    }
}
