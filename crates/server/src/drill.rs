//! What a rehearsal begins with: a vault full of API secrets, one client secret of which leaked.
//!
//! The same each time, but for the credentials. Everything goes through the import, each user's in one
//! transaction, so that a start that was interrupted is made up for by the next.

use anyhow::{Context, Result};
use latchboard_contract::Secret;
use latchboard_contract::audit::{Action, Name, Target};
use latchboard_store::Repeated;
use latchboard_store::audit::Who;
use latchboard_store::crypto::random;
use serde_json::json;
use zeroize::Zeroizing;

use crate::data::Opened;
use crate::transfer::{Import, Progress};

/// How many API secrets there are.
const COUNT: usize = 1_000;
/// Whose some of them are, who lets the first user see them and no more.
const NEIGHBOUR: &str = "partner-team";
/// Characters of a client secret.
const LENGTH: usize = 40;

/// The parts of names; there are exactly as many combinations as API secrets.
const SYSTEMS: [&str; 20] = [
    "Payments",
    "Invoicing",
    "Fleet",
    "Routing",
    "Dispatch",
    "Warehouse",
    "Returns",
    "Catalogue",
    "Pricing",
    "Loyalty",
    "Identity",
    "Messaging",
    "Tickets",
    "Reports",
    "Archive",
    "Search",
    "Weather",
    "Traffic",
    "Customs",
    "Payroll",
];
const PURPOSES: [&str; 5] = ["api", "webhook", "export", "sync", "monitor"];
const STAGES: [&str; 5] = ["prod", "staging", "test", "dev", "sandbox"];
const REGIONS: [&str; 2] = ["eu", "br"];

/// What seeding made known.
pub(crate) struct Seeded {
    /// The client secret that leaked.
    pub(crate) leaked: Secret,
    /// How many API secrets carry it.
    pub(crate) carriers: usize,
}

/// Fills a vault that is empty; one that is not stays as it is.
pub(crate) async fn seed(data: &Opened, progress: &mut impl Progress) -> Result<Option<Seeded>> {
    let keys = data.store.access_keys().await?;
    let first = keys.first().context("there is no access key, so nobody could see anything")?.user.clone();
    let leaked = random::alphanumeric(LENGTH)?;
    let mut seeded = false;
    for (user, neighbours) in [(first.as_str(), false), (NEIGHBOUR, true)] {
        if !data.store.export(Some(user), 0, 1).await?.is_empty() {
            continue;
        }
        let who = Who::server();
        let target = Name::parse(user).map(Target::User);
        let attempt = data.store.attempt(&who, Action::CreateUser, target).await?;
        let owner = data.store.user(&attempt, user).await?;
        let lines = lines(neighbours, &first, &leaked)?;
        let import = Import {
            store: &data.store,
            master_key: &data.master_key,
            who: &who,
            owner,
            user,
            strict: true,
            repeated: Repeated::Store,
        };
        let report = import.run(lines.as_slice(), progress).await?;
        anyhow::ensure!(report.refused == 0, "some of the API secrets could not be stored");
        seeded = true;
    }
    let carriers = (0..COUNT).filter(|number| is_leaked(*number)).count();
    Ok(seeded.then_some(Seeded { leaked, carriers }))
}

const fn is_leaked(number: usize) -> bool {
    number % 25 == 7
}

const fn is_neighbours(number: usize) -> bool {
    number % 17 == 3
}

/// Their API secrets as an import takes them.
fn lines(neighbours: bool, first: &str, leaked: &Secret) -> Result<Zeroizing<Vec<u8>>> {
    let mut lines = Zeroizing::new(Vec::with_capacity(COUNT * 512));
    for number in (0..COUNT).filter(|number| is_neighbours(*number) == neighbours) {
        let system = SYSTEMS[number % SYSTEMS.len()];
        let purpose = PURPOSES[number / 20 % PURPOSES.len()];
        let stage = STAGES[number / 100 % STAGES.len()];
        let region = REGIONS[number / 500 % REGIONS.len()];
        let host = system.to_lowercase();
        let secret = if is_leaked(number) { leaked.duplicate() } else { random::alphanumeric(LENGTH)? };
        let mut line = json!({
            "name": format!("{system} {purpose}, {stage} {region}"),
            "url": format!("https://{host}.{region}.example.com/{purpose}"),
            "client_id": format!("{host}-{purpose}-{stage}"),
            "client_secret": secret.expose(),
            "identifier_code": format!("{host}-{purpose}-{stage}-{region}"),
            "method": if purpose == "export" { "GET" } else { "POST" },
            "tags": format!("{stage},{region},{host}"),
            "notes": "Made for a rehearsal.",
            "need_justify": number % 10 == 4,
            "need_approval": number % 50 == 14,
            "active": number % 40 != 32,
        });
        if neighbours {
            line["users_allowed"] = json!([{ "username": first, "can_edit": false }]);
        }
        serde_json::to_writer(&mut *lines, &line)?;
        lines.push(b'\n');
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use latchboard_contract::Secret;
    use serde_json::Value;

    use super::{COUNT, lines};

    #[test]
    fn names_and_codes_differ_and_all_but_the_secrets_is_the_same_each_time() {
        let made = || {
            let mut rows = Vec::new();
            for neighbours in [false, true] {
                let lines = lines(neighbours, "admin", &Secret::from("leaked")).unwrap();
                rows.extend(lines.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).map(|line| {
                    let mut row: Value = serde_json::from_slice(line).unwrap();
                    row["client_secret"] = (row["client_secret"] == "leaked").into();
                    row
                }));
            }
            rows
        };
        let rows = made();
        assert_eq!(rows, made());
        for member in ["name", "identifier_code"] {
            assert_eq!(rows.iter().map(|row| row[member].to_string()).collect::<BTreeSet<_>>().len(), COUNT);
        }
        let count = |is: &dyn Fn(&Value) -> bool| rows.iter().filter(|row| is(row)).count();
        let leaked = |row: &Value| row["client_secret"] == true;
        assert_eq!(count(&leaked), 40);
        assert!(count(&|row| leaked(row) && row["active"] == false) > 0, "some are switched off already");
        assert!(
            count(&|row| leaked(row) && row.get("users_allowed").is_some()) > 0,
            "some may not be touched"
        );
        assert!(
            count(&|row| row["need_justify"] == true) > 0 && count(&|row| row["need_approval"] == true) > 0
        );
    }
}
