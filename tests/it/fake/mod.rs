//! A Discord of our own, on a free port: enough of its HTTP API and its gateway for a real client to live on, strict where
//! Discord is strict, and broken where a test wants it broken.
//!
//! [`FakeDiscord::start`] one, let a bot log in with [`FakeDiscord::environment`], [`FakeDiscord::send`] it interactions
//! made by `payload`, and read each [`FakeDiscord::answer`] with `message`. Every body that arrives is held against
//! `contract`; a violation fails the test when the fake is dropped.

mod call;
mod contract;
mod door;
mod gateway;
pub(crate) mod message;
pub(crate) mod payload;
mod registry;
mod replies;
mod schema;
mod state;
mod tests;
mod wire;

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

pub(crate) use self::call::{Kind, Plan};
pub(crate) use self::gateway::Identify;
use self::gateway::Order;
pub(crate) use self::payload::Payload;
pub(crate) use self::replies::{Outcome, Ticket};
use self::state::Shared;
pub(crate) use self::state::{Counters, Recorded, Recording, Settings};
use self::wire::{Cut, Wires};

/// How long the fake may take to end.
const END_PATIENCE: Duration = Duration::from_secs(2);

/// A Discord that listens until it is dropped.
pub(crate) struct FakeDiscord {
    shared: Arc<Shared>,
    address: SocketAddr,
    runtime: Option<Runtime>,
}

impl FakeDiscord {
    pub(crate) fn start() -> FakeDiscord {
        FakeDiscord::with(Settings::default())
    }

    pub(crate) fn with(settings: Settings) -> FakeDiscord {
        // Read now, not while the first answer is timed.
        schema::is_here();
        let mut builder = Builder::new_multi_thread();
        // One worker: a test with a bot beside it has few cores to share.
        let runtime = builder.worker_threads(1).enable_all().build();
        let runtime = runtime.expect("a runtime");
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)));
        let listener = listener.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared::new(settings, format!("ws://{address}")));
        let router = Router::new()
            .fallback(door::enter)
            .with_state(Arc::clone(&shared));
        let service = router.into_make_service_with_connect_info::<Cut>();
        let served = axum::serve(Wires(listener), service);
        runtime.spawn(async move { served.await });
        FakeDiscord {
            shared,
            address,
            runtime: Some(runtime),
        }
    }

    /// Its address, to be used in place of `https://discord.com`.
    pub(crate) fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    pub(crate) fn token(&self) -> &str {
        &self.shared.settings.token
    }

    pub(crate) fn application(&self) -> u64 {
        self.shared.settings.application
    }

    /// What the bot's environment must hold to find it.
    pub(crate) fn environment(&self) -> [(&'static str, String); 2] {
        let token = self.token().to_owned();
        [("DISCORD_TOKEN", token), ("DISCORD_API_BASE", self.base())]
    }

    // Interactions.

    /// Makes an interaction known without sending it: for tests that deliver it themselves.
    pub(crate) fn open(&self, payload: Payload) -> (Ticket, Value) {
        self.shared.change(|state| {
            let id = state.snowflake();
            let token = interaction_token(&id);
            let mut payload = payload.0;
            payload["id"] = json!(id);
            payload["token"] = json!(token);
            payload["application_id"] = json!(self.application().to_string());
            if let Some(command) = state.registry.id_of(&payload["data"]["name"]) {
                payload["data"]["id"] = command.clone();
            }
            let ticket = Ticket { id, token };
            state.counters.sent += 1;
            state.exchanges.open(&ticket, &payload);
            (ticket, payload)
        })
    }

    /// Sends an interaction, or keeps it for when the session is taken up again.
    #[track_caller]
    pub(crate) fn send(&self, payload: Payload) -> Ticket {
        let (ticket, payload) = self.open(payload);
        let is_sent = self.dispatch("INTERACTION_CREATE", &payload);
        assert!(is_sent, "there is no session; wait until the bot is live");
        ticket
    }

    /// Sends any event as it is; false when there is no session.
    pub(crate) fn dispatch(&self, event: &str, data: &Value) -> bool {
        self.shared
            .change(|state| state.gateway.dispatch(event, data))
    }

    /// Waits for the answer to an interaction; an error tells what came instead.
    pub(crate) fn answer(&self, ticket: &Ticket, limit: Duration) -> Result<Outcome, String> {
        let outcome = self
            .shared
            .wait(limit, |state| state.exchanges.outcome(ticket));
        outcome.ok_or_else(|| {
            let instead = self.shared.look(|state| state.exchanges.instead(ticket));
            format!("no answer within {limit:?}: {instead}")
        })
    }

    /// Sends an interaction and waits for its answer.
    #[track_caller]
    pub(crate) fn ask(&self, payload: Payload, limit: Duration) -> Outcome {
        let ticket = self.send(payload);
        let answer = self.answer(&ticket, limit);
        answer.unwrap_or_else(|instead| panic!("{instead}"))
    }

    // What happened.

    /// Waits until the numbers fulfil a condition; an error tells them as they are then.
    pub(crate) fn wait_until(
        &self,
        limit: Duration,
        is_so: impl Fn(&Counters) -> bool,
    ) -> Result<(), String> {
        let waited = self
            .shared
            .wait(limit, |state| is_so(&state.counters).then_some(()));
        waited.ok_or_else(|| format!("not so within {limit:?}: {:?}", self.counters()))
    }

    /// Waits until a session has a socket.
    pub(crate) fn wait_live(&self, limit: Duration) -> Result<(), String> {
        let waited = self
            .shared
            .wait(limit, |state| state.gateway.is_live().then_some(()));
        waited.ok_or_else(|| format!("nobody is live within {limit:?}: {:?}", self.counters()))
    }

    /// Waits until no session has a socket.
    pub(crate) fn wait_gone(&self, limit: Duration) -> Result<(), String> {
        let waited = self
            .shared
            .wait(limit, |state| (!state.gateway.is_live()).then_some(()));
        waited.ok_or_else(|| format!("still live after {limit:?}: {:?}", self.counters()))
    }

    pub(crate) fn counters(&self) -> Counters {
        self.shared.look(|state| state.counters.clone())
    }

    /// Every request so far; none where only numbers are recorded.
    pub(crate) fn requests(&self) -> Vec<Recorded> {
        self.shared.look(|state| state.requests.clone())
    }

    /// Every IDENTIFY so far, refused ones included.
    pub(crate) fn identifies(&self) -> Vec<Identify> {
        self.shared.look(|state| state.gateway.identifies.clone())
    }

    /// The commands registered everywhere, or in one guild.
    pub(crate) fn commands(&self, guild: Option<u64>) -> Vec<Value> {
        let scope = call::Scope {
            application: self.application().to_string(),
            guild: guild.map(|guild| guild.to_string()),
        };
        self.shared.look(|state| state.registry.of(&scope).to_vec())
    }

    // What goes wrong.

    /// The next request of this kind goes wrong like this; plans for one kind queue up.
    pub(crate) fn plan(&self, kind: Kind, plan: Plan) {
        self.shared
            .change(|state| state.plans.entry(kind).or_default().push_back(plan));
    }

    /// Resets the newest socket's connection.
    pub(crate) fn cut(&self) -> bool {
        self.order(Order::Cut)
    }

    /// Closes the newest socket with a code; a session that the code ends is gone.
    pub(crate) fn close(&self, code: u16) -> bool {
        self.shared.change(|state| {
            if matches!(code, 4003 | 4004 | 4007 | 4009..=4014) {
                state.gateway.end_session();
            }
            state.gateway.order(Order::Close(code))
        })
    }

    /// Op 7: tells the client to come back on another socket.
    pub(crate) fn ask_to_reconnect(&self) -> bool {
        self.order(Order::Say(gateway::reconnect()))
    }

    /// Op 9: tells the client that its session is invalid, for good or not.
    pub(crate) fn invalidate(&self, resumable: bool) -> bool {
        self.shared.change(|state| {
            state.gateway.detach(resumable);
            let said = gateway::invalid_session(resumable);
            state.gateway.order(Order::Say(said))
        })
    }

    /// Heartbeats get no answer from now on, or get one again.
    pub(crate) fn acknowledge_heartbeats(&self, yes: bool) {
        self.shared.change(|state| state.gateway.acknowledges = yes);
    }

    /// An IDENTIFY that asks for any of these intents is refused with 4014.
    pub(crate) fn disallow_intents(&self, intents: u64) {
        self.shared
            .change(|state| state.gateway.disallowed = intents);
    }

    fn order(&self, order: Order) -> bool {
        self.shared.change(|state| state.gateway.order(order))
    }

    // The contract.

    /// Takes the violations so far, for a test that expects them.
    pub(crate) fn take_violations(&self) -> Vec<String> {
        self.shared
            .change(|state| std::mem::take(&mut state.violations))
    }

    /// Fails when anything that arrived broke a rule.
    #[track_caller]
    pub(crate) fn assert_sound(&self) {
        let violations = self.take_violations();
        assert!(violations.is_empty(), "{}", violations.join("\n"));
    }
}

impl Drop for FakeDiscord {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_timeout(END_PATIENCE);
        }
        if !std::thread::panicking() {
            self.assert_sound();
        }
    }
}

/// Discord's tokens of interactions are long, and hold the id.
fn interaction_token(id: &str) -> String {
    use base64::Engine;
    let inside = format!("interaction:{id}:{}", "secret".repeat(20));
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(inside)
}
