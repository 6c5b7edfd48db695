//! How long it takes to start, to answer, to read the corpus, and to set an answer for a terminal.
//!
//! Run with `cargo bench`. What a benchmark measures is looked at once before its clock starts, so that a fast one is
//! fast at the work it names and not at finding nothing.

use std::hint::black_box;
use std::path::{Path, PathBuf};

use careerbot::cli::render::{self, Page};
use careerbot::command::parse_line;
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
