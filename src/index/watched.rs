//! The folder that is written, which remembers what the disk said.
//!
//! The search engine writes on threads of its own, and of what stops them it tells only that they stopped.

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, OnceLock};

use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, Directory, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite,
    WatchCallback, WatchHandle, WritePtr,
};

/// The first error that a disk gave to whoever wrote on it.
#[derive(Clone, Debug, Default)]
pub(super) struct Refusal(Arc<OnceLock<String>>);

impl Refusal {
    /// What the system said; none while everything went well.
    pub(super) fn said(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }

    /// `result` as it is, its error remembered.
    fn note<T>(&self, result: io::Result<T>) -> io::Result<T> {
        if let Err(error) = &result
            && error.kind() != io::ErrorKind::Interrupted
        {
            self.0.get_or_init(|| error.to_string());
        }
        result
    }
}

/// A folder for an index, as [`MmapDirectory`] but for the memory.
#[derive(Clone, Debug)]
pub(super) struct Watched {
    folder: MmapDirectory,
    refusal: Refusal,
}

impl Watched {
    /// The folder at `path`, whose errors go to `refusal`.
    pub(super) fn open(path: &Path, refusal: &Refusal) -> tantivy::Result<Watched> {
        Ok(Watched {
            folder: MmapDirectory::open(path)?,
            refusal: refusal.clone(),
        })
    }
}

impl Directory for Watched {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        self.folder.get_file_handle(path)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.folder.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.folder.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let opened = self.folder.open_write(path);
        if let Err(OpenWriteError::IoError { io_error, .. }) = &opened {
            self.refusal.0.get_or_init(|| io_error.to_string());
        }
        Ok(WritePtr::new(Box::new(WatchedFile {
            file: opened?,
            refusal: self.refusal.clone(),
        })))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.folder.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.refusal.note(self.folder.atomic_write(path, data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.refusal.note(self.folder.sync_directory())
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        self.folder.acquire_lock(lock)
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.folder.watch(callback)
    }
}

struct WatchedFile {
    file: WritePtr,
    refusal: Refusal,
}

impl Write for WatchedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.refusal.note(self.file.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.refusal.note(self.file.flush())
    }
}

impl TerminatingWrite for WatchedFile {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        self.refusal.note(self.file.terminate_ref(token))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_the_first_error_and_goes_on_after_interruptions() {
        let refusal = Refusal::default();
        let interrupted: io::Result<()> = Err(io::ErrorKind::Interrupted.into());
        assert!(refusal.note(interrupted).is_err());
        assert_eq!(refusal.said(), None);
        for cause in ["the disk is full", "nothing works any more"] {
            let refused: io::Result<()> = Err(io::Error::other(cause));
            assert!(refusal.note(refused).is_err());
        }
        assert_eq!(refusal.said(), Some("the disk is full"));
    }

    #[test]
    fn remembers_that_a_file_could_not_be_made() {
        let folder = tempfile::tempdir().expect("a folder");
        let refusal = Refusal::default();
        let watched = Watched::open(folder.path(), &refusal).expect("a folder");
        let written = watched.open_write(Path::new("a"));
        let written = written.map(|file| file.terminate().is_ok());
        assert!(matches!(written, Ok(true)));
        assert!(watched.open_write(Path::new("a")).is_err());
        assert_eq!(refusal.said(), None, "a name that is taken is no refusal");
        assert!(watched.open_write(Path::new("no/such/folder")).is_err());
        assert!(refusal.said().is_some());
    }
}
