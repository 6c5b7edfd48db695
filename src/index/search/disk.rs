//! Opening an index on disk without ever changing it.

use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::thread;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::index::SegmentComponent;
use tantivy::{SegmentMeta, TantivyError};

use super::{corrupt, schema};

/// Up to how many bytes an index is checked before it is used; that takes some hundredths of a second. A larger one is
/// checked beside the answers, so that nobody waits for all of it to be read.
const CHECKED_FIRST_MAX_BYTES: u64 = 8 << 20;

/// The file in an index that says what a check beside the answers has found wrong, so that the next start does not trust it.
pub(in super::super) const DAMAGE_FILE: &str = "damaged.txt";

/// What a check that goes on beside the answers has found wrong.
#[derive(Clone, Debug, Default)]
pub(super) struct Health(Arc<OnceLock<String>>);

impl Health {
    /// What is wrong with the index, as far as is known by now.
    pub(super) fn damage(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }
}

/// Opens the index in `dir` and checks its schema, that no file is missing, and the checksum of each: the checksums of
/// a large one in a thread of their own, whose finding stands in the health that is given back.
pub(super) fn open(dir: &Path) -> tantivy::Result<(tantivy::Index, Health)> {
    if let Ok(damage) = fs::read_to_string(dir.join(DAMAGE_FILE)) {
        return Err(corrupt(&damage));
    }
    let index = tantivy::Index::open(ReadOnly(MmapDirectory::open(dir)?))?;
    if index.schema() != schema().0 {
        return Err(corrupt("its schema is not the one of its version"));
    }
    // The engine's own check goes by its list of files, which may be the damaged one; this goes by what is searched.
    let segments = index.load_metas()?.segments;
    let files: Vec<PathBuf> = segments.iter().flat_map(files).collect();
    let mut bytes = 0;
    for file in &files {
        if !index.directory().exists(file)? {
            return Err(corrupt(&format!("`{}` is missing", file.display())));
        }
        bytes += fs::metadata(dir.join(file)).map_or(0, |found| found.len());
    }
    let health = Health::default();
    if bytes <= CHECKED_FIRST_MAX_BYTES {
        check(&index, &files)?;
    } else {
        check_beside(&index, dir, files, &health);
    }
    Ok((index, health))
}

fn check(index: &tantivy::Index, files: &[PathBuf]) -> tantivy::Result<()> {
    for file in files {
        if !index.directory().validate_checksum(file)? {
            return Err(corrupt(&format!(
                "the checksum of `{}` does not fit",
                file.display()
            )));
        }
    }
    Ok(())
}

/// Checks `files` in a thread of its own. A file that a writer has tidied away meanwhile is no damage: whoever has the
/// index open still has it.
fn check_beside(index: &tantivy::Index, dir: &Path, files: Vec<PathBuf>, health: &Health) {
    let (index, health) = (index.clone(), health.clone());
    let note = dir.join(DAMAGE_FILE);
    let checking = move || {
        for file in files {
            let one = std::slice::from_ref(&file);
            let found = catch_unwind(AssertUnwindSafe(|| check(&index, one)));
            let damage = match found {
                Ok(Err(TantivyError::DataCorruption(_))) => {
                    format!("the checksum of `{}` does not fit", file.display())
                }
                Err(_panic) => format!("`{}` cannot be read", file.display()),
                Ok(_) => continue,
            };
            // Where it cannot be noted, the next check finds it again.
            let _noted = fs::write(&note, &damage);
            let _first_said = health.0.set(damage);
            return;
        }
    };
    if let Err(error) = thread::Builder::new()
        .name("index check".to_owned())
        .spawn(checking)
    {
        tracing::warn!(%error, "the checksums of the index are not checked");
    }
}

/// Every file that `segment` must have. The engine takes some of them for empty when they are gone.
fn files(segment: &SegmentMeta) -> Vec<PathBuf> {
    let mut parts = vec![
        SegmentComponent::Postings,
        SegmentComponent::Positions,
        SegmentComponent::FastFields,
        SegmentComponent::FieldNorms,
        SegmentComponent::Terms,
        SegmentComponent::Store,
    ];
    if segment.has_deletes() {
        parts.push(SegmentComponent::Delete);
    }
    let parts = parts.into_iter();
    parts.map(|part| segment.relative_path(part)).collect()
}

/// A folder that is read and never written. On a disk that takes no lock file, reading goes on without the lock:
/// nobody can be tidying up there.
#[derive(Clone, Debug)]
struct ReadOnly(MmapDirectory);

fn refused() -> io::Error {
    io::Error::new(
        io::ErrorKind::ReadOnlyFilesystem,
        "the index is open for reading only",
    )
}

impl Directory for ReadOnly {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.0.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        Err(DeleteError::IoError {
            io_error: Arc::new(refused()),
            filepath: path.to_path_buf(),
        })
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.0.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        Err(OpenWriteError::wrap_io_error(refused(), path.to_path_buf()))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.0.atomic_read(path)
    }

    fn atomic_write(&self, _path: &Path, _data: &[u8]) -> io::Result<()> {
        Err(refused())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        match self.0.acquire_lock(lock) {
            Err(LockError::IoError(_)) => Ok(DirectoryLock::from(Box::new(()))),
            locked => locked,
        }
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Err(TantivyError::InternalError(
            "an index open for reading is never watched".to_owned(),
        ))
    }
}
