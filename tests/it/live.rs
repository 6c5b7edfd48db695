//! Documents come and go while questions are answered.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use careerbot::command;
use careerbot::domain::{Label, Request};
use careerbot::engine::{Engine, Live};
use careerbot::intake::{self, Look, Watch};
use tempfile::TempDir;

use crate::bot::Bot;

/// How often the document comes and goes.
const ROUNDS: usize = 20;

/// How many threads ask meanwhile.
const READERS: usize = 3;

/// Within this time a document that was written is found, and one that was removed is gone.
///
/// A build without optimisation reads and writes some twenty times slower, so there the time that this takes is not
/// counted, only what is added to it.
const NOTICED_WITHIN: Duration = Duration::from_secs(1);

/// A machine that runs other tests beside this one may hold up one change or another, but none for so long.
const PATIENCE: Duration = Duration::from_secs(30);

/// The document of one round: two figures that tell which round it is of.
fn visitor(round: usize) -> String {
    format!(
        "# Pay of falconers\n\nThe average pay of falconers in the UK is £31,0{round:02} a year.\n\n\
         ## Senior falconers\n\nA senior falconer in the UK earns £41,0{round:02} a year.\n"
    )
}

/// A corpus that is watched, and what answers from it.
struct Watched {
    folders: TempDir,
    live: Arc<Live>,
    watch: Watch,
    /// How long the last change took to be read, written and opened.
    work: Arc<Mutex<Duration>>,
}

impl Watched {
    fn new() -> Watched {
        let folders = tempfile::tempdir().expect("a folder");
        let corpus = folders.path().join("corpus");
        fs::create_dir(&corpus).expect("a corpus");
        for (name, role, pay) in [
            ("a.md", "thatchers", 28),
            ("b.md", "coopers", 29),
            ("c.md", "farriers", 30),
        ] {
            let text = format!(
                "# Pay of {role}\n\nThe average pay of {role} in the UK is £{pay},000 a year.\n"
            );
            fs::write(corpus.join(name), text).expect("a document");
        }
        let index = folders.path().join("index");
        let since = Look::at(&corpus).ok();
        let opened = intake::open_for_answers(&corpus, &index, &mut |_| {}).expect("an index");
        let engine = Engine::new(opened.index).expect("an engine");
        let live = Arc::new(Live::new(engine));
        let answers = Arc::clone(&live);
        let work = Arc::new(Mutex::new(Duration::ZERO));
        let worked = Arc::clone(&work);
        let watch = Watch::start(corpus, index, since, move |refreshed| {
            assert_eq!(refreshed.warnings, []);
            let start = Instant::now();
            let engine = Engine::new(refreshed.index).expect("an engine");
            let reading = Duration::from_secs_f64(refreshed.report.seconds);
            *worked.lock().expect("nobody panicked") = reading + start.elapsed();
            answers.replace(engine);
        });
        Watched {
            folders,
            live,
            watch: watch.expect("a thread"),
            work,
        }
    }

    /// How long it takes until answers are of `round`, as [`NOTICED_WITHIN`] counts it.
    #[track_caller]
    fn noticed(&self, round: Option<usize>) -> Duration {
        let start = Instant::now();
        let documents = 3 + usize::from(round.is_some());
        // Counting is quicker than asking.
        while self.live.now().documents() != documents || round_of(&self.live.now()) != round {
            assert!(start.elapsed() < PATIENCE, "{round:?} is never noticed");
            thread::sleep(Duration::from_millis(10));
        }
        let took = start.elapsed();
        if cfg!(debug_assertions) {
            let work = *self.work.lock().expect("nobody panicked");
            return took.saturating_sub(work);
        }
        took
    }

    fn visitor(&self) -> PathBuf {
        self.folders.path().join("corpus/visitor.md")
    }
}

/// The round that the engine's answers are of; none without the visitor. Everything it says has to agree.
#[track_caller]
fn round_of(engine: &Engine) -> Option<usize> {
    let line = "/salary role:falconer location:UK";
    let request = command::parse_line(line).expect("a request");
    let answer = engine.answer(&request).expect("an answer");
    let mut pay: Vec<String> = answer
        .figures()
        .filter_map(|figure| figure.fact.pay()?.range.low())
        .map(|low| low.units().to_string())
        .collect();
    pay.sort();
    let hits = engine.search("falconers", 10).expect("a search");
    let found: Vec<&str> = hits.iter().map(|(doc, _)| doc.0.as_str()).collect();
    let round = pay.first().map(|low| {
        let round = low.strip_prefix("310").expect("the first figure");
        round.parse::<usize>().expect("a number")
    });
    match round {
        None => {
            assert_eq!(answer.label, Label::None, "{answer:?}");
            assert_eq!(found, [""; 0]);
        }
        Some(round) => {
            assert_eq!(pay, [format!("310{round:02}"), format!("410{round:02}")]);
            assert_eq!(found, ["visitor.md"]);
            let texts = answer.passages.iter().map(|hit| hit.passage.text.as_str());
            let said = texts.collect::<String>();
            assert!(said.contains(&format!("£31,0{round:02}")), "{said}");
        }
    }
    assert_eq!(engine.documents(), 3 + usize::from(round.is_some()));
    round
}

/// Asks as long as `on` says so, and counts.
fn ask_on(live: &Live, on: &AtomicBool, answered: &AtomicUsize) {
    let thatchers = Request::Ask {
        question: "what does a thatcher earn in the UK?".to_owned(),
    };
    while on.load(Ordering::Relaxed) {
        let engine = live.now();
        let before = round_of(&engine);
        let answer = engine.answer(&thatchers).expect("an answer");
        assert_eq!(answer.figures().count(), 1, "what stays is always there");
        assert_eq!(round_of(&engine), before, "one engine, one answer");
        answered.fetch_add(1, Ordering::Relaxed);
    }
}

#[test]
fn answers_go_on_while_documents_come_and_go() {
    let watched = Watched::new();
    let (on, answered) = (AtomicBool::new(true), AtomicUsize::new(0));
    let live = &*watched.live;
    let mut took = thread::scope(|scope| {
        let readers: Vec<_> = (0..READERS)
            .map(|_| scope.spawn(|| ask_on(live, &on, &answered)))
            .collect();
        let mut took = Vec::new();
        for round in 0..ROUNDS {
            fs::write(watched.visitor(), visitor(round)).expect("a document");
            took.push(watched.noticed(Some(round)));
            fs::remove_file(watched.visitor()).expect("a document less");
            took.push(watched.noticed(None));
        }
        on.store(false, Ordering::Relaxed);
        for reader in readers {
            reader.join().expect("no answer failed");
        }
        took
    });
    watched.watch.end();
    took.sort_unstable();
    // All but a few: see `PATIENCE`.
    let most = took.get(took.len() * 9 / 10).expect("a time");
    assert!(*most < NOTICED_WITHIN, "noticed after {took:?}");
    let answered = answered.into_inner();
    assert!(answered > ROUNDS, "only {answered} answers meanwhile");
}

#[test]
fn a_document_that_is_changed_in_place_takes_over() {
    let watched = Watched::new();
    for round in [1, 2] {
        fs::write(watched.visitor(), visitor(round)).expect("a document");
        watched.noticed(Some(round));
    }
    // A folder that is gone for a while leaves the answers as they are.
    let corpus = watched.folders.path().join("corpus");
    let aside = watched.folders.path().join("aside");
    fs::rename(&corpus, &aside).expect("a name");
    thread::sleep(NOTICED_WITHIN);
    assert_eq!(round_of(&watched.live.now()), Some(2));
    fs::rename(&aside, &corpus).expect("a name");
    fs::write(watched.visitor(), visitor(3)).expect("a document");
    watched.noticed(Some(3));
    watched.watch.end();
}

/// The program's console, spoken to as through a terminal.
struct Console {
    child: Child,
    said: BufReader<std::process::ChildStdout>,
}

impl Console {
    fn open(bot: &Bot) -> Console {
        let mut command = bot.process(&["console"]);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("a start");
        let said = BufReader::new(child.stdout.take().expect("a pipe"));
        Console { child, said }
    }

    /// The first line of the answer to `line`.
    fn first_line(&mut self, line: &str) -> String {
        let stdin = self.child.stdin.as_mut().expect("a pipe");
        // A command that there is not is refused with the list of those that there are.
        writeln!(stdin, "{line}\n/fly").expect("somebody reads");
        let mut first = String::new();
        while first.trim().is_empty() {
            first.clear();
            assert_ne!(self.said.read_line(&mut first).expect("a line"), 0);
        }
        let mut last = String::new();
        while !last.ends_with("/about.\n") {
            last.clear();
            assert_ne!(self.said.read_line(&mut last).expect("a line"), 0);
        }
        first.trim().to_owned()
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn put(path: &Path, text: &str) {
    fs::write(path, text).expect("a document");
}

#[test]
fn a_console_that_is_open_hears_of_new_documents() {
    let bot = Bot::with_empty_corpus();
    bot.write(
        "a.md",
        "# Thatchers\n\nThatchers in the UK earn £28,000 a year.\n",
    );
    let mut console = Console::open(&bot);
    let line = "/salary role:falconer";
    let before = console.first_line(line);
    put(&bot.at("corpus/b.md"), &visitor(7));
    let start = Instant::now();
    loop {
        let now = console.first_line(line);
        if now == "Pay: falconer" {
            assert_ne!(before, now);
            break;
        }
        assert!(start.elapsed() < PATIENCE, "{now}");
        thread::sleep(Duration::from_millis(100));
    }
    let stdin = console.child.stdin.as_mut().expect("a pipe");
    writeln!(stdin, "quit").expect("somebody reads");
    let mut rest = String::new();
    console.said.read_to_string(&mut rest).expect("an end");
    let mut complaints = String::new();
    let stderr = console.child.stderr.as_mut().expect("a pipe");
    stderr.read_to_string(&mut complaints).expect("an end");
    assert_eq!(complaints, "");
    assert!(console.child.wait().expect("an end").success());
}
