//! A call to the vault as a command for a POSIX shell, with variables in place of the credentials.
//! They reach curl through pipes, so that no list of processes shows them.

use std::rc::Rc;

use latchboard_client::State;
use latchboard_contract::Secret;
use latchboard_contract::endpoint::{
    Activate, ApiSecretUpdate, CreateApiSecret, Credentials, Deactivate, Endpoint, ListApiSecrets,
    ListFilter, NewApiSecret, ReadApiSecret, Token, UpdateApiSecret,
};
use latchboard_contract::http::{Method, Request};
use latchboard_contract::validate::Identifier;

use crate::clipboard::CopyFailed;

/// The variable that a command takes the value of an API secret from.
const API_SECRET: &str = "LATCHBOARD_API_SECRET";

/// A call with a body, less the secret in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Writing {
    method: Method,
    path: String,
    content_type: &'static str,
    /// The body before the secret's place, and after it; one piece where it holds none.
    body: Vec<String>,
}

impl Writing {
    /// `request` as it is made with this text in the place of the secret. A text that stands nowhere else in it.
    fn of(request: &Request, placeholder: Option<&str>) -> Option<Self> {
        let body = request.body.as_ref()?;
        let pieces = match placeholder {
            Some(placeholder) => body.text.split(placeholder).map(str::to_owned).collect(),
            None => vec![body.text.to_string()],
        };
        let (method, path) = (request.method, request.path.clone());
        Some(Self { method, path, content_type: body.content_type, body: pieces })
    }

    /// As a command, for whoever has got a token. The secret and the token are in no list of processes: curl reads
    /// its options from a pipe. What JSON or such options escape, is escaped once for each.
    fn command(&self, base: &str) -> String {
        let Self { method, path, content_type, body } = self;
        let places = vec!["%s"; body.len() * 2 - 1].concat();
        let pieces: Vec<_> = body.iter().map(|piece| quoted(piece)).collect();
        let secret = if body.len() > 1 {
            format!("secret=$(printf %s \"${API_SECRET}\" | {ESCAPED}) &&\n")
        } else {
            String::new()
        };
        format!(
            "{secret}body=$(printf '{places}' {pieces} | {ESCAPED}) &&\n\
             printf 'header = \"Authorization: Bearer %s\"\\ndata-raw = \"%s\"\\n' \"$token\" \"$body\" |\n  \
             curl -sS -X {method} -H {header} -K - {url}",
            pieces = pieces.join(" \"$secret\" "),
            method = method.as_str(),
            header = quoted(&format!("Content-Type: {content_type}")),
            url = quoted(&format!("{base}{path}")),
        )
    }

    /// What must hold of the secret. A line break would end an option, and no API accepts one.
    fn check(&self) -> String {
        if self.body.len() < 2 {
            return String::new();
        }
        format!(
            "case \"${{{API_SECRET}:?}}\" in *[[:cntrl:]]*) \
             echo '{API_SECRET} has a line break or another control character' >&2; exit 1 ;; esac &&\n"
        )
    }
}

/// With a backslash before every backslash and every quotation mark.
const ESCAPED: &str = r#"sed 's/[\\"]/\\&/g'"#;

/// The calls that there is a command for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Call {
    /// Store a new one, or change one, as the form says.
    Write(Writing),
    Switch(Identifier, State),
    /// Read one, secret included.
    Read(Identifier),
    List(ListFilter),
}

/// A call as a command for a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    pub call: Call,
    pub text: Rc<str>,
    /// What became of the attempt to copy it.
    pub copied: Option<Result<(), CopyFailed>>,
}

impl Call {
    /// The call that stores `new`, whose secret's value is not in it.
    pub(super) fn create(mut new: NewApiSecret) -> Option<Self> {
        let placeholder = new.client_secret.is_some().then(|| {
            let shares = [&new.users_allowed, &new.groups_allowed].into_iter().flatten().flatten();
            let names = shares.map(|share| &share.name);
            placeholder(new.texts.iter().map(|(_, text)| text).chain(names))
        });
        new.client_secret = placeholder.as_deref().map(Secret::from);
        Writing::of(&CreateApiSecret::encode(&new), placeholder.as_deref()).map(Self::Write)
    }

    /// The call that makes a change; likewise.
    pub(super) fn update(mut update: ApiSecretUpdate) -> Option<Self> {
        let change = &mut update.change;
        let placeholder = change.client_secret.is_some().then(|| {
            let shares = [&change.users_allowed, &change.groups_allowed].into_iter().flatten().flatten();
            let texts = change.texts.iter().filter_map(|(_, text)| text.as_ref());
            placeholder(texts.chain(shares.map(|share| &share.name)))
        });
        change.client_secret = placeholder.as_deref().map(Secret::from);
        Writing::of(&UpdateApiSecret::encode(&update), placeholder.as_deref()).map(Self::Write)
    }

    fn request(&self) -> Request {
        match self {
            Self::Write(writing) => Request::new(CreateApiSecret::ID, writing.method, writing.path.clone()),
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
        let (check, call) = match self {
            Self::Write(writing) => (writing.check(), writing.command(base)),
            Self::Switch(..) | Self::Read(_) | Self::List(_) => (String::new(), self.without_body(base)),
        };
        format!(
            "(\n\
             : {needed} &&\n\
             {check}\
             token=$(printf %s \"${secret}\" | curl -fsS{fields} {token_url} |\n  \
             sed -n 's/.*\"access_token\" *: *\"\\([^\"]*\\)\".*/\\1/p') &&\n\
             [ -n \"$token\" ] &&\n\
             {call}\n\
             )",
            needed = needed.join(" "),
        )
    }

    fn without_body(&self, base: &str) -> String {
        let call = self.request();
        let url = quoted(&format!("{base}{}", call.path_and_query().as_str()));
        let body = if call.method == Method::Get { "" } else { " -d ''" };
        format!("printf 'Authorization: Bearer %s\\n' \"$token\" | curl -sS -H @-{body} {url}")
    }
}

/// A text that none of `texts` holds.
fn placeholder<'a>(texts: impl Iterator<Item = &'a String> + Clone) -> String {
    let mut mark = API_SECRET.to_owned();
    while texts.clone().any(|text| text.contains(&mark)) {
        mark.push('_');
    }
    mark
}

/// One word for the shell, whatever is in it.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use latchboard_client::State;
    use latchboard_contract::Secret;
    use latchboard_contract::endpoint::{
        ApiSecretChange, ApiSecretTexts, ApiSecretUpdate, ListFilter, NewApiSecret,
    };
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
    #[test]
    fn a_secret_that_was_typed_is_a_variable_in_its_command() {
        let new = || NewApiSecret {
            texts: ApiSecretTexts {
                name: "LATCHBOARD_API_SECRET of it's \"own\"".into(),
                url: "u".into(),
                client_id: "c".into(),
                ..ApiSecretTexts::default()
            },
            ..NewApiSecret::default()
        };
        let typed = NewApiSecret { client_secret: Some(Secret::from("hunter2 hunter2")), ..new() };
        let call = Call::create(typed).expect("a body");
        let command = call.command("https://v.example", None);
        assert!(!command.contains("hunter2") && !format!("{call:?}").contains("hunter2"));
        assert!(command.contains("-X POST -H 'Content-Type: application/json' -K - "), "{command}");
        assert!(command.contains(r#"case "${LATCHBOARD_API_SECRET:?}" in *[[:cntrl:]]*)"#));
        assert!(command.contains(r#"{"name":"LATCHBOARD_API_SECRET of it'\''s \"own\"""#), "{command}");
        assert!(command.contains(r#""client_secret":"' "$secret" '""#), "{command}");
        let without = Call::create(new()).expect("a body").command("https://v.example", None);
        assert!(!without.contains("$secret") && !without.contains("${LATCHBOARD_API_SECRET"), "{without}");

        let change =
            ApiSecretChange { client_secret: Some(Secret::from("hunter2")), ..ApiSecretChange::default() };
        let update =
            ApiSecretUpdate { identifier: Identifier::parse("14").unwrap(), change, if_version: None };
        let command = Call::update(update).expect("a body").command("https://v.example", None);
        assert!(command.contains("-X PUT") && command.ends_with("update/14'\n)"), "{command}");
        assert!(!command.contains("hunter2") && command.contains(r#"'{"client_secret":"' "$secret" '"}'"#));
    }
}
