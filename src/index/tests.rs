//! Indexes on disk through all that may happen to them: changes, merges and damage, with and without a dictionary.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::sample::{corpus, entry, pay};
use super::*;

/// A corpus folder and an index folder of their own, held for writing.
struct Disk {
    _folders: TempDir,
    lock: WriteLock,
}

impl Disk {
    fn new() -> Disk {
        let folders = tempfile::tempdir().expect("a folder");
        let corpus = folders.path().join("corpus");
        fs::create_dir(&corpus).expect("a corpus");
        let folder = Folder::of(&folders.path().join("index"), &corpus, "s1-x1-v1");
        let lock = WriteLock::acquire(&folder.expect("a folder")).expect("the lock");
        Disk {
            _folders: folders,
            lock,
        }
    }

    fn path(&self) -> PathBuf {
        self.lock.folder().index()
    }

    fn open(&self) -> Index {
        Index::open(&self.path()).expect("an index")
    }

    fn update(&self, changes: Vec<Change>) -> Index {
        update(&self.lock, changes).expect("an update")
    }
}

/// An article of its own, with three passages and with facts of the first, the last, and of none.
fn article(number: usize) -> Entry {
    const ROLES: [&str; 5] = ["nurse", "pilot", "welder", "gardener", "data-engineer"];
    let doc = format!("{number:04}.md");
    let role = ROLES.get(number % 5).expect("a role");
    let title = format!("What a {role} earns after {} years", number % 30);
    let first = format!(
        "A {role} of {number} years is paid by the week, and a little more at night. Those who stay are \
         paid {} more than those who come.",
        number * 37 % 101
    );
    let second = format!(
        "To become a {role} takes {} months of training, or so.",
        number % 40
    );
    let texts = [
        ("Pay", first.as_str()),
        ("Training", &second),
        (
            "Advice",
            "Ask those who do it for a day or two, look at what is paid near you, and write down what \
             you would miss. Nobody has to decide in a week.",
        ),
    ];
    let of_passage = |passage: u32, place: &str, start: usize| {
        let mut fact = pay(&doc, role, place, start);
        fact.evidence.passage = passage;
        fact
    };
    let facts = vec![
        of_passage(0, "GB", number),
        of_passage(0, "IN", number + 9),
        of_passage(2, "GB", number + 20),
        of_passage(2, "US", number + 21),
        of_passage(7, "US", number + 30),
    ];
    entry(&doc, &title, &texts, facts)
}

fn articles(count: usize) -> Vec<Entry> {
    (0..count).map(article).collect()
}

/// So many that a dictionary is learnt.
const MANY: usize = 300;

/// An index of them.
fn many(disk: &Disk) -> Index {
    let index = build(&disk.lock, articles(MANY)).expect("an index");
    assert!(learnt(&index).is_some(), "too little text");
    index
}

fn put(entries: Vec<Entry>) -> Vec<Change> {
    let entries = entries.into_iter();
    entries.map(|entry| Change::Put(Box::new(entry))).collect()
}

fn remove(name: &str) -> Change {
    Change::Remove(DocumentId(name.to_owned()))
}

fn learnt(index: &Index) -> Option<Vec<u8>> {
    index.dictionary().map(super::squeeze::Dictionary::stored)
}

/// `index` holds these documents, each with all that was put into it, and no others.
#[track_caller]
fn check(index: &Index, expected: &[Entry]) {
    let all = Index::in_memory(expected.to_vec()).expect("an index");
    assert_eq!(index.documents(), all.documents());
    let filter = FactFilter::default();
    assert_eq!(index.facts(&filter), all.facts(&filter));
    assert_eq!(index.summary(), all.summary());
    assert_eq!(index.covered(), all.covered());
    for entry in expected {
        // Upwards and, when it was met, downwards.
        for passage in entry.passages.iter().chain(entry.passages.iter().rev()) {
            let found = index.passage(&passage.doc, passage.ordinal);
            assert_eq!(found.expect("a search").as_ref(), Some(passage));
        }
        assert_eq!(index.passage(&entry.record.id, 99), Ok(None));
        let found = index.document(&entry.record.id).expect("a search");
        assert_eq!(found.map(|record| record.id), Some(entry.record.id.clone()));
    }
}

/// The bytes of all files of the index at `path`.
fn size(path: &Path) -> u64 {
    let files = fs::read_dir(path).expect("a listing");
    let sizes = files.map(|file| file.expect("a file").metadata().expect("its size").len());
    sizes.sum()
}

#[test]
fn little_text_needs_no_dictionary_and_much_gets_one() {
    let disk = Disk::new();
    let few = build(&disk.lock, corpus()).expect("an index");
    assert_eq!(learnt(&few), None);
    check(&few, &corpus());
    check(&many(&disk), &articles(MANY));
    let in_memory = Index::in_memory(articles(MANY)).expect("an index");
    assert_eq!(learnt(&in_memory), None);
}

#[test]
fn the_same_documents_make_the_same_index() {
    let disk = Disk::new();
    let first = many(&disk);
    let size_of_first = size(&disk.path());
    let second = many(&disk);
    assert_eq!(learnt(&first), learnt(&second));
    // Names of files and of the merge that made them differ, contents do not.
    assert_eq!(size(&disk.path()), size_of_first);
}

#[test]
fn an_index_keeps_its_dictionary_through_changes_and_merges() {
    let disk = Disk::new();
    let built = many(&disk);
    let dictionary = learnt(&built);
    let mut expected = articles(MANY);
    // Each round leaves a part of its own, so that parts are merged, and so much is removed that parts are written anew.
    for round in 0..9 {
        let mut changes = put((0..20).map(|at| article(MANY + round * 20 + at)).collect());
        expected.extend((0..20).map(|at| article(MANY + round * 20 + at)));
        changes.push(remove(&format!("{:04}.md", round * 3)));
        expected.retain(|entry| entry.record.id.0 != format!("{:04}.md", round * 3));
        let mut anew = article(round * 3 + 1);
        anew.facts.clear();
        let at = expected
            .iter()
            .position(|entry| entry.record.id == anew.record.id);
        expected[at.expect("a document")] = anew.clone();
        changes.extend(put(vec![anew]));
        let index = disk.update(changes);
        assert_eq!(learnt(&index), dictionary, "in round {round}");
    }
    check(&disk.open(), &expected);
    let gone = |entry: &Entry| Change::Remove(entry.record.id.clone());
    let emptied = disk.update(expected.iter().map(gone).collect());
    assert_eq!(learnt(&emptied), dictionary);
    check(&emptied, &[]);
    check(&disk.update(put(articles(9))), &articles(9));
    // Whoever had it open still reads what was there.
    check(&built, &articles(MANY));
}

#[test]
fn a_small_index_learns_when_enough_comes() {
    let disk = Disk::new();
    build(&disk.lock, corpus()).expect("an index");
    let still_small = disk.update(put(articles(20)));
    assert_eq!(learnt(&still_small), None);
    let grown = disk.update(put(articles(MANY)));
    let dictionary = learnt(&grown);
    assert!(dictionary.is_some());
    let mut expected = articles(MANY);
    expected.extend(corpus());
    check(&grown, &expected);
    // What was written before the dictionary is still found, replaced and removed.
    let changed = disk.update(vec![remove("a.md"), remove("b.md"), remove("0007.md")]);
    assert_eq!(learnt(&changed), dictionary);
    let is_left =
        |entry: &Entry| !["a.md", "b.md", "0007.md"].contains(&entry.record.id.0.as_str());
    expected.retain(is_left);
    check(&changed, &expected);
}

#[test]
fn a_document_without_a_name_takes_nothing_with_it() {
    let disk = Disk::new();
    let built = many(&disk);
    let changed = disk.update(vec![remove("")]);
    assert_eq!(learnt(&changed), learnt(&built));
    check(&changed, &articles(MANY));
}

#[test]
fn far_more_than_is_learnt_from_is_written_whole() {
    let disk = Disk::new();
    let far_longer = |mut entry: Entry| {
        for fact in &mut entry.facts {
            fact.evidence.text = fact.evidence.text.repeat(1_000);
        }
        entry
    };
    let articles: Vec<Entry> = articles(120).into_iter().map(far_longer).collect();
    let index = build(&disk.lock, articles.clone()).expect("an index");
    check(&index, &articles);
    assert!(size(&disk.path()) < 1 << 20);
}

/// Writes the index at `path` anew with these entries for dictionaries in place of its own.
fn with_dictionaries(path: &Path, dictionaries: &[&[u8]]) {
    let (_, fields) = schema::schema();
    let index = tantivy::Index::open_in_dir(path).expect("an index");
    index.tokenizers().register(words::NAME, words::analyzer());
    let mut writer: tantivy::IndexWriter = index.writer(20_000_000).expect("a writer");
    let name = schema::Kind::Dictionary.name();
    writer.delete_term(schema::exact_term(fields.kind, name));
    for dictionary in dictionaries {
        let mut entry = tantivy::TantivyDocument::default();
        entry.add_bytes(fields.kind, name.as_bytes());
        entry.add_bytes(fields.doc, schema::OF_ALL.as_bytes());
        entry.add_u64(fields.ordinal, 0);
        entry.add_bytes(fields.stored, dictionary);
        writer.add_document(entry).expect("an entry");
    }
    writer.commit().expect("a commit");
    writer.wait_merging_threads().expect("an index");
}

#[track_caller]
fn check_damage(dictionaries: impl Fn(&[u8]) -> Vec<Vec<u8>>, expected: &str) {
    let disk = Disk::new();
    let index = many(&disk);
    let stored = learnt(&index).expect("a dictionary");
    let dictionaries = dictionaries(&stored);
    let dictionaries: Vec<&[u8]> = dictionaries.iter().map(Vec::as_slice).collect();
    with_dictionaries(&disk.path(), &dictionaries);
    let opened = Index::open(&disk.path());
    let read = opened.and_then(|index| index.facts(&FactFilter::default()));
    let cause = expected.to_owned();
    let path = disk.path();
    assert_eq!(read, Err(IndexError::Damaged { path, cause }));
    // It is no base for an update, and built anew it is sound.
    let changed = update(&disk.lock, [remove("0001.md")]);
    assert!(
        matches!(changed, Err(IndexError::Damaged { .. })),
        "{changed:?}"
    );
    check(
        &build(&disk.lock, articles(30)).expect("an index"),
        &articles(30),
    );
}

#[test]
fn a_missing_or_wrong_dictionary_is_damage() {
    check_damage(|_| Vec::new(), "the dictionary of its entries is missing");
    check_damage(|stored| vec![stored.to_vec(); 2], "it has two dictionaries");
    let other = "the dictionary of its entries is not the one that was stored";
    check_damage(|_| vec![b"no dictionary".to_vec()], other);
    check_damage(|_| vec![Vec::new()], other);
    check_damage(
        |stored| {
            let mut broken = stored.to_vec();
            broken[stored.len() / 2] ^= 1;
            vec![broken]
        },
        other,
    );
}

/// What an index says, or that it is damaged; anything else is a wrong answer.
fn says(path: &Path) -> Result<String, IndexError> {
    let data = QueryTerm {
        forms: vec!["data".to_owned()],
        weight: 1.0,
    };
    let index = Index::open(path)?;
    let facts = index.facts(&FactFilter::default())?;
    let hits = index.passages(&PassageQuery { terms: vec![data] }, 10)?;
    let passage = index.passage(&DocumentId("b.md".to_owned()), 1)?;
    let documents = index.documents()?;
    Ok(format!("{documents:?} {facts:?} {hits:?} {passage:?}"))
}

/// Flips bytes at so many places of each file of an index of `entries`, and wants so many flips noticed.
#[track_caller]
fn check_flips(entries: Vec<Entry>, places: usize, noticed: usize) {
    let disk = Disk::new();
    drop(build(&disk.lock, entries).expect("an index"));
    let path = disk.path();
    let right = says(&path).expect("a sound index");
    let mut damaged = 0;
    for found in fs::read_dir(&path).expect("a listing") {
        let file = found.expect("an entry").path();
        let sound = fs::read(&file).expect("a file");
        let offsets = (0..places).map(|step| sound.len() * step / places + step % 3);
        for at in offsets.filter(|at| *at < sound.len()) {
            let mut broken = sound.clone();
            broken[at] ^= 0x15;
            fs::write(&file, &broken).expect("a write");
            match says(&path) {
                Ok(said) => assert_eq!(said, right, "{} at {at}", file.display()),
                Err(IndexError::Damaged { .. }) => damaged += 1,
                Err(other) => panic!("{} at {at}: {other}", file.display()),
            }
        }
        fs::write(&file, &sound).expect("a write");
    }
    assert_eq!(says(&path).as_ref(), Ok(&right));
    assert!(damaged > noticed, "only {damaged} flips were noticed");
}

#[test]
fn a_flipped_byte_is_damage_or_does_no_harm() {
    check_flips(corpus(), 8, 30);
    let mut all = articles(MANY);
    all.extend(corpus());
    check_flips(all, 8, 40);
}

#[test]
fn an_index_that_was_found_damaged_is_not_trusted_until_it_is_built_anew() {
    let disk = Disk::new();
    drop(build(&disk.lock, corpus()).expect("an index"));
    let path = disk.path();
    let note = path.join(super::search::disk::DAMAGE_FILE);
    fs::write(note, "the checksum of `x` does not fit").expect("a note");
    let error = Index::open(&path).expect_err("no index");
    let cause = "the checksum of `x` does not fit".to_owned();
    assert_eq!(error, IndexError::Damaged { path, cause });
    check(&build(&disk.lock, corpus()).expect("an index"), &corpus());
}

#[test]
fn a_missing_description_is_damage_and_not_an_empty_index() {
    let disk = Disk::new();
    drop(build(&disk.lock, corpus()).expect("an index"));
    let path = disk.path();
    fs::remove_file(path.join("meta.json")).expect("a file less");
    assert!(matches!(
        Index::open(&path),
        Err(IndexError::Damaged { .. })
    ));
    let changed = update(&disk.lock, []);
    assert!(
        matches!(changed, Err(IndexError::Damaged { .. })),
        "{changed:?}"
    );
    build(&disk.lock, corpus()).expect("a new index");
    check(&disk.open(), &corpus());
}
