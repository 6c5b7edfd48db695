//! The layers of the crate: which folder may name which, and what the pure ones must not know.
//!
//! Comments, the words inside strings, and everything below `#[cfg(test)]` do not count: a test may reach further.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use crate::bot::listing;
use crate::project::root;

/// Every module at the top of the crate, and which of the others it may name.
const LAYERS: [(&str, &[&str]); 14] = [
    ("fault", &[]),
    ("domain", &[]),
    ("vocabulary", &["domain"]),
    ("extract", &["domain", "vocabulary"]),
    ("command", &["domain", "vocabulary"]),
    ("present", &["domain"]),
    ("corpus", &["domain"]),
    ("index", &["domain"]),
    (
        "intake",
        &["domain", "vocabulary", "extract", "corpus", "index"],
    ),
    (
        "engine",
        &[
            "domain",
            "vocabulary",
            "extract",
            "command",
            "present",
            "index",
        ],
    ),
    ("config", &[]),
    ("telemetry", &["config"]),
    (
        "discord",
        &[
            "domain",
            "vocabulary",
            "command",
            "present",
            "index",
            "intake",
            "engine",
            "config",
            "fault",
        ],
    ),
    (
        "cli",
        &[
            "domain",
            "vocabulary",
            "extract",
            "command",
            "present",
            "corpus",
            "index",
            "intake",
            "engine",
            "discord",
            "config",
            "telemetry",
            "fault",
        ],
    ),
];

/// The folders that know no file, clock, environment or network.
const PURE: [&str; 5] = ["domain", "vocabulary", "extract", "command", "present"];

const IMPURE_WORDS: [&str; 17] = [
    "serenity",
    "twilight_model",
    "twilight_validate",
    "reqwest",
    "tantivy",
    "sqlx",
    "tokio",
    "std::fs",
    "std::env",
    "std::time",
    "std::net",
    "std::process",
    "std::io",
    "async fn",
    "SystemTime",
    "Instant",
    "rand::",
];

const PRINTING: [&str; 8] = [
    "println!",
    "print!",
    "eprintln!",
    "eprint!",
    "dbg!",
    "io::stdout",
    "io::stderr",
    "anstream",
];

/// A file of the crate: its path below `src/`, and its code without comments, strings and tests.
struct Source {
    path: PathBuf,
    code: String,
}

impl Source {
    /// The module at the top of the crate that it belongs to.
    fn layer(&self) -> String {
        let first = self.path.components().next().expect("a path");
        let name = Path::new(first.as_os_str()).file_stem().expect("a name");
        name.to_string_lossy().into_owned()
    }

    /// How many folders below `src/` the file lies; `super` from `src/a/b.rs` is `a`, from `src/a/mod.rs` the crate.
    fn depth(&self) -> usize {
        let parts = self.path.components().count();
        if self.path.ends_with("mod.rs") {
            parts - 1
        } else {
            parts
        }
    }
}

fn sources() -> Vec<Source> {
    let src = root().join("src");
    let mut found = Vec::new();
    let mut folders = vec![src.clone()];
    while let Some(folder) = folders.pop() {
        for path in listing(&folder) {
            if path.is_dir() {
                folders.push(path);
            } else if path.ends_with("tests.rs") {
                // A module of tests in a file of its own.
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).expect("a source file");
                found.push(Source {
                    path: path.strip_prefix(&src).expect("below src").to_owned(),
                    code: code_only(&text),
                });
            }
        }
    }
    assert!(found.len() > 50, "only {} files under src/", found.len());
    found
}

/// `text` without comments, without the contents of strings, and without items marked `#[cfg(test)]`.
fn code_only(text: &str) -> String {
    let mut code = String::new();
    let mut chars = text.chars().peekable();
    let mut before = ' ';
    while let Some(c) = chars.next() {
        match c {
            '/' if chars.peek() == Some(&'/') => {
                while chars.next_if(|next| *next != '\n').is_some() {}
            }
            '/' if chars.peek() == Some(&'*') => {
                let mut last = ' ';
                for next in chars.by_ref() {
                    if last == '*' && next == '/' {
                        break;
                    }
                    last = next;
                }
            }
            // Raw strings: `r"…"` and `r#"…"#`, but not an `r` that ends a name.
            'r' if matches!(chars.peek(), Some('"' | '#'))
                && !(before.is_alphanumeric() || before == '_') =>
            {
                let mut hashes = 0;
                while chars.next_if_eq(&'#').is_some() {
                    hashes += 1;
                }
                if chars.next_if_eq(&'"').is_some() {
                    let end = format!("\"{}", "#".repeat(hashes));
                    let mut inside = String::new();
                    while !inside.ends_with(&end) {
                        let Some(next) = chars.next() else { break };
                        inside.push(next);
                    }
                    code.push_str("\"\"");
                } else {
                    let _infallible = write!(code, "r{}", "#".repeat(hashes));
                }
            }
            '"' => {
                while let Some(next) = chars.next() {
                    match next {
                        '\\' => drop(chars.next()),
                        '"' => break,
                        _ => {}
                    }
                }
                code.push_str("\"\"");
            }
            // A quoted character such as `'"'`; a lifetime has no second quote close by.
            '\'' => {
                let rest: String = chars.clone().take(12).collect();
                let quoted = if rest.starts_with('\\') {
                    rest.chars()
                        .skip(2)
                        .position(|c| c == '\'')
                        .map(|at| at + 3)
                } else {
                    (rest.chars().nth(1) == Some('\'')).then_some(2)
                };
                match quoted {
                    Some(length) => {
                        for _ in 0..length {
                            chars.next();
                        }
                        code.push_str("''");
                    }
                    None => code.push('\''),
                }
            }
            _ => code.push(c),
        }
        before = c;
    }
    without_tests(&code)
}

/// `code`, whose strings and comments are gone, without the items that stand behind `#[cfg(test)]`.
fn without_tests(code: &str) -> String {
    let mut kept = String::new();
    let mut rest = code;
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        kept.push_str(before);
        let mut depth = 0_usize;
        let mut end = after.len();
        for (at, c) in after.char_indices() {
            match c {
                '{' => depth += 1,
                '}' => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 && matches!(c, '}' | ';') {
                end = at + 1;
                break;
            }
        }
        rest = after.get(end..).unwrap_or_default();
    }
    kept + rest
}

/// The modules at the top of the crate that `source` names.
fn named(source: &Source) -> Vec<String> {
    let up = "super::".repeat(source.depth().max(1));
    let mut found = Vec::new();
    for start in ["crate::", up.as_str(), "careerbot::"] {
        for (at, _) in source.code.match_indices(start) {
            let before = source.code.get(..at).unwrap_or_default();
            if before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let after = source.code.get(at + start.len()..).unwrap_or_default();
            found.extend(first_names(after));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The first parts of a path, or of every path of a group such as `{config, domain::{Fact, Span}}`.
fn first_names(after: &str) -> Vec<String> {
    let Some(group) = after.strip_prefix('{') else {
        return vec![word(after)];
    };
    let mut names = Vec::new();
    let mut depth = 0_usize;
    let mut fresh = true;
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if depth == 0 && fresh && (c.is_alphabetic() || c == '_') => {
                names.push(word(group.get(at..).unwrap_or_default()));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn word(text: &str) -> String {
    let end = |c: char| !(c.is_alphanumeric() || c == '_');
    text.split(end).next().unwrap_or_default().to_owned()
}

/// True when `code` names `wanted` as a word of its own.
fn names(code: &str, wanted: &str) -> bool {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    code.match_indices(wanted).any(|(at, _)| {
        let before = code.get(..at).unwrap_or_default();
        let after = code.get(at + wanted.len()..).unwrap_or_default();
        let starts = !wanted.starts_with(in_word) || !before.ends_with(in_word);
        starts && (!wanted.ends_with(in_word) || !after.starts_with(in_word))
    })
}

#[test]
fn every_module_stands_in_the_table() {
    for source in sources() {
        let layer = source.layer();
        let known = ["lib", "main"].contains(&layer.as_str())
            || LAYERS.iter().any(|(name, _)| *name == layer);
        assert!(
            known,
            "src/{layer} stands in no layer; say in LAYERS what it may name"
        );
    }
}

#[test]
fn imports_point_down() {
    let mut wrong = String::new();
    for source in sources() {
        let layer = source.layer();
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
            continue;
        };
        for other in named(&source) {
            let is_layer = LAYERS.iter().any(|(name, _)| *name == other);
            if is_layer && other != layer && !allowed.contains(&other.as_str()) {
                let _infallible = writeln!(
                    wrong,
                    "src/{} names `{other}`; move that outwards, to a folder that may name both",
                    source.path.display()
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn pure_layers_stay_pure() {
    let mut wrong = String::new();
    for source in sources() {
        if !PURE.contains(&source.layer().as_str()) {
            continue;
        }
        for word in IMPURE_WORDS {
            if names(&source.code, word) {
                let _infallible = writeln!(
                    wrong,
                    "src/{} names `{word}`; move that outwards",
                    source.path.display()
                );
            }
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn only_the_index_knows_the_search_engine() {
    for source in sources() {
        assert!(
            source.layer() == "index" || !names(&source.code, "tantivy"),
            "src/{} names `tantivy`; move that into src/index/",
            source.path.display()
        );
    }
}

#[test]
fn only_its_folder_knows_discord() {
    for source in sources() {
        for word in ["serenity", "twilight_model", "twilight_validate", "reqwest"] {
            assert!(
                source.layer() == "discord" || !names(&source.code, word),
                "src/{} names `{word}`; move that into src/discord/",
                source.path.display()
            );
        }
    }
}

#[test]
fn only_the_terminal_prints() {
    let may = ["cli", "main", "telemetry", "config"];
    for source in sources() {
        for word in PRINTING {
            assert!(
                may.contains(&source.layer().as_str()) || !names(&source.code, word),
                "src/{} names `{word}`; give the text back and let src/cli/ print it",
                source.path.display()
            );
        }
    }
}

#[test]
fn reads_code_and_nothing_else() {
    let text = concat!(
        "// crate::one\nuse crate::two::{Three, four};\n/* crate::five */ let a = \"crate::six\"; ",
        "let b = r#\"crate::\"seven\"\"#; let c = '\"'; let d: &'a str = crate::eight();\n",
        "#[cfg(test)]\nmod tests { fn f() { crate::nine(); } }\nuse crate::{ten, domain::{A, b}, eleven::C};\n",
        "use super::super::twelve;\n"
    );
    let source = |path: &str| Source {
        path: path.into(),
        code: code_only(text),
    };
    let expected = ["domain", "eight", "eleven", "ten", "two"];
    assert_eq!(named(&source("a/b/c.rs")), expected);
    assert_eq!(
        named(&source("a/b.rs")),
        ["domain", "eight", "eleven", "ten", "twelve", "two"]
    );
    assert!(names("use tantivy::Index", "tantivy"));
    assert!(!names("eprintln!()", "println!"));
}
