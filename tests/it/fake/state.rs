//! What the fake remembers, behind one lock, and how a test waits until it changes.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::Value;

use super::call::{Kind, Plan};
use super::gateway::Gateway;
use super::registry::Registry;
use super::replies::Exchanges;

/// Violations kept; the first ones tell what is wrong, and a loop of the same must not fill the memory.
const VIOLATIONS_MAX: usize = 50;

/// The first second of 2015 in UTC, from which Discord counts.
///
/// # Source
/// Discord, API reference, "Snowflakes": <https://discord.com/developers/docs/reference#snowflakes>.
const DISCORD_EPOCH_MS: u64 = 1_420_070_400_000;

/// How a fake Discord is set up.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// What the bot must say to be let in, without `Bot `.
    pub(crate) token: String,
    pub(crate) application: u64,
    /// The guilds the application is in.
    pub(crate) guilds: Vec<u64>,
    pub(crate) heartbeat: Duration,
    pub(crate) recording: Recording,
}

/// How much is kept of what arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Recording {
    /// Every request with its body.
    Bodies,
    /// Numbers only, and the last few hundred answers: for tests that send thousands.
    Counters,
}

impl Default for Settings {
    fn default() -> Settings {
        let application = 1_100_000_000_000_000_001;
        Settings {
            token: token_of(application),
            application,
            guilds: vec![super::payload::GUILD],
            heartbeat: Duration::from_millis(41_250),
            recording: Recording::Bodies,
        }
    }
}

/// A token in Discord's form: the application's id in base64, and two more parts.
fn token_of(application: u64) -> String {
    use base64::Engine;
    let id = base64::engine::general_purpose::STANDARD_NO_PAD.encode(application.to_string());
    format!("{id}.fake.token")
}

/// One request as it arrived, and what it was answered.
#[derive(Clone, Debug)]
pub(crate) struct Recorded {
    pub(crate) kind: Kind,
    pub(crate) method: String,
    pub(crate) path: String,
    /// The JSON body; nothing when there was none or it did not parse.
    pub(crate) body: Option<Value>,
    /// Since the fake started.
    pub(crate) arrived: Duration,
    /// Since the interaction it concerns was dispatched.
    pub(crate) since_dispatch_ms: Option<u64>,
    /// The status it got; nothing while it waits, or when the connection was cut instead.
    pub(crate) status: Option<u16>,
}

/// What happened so far, in numbers.
#[derive(Clone, Debug, Default)]
pub(crate) struct Counters {
    /// Sockets opened, whether or not they got a session.
    pub(crate) connections: usize,
    /// Sessions that began with READY.
    pub(crate) identifies: usize,
    /// Sessions taken up again with RESUMED.
    pub(crate) resumes: usize,
    pub(crate) heartbeats: usize,
    /// The close frames the client sent of its own accord, by code; 1005 where it gave none.
    pub(crate) client_closes: Vec<u16>,
    /// Sockets the client left without a close frame.
    pub(crate) vanished: usize,
    /// Requests by kind, failed ones included.
    pub(crate) requests: BTreeMap<Kind, usize>,
    /// Interactions sent.
    pub(crate) sent: usize,
    /// Milliseconds from dispatch to the first answer, for every interaction that got one.
    pub(crate) latencies_ms: Vec<u64>,
}

impl Counters {
    pub(crate) fn requests(&self, kind: Kind) -> usize {
        self.requests.get(&kind).copied().unwrap_or_default()
    }
}

/// Everything, for the doors and for the test.
pub(super) struct Shared {
    pub(super) settings: Settings,
    pub(super) started: Instant,
    state: Mutex<State>,
    changed: Condvar,
}

pub(super) struct State {
    pub(super) requests: Vec<Recorded>,
    pub(super) counters: Counters,
    pub(super) violations: Vec<String>,
    pub(super) plans: HashMap<Kind, VecDeque<Plan>>,
    pub(super) exchanges: Exchanges,
    pub(super) registry: Registry,
    pub(super) gateway: Gateway,
    snowflakes: u64,
}

impl Shared {
    pub(super) fn new(settings: Settings, gateway_url: String) -> Shared {
        let state = State {
            requests: Vec::new(),
            counters: Counters::default(),
            violations: Vec::new(),
            plans: HashMap::new(),
            exchanges: Exchanges::new(settings.recording),
            registry: Registry::default(),
            gateway: Gateway::new(gateway_url),
            snowflakes: 0,
        };
        Shared {
            settings,
            started: Instant::now(),
            state: Mutex::new(state),
            changed: Condvar::new(),
        }
    }

    pub(super) fn application(&self) -> String {
        self.settings.application.to_string()
    }

    /// Looks at the state.
    pub(super) fn look<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.lock())
    }

    /// Changes the state, and wakes whoever waits for a change.
    pub(super) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let result = change(&mut self.lock());
        self.changed.notify_all();
        result
    }

    /// Waits until `find` finds something, for at most `limit`.
    pub(super) fn wait<T>(
        &self,
        limit: Duration,
        mut find: impl FnMut(&mut State) -> Option<T>,
    ) -> Option<T> {
        let deadline = Instant::now() + limit;
        let mut state = self.lock();
        loop {
            if let Some(found) = find(&mut state) {
                return Some(found);
            }
            let left = deadline.checked_duration_since(Instant::now())?;
            let waited = self.changed.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // A test that failed while it looked must not hide its failure behind a poisoned lock.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// A new id that carries the present time, as Discord's do.
    pub(super) fn snowflake(&mut self) -> String {
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let now = ms(now.expect("a clock after 1970"));
        self.snowflakes += 1;
        let id = (now.saturating_sub(DISCORD_EPOCH_MS) << 22) | (self.snowflakes & 0x3f_ffff);
        id.to_string()
    }

    pub(super) fn violate(&mut self, violation: String) {
        if self.violations.len() < VIOLATIONS_MAX && !self.violations.contains(&violation) {
            self.violations.push(violation);
        }
    }
}

/// Whole milliseconds.
pub(super) fn ms(span: Duration) -> u64 {
    u64::try_from(span.as_millis()).unwrap_or(u64::MAX)
}
