//! A file of many documents, one JSON object a line, read line by line and never whole.
//!
//! `{"id": "a17", "title": "Pay of tilers", "text": "# Oslo …", "url": "https://…", "date": "2026-03"}`: the text is
//! Markdown, only `text` has to be there, other fields are ignored. A line without an id is known as `file.jsonl#12`,
//! by its number. A file that ends in `.gz` is unpacked on the way.
//!
//! A bad line is a problem of its own and the rest is read. What ends the reading early (the disk, a damaged archive)
//! is told apart by [`JsonLines::is_whole`], because it says nothing about the documents that were not reached.

use std::fmt;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read as _};
use std::path::Path;

use flate2::bufread::MultiGzDecoder;
use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

use super::load::DOCUMENT_MAX_BYTES;
use super::problem::Problem;
use crate::domain::{DocumentId, Source};

/// The longest id that is kept, in bytes; the index has room for some ten thousand.
const ID_MAX_BYTES: usize = 512;

/// How many problems of one file are named one by one; the rest is counted.
const PROBLEMS_MAX: usize = 100;

/// The longest line that is passed over, in bytes; a longer one ends the reading.
const LINE_MAX_BYTES: u64 = 256 * 1024 * 1024;

/// How much an archive may unpack to without a look at its size, in bytes.
const UNPACKED_FREE_BYTES: u64 = 64 * 1024 * 1024;

/// How many times its own size an archive may unpack to: text shrinks to a third or a tenth, zeros to a thousandth.
const UNPACKED_MAX_TIMES: u64 = 200;

/// How a bad line is mended.
const WRITE_AN_OBJECT: &str = "write one object, as in `{\"id\": \"a1\", \"text\": \"…\"}`";

/// What one line says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Record {
    /// Markdown.
    pub(super) text: String,
    /// What the other fields say.
    pub(super) source: Source,
    /// The line of the file, from 1.
    pub(super) line: usize,
}

/// One line of a file, read or not.
pub(super) struct Line {
    /// The document's name.
    pub(super) id: DocumentId,
    /// What tells one version of the document from another.
    pub(super) bytes: Vec<u8>,
    /// The document.
    pub(super) record: Record,
}

/// The lines of a file, as an iterator over documents and problems.
pub(super) struct JsonLines {
    file: DocumentId,
    source: Box<dyn BufRead + Send>,
    is_packed: bool,
    number: usize,
    read_bytes: u64,
    max_bytes: u64,
    named: usize,
    unnamed: usize,
    state: State,
}

#[derive(PartialEq, Eq)]
enum State {
    Reading,
    /// Everything was read; what is not named is still to be told.
    Ended,
    /// Something ended the reading early.
    Broken,
    Done {
        whole: bool,
    },
}

impl fmt::Debug for JsonLines {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("JsonLines")
            .field("file", &self.file)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

impl JsonLines {
    /// The lines of the file at `path`, whose name in the corpus is `file`.
    ///
    /// # Errors
    /// What the system says when it cannot be opened.
    pub(super) fn open(file: &DocumentId, path: &Path) -> io::Result<JsonLines> {
        let opened = File::open(path)?;
        let size = opened.metadata()?.len();
        let is_packed = file.0.to_ascii_lowercase().ends_with(".gz");
        let raw = BufReader::with_capacity(64 * 1024, opened);
        let source: Box<dyn BufRead + Send> = if is_packed {
            let unpacked = MultiGzDecoder::new(raw);
            Box::new(BufReader::with_capacity(64 * 1024, unpacked))
        } else {
            Box::new(raw)
        };
        Ok(JsonLines {
            file: file.clone(),
            source,
            is_packed,
            number: 0,
            read_bytes: 0,
            max_bytes: if is_packed {
                UNPACKED_FREE_BYTES.max(size.saturating_mul(UNPACKED_MAX_TIMES))
            } else {
                u64::MAX
            },
            named: 0,
            unnamed: 0,
            state: State::Reading,
        })
    }

    /// The name of the file.
    pub(super) fn file(&self) -> &DocumentId {
        &self.file
    }

    /// True once every line was looked at; false when something ended the reading early.
    pub(super) fn is_whole(&self) -> bool {
        matches!(self.state, State::Ended | State::Done { whole: true })
    }

    /// The next line; nothing at the end of the file, a problem where it cannot be read on.
    fn next_line(&mut self) -> Option<Result<Line, Problem>> {
        loop {
            if let Err(problem) = self.pass_blank_lines() {
                return Some(Err(problem));
            }
            let mut bytes = Vec::new();
            let limit = DOCUMENT_MAX_BYTES + 1;
            let mut bounded = self.source.by_ref().take(limit);
            if let Err(cause) = bounded.read_until(b'\n', &mut bytes) {
                return Some(Err(self.broken(&cause)));
            }
            if bytes.is_empty() {
                self.state = State::Ended;
                return None;
            }
            self.number += 1;
            self.read_bytes += bytes.len() as u64;
            if self.read_bytes > self.max_bytes {
                return Some(Err(self.bomb()));
            }
            let is_long = bytes.len() as u64 == limit && !bytes.ends_with(b"\n");
            if is_long {
                return Some(Err(self.pass_over()));
            }
            let line = match self.number {
                1 => bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&bytes),
                _ => &bytes,
            };
            let line = line.trim_ascii();
            if !line.is_empty() {
                return Some(self.parse(line));
            }
        }
    }

    /// Reads on to a line with something on it: an archive may hold nothing but line ends.
    fn pass_blank_lines(&mut self) -> Result<(), Problem> {
        loop {
            let chunk = match self.source.fill_buf() {
                Ok(chunk) => chunk,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
                Err(cause) => return Err(self.broken(&cause)),
            };
            let blank = chunk.iter().take_while(|byte| **byte == b'\n').count();
            self.source.consume(blank);
            self.number += blank;
            self.read_bytes += blank as u64;
            if self.read_bytes > self.max_bytes {
                return Err(self.bomb());
            }
            if blank == 0 {
                return Ok(());
            }
        }
    }

    /// Reads on to the end of a line that is longer than a document may be.
    fn pass_over(&mut self) -> Problem {
        let mut passed = DOCUMENT_MAX_BYTES + 1;
        loop {
            let chunk = match self.source.fill_buf() {
                Ok(chunk) => chunk,
                Err(cause) if cause.kind() == io::ErrorKind::Interrupted => continue,
                Err(cause) => return self.broken(&cause),
            };
            let end = chunk.iter().position(|byte| *byte == b'\n');
            let used = end.map_or(chunk.len(), |end| end + 1);
            self.source.consume(used);
            passed += end.unwrap_or(used) as u64;
            self.read_bytes += used as u64;
            if self.read_bytes > self.max_bytes {
                return self.bomb();
            }
            if end.is_some() || used == 0 {
                let limit = DOCUMENT_MAX_BYTES / (1024 * 1024);
                return self.problem(&format!(
                    "the line is {passed} bytes long; documents up to {limit} MiB are read; split it"
                ));
            }
            if passed > LINE_MAX_BYTES {
                self.state = State::Broken;
                let limit = LINE_MAX_BYTES / (1024 * 1024);
                return self.problem(&format!(
                    "the line is longer than {limit} MiB; what follows is not read; write one object a line"
                ));
            }
        }
    }

    fn broken(&mut self, cause: &io::Error) -> Problem {
        self.state = State::Broken;
        let mend = if self.is_packed {
            "the archive is cut off or damaged; pack it again"
        } else {
            "allow reading it, or check the disk"
        };
        let up_to = match self.number {
            0 => String::new(),
            number => format!(" any further than line {number}"),
        };
        self.problem(&format!("cannot be read{up_to}: {cause}; {mend}"))
    }

    fn bomb(&mut self) -> Problem {
        self.state = State::Broken;
        self.problem(&format!(
            "unpacks to more than {UNPACKED_MAX_TIMES} times its size; what follows is not read; put the file here unpacked"
        ))
    }

    fn problem(&self, text: &str) -> Problem {
        Problem::error(&self.file, text).at(self.number.max(1))
    }

    fn parse(&self, line: &[u8]) -> Result<Line, Problem> {
        if !line.starts_with(b"{") {
            let text = format!("the line is no object; {WRITE_AN_OBJECT}");
            return Err(self.problem(&text));
        }
        let fields: Fields = serde_json::from_slice(line).map_err(|error| {
            let what = if error.is_eof() {
                "is cut off"
            } else if error.is_data() {
                "does not hold what is expected"
            } else {
                "is not JSON"
            };
            let column = error.column();
            self.problem(&format!(
                "the line {what} at column {column}; {WRITE_AN_OBJECT}"
            ))
        })?;
        let Some(text) = fields.text.0 else {
            return Err(self.problem("the object has no `text`; write the document there"));
        };
        let id = fields.id.0.map(|id| id.trim().to_owned());
        let id = match id.filter(|id| !id.is_empty()) {
            Some(id) if id.len() > ID_MAX_BYTES => {
                let text = format!("the `id` is longer than {ID_MAX_BYTES} bytes; shorten it");
                return Err(self.problem(&text));
            }
            Some(id) => id.replace(char::is_control, "\u{FFFD}"),
            None => format!("{}#{}", self.file, self.number),
        };
        let line_text = |field: Field| {
            let said = field.0.map(|said| one_line(&said));
            said.filter(|said| !said.is_empty())
        };
        let is_web = |url: &String| url.starts_with("https://") || url.starts_with("http://");
        Ok(Line {
            id: DocumentId(id),
            bytes: line.to_vec(),
            record: Record {
                text,
                source: Source {
                    title: line_text(fields.title),
                    url: line_text(fields.url).filter(is_web),
                    published: line_text(fields.date),
                    ..Source::default()
                },
                line: self.number,
            },
        })
    }

    /// The problem, or nothing where many were named already.
    fn name(&mut self, problem: Problem) -> Option<Problem> {
        if self.named < PROBLEMS_MAX || self.state == State::Broken {
            self.named += 1;
            return Some(problem);
        }
        self.unnamed += 1;
        None
    }
}

impl Iterator for JsonLines {
    type Item = Result<Line, Problem>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.state == State::Reading {
            match self.next_line() {
                None => break,
                Some(Ok(line)) => return Some(Ok(line)),
                Some(Err(problem)) => {
                    if let Some(problem) = self.name(problem) {
                        return Some(Err(problem));
                    }
                }
            }
        }
        if let State::Done { .. } = self.state {
            return None;
        }
        self.state = State::Done {
            whole: self.is_whole(),
        };
        let unnamed = std::mem::take(&mut self.unnamed);
        (unnamed > 0).then(|| {
            let text = format!("{unnamed} more lines cannot be read; mend those named first");
            Err(Problem::error(&self.file, text))
        })
    }
}

/// The words on one line, without what could disturb a terminal.
fn one_line(words: &str) -> String {
    let words = words.split(|c: char| c.is_whitespace() || c.is_control());
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

/// The fields that are read; others are passed over.
#[derive(Deserialize)]
struct Fields {
    #[serde(default)]
    id: Field,
    #[serde(default)]
    title: Field,
    #[serde(default)]
    text: Field,
    #[serde(default)]
    url: Field,
    #[serde(default)]
    date: Field,
}

/// Words or a number; null says nothing.
#[derive(Default)]
struct Field(Option<String>);

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Field, D::Error> {
        deserializer.deserialize_any(FieldVisitor)
    }
}

struct FieldVisitor;

impl Visitor<'_> for FieldVisitor {
    type Value = Field;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("words or a number")
    }

    fn visit_str<E>(self, words: &str) -> Result<Field, E> {
        Ok(Field(Some(words.to_owned())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Field, E> {
        Ok(Field(Some(number.to_string())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Field, E> {
        Ok(Field(Some(number.to_string())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Field, E> {
        Ok(Field(Some(number.to_string())))
    }

    fn visit_unit<E>(self) -> Result<Field, E> {
        Ok(Field(None))
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(text: &[u8]) -> Vec<u8> {
        let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
        packer.write_all(text).expect("memory takes it");
        packer.finish().expect("memory takes it")
    }

    /// Ids, titles and problems, and whether the end was reached.
    fn read(name: &str, bytes: &[u8]) -> (Vec<String>, bool) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("a file");
        let mut lines = JsonLines::open(&DocumentId(name.to_owned()), &path).expect("a file");
        let mut found = Vec::new();
        for line in &mut lines {
            found.push(match line {
                Ok(line) => {
                    let Source {
                        title,
                        url,
                        published,
                        ..
                    } = line.record.source;
                    let said = [title, url, published].map(Option::unwrap_or_default);
                    let said = said.join(";");
                    format!(
                        "{} {}: {said} {}",
                        line.record.line, line.id, line.record.text
                    )
                }
                Err(problem) => problem.to_string(),
            });
        }
        (found, lines.is_whole())
    }

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        for (name, bytes) in [
            ("a.jsonl", text.as_bytes().to_vec()),
            ("a.jsonl.gz", packed(text.as_bytes())),
        ] {
            let (found, whole) = read(name, &bytes);
            let expected: Vec<String> = expected
                .iter()
                .map(|line| line.replace("a.jsonl", name))
                .collect();
            assert_eq!(found, expected, "reading {text:?}");
            assert!(whole);
        }
    }

    #[test]
    fn reads_one_document_a_line() {
        check(
            "\u{FEFF}{\"id\":\"x\",\"title\":\"T\\n u\",\"text\":\"# A\",\"url\":\"https://a.example\",\"date\":2026,\"more\":{\"a\":[1]}}\n\
             \r\n{\"id\":7,\"text\":\"b\",\"title\":null,\"url\":\"ftp://no\"}\r\n  {\"text\":\"c\"}",
            &[
                "1 x: T u;https://a.example;2026 # A",
                "3 7: ;; b",
                "4 a.jsonl#4: ;; c",
            ],
        );
        check("", &[]);
        check("\n \n", &[]);
    }

    #[test]
    fn passes_over_bad_lines() {
        check(
            "{\"id\":1,\"text\":\"a\"}\n{\"id\":2,\nno\n{\"id\":3}\n{\"id\":[],\"text\":\"\"}\n[1]\n{\"id\":4,\"text\":\"b\"}\n",
            &[
                "1 1: ;; a",
                "a.jsonl:2: the line is cut off at column 8; write one object, as in `{\"id\": \"a1\", \"text\": \"…\"}`",
                "a.jsonl:3: the line is no object; write one object, as in `{\"id\": \"a1\", \"text\": \"…\"}`",
                "a.jsonl:4: the object has no `text`; write the document there",
                "a.jsonl:5: the line does not hold what is expected at column 8; write one object, as in `{\"id\": \"a1\", \"text\": \"…\"}`",
                "a.jsonl:6: the line is no object; write one object, as in `{\"id\": \"a1\", \"text\": \"…\"}`",
                "7 4: ;; b",
            ],
        );
    }

    #[test]
    fn counts_bad_lines_that_are_many() {
        let (found, whole) = read("a.jsonl", "no\n".repeat(250).as_bytes());
        assert_eq!(found.len(), PROBLEMS_MAX + 1);
        assert_eq!(
            found.last().map(String::as_str),
            Some("a.jsonl: 150 more lines cannot be read; mend those named first")
        );
        assert!(whole);
    }

    #[test]
    fn passes_over_lines_that_are_too_long() {
        let long = "x".repeat(5 * 1024 * 1024);
        check(
            &format!("{long}\n{{\"id\":1,\"text\":\"a\"}}\n"),
            &[
                "a.jsonl:1: the line is 5242880 bytes long; documents up to 4 MiB are read; split it",
                "2 1: ;; a",
            ],
        );
    }

    #[test]
    fn reads_what_stands_before_a_cut() {
        let text = (0..3_000).map(|n| format!("{{\"id\":{n},\"text\":\"words {}\"}}\n", n * 7_919));
        let mut bytes = packed(text.collect::<String>().as_bytes());
        bytes.truncate(bytes.len() / 2);
        let (found, whole) = read("a.jsonl.gz", &bytes);
        assert!(!whole);
        assert!(found.len() > 100, "{} lines", found.len());
        let last = found.last().expect("a problem");
        assert!(
            last.contains(": cannot be read any further than line ")
                && last.ends_with("; the archive is cut off or damaged; pack it again"),
            "{last}"
        );
        let (found, whole) = read("a.jsonl.gz", b"no archive");
        assert_eq!((found.len(), whole), (1, false));
    }

    #[test]
    fn ends_an_archive_that_unpacks_to_too_much() {
        let blank = vec![b'\n'; usize::try_from(UNPACKED_FREE_BYTES).expect("it fits memory") + 1];
        let (found, whole) = read("a.jsonl.gz", &packed(&blank));
        assert_eq!(found.len(), 1);
        assert!(
            found[0].ends_with("what follows is not read; put the file here unpacked"),
            "{found:?}"
        );
        assert!(!whole);
    }

    #[test]
    fn bears_any_change() {
        let good = "{\"id\":\"x\",\"title\":\"T\",\"text\":\"é\"}\n{\"text\":\"b\"}\n";
        let zipped = packed(good.as_bytes());
        for at in 0..good.len() {
            let mut bytes = good.as_bytes().to_vec();
            bytes[at] ^= 0x91;
            drop(read("a.jsonl", &bytes));
        }
        for at in 0..zipped.len() {
            let mut bytes = zipped.clone();
            bytes[at] ^= 0x91;
            drop(read("a.jsonl.gz", &bytes));
        }
    }
}
