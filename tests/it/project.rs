//! The five articles of the project's own corpus, read by the library: small enough to be told to the last fact. The whole
//! corpus is in `whole.rs`.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use careerbot::cli::render::{self, Page};
use careerbot::command;
use careerbot::domain::{Answer, Aspect, Fact, Level, Money, PayFact, Request, RoleFact};
use careerbot::engine::Engine;
use careerbot::intake::{self, ReadDocument};
use careerbot::present::Catalogue;

use crate::bot::words;

/// The five documents, by what this file calls them.
pub(crate) const INSIGHTS: &str = "backend-salary-insights-and-roadmap.md";
pub(crate) const SKILLS: &str = "backend-skills-and-career-path.md";
pub(crate) const DEMAND: &str = "growing-demand-for-backend-developers.md";
pub(crate) const INDIA: &str = "starting-a-backend-career-in-india.md";
pub(crate) const SCHOLARHAT: &str = "what-is-backend-development.md";

/// Wide enough that no line of a table is wrapped.
const WIDTH: usize = 240;

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub(crate) fn corpus() -> PathBuf {
    root().join("corpus")
}

/// The five articles.
pub(crate) const ARTICLES: [&str; 5] = [INSIGHTS, SKILLS, DEMAND, INDIA, SCHOLARHAT];

/// Copies of the five articles in `folder`.
pub(crate) fn copy_articles(folder: &Path) {
    for name in ARTICLES {
        fs::copy(corpus().join(name), folder.join(name)).expect("a copy");
    }
}

/// A corpus of the five articles alone.
static ALONE: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    copy_articles(folder.path());
    folder
});

/// The folder of the five articles alone.
pub(crate) fn articles() -> &'static Path {
    ALONE.path()
}

static READ: LazyLock<Vec<ReadDocument>> = LazyLock::new(|| read_all(ALONE.path()));

/// Every document of a corpus, none of which has a problem.
pub(crate) fn read_all(corpus: &Path) -> Vec<ReadDocument> {
    let mut read = Vec::new();
    let problems = intake::read(corpus, &mut |document| read.push(document));
    assert_eq!(problems.expect("the corpus reads"), []);
    read
}

/// Every document as it was read.
pub(crate) fn read() -> &'static [ReadDocument] {
    &READ
}

/// The text of one document, into which spans of evidence point.
pub(crate) fn text(doc: &str) -> &'static str {
    let found = READ.iter().find(|read| read.document.id.0 == doc);
    &found.expect("one of the articles").document.text
}

/// Every fact of the articles.
pub(crate) fn facts() -> impl Iterator<Item = &'static Fact> {
    READ.iter().flat_map(|read| &read.extraction.facts)
}

/// What one document says on one side of a role.
pub(crate) fn said_on(doc: &str, aspect: Aspect) -> Vec<&'static RoleFact> {
    facts()
        .filter(|fact| fact.doc.0 == doc)
        .filter_map(Fact::role_fact)
        .filter(|said| said.aspect == aspect)
        .collect()
}

/// The names of what one document lists on one side of a role.
pub(crate) fn names_on(doc: &str, aspect: Aspect) -> Vec<&'static str> {
    let said = said_on(doc, aspect);
    let names = said.iter().filter_map(|said| said.name.as_deref());
    names.collect()
}

/// An engine with its index.
pub(crate) struct Asked {
    pub(crate) engine: Engine,
    _index: tempfile::TempDir,
}

impl Asked {
    /// An engine over `corpus`.
    pub(crate) fn over(corpus: &Path) -> Asked {
        let index = tempfile::tempdir().expect("a folder");
        let refreshed = intake::open_for_answers(corpus, index.path(), &mut |_| {});
        let refreshed = refreshed.expect("an index");
        assert_eq!(refreshed.warnings, []);
        Asked {
            engine: Engine::new(refreshed.index).expect("an engine"),
            _index: index,
        }
    }
}

static ASKED: LazyLock<Asked> = LazyLock::new(|| Asked::over(ALONE.path()));

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::english);

/// The lines over which doors are compared.
pub(crate) fn requests() -> Vec<String> {
    let lines = include_str!("requests.txt").lines();
    lines
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// The answer to a typed line.
#[track_caller]
pub(crate) fn ask(line: &str) -> Answer {
    let request = command::parse_line(line).expect("a line that reads");
    answer(&request)
}

/// The answer to a request.
#[track_caller]
pub(crate) fn answer(request: &Request) -> Answer {
    ASKED.engine.answer(request).expect("an index that reads")
}

/// What `/salary` answers.
#[track_caller]
pub(crate) fn salary(role: &str, location: Option<&str>, level: Option<Level>) -> Answer {
    answer(&Request::Salary {
        role: role.to_owned(),
        location: location.map(str::to_owned),
        level,
        grade: None,
    })
}

/// An answer as the terminal shows it, words apart by one space.
pub(crate) fn shown(answer: &Answer) -> String {
    words(&render::answer(answer, &page()))
}

/// An answer as the terminal shows it where no line has to be broken.
pub(crate) fn shown_wide(answer: &Answer) -> String {
    let wide = Page {
        width: 60_000,
        ..page()
    };
    render::answer(answer, &wide)
}

/// What stands behind the number `number`, as the terminal shows it.
pub(crate) fn why(answer: &Answer, number: usize) -> String {
    words(&render::why(answer, number, &page()).expect("a number of the answer"))
}

fn page() -> Page<'static> {
    Page {
        catalogue: &CATALOGUE,
        width: WIDTH,
        styled: false,
    }
}

/// Fails unless every one of `wanted` stands in `text`.
#[track_caller]
pub(crate) fn holds(text: &str, wanted: &[&str]) {
    for words in wanted {
        assert!(text.contains(words), "{words:?} is not in: {text}");
    }
}

/// A figure in a few words: `INR 400000..800000 a year`, `USD 165000.. a year`, `INR ..2000000 a year`.
pub(crate) fn figure(pay: &PayFact) -> String {
    let range = pay.range;
    let units = |money: Option<Money>| money.map_or_else(String::new, |it| it.units().to_string());
    let mut text = format!("{} ", range.currency());
    text += &units(range.single().or(range.low()));
    if range.single().is_none() {
        text += "..";
        text += &units(range.high());
    }
    if range.open_ended() {
        text.push('+');
    }
    match pay.period {
        Some(period) => text + " a " + period.name(),
        None => text,
    }
}

/// Every figure of an answer, with its document.
pub(crate) fn figures(answer: &Answer) -> Vec<(String, &str)> {
    let told = answer.figures().map(|shown| {
        let pay = shown.fact.pay().expect("figures are pay");
        (figure(pay), shown.fact.doc.0.as_str())
    });
    told.collect()
}
