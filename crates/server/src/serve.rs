//! One run of the server: port, dashboard, data, first credentials, requests, end.
//!
//! In this order: whatever can go wrong without having touched anything goes wrong first, so that
//! credentials, which are shown once, are only made when the server can really start.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::{TcpListener, TcpSocket};
use tokio::sync::watch;

use crate::app::App;
use crate::audit::{Refusals, UnverifiedCallers};
use crate::audit_log::AuditLog;
use crate::config::{ServeConfig, UpdateSecretReply};
use crate::connections::{self, Limits};
use crate::dashboard::{Dashboard, DashboardError, PagePlace};
use crate::data::{DataDir, DataError, Found};
use crate::gateway::{Gateway, GatewayError};
use crate::idempotency::InFlight;
use crate::import_progress::ImportProgress;
use crate::metrics::Metrics;
use crate::password::Passwords;
use crate::readiness::Readiness;
use crate::routes::{self, Hosts, RequestGuard};
use crate::{console_output, drill, indexing, rotation, sweeping};

/// How long requests under way may take to end after the server was asked to stop. Shorter than the
/// ten seconds after which service managers lose patience.
const GRACE: Duration = Duration::from_secs(8);

/// Why the server did not start, or ended badly.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ServeError {
    /// The port can't be had.
    #[error(fmt = not_listening)]
    Listen { address: SocketAddr, error: io::Error },
    #[error(transparent)]
    Dashboard(DashboardError),
    #[error(transparent)]
    Gateway(GatewayError),
    #[error(transparent)]
    Data(#[from] DataError),
    /// What a rehearsal begins with.
    #[error(
        "The data for the rehearsal could not be made: {0:#}. Remove the directory `rehearsal` in the \
         data directory to begin anew."
    )]
    Rehearsal(anyhow::Error),
    /// Standard output is closed: somebody would wait in vain for what we have to say.
    #[error(
        "Standard output cannot be written: {0}. Credentials that were not shown are lost; make \
         others with `latchboard-server api-key create` and `latchboard-server access-key create`."
    )]
    Unheard(io::Error),
    /// Signals, or the listening socket.
    #[error("The operating system refused: {0}.")]
    System(io::Error),
}

fn not_listening(address: &SocketAddr, error: &io::Error, out: &mut fmt::Formatter<'_>) -> fmt::Result {
    if error.kind() == io::ErrorKind::AddrInUse {
        let (port, ip) = (address.port(), address.ip());
        return write!(
            out,
            "Port {port} on {ip} is in use by another program. Stop that one, or choose another port with \
             --listen {ip}:PORT."
        );
    }
    write!(
        out,
        "The server cannot listen on {address}: {error}. Choose an address of this machine and a port above 1023 \
         with --listen ADDRESS:PORT."
    )
}

/// Serves until a signal ends it.
pub(crate) async fn serve(config: ServeConfig) -> Result<(), ServeError> {
    let stop = stop_signal().map_err(ServeError::System)?;
    let address = config.listen;
    let listener = listen(address).map_err(|error| ServeError::Listen { address, error })?;
    let address = listener.local_addr().map_err(ServeError::System)?;
    let place =
        PagePlace { connect_to: &config.connect_to, base: &config.base_path, is_rehearsal: config.rehearsal };
    let load = |directory: &Path| Dashboard::load(directory, &place);
    let dashboard = config.dashboard.as_deref().map(load).transpose().map_err(ServeError::Dashboard)?;
    let gateway = Gateway::new(&config.upstreams).map_err(ServeError::Gateway)?;

    let data = DataDir::new(config.data_dir, config.database_url);
    // Looked for first: the lock makes the directory, which may be a volume that is not there.
    if config.existing && data.look().await? == Found::Nothing {
        return Err(DataError::NoData { location: data.found() }.into());
    }
    let lock = data.lock().await?;
    if data.look().await? == Found::Nothing
        && let Some(credentials) = data.create(&lock).await?
    {
        console_output::first_credentials(&data.found(), &credentials).map_err(ServeError::Unheard)?;
    }
    let opened = data.open(&lock).await?;
    warn(&data, address, config.tls_in_front);
    if config.rehearsal {
        let seeded =
            drill::seed(&opened, &mut ImportProgress::new(None)).await.map_err(ServeError::Rehearsal)?;
        console_output::rehearsal(seeded.as_ref(), address).map_err(ServeError::Unheard)?;
    }

    opened.store.keep_lane().await.map_err(|error| data.failed(error))?;
    let metrics = Arc::new(Metrics::new());
    let app = Arc::new(App {
        store: opened.store,
        master_key: opened.master_key,
        passwords: Passwords::new(),
        dashboard,
        base_path: config.base_path,
        allowed_origins: config.allowed_origins,
        gateway,
        unverified_callers: UnverifiedCallers::new(),
        in_flight: InFlight::default(),
        index_turn: tokio::sync::Mutex::default(),
        refusals: Refusals::new(),
        readiness: Readiness::new(data.file()),
        metrics: Arc::clone(&metrics),
        rehearsal: config.rehearsal,
        style: config.style,
    });
    let guard = Arc::new(RequestGuard {
        hosts: Hosts::new(address.ip(), config.public_hosts),
        metrics,
        trusted_proxies: config.trusted_proxies,
        tls_in_front: config.tls_in_front,
    });
    if config.style.update_secret != UpdateSecretReply::SameKey {
        // Kept by a run in that mode only.
        app.store.forget_sealed_admin_keys().await.map_err(|error| data.failed(error))?;
    }
    // The socket listens since `bind`: what came meanwhile has waited and is answered now.
    console_output::ready(address).map_err(ServeError::Unheard)?;
    let indexed = Arc::clone(&app);
    tokio::spawn(async move { indexing::run(&indexed.store, &indexed.master_key).await });
    let watched = Arc::clone(&app);
    tokio::spawn(async move { rotation::watch(&watched.store, &watched.master_key).await });
    let sweeping = Arc::clone(&app);
    tokio::spawn(async move { sweeping::run(&sweeping.store).await });
    let audit_log = AuditLog::start(&app);
    let limits = config.limits.within_the_system();
    let router = routes::router(Arc::clone(&app), guard);
    run(listener, router, &app.metrics, limits, drained(&app, stop, config.drain)).await;
    audit_log.end(&app).await;
    app.store.close().await;
    Ok(())
}

/// What works, and should not stay so.
fn warn(data: &DataDir, address: SocketAddr, tls_in_front: bool) {
    if data.is_open_to_others() {
        tracing::warn!(
            "other accounts of this machine may enter the data directory; chmod o-rwx keeps them out"
        );
    }
    if !address.ip().is_loopback() && !tls_in_front {
        tracing::warn!(
            %address,
            "secrets go over the network in clear: put a proxy that speaks TLS in front, and say so with --tls-in-front"
        );
    }
}

/// How many connections the system keeps until they are accepted: a burst beyond that waits a second for a second try.
/// The system may have a lower bound of its own.
const BACKLOG: u32 = 4096;

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    // As it is usual for servers: a port whose connections of before are still fading can be had again.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

/// Turns true when the port is to be closed: so long after `stop`, and meanwhile the server says that it is not ready.
fn drained(app: &Arc<App>, stop: watch::Receiver<bool>, drain: Duration) -> watch::Receiver<bool> {
    if drain.is_zero() {
        return stop;
    }
    let (sender, receiver) = watch::channel(false);
    let app = Arc::clone(app);
    tokio::spawn(async move {
        connections::asked(stop).await;
        app.readiness.drain();
        tracing::info!(
            seconds = drain.as_secs(),
            "draining: not ready any more, the port stays open for a while"
        );
        tokio::time::sleep(drain).await;
        sender.send_replace(true);
    });
    receiver
}

async fn run(
    listener: TcpListener,
    router: Router,
    metrics: &Metrics,
    limits: Limits,
    stop: watch::Receiver<bool>,
) {
    let serving = connections::serve(listener, router, limits, &metrics.connections, &stop);
    let patience = async {
        connections::asked(stop.clone()).await;
        tracing::info!("stopping: requests under way are finished, new ones refused");
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        () = serving => {}
        () = patience => tracing::warn!("some connections did not end in time and are cut"),
    }
}

/// Turns true when the process is asked to end.
fn stop_signal() -> io::Result<watch::Receiver<bool>> {
    let (sender, receiver) = watch::channel(false);
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        for kind in [SignalKind::interrupt(), SignalKind::terminate(), SignalKind::hangup()] {
            let (mut signals, sender) = (signal(kind)?, sender.clone());
            tokio::spawn(async move {
                if signals.recv().await.is_some() {
                    sender.send_replace(true);
                }
            });
        }
    }
    #[cfg(not(unix))]
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_ok() {
            sender.send_replace(true);
        }
    });
    Ok(receiver)
}
