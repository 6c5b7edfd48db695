//! The writer by itself: locks, failures, folders, damage.

use tempfile::TempDir;

use super::*;
use crate::domain::FactKind;
use crate::index::sample::{corpus, entry, pay, query};
use crate::index::{FactFilter, PassageQuery, version};

/// A corpus folder and an index folder of their own.
struct Disk {
    folders: TempDir,
}

impl Disk {
    fn new() -> Disk {
        let folders = tempfile::tempdir().expect("a folder");
        fs::create_dir(folders.path().join("corpus")).expect("a corpus");
        Disk { folders }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folders.path().join(name)
    }

    fn folder(&self, version: &str) -> Folder {
        Folder::of(&self.at("index"), &self.at("corpus"), version).expect("a folder")
    }

    fn build(&self) -> Index {
        let lock = WriteLock::acquire(&self.folder("s1-x1-v1")).expect("the lock");
        build(&lock, corpus()).expect("an index")
    }
}

fn names(index: &Index) -> Vec<String> {
    let records = index.documents().expect("records");
    records.into_iter().map(|record| record.id.0).collect()
}

fn asked(word: &str) -> PassageQuery {
    query(&[&[word]])
}

fn finds(index: &Index, word: &str) -> Result<usize, IndexError> {
    Ok(index.passages(&asked(word), 10)?.len())
}

#[test]
fn an_index_on_disk_answers_after_reopening() {
    let disk = Disk::new();
    drop(disk.build());
    let index = Index::open(&disk.folder("s1-x1-v1").index()).expect("an index");
    assert_eq!(names(&index), ["a.md", "b.md", "c.md"]);
    assert_eq!(finds(&index, "nurse"), Ok(2));
    assert_eq!(
        index.facts(&FactFilter::default()).map(|facts| facts.len()),
        Ok(3)
    );
}

#[test]
fn replaces_and_removes_single_documents() {
    let disk = Disk::new();
    let before = disk.build();
    let folder = disk.folder("s1-x1-v1");
    let lock = WriteLock::acquire(&folder).expect("the lock");
    let facts = vec![pay("b.md", "midwife", "GB", 1)];
    let midwives = entry("b.md", "Birth", &[("Work", "Every midwife works.")], facts);
    let changes = [
        Change::Put(Box::new(midwives)),
        Change::Remove(DocumentId("c.md".to_owned())),
        Change::Put(Box::new(entry("d.md", "New", &[("", "zebra")], Vec::new()))),
    ];
    let after = update(&lock, changes).expect("an update");
    assert_eq!(names(&after), ["a.md", "b.md", "d.md"]);
    assert_eq!(finds(&after, "nurse"), Ok(0));
    assert_eq!(finds(&after, "midwife"), Ok(1));
    assert_eq!(finds(&after, "pipelines"), Ok(1));
    let nurses = FactFilter {
        kind: Some(FactKind::Pay),
        roles: vec!["nurse".to_owned()],
        ..FactFilter::default()
    };
    assert_eq!(after.facts(&nurses), Ok(Vec::new()));
    // Whoever had it open still reads what was there.
    assert_eq!(names(&before), ["a.md", "b.md", "c.md"]);
    assert_eq!(finds(&before, "nurse"), Ok(2));
}

#[test]
fn an_old_reader_goes_on_while_a_new_index_is_put_in_place() {
    let disk = Disk::new();
    let old = disk.build();
    let folder = disk.folder("s1-x1-v1");
    let lock = WriteLock::acquire(&folder).expect("the lock");
    let seen = std::cell::Cell::new(0);
    let entries = (0..20).map(|number| {
        seen.set(seen.get() + finds(&old, "nurse").expect("a search"));
        entry(&format!("{number}.md"), "New", &[("", "zebra")], Vec::new())
    });
    let new = build(&lock, entries).expect("an index");
    assert_eq!(seen.get(), 40);
    assert_eq!(finds(&old, "nurse"), Ok(2));
    assert_eq!(finds(&new, "nurse"), Ok(0));
    assert_eq!(finds(&new, "zebra"), Ok(10));
}

#[test]
fn an_index_that_stood_still_scores_like_one_built_anew() {
    let disk = Disk::new();
    drop(disk.build());
    let folder = disk.folder("s1-x1-v1");
    let lock = WriteLock::acquire(&folder).expect("the lock");
    let again = corpus()
        .into_iter()
        .map(|entry| Change::Put(Box::new(entry)));
    let updated = update(&lock, again).expect("an update");
    let built = Index::in_memory(corpus()).expect("an index");
    for word in ["data", "engineer", "night", "career"] {
        let scores = |index: &Index| -> Vec<f32> {
            let hits = index.passages(&asked(word), 10).expect("a search");
            hits.iter().map(|found| found.hit.score).collect()
        };
        assert_eq!(scores(&updated), scores(&built), "{word}");
    }
}

#[test]
fn a_document_that_two_parts_hold_between_them_is_read_whole() {
    let disk = Disk::new();
    drop(disk.build());
    let folder = disk.folder("s1-x1-v1");
    let texts = [("", "One."), ("", "Two."), ("", "Three.")];
    let facts = [2, 0, 1, 7].map(|passage| {
        let mut fact = pay("d.md", "zebra", "IN", passage);
        fact.evidence.passage = u32::try_from(passage).expect("a few passages");
        fact
    });
    let added = entry("d.md", "New", &texts, facts.to_vec());
    let mut squeezer = Squeezer::new(None).expect("a squeezer");
    let portions = schema().1.lay_out(&added, &mut squeezer);
    for at in 1..portions.len() {
        let index = tantivy::Index::open_in_dir(folder.index()).expect("an index");
        index.tokenizers().register(words::NAME, words::analyzer());
        let mut writer: IndexWriter = index
            .writer_with_num_threads(1, 15_000_000)
            .expect("a writer");
        writer.set_merge_policy(Box::new(NoMergePolicy));
        writer.delete_term(exact_term(schema().1.doc, "d.md"));
        for (half, part) in [&portions[..at], &portions[at..]].into_iter().enumerate() {
            // Others stand before it, and nothing stands behind it.
            for number in 0..20 {
                let name = format!("z{at}-{half}-{number}.md");
                let other = entry(&name, "Other", &texts, Vec::new());
                let other = schema().1.lay_out(&other, &mut squeezer);
                for entry in other.into_iter().flatten() {
                    writer.add_document(entry).expect("a place");
                }
            }
            for entry in part.iter().flatten() {
                writer.add_document(entry.clone()).expect("a place");
            }
            writer.commit().expect("a commit");
        }
        drop(writer);
        let index = Index::open(&folder.index()).expect("an index");
        // Once looked up, and once as it is known where the facts stand.
        for _ in 0..2 {
            let record = index.document(&added.record.id).expect("an index");
            assert_eq!(record.as_ref(), Some(&added.record), "split at {at}");
            for passage in added.passages.iter().rev() {
                let found = index.passage(&passage.doc, passage.ordinal);
                assert_eq!(found, Ok(Some(passage.clone())), "split at {at}");
            }
            assert_eq!(index.passage(&added.record.id, 99), Ok(None));
            let filter = FactFilter {
                roles: vec!["zebra".to_owned()],
                ..FactFilter::default()
            };
            let mut expected = added.facts.clone();
            expected.sort_by_key(|fact| fact.evidence.span.start);
            assert_eq!(index.facts(&filter), Ok(expected), "split at {at}");
        }
    }
}

#[test]
fn many_parts_are_made_one_and_few_are_left() {
    let disk = Disk::new();
    drop(disk.build());
    let folder = disk.folder("s1-x1-v1");
    let open = || {
        let index = tantivy::Index::open_in_dir(folder.index()).expect("an index");
        index.tokenizers().register(words::NAME, words::analyzer());
        let writer: IndexWriter = index
            .writer_with_num_threads(1, 15_000_000)
            .expect("a writer");
        writer.set_merge_policy(Box::new(NoMergePolicy));
        (index, writer)
    };
    let add = |name: &str| {
        let passages = [("", "A zebra."), ("", "Another zebra."), ("", "A nurse.")];
        let added = entry(name, "New", &passages, Vec::new());
        let mut squeezer = Squeezer::new(None).expect("a squeezer");
        let (_, mut writer) = open();
        for part in schema()
            .1
            .lay_out(&added, &mut squeezer)
            .into_iter()
            .flatten()
        {
            writer.add_document(part).expect("a place");
        }
        writer.commit().expect("a commit");
    };
    let parts = || {
        let (index, mut writer) = open();
        let before = index.searchable_segment_ids().expect("parts").len();
        make_few(&index, &mut writer).expect("a merge");
        writer.wait_merging_threads().expect("an end");
        (before, index.searchable_segment_ids().expect("parts").len())
    };
    add("d.md");
    add("e.md");
    assert_eq!(parts(), (3, 3));
    add("f.md");
    let several = Index::open(&folder.index()).expect("an index");
    let answers = |index: &Index| {
        let hits = index.passages(&asked("zebra"), 10).expect("a search");
        let hits = hits.into_iter().map(|found| found.hit.passage);
        (names(index), hits.collect::<Vec<_>>())
    };
    let expected = answers(&several);
    assert_eq!(expected.1.len(), 6);
    assert_eq!(parts(), (4, 1));
    let one = Index::open(&folder.index()).expect("an index");
    assert_eq!(answers(&one), expected);
}

#[test]
fn a_second_writer_is_told_to_wait() {
    let disk = Disk::new();
    let folder = disk.folder("s1-x1-v1");
    let lock = WriteLock::acquire(&folder).expect("the lock");
    let error = WriteLock::acquire(&folder).expect_err("busy");
    assert_eq!(
        error.to_string(),
        format!(
            "the index folder `{}` is being written by another careerbot; wait until that one is done, \
             or give this one a folder of its own with `--index DIR`",
            folder.home().display()
        )
    );
    drop(lock);
    WriteLock::acquire(&folder).expect("the lock is free again");
}

#[test]
fn a_failed_build_leaves_the_present_index() {
    let disk = Disk::new();
    drop(disk.build());
    let folder = disk.folder("s1-x1-v1");
    let lock = WriteLock::acquire(&folder).expect("the lock");
    let dies = (0..3).map(|number| -> Entry { panic!("document {number} is too much") });
    assert_eq!(
        build(&lock, dies).map(|_| ()),
        Err(damaged(&folder.new_index(), "document 0 is too much"))
    );
    assert!(!folder.new_index().exists());
    let index = Index::open(&folder.index()).expect("the old index");
    assert_eq!(names(&index), ["a.md", "b.md", "c.md"]);
    let files = || {
        let listing = fs::read_dir(folder.index()).expect("a listing");
        listing.count()
    };
    let before = files();
    let dies = (0..2).map(|number| {
        assert!(number == 0, "too much");
        Change::Remove(DocumentId("b.md".to_owned()))
    });
    assert!(update(&lock, dies).is_err());
    assert_eq!(files(), before);
    let index = Index::open(&folder.index()).expect("the old index");
    assert_eq!(finds(&index, "nurse"), Ok(2));
}

#[test]
fn removes_leftovers_and_other_versions_and_nothing_else() {
    let disk = Disk::new();
    drop(disk.build());
    let folder = disk.folder("s2-x1-v1");
    for name in [
        "s1-x1-v1.new",
        "s1-x1-v1.old",
        "s0-x9-vabc",
        "mine",
        "s-x-v",
    ] {
        fs::create_dir_all(folder.home().join(name)).expect("a folder");
    }
    let lock = WriteLock::acquire(&folder).expect("the lock");
    build(&lock, corpus()).expect("an index");
    let mut left: Vec<String> = fs::read_dir(folder.home())
        .expect("a listing")
        .map(|found| {
            let name = found.expect("an entry").file_name();
            name.into_string().expect("a plain name")
        })
        .collect();
    left.sort();
    assert_eq!(left, [".lock", "corpus.txt", "mine", "s-x-v", "s2-x1-v1"]);
}

#[test]
fn another_corpus_gets_another_folder() {
    let disk = Disk::new();
    let folder = disk.folder("s1-x1-v1");
    fs::create_dir_all(disk.at("other/corpus")).expect("another corpus");
    let other = Folder::of(&disk.at("index"), &disk.at("other/corpus"), "s1-x1-v1");
    assert_ne!(other.expect("a folder").home(), folder.home());
    // A folder that says it is another's, whatever its name, is left alone.
    drop(WriteLock::acquire(&folder).expect("the lock"));
    assert_eq!(disk.folder("s1-x1-v1"), folder);
    fs::write(folder.home().join("corpus.txt"), "/somewhere/else").expect("a file");
    let next = disk.folder("s1-x1-v1");
    let expected = format!("{}-2", folder.home().display());
    assert_eq!(next.home().display().to_string(), expected);
    assert!(matches!(
        WriteLock::acquire(&folder),
        Err(IndexError::Unwritable { cause, .. }) if cause == "it belongs to the corpus `/somewhere/else`"
    ));
}

#[test]
fn the_version_names_all_that_decides_the_contents() {
    assert_eq!(
        version(3, "ab/1"),
        format!("s{}-x3-vab-1", crate::index::schema::SCHEMA)
    );
}

#[test]
fn says_when_the_disk_refuses() {
    let disk = Disk::new();
    fs::write(disk.at("index"), "a file, not a folder").expect("a file");
    let folder = disk.folder("s1-x1-v1");
    let error = WriteLock::acquire(&folder).expect_err("no lock");
    assert_eq!(
        error.to_string(),
        format!(
            "cannot write the index at `{}` (Not a directory (os error 20)); free space or allow writing there, \
             or name another folder with `--index DIR`",
            folder.home().display()
        )
    );
}

#[test]
fn a_place_where_nothing_can_be_built_is_unwritable() {
    let disk = Disk::new();
    let folder = disk.folder("s1-x1-v1");
    let lock = WriteLock::acquire(&folder).expect("the lock");
    fs::write(folder.new_index(), "in the way").expect("a file");
    let refused = build(&lock, corpus()).map(|_| ());
    assert!(
        matches!(refused, Err(IndexError::Unwritable { .. })),
        "{refused:?}"
    );
}
