//! The links by which people add the bot.

use crate::config::Snowflake;

/// A link that adds the application to a server. It asks for no permission: answers go back through the interaction.
///
/// # Source
/// Discord, page on authorization, "Authorization URL" with its parameter `integration_type` (0 installs to a server).
/// <https://docs.discord.com/developers/topics/oauth2>
pub fn to_server(application: Snowflake) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}\
         &scope=bot+applications.commands&permissions=0&integration_type=0"
    )
}

/// A link that adds the application to an account, which then has the commands wherever it goes.
///
/// # Source
/// As for [`to_server`]; 1 installs to a user.
pub fn to_account(application: Snowflake) -> String {
    format!(
        "https://discord.com/oauth2/authorize?client_id={application}\
         &scope=applications.commands&integration_type=1"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_ask_for_no_permission() {
        let application = "1187654321098765432".parse().expect("an id");
        assert_eq!(
            to_server(application),
            "https://discord.com/oauth2/authorize?client_id=1187654321098765432\
             &scope=bot+applications.commands&permissions=0&integration_type=0"
        );
        assert_eq!(
            to_account(application),
            "https://discord.com/oauth2/authorize?client_id=1187654321098765432\
             &scope=applications.commands&integration_type=1"
        );
    }
}
