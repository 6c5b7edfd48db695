//! Seeing that the documents changed, and bringing the index up to date behind them.
//!
//! The folder is looked at again and again: names, sizes and times of change of its files. That works on every file system,
//! network shares among them, needs no handles, and takes a third of a millisecond for a hundred documents. A change is
//! taken in once the folder stands still from one look to the next, so that a file is not read while it is written.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use super::IntakeError;
use super::refresh::{Refreshed, Warning, open_for_answers};
use crate::corpus::{self, CorpusError};

/// How often the folder is looked at while nothing changes.
const LOOK_EVERY: Duration = Duration::from_millis(300);

/// How long it has to stand still before a change is taken in.
const STILL_FOR: Duration = Duration::from_millis(100);

/// After so long a change is taken in although the folder does not stand still.
const UNREST_MAX: Duration = Duration::from_secs(5);

/// When it is tried again after something else kept the index from being written.
const AGAIN_AFTER: Duration = Duration::from_secs(2);

/// Between two looks there is at least so many times the time that one takes: a large corpus is looked at less often.
const PAUSE_TO_LOOK: u32 = 20;

/// What a corpus folder looked like: another look, other documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look(u64);

impl Look {
    /// What `corpus` looks like now.
    ///
    /// # Errors
    /// [`CorpusError`] when the folder cannot be read.
    pub fn at(corpus: &Path) -> Result<Look, CorpusError> {
        let mut hasher = DefaultHasher::new();
        for file in corpus::list(corpus)?.files {
            file.id.hash(&mut hasher);
            file.bytes.hash(&mut hasher);
            file.changed.hash(&mut hasher);
        }
        Ok(Look(hasher.finish()))
    }
}

/// A thread that watches a corpus; it ends when this is dropped.
#[derive(Debug)]
pub struct Watch {
    /// Nothing is ever sent: the thread notices when it is gone.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Watch {
    /// Watches `corpus`, whose documents were last taken in when it looked as in `since`, and gives the index to
    /// `changed` each time it was brought up to date, as [`open_for_answers`] does that.
    ///
    /// A change is taken in within half a second, and the time that reading what changed takes.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(
        corpus: PathBuf,
        index_root: PathBuf,
        since: Option<Look>,
        changed: impl FnMut(Refreshed) + Send + 'static,
    ) -> io::Result<Watch> {
        let (stop, stopped) = channel();
        let mut watcher = Watcher {
            corpus,
            index_root,
            taken_in: since,
            last: since,
            unrest: None,
            is_lost: false,
        };
        let thread = thread::Builder::new()
            .name("watch".to_owned())
            .spawn(move || watcher.run(&stopped, changed))?;
        Ok(Watch {
            stop: Some(stop),
            thread: Some(thread),
        })
    }

    /// Ends it, once what it has at work is done.
    pub fn end(mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in it has been logged, and nothing depends on how it ended.
            let _ = thread.join();
        }
    }
}

/// What the thread knows.
struct Watcher {
    corpus: PathBuf,
    index_root: PathBuf,
    /// How the folder looked when its documents were last taken in.
    taken_in: Option<Look>,
    /// How it looked last.
    last: Option<Look>,
    /// Since when it looks other than what was taken in.
    unrest: Option<Instant>,
    /// True while the folder cannot be read.
    is_lost: bool,
}

impl Watcher {
    fn run(&mut self, stopped: &Receiver<()>, mut changed: impl FnMut(Refreshed)) {
        let mut pause = LOOK_EVERY;
        while stopped.recv_timeout(pause) == Err(RecvTimeoutError::Timeout) {
            let began = Instant::now();
            let look = self.look();
            let took = began.elapsed();
            pause = if look.is_some_and(|look| self.is_to_be_taken_in(look)) {
                self.take_in(look, &mut changed)
            } else if self.unrest.is_some() {
                STILL_FOR
            } else {
                LOOK_EVERY
            };
            self.last = look;
            pause = pause.max(took * PAUSE_TO_LOOK);
        }
    }

    /// How the folder looks; nothing while it cannot be read, which is told once.
    fn look(&mut self) -> Option<Look> {
        match Look::at(&self.corpus) {
            Ok(look) => {
                self.is_lost = false;
                Some(look)
            }
            Err(error) => {
                if !self.is_lost {
                    tracing::warn!(%error, "the documents cannot be looked at; answers go on as they were");
                }
                self.is_lost = true;
                None
            }
        }
    }

    /// True when the folder changed and stands still, or has not stood still for too long.
    fn is_to_be_taken_in(&mut self, look: Look) -> bool {
        if self.taken_in == Some(look) {
            self.unrest = None;
            return false;
        }
        let since = *self.unrest.get_or_insert_with(Instant::now);
        self.last == Some(look) || since.elapsed() > UNREST_MAX
    }

    /// Brings the index up to date; gives how long to wait before the next look.
    fn take_in(&mut self, look: Option<Look>, changed: &mut impl FnMut(Refreshed)) -> Duration {
        let refreshed = open_for_answers(&self.corpus, &self.index_root, &mut |_progress| {});
        self.unrest = None;
        match refreshed {
            Ok(refreshed) => {
                let is_written = |warning: &Warning| !matches!(warning, Warning::NotUpdated(_));
                let is_done = refreshed.warnings.iter().all(is_written);
                changed(refreshed);
                if is_done {
                    self.taken_in = look;
                    return LOOK_EVERY;
                }
            }
            // A folder that is gone is told by the next look.
            Err(IntakeError::Corpus(_)) => {}
            Err(IntakeError::Index(error)) => {
                tracing::warn!(%error, "the index cannot be brought up to date; answers go on as they were");
            }
        }
        AGAIN_AFTER
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn watcher(taken_in: u64, last: u64) -> Watcher {
        Watcher {
            corpus: PathBuf::new(),
            index_root: PathBuf::new(),
            taken_in: Some(Look(taken_in)),
            last: Some(Look(last)),
            unrest: None,
            is_lost: false,
        }
    }

    #[test]
    fn waits_until_the_folder_stands_still() {
        assert!(!watcher(1, 1).is_to_be_taken_in(Look(1)));
        assert!(!watcher(1, 1).is_to_be_taken_in(Look(2)), "just changed");
        assert!(!watcher(1, 2).is_to_be_taken_in(Look(3)), "changes still");
        assert!(watcher(1, 2).is_to_be_taken_in(Look(2)), "stands still");
        assert!(!watcher(1, 2).is_to_be_taken_in(Look(1)), "changed back");
        let mut restless = watcher(1, 2);
        restless.unrest = Instant::now().checked_sub(UNREST_MAX * 2);
        assert!(restless.is_to_be_taken_in(Look(3)), "never stands still");
    }

    #[test]
    fn sees_what_comes_goes_and_changes() {
        let folder = tempfile::tempdir().expect("a folder");
        let look = || Look::at(folder.path()).expect("a folder");
        let put =
            |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("a file");
        let mut seen = vec![look()];
        put("a.md", "# A\n\nWords.\n");
        seen.push(look());
        put("a.md", "# A\n\nOther words.\n");
        seen.push(look());
        put("b.md", "# B\n\nWords.\n");
        seen.push(look());
        fs::rename(folder.path().join("b.md"), folder.path().join("c.md")).expect("a name");
        seen.push(look());
        for (at, one) in seen.iter().enumerate() {
            assert!(
                seen.iter().skip(at + 1).all(|other| other != one),
                "{seen:?}"
            );
        }
        assert_eq!(look(), look(), "nothing changed");
        fs::remove_dir_all(folder.path()).expect("a folder less");
        Look::at(folder.path()).expect_err("no folder");
    }
}
