//! What stands in a corpus folder.
//!
//! Links are never followed, so nothing outside the folder can be read through it.

use std::fs::Metadata;
use std::io;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::time::Duration;
use std::time::SystemTime;

use walkdir::{DirEntry, WalkDir};

use super::format::{Format, NOT_READ};
use super::problem::Problem;
use crate::domain::DocumentId;

/// How many folders deep a document may lie.
pub const DEPTH_MAX: usize = 16;

/// How many files a corpus may hold.
pub const FILES_MAX: usize = 1_000_000;

/// A file that can be loaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// Its name in the corpus.
    pub id: DocumentId,
    /// Where it stands on disk.
    pub path: PathBuf,
    /// Its size when it was listed.
    pub bytes: u64,
    /// When it or what is known of it changed last, as far as the system tells.
    pub changed: Option<SystemTime>,
}

/// The files of a corpus folder, and what in it is not read; both sorted by id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Files to load.
    pub files: Vec<FileEntry>,
    /// What was passed over, and why.
    pub problems: Vec<Problem>,
}

/// Why a corpus folder cannot be listed at all.
#[derive(Debug, thiserror::Error)]
pub enum CorpusError {
    /// There is nothing at that path.
    #[error(
        "no corpus folder at `{}`; make it, or name another with `--corpus` or CAREERBOT_CORPUS",
        path.display()
    )]
    Missing {
        /// The path asked for.
        path: PathBuf,
    },
    /// There is something, which is no folder.
    #[error(
        "`{}` is not a folder; name the folder that holds the documents with `--corpus` or CAREERBOT_CORPUS",
        path.display()
    )]
    NotAFolder {
        /// The path asked for.
        path: PathBuf,
    },
    /// There is a folder that may not be looked into.
    #[error(
        "the corpus folder `{}` cannot be read: {cause}; allow reading it, or name another with `--corpus` or CAREERBOT_CORPUS",
        path.display()
    )]
    Unreadable {
        /// The path asked for.
        path: PathBuf,
        /// What the system says.
        #[source]
        cause: io::Error,
    },
}

/// Lists the documents below `folder`, sorted by id.
///
/// Hidden entries, the vocabulary at the top and every `README.md` are no documents and are passed over in silence;
/// whatever else is not read is named in [`Listing::problems`].
///
/// # Errors
/// [`CorpusError`] when `folder` itself is missing, no folder, or unreadable.
pub fn list(folder: &Path) -> Result<Listing, CorpusError> {
    list_up_to(folder, FILES_MAX)
}

fn list_up_to(folder: &Path, files_max: usize) -> Result<Listing, CorpusError> {
    check_folder(folder)?;
    let mut listing = Listing::default();
    let mut seen = 0_usize;
    let walk = WalkDir::new(folder)
        .min_depth(1)
        .max_depth(DEPTH_MAX)
        .follow_links(false)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !is_passed_over(entry));
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let id = name_below(folder, error.path().unwrap_or(folder));
                listing.problems.push(unreadable(&id, &error));
                continue;
            }
        };
        let id = name_below(folder, entry.path());
        if entry.file_type().is_dir() {
            if entry.depth() == DEPTH_MAX {
                listing.problems.push(too_deep(&id));
            }
            continue;
        }
        if seen == files_max {
            listing.problems.push(too_many(&id, files_max));
            break;
        }
        seen += 1;
        match file_entry(&entry, id) {
            Ok(file) => listing.files.push(file),
            Err(problem) => listing.problems.push(problem),
        }
    }
    listing.files.sort_by(|a, b| a.id.cmp(&b.id));
    listing.problems.sort_by(|a, b| a.doc.cmp(&b.doc));
    Ok(listing)
}

fn check_folder(folder: &Path) -> Result<(), CorpusError> {
    let path = folder.to_path_buf();
    match std::fs::metadata(folder) {
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => Err(CorpusError::Missing { path }),
        Err(cause) => Err(CorpusError::Unreadable { path, cause }),
        Ok(found) if !found.is_dir() => Err(CorpusError::NotAFolder { path }),
        Ok(_) => match std::fs::read_dir(folder) {
            Ok(_) => Ok(()),
            Err(cause) => Err(CorpusError::Unreadable { path, cause }),
        },
    }
}

fn is_passed_over(entry: &DirEntry) -> bool {
    let name = entry.file_name().to_string_lossy();
    name.starts_with('.')
        || (entry.depth() == 1 && entry.file_type().is_dir() && name == "vocabulary")
        || (!entry.file_type().is_dir() && name.eq_ignore_ascii_case("README.md"))
}

/// The path of `path` below `folder`, with `/` between the parts and nothing in it that could disturb a terminal.
fn name_below(folder: &Path, path: &Path) -> DocumentId {
    let below = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<String> = below
        .components()
        .map(|part| {
            part.as_os_str()
                .to_string_lossy()
                .replace(char::is_control, "\u{FFFD}")
        })
        .collect();
    DocumentId(parts.join("/"))
}

fn file_entry(entry: &DirEntry, id: DocumentId) -> Result<FileEntry, Problem> {
    if entry.path_is_symlink() {
        let text = "is a link, and links are not followed; put the file itself here";
        return Err(Problem::warning(&id, text));
    }
    if !entry.file_type().is_file() {
        return Err(Problem::warning(&id, "is not a regular file; remove it"));
    }
    // Two names that are shown alike would share an id.
    let plain = entry.file_name().to_str();
    if plain.is_none_or(|name| name.contains(char::is_control)) {
        let text = "its name is not UTF-8 or has control characters; rename it";
        return Err(Problem::error(&id, text));
    }
    if plain.and_then(Format::of).is_none() {
        return Err(Problem::warning(&id, NOT_READ));
    }
    match entry.metadata() {
        Ok(metadata) => Ok(FileEntry {
            id,
            path: entry.path().to_path_buf(),
            bytes: metadata.len(),
            changed: changed(&metadata),
        }),
        Err(error) => Err(unreadable(&id, &error)),
    }
}

/// The time of the last change that nobody can set, where there is one.
#[cfg(unix)]
fn changed(metadata: &Metadata) -> Option<SystemTime> {
    use std::os::unix::fs::MetadataExt;
    let seconds = u64::try_from(metadata.ctime()).ok()?;
    let part = u32::try_from(metadata.ctime_nsec()).ok()?;
    SystemTime::UNIX_EPOCH.checked_add(Duration::new(seconds, part))
}

#[cfg(not(unix))]
fn changed(metadata: &Metadata) -> Option<SystemTime> {
    metadata.modified().ok()
}

fn unreadable(id: &DocumentId, error: &walkdir::Error) -> Problem {
    let cause = error
        .io_error()
        .map_or_else(|| "it loops".to_owned(), ToString::to_string);
    Problem::error(id, format!("cannot be read: {cause}; allow reading it"))
}

fn too_deep(id: &DocumentId) -> Problem {
    let text = format!("lies {DEPTH_MAX} folders deep, and nothing in it is read; move it up");
    Problem::error(id, text)
}

fn too_many(id: &DocumentId, files_max: usize) -> Problem {
    let text = format!(
        "the corpus has more than {files_max} files; this one and those after it are not read; \
         name a smaller folder with `--corpus` or CAREERBOT_CORPUS"
    );
    Problem::error(id, text)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        for file in files {
            let path = folder.path().join(file);
            let parent = path.parent().expect("a file in a folder has a parent");
            fs::create_dir_all(parent).expect("a folder can be made");
            fs::write(path, "words").expect("a file can be written");
        }
        folder
    }

    fn describe(listing: &Listing) -> String {
        let files = listing.files.iter().map(|file| file.id.to_string());
        let problems = listing.problems.iter().map(ToString::to_string);
        files.chain(problems).collect::<Vec<_>>().join("\n")
    }

    #[track_caller]
    fn check(files: &[&str], expected: &str) {
        let folder = folder(files);
        let listing = list(folder.path()).expect("the folder can be listed");
        assert_eq!(describe(&listing), expected, "listing {files:?}");
    }

    #[test]
    fn lists_documents_by_id() {
        check(
            &["b.md", "a/z.txt", "a-b.MD", "a/deep/c.markdown"],
            "a-b.MD\na/deep/c.markdown\na/z.txt\nb.md",
        );
    }

    #[test]
    fn passes_over_what_is_no_document() {
        check(
            &[
                ".hidden.md",
                ".git/a.md",
                "README.md",
                "pay/README.md",
                "vocabulary/roles.toml",
                "pay/vocabulary/kept.md",
            ],
            "pay/vocabulary/kept.md",
        );
    }

    #[test]
    fn warns_of_other_formats() {
        check(
            &["a.md", "b.odt", "c"],
            "a.md\n\
             b.odt: not a format that is read; save it as Markdown, text, HTML, PDF, DOCX or CSV\n\
             c: not a format that is read; save it as Markdown, text, HTML, PDF, DOCX or CSV",
        );
    }

    #[test]
    fn says_the_size_of_a_file() {
        let folder = folder(&["a.md"]);
        let listing = list(folder.path()).expect("the folder can be listed");
        assert_eq!(listing.files[0].bytes, 5);
        assert_eq!(listing.files[0].path, folder.path().join("a.md"));
    }

    #[test]
    fn says_what_lies_too_deep() {
        let deep = "d/".repeat(DEPTH_MAX);
        let listed = "d/".repeat(DEPTH_MAX - 1);
        check(
            &[&format!("{deep}lost.md"), &format!("{listed}kept.md")],
            &format!(
                "{listed}kept.md\n{}: lies 16 folders deep, and nothing in it is read; move it up",
                deep.trim_end_matches('/')
            ),
        );
    }

    #[test]
    fn stops_at_a_number_of_files() {
        let folder = folder(&["a.md", "b.md", "c.md"]);
        let listing = list_up_to(folder.path(), 2).expect("the folder can be listed");
        assert_eq!(
            describe(&listing),
            "a.md\nb.md\nc.md: the corpus has more than 2 files; this one and those after it are not read; \
             name a smaller folder with `--corpus` or CAREERBOT_CORPUS"
        );
    }

    #[cfg(unix)]
    #[test]
    fn follows_no_links() {
        let outside = folder(&["secret.md", "more/secret.md"]);
        let inside = folder(&["a.md"]);
        for name in ["secret.md", "more"] {
            std::os::unix::fs::symlink(outside.path().join(name), inside.path().join(name))
                .expect("a link can be made");
        }
        let listing = list(inside.path()).expect("the folder can be listed");
        assert_eq!(
            describe(&listing),
            "a.md\n\
             more: is a link, and links are not followed; put the file itself here\n\
             secret.md: is a link, and links are not followed; put the file itself here"
        );
    }

    #[cfg(unix)]
    #[test]
    fn refuses_names_that_disturb_a_terminal() {
        check(
            &["a\u{1b}[31m.md"],
            "a\u{FFFD}[31m.md: its name is not UTF-8 or has control characters; rename it",
        );
    }

    #[test]
    fn refuses_a_folder_that_is_missing_or_none() {
        let folder = folder(&["a.md"]);
        let missing = folder.path().join("nowhere");
        let file = folder.path().join("a.md");
        assert_eq!(
            list(&missing).map_err(|error| error.to_string()),
            Err(format!(
                "no corpus folder at `{}`; make it, or name another with `--corpus` or CAREERBOT_CORPUS",
                missing.display()
            ))
        );
        assert_eq!(
            list(&file).map_err(|error| error.to_string()),
            Err(format!(
                "`{}` is not a folder; name the folder that holds the documents with `--corpus` or CAREERBOT_CORPUS",
                file.display()
            ))
        );
    }
}
