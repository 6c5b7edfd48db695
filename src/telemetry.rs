//! Logs, to standard error: standard output belongs to answers.
//!
//! What is logged may quote names of files, and those may hold anything. So one entry is one line, and no character in
//! it steers a terminal.

use std::fmt::Write as _;
use std::io::{self, Stderr, Write};

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Starts logging as `config` says. Called a second time, it changes nothing.
pub fn start(config: &Config) {
    // The filter was checked when the config was read; a bad one cannot get here.
    let filter = EnvFilter::builder().parse_lossy(&config.log_filter);
    let format = config.log_format;
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(move || Entries {
            format,
            out: io::stderr(),
        });
    let started = match format {
        LogFormat::Text => logs.try_init(),
        LogFormat::Json => logs.json().try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}

/// Writes entries, each given in one piece, without what could steer a terminal.
struct Entries<W = Stderr> {
    format: LogFormat,
    out: W,
}

impl<W: Write> Write for Entries<W> {
    fn write(&mut self, entry: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(entry);
        self.out
            .write_all(harmless(&text, self.format).as_bytes())?;
        Ok(entry.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// `entry` with every character escaped that acts instead of being read, but for the line break at its end.
fn harmless(entry: &str, format: LogFormat) -> String {
    let line = entry.strip_suffix('\n');
    let mut text = String::with_capacity(entry.len());
    for char in line.unwrap_or(entry).chars() {
        if !acts(char) {
            text.push(char);
            continue;
        }
        let _infallible = match format {
            LogFormat::Text => write!(text, "{}", char.escape_unicode()),
            // Inside a string, where alone such a character can stand, this is the same character still.
            LogFormat::Json => write!(text, "\\u{:04x}", u32::from(char)),
        };
    }
    if line.is_some() {
        text.push('\n');
    }
    text
}

/// True for controls and for marks that turn the direction of writing; all of them have four hexadecimal digits.
fn acts(char: char) -> bool {
    char.is_control()
        || matches!(
            char,
            '\u{61c}'
                | '\u{200e}'
                | '\u{200f}'
                | '\u{2028}'
                | '\u{2029}'
                | '\u{202a}'..='\u{202e}'
                | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(format: LogFormat, entry: &str, expected: &str) {
        let mut entries = Entries {
            format,
            out: Vec::new(),
        };
        entries.write_all(entry.as_bytes()).expect("memory");
        assert_eq!(String::from_utf8_lossy(&entries.out), expected);
    }

    #[test]
    fn keeps_an_entry_on_one_line_and_steers_no_terminal() {
        let entry = "WARN path=a\u{1b}[2J\u{9b}31m\u{202e}é\u{7f}\r\nERROR forged\n";
        check(
            LogFormat::Text,
            entry,
            "WARN path=a\\u{1b}[2J\\u{9b}31m\\u{202e}é\\u{7f}\\u{d}\\u{a}ERROR forged\n",
        );
        check(
            LogFormat::Text,
            "no break at the end",
            "no break at the end",
        );
    }

    #[test]
    fn keeps_objects_as_they_are_read() {
        let path = "a\u{1b}[2J\u{9b}31m\u{202e}\u{2028}\u{7f}\n";
        let object = serde_json::json!({ "path": path }).to_string() + "\n";
        let shown = harmless(&object, LogFormat::Json);
        assert!(!shown.trim_end_matches('\n').contains(acts), "{shown}");
        let read: serde_json::Value = serde_json::from_str(&shown).expect("an object");
        assert_eq!(read["path"], path);
    }
}
