//! One article in every format: the same facts are read from each.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use careerbot::corpus;
use careerbot::domain::FactKind;
use careerbot::intake::{self, ReadDocument};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::bot::{Bot, PROGRAM};
use crate::extraction::line;
use crate::project::holds;

/// A part of an article.
pub(crate) enum Part {
    Heading(u8, &'static str),
    Paragraph(&'static str),
    Items(&'static [&'static str]),
    Table(&'static [&'static [&'static str]]),
}

use Part::{Heading, Items, Paragraph, Table};

/// An invented article with every kind of part.
pub(crate) const ARTICLE: &[Part] = &[
    Heading(1, "Network engineer: career guide"),
    Paragraph(
        "A network engineer plans and looks after the networks of a company. The average salary of a network engineer in \
         Canada is CAD 81,500 a year, according to the Example Guild.",
    ),
    Heading(2, "Skills of a network engineer"),
    Items(&[
        "Routing and switching",
        "Firewalls and VPNs",
        "Scripting in Python",
    ]),
    Heading(2, "Network engineer salary by level"),
    Paragraph("Pay a year before tax:"),
    Table(&[
        &["Location", "Level", "Salary"],
        &["United Kingdom", "Junior", "£27,000–33,000"],
        &["United Kingdom", "Senior", "£52,000–64,000"],
        &["Germany", "Junior", "€41,000–48,000"],
        &["Germany", "Senior", "€67,000–79,000"],
    ]),
    Heading(2, "Pay in Australia"),
    Paragraph(
        "Senior network engineers in Australia earn between AUD 128,000 and AUD 146,000 a year. With more than ten years \
         behind them they lead teams, and most of them say that they would choose the work again.",
    ),
    Heading(2, "Network engineer roadmap"),
    Heading(3, "Stage 1: Foundations (0–4 months)"),
    Items(&["Learn how packets travel", "Build a small network at home"]),
    Heading(3, "Stage 2: First job (4–12 months)"),
    Items(&["Take a junior certificate", "Apply for support roles"]),
];

fn markdown(parts: &[Part]) -> Vec<u8> {
    let mut text = String::new();
    for part in parts {
        let _infallible = match part {
            Heading(level, words) => {
                writeln!(text, "{} {words}\n", "#".repeat(usize::from(*level)))
            }
            Paragraph(words) => writeln!(text, "{words}\n"),
            Items(items) => writeln!(text, "- {}\n", items.join("\n- ")),
            Table(rows) => {
                for (at, row) in rows.iter().enumerate() {
                    let _infallible = writeln!(text, "| {} |", row.join(" | "));
                    if at == 0 {
                        let _infallible = writeln!(text, "|{}", "---|".repeat(row.len()));
                    }
                }
                writeln!(text)
            }
        };
    }
    text.into_bytes()
}

fn docx(parts: &[Part]) -> Vec<u8> {
    let body: Vec<String> = parts.iter().map(docx_part).collect();
    let text = format!(
        "<w:document><w:body>{}</w:body></w:document>",
        body.concat()
    );
    packed("word/document.xml", text.as_bytes())
}

fn docx_part(part: &Part) -> String {
    let paragraph = |format: &str, words: &str| {
        let words = words.replace('&', "&amp;");
        format!("<w:p><w:pPr>{format}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
    };
    let styled =
        |style: &str, words: &str| paragraph(&format!("<w:pStyle w:val=\"{style}\"/>"), words);
    match part {
        Heading(1, words) => styled("Title", words),
        Heading(level, words) => styled(&format!("Heading{}", level - 1), words),
        Paragraph(words) => paragraph("", words),
        Items(items) => {
            let entry = |item: &&str| paragraph("<w:numPr><w:numId w:val=\"1\"/></w:numPr>", item);
            items.iter().map(entry).collect()
        }
        Table(rows) => {
            let cell = |words: &&str| ["<w:tc>", &paragraph("", words), "</w:tc>"].concat();
            let row = |cells: &&[&str]| {
                let cells: Vec<String> = cells.iter().map(cell).collect();
                ["<w:tr>", &cells.concat(), "</w:tr>"].concat()
            };
            let rows: Vec<String> = rows.iter().map(row).collect();
            format!("<w:tbl>{}</w:tbl>", rows.concat())
        }
    }
}

/// An archive of one part.
fn packed(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer
        .start_file(name, SimpleFileOptions::default())
        .expect("memory takes it");
    writer.write_all(bytes).expect("memory takes it");
    writer.finish().expect("memory takes it").into_inner()
}

/// Pages that are being set.
struct Setter {
    pages: Vec<Vec<u8>>,
    y: u32,
}

/// Where the first line of a page stands, and the last, in points.
const TOP: u32 = 760;
const BOTTOM: u32 = 80;

/// How many characters of running text stand on a line.
const LINE_CHARS: usize = 88;

impl Setter {
    fn new() -> Setter {
        Setter {
            pages: vec![Vec::new()],
            y: TOP,
        }
    }

    /// Goes down, to the next page where there is no room.
    fn down(&mut self, by: u32) {
        self.y -= by;
        if self.y < BOTTOM {
            self.pages.push(Vec::new());
            self.y = TOP;
        }
    }

    fn set(&mut self, x: u32, size: u32, words: &str) {
        let page = self.pages.last_mut().expect("a page");
        page.extend(format!("BT /F {size} Tf {x} {} Td (", self.y).into_bytes());
        for c in words.chars() {
            // As Windows code page 1252 has them.
            page.extend(match c {
                '€' => vec![0x80],
                '•' => vec![0x95],
                '–' => vec![0x96],
                '£' => vec![0xA3],
                '(' | ')' | '\\' => format!("\\{c}").into_bytes(),
                c if c.is_ascii() => c.to_string().into_bytes(),
                c => panic!("{c} is not set"),
            });
        }
        page.extend(b") Tj ET\n");
    }

    /// Running text, in lines.
    fn text(&mut self, x: u32, words: &str) {
        let mut line = String::new();
        for word in words.split_whitespace() {
            if line.len() + word.len() > LINE_CHARS {
                self.set(x, 10, &std::mem::take(&mut line));
                self.down(12);
            }
            if !line.is_empty() {
                line.push(' ');
            }
            line += word;
        }
        self.set(x, 10, &line);
    }

    /// The file: objects, a table of where they stand, a trailer.
    fn finish(mut self) -> Vec<u8> {
        let count = self.pages.len();
        for (at, page) in self.pages.iter_mut().enumerate() {
            page.extend(
                format!("BT /F 8 Tf 280 40 Td (Page {} of {count}) Tj ET\n", at + 1).into_bytes(),
            );
        }
        let streams = self.pages.into_iter().map(|page| (String::new(), page));
        file(streams.collect())
    }
}

/// A file of pages: for each what its stream says of itself, and the stream.
fn file(streams: Vec<(String, Vec<u8>)>) -> Vec<u8> {
    let kids: Vec<String> = (0..streams.len())
        .map(|at| format!("{} 0 R", 4 + 2 * at))
        .collect();
    let mut objects: Vec<Vec<u8>> = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!(
            "<</Type/Pages/Kids[{}]/Count {}>>",
            kids.join(" "),
            kids.len()
        )
        .into_bytes(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_vec(),
    ];
    for (at, (says, stream)) in streams.into_iter().enumerate() {
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 842]/Resources<</Font<</F 3 0 R>>>>/Contents {} 0 R>>",
                5 + 2 * at
            )
            .into_bytes(),
        );
        let mut object = format!("<<{says}/Length {}>>stream\n", stream.len()).into_bytes();
        object.extend(stream);
        object.extend(b"\nendstream");
        objects.push(object);
    }
    let mut bytes = b"%PDF-1.4\n".to_vec();
    let mut places = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        places.push(bytes.len());
        bytes.extend(format!("{} 0 obj\n", at + 1).into_bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).into_bytes());
    for place in places {
        bytes.extend(format!("{place:010} 00000 n \n").into_bytes());
    }
    bytes.extend(
        format!(
            "trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n",
            objects.len() + 1
        )
        .into_bytes(),
    );
    bytes
}

fn pdf(parts: &[Part]) -> Vec<u8> {
    let mut setter = Setter::new();
    for part in parts {
        match part {
            Heading(level, words) => {
                setter.down(30);
                let size = [22, 16, 13][usize::from(level - 1)];
                setter.set(60, size, words);
                setter.down(24);
            }
            Paragraph(words) => {
                setter.text(60, words);
                setter.down(22);
            }
            Items(items) => {
                for item in *items {
                    setter.set(66, 10, "•");
                    setter.text(80, item);
                    setter.down(14);
                }
            }
            Table(rows) => {
                for row in *rows {
                    for (words, x) in row.iter().zip([60, 220, 340, 460]) {
                        setter.set(x, 10, words);
                    }
                    setter.down(18);
                }
            }
        }
    }
    setter.finish()
}

/// The one document that is read from a file.
fn read(name: &str, bytes: &[u8]) -> ReadDocument {
    corpus::read_pdfs_with(PROGRAM.into());
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join(name), bytes).expect("a file");
    let mut found = Vec::new();
    let problems = intake::read(folder.path(), &mut |read| found.push(read)).expect("a corpus");
    assert_eq!(problems, [], "reading {name}");
    let read = found.pop().expect("a document");
    assert_eq!(read.warnings, [], "reading {name}");
    read
}

/// The facts of a document, of the kinds that are wanted.
fn facts(read: &ReadDocument, kinds: &[FactKind]) -> Vec<String> {
    let facts = read.extraction.facts.iter();
    facts
        .filter(|fact| kinds.contains(&fact.kind()))
        .map(line)
        .collect()
}

const ALL: [FactKind; 3] = [FactKind::Pay, FactKind::Role, FactKind::Stage];

#[track_caller]
fn check(name: &str, bytes: &[u8]) {
    let expected = read("a.md", &markdown(ARTICLE));
    let found = read(name, bytes);
    assert_eq!(facts(&found, &ALL), facts(&expected, &ALL), "{name}");
    assert_eq!(
        found.extraction.doubts.len(),
        expected.extraction.doubts.len()
    );
    assert_eq!(found.document.source.title, expected.document.source.title);
}

#[test]
fn an_article_has_facts_of_every_kind() {
    let read = read("a.md", &markdown(ARTICLE));
    assert_eq!(facts(&read, &[FactKind::Pay]).len(), 6);
    assert_eq!(facts(&read, &[FactKind::Stage]).len(), 2);
    assert!(facts(&read, &[FactKind::Role]).len() >= 3);
}

#[test]
fn a_word_document_gives_the_facts_of_its_article() {
    check("a.docx", &docx(ARTICLE));
}

#[test]
fn a_pdf_gives_the_facts_of_its_article() {
    check("a.pdf", &pdf(ARTICLE));
}

#[test]
fn a_line_of_json_gives_the_facts_of_its_article() {
    let text = String::from_utf8(markdown(ARTICLE)).expect("text");
    let line = serde_json::json!({"id": "a.md", "text": text, "title": "not this one"});
    check("b.jsonl", line.to_string().as_bytes());
}

/// A table of pay as it stands in a Markdown file, and in rows of cells.
const PAY: &[&[&str]] = &[
    &["Role", "Location", "Level", "Annual salary", "Source"],
    &[
        "Network engineer",
        "Germany",
        "Junior",
        "€41,000–48,000",
        "Example Guild",
    ],
    &[
        "Network engineer",
        "Germany",
        "Senior",
        "€67,000–79,000",
        "Example Guild",
    ],
    &[
        "Cloud engineer",
        "United Kingdom",
        "Senior",
        "£71,000",
        "Example Guild",
    ],
];

#[test]
fn rows_of_cells_give_the_facts_of_their_table() {
    let title = "Pay of engineers 2025";
    let parts = [Heading(1, title), Table(PAY)];
    let expected = facts(&read("a.md", &markdown(&parts)), &[FactKind::Pay]);
    assert_eq!(expected.len(), 3);
    for (name, mark) in [
        ("a.csv", ";"),
        ("a.csv", "|"),
        ("a.tsv", "\t"),
        ("a.csv", ","),
    ] {
        let mut text = format!("{title}{}\n", mark.repeat(4));
        for row in PAY {
            let cells: Vec<String> = row.iter().map(|cell| format!("\"{cell}\"")).collect();
            text += &cells.join(mark);
            text.push('\n');
        }
        let found = read(name, text.as_bytes());
        assert_eq!(
            facts(&found, &[FactKind::Pay]),
            expected,
            "parted by {mark:?}"
        );
        assert_eq!(found.document.source.title.as_deref(), Some(title));
    }
}

#[test]
fn a_long_table_is_read_in_time() {
    let mut text = "Role,Location,Annual salary\n".to_owned();
    for row in 0..100_000 {
        let _infallible = writeln!(text, "Welder,Oslo,NOK {}", 400_000 + row);
    }
    let started = Instant::now();
    let found = read("a.csv", text.as_bytes());
    assert_eq!(facts(&found, &[FactKind::Pay]).len(), 100_000);
    assert!(
        started.elapsed() < Duration::from_mins(3),
        "{:?}",
        started.elapsed()
    );
}

#[test]
fn changed_files_break_nothing() {
    let bot = Bot::with_empty_corpus();
    bot.write(
        "good.md",
        "# Nurses\n\nNurses in Canada earn CAD 70,000 a year.\n",
    );
    for (ending, good) in [("pdf", pdf(ARTICLE)), ("docx", docx(ARTICLE))] {
        for step in 0..20 {
            let mut bytes = good.clone();
            let at = step * good.len() / 20;
            bytes[at] ^= 0x2A;
            if step % 5 == 4 {
                bytes.truncate(at);
            }
            bot.write(&format!("bad{step}.{ending}"), bytes);
        }
    }
    let check = bot.run(&["check"]);
    assert!(matches!(check.code, Some(0 | 1)), "{check:?}");
    holds(&check.out, &["good.md: 2 blocks"]);
    assert_eq!(
        bot.ask_json("/salary role:nurse location:Canada")["label"],
        "fact"
    );
}

/// A stream that unpacks to a gibibyte of spaces: the same packed mebibyte, a thousand times.
fn gibibyte() -> Vec<u8> {
    use flate2::{Compress, Compression, FlushCompress};
    const CHUNK: usize = 1024 * 1024;
    let mut chunk = Vec::with_capacity(CHUNK);
    Compress::new(Compression::best(), false)
        .compress_vec(&vec![b' '; CHUNK], &mut chunk, FlushCompress::Full)
        .expect("memory takes it");
    let mut stream = vec![0x78, 0xDA];
    for _ in 0..1024 {
        stream.extend(&chunk);
    }
    stream.extend([0x03, 0x00]);
    stream.extend([0; 4]);
    stream
}

#[test]
fn files_made_to_do_harm_leave_the_others_alone() {
    let bot = Bot::with_empty_corpus();
    let huge = |name: &str| {
        let file = fs::File::create(bot.at("corpus").join(name)).expect("a file");
        file.set_len(200_000_000).expect("room");
    };
    let bomb = file(vec![("/Filter/FlateDecode".to_owned(), gibibyte())]);
    assert!(bomb.len() < 4_000_000, "{}", bomb.len());
    let mut cut = pdf(ARTICLE);
    cut.truncate(300);
    let zip_bomb = packed("word/document.xml", &vec![b' '; 70_000_000]);
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::none());
    for id in 0..2_000 {
        writeln!(packer, "{{\"id\":\"many{id}\",\"text\":\"# Words\"}}").expect("memory takes it");
    }
    let mut archive = packer.finish().expect("memory takes it");
    archive.truncate(archive.len() - 40);
    bot.write(
        "good.md",
        "# Nurses\n\nNurses in Canada earn CAD 70,000 a year.\n",
    )
    .write("bomb.pdf", bomb)
    .write("cut.pdf", cut)
    .write("scan.pdf", file(vec![(String::new(), Vec::new())]))
    .write("zip.docx", zip_bomb)
    .write("cut.jsonl.gz", archive)
    .write(
        "lines.jsonl",
        "{\"id\":\"one\",\"text\":\"# One\"}\n{\"id\":\n{\"id\":\"two\",\"text\":\"# Two\"}\n",
    );
    for name in ["huge.csv", "huge.docx", "huge.pdf", "huge.jsonl"] {
        huge(name);
    }
    let started = Instant::now();
    let check = bot.run(&["check"]);
    assert!(
        started.elapsed() < Duration::from_mins(1),
        "{:?}",
        started.elapsed()
    );
    check.check(1);
    holds(
        &check.out,
        &[
            "\nbomb.pdf: cannot be read as PDF: it ",
            "\ncut.pdf: cannot be read as PDF: it is damaged or needs too much memory; save it as PDF again, or as .docx\n",
            "\nscan.pdf: holds no text (a scan?); have its text recognised and save it again\n",
            "\nzip.docx: cannot be read as DOCX: `word/document.xml` unpacks to more than 64 MiB; split the document\n",
            "\ncut.jsonl.gz:",
            "; the archive is cut off or damaged; pack it again\n",
            "\nlines.jsonl:2: the line is cut off at column 6; write one object, as in `{\"id\": \"a1\", \"text\": \"…\"}`\n",
            "\nhuge.csv: is 200000000 bytes; documents up to 4 MiB are read; split it\n",
            "\nhuge.docx: is 200000000 bytes; documents up to 32 MiB are read; split it\n",
            "\nhuge.pdf: is 200000000 bytes; documents up to 32 MiB are read; split it\n",
            "\nhuge.jsonl:1: the line is 200000000 bytes long; documents up to 4 MiB are read; split it\n",
            "good.md: 2 blocks",
            "\none: 1 block",
            "\ntwo: 1 block",
        ],
    );
    assert_eq!(
        bot.ask_json("/salary role:nurse location:Canada")["label"],
        "fact"
    );
    let ids = bot.run(&["search", "--json", "words"]);
    holds(&ids.check(0).out, &["\"doc\":\"many"]);
}
