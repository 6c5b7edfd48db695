//! Where the index of a corpus lies: `<index>/<corpus>-<hash of its path>/<version>/`.
//!
//! Each corpus has a folder of its own, which says in `corpus.txt` whose it is. Inside, the folder of an index is
//! named for everything that decides its contents besides the documents, so another program never reads it by mistake.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::IndexError;
use super::schema::SCHEMA;

/// Says which corpus a folder belongs to.
const OWNER_FILE: &str = "corpus.txt";

/// How many folders are tried when another corpus has the name already.
const TRIES: usize = 16;

/// The longest part of a corpus' name that goes into its folder's name, in characters.
const NAME_MAX_CHARS: usize = 40;

/// The version of an index: its schema, the extractor's version and the vocabulary's.
pub fn version(extractor: u32, vocabulary: &str) -> String {
    format!("s{SCHEMA}-x{extractor}-v{}", safe(vocabulary))
}

/// Where the index of one corpus, in one version, lies or is to lie.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folder {
    home: PathBuf,
    corpus: PathBuf,
    version: String,
}

impl Folder {
    /// The folder for `corpus` below `index_root`. Nothing is written.
    ///
    /// A folder that says it belongs to another corpus (two hashes alike, or a copied folder) is passed over for the
    /// next name.
    ///
    /// # Errors
    /// [`IndexError::Unwritable`] when the corpus cannot be found, or every name is taken.
    pub fn of(index_root: &Path, corpus: &Path, version: &str) -> Result<Folder, IndexError> {
        let corpus = fs::canonicalize(corpus).map_err(|error| IndexError::Unwritable {
            path: index_root.to_path_buf(),
            cause: format!("no corpus at `{}`: {error}", corpus.display()),
        })?;
        let name = folder_name(&corpus);
        for number in 1..=TRIES {
            let home = index_root.join(match number {
                1 => name.clone(),
                _ => format!("{name}-{number}"),
            });
            let free = owner(&home).is_none_or(|owner| owner == spelled(&corpus));
            if free {
                let version = version.to_owned();
                return Ok(Folder {
                    home,
                    corpus,
                    version,
                });
            }
        }
        Err(IndexError::Unwritable {
            path: index_root.join(name),
            cause: format!("{TRIES} folders of that name belong to other corpora"),
        })
    }

    /// The corpus' own folder, which holds its versions.
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The index itself.
    pub fn index(&self) -> PathBuf {
        self.home.join(&self.version)
    }

    /// Where a new index is built before it takes the place of [`Self::index`].
    pub(super) fn new_index(&self) -> PathBuf {
        self.home.join(format!("{}.new", self.version))
    }

    /// Where the index that is replaced goes.
    pub(super) fn old_index(&self) -> PathBuf {
        self.home.join(format!("{}.old", self.version))
    }

    /// Makes the corpus' folder and puts the corpus' name on it.
    pub(super) fn claim(&self) -> io::Result<()> {
        fs::create_dir_all(&self.home)?;
        match owner(&self.home) {
            None => fs::write(self.home.join(OWNER_FILE), spelled(&self.corpus)),
            Some(owner) if owner == spelled(&self.corpus) => Ok(()),
            Some(owner) => Err(io::Error::other(format!(
                "it belongs to the corpus `{owner}`"
            ))),
        }
    }

    /// Removes what runs that died have left; only for whoever holds the lock.
    pub(super) fn sweep_leftovers(&self) {
        self.sweep(|name| matches!(name.rsplit_once('.'), Some((_, "new" | "old"))));
    }

    /// Removes the indexes of other versions; only for whoever holds the lock.
    pub(super) fn sweep_other_versions(&self) {
        self.sweep(|name| name != self.version);
    }

    /// Removes those folders of indexes whose name is `unwanted`. What cannot be removed now is tried again next time.
    fn sweep(&self, unwanted: impl Fn(&str) -> bool) {
        let Ok(listing) = fs::read_dir(&self.home) else {
            return;
        };
        for found in listing.flatten() {
            let name = found.file_name();
            let Some(name) = name.to_str() else { continue };
            if is_version(name)
                && unwanted(name)
                && let Err(error) = fs::remove_dir_all(found.path())
            {
                let path = found.path();
                tracing::warn!(path = %path.display(), %error, "an old index could not be removed");
            }
        }
    }
}

/// True for names that [`version`] gives, so that nothing else in the folder is ever removed.
fn is_version(name: &str) -> bool {
    let Some((schema, rest)) = name.split_once("-x") else {
        return false;
    };
    schema.strip_prefix('s').is_some_and(|number| {
        !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())
    }) && rest.contains("-v")
}

/// The corpus that `home` says it belongs to; a crash may leave the file empty, which says nothing.
fn owner(home: &Path) -> Option<String> {
    let owner = fs::read(home.join(OWNER_FILE)).ok()?;
    (!owner.is_empty()).then(|| String::from_utf8_lossy(&owner).into_owned())
}

fn spelled(corpus: &Path) -> String {
    corpus.to_string_lossy().into_owned()
}

fn folder_name(corpus: &Path) -> String {
    let name = corpus.file_name().unwrap_or_default().to_string_lossy();
    let name = safe(name.trim_start_matches('.'));
    let name: String = name.chars().take(NAME_MAX_CHARS).collect();
    let hash = Sha256::digest(corpus.as_os_str().as_encoded_bytes());
    let start = hash
        .first_chunk()
        .map_or(0, |bytes| u32::from_be_bytes(*bytes));
    format!("{name}-{start:08x}")
}

/// `text` with everything replaced that some file system might refuse.
fn safe(text: &str) -> String {
    text.chars()
        .map(|char| match char {
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' => char,
            _ => '-',
        })
        .collect()
}
