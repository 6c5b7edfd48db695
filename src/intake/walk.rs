//! The files of a corpus, one document after another, each id once.

use std::collections::HashSet;
use std::hash::{BuildHasher as _, RandomState};

use crate::corpus::{self, Documents, FileEntry, Loaded, Problem};
use crate::domain::DocumentId;

/// How many documents a corpus may hold; what is remembered of each id takes some ten bytes.
const DOCUMENTS_MAX: usize = 20_000_000;

/// How many documents of one file whose ids are taken are named one by one; the rest is counted.
const TAKEN_MAX: usize = 100;

/// What comes next on the way through a corpus.
pub(super) enum Step<'a> {
    /// The next file is looked at.
    Opens,
    /// It holds this document, or something that cannot be read.
    Holds(&'a FileEntry, Box<Result<Loaded, Problem>>),
    /// It could not be read to its end; what it held before may still be in it.
    Breaks(&'a FileEntry),
}

/// The way through the files of a corpus.
pub(super) struct Walk<'a> {
    files: &'a [FileEntry],
    next: usize,
    open: Option<(&'a FileEntry, Documents)>,
    /// Hashes of the ids so far: 64 bits, of which two among twenty million are alike once in a hundred thousand runs.
    seen: HashSet<u64>,
    hasher: RandomState,
    documents_max: usize,
    /// Documents of the open file whose ids were taken.
    taken: usize,
}

impl<'a> Walk<'a> {
    /// The way through `files`, which are sorted by id.
    pub(super) fn new(files: &'a [FileEntry]) -> Walk<'a> {
        Walk {
            files,
            next: 0,
            open: None,
            seen: HashSet::new(),
            hasher: RandomState::new(),
            documents_max: DOCUMENTS_MAX,
            taken: 0,
        }
    }

    /// How many files were left behind, or are open.
    pub(super) fn begun(&self) -> usize {
        self.next
    }

    /// Takes `id` for a document of a file of many; what is wrong when it cannot be had.
    fn claim(&mut self, file: &DocumentId, id: &DocumentId) -> Result<(), Problem> {
        if self
            .files
            .binary_search_by(|known| known.id.cmp(id))
            .is_ok()
        {
            let text = format!(
                "id `{id}` is the name of a file, which is kept; give the document another id"
            );
            return Err(Problem::warning(file, text));
        }
        if self.seen.len() == self.documents_max {
            let text = format!(
                "the corpus has more than {} documents; `{id}` is not read; name a smaller folder with `--corpus` or \
                 CAREERBOT_CORPUS",
                self.documents_max
            );
            return Err(Problem::error(file, text));
        }
        if !self.seen.insert(self.hasher.hash_one(&id.0)) {
            let text = format!(
                "id `{id}` is taken by a document before it, which is kept; give each its own"
            );
            return Err(Problem::warning(file, text));
        }
        Ok(())
    }

    /// The document if its id is free; the problem as long as few were named; otherwise nothing.
    fn admit(&mut self, loaded: Loaded) -> Option<Result<Loaded, Problem>> {
        let Some(file) = &loaded.file else {
            return Some(Ok(loaded));
        };
        let Err(problem) = self.claim(file, &loaded.id) else {
            return Some(Ok(loaded));
        };
        self.taken += 1;
        let line = loaded.line();
        (self.taken <= TAKEN_MAX).then(|| {
            Err(match line {
                Some(line) => problem.at(line),
                None => problem,
            })
        })
    }

    /// What is told at the end of `file`.
    fn close(&mut self, file: &'a FileEntry, is_whole: bool) -> Option<Step<'a>> {
        if let Some(more) = self.taken.checked_sub(TAKEN_MAX).filter(|more| *more > 0) {
            self.taken = 0;
            let text = format!("{more} more documents have ids that are taken; give each its own");
            let problem = Problem::warning(&file.id, text);
            // The file is told to be broken the next time.
            return Some(Step::Holds(file, Box::new(Err(problem))));
        }
        self.taken = 0;
        self.open = None;
        (!is_whole).then_some(Step::Breaks(file))
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Step<'a>;

    fn next(&mut self) -> Option<Step<'a>> {
        loop {
            let Some((file, documents)) = &mut self.open else {
                let file = self.files.get(self.next)?;
                self.next += 1;
                self.open = Some((file, corpus::load(file)));
                return Some(Step::Opens);
            };
            let file = *file;
            let found = match documents.next() {
                Some(Ok(loaded)) => self.admit(loaded),
                Some(Err(problem)) => Some(Err(problem)),
                None => {
                    let is_whole = documents.is_whole();
                    if let Some(step) = self.close(file, is_whole) {
                        return Some(step);
                    }
                    continue;
                }
            };
            if let Some(found) = found {
                return Some(Step::Holds(file, Box::new(found)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documents and problems, in order.
    fn walk(files: &[(&str, &str)], documents_max: usize) -> Vec<String> {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, text) in files {
            std::fs::write(folder.path().join(name), text).expect("a file");
        }
        let listing = corpus::list(folder.path()).expect("a corpus");
        let mut walk = Walk::new(&listing.files);
        walk.documents_max = documents_max;
        let said = walk.map(|step| match step {
            Step::Opens => "<".to_owned(),
            Step::Holds(_, found) => match *found {
                Ok(loaded) => loaded.id.0,
                Err(problem) => problem.to_string(),
            },
            Step::Breaks(file) => format!("> {}", file.id),
        });
        said.collect()
    }

    #[test]
    fn gives_each_id_once() {
        let line = |id: &str| format!("{{\"id\":\"{id}\",\"text\":\"words\"}}\n");
        let many = [line("x"), line("b.md"), line("y"), line("x")].concat();
        assert_eq!(
            walk(
                &[("a.jsonl", &many), ("b.md", "# B"), ("c.jsonl", &line("y"))],
                9
            ),
            [
                "<",
                "x",
                "a.jsonl:2: id `b.md` is the name of a file, which is kept; give the document another id",
                "y",
                "a.jsonl:4: id `x` is taken by a document before it, which is kept; give each its own",
                "<",
                "b.md",
                "<",
                "c.jsonl:1: id `y` is taken by a document before it, which is kept; give each its own",
            ]
        );
    }

    #[test]
    fn counts_what_is_taken_many_times() {
        let many = "{\"id\":\"x\",\"text\":\"words\"}\n".repeat(TAKEN_MAX + 4);
        let said = walk(&[("a.jsonl", &many)], 9);
        assert_eq!(said.len(), TAKEN_MAX + 3);
        assert_eq!(
            said.last().map(String::as_str),
            Some("a.jsonl: 3 more documents have ids that are taken; give each its own")
        );
    }

    #[test]
    fn stops_at_a_number_of_documents() {
        let many = "{\"text\":\"words\"}\n".repeat(3);
        assert_eq!(
            walk(&[("a.jsonl", &many)], 2),
            [
                "<",
                "a.jsonl#1",
                "a.jsonl#2",
                "a.jsonl:3: the corpus has more than 2 documents; `a.jsonl#3` is not read; name a smaller folder with \
                 `--corpus` or CAREERBOT_CORPUS",
            ]
        );
    }

    #[test]
    fn tells_a_file_that_ends_early() {
        assert_eq!(
            walk(&[("a.jsonl.gz", "no archive"), ("b.md", "# B")], 9)
                .iter()
                .filter(|said| !said.contains(' ') || said.starts_with('>'))
                .collect::<Vec<_>>(),
            ["<", "> a.jsonl.gz", "<", "b.md"]
        );
    }
}
