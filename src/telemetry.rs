//! Logs, to standard error: standard output belongs to answers.

use std::io;

use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogFormat};

/// Starts logging as `config` says. Called a second time, it changes nothing.
pub fn start(config: &Config) {
    // The filter was checked when the config was read; a bad one cannot get here.
    let filter = EnvFilter::builder().parse_lossy(&config.log_filter);
    let logs = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(false)
        .with_writer(io::stderr);
    let started = match config.log_format {
        LogFormat::Text => logs.try_init(),
        LogFormat::Json => logs.json().try_init(),
    };
    if started.is_err() {
        tracing::debug!("logging was started before");
    }
}
