//! Opening an index on disk without ever changing it.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, WatchCallback, WatchHandle, WritePtr,
};
use tantivy::index::SegmentComponent;
use tantivy::{SegmentMeta, TantivyError};

use super::{corrupt, schema};

/// Opens the index in `dir` and checks its schema, that no file is missing, and the checksum of each.
pub(super) fn open(dir: &Path) -> tantivy::Result<tantivy::Index> {
    let index = tantivy::Index::open(ReadOnly(MmapDirectory::open(dir)?))?;
    if index.schema() != schema().0 {
        return Err(corrupt("its schema is not the one of its version"));
    }
    // The engine's own check goes by its list of files, which may be the damaged one; this goes by what is searched.
    for segment in &index.load_metas()?.segments {
        for file in files(segment) {
            if !index.directory().exists(&file)? {
                return Err(corrupt(&format!("`{}` is missing", file.display())));
            }
            if !index.directory().validate_checksum(&file)? {
                return Err(corrupt(&format!(
                    "the checksum of `{}` does not fit",
                    file.display()
                )));
            }
        }
    }
    Ok(index)
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
