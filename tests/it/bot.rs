//! The real program in a folder of its own, with nothing of the outside in its environment.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::project;

/// How long one run may take before the test fails; the slowest takes a second or two.
const PATIENCE: Duration = Duration::from_mins(2);

/// What decides what the program does, and must not come from whoever runs the tests.
const SETTINGS: [&str; 10] = [
    "DISCORD_TOKEN",
    "DISCORD_APPLICATION_ID",
    "DISCORD_API_BASE",
    "CAREERBOT_CORPUS",
    "CAREERBOT_INDEX",
    "CAREERBOT_LOG_FORMAT",
    "RUST_LOG",
    "NO_COLOR",
    "CLICOLOR_FORCE",
    "RUST_BACKTRACE",
];

/// A working folder, with `corpus/` in it or not, and the program to run there.
pub(crate) struct Bot {
    home: TempDir,
}

/// What one run printed, and how it ended.
#[derive(Debug)]
pub(crate) struct Said {
    /// The exit code; none when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Bot {
    /// In an empty folder.
    pub(crate) fn alone() -> Bot {
        Bot {
            home: tempfile::tempdir().expect("a folder"),
        }
    }

    /// With an empty corpus.
    pub(crate) fn with_empty_corpus() -> Bot {
        let bot = Bot::alone();
        fs::create_dir(bot.at("corpus")).expect("a corpus");
        bot
    }

    /// With a copy of the five articles of the project's corpus.
    pub(crate) fn new() -> Bot {
        let bot = Bot::with_empty_corpus();
        project::copy_articles(&bot.at("corpus"));
        bot
    }

    /// Writes one document.
    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> &Bot {
        fs::write(self.at("corpus").join(name), bytes).expect("a document");
        self
    }

    pub(crate) fn at(&self, path: impl AsRef<Path>) -> PathBuf {
        self.home.path().join(path)
    }

    /// The program, to be given more and run with [`said`].
    pub(crate) fn command<I: AsRef<OsStr>>(&self, arguments: &[I]) -> assert_cmd::Command {
        assert_cmd::Command::from_std(self.process(arguments))
    }

    /// The program, for tests that watch it while it runs.
    pub(crate) fn process<I: AsRef<OsStr>>(&self, arguments: &[I]) -> std::process::Command {
        let mut command = std::process::Command::new(PROGRAM);
        command.args(arguments);
        self.settle(&mut command);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// A shell that runs `script`, in which `"$BOT"` is the program.
    pub(crate) fn shell(&self, script: &str) -> Said {
        let mut command = std::process::Command::new("sh");
        command.arg("-c").arg(script).env("BOT", PROGRAM);
        self.settle(&mut command);
        said(&mut assert_cmd::Command::from_std(command))
    }

    fn settle(&self, command: &mut std::process::Command) {
        command.current_dir(self.home.path()).stdin(Stdio::null());
        for name in SETTINGS {
            command.env_remove(name);
        }
    }

    pub(crate) fn run<I: AsRef<OsStr>>(&self, arguments: &[I]) -> Said {
        said(&mut self.command(arguments))
    }

    /// Runs it and feeds it `input`.
    pub(crate) fn feed<I: AsRef<OsStr>>(&self, arguments: &[I], input: impl Into<Vec<u8>>) -> Said {
        said(self.command(arguments).write_stdin(input))
    }

    /// The answer to `question` as an object.
    #[track_caller]
    pub(crate) fn ask_json(&self, question: &str) -> Value {
        let said = self.run(&["ask", "--json", "--", question]);
        said.check(0);
        serde_json::from_str(&said.out).expect("one object")
    }

    /// The folder of the one index there is.
    pub(crate) fn index_folder(&self) -> PathBuf {
        let homes = listing(&self.at("index"));
        assert_eq!(homes.len(), 1, "{homes:?}");
        let is_index = |path: &PathBuf| path.join("meta.json").exists();
        let mut found = homes.iter().flat_map(|home| listing(home));
        found.find(is_index).expect("an index")
    }
}

/// Where the program lies.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_careerbot");

/// What stands in a folder, by name.
pub(crate) fn listing(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut found: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    found.sort();
    found
}

/// Runs a command to its end. Whatever it was asked, nothing it prints may steer a terminal.
pub(crate) fn said(command: &mut assert_cmd::Command) -> Said {
    said_within(PATIENCE, command)
}

/// Runs a command, which is killed when it takes longer than `limit`.
fn said_within(limit: Duration, command: &mut assert_cmd::Command) -> Said {
    let output = command.timeout(limit).output().expect("a run");
    Said::of(&output)
}

impl Said {
    #[track_caller]
    pub(crate) fn of(output: &std::process::Output) -> Said {
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("only UTF-8 is printed");
        let said = Said {
            code: output.status.code(),
            out: text(&output.stdout),
            err: text(&output.stderr),
        };
        assert_eq!(steering(&said.out), "", "on standard output: {said:?}");
        assert_eq!(steering(&said.err), "", "on standard error: {said:?}");
        said
    }

    /// Ended with `code` and broke nowhere.
    #[track_caller]
    pub(crate) fn check(&self, code: i32) -> &Said {
        assert_eq!(self.code, Some(code), "{self:?}");
        for word in ["panicked at", "broke inside", "failed inside"] {
            assert!(!self.err.contains(word), "{self:?}");
            assert!(!self.out.contains(word), "{self:?}");
        }
        self
    }

    /// Ended with `code`, and said exactly `err` on standard error.
    #[track_caller]
    pub(crate) fn complains(&self, code: i32, err: &str) -> &Said {
        self.check(code);
        assert_eq!(self.err, format!("careerbot: {err}\n"));
        self
    }

    /// What the program itself says on standard error, without what is logged there.
    pub(crate) fn complaints(&self) -> Vec<&str> {
        let lines = self.err.lines();
        lines
            .filter_map(|line| line.strip_prefix("careerbot: "))
            .collect()
    }

    /// The output on one line, words apart by one space: what it says, however it is wrapped.
    pub(crate) fn words(&self) -> String {
        words(&self.out)
    }
}

/// `text` with every run of white space as one space.
pub(crate) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every character of `text` that a terminal would act on, escaped.
fn steering(text: &str) -> String {
    let acts = |c: &char| {
        (c.is_control() && *c != '\n')
            || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    text.chars()
        .filter(acts)
        .flat_map(char::escape_unicode)
        .collect()
}
