//! How long it takes to read documents and to take their facts out, by format, by length and by shape, beside what a
//! search engine takes to index the same text.
//!
//! Run with `cargo bench --bench reading`. A line `reading and extraction : raw tantivy` gives the ratio of processor
//! time over the same Markdown, the median of rounds in which they take turns; at most 1 is wanted. The lines `twice as long` give how many times longer a document
//! takes once it is doubled; about 2 is wanted. Every document is made here or stands in `corpus/`, so two runs measure
//! the same; `CAREERBOT_BENCH_FOLDER` names a folder of other documents to be compared besides.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use careerbot::corpus;
use careerbot::corpus::Loaded;
use careerbot::domain::{Document, DocumentId};
use careerbot::extract::extract;
use careerbot::vocabulary::Vocabulary;
use criterion::{BenchmarkId, Criterion, Throughput};
use pulldown_cmark::{Options, Parser};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use common::{Dice, RAW, RawIndex, clock, median, print};

/// Names a folder of documents, which are compared too where it is set.
const FOLDER: &str = "CAREERBOT_BENCH_FOLDER";

/// How many articles stand for a corpus.
const ARTICLES: usize = 400;

/// About the length of one article, in bytes of Markdown.
const ARTICLE_BYTES: usize = 2_500;

/// How long a side of the comparison works at least in each round.
const COMPARED_MIN: Duration = Duration::from_millis(800);

/// How many times what is compared takes turns.
const ROUNDS: usize = 7;

/// A format: how its files end, and how an article is written in it.
struct Format {
    ending: &'static str,
    write: fn(&Article) -> Vec<u8>,
}

/// Every format that is measured; a further one is a further line.
const FORMATS: [Format; 5] = [
    Format {
        ending: "md",
        write: |article| article.markdown().into_bytes(),
    },
    Format {
        ending: "txt",
        write: |article| article.plain().into_bytes(),
    },
    Format {
        ending: "html",
        write: |article| article.page().into_bytes(),
    },
    Format {
        ending: "docx",
        write: Article::word_document,
    },
    Format {
        ending: "csv",
        write: |article| article.rows().into_bytes(),
    },
];

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    by_format(&mut criterion);
    by_length(&mut criterion);
    criterion.final_summary();
    compare("articles", &articles());
    compare("corpus", &several_times(&folder(&own_folder())));
    if let Some(folder_of_others) = std::env::var_os(FOLDER) {
        let documents = folder(Path::new(&folder_of_others));
        compare("folder", &several_times(&documents));
    }
    by_shape();
}

/// A part of an article, free of any format.
enum Part {
    Heading(String),
    Prose(String),
    List(Vec<String>),
    Table(Vec<Vec<String>>),
}

struct Article {
    title: String,
    parts: Vec<Part>,
}

const ROLES: [&str; 8] = [
    "data engineer",
    "backend developer",
    "QA engineer",
    "cloud architect",
    "glassblower",
    "product manager",
    "security analyst",
    "tram conductor",
];
const PLACES: [&str; 6] = [
    "India",
    "Canada",
    "Germany",
    "Pune",
    "the United Kingdom",
    "Singapore",
];
const SKILLS: [&str; 8] = [
    "Python",
    "SQL",
    "Kubernetes",
    "Go",
    "communication",
    "testing",
    "Terraform",
    "Java",
];
const EMPLOYERS: [&str; 4] = [
    "banks",
    "software houses",
    "public offices",
    "small studios",
];
const SENTENCES: [&str; 8] = [
    "The work is steadier than it looks from outside, and most of a week goes into things that nobody planned.",
    "Teams differ a great deal: some keep one large system alive, others begin a new one every quarter.",
    "Whoever starts today meets better tools than ten years ago, and more of them than anyone can learn.",
    "A good mentor is worth more than a certificate, though many advertisements ask for one.",
    "Remote work has become usual, with two or three days at the office where the contract says so.",
    "Most people stay between two and four years before they move on to something larger.",
    "Interviews take three rounds on average, of which one is an exercise at home.",
    "What counts in the end is whether others can build on what was left behind.",
];

impl Article {
    /// An article of about `bytes` bytes of Markdown.
    fn new(seed: u64, bytes: usize) -> Article {
        let mut dice = Dice(seed);
        let role = dice.pick(&ROLES);
        let place = dice.pick(&PLACES);
        let mut article = Article {
            title: format!("What a {role} earns in {place}"),
            parts: Vec::new(),
        };
        let mut length = 0;
        for section in 0.. {
            let part = Part::section(section, role, place, &mut dice);
            length += part.iter().map(Part::bytes).sum::<usize>();
            article.parts.extend(part);
            if length >= bytes {
                break;
            }
        }
        article
    }

    fn markdown(&self) -> String {
        let write = |part: &Part| match part {
            Part::Heading(words) => format!("## {words}\n\n"),
            Part::Prose(words) => format!("{words}\n\n"),
            Part::List(items) => format!("- {}\n\n", items.join("\n- ")),
            Part::Table(rows) => markdown_table(rows),
        };
        let parts: String = self.parts.iter().map(write).collect();
        format!("# {}\n\n{parts}", self.title)
    }

    /// As a page saved as text: bars between cells, signs before items, no other markup.
    fn plain(&self) -> String {
        let write = |part: &Part| match part {
            Part::Heading(words) => format!("{words}\n"),
            Part::Prose(words) => format!("{words}\n\n"),
            Part::List(items) => format!("• {}\n\n", items.join("\n• ")),
            Part::Table(rows) => {
                let lines: Vec<String> = rows.iter().map(|row| row.join(" | ")).collect();
                format!("{}\n\n", lines.join("\n"))
            }
        };
        let parts: String = self.parts.iter().map(write).collect();
        format!("{}\n\n{parts}", self.title)
    }

    /// As a page of the web, with a menu around it.
    fn page(&self) -> String {
        let mut body = String::new();
        let markdown = self.markdown();
        let events = Parser::new_ext(&markdown, Options::ENABLE_TABLES);
        pulldown_cmark::html::push_html(&mut body, events);
        format!(
            "<!doctype html><title>{}</title><nav><a href=/>Home</a></nav><main>{body}</main>",
            self.title
        )
    }

    /// As a Word document, its headings told by their styles.
    fn word_document(&self) -> Vec<u8> {
        let paragraph = |style: &str, words: &str| {
            let style = match style {
                "" => String::new(),
                style => format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>"),
            };
            let words = words.replace('&', "&amp;").replace('<', "&lt;");
            format!("<w:p>{style}<w:r><w:t>{words}</w:t></w:r></w:p>")
        };
        let mut body = paragraph("Heading1", &self.title);
        for part in &self.parts {
            match part {
                Part::Heading(words) => body += &paragraph("Heading2", words),
                Part::Prose(words) => body += &paragraph("", words),
                Part::List(items) => {
                    body.extend(items.iter().map(|item| paragraph("ListBullet", item)));
                }
                Part::Table(rows) => {
                    body += "<w:tbl>";
                    for row in rows {
                        body += "<w:tr>";
                        for cell in row {
                            let _infallible = write!(body, "<w:tc>{}</w:tc>", paragraph("", cell));
                        }
                        body += "</w:tr>";
                    }
                    body += "</w:tbl>";
                }
            }
        }
        let main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let xml = format!("<w:document xmlns:w=\"{main}\"><w:body>{body}</w:body></w:document>");
        let mut file = ZipWriter::new(Cursor::new(Vec::new()));
        file.start_file("word/document.xml", SimpleFileOptions::default())
            .expect("a part can be begun in memory");
        file.write_all(xml.as_bytes())
            .expect("memory can be written to");
        let file = file.finish().expect("a file can be ended in memory");
        file.into_inner()
    }

    /// Its tables alone, as rows of cells.
    fn rows(&self) -> String {
        let rows = self.parts.iter().filter_map(|part| match part {
            Part::Table(rows) => Some(rows),
            _ => None,
        });
        let longest = rows.max_by_key(|rows| rows.len());
        let lines = longest
            .into_iter()
            .flatten()
            .map(|row| row.join("\t") + "\n");
        lines.collect()
    }
}

fn markdown_table(rows: &[Vec<String>]) -> String {
    let mut text = String::new();
    for (number, row) in rows.iter().enumerate() {
        let _infallible = writeln!(text, "| {} |", row.join(" | "));
        if number == 0 {
            let _infallible = writeln!(text, "|{}", "---|".repeat(row.len()));
        }
    }
    text + "\n"
}

impl Part {
    /// The parts of the section `number`: kinds of section take turns.
    fn section(number: usize, role: &str, place: &str, dice: &mut Dice) -> Vec<Part> {
        let mut parts = Vec::new();
        match number % 4 {
            0 => {
                parts.push(Part::Heading(format!("Pay of a {role} by experience")));
                parts.push(Part::Prose(format!(
                    "{} {}",
                    prose(dice, 2),
                    earning(role, place, dice)
                )));
                parts.push(Part::Table(levels(dice)));
            }
            1 => {
                parts.push(Part::Heading("Skills".to_owned()));
                let items =
                    (0..5).map(|_| format!("{}, {}", dice.pick(&SKILLS), dice.pick(&SKILLS)));
                parts.push(Part::List(items.collect()));
            }
            2 => {
                parts.push(Part::Heading(format!("A day in the life in {place}")));
                parts.push(Part::Prose(prose(dice, 4)));
                parts.push(Part::Prose(earning(role, dice.pick(&PLACES), dice)));
            }
            _ => {
                parts.push(Part::Heading("Who hires".to_owned()));
                let items = (0..3).map(|_| {
                    let low = dice.between(40, 90);
                    format!(
                        "{}: ${low},000 – ${},000 a year",
                        dice.pick(&EMPLOYERS),
                        low + 15
                    )
                });
                parts.push(Part::List(items.collect()));
                parts.push(Part::Prose(prose(dice, 3)));
            }
        }
        parts
    }

    fn bytes(&self) -> usize {
        match self {
            Part::Heading(words) | Part::Prose(words) => words.len() + 4,
            Part::List(items) => items.iter().map(|item| item.len() + 3).sum(),
            Part::Table(rows) => rows.iter().flatten().map(|cell| cell.len() + 3).sum(),
        }
    }
}

fn prose(dice: &mut Dice, sentences: usize) -> String {
    let sentences: Vec<&str> = (0..sentences).map(|_| dice.pick(&SENTENCES)).collect();
    sentences.join(" ")
}

fn earning(role: &str, place: &str, dice: &mut Dice) -> String {
    let low = dice.between(50, 120);
    format!(
        "A {role} in {place} earns ${low},000 to ${},000 a year, and with {}–{} years of experience somewhat more.",
        low + 20,
        2 + dice.roll(3),
        6 + dice.roll(3),
    )
}

fn levels(dice: &mut Dice) -> Vec<Vec<String>> {
    let row = |cells: &[&str]| cells.iter().map(|&cell| cell.to_owned()).collect();
    let mut rows = vec![row(&["Level", "Experience", "India", "United States"])];
    for (level, years) in [
        ("Junior", "0–2 years"),
        ("Mid-level", "2–5 years"),
        ("Senior", "5+ years"),
    ] {
        let (lakh, low) = (3 + dice.roll(20), dice.between(60, 150));
        let rupees = format!("₹{lakh}–{} LPA", lakh + 4);
        let dollars = format!("${low},000–${},000", low + 30);
        rows.push(row(&[level, years, &rupees, &dollars]));
    }
    rows
}

fn articles() -> Vec<(String, Vec<u8>)> {
    (0..ARTICLES)
        .map(|number| {
            let article = Article::new(number as u64, ARTICLE_BYTES);
            (format!("{number}.md"), article.markdown().into_bytes())
        })
        .collect()
}

/// How often the documents of a folder are taken: what an index costs that holds nothing yet, some 20 ms, must not count
/// for a part of what indexing costs.
const FOLDER_TIMES: usize = 6;

/// The project's own documents.
fn own_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus")
}

/// The documents in `folder` that are text in UTF-8, as the search engine takes them.
fn folder(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let listing = corpus::list(folder).expect("the folder is there");
    let files = listing.files.into_iter();
    let files = files.map(|file| (file.id.0, fs::read(file.path).expect("a listed file")));
    files
        .filter(|(_, bytes)| std::str::from_utf8(bytes).is_ok())
        .collect()
}

fn several_times(documents: &[(String, Vec<u8>)]) -> Vec<(String, Vec<u8>)> {
    (0..FOLDER_TIMES).flat_map(|_| documents.to_vec()).collect()
}

fn parse(name: &str, bytes: &[u8]) -> Document {
    let loaded = Loaded::from_bytes(DocumentId(name.to_owned()), bytes.to_vec());
    loaded
        .parse()
        .expect("a document that can be read")
        .document
}

fn facts(document: &Document) -> usize {
    extract(document, Vocabulary::builtin()).facts.len()
}

fn by_format(criterion: &mut Criterion) {
    let article = Article::new(7, ARTICLE_BYTES);
    for Format { ending, write } in FORMATS {
        let (name, bytes) = (format!("article.{ending}"), write(&article));
        let document = parse(&name, &bytes);
        let wanted = if ending == "csv" { 1 } else { 8 };
        assert!(
            facts(&document) >= wanted,
            "the article as {ending} holds figures: {}",
            facts(&document)
        );
        let mut group = criterion.benchmark_group(ending);
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function("read", |bencher| {
            bencher.iter(|| parse(&name, black_box(&bytes)));
        });
        group.bench_function("extract", |bencher| {
            bencher.iter(|| facts(black_box(&document)));
        });
        group.finish();
    }
}

fn by_length(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("extract by length");
    for times in [1, 2, 4] {
        let article = Article::new(7, ARTICLE_BYTES * times);
        let document = parse("article.md", article.markdown().as_bytes());
        group.throughput(Throughput::Bytes(document.text.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(times),
            &document,
            |bencher, document| {
                bencher.iter(|| facts(black_box(document)));
            },
        );
    }
    group.finish();
}

/// Prints what reading and extraction of `documents` take beside indexing the same text.
///
/// They take turns, so that a machine that is slower for a while is so for both; of the rounds the median counts.
fn compare(what: &str, documents: &[(String, Vec<u8>)]) {
    let bytes: usize = documents.iter().map(|(_, bytes)| bytes.len()).sum();
    let rounds: Vec<[Duration; 3]> = (0..ROUNDS)
        .map(|_| {
            let read = spent(|| {
                for (name, bytes) in documents {
                    parse(name, black_box(bytes));
                }
            });
            let both = spent(|| {
                for (name, bytes) in documents {
                    black_box(facts(&parse(name, black_box(bytes))));
                }
            });
            [read, both, spent(|| raw_index(documents))]
        })
        .collect();
    let of = |at: usize| median(rounds.iter().map(|round| round[at].as_secs_f64()));
    print(&format!(
        "{what}: {} documents, {bytes} bytes; reading {}, reading and extraction {}, {RAW} {}; processor time per pass, median of {ROUNDS} rounds",
        documents.len(),
        millis(Duration::from_secs_f64(of(0))),
        millis(Duration::from_secs_f64(of(1))),
        millis(Duration::from_secs_f64(of(2))),
    ));
    let ratios = rounds
        .iter()
        .map(|[_, both, raw]| both.as_secs_f64() / raw.as_secs_f64());
    print(&format!(
        "{what}: reading and extraction : raw tantivy = {:.2}",
        median(ratios)
    ));
}

/// Indexes Markdown as it stands with the search engine alone.
fn raw_index(documents: &[(String, Vec<u8>)]) {
    let folder = tempfile::tempdir().expect("a folder");
    let raw = RawIndex::create(folder.path());
    for (name, bytes) in documents {
        let text = std::str::from_utf8(bytes).expect("documents are text");
        raw.add(name, text.lines().next().unwrap_or_default(), text);
    }
    raw.commit();
}

/// The processor time of one run of `work`, from as many runs as the clock needs; all threads count.
fn spent(mut work: impl FnMut()) -> Duration {
    work();
    let (start, wall) = (clock(), Instant::now());
    let mut runs = 0;
    while wall.elapsed() < COMPARED_MIN {
        work();
        runs += 1;
    }
    let passed = match (start, clock()) {
        (Some(start), Some(end)) => end.saturating_sub(start),
        _ => wall.elapsed(),
    };
    passed / runs
}

/// A hostile or merely large document of about so many bytes.
struct Shape {
    name: &'static str,
    ending: &'static str,
    bytes: usize,
    write: fn(usize) -> String,
}

/// Documents of which one part is all there is; `bytes` is the longer of the two lengths that are compared.
const SHAPES: [Shape; 12] = [
    Shape {
        name: "one article",
        ending: "md",
        bytes: 1_000_000,
        write: |bytes| Article::new(7, bytes).markdown(),
    },
    Shape {
        name: "one article as text",
        ending: "txt",
        bytes: 1_000_000,
        write: |bytes| Article::new(7, bytes).plain(),
    },
    Shape {
        name: "one paragraph of sentences",
        ending: "md",
        bytes: 1_000_000,
        write: |bytes| {
            let mut dice = Dice(3);
            let mut text = String::new();
            while text.len() < bytes {
                text += &prose(&mut dice, 2);
                text.push(' ');
                text += &earning("data engineer", "Canada", &mut dice);
                text.push(' ');
            }
            text
        },
    },
    Shape {
        name: "one sentence without an end",
        ending: "md",
        bytes: 1_000_000,
        write: |bytes| repeated("nurses and tram conductors in Canada, ", bytes),
    },
    Shape {
        name: "one line of figures",
        ending: "txt",
        bytes: 1_000_000,
        write: |bytes| repeated("$45,000 ", bytes),
    },
    Shape {
        name: "one line of digits and commas",
        ending: "md",
        bytes: 1_000_000,
        write: |bytes| repeated(",111", bytes),
    },
    Shape {
        name: "one table of many rows",
        ending: "md",
        bytes: 3_600_000,
        write: |bytes| {
            let head = "| Role | Country | Pay |\n|---|---|---|\n";
            // No two rows say the same, or all but one would be dropped as repeats.
            let rows = (30_000..).map(|pay| format!("| Nurse | Canada | ${pay}–250,000 |\n"));
            head.to_owned() + &up_to(rows, bytes)
        },
    },
    Shape {
        name: "one table under a long header",
        ending: "md",
        bytes: 400_000,
        write: |bytes| {
            let head = format!(
                "| Role | {} | Pay |\n|---|---|---|\n",
                repeated("pay in Canada ", bytes / 2)
            );
            head + &repeated("| Nurse | Canada | $45,000 |\n", bytes / 2)
        },
    },
    Shape {
        name: "headings alone",
        ending: "md",
        bytes: 300_000,
        write: |bytes| repeated("## Pay of nurses in Canada\n\n", bytes),
    },
    Shape {
        name: "headings above figures",
        ending: "md",
        bytes: 600_000,
        write: |bytes| {
            let sections = (30_000..)
                .map(|pay| format!("## Pay of nurses in Canada\n\nThey earn ${pay} a year.\n\n"));
            up_to(sections, bytes)
        },
    },
    Shape {
        name: "deep lists",
        ending: "md",
        bytes: 300_000,
        write: |bytes| {
            let lines = (0..).map(|line| format!("{}- Nurse: $45,000\n", "  ".repeat(line % 60)));
            up_to(lines, bytes)
        },
    },
    Shape {
        name: "outlook with many codes",
        ending: "md",
        bytes: 300_000,
        write: |bytes| {
            let codes = repeated("21232, ", 700);
            let item = format!("- Software developers (NOC {codes}): good\n");
            format!(
                "# Nurses in Canada\n\n## Job outlook\n\n{}",
                repeated(&item, bytes)
            )
        },
    },
];

fn repeated(piece: &str, bytes: usize) -> String {
    piece.repeat(bytes / piece.len())
}

fn up_to(lines: impl Iterator<Item = String>, bytes: usize) -> String {
    let mut text = String::new();
    for line in lines {
        text += &line;
        if text.len() >= bytes {
            break;
        }
    }
    text
}

/// Prints how many times longer each shape takes once it is doubled.
fn by_shape() {
    for Shape {
        name,
        ending,
        bytes,
        write,
    } in SHAPES
    {
        let doc = format!("shape.{ending}");
        let time = |bytes: usize| {
            let text = write(bytes).into_bytes();
            let runs = (0..3).map(|_| {
                let start = Instant::now();
                black_box(facts(&parse(&doc, black_box(&text))));
                start.elapsed()
            });
            runs.min().unwrap_or_default()
        };
        let (half, whole) = (time(bytes / 2), time(bytes));
        print(&format!(
            "{name}, {bytes} bytes: {}; twice as long takes {:.2} times as long",
            millis(whole),
            whole.as_secs_f64() / half.as_secs_f64()
        ));
    }
}

fn millis(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1_000.0)
}
