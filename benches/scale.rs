//! How indexing and answering hold up with many documents.
//!
//! Run with `cargo bench --bench scale`; `CAREERBOT_BENCH_DOCUMENTS=100000` makes it a hundred thousand articles instead
//! of ten thousand. They are made here, the same in every run: articles on what a role earns in a place, of some 2.5 KB,
//! in the words of a language of its own, in which few words are common and most are rare.
//!
//! | line | wanted |
//! |---|---|
//! | `indexing : raw tantivy`, documents in a second of processor time, reading and extraction included | at least 0.6 |
//! | `index : Markdown`, bytes | at most 1.2 |
//! | `ask p50, whole : tenth`, how much longer a question takes with ten times the documents | at most 2.5 |
//! | `open and first answer` | at most 50 ms |
//! | `planted identifiers found first` | all |
//!
//! Questions are asked in processes of their own, so that their memory holds nothing of the building; of three the median
//! is told, for a machine that others use is slower for a while. Times are those of the processor on the one thread that
//! answers, or the least of three runs by the wall clock where the system does not tell them.

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use careerbot::command::{Takes, parse_line};
use careerbot::domain::{Label, Request};
use careerbot::engine::Engine;
use careerbot::extract;
use careerbot::index::{self, Folder, Index};
use careerbot::intake::{self, How};
use careerbot::vocabulary::Vocabulary;

use common::{Dice, RAW, RawIndex, clock, median, print};

/// Says how many documents there are, where it is set.
const DOCUMENTS: &str = "CAREERBOT_BENCH_DOCUMENTS";

/// Set for the process that answers: the corpus, and the folder of indexes behind a line break.
const ANSWER: &str = "CAREERBOT_BENCH_ANSWER";

/// About the length of one article, in bytes of Markdown.
const ARTICLE_BYTES: usize = 2_500;

/// Every so many articles one holds a word that no other has.
const PLANTED_EVERY: usize = 1_000;

/// How often the two writers take turns, and how many processes answer: a machine that others use is slower for a while,
/// and then for one of them.
const ROUNDS: usize = 3;

/// How many questions of each sort are asked; each is asked once, after some others have been.
const QUESTIONS: usize = 600;

/// The sorts of questions that are asked in turns, each with its median in milliseconds.
const SORTS: [&str; 6] = [
    "ask p50, what a role earns in a place, ms",
    "ask p50, average salary, ms",
    "ask p50, skills of a role, ms",
    "ask p50, three words, ms",
    "ask p50, three words and a place, ms",
    "ask p50, a word about a role, ms",
];

/// How many questions are asked before the clock starts.
const WARM_UP: usize = 40;

fn main() {
    if let Ok(folders) = std::env::var(ANSWER) {
        let (corpus, root) = folders.split_once('\n').expect("two folders");
        answer(Path::new(corpus), Path::new(root));
        return;
    }
    // Without `--bench` it runs as a test of `cargo test --benches`, for which a few documents do.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let default = if is_bench { 10_000 } else { 2_000 };
    let documents = match std::env::var(DOCUMENTS) {
        Ok(number) => number.parse().expect("a number of documents"),
        Err(_) => default,
    };
    assert!(
        documents >= PLANTED_EVERY,
        "{DOCUMENTS} has to be at least {PLANTED_EVERY}"
    );
    let folder = tempfile::tempdir().expect("a folder");
    let (whole, tenth) = (folder.path().join("whole"), folder.path().join("tenth"));
    write_corpus(&whole, documents);
    write_corpus(&tenth, documents / 10);
    let root = folder.path().join("index");
    index_both(&whole, &root, folder.path());
    intake::refresh(&tenth, &root, How::Update, &mut |_| {}).expect("an index");
    let few = answered(&tenth, &root);
    let many = answered(&whole, &root);
    report(&few, &many);
}

/// The made words and the names that articles are written with.
struct Language {
    roles: Vec<String>,
    places: Vec<String>,
}

/// Function words, the more usual ones first.
const FUNCTION_WORDS: [&str; 32] = [
    "the", "of", "and", "to", "in", "is", "that", "it", "for", "with", "as", "are", "on", "by",
    "this", "from", "or", "an", "which", "at", "their", "but", "not", "have", "they", "more",
    "when", "than", "into", "some", "these", "most",
];

const STARTS: [&str; 32] = [
    "b", "br", "ch", "d", "dr", "f", "fl", "g", "gl", "gr", "h", "j", "k", "kl", "l", "m", "n",
    "p", "pl", "pr", "qu", "r", "s", "sc", "sh", "sl", "st", "t", "tr", "v", "w", "z",
];
const ENDS: [&str; 32] = [
    "ab", "ack", "ad", "aft", "al", "amb", "an", "ark", "ash", "av", "eb", "eck", "ed", "ell",
    "em", "end", "erk", "est", "ib", "ick", "ift", "ill", "im", "ink", "isk", "ob", "ock", "old",
    "om", "orn", "ub", "unt",
];
const LEVELS: [&str; 4] = ["entry-level", "junior", "mid-level", "senior"];
const SKILLS: [&str; 12] = [
    "Python",
    "SQL",
    "Kubernetes",
    "Go",
    "communication",
    "testing",
    "Terraform",
    "Java",
    "Excel",
    "negotiation",
    "welding",
    "first aid",
];

/// The made word of this rank: two syllables for the thousand most usual, three for the rest.
fn word(rank: usize) -> String {
    let syllable = |number: usize| {
        let start = STARTS.get(number % 32).copied().unwrap_or("");
        let end = ENDS.get(number / 32 % 32).copied().unwrap_or("");
        format!("{start}{end}")
    };
    // An odd factor visits every syllable before it repeats one.
    let (first, second) = (rank * 397 % 1_024, rank / 1_024);
    let middle = STARTS.get(rank * 7 % 32).copied().unwrap_or("");
    if rank < 1_024 {
        format!("{}{middle}y", syllable(first))
    } else {
        format!("{}{}", syllable(first), syllable(second * 131 + 7))
    }
}

/// A rank up to `2^octaves`, each half as usual as the one of half its size: the law of Zipf, in steps.
fn rank(dice: &mut Dice, octaves: usize) -> usize {
    let start = 1 << dice.roll(octaves);
    start - 1 + dice.roll(start)
}

/// A word that stands in one article alone.
fn planted(number: usize) -> String {
    format!("zqx{number}vj")
}

impl Language {
    fn new() -> Language {
        let vocabulary = Vocabulary::builtin();
        let roles = vocabulary.roles().iter();
        let places = vocabulary.places().iter();
        Language {
            roles: roles.map(|role| role.name.clone()).collect(),
            places: places
                .filter(|place| place.countries.is_empty())
                .map(|place| place.name.clone())
                .collect(),
        }
    }

    fn role(&self, dice: &mut Dice) -> &str {
        pick(&self.roles, dice)
    }

    fn place(&self, dice: &mut Dice) -> &str {
        pick(&self.places, dice)
    }

    fn sentence(dice: &mut Dice) -> String {
        let mut sentence = String::new();
        for number in 0..dice.between(9, 18) {
            if number > 0 {
                sentence.push(' ');
            }
            if dice.roll(100) < 45 {
                let at = rank(dice, 5);
                sentence += FUNCTION_WORDS.get(at).copied().unwrap_or("the");
            } else {
                sentence += &word(rank(dice, 15));
            }
        }
        capital(&sentence) + "."
    }

    fn prose(dice: &mut Dice, sentences: usize) -> String {
        let sentences: Vec<String> = (0..sentences).map(|_| Self::sentence(dice)).collect();
        sentences.join(" ")
    }

    /// Title and Markdown of one article.
    fn article(&self, number: usize) -> (String, String) {
        let mut dice = Dice(number as u64 * 7_919 + 17);
        // Neighbouring seeds begin alike.
        for _ in 0..8 {
            dice.roll(2);
        }
        let (role, place) = (self.role(&mut dice), self.place(&mut dice));
        let level = dice.pick(&LEVELS);
        let title = format!("What a {level} {role} earns in {place}");
        let mut text = format!("# {title}\n\n{}\n\n", Self::prose(&mut dice, 3));
        text += &self.pay(role, place, level, &mut dice);
        if dice.roll(2) == 0 {
            let _infallible = write!(text, "## Skills of a {role}\n\n");
            for _ in 0..dice.between(3, 7) {
                let _infallible = writeln!(text, "- {}", dice.pick(&SKILLS));
            }
            text.push('\n');
        }
        if dice.roll(4) == 0 {
            let _infallible = write!(text, "## Roadmap to become a {role}\n\n");
            for stage in 1..dice.between(3, 5) {
                let _infallible = write!(
                    text,
                    "### Stage {stage}: {} ({}–{} months)\n\n- {}\n- {}\n\n",
                    capital(&word(rank(&mut dice, 12))),
                    stage * 3 - 3,
                    stage * 3,
                    dice.pick(&SKILLS),
                    Self::sentence(&mut dice),
                );
            }
        }
        if number.is_multiple_of(PLANTED_EVERY) {
            let planted = planted(number);
            let _infallible = write!(text, "The archive keeps it under {planted} since then.\n\n");
        }
        while text.len() < ARTICLE_BYTES {
            let heading = format!(
                "{} {}",
                word(rank(&mut dice, 14)),
                word(rank(&mut dice, 14))
            );
            let sentences = dice.between(3, 7);
            let prose = Self::prose(&mut dice, sentences);
            let _infallible = write!(text, "## {}\n\n{prose}\n\n", capital(&heading));
        }
        (title, text)
    }

    /// Two to four figures, in sentences or in a table.
    fn pay(&self, role: &str, place: &str, level: &str, dice: &mut Dice) -> String {
        let mut text = format!("## Pay of a {role} in {place}\n\n");
        let figures = dice.between(2, 5);
        if dice.roll(2) == 0 {
            text += "| Level | Place | Pay a year |\n|---|---|---|\n";
            for level in LEVELS.iter().take(figures) {
                let low = dice.between(30, 160);
                let _infallible = writeln!(
                    text,
                    "| {level} | {place} | ${low},000 – ${},000 |",
                    low + 18
                );
            }
            text.push('\n');
            return text;
        }
        for figure in 0..figures {
            let low = dice.between(30, 160);
            let elsewhere = self.place(dice);
            let place = if figure == 0 { place } else { elsewhere };
            let _infallible = write!(
                text,
                "A {level} {role} in {place} earns ${low},000 to ${},000 a year. {} ",
                low + 12,
                Self::sentence(dice)
            );
        }
        text + "\n\n"
    }

    /// Questions in plain words, no two alike but by chance.
    fn questions(&self) -> Vec<Request> {
        let mut dice = Dice(4_711);
        let mut made = || word(rank(&mut dice, 14));
        let words: Vec<[String; 3]> = (0..QUESTIONS).map(|_| [made(), made(), made()]).collect();
        let asked = words.iter().enumerate().map(|(number, [a, b, c])| {
            let (role, place) = (self.role(&mut dice), self.place(&mut dice));
            let level = dice.pick(&LEVELS);
            match number % SORTS.len() {
                0 => format!("how much does a {level} {role} earn in {place}?"),
                1 => format!("average salary {role} {place}"),
                2 => format!("what skills does a {role} need?"),
                3 => format!("how do {a} and {b} go with {c}?"),
                4 => format!("is there {a} {b} for people who {c} in {place}"),
                _ => format!("tell me about {a} as a {role}"),
            }
        });
        let asked = asked.map(|question| Request::Ask { question });
        asked.collect()
    }

    fn salaries(&self) -> Vec<Request> {
        let mut dice = Dice(1_234);
        let lines = (0..QUESTIONS).map(|number| {
            let (role, place) = (self.role(&mut dice), self.place(&mut dice));
            match number % 3 {
                0 => format!("/salary role:{role}"),
                1 => format!("/salary role:{role} location:{place}"),
                _ => format!("/salary role:{role} location:{place} level:senior"),
            }
        });
        lines
            .map(|line| parse_line(&line).expect("a line that the console takes"))
            .collect()
    }

    /// What is typed letter by letter, and what is typed wrongly.
    fn typed(&self) -> Vec<(Takes, String)> {
        let mut dice = Dice(99);
        let typed = (0..QUESTIONS).map(|number| {
            let (takes, name) = if number % 2 == 0 {
                (Takes::Role, self.role(&mut dice))
            } else {
                (Takes::Place, self.place(&mut dice))
            };
            let length = dice.roll(name.chars().count() + 1);
            let mut typed: String = name.chars().take(length).collect();
            if number % 5 == 0 {
                typed.push('x');
            }
            (takes, typed)
        });
        typed.collect()
    }
}

fn pick<'a>(names: &'a [String], dice: &mut Dice) -> &'a str {
    let at = dice.roll(names.len());
    names.get(at).map_or("", String::as_str)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(chars).collect()
}

/// Writes the first `documents` articles as lines of one file.
fn write_corpus(folder: &Path, documents: usize) {
    let language = Language::new();
    fs::create_dir_all(folder).expect("a folder");
    let file = File::create(folder.join("articles.jsonl")).expect("a file");
    let mut file = BufWriter::new(file);
    for number in 0..documents {
        let (title, text) = language.article(number);
        let line = serde_json::json!({
            "id": format!("a{number}"),
            "title": title,
            "text": text,
            "date": format!("{}", 2020 + number % 6),
        });
        writeln!(file, "{line}").expect("a line");
    }
    file.flush().expect("a file");
}

/// Gives id, title and Markdown of each article to `visit`.
fn each_article(corpus: &Path, visit: &mut dyn FnMut(&str, &str, &str)) {
    let text = fs::read_to_string(corpus.join("articles.jsonl")).expect("a file");
    for line in text.lines() {
        let value: serde_json::Value = serde_json::from_str(line).expect("an object");
        let field = |name| value.get(name).and_then(serde_json::Value::as_str);
        let field = |name| field(name).expect("a field");
        visit(field("id"), field("title"), field("text"));
    }
}

/// Indexes the corpus with the project and with the search engine alone, and prints what both took.
fn index_both(corpus: &Path, root: &Path, scratch: &Path) {
    let (mut documents, mut bytes) = (0_usize, 0_usize);
    each_article(corpus, &mut |_, _, text| {
        documents += 1;
        bytes += text.len();
    });
    let raw_folder = scratch.join("raw");
    let mut sums = (0, 0);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let ours = spent(|| {
            let refreshed = intake::refresh(corpus, root, How::Rebuild, &mut |_| {});
            let report = refreshed.expect("an index").report;
            assert_eq!(report.documents, documents, "every article is in the index");
            sums = (report.passages, report.facts);
        });
        if raw_folder.exists() {
            fs::remove_dir_all(&raw_folder).expect("a folder less");
        }
        rounds.push((ours, spent(|| raw_index(corpus, &raw_folder))));
    }
    let rate = |time: Duration| count(documents) / time.as_secs_f64();
    let of = |what: fn(&(Duration, Duration)) -> Duration| {
        median(rounds.iter().map(|round| rate(what(round))))
    };
    print(&format!(
        "{documents} documents, {bytes} bytes of Markdown, {} passages, {} facts",
        sums.0, sums.1
    ));
    print(&format!(
        "indexing: {:.0} documents per second of processor time; {RAW} {:.0}; medians of {ROUNDS} rounds",
        of(|round| round.0),
        of(|round| round.1)
    ));
    let ratio = |round: &(Duration, Duration)| rate(round.0) / rate(round.1);
    print(&format!(
        "indexing : raw tantivy = {:.2} (wanted: at least 0.6); in each round {}",
        median(rounds.iter().map(ratio)),
        rounds
            .iter()
            .map(|round| format!("{:.2}", ratio(round)))
            .collect::<Vec<_>>()
            .join(" ")
    ));
    let ours = folder_bytes(&index_folder(corpus, root));
    print(&format!(
        "index : Markdown = {:.2} (wanted: at most 1.2); raw tantivy : Markdown = {:.2}",
        count(ours) / count(bytes),
        count(folder_bytes(&raw_folder)) / count(bytes)
    ));
    fs::remove_dir_all(&raw_folder).expect("a folder less");
}

/// Indexes the corpus with the search engine alone.
fn raw_index(corpus: &Path, folder: &Path) {
    let raw = RawIndex::create(folder);
    each_article(corpus, &mut |id, title, text| raw.add(id, title, text));
    raw.commit();
}

/// The processor time of `work` on all threads.
fn spent(work: impl FnOnce()) -> Duration {
    let (start, wall) = (clock(), Instant::now());
    work();
    match (start, clock()) {
        (Some(start), Some(end)) => end.saturating_sub(start),
        _ => wall.elapsed(),
    }
}

/// A count as a number that can be divided; none here is too large for that.
fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap_or(u32::MAX))
}

fn index_folder(corpus: &Path, root: &Path) -> PathBuf {
    let version = index::version(extract::VERSION, Vocabulary::version());
    let folder = Folder::of(root, corpus, &version).expect("the corpus is there");
    folder.index()
}

fn folder_bytes(folder: &Path) -> usize {
    let files = fs::read_dir(folder).expect("a folder").flatten();
    let sizes = files.filter_map(|file| file.metadata().ok());
    let bytes: u64 = sizes.map(|metadata| metadata.len()).sum();
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// What processes of their own find over `corpus`, medians of [`ROUNDS`]: each line they print is a name and a number.
fn answered(corpus: &Path, root: &Path) -> BTreeMap<String, f64> {
    let program = std::env::current_exe().expect("this program");
    let folders = format!("{}\n{}", corpus.display(), root.display());
    let mut found: BTreeMap<String, Vec<f64>> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let output = Command::new(&program).env(ANSWER, &folders).output();
        let output = output.expect("a run");
        assert!(
            output.status.success(),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        let lines = String::from_utf8_lossy(&output.stdout);
        for (name, number) in lines.lines().filter_map(|line| line.split_once('=')) {
            let numbers = found.entry(name.to_owned()).or_default();
            numbers.extend(number.parse::<f64>());
        }
    }
    let medians = found.into_iter().filter(|(_, numbers)| !numbers.is_empty());
    medians
        .map(|(name, numbers)| (name, median(numbers.into_iter())))
        .collect()
}

fn report(few: &BTreeMap<String, f64>, many: &BTreeMap<String, f64>) {
    let get = |of: &BTreeMap<String, f64>, name: &str| of.get(name).copied().unwrap_or(f64::NAN);
    let sorts = SORTS.map(|sort| (sort, ""));
    let others = [
        ("ask p50, ms", ""),
        ("ask p99, ms", ""),
        ("salary p50, ms", ""),
        ("salary p99, ms", ""),
        ("autocomplete p99, ms", ""),
        ("open and first answer, ms", " (wanted: at most 50)"),
        ("start-up with nothing changed, ms", ""),
        ("anonymous memory after opening, KiB", ""),
        ("anonymous memory after all questions, KiB", ""),
    ];
    for (name, wanted) in sorts.into_iter().chain(others) {
        print(&format!(
            "{name}: {:.2}{wanted}; with a tenth of the documents {:.2}",
            get(many, name),
            get(few, name)
        ));
    }
    print(&format!(
        "ask p50, whole : tenth = {:.2} (wanted: at most 2.5)",
        get(many, "ask p50, ms") / get(few, "ask p50, ms")
    ));
    print(&format!(
        "planted identifiers found first: {} of {} by a search, {} by a question",
        get(many, "planted, searched"),
        get(many, "planted"),
        get(many, "planted, asked")
    ));
    print(&format!(
        "questions answered by facts {}, by passages {}, by nothing {}; times by {}; medians of {ROUNDS} processes",
        get(many, "answered by facts"),
        get(many, "answered by passages"),
        get(many, "not answered"),
        if get(many, "fine clock") > 0.0 {
            "the processor's clock of the thread"
        } else {
            "the wall clock, least of three"
        }
    ));
}

/// Opens the index, answers, and prints what it took.
fn answer(corpus: &Path, root: &Path) {
    let folder = index_folder(corpus, root);
    let language = Language::new();
    let (asks, salaries) = (language.questions(), language.salaries());
    let say = |name: &str, number: f64| print(&format!("{name}={number}"));
    let start = Instant::now();
    let index = Index::open(&folder).expect("an index");
    let engine = Engine::new(index).expect("an index that can be read");
    let first = asks.first().expect("a question");
    engine.answer(first).expect("an answer");
    say("open and first answer, ms", in_millis(start.elapsed()));
    say("anonymous memory after opening, KiB", anonymous_kib());

    let asked = times(&asks, &mut |request| {
        drop(engine.answer(request).expect("an answer"));
    });
    for (number, sort) in SORTS.iter().enumerate() {
        let of_sort: Vec<Duration> = asked
            .iter()
            .skip(number)
            .step_by(SORTS.len())
            .copied()
            .collect();
        say(sort, in_millis(percentile(&of_sort, 50)));
    }
    say("ask p50, ms", in_millis(percentile(&asked, 50)));
    say("ask p99, ms", in_millis(percentile(&asked, 99)));
    let asked = times(&salaries, &mut |request| {
        drop(engine.answer(request).expect("an answer"));
    });
    say("salary p50, ms", in_millis(percentile(&asked, 50)));
    say("salary p99, ms", in_millis(percentile(&asked, 99)));
    let typed = times(&language.typed(), &mut |(takes, typed)| {
        drop(engine.complete(*takes, typed, 25));
    });
    say("autocomplete p99, ms", in_millis(percentile(&typed, 99)));
    say(
        "fine clock",
        if thread_clock().is_some() { 1.0 } else { 0.0 },
    );
    say("anonymous memory after all questions, KiB", anonymous_kib());
    say_what_was_answered(&engine, &asks);
    say_planted(&engine);

    let start = Instant::now();
    let opened = intake::open_for_answers(corpus, root, &mut |_| {}).expect("an index");
    drop(Engine::new(opened.index).expect("an index that can be read"));
    assert_eq!(opened.report.read, 0, "nothing changed");
    say(
        "start-up with nothing changed, ms",
        in_millis(start.elapsed()),
    );
}

/// Prints what the questions rest on, so that a fast answer is not one that finds nothing.
fn say_what_was_answered(engine: &Engine, asks: &[Request]) {
    let mut labels = [0_u32; 3];
    for request in asks {
        let label = engine.answer(request).expect("an answer").label;
        let at = match label {
            Label::Fact => 0,
            Label::Passage => 1,
            Label::None => 2,
        };
        if let Some(count) = labels.get_mut(at) {
            *count += 1;
        }
    }
    let names = ["answered by facts", "answered by passages", "not answered"];
    for (name, count) in names.iter().zip(labels) {
        print(&format!("{name}={count}"));
    }
}

/// Prints how many planted words lead to their document first, by a search and by a question.
fn say_planted(engine: &Engine) {
    let documents = engine.documents();
    let (mut searched, mut asked, mut all) = (0_u32, 0_u32, 0_u32);
    for number in (0..documents).step_by(PLANTED_EVERY) {
        let word = planted(number);
        let doc = format!("a{number}");
        let hits = engine.search(&word, 10).expect("a search");
        let first = hits.first();
        searched += u32::from(first.is_some_and(|(found, _)| found.0 == doc));
        let question = format!("what is kept under {word}?");
        let request = Request::Ask { question };
        let answer = engine.answer(&request).expect("an answer");
        let first = answer.passages.first();
        asked += u32::from(first.is_some_and(|hit| hit.passage.doc.0 == doc));
        all += 1;
    }
    print(&format!("planted, searched={searched}"));
    print(&format!("planted, asked={asked}"));
    print(&format!("planted={all}"));
}

/// How long each item takes: the time of this thread on the processor, or the least of three by the wall clock.
fn times<T>(items: &[T], work: &mut dyn FnMut(&T)) -> Vec<Duration> {
    for item in items.iter().rev().take(WARM_UP) {
        work(item);
    }
    let items = items.iter();
    items
        .map(|item| {
            if let Some(start) = thread_clock() {
                work(item);
                return thread_clock().unwrap_or(start).saturating_sub(start);
            }
            let runs = (0..3).map(|_| {
                let start = Instant::now();
                work(item);
                start.elapsed()
            });
            runs.min().unwrap_or_default()
        })
        .collect()
}

/// The processor time that this thread has had; none where the system does not tell.
fn thread_clock() -> Option<Duration> {
    #[cfg(unix)]
    return common::told_by(common::ClockId::ThreadCPUTime);
    #[cfg(not(unix))]
    return None;
}

/// Of `times`, the one that so many in a hundred do not pass.
fn percentile(times: &[Duration], percent: usize) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    let at = (times.len() * percent).div_ceil(100).saturating_sub(1);
    times.get(at).copied().unwrap_or_default()
}

fn in_millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

/// The memory of this process that is not a file's, in KiB; not a number where the system does not tell.
fn anonymous_kib() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("RssAnon:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number
        .and_then(|number| number.parse().ok())
        .unwrap_or(f64::NAN)
}
