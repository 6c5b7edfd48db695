//! What the environment sets, read once.
//!
//! One table of variables feeds the loader, the help and the test of `.env.example`. Everyone else receives values.
//! A `.env` in the working folder is read first; what the environment itself sets wins. An empty value counts as none.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fmt::{self, Write};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;
use tracing_subscriber::EnvFilter;

/// One variable of the environment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Variable {
    /// Its name.
    pub name: &'static str,
    /// What is taken when it is not set; empty for nothing.
    pub default: &'static str,
    /// What it does.
    pub meaning: &'static str,
}

const TOKEN: Variable = Variable {
    name: "DISCORD_TOKEN",
    default: "",
    meaning: "bot token; without one, `careerbot` alone opens the console",
};
const CORPUS: Variable = Variable {
    name: "CAREERBOT_CORPUS",
    default: "corpus",
    meaning: "folder of documents",
};
const INDEX: Variable = Variable {
    name: "CAREERBOT_INDEX",
    default: "index",
    meaning: "folder of the search index, a cache",
};
const LOG: Variable = Variable {
    name: "RUST_LOG",
    // A terminal shows answers; progress of every step belongs to a service.
    default: "warn",
    meaning: "what is logged to standard error: error, warn, info, debug, trace",
};
const LOG_FORMAT: Variable = Variable {
    name: "CAREERBOT_LOG_FORMAT",
    default: "text",
    meaning: "how it is logged: text or json",
};
const NO_COLOR: Variable = Variable {
    name: "NO_COLOR",
    default: "",
    meaning: "any value: no colours",
};

/// Every variable that is read.
pub const VARIABLES: &[Variable] = &[TOKEN, CORPUS, INDEX, LOG, LOG_FORMAT, NO_COLOR];

/// A value that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The value itself, for the one place that sends it.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// How logs are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// Lines for people.
    Text,
    /// One object a line.
    Json,
}

/// What the environment sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The bot token, where there is one.
    pub discord_token: Option<Secret>,
    /// The folder of documents.
    pub corpus: PathBuf,
    /// The folder of the index.
    pub index: PathBuf,
    /// What is logged.
    pub log_filter: String,
    /// How it is logged.
    pub log_format: LogFormat,
    /// True unless colours are switched off.
    pub colours: bool,
}

/// Why the environment cannot be used.
#[derive(Debug, Error)]
pub enum ConfigError {
    /// Variables with values that mean nothing, each with its mend.
    #[error("{}", .0.join("; "))]
    Values(Vec<String>),
    /// A line of `.env` that sets nothing. The line itself may hold a secret and is not shown.
    #[error(
        "`.env` line {line} cannot be read; write `NAME=value`, with quotes around a value that holds spaces"
    )]
    EnvFileLine {
        /// From 1.
        line: usize,
    },
    /// `.env` itself.
    #[error("`.env` cannot be read; mend or remove it")]
    EnvFile(#[source] io::Error),
}

impl Config {
    /// What the environment and the `.env` of the working folder set.
    ///
    /// # Errors
    /// [`ConfigError`] with every bad value at once, or the line of `.env` that cannot be read.
    pub fn from_environment() -> Result<Config, ConfigError> {
        let file = match std::fs::read_to_string(Path::new(".env")) {
            Ok(text) => parse_env_file(&text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeMap::new(),
            Err(error) => return Err(ConfigError::EnvFile(error)),
        };
        Config::load(&|name| {
            env::var_os(name).or_else(|| file.get(name).map(|value| OsString::from(value.as_str())))
        })
    }

    fn load(set: &dyn Fn(&str) -> Option<OsString>) -> Result<Config, ConfigError> {
        let mut problems = Vec::new();
        let raw = |variable: Variable| {
            set(variable.name)
                .filter(|value| !value.is_empty())
                .unwrap_or_else(|| OsString::from(variable.default))
        };
        let mut text = |variable: Variable| {
            raw(variable).into_string().unwrap_or_else(|_not_utf8| {
                problems.push(format!(
                    "{} is not UTF-8; set it to plain text",
                    variable.name
                ));
                variable.default.to_owned()
            })
        };
        let token = text(TOKEN);
        let log_filter = text(LOG);
        let format = text(LOG_FORMAT);
        if EnvFilter::builder().parse(&log_filter).is_err() {
            problems.push(format!(
                "{} is `{log_filter}`; use a level such as `info`, or `careerbot=debug`",
                LOG.name
            ));
        }
        let log_format = match format.as_str() {
            "text" => LogFormat::Text,
            "json" => LogFormat::Json,
            other => {
                problems.push(format!(
                    "{} is `{other}`; use `text` or `json`",
                    LOG_FORMAT.name
                ));
                LogFormat::Text
            }
        };
        if !problems.is_empty() {
            return Err(ConfigError::Values(problems));
        }
        let token = token.trim();
        Ok(Config {
            discord_token: (!token.is_empty()).then(|| Secret(token.to_owned())),
            corpus: raw(CORPUS).into(),
            index: raw(INDEX).into(),
            log_filter,
            log_format,
            colours: raw(NO_COLOR).is_empty(),
        })
    }
}

/// The table of variables as lines of the help.
pub fn help() -> String {
    let mut lines = String::from("Environment (also from `.env`):\n");
    for variable in VARIABLES {
        let default = match variable.default {
            "" => String::new(),
            default => format!(" [default: {default}]"),
        };
        let _infallible = writeln!(
            lines,
            "  {:<21} {}{default}",
            variable.name, variable.meaning
        );
    }
    lines
}

fn parse_env_file(text: &str) -> Result<BTreeMap<String, String>, ConfigError> {
    let line = Cell::new(0);
    let lines = OneLineARead {
        rest: text.trim_start_matches('\u{feff}').as_bytes(),
        line: &line,
    };
    let mut values = BTreeMap::new();
    for item in dotenvy::Iter::new(lines) {
        match item {
            Ok((name, value)) => {
                values.entry(name).or_insert(value);
            }
            Err(dotenvy::Error::Io(error)) => return Err(ConfigError::EnvFile(error)),
            Err(_) => return Err(ConfigError::EnvFileLine { line: line.get() }),
        }
    }
    Ok(values)
}

/// Hands out one line at a time and counts them: the parser tells the words of a bad line, but not its number.
struct OneLineARead<'a> {
    rest: &'a [u8],
    line: &'a Cell<usize>,
}

impl Read for OneLineARead<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let line = self
            .rest
            .split_inclusive(|byte| *byte == b'\n')
            .next()
            .unwrap_or_default();
        let length = line.len().min(buffer.len());
        let (given, rest) = self.rest.split_at(length);
        if length == line.len() && length > 0 {
            self.line.set(self.line.get() + 1);
        }
        buffer
            .get_mut(..length)
            .expect("the length is bounded by the buffer")
            .copy_from_slice(given);
        self.rest = rest;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(set: &[(&str, &str)]) -> Result<Config, ConfigError> {
        Config::load(&|name| {
            let found = set.iter().find(|(other, _)| *other == name);
            found.map(|(_, value)| OsString::from(value))
        })
    }

    #[test]
    fn takes_the_defaults() {
        let expected = Config {
            discord_token: None,
            corpus: "corpus".into(),
            index: "index".into(),
            log_filter: "warn".to_owned(),
            log_format: LogFormat::Text,
            colours: true,
        };
        assert_eq!(load(&[]).expect("a config"), expected);
        let empty: Vec<(&str, &str)> = VARIABLES.iter().map(|each| (each.name, "")).collect();
        assert_eq!(load(&empty).expect("a config"), expected);
    }

    #[test]
    fn takes_what_is_set() {
        let config = load(&[
            ("DISCORD_TOKEN", " abc "),
            ("CAREERBOT_CORPUS", "/docs"),
            ("CAREERBOT_INDEX", "/cache"),
            ("RUST_LOG", "careerbot=debug,info"),
            ("CAREERBOT_LOG_FORMAT", "json"),
            ("NO_COLOR", "1"),
        ])
        .expect("a config");
        assert_eq!(
            config.discord_token.as_ref().map(Secret::reveal),
            Some("abc")
        );
        assert_eq!(config.corpus, Path::new("/docs"));
        assert_eq!(config.index, Path::new("/cache"));
        assert_eq!(config.log_format, LogFormat::Json);
        assert!(!config.colours);
        assert!(!format!("{config:?}").contains("abc"));
        assert!(format!("{config:?}").contains("***"));
    }

    #[test]
    fn reports_every_bad_value_in_one_run() {
        let error =
            load(&[("CAREERBOT_LOG_FORMAT", "xml"), ("RUST_LOG", "a=b=c")]).expect_err("an error");
        assert_eq!(
            error.to_string(),
            "RUST_LOG is `a=b=c`; use a level such as `info`, or `careerbot=debug`; \
             CAREERBOT_LOG_FORMAT is `xml`; use `text` or `json`"
        );
    }

    #[cfg(unix)]
    #[test]
    fn refuses_values_that_are_no_text() {
        use std::os::unix::ffi::OsStringExt;
        let error = Config::load(&|name| {
            (name == "DISCORD_TOKEN").then(|| OsString::from_vec(vec![0xff, 0xfe]))
        })
        .expect_err("an error");
        assert_eq!(
            error.to_string(),
            "DISCORD_TOKEN is not UTF-8; set it to plain text"
        );
    }

    #[test]
    fn reads_a_file_of_variables() {
        let values =
            parse_env_file("\u{feff}# a comment\n\nA=1\nB=\"two words\"\nA=2\n").expect("values");
        assert_eq!(values.get("A").map(String::as_str), Some("1"));
        assert_eq!(values.get("B").map(String::as_str), Some("two words"));
    }

    #[test]
    fn names_the_line_of_a_bad_file_without_showing_it() {
        let error = parse_env_file("A=1\n# fine\nDISCORD_TOKEN=s3cret and more\nB=2\n")
            .expect_err("an error");
        assert_eq!(
            error.to_string(),
            "`.env` line 3 cannot be read; write `NAME=value`, with quotes around a value that holds spaces"
        );
        assert!(!format!("{error:?}").contains("s3cret"));
    }

    #[test]
    fn lists_the_same_variables_in_the_example_file() {
        let example = include_str!("../.env.example");
        let names: Vec<&str> = example
            .lines()
            .filter_map(|line| line.trim_start_matches("# ").split_once('='))
            .map(|(name, _)| name)
            .filter(|name| {
                name.bytes()
                    .all(|byte| byte.is_ascii_uppercase() || byte == b'_')
            })
            .collect();
        let expected: Vec<&str> = VARIABLES.iter().map(|each| each.name).collect();
        assert_eq!(names, expected);
        for variable in VARIABLES {
            assert!(
                example.contains(variable.meaning),
                "{}: `.env.example` lacks its meaning",
                variable.name
            );
        }
    }
}
