//! What one run of the server is told. Comes from the command line and the environment; knows nothing
//! of either.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use latchboard_contract::endpoint::configuration::GatewayErrors;
use latchboard_contract::endpoint::envelope::Profile;
use latchboard_store::{DatabaseUrl, Network};

use crate::base_path::BasePath;
use crate::connections::Limits;
use crate::gateway::Upstreams;
use crate::origin::Origin;
use crate::public_host::PublicHost;

#[derive(Debug)]
pub(crate) struct ServeConfig {
    /// Where to listen; port 0 lets the system choose.
    pub(crate) listen: SocketAddr,
    /// Where the data lies.
    pub(crate) data_dir: PathBuf,
    /// The database that takes the place of the file there, if one does.
    pub(crate) database_url: Option<DatabaseUrl>,
    /// Only with data that is there.
    pub(crate) existing: bool,
    /// How long the port stays open after the server was asked to end, while it says that it is not ready.
    pub(crate) drain: Duration,
    /// Where the built dashboard lies, if it is to be served.
    pub(crate) dashboard: Option<PathBuf>,
    /// The path under which browsers find the server.
    pub(crate) base_path: BasePath,
    /// The servers of other origins that the dashboard may call.
    pub(crate) connect_to: Vec<Origin>,
    /// The pages of other origins that may call.
    pub(crate) allowed_origins: Vec<Origin>,
    /// The names that lead here, beside those that always do.
    pub(crate) public_hosts: Vec<PublicHost>,
    /// Proxies that are believed when they say on whose behalf they call.
    pub(crate) trusted_proxies: Vec<Network>,
    /// Browsers reach us over TLS, which somebody in front takes off.
    pub(crate) tls_in_front: bool,
    /// Where calls are passed on to.
    pub(crate) upstreams: Upstreams,
    /// How much clients may ask of us.
    pub(crate) limits: Limits,
    /// Demo data and faults on command.
    pub(crate) rehearsal: bool,
    /// Which of the documented shapes answers have.
    pub(crate) style: ReplyStyle,
}

/// Which of several documented shapes answers have, so that clients can be tested on all of them.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ReplyStyle {
    pub(crate) profile: Profile,
    /// Of the gateway in front of location history and geofencing.
    pub(crate) gateway_errors: GatewayErrors,
    /// Of a changed customer secret.
    pub(crate) update_secret: UpdateSecretReply,
}

/// What a changed customer secret is answered with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum UpdateSecretReply {
    /// 204; the admin key lives on.
    #[default]
    NoContent,
    /// 200 with the admin key, which lives on. To repeat it the server has to keep it, encrypted under
    /// the master key; in any other mode only its hash is kept.
    SameKey,
    /// 200 with a new admin key; the old one is dead.
    NewKey,
}
