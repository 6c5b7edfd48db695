//! Writing an index: one writer at a time, one commit, and the last good index always in its place.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::mem;
use std::path::{Path, PathBuf};

use tantivy::directory::error::{LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::indexer::{IndexWriterOptions, UserOperation};
use tantivy::merge_policy::{LogMergePolicy, NoMergePolicy};
use tantivy::store::Compressor;
use tantivy::{IndexSettings, IndexWriter, TantivyError};

use super::schema::{Fields, Kind, OF_ALL, exact_term, sample, schema};
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

/// About how many entries are handed to the thread that writes them at a time. For each one alone it would be woken, which
/// takes a twentieth of the time; ten thousand times as many may wait for it, which should not be much memory.
const HANDED_OVER: usize = 4;

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
            writer.delete_term(exact_term(fields.kind, kind.name()));
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
            writer.delete_term(exact_term(self.fields.doc, &doc.0));
        }
        if let Change::Put(entry) = change {
            self.ledger.add(&entry.record);
            let mut together = Vec::new();
            for portion in self.fields.lay_out(entry, &mut self.squeezer) {
                together.extend(portion.into_iter().map(UserOperation::Add));
                if together.len() >= HANDED_OVER {
                    writer.run(mem::take(&mut together))?;
                }
            }
            writer.run(together)?;
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
mod tests;
