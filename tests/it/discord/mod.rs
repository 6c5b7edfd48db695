//! The bot against the fake Discord: as a person runs it, and as its members use it.
//!
//! [`Running`] is the real program with a token; `in_process` runs the library's bot with an engine that is slow or
//! breaks.

mod answers;
mod in_process;
mod load;
mod logs;
mod parity;
mod registration;
mod start;
mod trouble;

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::bot::Bot;
use crate::fake::payload::{self, Payload};
use crate::fake::{FakeDiscord, Outcome, Settings};
use crate::project;

/// How long a program may take to log in, on a busy machine.
const LOGIN_PATIENCE: Duration = Duration::from_mins(1);

/// How long an answer may take; Discord itself waits for three seconds, which the fake holds the bot to.
pub(crate) const ANSWER_PATIENCE: Duration = Duration::from_secs(20);

/// How long a program may take to end.
const END_PATIENCE: Duration = Duration::from_secs(15);

/// The real program, logged in to a fake Discord. Dropped, it is killed.
pub(crate) struct Running {
    // Dropped first: a bot that outlives its Discord would only complain.
    child: Killed,
    log: Arc<Mutex<String>>,
    /// Ends with the log.
    reader: Option<JoinHandle<()>>,
    pub(crate) fake: FakeDiscord,
    _home: Bot,
}

/// A child that does not outlive its test.
struct Killed(Child);

impl Drop for Killed {
    fn drop(&mut self) {
        // It may have ended already.
        let _ended = self.0.kill();
        let _reaped = self.0.wait();
    }
}

impl Running {
    pub(crate) fn start() -> Running {
        Running::with(Settings::default(), &[])
    }

    /// With a Discord of its own kind, and more in the environment.
    pub(crate) fn with(settings: Settings, environment: &[(&str, &str)]) -> Running {
        let running = Running::started(FakeDiscord::with(settings), environment);
        if let Err(why) = running.fake.wait_live(LOGIN_PATIENCE) {
            panic!("{why}; its log:\n{}", running.log());
        }
        running
    }

    /// As [`Running::with`], without waiting until it is logged in.
    pub(crate) fn started(fake: FakeDiscord, environment: &[(&str, &str)]) -> Running {
        let home = Bot::alone();
        let mut command = home.process::<&str>(&[]);
        command
            .stdout(Stdio::null())
            .envs(fake.environment())
            .env("CAREERBOT_CORPUS", project::articles())
            .envs(environment.iter().copied());
        let mut child = Killed(command.spawn().expect("the program"));
        let log = Arc::new(Mutex::new(String::new()));
        let lines = BufReader::new(child.0.stderr.take().expect("its log"));
        let kept = Arc::clone(&log);
        let reader = thread::spawn(move || {
            for line in lines.lines().map_while(Result::ok) {
                let mut kept = kept.lock().expect("no test panics with the log in hand");
                kept.push_str(&line);
                kept.push('\n');
            }
        });
        Running {
            child,
            log,
            reader: Some(reader),
            fake,
            _home: home,
        }
    }

    /// What it has logged so far.
    pub(crate) fn log(&self) -> String {
        let log = self
            .log
            .lock()
            .expect("no test panics with the log in hand");
        log.clone()
    }

    /// Waits until it has logged `words`.
    pub(crate) fn wait_for_log(&self, words: &str) {
        let until = Instant::now() + END_PATIENCE;
        while !self.log().contains(words) {
            assert!(
                Instant::now() < until,
                "{words:?} is not in its log:\n{}",
                self.log()
            );
            thread::sleep(Duration::from_millis(20));
        }
    }

    pub(crate) fn process_id(&self) -> u32 {
        self.child.0.id()
    }

    /// The answer to `payload`, with what it was answered in.
    #[track_caller]
    pub(crate) fn ask(&self, payload: Payload) -> Outcome {
        self.fake.ask(payload, ANSWER_PATIENCE)
    }

    /// The answer to a slash command.
    #[track_caller]
    pub(crate) fn slash(&self, name: &str, options: &[(&str, &str)]) -> Outcome {
        let options: Vec<(&str, Value)> = options
            .iter()
            .map(|(name, value)| (*name, json!(value)))
            .collect();
        self.ask(payload::slash(name, &options))
    }

    /// Asks it to end, as a system does.
    pub(crate) fn terminate(&self) {
        let id = self.process_id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status();
        assert!(sent.expect("kill").success());
    }

    /// Waits until it has ended.
    pub(crate) fn wait_for_end(&mut self) -> ExitStatus {
        let until = Instant::now() + END_PATIENCE;
        loop {
            if let Some(status) = self.child.0.try_wait().expect("a child") {
                // What it said last may still be on its way.
                if let Some(reader) = self.reader.take() {
                    reader.join().expect("lines are only kept");
                }
                return status;
            }
            assert!(
                Instant::now() < until,
                "it does not end; its log:\n{}",
                self.log()
            );
            thread::sleep(Duration::from_millis(20));
        }
    }
}
