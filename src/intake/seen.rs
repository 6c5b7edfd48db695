//! What the corpus folder looked like when its index was last brought up to date: while it looks the same, no file has
//! to be opened to know that the index still fits.
//!
//! A note stands beside the index and names both: the files by name, size and time of their last change, and the
//! contents of the index by their hash. Whatever does not fit to the letter is looked at in full.

use std::fs;
use std::io::Write as _;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::corpus::{Listing, Problem, Severity};
use crate::index::{Folder, Summary};

/// The name of the note, beside the index it speaks of.
const NAME: &str = "seen.json";

/// How many problems a note keeps; with more, everything is looked at in full each time.
const PROBLEMS_MAX: usize = 1_000;

/// How fine the clock of a file system is that tells parts of seconds, with much room: Linux stamps files in steps of
/// up to 10 milliseconds.
const FINE: Duration = Duration::from_millis(100);

/// How fine one is that tells whole seconds; FAT counts in twos.
const COARSE: Duration = Duration::from_secs(3);

/// The SHA-256 of names, sizes and times.
pub(super) type FilesHash = [u8; 32];

/// What was seen, and which index came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// A hash of the names, sizes and times of all files.
    files: FilesHash,
    /// The folder name of the index, which says its version.
    version: String,
    /// [`Summary::contents`] of the index.
    contents: u64,
    /// What could not be read.
    pub(super) problems: Vec<Problem>,
}

/// What a listing looks like; nothing where a file is so new that it could change once more without a trace.
pub(super) fn files(listing: &Listing, listed: SystemTime) -> Option<FilesHash> {
    let mut hash = Sha256::new();
    for file in &listing.files {
        let changed = file.changed?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
        let step = if changed.subsec_nanos() == 0 {
            COARSE
        } else {
            FINE
        };
        let age = listed.duration_since(file.changed?).ok()?;
        if age < step {
            return None;
        }
        hash.update((file.id.0.len() as u64).to_be_bytes());
        hash.update(file.id.0.as_bytes());
        hash.update(file.bytes.to_be_bytes());
        hash.update(changed.as_nanos().to_be_bytes());
    }
    let hash = hash.finalize();
    Some(hash.into())
}

impl Seen {
    /// What is to be noted of `files` and the index that was made of them.
    pub(super) fn new(
        files: FilesHash,
        folder: &Folder,
        summary: &Summary,
        problems: &[Problem],
    ) -> Seen {
        let errors = problems.iter();
        let errors = errors.filter(|problem| problem.severity == Severity::Error);
        Seen {
            files,
            version: version(folder),
            contents: summary.contents,
            problems: errors.cloned().collect(),
        }
    }

    /// The note beside the index in `folder`, if it speaks of `files`.
    pub(super) fn of(files: &FilesHash, folder: &Folder) -> Option<Seen> {
        let text = fs::read(path(folder)).ok()?;
        let seen: Seen = serde_json::from_slice(&text).ok()?;
        (seen.files == *files && seen.version == version(folder)).then_some(seen)
    }

    /// True when the index whose summary this is came of what was seen.
    pub(super) fn fits(&self, summary: &Summary) -> bool {
        self.contents == summary.contents
    }

    /// Puts the note in its place. Where that cannot be done everything is looked at in full next time.
    pub(super) fn note(&self, folder: &Folder) {
        if self.problems.len() > PROBLEMS_MAX
            || Seen::of(&self.files, folder).as_ref() == Some(self)
        {
            return;
        }
        let write = || {
            let mut new = new_file(folder)?;
            new.1.write_all(&serde_json::to_vec(self)?)?;
            fs::rename(&new.0, path(folder))
        };
        if let Err(error) = write() {
            tracing::debug!(%error, "what was seen cannot be noted");
        }
    }
}

/// A new file beside the note, named for this process: another one may be writing its own.
fn new_file(folder: &Folder) -> std::io::Result<(PathBuf, fs::File)> {
    let name = format!("{NAME}.{}", std::process::id());
    let path = folder.home().join(name);
    let file = fs::File::create(&path)?;
    Ok((path, file))
}

fn path(folder: &Folder) -> PathBuf {
    folder.home().join(NAME)
}

fn version(folder: &Folder) -> String {
    let index = folder.index();
    let name = index.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::corpus::FileEntry;
    use crate::domain::DocumentId;

    fn file(name: &str, bytes: u64, changed: Option<Duration>) -> FileEntry {
        FileEntry {
            id: DocumentId(name.to_owned()),
            path: PathBuf::from(name),
            bytes,
            changed: changed.map(|since| SystemTime::UNIX_EPOCH + since),
        }
    }

    fn look(entries: Vec<FileEntry>, listed: Duration) -> Option<FilesHash> {
        let listing = Listing {
            files: entries,
            problems: Vec::new(),
        };
        files(&listing, SystemTime::UNIX_EPOCH + listed)
    }

    #[test]
    fn every_part_of_a_file_counts() {
        let at = |millis| Some(Duration::from_millis(millis));
        let one = |file| look(vec![file], Duration::from_secs(90));
        let seen = one(file("a.md", 5, at(1_001)));
        assert!(seen.is_some());
        assert_eq!(seen, one(file("a.md", 5, at(1_001))));
        for other in [
            file("b.md", 5, at(1_001)),
            file("a.md", 6, at(1_001)),
            file("a.md", 5, at(1_002)),
        ] {
            assert_ne!(seen, one(other));
        }
        assert_ne!(seen, look(Vec::new(), Duration::from_secs(90)));
    }

    #[test]
    fn a_file_that_may_change_unseen_is_not_trusted() {
        let listed = Duration::from_secs(90);
        let seen = |changed: Duration| look(vec![file("a.md", 5, Some(changed))], listed).is_some();
        assert!(seen(Duration::from_millis(89_801)));
        assert!(!seen(Duration::from_millis(89_999)));
        assert!(!seen(Duration::from_secs(88)), "whole seconds are coarse");
        assert!(seen(Duration::from_secs(86)));
        assert!(!seen(Duration::from_millis(90_001)), "from the future");
        assert_eq!(look(vec![file("a.md", 5, None)], listed), None);
    }
}
