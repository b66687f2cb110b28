//! What one run of the server is told. Comes from the command line today; knows nothing of it.

use std::net::SocketAddr;
use std::path::PathBuf;

use crate::routes::Origin;

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
    /// Demo data and faults on command.
    pub(crate) rehearsal: bool,
}
