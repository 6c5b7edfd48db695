//! The library's bot with an engine that is slow or breaks.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use careerbot::command::Takes;
use careerbot::config::Secret;
use careerbot::discord::Answers;
use careerbot::discord::gateway::{self, Bot, Pace};
use careerbot::discord::token::Token;
use careerbot::domain::{Answer, Fact, FactKey, Request};
use careerbot::engine::{Choice, Cited, Engine};
use careerbot::index::IndexError;
use serde_json::json;
use tokio::runtime::Runtime;
use tokio::sync::oneshot;

use super::{ANSWER_PATIENCE, LOGIN_PATIENCE};
use crate::fake::message::{button, text_of};
use crate::fake::payload::{press, slash};
use crate::fake::{FakeDiscord, Kind, Outcome, Plan};
use crate::project::holds;
use crate::whole;

/// The project's engine, with something done before each answer.
struct Odd {
    engine: &'static Engine,
    before: Box<dyn Fn(&Request) + Send + Sync>,
}

impl Answers for Odd {
    fn answer(&self, request: &Request) -> Result<Answer, IndexError> {
        (self.before)(request);
        self.engine.answer(request)
    }

    fn cited(&self, key: FactKey) -> Result<Option<Cited>, IndexError> {
        self.engine.cited(key)
    }

    fn key(&self, fact: &Fact) -> FactKey {
        self.engine.key(fact)
    }

    fn complete(&self, takes: Takes, typed: &str, limit: usize) -> Vec<Choice> {
        assert!(typed != "break", "on purpose");
        self.engine.complete(takes, typed, limit)
    }
}

/// A bot in this process, ended when dropped.
struct InProcess {
    fake: FakeDiscord,
    stop: Option<oneshot::Sender<()>>,
    runtime: Option<Runtime>,
}

impl InProcess {
    fn start(pace: Pace, before: impl Fn(&Request) + Send + Sync + 'static) -> InProcess {
        let fake = FakeDiscord::start();
        let bot = Bot {
            token: Token::parse(&Secret::new(fake.token())).expect("a token"),
            application: None,
            api_base: Some(fake.base()),
            answers: Arc::new(Odd {
                engine: whole::engine(),
                before: Box::new(before),
            }),
            pace,
        };
        let runtime = Runtime::new().expect("a runtime");
        let (stop, stopped) = oneshot::channel();
        runtime.spawn(async {
            let ended = gateway::run(bot, async { drop(stopped.await) }).await;
            ended.expect("a bot that ends when it is asked to");
        });
        fake.wait_live(LOGIN_PATIENCE).expect("logged in");
        InProcess {
            fake,
            stop: Some(stop),
            runtime: Some(runtime),
        }
    }

    fn salary(&self) -> Outcome {
        let options = [("role", json!("backend developer"))];
        self.fake.ask(slash("salary", &options), ANSWER_PATIENCE)
    }
}

impl Drop for InProcess {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(Duration::from_secs(5));
        }
    }
}

#[test]
fn a_slow_answer_is_announced_and_follows() {
    let bot = InProcess::start(Pace::default(), |_| {
        thread::sleep(Duration::from_millis(3_500));
    });
    let outcome = bot.salary();
    assert!(outcome.deferred);
    assert!(
        (1_400..3_000).contains(&outcome.latency_ms),
        "{} ms",
        outcome.latency_ms
    );
    assert!(outcome.is_ephemeral());
    holds(&text_of(&outcome.message), &["### Pay: backend developer"]);
    // A page that is slow replaces the page before it all the same.
    let turned = bot.fake.ask(
        press(&button(&outcome.message, "Next"), &outcome.message),
        ANSWER_PATIENCE,
    );
    assert_eq!(turned.callback["type"], 6);
    holds(&text_of(&turned.message), &["page 2 of"]);
}

#[test]
fn an_announced_answer_gets_there_over_faults_of_discord() {
    let quick = Pace {
        defer_after: Duration::from_millis(50),
        ..Pace::default()
    };
    let bot = InProcess::start(quick, |_| thread::sleep(Duration::from_millis(150)));
    for plan in [
        Plan::Status(500),
        Plan::Drop,
        Plan::TooManyRequests {
            retry_after_s: 0.3,
            global: false,
        },
    ] {
        bot.fake.plan(Kind::Edit, plan);
        let outcome = bot.salary();
        assert!(outcome.deferred);
        holds(&text_of(&outcome.message), &["### Pay: backend developer"]);
    }
}

#[test]
fn a_panic_is_an_apology_with_a_reference_and_nothing_more() {
    let calls = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&calls);
    let bot = InProcess::start(Pace::default(), move |_| {
        assert!(counted.fetch_add(1, Ordering::SeqCst) > 0, "on purpose");
    });
    let sorry = bot.salary();
    assert!(sorry.is_ephemeral());
    let text = text_of(&sorry.message);
    holds(
        &text,
        &[
            "Answering failed inside, and nothing was answered.",
            "report reference ",
        ],
    );
    assert!(!text.contains("on purpose"));
    holds(
        &text_of(&bot.salary().message),
        &["### Pay: backend developer"],
    );
    let typing = crate::fake::payload::autocomplete("role", &[("role", json!("break"))], "role");
    let offered = bot.fake.ask(typing, ANSWER_PATIENCE);
    assert!(offered.choices().is_empty());
    holds(
        &text_of(&bot.salary().message),
        &["### Pay: backend developer"],
    );
}

#[test]
fn an_answer_that_never_comes_is_given_up_with_an_apology() {
    let pace = Pace {
        defer_after: Duration::from_millis(100),
        give_up_after: Duration::from_millis(400),
        ..Pace::default()
    };
    let bot = InProcess::start(pace, |_| thread::sleep(Duration::from_secs(2)));
    let outcome = bot.salary();
    assert!(outcome.deferred);
    holds(&text_of(&outcome.message), &["Answering failed inside"]);
}

#[test]
fn more_than_can_wait_are_told_so_and_the_rest_is_answered() {
    let pace = Pace {
        at_work: 1,
        waiting: 2,
        ..Pace::default()
    };
    let bot = InProcess::start(pace, |_| thread::sleep(Duration::from_millis(300)));
    let payload = || slash("salary", &[("role", json!("backend developer"))]);
    let tickets: Vec<_> = (0..12).map(|_| bot.fake.send(payload())).collect();
    let (mut busy, mut answered) = (0, 0);
    for ticket in &tickets {
        let outcome = bot.fake.answer(ticket, ANSWER_PATIENCE).expect("an answer");
        let text = text_of(&outcome.message);
        if text.contains("Too many questions are waiting right now.") {
            busy += 1;
        } else {
            holds(&text, &["### Pay: backend developer"]);
            answered += 1;
        }
    }
    assert!(
        busy > 0 && answered >= 3,
        "{busy} told to wait, {answered} answered"
    );
    holds(
        &text_of(&bot.salary().message),
        &["### Pay: backend developer"],
    );
}
