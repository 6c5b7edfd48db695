//! The gateway: one connection to Discord, interactions from it, a graceful end.
//!
//! serenity carries the connection, which it makes again when it breaks. What it leaves to us: interactions that it
//! cannot read (they come as unknown events), an end that does not hang, and a connection that Discord closes each time
//! without serenity ending.

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use serde_json::Value;
use serenity::all::{
    Client, ConnectionStage, Context, Event, GatewayError as SerenityGatewayError, GatewayIntents,
    HttpBuilder, Interaction, RawEventHandler, ShardManager,
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

/// How the connection stands, as far as serenity tells when it is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Link {
    /// Since when there is no session; none while there is one.
    away_since: Option<Instant>,
    /// How often since then Discord was seen to have taken the connection without giving a session.
    greeted: u32,
}

impl Link {
    fn seen(self, stage: ConnectionStage, now: Instant) -> Link {
        match stage {
            ConnectionStage::Connected => Link {
                away_since: None,
                greeted: 0,
            },
            ConnectionStage::Identifying | ConnectionStage::Resuming => Link {
                away_since: self.away_since.or(Some(now)),
                greeted: self.greeted + 1,
            },
            _ => Link {
                away_since: self.away_since.or(Some(now)),
                ..self
            },
        }
    }
}

/// The stage of the connection: of the shard that is furthest from being connected, where there are several.
async fn stage(shards: &ShardManager) -> ConnectionStage {
    let runners = shards.runners.lock().await;
    let mut stages = runners.values().map(|runner| runner.stage);
    // While serenity makes a connection, its shard is not listed.
    let Some(first) = stages.next() else {
        return ConnectionStage::Disconnected;
    };
    let behind = stages
        .chain([first])
        .find(|stage| *stage != ConnectionStage::Connected);
    behind.unwrap_or(ConnectionStage::Connected)
}

/// What serves every event; serenity holds it for as long as the connection lives.
struct Shared {
    desk: Desk,
    outbox: Outbox,
    tasks: TaskTracker,
    unread: AtomicU32,
}

impl Shared {
    /// Looks at the connection now and then; comes back only when Discord will not give a session.
    ///
    /// It asks instead of being told: after a failed try to take a connection up again, serenity keeps a thread busy
    /// until the next heartbeat is due, and what it tells in that time waits behind that thread.
    async fn watch(&self, shards: &ShardManager) -> GatewayError {
        let mut link = Link {
            away_since: Some(Instant::now()),
            greeted: 0,
        };
        let mut said = Instant::now();
        loop {
            tokio::time::sleep(WATCH_EVERY).await;
            let now = Instant::now();
            link = link.seen(stage(shards).await, now);
            if link.greeted >= GREETED_MAX {
                return GatewayError::NoSession;
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

    /// Answers one interaction, whatever happens on the way.
    async fn serve(self: Arc<Self>, interaction: Interaction, since: Instant) {
        let ticket = Ticket::of(&interaction);
        let name = receive::name(&interaction);
        tracing::debug!(command.name = name, "an interaction came in");
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
        assert_eq!(see(ConnectionStage::Disconnected, 5), (Some(0), 0));
        assert_eq!(see(ConnectionStage::Identifying, 10), (Some(0), 1));
        // Closed again before there was a session: that counts on.
        assert_eq!(see(ConnectionStage::Disconnected, 15), (Some(0), 1));
        assert_eq!(see(ConnectionStage::Resuming, 20), (Some(0), 2));
        assert_eq!(see(ConnectionStage::Connected, 25), (None, 0));
        // While nothing can be reached, time counts from the loss, and nobody is refused.
        assert_eq!(see(ConnectionStage::Connecting, 30), (Some(30), 0));
        assert_eq!(see(ConnectionStage::Disconnected, 300), (Some(30), 0));
    }
}
