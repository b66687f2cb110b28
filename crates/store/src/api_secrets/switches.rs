//! API secrets switched on and off: one alone, or many together.

use latchboard_contract::audit::Outcome;
use tokio_postgres::types::Type;

use super::{Access, access};
use crate::audit::{Attempt, Entries};
use crate::clock::now;
use crate::crypto::SealError;
use crate::database::connection::Connection;
use crate::database::session::Session;
use crate::database::sql::{from_row, query, read_all};
use crate::idempotency::{KeptAnswer, RequestKey};
use crate::tokens::Caller;
use crate::{Store, StoreError};

/// What became of a switch.
#[derive(Debug, PartialEq, Eq)]
pub enum Switch {
    /// It was the other way round before.
    Done,
    /// It was so before.
    AlreadySo,
    /// There is none with this identifier.
    NotFound,
    /// The caller may not.
    NoAccess,
}

/// A switch, with all that goes to disk along with it.
pub(crate) struct SwitchAsked {
    caller: Caller,
    pub(crate) id: i64,
    active: bool,
    /// Of its end, when it is done.
    entries: Entries,
    /// The idempotency key of the call, and what a repeat is to be answered when it is done, and when it was so before.
    pub(crate) key: Option<RequestKey>,
    answers: [Option<KeptAnswer>; 2],
}

impl Store {
    /// Switches an API secret on or off. `kept` makes what a repeat of the call is to be answered.
    pub async fn switch(
        &self,
        attempt: &Attempt,
        caller: Caller,
        id: i64,
        active: bool,
        kept: impl Fn(&Switch) -> Result<Option<KeptAnswer>, SealError> + Send,
    ) -> Result<Switch, StoreError> {
        let answers = [kept(&Switch::Done), kept(&Switch::AlreadySo)];
        let [done, already] = answers.map(|answer| answer.map_err(StoreError::Seal));
        let asked = SwitchAsked {
            caller,
            id,
            active,
            entries: attempt.end(Outcome::Done),
            key: attempt.key(),
            answers: [done?, already?],
        };
        let (switch, entered) = self.committer.switch(asked).await?;
        if let Some(entered) = entered {
            entered.mark(attempt);
        }
        Ok(switch)
    }
}

impl SwitchAsked {
    /// What the log is to say of it; nothing where it is refused.
    pub(crate) fn entries(&self, switch: &Switch) -> Option<Entries> {
        let outcome = match switch {
            Switch::Done => Outcome::Done,
            Switch::AlreadySo => Outcome::Already,
            Switch::NotFound | Switch::NoAccess => return None,
        };
        Some(self.entries.clone().with_outcome(outcome))
    }

    /// The call, if it has a key and is not refused, and what a repeat is to be answered.
    pub(crate) fn call(&self, switch: &Switch) -> Option<(RequestKey, Option<&KeptAnswer>)> {
        let [done, already] = &self.answers;
        let answer = match switch {
            Switch::Done => done,
            Switch::AlreadySo => already,
            Switch::NotFound | Switch::NoAccess => return None,
        };
        Some((self.key?, answer.as_ref()))
    }
}

/// Does it, in a transaction. Waits for those who have the row.
pub(crate) async fn switch_alone(
    connection: &mut Connection,
    asked: &SwitchAsked,
) -> Result<Switch, StoreError> {
    let SwitchAsked { caller, id, active, .. } = *asked;
    let changed = query(
        // Off, and with another value than the one that leaked.
        "UPDATE api_secrets SET active = $1, switched_at = $2, switched_by = $4,
             exposed_at = CASE WHEN $1 OR replaced_at IS NULL THEN exposed_at END,
             replaced_at = CASE WHEN $1 THEN replaced_at END
         WHERE id = $3 AND active <> $1
           AND (owner_id = $4 OR EXISTS (SELECT 1 FROM shares
                WHERE api_secret_id = $3 AND user_id = $4 AND can_edit))
           AND (NOT $5 OR EXISTS (SELECT 1 FROM access_key_items
                WHERE access_key_id = $6 AND api_secret_id = $3))",
    )
    .bind(active)
    .bind(now())
    .bind(id)
    .bind(caller.user.0)
    .bind(caller.limited)
    .bind(caller.key.0)
    .execute(connection)
    .await?;
    if changed == 1 {
        return Ok(Switch::Done);
    }
    Ok(match access(connection, caller, id).await? {
        None => Switch::NotFound,
        Some(Access::Edit) => Switch::AlreadySo,
        Some(Access::None | Access::View) => Switch::NoAccess,
    })
}

/// What would become of each, on PostgreSQL, each about another row; none where the row is not there, or where somebody else
/// has it. Nobody else has those that are left until the transaction ends. So it waits for nobody, whatever order the
/// database takes them in.
pub(crate) async fn foresee(
    session: &mut Session,
    asked: &[&SwitchAsked],
) -> Result<Vec<Option<Switch>>, StoreError> {
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = asked.iter().map(|asked| asked.id).collect();
    let users: Vec<i64> = asked.iter().map(|asked| asked.caller.user.0).collect();
    let limited: Vec<bool> = asked.iter().map(|asked| asked.caller.limited).collect();
    let keys: Vec<i64> = asked.iter().map(|asked| asked.caller.key.0).collect();
    let rows = session
        .fetch_with(
            "SELECT place, active, owner_id = asked.user_id AS owns,
                 (SELECT can_edit FROM shares
                  WHERE api_secret_id = api_secrets.id AND shares.user_id = asked.user_id) AS shared,
                 NOT asked.limited OR EXISTS (SELECT 1 FROM access_key_items
                      WHERE access_key_id = asked.key_id AND api_secret_id = api_secrets.id) AS reached
             FROM UNNEST($1::BIGINT[], $2::BIGINT[], $3::BOOLEAN[], $4::BIGINT[])
                  WITH ORDINALITY AS asked (id, user_id, limited, key_id, place)
             JOIN api_secrets ON api_secrets.id = asked.id
             FOR NO KEY UPDATE OF api_secrets SKIP LOCKED",
            &[
                (&ids, Type::INT8_ARRAY),
                (&users, Type::INT8_ARRAY),
                (&limited, Type::BOOL_ARRAY),
                (&keys, Type::INT8_ARRAY),
            ],
        )
        .await?;
    let mut foreseen: Vec<Option<Switch>> = asked.iter().map(|_| None).collect();
    for (access, Locked { place, active }) in read_all(&rows)? {
        // Counts from one.
        let place = usize::try_from(place - 1).unwrap_or(usize::MAX);
        if let (Some(asked), Some(foreseen)) = (asked.get(place), foreseen.get_mut(place)) {
            *foreseen = Some(match access {
                Access::Edit if active == asked.active => Switch::AlreadySo,
                Access::Edit => Switch::Done,
                Access::None | Access::View => Switch::NoAccess,
            });
        }
    }
    Ok(foreseen)
}

/// A row that nobody else has, and which of those that are asked for it is.
struct Locked {
    place: i64,
    active: bool,
}

from_row!(Locked { place, active });

/// Does those of which that is foreseen.
pub(crate) async fn switch_together(session: &mut Session, asked: &[&SwitchAsked]) -> Result<(), StoreError> {
    if asked.is_empty() {
        return Ok(());
    }
    let ids: Vec<i64> = asked.iter().map(|asked| asked.id).collect();
    let active: Vec<bool> = asked.iter().map(|asked| asked.active).collect();
    let users: Vec<i64> = asked.iter().map(|asked| asked.caller.user.0).collect();
    let changed = session
        .execute_with(
            "UPDATE api_secrets SET active = asked.active, switched_at = $4, switched_by = asked.user_id,
                 exposed_at = CASE WHEN asked.active OR replaced_at IS NULL THEN exposed_at END,
                 replaced_at = CASE WHEN asked.active THEN replaced_at END
             FROM UNNEST($1::BIGINT[], $2::BOOLEAN[], $3::BIGINT[]) AS asked (id, active, user_id)
             WHERE api_secrets.id = asked.id",
            &[
                (&ids, Type::INT8_ARRAY),
                (&active, Type::BOOL_ARRAY),
                (&users, Type::INT8_ARRAY),
                (&now(), Type::INT8),
            ],
        )
        .await?;
    if changed == asked.len() as u64 {
        Ok(())
    } else {
        Err(StoreError::Damaged("a row is gone that was locked"))
    }
}

#[cfg(test)]
mod tests {
    use crate::database::sql::{from_row, query};
    use crate::database::{migrations, sqlite};
    use crate::testing::{empty, insert_check};
    use crate::{Location, Store, Upgrade};

    struct Last {
        switched_at: Option<i64>,
        switched_by: Option<i64>,
    }

    from_row!(Last { switched_at, switched_by });

    #[tokio::test]
    async fn who_switched_what_and_when_is_taken_from_the_log_of_an_older_program() {
        let directory = tempfile::tempdir().unwrap();
        let file = empty(directory.path());
        let Location::File(path) = &file else { panic!() };
        let connection = sqlite::connect(path).unwrap();
        migrations::sqlite_up_to(&connection, 0, 9).unwrap();
        insert_check(&connection);
        connection
            .execute_batch(
                "INSERT INTO users VALUES (5, 'maria', 0);
                 INSERT INTO access_keys (id, user_id, client_id, secret_digest, created_at) VALUES (3, 5, 'c1', x'00', 0);
                 INSERT INTO api_secrets (id, owner_id, name, url, client_id, method, tags, notes, created_at, changed_at)
                     SELECT value, 5, '', '', '', '', '', '', 0, 0 FROM json_each('[1, 2, 3]')",
            )
            .unwrap();
        for (id, (time, actor, action, target, event)) in (1_i64..).zip([
            (1_000, "access-key:c1", "deactivate", "api-secret:1", "attempt"),
            (1_500, "access-key:c1", "deactivate", "api-secret:1", "done"),
            (2_500, "access-key:gone", "activate", "api-secret:2", "done"),
            (3_500, "access-key:c1", "deactivate", "api-secret:1", "already"),
            (4_500, "access-key:c1", "update", "api-secret:1", "done"),
            (5_500, "access-key:c1", "activate", "api-secret:12", "done"),
        ]) {
            let sql = "INSERT INTO audit (id, time, actor, action, target, event, count, hash, mac)
                       VALUES (?, ?, ?, ?, ?, ?, 1, x'00', x'00')";
            connection.execute(sql, (id, time, actor, action, target, event)).unwrap();
        }
        drop(connection);
        let store = Store::open(&file, Upgrade::Allowed).await.unwrap();
        let rows = query("SELECT switched_at, switched_by FROM api_secrets ORDER BY id");
        let switched: Vec<Last> = rows.fetch_all(&mut store.database.read().await.unwrap()).await.unwrap();
        let switched: Vec<_> = switched.iter().map(|last| (last.switched_at, last.switched_by)).collect();
        assert_eq!(switched, [(Some(1), Some(5)), (Some(2), None), (None, None)]);
    }
}
