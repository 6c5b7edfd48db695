//! `careerbot register`: tells Discord the commands.

use std::future::Future;
use std::io::Write;
use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;

use super::{Session, Usage, complain, out};
use crate::config::Snowflake;
use crate::discord::register::{
    Change, RegisterError, Scope, body, changes, commands, overwrite, registered,
};
use crate::discord::rest::Rest;
use crate::discord::token::{Application, Token, application};

/// How long both calls may take together, waits that Discord asks for included.
const PATIENCE: Duration = Duration::from_mins(1);

/// Tell Discord the commands: shows what changes, a command and line each, then changes it
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  careerbot register --dry-run\n  careerbot register --guild 1187654321098765432\n  \
                  careerbot register\n\nCommands that are registered in one server and everywhere show up twice in that server."
)]
pub(super) struct Register {
    /// Register in this one server only, where they are seen at once
    #[arg(long, value_name = "ID", allow_negative_numbers = true)]
    guild: Option<String>,
    /// Print what would be sent, as JSON; needs no token and no network
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(session: &Session, register: &Register) -> Result<ExitCode> {
    let scope = match &register.guild {
        None => Scope::Everywhere,
        Some(guild) => Scope::Guild(parse_guild(guild)?),
    };
    let wanted = body(&commands(&session.catalogue, scope));
    if register.dry_run {
        writeln!(out(), "{}", serde_json::to_string_pretty(&wanted)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let token = token(session)?;
    let application = application(session.config.discord_application_id, Some(&token))
        .ok_or_else(|| {
            Usage(
                "DISCORD_TOKEN names no application; set DISCORD_APPLICATION_ID to the id on the General Information \
                 page of https://discord.com/developers/applications"
                    .to_owned(),
            )
        })?;
    note_another_application(application);
    let rest = Rest::new(session.config.discord_api_base.as_deref(), Some(&token))?;
    let id = application.id;
    wait_for(async {
        let deadline = Instant::now() + PATIENCE;
        let known = registered(&rest, id, scope, deadline).await.map_err(why)?;
        let changes = changes(&wanted, &known, scope);
        let mut out = out();
        for change in &changes {
            writeln!(out, "{change}")?;
        }
        if changes.iter().any(Change::is_change) {
            out.flush()?;
            overwrite(&rest, id, scope, &wanted, deadline)
                .await
                .map_err(why)?;
        }
        writeln!(out, "{}", outcome(&changes, scope))?;
        Ok(ExitCode::SUCCESS)
    })
}

/// What the one who registers can mend is a usage error.
fn why(error: RegisterError) -> anyhow::Error {
    match error {
        RegisterError::TokenRefused
        | RegisterError::ApplicationUnknown(_)
        | RegisterError::NotInGuild(_) => Usage(error.to_string()).into(),
        other => other.into(),
    }
}

/// How it ended, and when that is seen.
fn outcome(changes: &[Change], scope: Scope) -> String {
    if !changes.iter().any(Change::is_change) {
        return "Nothing to change: Discord knows these commands already.".to_owned();
    }
    match scope {
        Scope::Guild(guild) => format!("Registered in server {guild}; seen there at once."),
        // Discord gives no time any more; an hour stood in its documentation for years.
        Scope::Everywhere => "Registered everywhere; usually seen within minutes, at the latest after about an hour. \
                              Whoever still sees old ones reloads Discord (Ctrl+R)."
            .to_owned(),
    }
}

fn parse_guild(guild: &str) -> Result<Snowflake, Usage> {
    guild.parse().map_err(|error| {
        Usage(format!(
            "--guild is `{guild}`, which {error} (with Developer Mode on: right-click the server, Copy Server ID)"
        ))
    })
}

fn token(session: &Session) -> Result<Token, Usage> {
    let token = session.config.discord_token.as_ref().ok_or_else(|| {
        Usage(
            "DISCORD_TOKEN is not set; copy the token from the Bot page of \
             https://discord.com/developers/applications, or see what would be sent with --dry-run"
                .to_owned(),
        )
    })?;
    Token::parse(token).map_err(|error| Usage(error.to_string()))
}

/// Says when the id that was set and the one in the token are not the same, which for most bots is a mistake.
pub(super) fn note_another_application(application: Application) {
    if let Some(other) = application.other_in_token {
        complain(&format!(
            "note: DISCORD_APPLICATION_ID is {}, but DISCORD_TOKEN names {other}; unless the bot is very old, one of \
             the two belongs to another application",
            application.id
        ));
    }
}

/// Runs `work` to its end.
fn wait_for<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the system gives no timer or network")?;
    let ended = runtime.block_on(work);
    // A name that is still being looked up does not hold up the end.
    runtime.shutdown_background();
    ended
}
