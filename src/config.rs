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
use std::num::NonZeroU64;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use thiserror::Error;
use tracing_subscriber::EnvFilter;
use url::Url;

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
const APPLICATION_ID: Variable = Variable {
    name: "DISCORD_APPLICATION_ID",
    default: "",
    meaning: "application id for `register` and `invite`, which the bot checks too; without it, the token's",
};
const API_BASE: Variable = Variable {
    name: "DISCORD_API_BASE",
    default: "",
    meaning: "another address than Discord's, for tests",
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
    default: "info",
    // A terminal shows answers; progress of every step belongs to a service.
    meaning: "what is logged to standard error: error, warn, info, debug, trace; not set, terminal commands keep to warn",
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
pub const VARIABLES: &[Variable] = &[
    TOKEN,
    APPLICATION_ID,
    API_BASE,
    CORPUS,
    INDEX,
    LOG,
    LOG_FORMAT,
    NO_COLOR,
];

/// A value that is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// `value`, from here on never shown.
    pub fn new(value: impl Into<String>) -> Secret {
        Secret(value.into())
    }

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

/// An id that Discord gave: of an application, a server, a user.
///
/// # Source
/// Discord, API reference, "Snowflakes": 64 bits without a sign, as decimal digits.
/// <https://docs.discord.com/developers/reference#snowflakes>
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Snowflake(NonZeroU64);

/// Why words are no [`Snowflake`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("is no id of Discord's; an id is a number as in `1187654321098765432`")]
pub struct SnowflakeError;

impl Snowflake {
    /// As a number, which is never 0.
    pub fn get(self) -> NonZeroU64 {
        self.0
    }
}

impl FromStr for Snowflake {
    type Err = SnowflakeError;

    fn from_str(text: &str) -> Result<Snowflake, SnowflakeError> {
        // `parse` alone would take a sign.
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let id = digits.then(|| text.parse().ok()).flatten();
        id.map(Snowflake).ok_or(SnowflakeError)
    }
}

impl fmt::Display for Snowflake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
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
    ///
    /// Its shape is judged by who needs it: at a terminal, a bad one is in nobody's way.
    pub discord_token: Option<Secret>,
    /// The application's id, where it is not left to the token.
    pub discord_application_id: Option<Snowflake>,
    /// Where Discord's API is, when not at Discord: an http or https address without a slash at its end.
    pub discord_api_base: Option<String>,
    /// The folder of documents.
    pub corpus: PathBuf,
    /// The folder of the index.
    pub index: PathBuf,
    /// What is logged; when none is set, whoever starts the logs decides.
    pub log_filter: Option<String>,
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
            let set = env::var_os(name).filter(|value| !value.is_empty());
            set.or_else(|| file.get(name).map(|value| OsString::from(value.as_str())))
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
        let application_id = text(APPLICATION_ID);
        let api_base = text(API_BASE);
        let log_filter = text(LOG);
        let format = text(LOG_FORMAT);
        let discord_application_id = parse_set(&application_id, |id| {
            let id = id.parse::<Snowflake>();
            id.map_err(|error| {
                format!(
                    "{} is `{application_id}`, which {error}",
                    APPLICATION_ID.name
                )
            })
        });
        let discord_application_id = kept(discord_application_id, &mut problems);
        let discord_api_base = kept(parse_set(&api_base, parse_api_base), &mut problems);
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
            discord_token: (!token.is_empty()).then(|| Secret::new(token)),
            discord_application_id,
            discord_api_base,
            corpus: raw(CORPUS).into(),
            index: raw(INDEX).into(),
            log_filter: set(LOG.name)
                .is_some_and(|value| !value.is_empty())
                .then_some(log_filter),
            log_format,
            colours: raw(NO_COLOR).is_empty(),
        })
    }
}

/// What `parse` makes of a value; nothing of an empty one.
fn parse_set<T>(
    value: &str,
    parse: impl FnOnce(&str) -> Result<T, String>,
) -> Result<Option<T>, String> {
    match value.trim() {
        "" => Ok(None),
        value => parse(value).map(Some),
    }
}

/// What was read; a refusal goes to the other `problems`.
fn kept<T>(read: Result<Option<T>, String>, problems: &mut Vec<String>) -> Option<T> {
    read.unwrap_or_else(|problem| {
        problems.push(problem);
        None
    })
}

/// Reads the address of an API. A refused one is not shown: it may hold a password.
fn parse_api_base(value: &str) -> Result<String, String> {
    let refused = |why: &str| Err(format!("{} {why}", API_BASE.name));
    let url = match Url::parse(value) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => url,
        _ => {
            return refused(
                "is no http or https address; write one as in `http://127.0.0.1:8080`, or unset it",
            );
        }
    };
    if !url.username().is_empty() || url.password().is_some() {
        return refused("holds a user name or password; leave out what stands before the `@`");
    }
    if url.query().is_some() {
        return refused("holds a query; leave out the `?` and what follows");
    }
    if url.fragment().is_some() {
        return refused("holds a fragment; leave out the `#` and what follows");
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
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
            "  {:<22} {}{default}",
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
            discord_application_id: None,
            discord_api_base: None,
            corpus: "corpus".into(),
            index: "index".into(),
            log_filter: None,
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
            ("DISCORD_APPLICATION_ID", " 1187654321098765432 "),
            ("DISCORD_API_BASE", "http://127.0.0.1:8080/"),
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
        assert_eq!(
            config.discord_application_id,
            "1187654321098765432".parse().ok()
        );
        assert_eq!(
            config.discord_api_base.as_deref(),
            Some("http://127.0.0.1:8080")
        );
        assert_eq!(config.log_filter.as_deref(), Some("careerbot=debug,info"));
        assert_eq!(config.corpus, Path::new("/docs"));
        assert_eq!(config.index, Path::new("/cache"));
        assert_eq!(config.log_format, LogFormat::Json);
        assert!(!config.colours);
        assert!(!format!("{config:?}").contains("abc"));
        assert!(format!("{config:?}").contains("***"));
    }

    #[test]
    fn reports_every_bad_value_in_one_run() {
        let error = load(&[
            ("CAREERBOT_LOG_FORMAT", "xml"),
            ("RUST_LOG", "a=b=c"),
            ("DISCORD_API_BASE", "localhost:8080"),
            ("DISCORD_APPLICATION_ID", "careerbot"),
        ])
        .expect_err("an error");
        assert_eq!(
            error.to_string(),
            "DISCORD_APPLICATION_ID is `careerbot`, which is no id of Discord's; \
             an id is a number as in `1187654321098765432`; \
             DISCORD_API_BASE is no http or https address; write one as in `http://127.0.0.1:8080`, or unset it; \
             RUST_LOG is `a=b=c`; use a level such as `info`, or `careerbot=debug`; \
             CAREERBOT_LOG_FORMAT is `xml`; use `text` or `json`"
        );
    }

    #[test]
    fn reads_ids_and_nothing_else() {
        for id in ["1", "1187654321098765432", "18446744073709551615"] {
            let read = id.parse::<Snowflake>().expect("an id");
            assert_eq!(read.to_string(), id);
            assert_eq!(read.get().to_string(), id);
        }
        for other in ["", "0", "-1", "+1", " 1", "1a", "18446744073709551616", "٣"] {
            assert_eq!(other.parse::<Snowflake>(), Err(SnowflakeError), "{other:?}");
        }
    }

    #[track_caller]
    fn refuses_base(value: &str, why: &str) {
        let error = load(&[("DISCORD_API_BASE", value)]).expect_err("an error");
        assert_eq!(error.to_string(), format!("DISCORD_API_BASE {why}"));
    }

    #[test]
    fn refuses_addresses_that_are_no_base() {
        let no_address =
            "is no http or https address; write one as in `http://127.0.0.1:8080`, or unset it";
        refuses_base("ftp://127.0.0.1", no_address);
        refuses_base("http://", no_address);
        refuses_base("127.0.0.1:80", no_address);
        let name = "holds a user name or password; leave out what stands before the `@`";
        refuses_base("http://s3cret@127.0.0.1", name);
        refuses_base("http://:s3cret@127.0.0.1", name);
        refuses_base(
            "http://127.0.0.1?a=s3cret",
            "holds a query; leave out the `?` and what follows",
        );
        refuses_base(
            "http://127.0.0.1/#a",
            "holds a fragment; leave out the `#` and what follows",
        );
        let config = load(&[("DISCORD_API_BASE", "https://proxy.example/discord//")]);
        assert_eq!(
            config.expect("a config").discord_api_base.as_deref(),
            Some("https://proxy.example/discord")
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
