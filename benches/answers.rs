//! How long it takes to start, to answer, to search, to offer names while one is typed, to read the corpus, and to set an
//! answer for a terminal.
//!
//! Run with `cargo bench`. What a benchmark measures is looked at once before its clock starts, so that a fast one is
//! fast at the work it names and not at finding nothing.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use careerbot::cli::render::{self, Page};
use careerbot::command::{Takes, parse_line};
use careerbot::domain::{Answer, Intent, Label, Request};
use careerbot::engine::Engine;
use careerbot::index::{self, Folder, Index};
use careerbot::present::Catalogue;
use careerbot::vocabulary::Vocabulary;
use careerbot::{extract, intake};
use criterion::Criterion;
use tempfile::TempDir;

/// One line for each way through the engine, with what it must lead to.
const QUESTIONS: [(&str, &str, Intent, Label); 6] = [
    (
        "salary",
        "/salary role:backend developer location:India level:entry",
        Intent::Salary,
        Label::Fact,
    ),
    (
        "role",
        "/role role:backend developer",
        Intent::Role,
        Label::Fact,
    ),
    (
        "roadmap",
        "/roadmap role:backend developer",
        Intent::Roadmap,
        Label::Fact,
    ),
    (
        "ask",
        "/ask question:what does a senior backend dev earn in the US?",
        Intent::Salary,
        Label::Fact,
    ),
    (
        "ask, answered by passages",
        "/ask question:how is a photo stored?",
        Intent::Ask,
        Label::Passage,
    ),
    (
        "not in the documents",
        "/ask question:how do I bake bread?",
        Intent::None,
        Label::None,
    ),
];

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let built = Built::new();
    opening(&mut criterion, &built);
    answering(&mut criterion, &built);
    searching(&mut criterion, &built);
    completing(&mut criterion);
    rendering(&mut criterion, &built);
    reading(&mut criterion);
    criterion.final_summary();
}

/// The index of the project's own corpus, in a folder that goes with it.
struct Built {
    root: TempDir,
    index: PathBuf,
}

impl Built {
    fn new() -> Built {
        let root = tempfile::tempdir().expect("a temporary folder");
        let refreshed = open_for_answers(root.path());
        assert!(
            refreshed.report.read > 0,
            "the first opening reads every document"
        );
        assert!(
            refreshed.warnings.is_empty(),
            "the index is kept on disk: {:?}",
            refreshed.warnings
        );
        let version = index::version(extract::VERSION, Vocabulary::version());
        let folder = Folder::of(root.path(), &corpus(), &version).expect("the corpus is there");
        Built {
            index: folder.index(),
            root,
        }
    }

    fn engine(&self) -> Engine {
        let index = Index::open(&self.index).expect("an index that was just built");
        Engine::new(index).expect("an index that can be read")
    }
}

fn corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

fn open_for_answers(index_root: &Path) -> intake::Refreshed {
    intake::open_for_answers(&corpus(), index_root, &mut |_progress| {})
        .expect("the corpus can be read")
}

fn opening(criterion: &mut Criterion, built: &Built) {
    let mut group = criterion.benchmark_group("open");
    let again = open_for_answers(built.root.path()).report;
    assert_eq!(again.read, 0, "nothing changed, so nothing is read again");
    assert!(again.unchanged > 0, "the documents were looked at");
    group.bench_function("start-up, index up to date", |bencher| {
        bencher.iter(|| open_for_answers(black_box(built.root.path())));
    });
    let documents = built.engine().documents();
    assert_eq!(documents, again.documents, "the index holds the corpus");
    group.bench_function("index alone", |bencher| {
        bencher.iter(|| Index::open(black_box(&built.index)).expect("an index"));
    });
    group.finish();
}

fn answering(criterion: &mut Criterion, built: &Built) {
    let engine = built.engine();
    let mut group = criterion.benchmark_group("answer");
    for (name, line, intent, label) in QUESTIONS {
        let request = request(line);
        let answer = answer(&engine, &request);
        assert_eq!(
            (answer.understood.intent, answer.label),
            (intent, label),
            "answering {line:?}"
        );
        group.bench_function(name, |bencher| {
            bencher.iter(|| self::answer(&engine, black_box(&request)));
        });
    }
    group.finish();
}

fn searching(criterion: &mut Criterion, built: &Built) {
    let engine = built.engine();
    let mut group = criterion.benchmark_group("search");
    for query in [
        "sql",
        "backend developer salary in India",
        "how do I become a data engineer without a degree and what should I learn first",
    ] {
        let hits = engine.search(query, 10).expect("an index");
        assert_eq!(hits.len(), 10, "searching {query:?}");
        group.bench_function(query, |bencher| {
            bencher.iter(|| engine.search(black_box(query), 10).expect("an index"));
        });
    }
    group.finish();
}

/// How many roles, and how many places, the names are offered from.
const NAMES: usize = 5_000;

/// How many names Discord shows.
const CHOICES: usize = 25;

/// Names among five thousand roles and as many places, all of them read from one table.
fn completing(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let corpus = folder.path().join("corpus");
    std::fs::create_dir(&corpus).expect("a folder");
    let mut table = "Role,Location,Pay a year\n".to_owned();
    for number in 0..NAMES {
        let name = made_up(number);
        let pay = 20 + number % 60;
        let _infallible = writeln!(table, "{name} welder,{name}ville,\"£{pay},000\"");
    }
    std::fs::write(corpus.join("names.csv"), table).expect("a table");
    let index = folder.path().join("index");
    let opened = intake::open_for_answers(&corpus, &index, &mut |_progress| {});
    let engine = Engine::new(opened.expect("an index").index).expect("an engine");
    for takes in [Takes::Role, Takes::Place] {
        let offered = engine.complete(takes, "", NAMES).len();
        assert_eq!(offered, NAMES, "every name of the table is offered");
    }
    let whole = made_up(4_321);
    let mut group = criterion.benchmark_group("autocomplete among 5,000");
    for (name, takes, typed, least) in [
        ("nothing typed", Takes::Role, String::new(), CHOICES),
        ("one letter", Takes::Role, "b".to_owned(), CHOICES),
        ("a role", Takes::Role, format!("{whole} wel"), 1),
        ("a place", Takes::Place, format!("{whole}vi"), 1),
        (
            "a role, with a typo",
            Takes::Role,
            format!("{whole} wleder"),
            1,
        ),
        ("no name at all", Takes::Place, "qqqqqqqqqq".to_owned(), 0),
    ] {
        let offered = engine.complete(takes, &typed, CHOICES).len();
        assert!(offered >= least, "{offered} names for {typed:?}");
        group.bench_function(name, |bencher| {
            bencher.iter(|| engine.complete(takes, black_box(&typed), CHOICES));
        });
    }
    group.finish();
}

/// The name of this number, in three syllables.
fn made_up(number: usize) -> String {
    const SYLLABLES: [&str; 18] = [
        "bar", "den", "fil", "gos", "hum", "jat", "kel", "lim", "mor", "nub", "pas", "quen", "rit",
        "sol", "tuv", "wan", "yex", "zig",
    ];
    let syllable = |number: usize| SYLLABLES.get(number % 18).copied().unwrap_or("");
    [number, number / 18, number / 324].map(syllable).concat()
}

fn rendering(criterion: &mut Criterion, built: &Built) {
    let engine = built.engine();
    let catalogue = Catalogue::english();
    let page = Page {
        catalogue: &catalogue,
        width: 100,
        styled: true,
    };
    let mut group = criterion.benchmark_group("render");
    for (name, line, _, label) in QUESTIONS.into_iter().take(2) {
        let answer = answer(&engine, &request(line));
        assert_eq!(answer.label, label, "answering {line:?}");
        let text = render::answer(&answer, &page);
        let word = catalogue.word(careerbot::domain::Key::SourcesTitle);
        assert!(text.contains(&word), "an answer names its sources: {text}");
        group.bench_function(name, |bencher| {
            bencher.iter(|| render::answer(black_box(&answer), &page));
        });
    }
    group.finish();
}

fn reading(criterion: &mut Criterion) {
    assert!(
        facts_of_corpus() > 0,
        "the documents hold facts that are found"
    );
    criterion.bench_function("read and extract the whole corpus", |bencher| {
        bencher.iter(facts_of_corpus);
    });
}

/// How many facts stand in the corpus; every document is read for it.
fn facts_of_corpus() -> usize {
    let mut facts = 0;
    let problems = intake::read(&corpus(), &mut |document| {
        facts += document.extraction.facts.len();
    });
    assert!(problems.expect("the corpus can be read").is_empty());
    facts
}

fn request(line: &str) -> Request {
    parse_line(line).expect("a line that the console takes")
}

fn answer(engine: &Engine, request: &Request) -> Answer {
    engine.answer(request).expect("an index that can be read")
}
