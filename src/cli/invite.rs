//! `careerbot invite`: the links by which people add the bot.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;

use super::register::note_another_application;
use super::{Session, Usage, out};
use crate::discord::invite;
use crate::discord::token::{Token, application};

pub(super) fn run(session: &Session) -> Result<ExitCode> {
    let token = session.config.discord_token.as_ref().map(Token::parse);
    let set = session.config.discord_application_id;
    let token = match token.transpose() {
        Ok(token) => token,
        // The id alone makes the links.
        Err(_) if set.is_some() => None,
        Err(error) => return Err(Usage(error.to_string()).into()),
    };
    let application = application(set, token.as_ref()).ok_or_else(|| {
        Usage(
            "no application id; set DISCORD_APPLICATION_ID to the one on the General Information page of \
             https://discord.com/developers/applications, or DISCORD_TOKEN to the bot's token"
                .to_owned(),
        )
    })?;
    note_another_application(application);
    let mut out = out();
    writeln!(
        out,
        "Add to a server (takes Manage Server there):\n  {}",
        invite::to_server(application.id)
    )?;
    writeln!(
        out,
        "Add to an account (takes User Install, on the application's Installation page):\n  {}",
        invite::to_account(application.id)
    )?;
    Ok(ExitCode::SUCCESS)
}
