//! An answered change is never lost, whenever the server is killed.

use std::sync::{Condvar, Mutex};
use std::time::Instant;

use serde_json::json;

use crate::fixture::{Answer, DEADLINE, Home, JSON, Server, agent, get, post};

const ITEMS: usize = 8;
const TOGGLES: usize = 200;
const KILLS: usize = 6;

/// What the threads tell each other.
#[derive(Default)]
struct Progress {
    /// The server's address, and how many servers there were before it.
    address: (String, usize),
    /// Toggles that were answered.
    answered: usize,
    /// States that were compared after a kill.
    compared: usize,
    done: bool,
}

struct Shared {
    progress: Mutex<Progress>,
    changed: Condvar,
}

impl Shared {
    fn update(&self, change: impl FnOnce(&mut Progress)) {
        change(&mut self.progress.lock().unwrap());
        self.changed.notify_all();
    }

    /// Waits until `ready` says what was waited for.
    fn wait<T>(&self, mut ready: impl FnMut(&Progress) -> Option<T>) -> T {
        let deadline = Instant::now() + DEADLINE;
        let mut progress = self.progress.lock().unwrap();
        loop {
            if let Some(value) = ready(&progress) {
                return value;
            }
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "nothing happens any more");
            progress = self.changed.wait_timeout(progress, left).unwrap().0;
        }
    }
}

/// What one thread knows about its item.
struct Item {
    path: String,
    authorization: String,
    /// The state that was answered last.
    active: bool,
    /// The state that was asked for when the server was killed: it may hold or not.
    asked: Option<bool>,
}

impl Item {
    fn headers(&self) -> [(&str, &str); 1] {
        [("authorization", &self.authorization)]
    }

    /// The state in the database; none when the server was killed meanwhile.
    fn state(&self, agent: &ureq::Agent, address: &str) -> Option<bool> {
        let url = format!("{address}/api/mysafe/secretapi/{}", self.path);
        let answer = get(agent, &url, &self.headers()).ok()?;
        match (answer.status, answer.text.contains("1009")) {
            (200, false) => Some(true),
            (400, true) => Some(false),
            _ => panic!("{answer:?}"),
        }
    }

    /// The answer to a switch; none when the server was killed meanwhile.
    fn switch(&self, agent: &ureq::Agent, address: &str, active: bool) -> Option<Answer> {
        let change = if active { "active" } else { "inactive" };
        let url = format!("{address}/api/mysafe/secretapi/{change}/{}", self.path);
        post(agent, &url, &self.headers(), "").ok()
    }

    /// After a kill: the state is the one that was answered, or the one that was asked for.
    fn compare(&mut self, agent: &ureq::Agent, address: &str) -> Option<()> {
        let found = self.state(agent, address)?;
        assert!(
            found == self.active || Some(found) == self.asked,
            "item {}: answered {}, asked {:?}, found {found}",
            self.path,
            self.active,
            self.asked
        );
        (self.active, self.asked) = (found, None);
        Some(())
    }

    /// Switches to and fro until there is enough; compares after every kill.
    fn drive(&mut self, shared: &Shared) {
        let mut servers = 0;
        loop {
            let next = shared.wait(|progress| match (progress.done, &progress.address) {
                (true, _) => Some(None),
                (_, (address, number)) if *number > servers => Some(Some((address.clone(), *number))),
                _ => None,
            });
            let Some((address, number)) = next else { return };
            servers = number;
            // A new one: connections of the old server are dead.
            let agent = agent();
            if self.compare(&agent, &address).is_none() {
                continue;
            }
            shared.update(|progress| progress.compared += 1);
            loop {
                if shared.progress.lock().unwrap().done {
                    return;
                }
                let wish = !self.active;
                self.asked = Some(wish);
                let Some(answer) = self.switch(&agent, &address, wish) else { break };
                assert_eq!(answer.status, 200, "{answer:?}");
                assert!(!answer.text.contains("already"), "the state before was another: {answer:?}");
                (self.active, self.asked) = (wish, None);
                shared.update(|progress| progress.answered += 1);
            }
        }
    }
}

fn items(server: &Server, authorization: &str) -> Vec<Item> {
    let headers = [("authorization", authorization), JSON];
    let item = |number| {
        let body = json!({ "name": format!("item {number}"), "url": "u", "client_id": "c" }).to_string();
        let answer = server.post("/api/mysafe/secretapi", &headers, &body);
        let path = answer.json()["api_entity"]["identifier"].as_str().unwrap().to_owned();
        Item { path, authorization: authorization.to_owned(), active: true, asked: None }
    };
    (0..ITEMS).map(item).collect()
}

#[test]
fn every_answered_toggle_outlives_kill_9() {
    let home = Home::new();
    let server = home.serve();
    let authorization = format!("Bearer {}", server.sign_in(&server.credentials()));
    let mut items = items(&server, &authorization);
    let shared = Shared { progress: Mutex::default(), changed: Condvar::new() };

    let server = std::thread::scope(|scope| {
        let mut server = server;
        for item in &mut items {
            scope.spawn(|| item.drive(&shared));
        }
        for kill in 1..=KILLS {
            let address = server.address.clone();
            shared.update(|progress| progress.address = (address, kill));
            // In the midst of it: every thread goes on until its connection breaks.
            let enough = kill * TOGGLES / KILLS;
            shared.wait(|progress| (progress.answered >= enough).then_some(()));
            server.kill();
            server = home.serve();
        }
        shared.update(|progress| progress.done = true);
        server
    });

    let progress = shared.progress.into_inner().unwrap();
    assert!(progress.answered >= TOGGLES, "{}", progress.answered);
    assert!(progress.compared > KILLS, "{}", progress.compared);
    let agent = agent();
    for item in &mut items {
        item.compare(&agent, &server.address).expect("nobody kills this one");
    }
}
