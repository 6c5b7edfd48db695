//! What stands before the body: the document's address on a line of its own, then front matter.
//!
//! | accepted | example |
//! |---|---|
//! | an address as the first line | `https://example.org/pay` |
//! | TOML between `+++` lines | `title = "Pay of welders"` |
//! | YAML between `---` lines, its plain `key: value` lines only | `title: Pay of welders` |
//!
//! Front matter that cannot be read costs the document its source, never its body.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

use super::pairs::plain_pairs;
use super::pieces::is_unfit;
use super::problem::{Problem, line_of};
use crate::domain::{DocumentId, Source, SourceKind};

/// The keys of [`Source`], as front matter writes them.
const KEYS: [&str; 9] = [
    "title",
    "publisher",
    "url",
    "published",
    "as_of",
    "licence",
    "attribution",
    "kind",
    "caution",
];

/// Other names of those keys; a key under its own name wins.
const SYNONYMS: [(&str, &str); 2] = [("license", "licence"), ("date", "published")];

/// Keys that programs for making pages put into front matter: they say nothing of the source, and nobody slipped.
const OF_PAGES: [&str; 22] = [
    "author",
    "authors",
    "categories",
    "category",
    "cover",
    "description",
    "draft",
    "excerpt",
    "featured",
    "image",
    "keywords",
    "lang",
    "lastmod",
    "layout",
    "permalink",
    "slug",
    "summary",
    "tags",
    "toc",
    "type",
    "updated",
    "weight",
];

/// How long a value may be.
const VALUE_MAX_CHARS: usize = 500;

/// Within how many lines YAML must end; a rule at the top of an article is no front matter.
const YAML_MAX_LINES: usize = 200;

/// What stands before the body, and where the body starts.
pub(super) struct Front {
    pub(super) source: Source,
    /// The first byte of the body.
    pub(super) body: usize,
    pub(super) problems: Vec<Problem>,
}

/// Reads what stands before the body of `text`.
pub(super) fn read(id: &DocumentId, text: &str) -> Front {
    let mut front = Reader {
        id,
        text,
        source: Source::default(),
        problems: Vec::new(),
    };
    let address = address(text);
    let start = address.as_ref().map_or(0, |(_, start)| *start);
    let body = front.matter(start).unwrap_or(start);
    if front.source.url.is_none() {
        front.source.url = address.map(|(url, _)| url);
    }
    Front {
        source: front.source,
        body,
        problems: front.problems,
    }
}

/// An address that fills the first line, and where what follows it starts.
fn address(text: &str) -> Option<(String, usize)> {
    let first = lines(text, 0).next()?;
    let url = clean(first.of(text));
    let start = lines(text, first.next)
        .find(|line| !line.of(text).trim().is_empty())
        .map_or(text.len(), |line| line.start);
    is_address(&url).then_some((url, start))
}

/// True for an address on the web.
pub(super) fn is_address(url: &str) -> bool {
    let host = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    host.is_some_and(|host| !host.is_empty())
        && !url.contains(char::is_whitespace)
        && url.chars().count() <= VALUE_MAX_CHARS
}

/// A line without its end, and where the next one starts.
#[derive(Clone, Copy)]
struct Line {
    start: usize,
    end: usize,
    next: usize,
}

impl Line {
    fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

fn lines(text: &str, from: usize) -> impl Iterator<Item = Line> {
    let mut at = from;
    text.get(from..)
        .unwrap_or_default()
        .split_inclusive('\n')
        .map(move |line| {
            let start = at;
            at += line.len();
            let end = start + line.trim_end_matches(['\r', '\n']).len();
            Line {
                start,
                end,
                next: at,
            }
        })
}

struct Reader<'a> {
    id: &'a DocumentId,
    text: &'a str,
    source: Source,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// Reads front matter that starts at byte `start`; where the body starts after it, if there is any.
    fn matter(&mut self, start: usize) -> Option<usize> {
        let open = lines(self.text, start).next()?;
        match open.of(self.text).trim_end() {
            "+++" => Some(self.toml(open)),
            "---" => self.yaml(open),
            _ => None,
        }
    }

    fn toml(&mut self, open: Line) -> usize {
        let close = lines(self.text, open.next).find(|line| line.of(self.text).trim_end() == "+++");
        let Some(close) = close else {
            let text = "front matter has no closing `+++` line; write one after its last key";
            self.error(open.start, text);
            return open.next;
        };
        let inside = self.text.get(open.next..close.start).unwrap_or_default();
        if let Some(pairs) = plain_pairs(inside) {
            for (key, value, start) in pairs {
                self.toml_key(key, value, open.next + start);
            }
            return close.next;
        }
        match DeTable::parse(inside) {
            Ok(table) => self.toml_keys(table.get_ref(), open.next),
            Err(error) => {
                let at = open.next + error.span().map_or(0, |span| span.start);
                let cause = clean(error.message());
                let text = format!(
                    "front matter is not TOML: {cause}; write it as in `title = \"Pay of welders\"`"
                );
                self.error(at, text);
            }
        }
        close.next
    }

    /// Takes a key whose value is a string.
    fn toml_key(&mut self, name: &str, value: &str, at: usize) {
        match known(name) {
            Some(known) => self.set(name, known, value, at),
            None => self.unknown(name, at),
        }
    }

    /// Takes the known keys of a table whose text starts at byte `base`, in the order they are written.
    fn toml_keys(&mut self, table: &DeTable<'_>, base: usize) {
        let mut keys: Vec<_> = table.iter().collect();
        keys.sort_by_key(|(key, _)| key.span().start);
        for (key, value) in keys {
            let at = base + key.span().start;
            let name = key.get_ref().as_ref();
            let Some(known) = known(name) else {
                self.unknown(name, at);
                continue;
            };
            let written = shift(value.span(), base);
            match value.get_ref() {
                DeValue::String(words) => self.set(name, known, words, at),
                DeValue::Integer(_) | DeValue::Datetime(_)
                    if matches!(known, "published" | "as_of") =>
                {
                    let words = self.text.get(written).unwrap_or_default().to_owned();
                    self.set(name, known, &words, at);
                }
                other => {
                    let text = format!(
                        "`{name}` holds {}; write it in quotes, as in `{name} = \"…\"`",
                        with_article(other.type_str())
                    );
                    self.error(at, text);
                }
            }
        }
    }

    /// Reads YAML, where it is YAML; anything but plain `key: value` lines in it is passed over.
    fn yaml(&mut self, open: Line) -> Option<usize> {
        let mut found = Vec::new();
        let mut close = None;
        for line in lines(self.text, open.next).take(YAML_MAX_LINES) {
            let words = line.of(self.text);
            if matches!(words.trim_end(), "---" | "...") {
                close = Some(line);
                break;
            }
            let nested = words.starts_with([' ', '\t', '-', '#']) || words.trim().is_empty();
            if !nested {
                found.push((line.start, yaml_key(words)?));
            }
        }
        let close = close.filter(|_| !found.is_empty())?;
        for (at, (key, value)) in found {
            let (Some(known), Some(value)) = (known(&key), yaml_scalar(value)) else {
                continue;
            };
            self.set(&key, known, &value, at);
        }
        Some(close.next)
    }

    /// Takes the value of the key `known`, which the document calls `name`, at byte `at`.
    fn set(&mut self, name: &str, known: &str, value: &str, at: usize) {
        let words = clean(value);
        if words.is_empty() {
            return;
        }
        let long = words.chars().count() > VALUE_MAX_CHARS;
        if known == "url" && !is_address(&words) {
            let shown: String = words.chars().take(80).collect();
            self.warning(
                at,
                format!("`{shown}` is no web address and is left out; start it with `https://`"),
            );
            return;
        }
        let words = if long {
            let text = format!(
                "`{name}` is longer than {VALUE_MAX_CHARS} characters and was cut; shorten it"
            );
            self.warning(at, text);
            words.chars().take(VALUE_MAX_CHARS).collect()
        } else {
            words
        };
        if known == "kind" {
            self.set_kind(&words, at);
            return;
        }
        let slot = match known {
            "title" => &mut self.source.title,
            "publisher" => &mut self.source.publisher,
            "url" => &mut self.source.url,
            "published" => &mut self.source.published,
            "as_of" => &mut self.source.as_of,
            "licence" => &mut self.source.licence,
            "caution" => &mut self.source.caution,
            _ => &mut self.source.attribution,
        };
        if slot.is_none() || name == known {
            *slot = Some(words);
        }
    }

    fn set_kind(&mut self, words: &str, at: usize) {
        let lower = words.to_lowercase();
        self.source.kind = SourceKind::ALL
            .into_iter()
            .find(|kind| kind.name() == lower);
        if self.source.kind.is_none() {
            let shown: String = words.chars().take(80).collect();
            let kinds = SourceKind::ALL.map(|kind| format!("`{}`", kind.name()));
            let kinds = kinds.join(", ");
            self.warning(
                at,
                format!("`{shown}` is no kind that is known; the kinds are {kinds}"),
            );
        }
    }

    fn unknown(&mut self, name: &str, at: usize) {
        if OF_PAGES.contains(&name.to_ascii_lowercase().as_str()) {
            return;
        }
        let shown: String = clean(name).chars().take(80).collect();
        let keys = KEYS.map(|key| format!("`{key}`")).join(", ");
        self.warning(
            at,
            format!("`{shown}` is not a key that is read; the keys are {keys}"),
        );
    }

    fn error(&mut self, at: usize, text: impl Into<String>) {
        let line = line_of(self.text.as_bytes(), at);
        self.problems.push(Problem::error(self.id, text).at(line));
    }

    fn warning(&mut self, at: usize, text: impl Into<String>) {
        let line = line_of(self.text.as_bytes(), at);
        self.problems.push(Problem::warning(self.id, text).at(line));
    }
}

/// The key that `name` stands for.
fn known(name: &str) -> Option<&'static str> {
    let synonym = SYNONYMS.iter().find(|(other, _)| *other == name);
    let own = synonym.map_or(name, |(_, key)| key);
    KEYS.into_iter().find(|key| *key == own)
}

fn shift(span: Range<usize>, by: usize) -> Range<usize> {
    span.start + by..span.end + by
}

fn with_article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) {
        "an"
    } else {
        "a"
    };
    format!("{article} {kind}")
}

/// The key of a `key: value` line, and what follows the colon.
fn yaml_key(line: &str) -> Option<(String, &str)> {
    let (key, value) = line.split_once(':')?;
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let apart = value.is_empty() || value.starts_with([' ', '\t']);
    (!key.is_empty() && key.chars().all(is_name) && apart)
        .then(|| (key.to_ascii_lowercase(), value))
}

/// A plain or quoted value; nothing for lists, maps, block text and references.
fn yaml_scalar(value: &str) -> Option<String> {
    let value = value.trim();
    if let Some(inner) = value.strip_prefix('"') {
        return closed(inner, '"').map(|words| words.replace("\\\"", "\"").replace("\\\\", "\\"));
    }
    if let Some(inner) = value.strip_prefix('\'') {
        return closed(inner, '\'').map(|words| words.replace("''", "'"));
    }
    if value.starts_with(['[', '{', '|', '>', '&', '*', '!', '#'])
        || value == "null"
        || value == "~"
    {
        return None;
    }
    let plain = value.split_once(" #").map_or(value, |(before, _)| before);
    Some(plain.trim_end().to_owned())
}

/// What stands before the last `quote`, where nothing but a comment follows it.
fn closed(inner: &str, quote: char) -> Option<&str> {
    let (words, after) = inner.rsplit_once(quote)?;
    let after = after.trim_start();
    (after.is_empty() || after.starts_with('#')).then_some(words)
}

/// Words on one line, without control characters.
pub(super) fn clean(value: &str) -> String {
    if is_clean(value) {
        return value.to_owned();
    }
    let shown = value.replace(char::is_control, " ").replace(is_unfit, "");
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// True for words that [`clean`] leaves as they are.
fn is_clean(value: &str) -> bool {
    let mut before = ' ';
    let is_kept = |c: char| {
        let last = std::mem::replace(&mut before, c);
        match c {
            '!'..='~' => true,
            ' ' => last != ' ',
            _ => !c.is_whitespace() && !c.is_control() && !is_unfit(c),
        }
    };
    value.chars().all(is_kept) && !value.ends_with(' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_clean_words_alone() {
        for words in ["Welders", "", "a b", "é — ’"] {
            assert!(is_clean(words), "{words:?}");
        }
        for words in [
            " a",
            "a ",
            "a  b",
            "a\tb",
            "a\u{a0}b",
            "a\u{200b}b",
            "\u{1b}[1m",
        ] {
            assert!(!is_clean(words), "{words:?}");
        }
    }

    /// The source, the body and the problems, one a line; what is not stated is left out.
    fn describe(text: &str) -> String {
        let front = read(&DocumentId("a.md".to_owned()), text);
        let source = front.source;
        let stated = [
            source.title,
            source.publisher,
            source.url,
            source.published,
            source.as_of,
            source.licence,
            source.attribution,
            source.kind.map(|kind| kind.name().to_owned()),
            source.caution,
        ];
        let stated = KEYS.into_iter().zip(stated);
        let mut out: Vec<String> = stated
            .filter_map(|(key, value)| Some(format!("{key}={}", value?)))
            .collect();
        out.push(format!(
            "body={:?}",
            text.get(front.body..)
                .expect("the body starts at a character")
        ));
        out.extend(
            front
                .problems
                .iter()
                .map(|problem| format!("{:?} {problem}", problem.severity)),
        );
        out.join("\n")
    }

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(describe(text), expected, "reading {text:?}");
    }

    #[test]
    fn reads_every_key() {
        check(
            "+++\ntitle = \"Welders\"\npublisher = 'Forge'\nurl = \"https://forge.example/w\"\npublished = \"May 2024\"\n\
             as_of = \"2023\"\nlicence = \"CC BY 4.0\"\nattribution = \"Forge, 2024\"\n\
             kind = \"Survey\"\ncaution = \"Few answers\"\n+++\nBody\n",
            "title=Welders\npublisher=Forge\nurl=https://forge.example/w\npublished=May 2024\nas_of=2023\n\
             licence=CC BY 4.0\nattribution=Forge, 2024\nkind=survey\ncaution=Few answers\nbody=\"Body\\n\"",
        );
    }

    #[test]
    fn keeps_dates_and_years_as_written() {
        check(
            "+++\npublished = 2024-05-06\nas_of = 2_023\n+++\n",
            "published=2024-05-06\nas_of=2_023\nbody=\"\"",
        );
    }

    #[test]
    fn reads_synonyms_after_the_keys_themselves() {
        check(
            "+++\nlicense = \"MIT\"\ndate = 2024\n+++\n",
            "published=2024\nlicence=MIT\nbody=\"\"",
        );
        check(
            "+++\nlicence = \"CC0\"\nlicense = \"MIT\"\n+++\n",
            "licence=CC0\nbody=\"\"",
        );
        check(
            "+++\nlicense = \"MIT\"\nlicence = \"CC0\"\n+++\n",
            "licence=CC0\nbody=\"\"",
        );
    }

    #[test]
    fn takes_blank_values_for_unstated() {
        check(
            "+++\ntitle = \"  \"\npublisher = \"\"\n+++\nB",
            "body=\"B\"",
        );
    }

    #[test]
    fn reads_windows_line_ends_and_trailing_blanks() {
        check(
            "+++ \t\r\ntitle = \"T\"\r\n+++  \r\nB",
            "title=T\nbody=\"B\"",
        );
    }

    #[test]
    fn names_unknown_keys() {
        check(
            "+++\ntitle = \"T\"\ntags = [\"x\"]\n+++\n",
            "title=T\nbody=\"\"",
        );
        check(
            "+++\ntitle = \"T\"\ncolour = [\"x\"]\n+++\n",
            "title=T\nbody=\"\"\nWarning a.md:3: `colour` is not a key that is read; the keys are \
             `title`, `publisher`, `url`, `published`, `as_of`, `licence`, `attribution`, `kind`, `caution`",
        );
    }

    #[test]
    fn names_unknown_kinds() {
        check(
            "+++\nkind = \"rumour\"\n+++\n",
            "body=\"\"\nWarning a.md:2: `rumour` is no kind that is known; the kinds are \
             `official`, `survey`, `news`, `portal`, `article`, `guide`, `glossary`",
        );
    }

    #[test]
    fn refuses_values_of_another_kind() {
        check(
            "+++\ntitle = 7\npublisher = [\"x\"]\nas_of = \"2024\"\n+++\nB",
            "as_of=2024\nbody=\"B\"\n\
             Error a.md:2: `title` holds an integer; write it in quotes, as in `title = \"…\"`\n\
             Error a.md:3: `publisher` holds an array; write it in quotes, as in `publisher = \"…\"`",
        );
    }

    #[test]
    fn refuses_what_is_no_address() {
        check(
            "+++\nurl = \"forge.example\"\n+++\n",
            "body=\"\"\nWarning a.md:2: `forge.example` is no web address and is left out; start it with `https://`",
        );
        check(
            "+++\nurl = \"javascript:alert(1)\"\n+++\n",
            "body=\"\"\nWarning a.md:2: `javascript:alert(1)` is no web address and is left out; start it with `https://`",
        );
    }

    #[test]
    fn keeps_the_body_of_broken_front_matter() {
        check(
            "\n+++\ntitle = \"T\"\n+++\n",
            "body=\"\\n+++\\ntitle = \\\"T\\\"\\n+++\\n\"",
        );
        check(
            "+++\ntitle = \"T\"\npublisher = \n+++\nB",
            "body=\"B\"\nError a.md:3: front matter is not TOML: string values must be quoted, \
             expected literal string; write it as in `title = \"Pay of welders\"`",
        );
        check(
            "+++\ntitle = \"T\"\nB",
            "body=\"title = \\\"T\\\"\\nB\"\nError a.md:1: front matter has no closing `+++` line; \
             write one after its last key",
        );
    }

    #[test]
    fn cleans_and_bounds_values() {
        check(
            "+++\ntitle = \"a\\u001b[31mb\\n c\"\n+++\n",
            "title=a [31mb c\nbody=\"\"",
        );
        let long = "x".repeat(501);
        let cut = "x".repeat(500);
        check(
            &format!("+++\ntitle = \"{long}\"\n+++\n"),
            &format!(
                "title={cut}\nbody=\"\"\nWarning a.md:2: `title` is longer than 500 characters and was cut; shorten it"
            ),
        );
    }

    #[test]
    fn reads_the_plain_lines_of_yaml() {
        check(
            "---\nTitle: \"Nurses: \\\"pay\\\"\"\npublisher: 'St. Ann''s'\ndate: 2024-01-02 # new\nauthor: Ann\n\
             tags:\n  - a\n  - title: no\nas_of: [x]\nlicense: >\n  folded\n---\nB",
            "title=Nurses: \"pay\"\npublisher=St. Ann's\npublished=2024-01-02\nbody=\"B\"",
        );
    }

    #[test]
    fn leaves_rules_alone() {
        check(
            "---\n\nWords\n\n---\n",
            "body=\"---\\n\\nWords\\n\\n---\\n\"",
        );
        check("---\n---\nB", "body=\"---\\n---\\nB\"");
        check("---\ntitle: T\n", "body=\"---\\ntitle: T\\n\"");
        let long = format!("---\n{}---\n", "a: b\n".repeat(YAML_MAX_LINES));
        check(&long, &format!("body={long:?}"));
    }

    #[test]
    fn reads_an_address_on_the_first_line() {
        check(
            "https://forge.example/a\nB",
            "url=https://forge.example/a\nbody=\"B\"",
        );
        check(
            "https://forge.example/a\n\n+++\ntitle = \"T\"\n+++\nB",
            "title=T\nurl=https://forge.example/a\nbody=\"B\"",
        );
        check(
            "https://forge.example/a\n---\nurl: https://forge.example/b\n---\nB",
            "url=https://forge.example/b\nbody=\"B\"",
        );
        check(
            "https://forge.example/a is here\nB",
            "body=\"https://forge.example/a is here\\nB\"",
        );
        check("ftp://forge.example\n", "body=\"ftp://forge.example\\n\"");
    }
}
