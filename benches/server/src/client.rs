//! A blocking client for what has to be there before anything is measured.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use anyhow::{Context, Result, bail};

/// A connection that stays open.
pub(crate) struct Connection {
    stream: BufReader<TcpStream>,
    /// The version of the last answer, if it had one.
    pub(crate) etag: Option<String>,
}

impl Connection {
    pub(crate) fn open(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), etag: None })
    }

    /// The body of the answer to a whole request, if it is a success; none where nothing has changed.
    pub(crate) fn ask(&mut self, request: &str) -> Result<Vec<u8>> {
        self.stream.get_mut().write_all(request.as_bytes())?;
        let mut status = String::new();
        self.stream.read_line(&mut status)?;
        let (mut length, mut chunked) = (0, false);
        self.etag = None;
        loop {
            let mut line = String::new();
            if self.stream.read_line(&mut line)? <= 2 {
                break;
            }
            let line = line.to_ascii_lowercase();
            if let Some(value) = line.strip_prefix("etag:") {
                self.etag = Some(value.trim().replace("w/", "W/"));
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse()?;
            }
            chunked |= line.starts_with("transfer-encoding:") && line.contains("chunked");
        }
        let mut answer = Vec::new();
        if chunked {
            self.chunks(&mut answer)?;
        } else {
            answer.resize(length, 0);
            self.stream.read_exact(&mut answer)?;
        }
        if status.starts_with("HTTP/1.1 2") || status.starts_with("HTTP/1.1 304") {
            Ok(answer)
        } else {
            bail!("{status}{}", String::from_utf8_lossy(&answer))
        }
    }

    fn chunks(&mut self, answer: &mut Vec<u8>) -> Result<()> {
        loop {
            let mut size = String::new();
            self.stream.read_line(&mut size)?;
            let size = usize::from_str_radix(size.trim(), 16)?;
            let start = answer.len();
            answer.resize(start + size, 0);
            self.stream.read_exact(&mut answer[start..])?;
            self.stream.read_exact(&mut [0; 2])?;
            if size == 0 {
                return Ok(());
            }
        }
    }
}

/// A request without a body.
pub(crate) fn get(path: &str, token: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n")
}

/// The same for who has this version already.
pub(crate) fn get_newer(path: &str, token: &str, etag: &str) -> String {
    format!(
        "GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nIf-None-Match: {etag}\r\n\r\n"
    )
}

pub(crate) fn post(path: &str, token: &str, kind: &str, body: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\nContent-Type: {kind}\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

/// A text in an answer that is known to hold it once.
pub(crate) fn member(answer: &[u8], name: &str) -> Result<String> {
    let answer = std::str::from_utf8(answer)?;
    let (_, rest) = answer.split_once(&format!("\"{name}\":\"")).context("an unexpected answer")?;
    Ok(rest.split('"').next().unwrap_or_default().to_owned())
}
