//! What one run of the server is told. Comes from the command line and the environment; knows nothing
//! of either.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::connections::Limits;
use crate::routes::{Origin, PublicHost};

/// How to serve.
#[derive(Debug)]
pub(crate) struct ServeConfig {
    /// Where to listen; port 0 lets the system choose.
    pub(crate) listen: SocketAddr,
    /// Where the data lies.
    pub(crate) data_dir: PathBuf,
    /// Where the built dashboard lies, if it is to be served.
    pub(crate) dashboard: Option<PathBuf>,
    /// The pages of other origins that may call.
    pub(crate) allowed_origins: Vec<Origin>,
    /// The names that lead here, beside those that always do.
    pub(crate) public_hosts: Vec<PublicHost>,
    /// Browsers reach us over TLS, which somebody in front takes off.
    pub(crate) tls_in_front: bool,
    /// How much clients may ask of us.
    pub(crate) limits: Limits,
    /// Demo data and faults on command.
    pub(crate) rehearsal: bool,
}
