//! Logs, to standard error: standard output belongs to answers.
//!
//! What is logged may quote names of files, and those may hold anything. So one entry is one line, and no character in
//! it steers a terminal. What other crates log may quote secrets and what people wrote: see `CAPS`.

use std::fmt::Write as _;
use std::io::{self, Stderr, Write};

use tracing::{Dispatch, Subscriber};
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::{Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{EnvFilter, Registry};

use crate::config::{Config, LogFormat};

/// What is logged when `RUST_LOG` is not set: by a command at a terminal, which shows answers.
pub const TERMINAL_FILTER: &str = "warn";

/// What is logged when `RUST_LOG` is not set: by a service, whose steps someone may have to follow.
pub const SERVICE_FILTER: &str = "info";

/// The most that is ever logged of other crates, whatever `RUST_LOG` says. A name stands for all that begin with it.
///
/// Below a warning, the transports log addresses, headers and bodies, and the addresses of an interaction hold its token.
///
/// serenity is silenced altogether. Its spans, at info, hold whole requests, and its warnings are free text that cannot
/// be told apart by where it stands: `gateway::ws` prints an event it cannot read in full, `http::client` the path of a
/// call whose status surprises it, `gateway::shard` and the shard runner whatever error came up, which may quote words of
/// an event or hold an address. Whoever drives it logs kinds and stages of their own; nothing that needs acting upon is
/// known to serenity alone.
const CAPS: [(&str, LevelFilter); 9] = [
    ("serenity", LevelFilter::OFF),
    ("reqwest", LevelFilter::WARN),
    ("hyper", LevelFilter::WARN),
    ("hyper_util", LevelFilter::WARN),
    ("h2", LevelFilter::WARN),
    ("rustls", LevelFilter::WARN),
    ("tungstenite", LevelFilter::WARN),
    ("tokio_tungstenite", LevelFilter::WARN),
    // Where `tracing` copies spans to when it also feeds the older `log`.
    ("tracing::span", LevelFilter::WARN),
];

/// Starts logging as `config` says, with `unset` as the filter when it says nothing. Called a second time, it changes
/// nothing.
pub fn start(config: &Config, unset: &str) {
    let filter = config.log_filter.as_deref().unwrap_or(unset);
    let format = config.log_format;
    let logs = subscriber(filter, format, move || Entries {
        format,
        out: io::stderr(),
    });
    if logs.try_init().is_err() {
        tracing::debug!("logging was started before");
    }
}

/// Whatever `filter` lets through, at most what [`CAPS`] allow, written to what `writer` makes.
fn subscriber<W>(filter: &str, format: LogFormat, writer: W) -> Dispatch
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    // The filter was checked when the config was read; a bad one cannot get here.
    let filter = EnvFilter::builder().parse_lossy(filter);
    let caps = Targets::new()
        .with_default(LevelFilter::TRACE)
        .with_targets(CAPS);
    // Both stand above the whole: no entry and no span passes that one of them refuses.
    let registry = Registry::default().with(filter).with(caps);
    Dispatch::new(registry.with(entries(format, writer)))
}

fn entries<S, W>(format: LogFormat, writer: W) -> Box<dyn Layer<S> + Send + Sync>
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let entries = tracing_subscriber::fmt::layer()
        .with_ansi(false)
        .with_writer(writer);
    match format {
        LogFormat::Text => entries.boxed(),
        LogFormat::Json => entries.json().boxed(),
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
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::config::VARIABLES;

    #[track_caller]
    fn check(format: LogFormat, entry: &str, expected: &str) {
        let mut entries = Entries {
            format,
            out: Vec::new(),
        };
        entries.write_all(entry.as_bytes()).expect("memory");
        assert_eq!(String::from_utf8_lossy(&entries.out), expected);
    }

    /// Collects what is logged.
    #[derive(Clone, Default)]
    struct Page(Arc<Mutex<Vec<u8>>>);

    impl Write for Page {
        fn write(&mut self, entry: &[u8]) -> io::Result<usize> {
            let mut page = self.0.lock().expect("no panic while writing");
            page.write(entry)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is logged under `filter` while `act` runs.
    fn logged(filter: &str, format: LogFormat, act: impl FnOnce()) -> String {
        let page = Page::default();
        let writer = page.clone();
        let logs = subscriber(filter, format, move || writer.clone());
        tracing::dispatcher::with_default(&logs, act);
        let page = page.0.lock().expect("no panic while writing");
        String::from_utf8(page.clone()).expect("text")
    }

    fn everyone_talks() {
        let _request =
            tracing::error_span!(target: "serenity::http::client", "request", token = "planted-1")
                .entered();
        let _send =
            tracing::info_span!(target: "hyper_util::client", "send", body = "planted-2").entered();
        tracing::error!(target: "serenity::gateway::ws", "planted-3");
        tracing::warn!(target: "serenity", "planted-4");
        tracing::info!(target: "reqwest::connect", "planted-5");
        tracing::debug!(target: "h2::codec", "planted-6");
        tracing::trace!(target: "rustls::conn", "planted-7");
        tracing::debug!(target: "tokio_tungstenite::compat", "planted-8");
        tracing::debug!(target: "tungstenite::protocol", "planted-9");
        tracing::debug!(target: "hyper::proto", "planted-10");
        tracing::trace!(target: "tracing::span", "planted-11");
        tracing::warn!(target: "rustls::conn", "a warning of others");
        tracing::info!("a step of ours");
    }

    #[test]
    fn keeps_others_quiet_whatever_the_filter_says() {
        let named = "serenity=trace,reqwest=trace,hyper=trace,hyper_util=trace,h2=trace,rustls=trace,\
                     tungstenite=trace,tokio_tungstenite=trace,tracing::span=trace,[request]=trace,[send]=trace";
        for filter in ["trace", named, &format!("{named},trace")] {
            for format in [LogFormat::Text, LogFormat::Json] {
                let said = logged(filter, format, everyone_talks);
                assert!(!said.contains("planted"), "{filter}: {said}");
                assert!(said.contains("a warning of others"), "{filter}: {said}");
            }
        }
    }

    #[test]
    fn logs_what_the_filter_lets_through() {
        let service = logged(SERVICE_FILTER, LogFormat::Text, everyone_talks);
        assert!(service.contains("a step of ours"), "{service}");
        let terminal = logged(TERMINAL_FILTER, LogFormat::Text, everyone_talks);
        assert!(!terminal.contains("a step of ours"), "{terminal}");
        let off = logged("off", LogFormat::Text, everyone_talks);
        assert_eq!(off, "");
    }

    #[test]
    fn tells_the_default_that_a_service_takes() {
        let mut variables = VARIABLES.iter();
        let log = variables.find(|variable| variable.name == "RUST_LOG");
        assert_eq!(log.map(|variable| variable.default), Some(SERVICE_FILTER));
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
