//! Documents read one after another, and what an index keeps of each.

use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use super::IntakeError;
use super::walk::{Step, Walk};
use crate::corpus::{self, FileEntry, Format, Listing, Loaded, Problem, Severity};
use crate::domain::{Coverage, Document, DocumentId, Fact, FactKind};
use crate::extract::{Extraction, extract, extract_explained};
use crate::index::{Change, DocumentRecord, Entry};
use crate::vocabulary::Vocabulary;

/// A document with everything that was taken out of it.
#[derive(Clone, Debug)]
pub struct ReadDocument {
    /// The document.
    pub document: Document,
    /// What it was read as.
    pub format: Format,
    /// The name of its encoding; [`corpus::UTF_8`] for one that is no text.
    pub encoding: &'static str,
    /// The file that holds it among other documents; `None` where the file is the document.
    pub file: Option<DocumentId>,
    /// A hash of its bytes.
    pub fingerprint: String,
    /// Its passages, facts and doubts.
    pub extraction: Extraction,
    /// What its owner should mend although it was read.
    pub warnings: Vec<Problem>,
}

/// How far reading has come: `done` of `total` files, `doc` the next to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress<'a> {
    /// Files that are done with, read or found unchanged.
    pub done: usize,
    /// All files of the corpus.
    pub total: usize,
    /// The document that is looked at now; empty once all are done.
    pub doc: &'a str,
}

/// Reads every document of `corpus`, in order of their ids, and hands each to `visit`.
///
/// Gives what could not be read or listed. What was read with a warning carries it in [`ReadDocument::warnings`].
///
/// # Errors
/// [`IntakeError::Corpus`] when the folder itself cannot be read.
pub fn read(
    corpus: &Path,
    visit: &mut dyn FnMut(ReadDocument),
) -> Result<Vec<Problem>, IntakeError> {
    read_by(extract, corpus, visit)
}

/// As [`read`], with the reasons for every figure of pay.
///
/// # Errors
/// As [`read`].
pub fn read_explained(
    corpus: &Path,
    visit: &mut dyn FnMut(ReadDocument),
) -> Result<Vec<Problem>, IntakeError> {
    read_by(extract_explained, corpus, visit)
}

/// What takes facts out of a document.
type Extractor = fn(&Document, &Vocabulary) -> Extraction;

fn read_by(
    extractor: Extractor,
    corpus: &Path,
    visit: &mut dyn FnMut(ReadDocument),
) -> Result<Vec<Problem>, IntakeError> {
    let Listing { files, problems } = corpus::list(corpus)?;
    let mut all = problems;
    for step in Walk::new(&files) {
        let Step::Holds(_, found) = step else {
            continue;
        };
        match found.and_then(|loaded| read_one(loaded, extractor)) {
            Ok(document) => visit(document),
            Err(problem) => all.push(problem),
        }
    }
    Ok(all)
}

/// Parses the documents of `corpus` that are `wanted`, and hands each to `visit`; no facts are taken out.
///
/// What cannot be read is left out.
///
/// # Errors
/// As [`read`].
pub fn parse(
    corpus: &Path,
    wanted: &dyn Fn(&DocumentId) -> bool,
    visit: &mut dyn FnMut(&Document),
) -> Result<(), IntakeError> {
    for step in Walk::new(&corpus::list(corpus)?.files) {
        let Step::Holds(_, found) = step else {
            continue;
        };
        let Some(loaded) = found.ok().filter(|loaded| wanted(&loaded.id)) else {
            continue;
        };
        let id = loaded.id.clone();
        if let Ok(parsed) = survive(&id, || loaded.parse()) {
            visit(&parsed.document);
        }
    }
    Ok(())
}

/// Parses and extracts one document.
fn read_one(loaded: Loaded, extractor: Extractor) -> Result<ReadDocument, Problem> {
    let id = loaded.id.clone();
    let file = loaded.file.clone();
    let fingerprint = loaded.fingerprint.clone();
    survive(&id, || {
        let parsed = loaded.parse()?;
        let extraction = extractor(&parsed.document, Vocabulary::builtin());
        Ok(ReadDocument {
            document: parsed.document,
            format: parsed.format,
            encoding: parsed.encoding,
            file,
            fingerprint,
            extraction,
            warnings: parsed.problems,
        })
    })
}

/// Runs `work` on the document `id`; a panic in it is a problem of that document and of no other.
fn survive<T>(id: &DocumentId, work: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    // What `work` holds is its own and is lost with it, so nothing half done is seen afterwards.
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|panic| {
        let cause = panic_text(panic.as_ref());
        tracing::error!(doc = %id, cause, "a document made its reader panic");
        Err(Problem {
            doc: id.clone(),
            line: None,
            severity: Severity::Error,
            text: format!(
                "the reader failed on it (`{cause}`); leave the file out and report it as a fault"
            ),
        })
    })
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no reason given")
}

/// The files of a corpus as changes to an index that holds `known`: each document is loaded, and read only where its
/// fingerprint differs.
pub(super) struct Changes<'a> {
    files: &'a [FileEntry],
    walk: Walk<'a>,
    /// Known documents by id; what is left once every file was looked at is gone from the corpus.
    known: BTreeMap<DocumentId, Known>,
    /// Files whose reading ended early: what is known from them may still be there, so it is not taken for gone.
    broken: Vec<DocumentId>,
    progress: &'a mut dyn FnMut(Progress<'_>),
    /// What was found on the way.
    pub(super) tally: Tally,
}

/// What the index has of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Known {
    pub(super) fingerprint: String,
    pub(super) file: Option<DocumentId>,
}

/// What became of the files of a corpus.
#[derive(Debug, Default)]
pub(super) struct Tally {
    pub(super) read: usize,
    pub(super) unchanged: usize,
    pub(super) removed: usize,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Changes<'a> {
    pub(super) fn new(
        files: &'a [FileEntry],
        known: BTreeMap<DocumentId, Known>,
        progress: &'a mut dyn FnMut(Progress<'_>),
    ) -> Changes<'a> {
        Changes {
            files,
            walk: Walk::new(files),
            known,
            broken: Vec::new(),
            progress,
            tally: Tally::default(),
        }
    }

    /// Tells how many files are `done` and which one comes next.
    fn report(&mut self, done: usize) {
        let doc = self.files.get(done).map_or("", |file| &file.id.0);
        (self.progress)(Progress {
            done,
            total: self.files.len(),
            doc,
        });
    }

    /// What a document of `file`, or the failure to read one, changes, if anything.
    fn change(&mut self, file: &FileEntry, found: Result<Loaded, Problem>) -> Option<Change> {
        let id = found.as_ref().map_or(&file.id, |loaded| &loaded.id).clone();
        let known = self.known.remove(&id);
        let read = found.and_then(|loaded| {
            let changed = known.as_ref().is_none_or(|known| {
                known.fingerprint != loaded.fingerprint || known.file != loaded.file
            });
            changed.then(|| read_one(loaded, extract)).transpose()
        });
        match read {
            Ok(None) => {
                self.tally.unchanged += 1;
                None
            }
            Ok(Some(read)) => {
                self.tally.read += 1;
                Some(Change::Put(Box::new(self.entry(read))))
            }
            Err(problem) => {
                self.tally.problems.push(problem);
                known.map(|_| self.remove(id))
            }
        }
    }

    /// The next document that is in the index and no longer in the corpus.
    fn gone(&mut self) -> Option<DocumentId> {
        while let Some((id, known)) = self.known.pop_first() {
            let may_be_there = known.file.is_some_and(|file| self.broken.contains(&file));
            if !may_be_there {
                return Some(id);
            }
            self.tally.unchanged += 1;
        }
        None
    }

    fn remove(&mut self, doc: DocumentId) -> Change {
        self.tally.removed += 1;
        Change::Remove(doc)
    }

    fn entry(&mut self, read: ReadDocument) -> Entry {
        self.tally.problems.extend(read.warnings);
        let Extraction {
            passages, facts, ..
        } = read.extraction;
        let of_kind = |kind| {
            let facts = facts.iter().filter(|fact| fact.kind() == kind);
            u32::try_from(facts.count()).unwrap_or(u32::MAX)
        };
        let (figures, stages) = (of_kind(FactKind::Pay), of_kind(FactKind::Stage));
        Entry {
            record: DocumentRecord {
                id: read.document.id,
                file: read.file,
                fingerprint: read.fingerprint,
                source: read.document.source,
                coverage: coverage(&facts),
                passages: count(&passages),
                facts: count(&facts),
                figures,
                stages,
            },
            passages,
            facts,
        }
    }
}

impl Iterator for Changes<'_> {
    type Item = Change;

    fn next(&mut self) -> Option<Change> {
        while let Some(step) = self.walk.next() {
            match step {
                Step::Opens => self.report(self.walk.begun() - 1),
                Step::Breaks(file) => self.broken.push(file.id.clone()),
                Step::Holds(file, found) => {
                    if let Some(change) = self.change(file, *found) {
                        return Some(change);
                    }
                }
            }
        }
        let Some(gone) = self.gone() else {
            self.report(self.files.len());
            return None;
        };
        Some(self.remove(gone))
    }
}

fn count<T>(things: &[T]) -> u32 {
    u32::try_from(things.len()).unwrap_or(u32::MAX)
}

/// What `facts` tell of which roles and places. Facts that name no role cover none.
fn coverage(facts: &[Fact]) -> Vec<Coverage> {
    let mut covered: BTreeMap<_, Coverage> = BTreeMap::new();
    for fact in facts {
        let Some(role) = fact.role() else { continue };
        let place = fact.place().map(|place| match &place.id {
            Some(id) => id.0.clone(),
            None => format!("~{}", place.written.to_lowercase()),
        });
        covered
            .entry((fact.kind(), role.key(), role.occupation.clone(), place))
            .or_insert_with(|| Coverage {
                kind: fact.kind(),
                role: role.clone(),
                place: fact.place().cloned(),
                facts: 0,
            })
            .facts += 1;
    }
    covered.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Aspect, Evidence, FactBody, RoleFact, RoleId, RoleRef, Span};

    #[test]
    fn a_panic_is_a_problem_of_one_document() {
        let id = DocumentId("odd.md".to_owned());
        let failed = survive(&id, || -> Result<(), Problem> {
            panic!("row 3 has no cells")
        });
        let problem = failed.expect_err("a problem");
        assert_eq!(
            problem.text,
            "the reader failed on it (`row 3 has no cells`); leave the file out and report it as a fault"
        );
        assert_eq!((problem.doc, problem.severity), (id, Severity::Error));
    }

    fn fact(role: Option<(Option<&str>, &str)>) -> Fact {
        let role = role.map(|(id, written)| RoleRef {
            id: id.map(|id| RoleId(id.to_owned())),
            occupation: None,
            written: written.to_owned(),
        });
        Fact {
            doc: DocumentId("a.md".to_owned()),
            evidence: Evidence {
                headings: [].into(),
                span: Span::default(),
                text: String::new(),
                passage: 0,
            },
            body: FactBody::Role(RoleFact {
                role,
                aspect: Aspect::Skill,
                category: None,
                name: None,
                text: String::new(),
                fee: None,
                outlook: None,
            }),
        }
    }

    #[test]
    fn covers_each_role_once_however_it_is_written() {
        let facts = [
            fact(Some((Some("data-engineer"), "Data Engineer"))),
            fact(Some((None, "Lamplighter"))),
            fact(None),
            fact(Some((Some("data-engineer"), "data engineers"))),
            fact(Some((None, "lamplighter"))),
        ];
        let covered = coverage(&facts);
        let shown: Vec<(&str, u32)> = covered
            .iter()
            .map(|covered| (&*covered.role.written, covered.facts))
            .collect();
        assert_eq!(shown, [("Data Engineer", 2), ("Lamplighter", 2)]);
    }

    #[test]
    fn reads_every_document_and_says_which_it_could_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            std::fs::write(folder.path().join(name), bytes).expect("a file");
        };
        write("b.md", b"# Nursing\n\nNurses train for years.\n");
        write("a.md", b"# Data\n\nPipelines are built.\n");
        write("c.md", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0");
        let mut seen = Vec::new();
        let problems = read(folder.path(), &mut |read| {
            seen.push(read.document.id.0);
        })
        .expect("a corpus");
        assert_eq!(seen, ["a.md", "b.md"]);
        let problems: Vec<&str> = problems.iter().map(|problem| &*problem.doc.0).collect();
        assert_eq!(problems, ["c.md"]);
    }
}
