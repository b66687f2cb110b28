//! A call to the vault as a command for a POSIX shell, with variables in place of the credentials.
//! They reach curl through pipes, so that no list of processes shows them.

use latchboard_client::State;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{
    Activate, Credentials, Deactivate, Endpoint, ListApiSecrets, ListFilter, ReadApiSecret, Token,
};
use latchboard_contract::http::{Method, Request};
use latchboard_contract::validate::Identifier;

/// The calls that there is a command for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Switch one.
    Switch(Identifier, State),
    /// Read one, secret included.
    Read(Identifier),
    /// List them.
    List(ListFilter),
}

impl Call {
    fn request(&self) -> Request {
        match self {
            Self::Switch(identifier, State::Active) => Activate::encode(identifier),
            Self::Switch(identifier, State::Inactive) => Deactivate::encode(identifier),
            Self::Read(identifier) => ReadApiSecret::encode(identifier),
            Self::List(filter) => ListApiSecrets::encode(filter),
        }
    }

    /// The command. `base` is the server's address without a slash at its end.
    ///
    /// It runs in a shell of its own: what it sets is gone afterwards, and where a variable is missing
    /// it ends before anything is sent.
    #[must_use]
    pub fn command(&self, base: &str, tenant: Option<&str>) -> String {
        let tenant = tenant.map(ToOwned::to_owned);
        let nobody = Credentials { client_id: String::new(), client_secret: Secret::from(""), tenant };
        let sign_in = Token::encode(&nobody);
        let form = sign_in.body.as_ref().map_or("", |body| &body.text);
        let mut client = Vec::new();
        let mut fields = String::new();
        for pair in form.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let variable = format!("LATCHBOARD_{}", name.to_ascii_uppercase());
            match (value, client.len()) {
                // The client id may be seen, the secret after it must not.
                ("", 0) => fields.push_str(&format!(" --data-urlencode \"{name}=${variable}\"")),
                ("", _) => fields.push_str(&format!(" --data-urlencode {name}@-")),
                _ => fields.push_str(&format!(" -d {}", quoted(pair))),
            }
            if value.is_empty() {
                client.push(variable);
            }
        }
        let needed: Vec<_> = client.iter().map(|variable| format!("\"${{{variable}:?}}\"")).collect();
        let secret = client.last().map_or("", String::as_str);
        let token_url = quoted(&format!("{base}{}", sign_in.path));
        let call = self.request();
        let url = quoted(&format!("{base}{}", call.path_and_query().as_str()));
        let body = if call.method == Method::Get { "" } else { " -d ''" };
        format!(
            "(\n\
             : {needed} &&\n\
             token=$(printf %s \"${secret}\" | curl -fsS{fields} {token_url} |\n  \
             sed -n 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/p') &&\n\
             [ -n \"$token\" ] &&\n\
             printf 'Authorization: Bearer %s\\n' \"$token\" | curl -sS -H @-{body} {url}\n\
             )",
            needed = needed.join(" "),
        )
    }
}

/// One word for the shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use latchboard_client::State;
    use latchboard_contract::endpoint::ListFilter;
    use latchboard_contract::validate::Identifier;

    use super::Call;

    #[test]
    fn a_command_holds_the_call_and_no_credentials() {
        let identifier = Identifier::parse("14").unwrap();
        let command = Call::Switch(identifier, State::Inactive).command("https://v.example", Some("it's"));
        let expected = [
            "(",
            r#": "${LATCHBOARD_CLIENT_ID:?}" "${LATCHBOARD_CLIENT_SECRET:?}" &&"#,
            concat!(
                r#"token=$(printf %s "$LATCHBOARD_CLIENT_SECRET" | curl -fsS -d 'grant_type=client_credentials'"#,
                r#" --data-urlencode "client_id=$LATCHBOARD_CLIENT_ID" --data-urlencode client_secret@-"#,
                r#" -d 'tenant=it%27s' 'https://v.example/api/oauth2/token' |"#,
            ),
            r#"  sed -n 's/.*"access_token" *: *"\([^"]*\)".*/\1/p') &&"#,
            r#"[ -n "$token" ] &&"#,
            concat!(
                r#"printf 'Authorization: Bearer %s\n' "$token" | curl -sS -H @- -d ''"#,
                r#" 'https://v.example/api/mysafe/secretapi/inactive/14'"#,
            ),
            ")",
        ];
        assert_eq!(command, expected.join("\n"));
    }

    #[test]
    fn what_somebody_typed_stays_one_word() {
        let filter = ListFilter { tag: Some("a'b $(date) `x`".into()), identifier_code: None };
        let command = Call::List(filter).command("http://127.0.0.1:1", None);
        assert!(
            command.contains("'http://127.0.0.1:1/api/mysafe/secretapi?tag=a%27b%20%24%28date%29%20%60x%60'")
        );
        assert!(!command.contains("-d ''"), "a GET has no body");
    }
}
