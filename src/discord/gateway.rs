//! The gateway: one connection to Discord, interactions from it, a graceful end.
//!
//! serenity carries the connection, which it makes again when it breaks. What it leaves to us: interactions that it
//! cannot read (they come as unknown events), an end that does not hang, and a connection that Discord closes each time
//! without serenity ending.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;
use serenity::all::{
    Client, ConnectionStage, Context, Event, GatewayError as SerenityGatewayError, GatewayIntents,
    HttpBuilder, Interaction, RawEventHandler, ShardId, ShardManager,
};
use serenity::async_trait;
use thiserror::Error;
use tokio::runtime::{Builder, Handle, Runtime};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_util::task::TaskTracker;

use super::outbox::{Outbox, Ticket};
use super::receive::{self, Place};
use super::reply;
use super::respond::{Answers, Desk, First, Late};
use super::rest::{Method, Repeat, Rest, RestError};
use super::token::Token;
use crate::config::Snowflake;
use crate::domain::Key;
use crate::present::Catalogue;

pub use super::respond::Pace;

/// The first sign must be there three seconds after Discord sent the interaction; the rest of them is for the way.
const CALLBACK_WITHIN: Duration = Duration::from_millis(2_700);

/// How long sending an answer may take that was announced. The token lives for fifteen minutes.
/// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object>
const EDIT_WITHIN: Duration = Duration::from_mins(1);

/// How many threads serenity gets.
const LINE_THREADS: usize = 2;

/// After so long without a confirmed heartbeat a connection is dead: Discord asks for one every 41 seconds or so.
const DEAF_AFTER: Duration = Duration::from_secs(150);

/// How long asking Discord something at the start may take.
const START_WITHIN: Duration = Duration::from_secs(30);

/// How long the connection gets to close by itself at the end.
const CLOSE_WITHIN: Duration = Duration::from_millis(1_500);

/// How long answers at work get to be sent at the end.
const FINISH_WITHIN: Duration = Duration::from_secs(5);

/// The type of an interaction that asks for names.
/// <https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object-interaction-type>
const AUTOCOMPLETE: u64 = 4;

/// How often the connection is looked at.
const WATCH_EVERY: Duration = Duration::from_secs(5);

/// When Discord was seen so often to take the connection without giving a session, it will not give one.
const GREETED_MAX: u32 = 30;

/// How often it is said that the gateway is away.
const AWAY_EVERY: Duration = Duration::from_mins(1);

/// What a bot needs to run.
pub struct Bot {
    /// Its token.
    pub token: Token,
    /// Its application, where one is set; it has to be the token's.
    pub application: Option<Snowflake>,
    /// Another address than Discord's, for tests.
    pub api_base: Option<String>,
    /// What it answers from.
    pub answers: Arc<dyn Answers>,
    /// How long things may take.
    pub pace: Pace,
}

/// Why a bot ended by itself.
#[derive(Debug, Error)]
pub enum GatewayError {
    /// Discord does not take the token.
    #[error(
        "Discord does not take this token (any more); reset it on the Bot page of \
         https://discord.com/developers/applications and set DISCORD_TOKEN to the new one"
    )]
    Token,
    /// The application is another one.
    #[error(
        "DISCORD_APPLICATION_ID is {set}, but DISCORD_TOKEN belongs to application {belongs}; \
         set both from the same application, or leave the id out"
    )]
    Application {
        /// What is set.
        set: Snowflake,
        /// Whose token it is.
        belongs: Snowflake,
    },
    /// Discord wants something else of a bot like this.
    #[error("Discord refuses the connection ({0}); this is a fault in careerbot, report it")]
    Refused(&'static str),
    /// The connection is taken and closed again each time.
    #[error(
        "Discord takes the connection but gives no session; look at https://discordstatus.com, \
         and whether another program uses the same token"
    )]
    NoSession,
    /// A call that every bot makes was not taken.
    #[error(transparent)]
    Rest(RestError),
    /// The system gives no threads.
    #[error("the system gives no threads for the connection; end other programs or start again")]
    Threads,
    /// Discord cannot be reached.
    #[error(
        "Discord cannot be reached ({0}); check the network and DISCORD_API_BASE, then start again"
    )]
    Unreachable(String),
}

/// Runs `bot` until `stop` is done, then ends it gracefully.
///
/// # Errors
/// [`GatewayError`] when Discord does not let it in.
pub async fn run(bot: Bot, stop: impl Future<Output = ()>) -> Result<(), GatewayError> {
    // Threads of its own: when serenity has lost a connection it keeps a thread busy until the next heartbeat is due, and
    // with it the timers and sockets that this thread happens to look after. Everything else lives on the caller's.
    let line = Builder::new_multi_thread()
        .worker_threads(LINE_THREADS)
        .thread_name("gateway")
        .enable_all()
        .build()
        .map_err(|_no_threads| GatewayError::Threads)?;
    let ended = run_on(&line, bot, stop).await;
    // A thread that is kept busy ends with the process.
    line.shutdown_background();
    ended
}

async fn run_on(
    line: &Runtime,
    bot: Bot,
    stop: impl Future<Output = ()>,
) -> Result<(), GatewayError> {
    tokio::pin!(stop);
    let base = bot.api_base.clone();
    let rest = Rest::new(base.as_deref(), Some(&bot.token))?;
    // Answers are sent without the bot's token: they have their own.
    let outbox = Outbox::new(Rest::new(base.as_deref(), None)?);
    tokio::select! {
        checked = check(&rest, bot.application) => checked?,
        () = &mut stop => return Ok(()),
    }
    let shared = Arc::new(Shared {
        desk: Desk::new(bot.answers, Catalogue::english(), bot.pace),
        outbox,
        tasks: TaskTracker::new(),
        home: Handle::current(),
        unread: AtomicU32::new(0),
    });
    let connecting = line.spawn(connect(bot.token, rest, base, Arc::clone(&shared)));
    let client = tokio::select! {
        client = connecting => client.map_err(|_lost| GatewayError::Threads)??,
        () = tokio::time::sleep(START_WITHIN) => {
            return Err(GatewayError::Unreachable("its gateway does not answer".to_owned()));
        }
        () = &mut stop => return Ok(()),
    };
    let shards = Arc::clone(&client.shard_manager);
    let mut client = client;
    let session = line.spawn(async move { client.start_autosharded().await });
    let ended = tokio::select! {
        ended = session => match ended {
            Ok(ended) => ended.map_err(|error| why_it_ended(&error)),
            Err(_lost) => Err(GatewayError::Threads),
        },
        refused = watch(&shards) => Err(refused),
        () = &mut stop => {
            tracing::info!("stopping: no new interactions, open ones are finished");
            Ok(())
        }
    };
    shared.tasks.close();
    // It hangs while the gateway is away.
    let closed = tokio::time::timeout(CLOSE_WITHIN, shards.shutdown_all()).await;
    if closed.is_err() {
        tracing::warn!("the gateway did not confirm the end of the connection");
    }
    let finished = tokio::time::timeout(FINISH_WITHIN, shared.tasks.wait()).await;
    if finished.is_err() {
        tracing::warn!(
            open = shared.tasks.len(),
            "some answers were not sent in time"
        );
    }
    ended
}

async fn connect(
    token: Token,
    rest: Rest,
    base: Option<String>,
    shared: Arc<Shared>,
) -> Result<Client, GatewayError> {
    let mut http = HttpBuilder::new(token.reveal()).client(rest.client());
    if let Some(base) = base {
        // With its limiter on, the address is ignored and Discord itself is dialled.
        http = http.proxy(base).ratelimiter_disabled(true);
    }
    serenity::client::ClientBuilder::new_with_http(http.build(), GatewayIntents::empty())
        .raw_event_handler(Handler(shared))
        .await
        .map_err(|error| why_it_ended(&error))
}

/// Fails unless Discord takes the token, for the application that is set, and says where its gateway is.
async fn check(rest: &Rest, set: Option<Snowflake>) -> Result<(), GatewayError> {
    let by = std::time::Instant::now() + START_WITHIN;
    let get = async |path| {
        let call = rest.send(Method::GET, path, None::<&()>, Repeat::Freely, by);
        call.await
    };
    let found = get("/applications/@me").await?;
    let belongs = found.body.get("id").and_then(Value::as_str);
    let belongs: Option<Snowflake> = belongs.and_then(|id| id.parse().ok());
    if let (Some(set), Some(belongs)) = (set, belongs)
        && set != belongs
    {
        return Err(GatewayError::Application { set, belongs });
    }
    // serenity asks this again, but dials Discord with the token when it gets no answer, whatever address is set.
    let gateway = get("/gateway").await?;
    let is_said = gateway.body.get("url").is_some_and(Value::is_string);
    if !is_said {
        return Err(GatewayError::Unreachable(
            "it does not say where its gateway is".to_owned(),
        ));
    }
    Ok(())
}

impl From<RestError> for GatewayError {
    fn from(error: RestError) -> GatewayError {
        match error {
            RestError::Refused { status: 401, .. } => GatewayError::Token,
            other => GatewayError::Rest(other),
        }
    }
}

/// What serenity's error means to whoever runs the bot. Its own words may hold addresses with tokens.
fn why_it_ended(error: &serenity::Error) -> GatewayError {
    match error {
        serenity::Error::Gateway(SerenityGatewayError::InvalidAuthentication) => {
            GatewayError::Token
        }
        serenity::Error::Gateway(SerenityGatewayError::DisallowedGatewayIntents) => {
            GatewayError::Refused("disallowed intents")
        }
        serenity::Error::Gateway(SerenityGatewayError::InvalidGatewayIntents) => {
            GatewayError::Refused("invalid intents")
        }
        serenity::Error::Gateway(_) => GatewayError::Refused("the gateway closed it"),
        serenity::Error::Http(_) => {
            GatewayError::Unreachable("it does not say where its gateway is".to_owned())
        }
        _ => GatewayError::Unreachable("the connection could not be made".to_owned()),
    }
}

/// How the connection stands, as far as serenity tells when it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link {
    /// Since when there is no session; none while there is one.
    away_since: Option<Instant>,
    /// How often since then Discord was seen to have taken the connection without giving a session.
    greeted: u32,
}

impl Link {
    /// `stage` is none while serenity tries to connect.
    fn seen(self, stage: Option<ConnectionStage>, now: Instant) -> Link {
        let away_since = self.away_since.or(Some(now));
        match stage {
            Some(ConnectionStage::Connected) => Link {
                away_since: None,
                greeted: 0,
            },
            // With the connection lost again after a session, until serenity notices.
            None | Some(ConnectionStage::Connecting) => Link { away_since, ..self },
            // The connection stands, and what should come on it does not.
            Some(_) => Link {
                away_since,
                greeted: self.greeted + 1,
            },
        }
    }
}

/// When a shard last heard of Discord, as far as its heartbeats tell.
#[derive(Default)]
struct Pulse(HashMap<ShardId, (Option<Duration>, Instant)>);

impl Pulse {
    /// The shards that say they are connected, but whose heartbeats nobody has confirmed for too long.
    fn deaf(
        &mut self,
        shards: &[(ShardId, ConnectionStage, Option<Duration>)],
        now: Instant,
    ) -> Vec<ShardId> {
        let mut deaf = Vec::new();
        for (id, stage, latency) in shards {
            let (known, since) = self.0.entry(*id).or_insert((*latency, now));
            // Each confirmed heartbeat is measured anew.
            if known != latency || *stage != ConnectionStage::Connected {
                (*known, *since) = (*latency, now);
            } else if now - *since > DEAF_AFTER {
                *since = now;
                deaf.push(*id);
            }
        }
        deaf
    }
}

/// Looks at the connection now and then; comes back only when Discord will not give a session.
///
/// It asks instead of being told: what serenity tells waits behind the thread that it keeps busy.
async fn watch(manager: &ShardManager) -> GatewayError {
    let mut link = Link {
        away_since: Some(Instant::now()),
        greeted: 0,
    };
    let mut pulse = Pulse::default();
    let mut said = Instant::now();
    loop {
        tokio::time::sleep(WATCH_EVERY).await;
        let now = Instant::now();
        let shards: Vec<_> = {
            let runners = manager.runners.lock().await;
            let told = runners.iter();
            told.map(|(id, runner)| (*id, runner.stage, runner.latency))
                .collect()
        };
        let behind = shards
            .iter()
            .find(|(_, stage, _)| *stage != ConnectionStage::Connected);
        let stage = behind.or(shards.first()).map(|(_, stage, _)| *stage);
        link = link.seen(stage, now);
        if link.greeted >= GREETED_MAX {
            return GatewayError::NoSession;
        }
        for shard in pulse.deaf(&shards, now) {
            tracing::error!(
                shard.id = shard.0,
                "the connection is dead; it is made anew"
            );
            manager.restart(shard).await;
        }
        let away = link.away_since.map(|since| now - since);
        if let Some(away) = away.filter(|away| *away > AWAY_EVERY)
            && now - said > AWAY_EVERY
        {
            said = now;
            let away_s = away.as_secs();
            tracing::error!(away_s, "Discord's gateway gives no connection; trying on");
        }
    }
}

/// What serves every event; serenity holds it for as long as the connection lives.
struct Shared {
    desk: Desk,
    outbox: Outbox,
    tasks: TaskTracker,
    /// Where the work is done.
    home: Handle,
    unread: AtomicU32,
}

impl Shared {
    /// Answers one interaction, whatever happens on the way.
    async fn serve(self: Arc<Self>, interaction: Interaction, since: Instant) {
        let ticket = Ticket::of(&interaction);
        let name = receive::name(&interaction);
        tracing::debug!(command.name = name, "an interaction came in");
        let shared = Arc::clone(&self);
        let task = tokio::spawn(async move { shared.answer(&interaction, since).await });
        if task.await.is_err() {
            let reference = crate::fault::report(&format!("serving a {name} was lost"));
            self.apologise(&ticket, &reference, since).await;
        }
    }

    async fn answer(&self, interaction: &Interaction, since: Instant) {
        let ticket = Ticket::of(interaction);
        let name = receive::name(interaction);
        let by = since + CALLBACK_WITHIN;
        let (first, late) = match self.desk.respond(interaction, since).await {
            First::Now(first) => (first, None),
            First::Later(first, late) => (first, Some(late)),
        };
        let deferred = late.is_some();
        if let Err(error) = self.outbox.callback(&ticket, &first, by).await {
            not_taken(&error, name, "an answer was not taken");
            // Words of our own are refused for no content of theirs.
            if error.status() == Some(400) {
                let reference = crate::fault::report(&"Discord refused the message");
                self.apologise(&ticket, &reference, since).await;
                return;
            }
            // A "wait" that may have arrived after all must not stand for ever.
            if !(deferred && error.may_have_arrived()) {
                return;
            }
        }
        if let Some(late) = late
            && !self.send_late(&ticket, name, late).await
        {
            return;
        }
        let elapsed_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(command.name = name, elapsed_ms, deferred, "answered");
    }

    /// True when the answer arrived; an apology in its place is none.
    async fn send_late(&self, ticket: &Ticket, name: &str, late: JoinHandle<Late>) -> bool {
        let late = match late.await {
            Ok(late) => late,
            Err(_) => Late::Edit(
                self.desk
                    .apology(&crate::fault::report(&"its task was lost")),
            ),
        };
        let in_place = matches!(late, Late::Edit(_));
        let Err(error) = self.send_one(ticket, late).await else {
            return true;
        };
        not_taken(&error, name, "a late answer was not taken");
        if error.status() != Some(400) {
            return false;
        }
        let sorry = self
            .desk
            .apology(&crate::fault::report(&"Discord refused the message"));
        // What stood beside a page must not take its place as an apology either.
        let sorry = if in_place {
            Late::Edit(sorry)
        } else {
            Late::FollowUp(sorry)
        };
        if let Err(error) = self.send_one(ticket, sorry).await {
            not_taken(&error, name, "an apology was not taken");
        }
        false
    }

    async fn send_one(&self, ticket: &Ticket, late: Late) -> Result<(), RestError> {
        let by = Instant::now() + EDIT_WITHIN;
        match late {
            Late::Edit(components) => self.outbox.edit(ticket, &reply::edit(components), by).await,
            Late::FollowUp(components) => {
                let body = reply::follow_up(components);
                self.outbox.follow_up(ticket, &body, by).await
            }
        }
    }

    async fn apologise(&self, ticket: &Ticket, reference: &str, since: Instant) {
        let body = reply::message(self.desk.apology(reference), Place::Private);
        let sent = self
            .outbox
            .callback(ticket, &body, since + CALLBACK_WITHIN)
            .await;
        if let Err(error) = sent {
            not_taken(&error, "apology", "an apology was not taken");
        }
    }

    /// Answers what serenity could not read, as far as it shows how.
    async fn serve_unread(self: Arc<Self>, raw: Value, since: Instant) {
        let unread = self.unread.fetch_add(1, Ordering::Relaxed) + 1;
        let kind = raw.get("type").and_then(Value::as_u64);
        tracing::warn!(unread, kind, "an interaction could not be read");
        let Some(ticket) = Ticket::of_raw(&raw) else {
            return;
        };
        let body = match kind {
            // Names are being typed: an error has no place there.
            Some(AUTOCOMPLETE) => reply::choices(Vec::new()),
            _ => self.desk.notice(&Key::InteractionUnread.into()),
        };
        let sent = self
            .outbox
            .callback(&ticket, &body, since + CALLBACK_WITHIN)
            .await;
        if let Err(error) = sent {
            not_taken(
                &error,
                "unread",
                "a note on an unread interaction was not taken",
            );
        }
    }
}

/// Says why Discord did not take something. Its own words are left out: they may quote what was in it.
fn not_taken(error: &RestError, name: &str, what: &'static str) {
    let (status, code) = (error.status(), error.code());
    let why = match error {
        RestError::Refused { .. } => "refused".to_owned(),
        other => other.to_string(),
    };
    tracing::warn!(command.name = name, status, code, why, "{what}");
}

/// What serenity calls, on its own threads. All work is done elsewhere.
struct Handler(Arc<Shared>);

#[async_trait]
impl RawEventHandler for Handler {
    async fn raw_event(&self, _: Context, event: Event) {
        let since = Instant::now();
        let Shared { tasks, home, .. } = &*self.0;
        match event {
            Event::InteractionCreate(created) => {
                let served = Arc::clone(&self.0).serve(created.interaction, since);
                tasks.spawn_on(served, home);
            }
            Event::Unknown(unknown) if unknown.kind == "INTERACTION_CREATE" => {
                let served = Arc::clone(&self.0).serve_unread(unknown.value, since);
                tasks.spawn_on(served, home);
            }
            Event::Ready(ready) => {
                let servers = ready.ready.guilds.len();
                tracing::info!(servers, "connected; interactions are answered");
            }
            Event::Resumed(_) => {
                tracing::info!("the connection was taken up again");
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_being_refused_from_being_away() {
        let start = Instant::now();
        let mut link = Link {
            away_since: Some(start),
            greeted: 0,
        };
        let mut see = |stage, at_s| {
            link = link.seen(stage, start + Duration::from_secs(at_s));
            (
                link.away_since.map(|since| (since - start).as_secs()),
                link.greeted,
            )
        };
        assert_eq!(see(None, 5), (Some(0), 0));
        // serenity does not always tell that it has identified.
        assert_eq!(see(Some(ConnectionStage::Disconnected), 10), (Some(0), 1));
        // Closed again before there was a session: that counts on.
        assert_eq!(see(None, 15), (Some(0), 1));
        assert_eq!(see(Some(ConnectionStage::Resuming), 20), (Some(0), 2));
        assert_eq!(see(Some(ConnectionStage::Connected), 25), (None, 0));
        // While nothing can be reached, time counts from the loss, and nobody is refused.
        assert_eq!(see(Some(ConnectionStage::Connecting), 30), (Some(30), 0));
        assert_eq!(see(None, 300), (Some(30), 0));
    }

    #[test]
    fn hears_when_nobody_answers() {
        let start = Instant::now();
        let mut pulse = Pulse::default();
        let mut deaf = |stage, latency_ms: u64, at_s| {
            let shard = (ShardId(0), stage, Some(Duration::from_millis(latency_ms)));
            let found = pulse.deaf(&[shard], start + Duration::from_secs(at_s));
            found.len()
        };
        assert_eq!(deaf(ConnectionStage::Connected, 30, 0), 0);
        assert_eq!(deaf(ConnectionStage::Connected, 31, 100), 0);
        assert_eq!(deaf(ConnectionStage::Connected, 31, 240), 0);
        assert_eq!(deaf(ConnectionStage::Connected, 31, 251), 1);
        // Once is enough until it had time to come back.
        assert_eq!(deaf(ConnectionStage::Connected, 31, 256), 0);
        // One that knows that it is not connected is helped by serenity itself.
        assert_eq!(deaf(ConnectionStage::Connecting, 31, 900), 0);
        assert_eq!(deaf(ConnectionStage::Connected, 31, 905), 0);
    }
}
