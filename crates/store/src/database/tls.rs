//! TLS to a database: how much of who answers has to be proven, and by whom.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::verify_server_cert_signed_by_trust_anchor;
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use tokio_postgres::config::SslMode;
use tokio_postgres_rustls::MakeRustlsConnect;

/// How far a connection has to be protected: `sslmode`, as libpq names it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Protection {
    /// Not encrypted.
    Disable,
    /// Encrypted where the server offers it.
    Prefer,
    /// Encrypted, with anybody.
    Require,
    /// Encrypted, with somebody for whom a trusted authority vouches, under whatever name.
    VerifyCa,
    /// Encrypted, with the host that the URL names.
    VerifyFull,
}

impl Protection {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "disable" => Self::Disable,
            "prefer" => Self::Prefer,
            "require" => Self::Require,
            "verify-ca" => Self::VerifyCa,
            "verify-full" => Self::VerifyFull,
            _ => return None,
        })
    }

    /// As the driver knows it: who answers is the connector's business.
    pub(crate) const fn for_driver(self) -> SslMode {
        match self {
            Self::Disable => SslMode::Disable,
            Self::Prefer => SslMode::Prefer,
            Self::Require | Self::VerifyCa | Self::VerifyFull => SslMode::Require,
        }
    }
}

/// The files that a connection needs beside the system's authorities.
#[derive(Default)]
pub(crate) struct Files {
    /// Certificates of authorities, PEM.
    pub(crate) authorities: Vec<PathBuf>,
    /// A certificate of our own with its key, for a server that asks for one; PEM.
    pub(crate) own: Option<(PathBuf, PathBuf)>,
}

/// What opens TLS connections.
pub(crate) fn connector(protection: Protection, files: &Files) -> Result<MakeRustlsConnect, &'static str> {
    const UNUSABLE: &str = "TLS cannot be set up";
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|_| UNUSABLE)?;
    let unnamed = |roots| Arc::new(Unnamed { roots, provider });
    let builder = match protection {
        Protection::VerifyFull => builder.with_root_certificates(roots(files)?),
        Protection::VerifyCa => {
            builder.dangerous().with_custom_certificate_verifier(unnamed(Some(roots(files)?)))
        }
        Protection::Disable | Protection::Prefer | Protection::Require => {
            builder.dangerous().with_custom_certificate_verifier(unnamed(None))
        }
    };
    let config = match &files.own {
        Some((certificate, key)) => {
            let key = PrivateKeyDer::from_pem_file(key).map_err(|_| "the file of its sslkey holds no key")?;
            let chain = certificates(certificate).ok_or("the file of its sslcert holds no certificate")?;
            builder.with_client_auth_cert(chain, key).map_err(|_| "its sslcert and sslkey are no pair")?
        }
        None => builder.with_no_client_auth(),
    };
    Ok(MakeRustlsConnect::new(config))
}

/// The system's authorities, and those of files beside them.
fn roots(files: &Files) -> Result<RootCertStore, &'static str> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for file in &files.authorities {
        let found = certificates(file).ok_or("the file of its sslrootcert holds no certificate")?;
        roots.add_parsable_certificates(found);
    }
    Ok(roots)
}

/// The certificates of a file, if it has any and nothing else.
fn certificates(file: &Path) -> Option<Vec<CertificateDer<'static>>> {
    let text = fs::read(file).ok()?;
    let found: Vec<_> = CertificateDer::pem_slice_iter(&text).collect::<Result<_, _>>().ok()?;
    Some(found).filter(|found| !found.is_empty())
}

/// Takes a server under any name: one that an authority vouches for, or, without authorities, every one.
#[derive(Debug)]
struct Unnamed {
    roots: Option<RootCertStore>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Unnamed {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        if let Some(roots) = &self.roots {
            verify_server_cert_signed_by_trust_anchor(
                &ParsedCertificate::try_from(end_entity)?,
                roots,
                intermediates,
                now,
                self.provider.signature_verification_algorithms.all,
            )?;
        }
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, certificate, signature, known)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let known = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, known)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}
