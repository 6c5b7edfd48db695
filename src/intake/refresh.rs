//! Bringing the index up to date with the corpus.

use std::fmt;
use std::path::Path;
use std::time::{Instant, SystemTime};

use thiserror::Error;

use super::read::{Changes, Known, Progress, Tally};
use super::seen::{self, FilesHash, Seen};
use crate::corpus::{self, CorpusError, Listing, Problem};
use crate::extract;
use crate::index::{self, Change, Entry, Folder, Index, IndexError, Summary, WriteLock};
use crate::vocabulary::Vocabulary;

/// How much is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Only what changed since; all of it when there is no index yet, or a damaged one.
    Update,
    /// All of it.
    Rebuild,
}

/// An index that is up to date, and how it came to be.
#[derive(Debug)]
pub struct Refreshed {
    /// The index, open for searching.
    pub index: Index,
    /// What it holds and what was done.
    pub report: Report,
    /// What its owner should mend in the documents that were read this time; unchanged ones are not read again.
    pub problems: Vec<Problem>,
    /// What its host should mend.
    pub warnings: Vec<Warning>,
}

/// What an index holds, and what was done to bring it up to date.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Report {
    /// Documents in the index.
    pub documents: usize,
    /// Passages in the index.
    pub passages: usize,
    /// Facts in the index.
    pub facts: usize,
    /// Documents that were new or changed and so were read.
    pub read: usize,
    /// Documents that were as the index had them.
    pub unchanged: usize,
    /// Documents taken out of the index: gone from the corpus, or no longer readable.
    pub removed: usize,
    /// How long it took.
    pub seconds: f64,
}

/// Something that was worked around. Its text says what, where, and how to mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Warning {
    /// The index was damaged and was built anew.
    BuiltAnew(IndexError),
    /// Somebody else is writing the index; the last one is used, though documents may have changed.
    NotUpdated(IndexError),
    /// No index could be kept on disk; it was built in memory and goes with the program.
    InMemory(IndexError),
}

impl Warning {
    /// True when the index on disk is of the documents as they are.
    fn is_on_disk(&self) -> bool {
        matches!(self, Warning::BuiltAnew(_))
    }
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Warning::BuiltAnew(IndexError::Damaged { path, cause }) => write!(
                f,
                "the index at `{}` was damaged ({cause}) and has been built anew; if this happens again, check the disk",
                path.display()
            ),
            Warning::BuiltAnew(error) => write!(f, "the index was built anew: {error}"),
            Warning::NotUpdated(error) => {
                write!(f, "answers come from the last index as it stands: {error}")
            }
            Warning::InMemory(error) => write!(
                f,
                "answers come from an index in memory, made again at every start: {error}"
            ),
        }
    }
}

/// Why there is no index.
#[derive(Debug, Error)]
pub enum IntakeError {
    /// The corpus cannot be read.
    #[error(transparent)]
    Corpus(#[from] CorpusError),
    /// The index cannot be read or written.
    #[error(transparent)]
    Index(#[from] IndexError),
}

/// The version that an index must have to be used by this program.
fn version() -> String {
    index::version(extract::VERSION, Vocabulary::version())
}

/// Brings the index of `corpus` below `index_root` up to date, and opens it.
///
/// `progress` hears of each file before it is looked at, and once more at the end. When nothing changed, nothing is
/// written and nobody is kept from writing.
///
/// # Errors
/// [`IntakeError::Corpus`] when the corpus cannot be read, [`IntakeError::Index`] when the index cannot be written.
/// A document that cannot be read is a problem, not an error.
pub fn refresh(
    corpus: &Path,
    index_root: &Path,
    how: How,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Refreshed, IntakeError> {
    let job = Job::new(corpus, index_root)?;
    Ok(job.refresh(how, progress)?)
}

/// Like [`refresh`] with [`How::Update`], but where the index cannot be written answers come from the last one or,
/// failing that, from one in memory, with a [`Warning`]. While no file has changed its size or the time of its last
/// change, none is opened.
///
/// # Errors
/// [`IntakeError::Corpus`] when the corpus cannot be read. [`IntakeError::Index`] only when not even memory will do.
pub fn open_for_answers(
    corpus: &Path,
    index_root: &Path,
    progress: &mut dyn FnMut(Progress<'_>),
) -> Result<Refreshed, IntakeError> {
    let job = Job::new(corpus, index_root)?;
    if let Some(refreshed) = job.as_last_seen() {
        return Ok(refreshed);
    }
    let error = match job.refresh(How::Update, progress) {
        Ok(refreshed) => return Ok(refreshed),
        Err(error) => error,
    };
    let last = match &error {
        IndexError::Busy { .. } => Index::open(&job.folder.index()).ok(),
        _ => None,
    };
    let (index, tally, warning) = if let Some(index) = last {
        (index, Tally::default(), Warning::NotUpdated(error))
    } else {
        let mut changes = job.changes(None, progress)?;
        let index = Index::in_memory(entries(&mut changes))?;
        (index, changes.tally, Warning::InMemory(error))
    };
    Ok(job.finish(index, tally, vec![warning])?)
}

/// One bringing up to date: the corpus as it was listed, and where its index belongs.
struct Job {
    listing: Listing,
    folder: Folder,
    started: Instant,
    /// What the files look like, where that can be trusted.
    files: Option<FilesHash>,
}

impl Job {
    fn new(corpus: &Path, index_root: &Path) -> Result<Job, IntakeError> {
        let started = Instant::now();
        let listed = SystemTime::now();
        let listing = corpus::list(corpus)?;
        Ok(Job {
            files: seen::files(&listing, listed),
            listing,
            folder: Folder::of(index_root, corpus, &version())?,
            started,
        })
    }

    /// The present index, where the folder looks as it did when that was brought up to date.
    fn as_last_seen(&self) -> Option<Refreshed> {
        let seen = Seen::of(self.files.as_ref()?, &self.folder)?;
        let index = Index::open(&self.folder.index()).ok()?;
        let summary = index.summary().ok()?;
        if !seen.fits(&summary) {
            return None;
        }
        let tally = Tally {
            unchanged: documents(&summary),
            problems: seen.problems,
            ..Tally::default()
        };
        self.finish(index, tally, Vec::new()).ok()
    }

    fn refresh(
        &self,
        how: How,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Refreshed, IndexError> {
        if how == How::Rebuild {
            let lock = WriteLock::acquire(&self.folder)?;
            return self.build(&lock, Vec::new(), progress);
        }
        let mut lock = None;
        match self.open_and_update(&mut lock, progress) {
            Err(IndexError::Absent { .. } | IndexError::Damaged { .. }) => {}
            done => return done,
        }
        if lock.is_none() {
            lock = Some(WriteLock::acquire(&self.folder)?);
        }
        // Whoever held the lock before may just have written it.
        let error = match self.open_and_update(&mut lock, progress) {
            Err(error) => error,
            done => return done,
        };
        match (lock, error) {
            (Some(lock), IndexError::Absent { .. }) => self.build(&lock, Vec::new(), progress),
            (Some(lock), damaged @ IndexError::Damaged { .. }) => {
                self.build(&lock, vec![Warning::BuiltAnew(damaged)], progress)
            }
            (_, error) => Err(error),
        }
    }

    fn build(
        &self,
        lock: &WriteLock,
        warnings: Vec<Warning>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Refreshed, IndexError> {
        let mut changes = self.changes(None, progress)?;
        let index = index::build(lock, entries(&mut changes))?;
        let tally = changes.tally;
        self.finish(index, tally, warnings)
    }

    /// Opens the index and writes what changed since it was written. The lock is taken at the first change: changes
    /// are whole documents, so it does no harm if somebody else has written the same ones meanwhile.
    fn open_and_update(
        &self,
        lock: &mut Option<WriteLock>,
        progress: &mut dyn FnMut(Progress<'_>),
    ) -> Result<Refreshed, IndexError> {
        let index = Index::open(&self.folder.index())?;
        let mut changes = self.changes(Some(&index), progress)?;
        let Some(first) = changes.next() else {
            let tally = changes.tally;
            return self.finish(index, tally, Vec::new());
        };
        let lock = match lock {
            Some(lock) => lock,
            None => lock.insert(WriteLock::acquire(&self.folder)?),
        };
        let index = index::update(lock, std::iter::once(first).chain(&mut changes))?;
        let tally = changes.tally;
        self.finish(index, tally, Vec::new())
    }

    /// The files as changes to `present`, or to an empty index.
    fn changes<'a>(
        &'a self,
        present: Option<&Index>,
        progress: &'a mut dyn FnMut(Progress<'_>),
    ) -> Result<Changes<'a>, IndexError> {
        let records = present.map_or_else(|| Ok(Vec::new()), Index::documents)?;
        let known = records.into_iter();
        let known = known.map(|record| {
            let (fingerprint, file) = (record.fingerprint, record.file);
            (record.id, Known { fingerprint, file })
        });
        Ok(Changes::new(&self.listing.files, known.collect(), progress))
    }

    fn finish(
        &self,
        index: Index,
        tally: Tally,
        warnings: Vec<Warning>,
    ) -> Result<Refreshed, IndexError> {
        let all = index.summary()?;
        let count = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let elapsed = self.started.elapsed();
        let report = Report {
            documents: documents(&all),
            passages: count(all.passages),
            facts: count(all.facts),
            read: tally.read,
            unchanged: tally.unchanged,
            removed: tally.removed,
            seconds: elapsed.as_secs_f64(),
        };
        tracing::info!(
            documents = report.documents,
            passages = report.passages,
            facts = report.facts,
            read = report.read,
            removed = report.removed,
            elapsed_ms = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
            "the index is ready"
        );
        let is_on_disk = warnings.iter().all(Warning::is_on_disk);
        if let Some(files) = self.files.filter(|_| is_on_disk) {
            Seen::new(files, &self.folder, &all, &tally.problems).note(&self.folder);
        }
        let listed = self.listing.problems.iter().cloned();
        Ok(Refreshed {
            index,
            report,
            problems: listed.chain(tally.problems).collect(),
            warnings,
        })
    }
}

fn documents(summary: &Summary) -> usize {
    usize::try_from(summary.documents).unwrap_or(usize::MAX)
}

/// What `changes` put in; towards an empty index there is nothing to remove.
fn entries(changes: &mut Changes<'_>) -> impl Iterator<Item = Entry> {
    changes.filter_map(|change| match change {
        Change::Put(entry) => Some(*entry),
        Change::Remove(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use tempfile::TempDir;

    use super::*;

    /// A corpus of three documents, and a folder for its index.
    struct Disk {
        folders: TempDir,
    }

    impl Disk {
        fn new() -> Disk {
            let folders = tempfile::tempdir().expect("a folder");
            let disk = Disk { folders };
            fs::create_dir_all(disk.corpus().join("uk")).expect("a corpus");
            disk.put("a.md", "# Data\n\nPipelines are built by data engineers.\n");
            disk.put("b.md", "# Nursing\n\nNurses train for three years.\n");
            disk.put("uk/c.md", "# Law\n\nBarristers plead in court.\n");
            disk
        }

        fn corpus(&self) -> PathBuf {
            self.folders.path().join("corpus")
        }

        fn root(&self) -> PathBuf {
            self.folders.path().join("index")
        }

        fn put(&self, name: &str, text: &str) {
            fs::write(self.corpus().join(name), text).expect("a document");
        }

        fn folder(&self) -> Folder {
            Folder::of(&self.root(), &self.corpus(), &version()).expect("a folder")
        }

        fn refresh(&self, how: How) -> Refreshed {
            refresh(&self.corpus(), &self.root(), how, &mut |_| {}).expect("an index")
        }

        fn open(&self) -> Refreshed {
            open_for_answers(&self.corpus(), &self.root(), &mut |_| {}).expect("an index")
        }

        /// The file that every commit writes.
        fn description(&self) -> PathBuf {
            self.folder().index().join("meta.json")
        }
    }

    /// Documents, and how many were read, unchanged and removed.
    #[track_caller]
    fn check(refreshed: &Refreshed, names: &[&str], counts: [usize; 3]) {
        let records = refreshed.index.documents().expect("records");
        let found: Vec<&str> = records.iter().map(|record| &*record.id.0).collect();
        assert_eq!(found, names);
        let report = refreshed.report;
        assert_eq!(report.documents, names.len());
        assert_eq!([report.read, report.unchanged, report.removed], counts);
    }

    fn texts(warnings: &[Warning]) -> Vec<String> {
        warnings.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn reads_only_what_changed() {
        let disk = Disk::new();
        let all = ["a.md", "b.md", "uk/c.md"];
        check(&disk.refresh(How::Update), &all, [3, 0, 0]);
        let written = fs::metadata(disk.description()).and_then(|file| file.modified());
        let written = written.expect("a time");
        check(&disk.refresh(How::Update), &all, [0, 3, 0]);
        let still = fs::metadata(disk.description()).and_then(|file| file.modified());
        assert_eq!(still.expect("a time"), written, "nothing is written");

        disk.put("b.md", "# Nursing\n\nMatrons lead wards.\n");
        disk.put("d.md", "# New\n\nZebras.\n");
        fs::remove_file(disk.corpus().join("a.md")).expect("a file less");
        let names = ["b.md", "d.md", "uk/c.md"];
        check(&disk.refresh(How::Update), &names, [2, 1, 1]);
        check(&disk.refresh(How::Rebuild), &names, [3, 0, 0]);
    }

    #[test]
    fn drops_a_document_that_can_no_longer_be_read() {
        let disk = Disk::new();
        disk.refresh(How::Update);
        fs::write(
            disk.corpus().join("b.md"),
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0",
        )
        .expect("a file");
        for removed in [1, 0] {
            let refreshed = disk.refresh(How::Update);
            check(&refreshed, &["a.md", "uk/c.md"], [0, 2, removed]);
            let problems: Vec<&str> = refreshed.problems.iter().map(|p| &*p.doc.0).collect();
            assert_eq!(problems, ["b.md"], "it is said every time");
        }
    }

    #[test]
    fn keeps_what_a_file_of_many_held_until_it_was_read_to_its_end() {
        let disk = Disk::new();
        let line = |id: &str, text: &str| format!("{{\"id\":\"{id}\",\"text\":\"{text}\"}}\n");
        disk.put(
            "m.jsonl",
            &[
                line("x", "Tilers lay tiles."),
                line("y", "Glaziers cut glass."),
            ]
            .concat(),
        );
        let all = ["a.md", "b.md", "uk/c.md", "x", "y"];
        check(&disk.refresh(How::Update), &all, [5, 0, 0]);
        check(&disk.refresh(How::Update), &all, [0, 5, 0]);

        disk.put(
            "m.jsonl",
            &[
                line("y", "Glaziers cut glass."),
                line("z", "Roofers climb."),
            ]
            .concat(),
        );
        let all = ["a.md", "b.md", "uk/c.md", "y", "z"];
        check(&disk.refresh(How::Update), &all, [1, 4, 1]);

        // The same documents in a damaged archive: only what can be read counts.
        fs::rename(
            disk.corpus().join("m.jsonl"),
            disk.corpus().join("m.jsonl.gz"),
        )
        .expect("a name");
        let without = ["a.md", "b.md", "uk/c.md"];
        check(&disk.refresh(How::Update), &without, [0, 3, 2]);
        fs::remove_file(disk.corpus().join("m.jsonl.gz")).expect("a file less");
        disk.put("m.jsonl", &line("y", "Glaziers cut glass."));
        check(
            &disk.refresh(How::Update),
            &["a.md", "b.md", "uk/c.md", "y"],
            [1, 3, 0],
        );
        fs::remove_file(disk.corpus().join("m.jsonl")).expect("a file less");
        check(&disk.refresh(How::Update), &without, [0, 3, 1]);
    }

    #[test]
    fn keeps_what_is_known_of_an_archive_that_is_cut_off() {
        use std::io::Write as _;
        let disk = Disk::new();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
        for id in ["x", "y"] {
            let words = "tile ".repeat(40_000);
            writeln!(packer, "{{\"id\":\"{id}\",\"text\":\"{words}\"}}").expect("memory takes it");
        }
        let archive = packer.finish().expect("memory takes it");
        let path = disk.corpus().join("m.jsonl.gz");
        fs::write(&path, &archive).expect("a file");
        let all = ["a.md", "b.md", "uk/c.md", "x", "y"];
        check(&disk.refresh(How::Update), &all, [5, 0, 0]);
        fs::write(&path, archive.get(..archive.len() - 9_000).expect("a part")).expect("a file");
        let refreshed = disk.refresh(How::Update);
        check(&refreshed, &all, [0, 5, 0]);
        assert_eq!(refreshed.problems.len(), 1, "{:?}", refreshed.problems);
    }

    #[test]
    fn an_empty_corpus_gives_an_empty_index() {
        let disk = Disk::new();
        fs::remove_dir_all(disk.corpus()).expect("no corpus");
        let refused = open_for_answers(&disk.corpus(), &disk.root(), &mut |_| {});
        assert!(matches!(refused, Err(IntakeError::Corpus(_))));
        assert!(
            !disk.root().exists(),
            "nothing is made for a corpus that is not there"
        );
        fs::create_dir(disk.corpus()).expect("a corpus");
        check(&disk.open(), &[], [0, 0, 0]);
        disk.put("a.md", "# Data\n\nPipelines.\n");
        check(&disk.open(), &["a.md"], [1, 0, 0]);
    }

    #[test]
    fn builds_a_damaged_index_anew_and_says_so() {
        let disk = Disk::new();
        disk.refresh(How::Update);
        fs::remove_file(disk.description()).expect("a file less");
        let refreshed = disk.open();
        check(&refreshed, &["a.md", "b.md", "uk/c.md"], [3, 0, 0]);
        let warnings = texts(&refreshed.warnings);
        assert_eq!(warnings.len(), 1);
        let path = disk.folder().index();
        let start = format!("the index at `{}` was damaged (", path.display());
        assert!(
            warnings.iter().all(|warning| warning.starts_with(&start)),
            "{warnings:?}"
        );
        assert_eq!(disk.open().warnings, []);
    }

    #[test]
    fn mends_an_index_that_has_lost_a_file() {
        let disk = Disk::new();
        disk.refresh(How::Update);
        for ending in ["pos", "fieldnorm", "store"] {
            let files = fs::read_dir(disk.folder().index()).expect("a listing");
            let files = files.map(|file| file.expect("an entry").path());
            for file in files.filter(|file| file.extension().is_some_and(|found| found == ending)) {
                fs::remove_file(file).expect("a file less");
            }
            let refreshed = disk.refresh(How::Update);
            check(&refreshed, &["a.md", "b.md", "uk/c.md"], [3, 0, 0]);
            let warnings = texts(&refreshed.warnings);
            let told = format!(".{ending}` is missing");
            assert!(
                matches!(&*warnings, [only] if only.contains(&told)),
                "{warnings:?}"
            );
            assert_eq!(disk.open().warnings, []);
        }
    }

    #[test]
    fn answers_from_the_last_index_while_another_writes() {
        let disk = Disk::new();
        disk.refresh(How::Update);
        let lock = WriteLock::acquire(&disk.folder()).expect("the lock");
        assert_eq!(
            disk.open().warnings,
            [],
            "nothing to write, nobody to wait for"
        );
        disk.put("d.md", "# New\n\nZebras.\n");
        let refreshed = disk.open();
        check(&refreshed, &["a.md", "b.md", "uk/c.md"], [0, 0, 0]);
        let warnings = texts(&refreshed.warnings);
        let home = disk.folder().home().display().to_string();
        assert_eq!(
            warnings,
            [format!(
                "answers come from the last index as it stands: the index folder `{home}` is being written by \
                 another careerbot; wait until that one is done, or give this one a folder of its own with `--index DIR`"
            )]
        );
        let refused = refresh(&disk.corpus(), &disk.root(), How::Update, &mut |_| {});
        assert!(matches!(
            refused,
            Err(IntakeError::Index(IndexError::Busy { .. }))
        ));
        drop(lock);
        assert_eq!(disk.open().report.documents, 4);
    }

    #[test]
    fn answers_from_memory_where_nothing_can_be_written() {
        let disk = Disk::new();
        fs::write(disk.root(), "a file, not a folder").expect("a file");
        let refreshed = disk.open();
        check(&refreshed, &["a.md", "b.md", "uk/c.md"], [3, 0, 0]);
        let warnings = texts(&refreshed.warnings);
        let start = "answers come from an index in memory, made again at every start: cannot write the index at `";
        assert!(
            matches!(&*warnings, [only] if only.starts_with(start)),
            "{warnings:?}"
        );
        let refused = refresh(&disk.corpus(), &disk.root(), How::Update, &mut |_| {});
        assert!(matches!(
            refused,
            Err(IntakeError::Index(IndexError::Unwritable { .. }))
        ));
    }

    #[test]
    fn answers_from_memory_while_the_first_index_is_written() {
        let disk = Disk::new();
        let _lock = WriteLock::acquire(&disk.folder()).expect("the lock");
        let refreshed = disk.open();
        check(&refreshed, &["a.md", "b.md", "uk/c.md"], [3, 0, 0]);
        assert!(matches!(
            *refreshed.warnings,
            [Warning::InMemory(IndexError::Busy { .. })]
        ));
    }

    /// Waits until the files are old enough to be trusted unread.
    fn settle() {
        std::thread::sleep(std::time::Duration::from_millis(150));
    }

    #[test]
    fn opens_no_file_while_the_folder_looks_the_same() {
        let disk = Disk::new();
        disk.put("x.md", "\u{0}\u{1}\u{2}\u{3}");
        settle();
        let first = disk.open();
        check(&first, &["a.md", "b.md", "uk/c.md"], [3, 0, 0]);
        let mut looked_at = 0;
        let mut open = || {
            let count = &mut |_: Progress<'_>| looked_at += 1;
            open_for_answers(&disk.corpus(), &disk.root(), count).expect("an index")
        };
        let again = open();
        check(&again, &["a.md", "b.md", "uk/c.md"], [0, 3, 0]);
        assert_eq!(
            again.problems, first.problems,
            "what is wrong is still said"
        );
        assert_eq!(looked_at, 0);

        disk.put("b.md", "# Nursing\n\nNurses train for seven years.\n");
        check(&disk.open(), &["a.md", "b.md", "uk/c.md"], [1, 2, 0]);
        fs::remove_file(disk.corpus().join("a.md")).expect("a file less");
        check(&disk.open(), &["b.md", "uk/c.md"], [0, 2, 1]);
    }

    #[test]
    fn a_note_beside_another_index_is_not_believed() {
        let disk = Disk::new();
        settle();
        disk.open();
        let all = ["a.md", "b.md", "uk/c.md"];
        fs::remove_dir_all(disk.folder().index()).expect("an index less");
        check(&disk.open(), &all, [3, 0, 0]);
        let note = disk.folder().home().join("seen.json");
        let kept = fs::read(&note).expect("a note");
        disk.put("b.md", "# Nursing\n\nMatrons lead wards.\n");
        check(&disk.open(), &all, [1, 2, 0]);
        for text in [&kept[..], b"{}", b""] {
            fs::write(&note, text).expect("a note");
            check(&disk.open(), &all, [0, 3, 0]);
        }
    }

    #[test]
    fn tells_how_far_it_has_come() {
        let disk = Disk::new();
        let mut seen = Vec::new();
        let mut progress =
            |at: Progress<'_>| seen.push(format!("{}/{} {}", at.done, at.total, at.doc));
        refresh(&disk.corpus(), &disk.root(), How::Update, &mut progress).expect("an index");
        assert_eq!(seen, ["0/3 a.md", "1/3 b.md", "2/3 uk/c.md", "3/3 "]);
    }
}
