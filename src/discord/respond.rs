//! From an interaction to what goes back: at once, or "wait" first and the answer when it is there.
//!
//! The same for every transport: nothing here sends anything. An answer is worked out on a thread of its own, so that a
//! slow one holds up nobody; how many are worked out and how many wait is bounded; a panic in one is an apology with a
//! reference, and the next interaction is answered as if nothing had been.

use std::sync::Arc;
use std::time::Duration;

use serenity::model::application::Interaction;
use tokio::sync::Semaphore;
use tokio::task::JoinHandle;
use tokio::time::Instant;
use twilight_model::channel::message::Component;
use twilight_model::http::interaction::InteractionResponse;

use super::limits::CHOICES_MAX;
use super::receive::{Place, Received, received};
use super::{render, reply};
use crate::command::Takes;
use crate::domain::{Answer, Fact, FactKey, Key, Label, Message, Request};
use crate::engine::{Choice, Cited, Engine, Live};
use crate::fault::guarded;
use crate::index::IndexError;
use crate::present::Catalogue;

/// What interactions are answered from: an [`Engine`], the one of a [`Live`], or in tests one that is slow or breaks.
pub trait Answers: Send + Sync + 'static {
    /// As [`Engine::answer`].
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    fn answer(&self, request: &Request) -> Result<Answer, IndexError>;

    /// As [`Engine::cited`].
    ///
    /// # Errors
    /// [`IndexError`] when the index cannot be read.
    fn cited(&self, key: FactKey) -> Result<Option<Cited>, IndexError>;

    /// As [`Engine::key`].
    fn key(&self, fact: &Fact) -> FactKey;

    /// As [`Engine::complete`].
    fn complete(&self, takes: Takes, typed: &str, limit: usize) -> Vec<Choice>;
}

impl Answers for Engine {
    fn answer(&self, request: &Request) -> Result<Answer, IndexError> {
        Engine::answer(self, request)
    }

    fn cited(&self, key: FactKey) -> Result<Option<Cited>, IndexError> {
        Engine::cited(self, key)
    }

    fn key(&self, fact: &Fact) -> FactKey {
        Engine::key(self, fact)
    }

    fn complete(&self, takes: Takes, typed: &str, limit: usize) -> Vec<Choice> {
        Engine::complete(self, takes, typed, limit)
    }
}

/// Each call is answered by one engine, whatever takes its place meanwhile. A [`FactKey`] names a fact, not an engine, so
/// keys go on meaning the same fact as long as its document says it.
impl Answers for Live {
    fn answer(&self, request: &Request) -> Result<Answer, IndexError> {
        self.now().answer(request)
    }

    fn cited(&self, key: FactKey) -> Result<Option<Cited>, IndexError> {
        self.now().cited(key)
    }

    fn key(&self, fact: &Fact) -> FactKey {
        self.now().key(fact)
    }

    fn complete(&self, takes: Takes, typed: &str, limit: usize) -> Vec<Choice> {
        self.now().complete(takes, typed, limit)
    }
}

/// How long things may take.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// After so long an answer that is not there yet is announced. Discord waits three seconds for the first sign.
    /// <https://discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction>
    pub defer_after: Duration,
    /// After so long it is given up.
    pub give_up_after: Duration,
    /// How many answers are worked out at a time.
    pub at_work: usize,
    /// How many more may wait for that.
    pub waiting: usize,
}

impl Default for Pace {
    fn default() -> Pace {
        let threads = std::thread::available_parallelism().map_or(2, usize::from);
        Pace {
            defer_after: Duration::from_millis(1_500),
            give_up_after: Duration::from_secs(30),
            at_work: threads.max(2),
            waiting: 1_000,
        }
    }
}

/// Where interactions are answered.
pub(super) struct Desk {
    answers: Arc<dyn Answers>,
    catalogue: Arc<Catalogue>,
    pace: Pace,
    places: Arc<Semaphore>,
    at_work: Arc<Semaphore>,
}

/// What goes back first.
pub(super) enum First {
    /// The answer.
    Now(InteractionResponse),
    /// That it follows, and the answer once it is there.
    Later(InteractionResponse, JoinHandle<Late>),
}

/// What follows a "wait".
#[derive(Debug)]
pub(super) enum Late {
    /// In the place of the "wait".
    Edit(Vec<Component>),
    /// In a message of its own.
    FollowUp(Vec<Component>),
}

/// An answer ready to be shown.
struct Shown {
    components: Vec<Component>,
    place: Place,
}

impl Desk {
    pub(super) fn new(answers: Arc<dyn Answers>, catalogue: Catalogue, pace: Pace) -> Desk {
        Desk {
            answers,
            catalogue: Arc::new(catalogue),
            pace,
            places: Arc::new(Semaphore::new(pace.at_work + pace.waiting)),
            at_work: Arc::new(Semaphore::new(pace.at_work)),
        }
    }

    /// What goes back for `interaction`, which came in at `since`.
    pub(super) async fn respond(&self, interaction: &Interaction, since: Instant) -> First {
        match received(interaction) {
            Received::Ping => First::Now(reply::pong()),
            Received::Complete { takes, typed } => First::Now(self.complete(takes, &typed)),
            Received::Refuse(message) => First::Now(self.notice(&message)),
            Received::Why { key, number } => {
                self.work(Place::Private, since, move |answers, words| {
                    why(answers, key, number, words)
                })
                .await
            }
            Received::Ask {
                request,
                page,
                place,
            } => {
                self.work(place, since, move |answers, words| {
                    ask(answers, &request, page, place, words)
                })
                .await
            }
        }
    }

    /// `message` for the asker alone.
    pub(super) fn notice(&self, message: &Message) -> InteractionResponse {
        let components = render::notice(message, &self.catalogue);
        reply::message(components, Place::Private)
    }

    /// The apology for an answer that failed, to be found in the log by `reference`.
    pub(super) fn apology(&self, reference: &str) -> Vec<Component> {
        apology(reference, &self.catalogue)
    }

    /// Names come from memory: they need no thread and no place.
    fn complete(&self, takes: Takes, typed: &str) -> InteractionResponse {
        let offered = guarded(|| -> Result<Vec<Choice>, IndexError> {
            Ok(self.answers.complete(takes, typed, CHOICES_MAX))
        });
        reply::choices(offered.unwrap_or_default())
    }

    async fn work(
        &self,
        place: Place,
        since: Instant,
        work: impl FnOnce(&dyn Answers, &Catalogue) -> Result<Shown, IndexError> + Send + 'static,
    ) -> First {
        let Ok(waiting) = Arc::clone(&self.places).try_acquire_owned() else {
            tracing::warn!("too many questions are waiting; one was turned away");
            return First::Now(self.notice(&Key::Busy.into()));
        };
        let answers = Arc::clone(&self.answers);
        let catalogue = Arc::clone(&self.catalogue);
        let at_work = Arc::clone(&self.at_work);
        let give_up = since + self.pace.give_up_after;
        let mut shown = tokio::spawn(async move {
            let thread = async {
                let working = at_work.acquire_owned().await;
                let words = Arc::clone(&catalogue);
                tokio::task::spawn_blocking(move || {
                    let shown = guarded(|| work(&*answers, &words));
                    // Held until the work is over, also when nobody waits for it any more.
                    drop((working, waiting));
                    shown
                })
                .await
            };
            let reference = match tokio::time::timeout_at(give_up, thread).await {
                Ok(Ok(Ok(shown))) => return shown,
                Ok(Ok(Err(failed))) => failed.reference,
                Ok(Err(_)) => crate::fault::report(&"the thread was lost"),
                Err(_) => crate::fault::report(&"it took too long"),
            };
            Shown {
                components: apology(&reference, &catalogue),
                place: Place::Private,
            }
        });
        let wait_until = since + self.pace.defer_after;
        match tokio::time::timeout_at(wait_until, &mut shown).await {
            Ok(Ok(shown)) => First::Now(reply::message(shown.components, shown.place)),
            Ok(Err(_)) => {
                let reference = crate::fault::report(&"its task was lost");
                First::Now(reply::message(self.apology(&reference), Place::Private))
            }
            Err(_) => First::Later(reply::deferral(place), self.late(shown, place)),
        }
    }

    /// What follows once `shown` is there.
    fn late(&self, shown: JoinHandle<Shown>, place: Place) -> JoinHandle<Late> {
        let catalogue = Arc::clone(&self.catalogue);
        tokio::spawn(async move {
            match shown.await {
                // What should have taken the place of a message stands beside it instead when it is no such page.
                Ok(shown) if place == Place::Update && shown.place != Place::Update => {
                    Late::FollowUp(shown.components)
                }
                Ok(shown) => Late::Edit(shown.components),
                Err(_) => {
                    let reference = crate::fault::report(&"its task was lost");
                    Late::Edit(apology(&reference, &catalogue))
                }
            }
        })
    }
}

fn apology(reference: &str, catalogue: &Catalogue) -> Vec<Component> {
    let message = Message::new(Key::AnswerFailed).with("reference", reference);
    render::notice(&message, catalogue)
}

fn ask(
    answers: &dyn Answers,
    request: &Request,
    page: usize,
    place: Place,
    words: &Catalogue,
) -> Result<Shown, IndexError> {
    let answer = answers.answer(request)?;
    // A page of an answer that is no more must not wipe out the one that is being read.
    let place = match (place, answer.label) {
        (Place::Update, Label::None) => Place::Private,
        _ => place,
    };
    Ok(Shown {
        components: render::answer(&answer, page, words, &|fact| answers.key(fact)),
        place,
    })
}

fn why(
    answers: &dyn Answers,
    key: FactKey,
    number: u16,
    words: &Catalogue,
) -> Result<Shown, IndexError> {
    let components = match answers.cited(key)? {
        Some(cited) => render::why(&cited, number, words),
        None => render::notice(&Key::DocumentsChanged.into(), words),
    };
    Ok(Shown {
        components,
        place: Place::Private,
    })
}
