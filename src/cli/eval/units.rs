//! Where evidence stands: in which document of the corpus, and which of it one passage can hold.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use anyhow::{Result, bail};

use super::labels::{Evidence, Question, Relevant};
use super::same::flat;
use crate::domain::DocumentId;
use crate::intake;

/// Evidence of one document that lies within so many characters of it is one unit: one passage can hold it.
const UNIT_CHARS: usize = 600;

/// The documents that labels name, among those of the corpus.
pub(super) struct Documents {
    /// By the name that a label uses; nothing for one that the corpus does not hold.
    by_name: BTreeMap<String, Option<DocumentId>>,
}

impl Documents {
    /// Finds what `questions` name among `ids`: by the whole id, or by the name of a file, with or without its ending.
    ///
    /// # Errors
    /// When a name means two documents.
    pub(super) fn find(
        questions: &[Question],
        ids: &[DocumentId],
        file: &Path,
    ) -> Result<Documents> {
        let mut by_stem: HashMap<&str, Vec<&DocumentId>> = HashMap::new();
        let mut by_id: HashMap<&str, &DocumentId> = HashMap::new();
        for id in ids {
            by_stem.entry(stem(&id.0)).or_default().push(id);
            by_id.insert(&id.0, id);
        }
        let mut by_name = BTreeMap::new();
        for question in questions {
            for name in named(&question.relevant) {
                if by_name.contains_key(name) {
                    continue;
                }
                let found = match (by_id.get(name), by_stem.get(stem(name)).map(Vec::as_slice)) {
                    (Some(id), _) => Some((*id).clone()),
                    (None, Some([only])) => Some((*only).clone()),
                    (None, Some([first, second, ..])) => bail!(
                        "{}:{}: `{name}` may be `{first}` or `{second}`; write the whole path",
                        file.display(),
                        question.line
                    ),
                    (None, _) => None,
                };
                by_name.insert(name.to_owned(), found);
            }
        }
        Ok(Documents { by_name })
    }

    /// The document that `name` means; none for one that the corpus does not hold.
    pub(super) fn get(&self, name: &str) -> Option<&DocumentId> {
        self.by_name.get(name)?.as_ref()
    }

    /// The names that mean no document.
    pub(super) fn missing(&self) -> impl Iterator<Item = &str> {
        let missing = self.by_name.iter().filter(|(_, id)| id.is_none());
        missing.map(|(name, _)| name.as_str())
    }
}

fn named(relevant: &Relevant) -> Vec<&str> {
    match relevant {
        Relevant::Unlabelled => Vec::new(),
        Relevant::Passages(all) => all.iter().map(|evidence| evidence.doc.as_str()).collect(),
        Relevant::Documents(all) => all.iter().map(|(doc, _)| doc.as_str()).collect(),
    }
}

/// The name of a file without folders and ending.
fn stem(id: &str) -> &str {
    let name = id.rsplit('/').next().unwrap_or(id);
    match name.rsplit_once('.') {
        Some((stem, _)) if !stem.is_empty() => stem,
        _ => name,
    }
}

/// Evidence that one passage can hold, each piece as it is compared, with its grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unit {
    pub(super) doc: DocumentId,
    pub(super) pieces: Vec<(String, u32)>,
}

/// The units of the evidence of each question that has some, by the question's line.
///
/// # Errors
/// When the corpus cannot be listed. A document that cannot be read leaves each piece of its evidence a unit.
pub(super) fn units(
    questions: &[Question],
    documents: &Documents,
    corpus: &Path,
) -> Result<HashMap<usize, Vec<Unit>>> {
    let mut wanted: HashMap<DocumentId, Vec<(usize, Evidence)>> = HashMap::new();
    for question in questions {
        let Relevant::Passages(all) = &question.relevant else {
            continue;
        };
        for evidence in all {
            // What the corpus does not hold can still be missed.
            let id = documents.get(&evidence.doc).cloned();
            let id = id.unwrap_or_else(|| DocumentId(evidence.doc.clone()));
            let pieces = wanted.entry(id).or_default();
            pieces.push((question.line, evidence.clone()));
        }
    }
    let mut found: HashMap<usize, Vec<Unit>> = HashMap::new();
    let mut lay = |doc: &DocumentId, pieces: Vec<(usize, Evidence)>, text: &str| {
        let mut by_question: BTreeMap<usize, Vec<Evidence>> = BTreeMap::new();
        for (line, evidence) in pieces {
            by_question.entry(line).or_default().push(evidence);
        }
        for (line, pieces) in by_question {
            found
                .entry(line)
                .or_default()
                .extend(cluster(doc, pieces, text));
        }
    };
    let names: BTreeSet<DocumentId> = wanted.keys().cloned().collect();
    intake::parse(corpus, &|doc| names.contains(doc), &mut |document| {
        if let Some(pieces) = wanted.remove(&document.id) {
            lay(&document.id, pieces, &document.text);
        }
    })?;
    for (doc, pieces) in wanted {
        lay(&doc, pieces, "");
    }
    Ok(found)
}

/// `pieces` of one document, gathered by where they stand in its `text`. What is not found there is a unit of its own.
fn cluster(doc: &DocumentId, pieces: Vec<Evidence>, text: &str) -> Vec<Unit> {
    let mut placed: Vec<(Option<usize>, Evidence)> = pieces
        .into_iter()
        .map(|evidence| (text.find(&evidence.text), evidence))
        .collect();
    placed.sort_by_key(|(at, _)| at.unwrap_or(usize::MAX));
    let mut units: Vec<Unit> = Vec::new();
    // Where the last unit starts, where its start is known.
    let mut start = None;
    for (at, evidence) in placed {
        let piece = (flat(&evidence.text), evidence.grade);
        let fits = match (start, at) {
            (Some(start), Some(at)) => {
                let part = text.get(start..at + evidence.text.len());
                part.is_some_and(|part| part.chars().count() <= UNIT_CHARS)
            }
            _ => false,
        };
        match units.last_mut() {
            Some(unit) if fits => unit.pieces.push(piece),
            _ => {
                start = at;
                units.push(Unit {
                    doc: doc.clone(),
                    pieces: vec![piece],
                });
            }
        }
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    fn evidence(text: &str, grade: u32) -> Evidence {
        Evidence {
            doc: "d".to_owned(),
            text: text.to_owned(),
            grade,
        }
    }

    #[test]
    fn gathers_what_one_passage_can_hold() {
        let text = format!(
            "Glaziers earn £9. {}Welders earn £8. {}End £7.",
            "é".repeat(500),
            "x".repeat(700)
        );
        let pieces = ["End £7", "Welders earn £8", "not there", "Glaziers earn £9"];
        let pieces = pieces.iter().map(|piece| evidence(piece, 1)).collect();
        let units = cluster(&DocumentId("d".to_owned()), pieces, &text);
        let shown: Vec<Vec<&str>> = units
            .iter()
            .map(|unit| unit.pieces.iter().map(|(piece, _)| &**piece).collect())
            .collect();
        assert_eq!(
            shown,
            [
                vec!["glaziersearn£9", "weldersearn£8"],
                vec!["end£7"],
                vec!["notthere"]
            ]
        );
    }

    #[test]
    fn finds_documents_by_path_and_by_name() {
        let ids: Vec<DocumentId> = ["pay/a.md", "pay/b.md", "roles/b.md", "17", "1.5"]
            .map(|id| DocumentId(id.to_owned()))
            .to_vec();
        let ask = |doc: &str| Question {
            line: 3,
            name: "q".to_owned(),
            text: "pay?".to_owned(),
            intent: None,
            slots: crate::cli::eval::labels::Slots::default(),
            answerable: None,
            relevant: Relevant::Documents(vec![(doc.to_owned(), 1)]),
        };
        let found = |doc: &str| match Documents::find(&[ask(doc)], &ids, Path::new("q.jsonl")) {
            Ok(documents) => documents
                .get(doc)
                .map_or("none".to_owned(), ToString::to_string),
            Err(error) => error.to_string(),
        };
        for (doc, expected) in [
            ("pay/a.md", "pay/a.md"),
            ("a", "pay/a.md"),
            ("a.md", "pay/a.md"),
            ("roles/b.md", "roles/b.md"),
            ("17", "17"),
            ("1.5", "1.5"),
            ("c", "none"),
            (
                "b.md",
                "q.jsonl:3: `b.md` may be `pay/b.md` or `roles/b.md`; write the whole path",
            ),
        ] {
            assert_eq!(found(doc), expected);
        }
    }
}
