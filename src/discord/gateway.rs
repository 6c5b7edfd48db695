//! The gateway: one connection to Discord, interactions from it, a graceful end.
//!
//! serenity carries the connection, which it makes again when it breaks. What it leaves to us: interactions that it
//! cannot read (they come as unknown events), an end that does not hang, and a connection that Discord closes each time
//! without serenity ending.

use std::future::Future;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;
use serenity::all::{
    Client, ConnectionStage, Context, Event, EventHandler, GatewayError as SerenityGatewayError,
    GatewayIntents, HttpBuilder, Interaction, RawEventHandler, ShardId, ShardManager,
    ShardStageUpdateEvent,
};
use serenity::async_trait;
use thiserror::Error;
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

/// After so long without a connection it is made anew.
const STUCK_AFTER: Duration = Duration::from_secs(10);

/// After so long without a session, although Discord takes the connection, it will not give one.
const REFUSED_AFTER: Duration = Duration::from_secs(150);

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
    let base = bot.api_base.as_deref();
    let rest = Rest::new(base, Some(&bot.token)).map_err(unreachable)?;
    check_application(&rest, bot.application).await?;
    // Answers are sent without the bot's token: they have their own.
    let outbox = Outbox::new(Rest::new(base, None).map_err(unreachable)?);
    let shared = Arc::new(Shared {
        desk: Desk::new(bot.answers, Catalogue::english(), bot.pace),
        outbox,
        tasks: TaskTracker::new(),
        link: Mutex::new(Link::Away {
            since: Instant::now(),
        }),
        unread: AtomicU32::new(0),
    });
    let mut client = connect(&bot.token, base, &shared).await?;
    let shards = Arc::clone(&client.shard_manager);
    let ended = tokio::select! {
        ended = client.start_autosharded() => ended.map_err(|error| why_it_ended(&error)),
        refused = shared.watch(&shards) => Err(refused),
        () = stop => {
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
    token: &Token,
    base: Option<&str>,
    shared: &Arc<Shared>,
) -> Result<Client, GatewayError> {
    let mut http = HttpBuilder::new(token.reveal());
    if let Some(base) = base {
        // With its limiter on, the address is ignored and Discord itself is dialled.
        http = http.proxy(base).ratelimiter_disabled(true);
    }
    serenity::client::ClientBuilder::new_with_http(http.build(), GatewayIntents::empty())
        .raw_event_handler(Handler(Arc::clone(shared)))
        .event_handler(Handler(Arc::clone(shared)))
        .await
        .map_err(|error| why_it_ended(&error))
}

/// Fails unless Discord takes the token, and for the application that is set.
async fn check_application(rest: &Rest, set: Option<Snowflake>) -> Result<(), GatewayError> {
    let by = std::time::Instant::now() + START_WITHIN;
    let found = rest
        .send(
            Method::GET,
            "/applications/@me",
            None::<&()>,
            Repeat::Freely,
            by,
        )
        .await
        .map_err(unreachable)?;
    let belongs = found.body.get("id").and_then(Value::as_str);
    let belongs: Option<Snowflake> = belongs.and_then(|id| id.parse().ok());
    match (set, belongs) {
        (Some(set), Some(belongs)) if set != belongs => {
            Err(GatewayError::Application { set, belongs })
        }
        _ => Ok(()),
    }
}

fn unreachable(error: RestError) -> GatewayError {
    match error {
        RestError::Refused { status: 401, .. } => GatewayError::Token,
        other => GatewayError::Unreachable(other.to_string()),
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

/// Starts shards again that got stuck: when taking a connection up again fails, serenity stays with the dead one, busy
/// with nothing, until the next heartbeat is due.
async fn restart_stuck(shards: &ShardManager) {
    let stuck: Vec<ShardId> = {
        let runners = shards.runners.lock().await;
        let stuck = runners
            .iter()
            .filter(|(_, runner)| runner.stage != ConnectionStage::Connected);
        stuck.map(|(id, _)| *id).collect()
    };
    for shard in stuck {
        tracing::warn!(shard.id = shard.0, "a connection is stuck; it is made anew");
        shards.restart(shard).await;
    }
}

/// How the connection stands, as far as serenity tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Link {
    /// None yet, or none any more; serenity makes one as soon as it can.
    Away {
        /// Since when.
        since: Instant,
    },
    /// Discord took the connection, but gave no session yet.
    Greeted {
        /// Since when, whatever came between.
        since: Instant,
    },
    /// Interactions come.
    Open,
}

impl Link {
    /// After Discord took the connection, or lost it.
    fn at_stage(self, stage: ConnectionStage, now: Instant) -> Link {
        let is_greeted = matches!(
            stage,
            ConnectionStage::Identifying | ConnectionStage::Resuming
        );
        match self {
            _ if stage == ConnectionStage::Connected => Link::Open,
            // Closed again before there was a session: the time goes on counting.
            Link::Greeted { .. } => self,
            _ if is_greeted => Link::Greeted { since: now },
            Link::Open => Link::Away { since: now },
            Link::Away { .. } => self,
        }
    }
}

/// What serves every event; serenity holds it for as long as the connection lives.
struct Shared {
    desk: Desk,
    outbox: Outbox,
    tasks: TaskTracker,
    link: Mutex<Link>,
    unread: AtomicU32,
}

impl Shared {
    /// Comes back only when Discord will not give a session.
    async fn watch(&self, shards: &ShardManager) -> GatewayError {
        let mut said = Instant::now();
        let mut restarted = Instant::now();
        loop {
            tokio::time::sleep(WATCH_EVERY).await;
            match self.link() {
                Link::Away { since }
                    if since.elapsed() > STUCK_AFTER && restarted.elapsed() > STUCK_AFTER =>
                {
                    restarted = Instant::now();
                    restart_stuck(shards).await;
                }
                _ => {}
            }
            match self.link() {
                Link::Greeted { since } if since.elapsed() > REFUSED_AFTER => {
                    return GatewayError::NoSession;
                }
                Link::Away { since } if said.elapsed() > AWAY_EVERY => {
                    said = Instant::now();
                    let away_s = since.elapsed().as_secs();
                    tracing::error!(away_s, "Discord's gateway cannot be reached; trying on");
                }
                _ => {}
            }
        }
    }

    fn link(&self) -> Link {
        *self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn set_link(&self, change: impl FnOnce(Link) -> Link) {
        let mut link = self.link.lock().unwrap_or_else(PoisonError::into_inner);
        *link = change(*link);
    }

    /// Answers one interaction, whatever happens on the way.
    async fn serve(self: Arc<Self>, interaction: Interaction, since: Instant) {
        let ticket = Ticket::of(&interaction);
        let name = receive::name(&interaction);
        let shared = Arc::clone(&self);
        let task = self.tasks.spawn(async move {
            shared.answer(&interaction, since).await;
        });
        if task.await.is_err() {
            let reference = crate::fault::report(&"serving an interaction failed");
            self.apologise(&ticket, &reference, since).await;
            tracing::error!(command.name = name, reference, "an interaction was lost");
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
        if let Err(error) = self.outbox.callback(&ticket, &first, by).await {
            tracing::warn!(command.name = name, %error, "an answer was not taken");
            // Words of our own are refused for no content of theirs.
            if matches!(error, RestError::Refused { status: 400, .. }) {
                let reference = crate::fault::report(&"Discord refused the message");
                self.apologise(&ticket, &reference, since).await;
            }
            return;
        }
        let deferred = late.is_some();
        if let Some(late) = late {
            self.send_late(&ticket, name, late).await;
        }
        let elapsed_ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(command.name = name, elapsed_ms, deferred, "answered");
    }

    async fn send_late(&self, ticket: &Ticket, name: &str, late: JoinHandle<Late>) {
        let late = match late.await {
            Ok(late) => late,
            Err(_) => Late::Edit(
                self.desk
                    .apology(&crate::fault::report(&"its task was lost")),
            ),
        };
        let by = Instant::now() + EDIT_WITHIN;
        let sent = match late {
            Late::Edit(components) => self.outbox.edit(ticket, &reply::edit(components), by).await,
            Late::FollowUp(components) => {
                let body = reply::follow_up(components);
                self.outbox.follow_up(ticket, &body, by).await
            }
        };
        let Err(error) = sent else { return };
        tracing::warn!(command.name = name, %error, "a late answer was not taken");
        if matches!(error, RestError::Refused { status: 400, .. }) {
            let reference = crate::fault::report(&"Discord refused the message");
            let body = reply::edit(self.desk.apology(&reference));
            if let Err(error) = self.outbox.edit(ticket, &body, by).await {
                tracing::warn!(command.name = name, %error, "an apology was not taken");
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
            tracing::warn!(reference, %error, "an apology was not taken");
        }
    }

    /// Answers what serenity could not read, as far as it shows how.
    async fn serve_unread(&self, raw: &Value, since: Instant) {
        let unread = self.unread.fetch_add(1, Ordering::Relaxed) + 1;
        let kind = raw.get("type").and_then(Value::as_u64);
        tracing::warn!(unread, kind, "an interaction could not be read");
        let Some(ticket) = Ticket::of_raw(raw) else {
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
            tracing::warn!(%error, "a note on an unread interaction was not taken");
        }
    }
}

/// What serenity calls.
struct Handler(Arc<Shared>);

#[async_trait]
impl RawEventHandler for Handler {
    async fn raw_event(&self, _: Context, event: Event) {
        let since = Instant::now();
        match event {
            Event::InteractionCreate(created) => {
                Arc::clone(&self.0).serve(created.interaction, since).await;
            }
            Event::Unknown(unknown) if unknown.kind == "INTERACTION_CREATE" => {
                self.0.serve_unread(&unknown.value, since).await;
            }
            Event::Ready(ready) => {
                self.0.set_link(|_| Link::Open);
                let servers = ready.ready.guilds.len();
                tracing::info!(servers, "connected; interactions are answered");
            }
            Event::Resumed(_) => {
                self.0.set_link(|_| Link::Open);
                tracing::info!("the connection was taken up again");
            }
            _ => {}
        }
    }
}

#[async_trait]
impl EventHandler for Handler {
    async fn shard_stage_update(&self, _: Context, update: ShardStageUpdateEvent) {
        let now = Instant::now();
        self.0.set_link(|link| link.at_stage(update.new, now));
        tracing::debug!(stage = %update.new, "the connection changed");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_from_the_first_greeting_without_a_session() {
        let start = Instant::now();
        let later = |s| start + Duration::from_secs(s);
        let mut link = Link::Away { since: start };
        for (at, stage) in [
            (1, ConnectionStage::Handshake),
            (2, ConnectionStage::Identifying),
            (3, ConnectionStage::Disconnected),
            (9, ConnectionStage::Identifying),
        ] {
            link = link.at_stage(stage, later(at));
        }
        assert_eq!(link, Link::Greeted { since: later(2) });
        link = link.at_stage(ConnectionStage::Connected, later(10));
        assert_eq!(link, Link::Open);
        link = link.at_stage(ConnectionStage::Disconnected, later(20));
        assert_eq!(link, Link::Away { since: later(20) });
        // While nothing can be reached, time counts from the loss.
        link = link.at_stage(ConnectionStage::Connecting, later(30));
        assert_eq!(link, Link::Away { since: later(20) });
    }
}
