//! What the tests need of the system's packages: installed with apt-get where that is possible and permitted, and
//! asked for in a sentence where it is not.

use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Result, bail};

use crate::{project, step};

const APT_GET: &str = "/usr/bin/apt-get";

/// Installs packages; `by_hand` says what somebody can do where this is not possible.
pub(crate) fn install(what: &str, names: &[&str], by_hand: &str) -> Result<()> {
    if !Path::new(APT_GET).is_file() {
        bail!("{by_hand}");
    }
    let Some(prefix) = administrator() else {
        bail!(
            "{by_hand} This account may not install packages: it is not root, and sudo asks for a password."
        );
    };
    let apt = |arguments: &[&str]| {
        // The run level keeps packages from starting what they install as services.
        let mut words =
            prefix.iter().copied().chain(["env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get"]);
        let mut command = Command::new(words.next().unwrap_or("env"));
        command.args(words).args(arguments);
        command
    };
    // The lists may be of another month than the packages on the server. Without a network the next step says more.
    let _updated = step::run("apt-update", "updating the lists of packages", apt(&["update"]));
    let arguments = [&["install", "--yes", "--no-install-recommends"], names].concat();
    match step::run("apt-install", &format!("installing {what} from the system's packages"), apt(&arguments))
    {
        Ok(()) => Ok(()),
        Err(error) => bail!("{by_hand} Installing them here did not work: {error:#}"),
    }
}

/// A program that some tests start; they say that they did not run where it is missing.
#[derive(Clone, Copy)]
pub(crate) struct ForTests {
    /// What the tests look for.
    program: &'static str,
    /// Debian's package with it.
    package: &'static str,
}

impl ForTests {
    /// What the tests look for.
    pub(crate) const fn program(self) -> &'static str {
        self.program
    }

    /// Whether it is installed.
    pub(crate) fn is_present(self) -> bool {
        project::on_path(self.program).is_some() || Path::new("/usr/sbin").join(self.program).is_file()
    }
}

/// A proxy before servers.
pub(crate) const NGINX: ForTests = ForTests { program: "nginx", package: "nginx-light" };
/// Sets the clock of a server.
pub(crate) const FAKETIME: ForTests = ForTests { program: "faketime", package: "faketime" };
/// A pooler before PostgreSQL.
pub(crate) const PGBOUNCER: ForTests = ForTests { program: "pgbouncer", package: "pgbouncer" };

/// Another engine than Chromium's.
pub(crate) const FIREFOX: ForTests = ForTests { program: "firefox-esr", package: "firefox-esr" };
/// A third one, and what drives it.
pub(crate) const WEBKIT: ForTests = ForTests { program: "WebKitWebDriver", package: "webkit2gtk-driver" };
/// A screen for it, and the key to that.
pub(crate) const XVFB: ForTests = ForTests { program: "xvfb-run", package: "xvfb" };
pub(crate) const XAUTH: ForTests = ForTests { program: "xauth", package: "xauth" };

/// Installs these as far as that can be done here, and says what cannot.
pub(crate) fn for_tests(wanted: &[ForTests]) {
    for wanted in wanted {
        if wanted.is_present() {
            continue;
        }
        let ForTests { program, package } = wanted;
        let by_hand = format!("Install {program} (on Debian: `apt-get install {package}`).");
        if let Err(error) = install(program, &[package], &by_hand) {
            step::say(format!("{error:#}"));
        }
    }
}

/// Whether packages can be installed here.
pub(crate) fn may_install() -> bool {
    Path::new(APT_GET).is_file() && administrator().is_some()
}

/// What to put before a command that must run as root; `None` where that is not possible without a password.
fn administrator() -> Option<&'static [&'static str]> {
    let answer = |command: &mut Command| command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok();
    let id = answer(Command::new("id").arg("-u"))?;
    if id.stdout.trim_ascii() == b"0" {
        return Some(&[]);
    }
    let sudo = answer(Command::new("sudo").args(["-n", "true"]))?;
    sudo.status.success().then_some(&["sudo", "-n"])
}
