//! `careerbot` with a token: the bot, until it is told to stop.

use std::process::{self, ExitCode};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use tokio::runtime::Runtime;

use super::{FAULT, Session, Usage, open};
use crate::config::Secret;
use crate::discord::gateway::{self, Bot, GatewayError};
use crate::discord::token::Token;
use crate::engine::Live;

/// How long a graceful end may take before the process ends anyway: more than its steps take together.
const END_WITHIN: Duration = Duration::from_secs(9);

/// How long threads that still work out an answer are waited for at the very end.
const THREADS_END_WITHIN: Duration = Duration::from_millis(500);

pub(super) fn run(session: &Session, secret: &Secret) -> Result<ExitCode> {
    let token = Token::parse(secret).map_err(|error| Usage(error.to_string()))?;
    let opened = open::live(session)?;
    let documents = opened.documents;
    tracing::info!(documents, "connecting to Discord");
    let bot = Bot {
        token,
        application: session.config.discord_application_id,
        api_base: session.config.discord_api_base.clone(),
        answers: Arc::<Live>::clone(&opened.live),
        pace: gateway::Pace::default(),
    };
    let runtime = Runtime::new().context("no threads for the bot")?;
    let ended = runtime.block_on(async { gateway::run(bot, stop()?).await.map_err(why) });
    runtime.shutdown_timeout(THREADS_END_WITHIN);
    ended?;
    tracing::info!("stopped");
    Ok(ExitCode::SUCCESS)
}

/// What the one who runs the bot can mend is a usage error.
fn why(error: GatewayError) -> anyhow::Error {
    match error {
        GatewayError::Token | GatewayError::Application { .. } => Usage(error.to_string()).into(),
        other => other.into(),
    }
}

/// Done once the process is asked to end. From then on it ends for certain: gracefully within a few seconds, or at once
/// when it is asked again.
///
/// # Errors
/// When the system takes no wish to hear its signals.
fn stop() -> Result<impl Future<Output = ()>> {
    let mut signals = Signals::new().context("signals of the system cannot be heard")?;
    Ok(async move {
        signals.next().await;
        thread::spawn(|| {
            thread::sleep(END_WITHIN);
            tracing::error!("the graceful end took too long");
            process::exit(FAULT.into());
        });
        tokio::spawn(async move {
            signals.next().await;
            process::exit(FAULT.into());
        });
    })
}

/// The ways in which a system asks a process to end.
#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Signals {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> std::io::Result<Signals> {
        Ok(Signals)
    }

    async fn next(&mut self) {
        // Without signals there is only the hard way, which needs nobody here.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
