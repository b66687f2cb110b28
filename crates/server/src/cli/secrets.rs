//! `secret`: many API secrets at once, in and out, as JSON Lines.

use std::fs::File;
use std::io::{self, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use latchboard_contract::audit::{Action, Name, Outcome, Target};
use latchboard_contract::endpoint::ApiSecretText;
use latchboard_store::Repeated;
use latchboard_store::audit::Who;

use super::audit::{NOT_ENTERED, attempt};
use super::search::{self, Search};
use super::{Data, user_name};
use crate::console_output;
use crate::import_progress::ImportProgress;
use crate::transfer::{self, Import};

const IMPORT: &str = "Store API secrets from JSON Lines: one object per line, from a file or standard input";

fn about_import() -> String {
    let named = |required| {
        let texts = ApiSecretText::ALL.into_iter().filter(|text| text.is_required() == required);
        texts.map(ApiSecretText::name).collect::<Vec<_>>().join(", ")
    };
    format!(
        "{IMPORT}.\n\n\
         Members: {}, which are required; {}, each a text; client_secret; users_allowed, a list of {{\"username\", \
         \"can_edit\"}}; need_justify, need_approval and active, true or false. Others are ignored, so that an export can be \
         imported. A line that cannot be stored is named by its number, never by its content.\n\n\
         Lines whose content was imported for this user before end the import, so that importing a file twice doubles \
         nothing: with --resume they are passed over, with --again stored once more. An import that was interrupted goes on \
         with --resume and the same file.",
        named(true),
        named(false)
    )
}

#[derive(Subcommand)]
pub(super) enum Secret {
    #[command(about = IMPORT, long_about = about_import())]
    Import {
        #[command(flatten)]
        data: Data,
        /// Whose they will be; a new user is created.
        #[arg(long, value_name = "NAME", value_parser = user_name)]
        user: String,
        /// End at the first line that cannot be stored: all lines before it are stored, none behind it. Without it such
        /// lines are skipped.
        #[arg(long)]
        strict: bool,
        /// Pass over lines that were imported before.
        #[arg(long)]
        resume: bool,
        /// Store lines that were imported before once more.
        #[arg(long, conflicts_with = "resume")]
        again: bool,
        /// Where they are; standard input without it.
        file: Option<PathBuf>,
    },
    /// Print API secrets as JSON Lines, without their client secrets.
    Export {
        #[command(flatten)]
        data: Data,
        /// Those of one user only.
        #[arg(long, value_name = "NAME", value_parser = user_name)]
        user: Option<String>,
        /// Print the client secrets, too, in clear. Whoever gets hold of the output has them all.
        #[arg(long)]
        with_client_secrets: bool,
    },
    /// Find the API secrets whose client secrets stand in leaked texts, under whatever decoding.
    ///
    /// A line for each place and API secret: file:line:column, how it was read, identifier, name and state, parted by
    /// tabs; never the value. Ends with 0 when none was found, with 1 when some were, and with 2 when the texts, or some of
    /// them, could not be looked at. Standard error says what was not looked for. SHA-256 fingerprints in the texts are
    /// looked for, too. Values shorter than 8 bytes are not.
    Search(Search),
}

pub(super) async fn secret(command: Secret) -> Result<ExitCode> {
    match command {
        Secret::Search(command) => return search::search(command).await,
        Secret::Import { data, user, strict, resume, again, file } => {
            let repeated = match (resume, again) {
                (true, _) => Repeated::Skip,
                (_, true) => Repeated::Store,
                _ => Repeated::Refuse,
            };
            import(data, &user, strict, repeated, file).await?;
        }
        Secret::Export { data, user, with_client_secrets } => {
            let opened = data.open().await?;
            if let Some(user) = &user
                && !opened.store.has_user(user).await?
            {
                bail!("There is no user of that name; `access-key list` shows those that have access keys");
            }
            let key = with_client_secrets.then_some(&opened.master_key);
            if with_client_secrets {
                console_output::warning(
                    "The output holds client secrets in clear: guard it, and destroy it after use.",
                );
            }
            let who = user.as_deref().and_then(Name::parse).map(Target::User);
            // What goes out in clear is no change, but worth more than one.
            let attempt = match key {
                Some(_) => Some(attempt(&opened.store, Action::ExportSecrets, who).await?),
                None => None,
            };
            let exported = transfer::export(&opened.store, key, user.as_deref(), &mut io::stdout()).await;
            if let Some(attempt) = attempt {
                let end = if exported.is_ok() { Outcome::Done } else { Outcome::Failed };
                opened.store.end(&attempt, end).await.context(NOT_ENTERED)?;
            }
            opened.store.close().await;
            exported.context("The API secrets could not be exported")?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

async fn import(
    data: Data,
    user: &str,
    strict: bool,
    repeated: Repeated,
    file: Option<PathBuf>,
) -> Result<()> {
    // First: a missing file makes no user.
    let (input, size): (Box<dyn io::Read + Send>, _) = match &file {
        Some(path) => {
            let open = || {
                let file = File::open(path)?;
                let size = file.metadata()?.len();
                io::Result::Ok((Box::new(file), size))
            };
            let (file, size) = open().with_context(|| format!("{} cannot be read", path.display()))?;
            (file, Some(size))
        }
        None => (Box::new(io::stdin()), None),
    };
    let opened = data.open().await?;
    let who = Who::command_line();
    let attempt = attempt(&opened.store, Action::CreateUser, Name::parse(user).map(Target::User)).await?;
    let owner = opened.store.user(&attempt, user).await.context("The user could not be stored")?;
    let import = Import {
        store: &opened.store,
        master_key: &opened.master_key,
        who: &who,
        owner,
        user,
        strict,
        repeated,
    };
    let report = import.run(BufReader::new(input), &mut ImportProgress::new(size)).await;
    opened.store.close().await;
    let report = report.context("The import ended early")?;
    let skipped = match report.skipped {
        0 => String::new(),
        count => format!(" {} imported before.", were(count)),
    };
    console_output::done(&format!("{} stored.{skipped}", counted(report.stored, "API secret")))?;
    if let Some(number) = report.repeated_at {
        bail!(
            "Line {number} was imported before, so neither it nor any line behind it was stored. Import the file again \
             with --resume to pass over such lines, or with --again to store them once more"
        );
    }
    match (report.refused_at, report.refused) {
        (None, _) => Ok(()),
        (Some(number), _) if strict => bail!(
            "Line {number} could not be stored. All lines before it are, {}; it and all lines behind it are not. \
             Correct it, and import from that line on",
            counted(report.stored, "API secret")
        ),
        (Some(_), refused) if report.stored == 0 => {
            bail!("{} could not be stored; nothing was", counted(refused, "line"))
        }
        (Some(_), refused) => bail!("{} could not be stored; all others were", counted(refused, "line")),
    }
}

fn were(count: u64) -> String {
    format!("{} {}", counted(count, "line"), if count == 1 { "was" } else { "were" })
}

fn counted(count: u64, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

#[cfg(test)]
mod tests {
    use super::counted;

    #[test]
    fn one_is_not_many() {
        assert_eq!([0, 1, 2].map(|count| counted(count, "line")), ["0 lines", "1 line", "2 lines"]);
    }
}
