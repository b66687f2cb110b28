//! The OpenAPI document as a judge: whether an answer is one that it describes.
//!
//! Checks the part of JSON Schema that our document uses, and refuses to judge by any other.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// What came back, byte for byte.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// Names in lower case.
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// Reads an answer that ends with the connection.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let header = |line: &str| {
            let (name, value) = line.split_once(':')?;
            Some((name.to_ascii_lowercase(), value.trim().to_owned()))
        };
        let headers: Vec<(String, String)> = lines.filter_map(header).collect();
        let in_pieces = headers.iter().any(|(name, value)| name == "transfer-encoding" && value == "chunked");
        let body = &bytes[end + 4..];
        let body = if in_pieces { joined(body)? } else { body.to_vec() };
        Some(Self { status, headers, body })
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        let text = String::from_utf8_lossy(&self.body);
        let start: String = text.chars().take(300).collect();
        format!("{} {:?} {start}", self.status, self.header("content-type"))
    }
}

/// A body that came in pieces, each behind its length; none when the last, empty one is missing.
fn joined(mut pieces: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::new();
    loop {
        let end = pieces.windows(2).position(|window| window == b"\r\n")?;
        let length = usize::from_str_radix(std::str::from_utf8(&pieces[..end]).ok()?, 16).ok()?;
        if length == 0 {
            return Some(whole);
        }
        let piece = pieces.get(end + 2..)?;
        whole.extend_from_slice(piece.get(..length)?);
        pieces = piece.get(length + 2..)?;
    }
}

pub(crate) struct Described(pub(crate) Value);

pub(crate) struct Operation<'a> {
    pub(crate) path: &'a str,
    pub(crate) method: &'a str,
    pub(crate) value: &'a Value,
}

impl Operation<'_> {
    pub(crate) fn id(&self) -> &str {
        self.value["operationId"].as_str().unwrap()
    }
}

impl Described {
    pub(crate) fn operations(&self) -> Vec<Operation<'_>> {
        let paths = self.0["paths"].as_object().unwrap();
        let mut operations = Vec::new();
        for (path, methods) in paths {
            for (method, value) in methods.as_object().unwrap() {
                operations.push(Operation { path, method, value });
            }
        }
        operations
    }

    /// What a reference leads to, or the value itself.
    pub(crate) fn resolve<'a>(&'a self, value: &'a Value) -> &'a Value {
        match value["$ref"].as_str() {
            Some(reference) => {
                let pointer = reference.strip_prefix('#').unwrap();
                self.resolve(self.0.pointer(pointer).unwrap_or_else(|| panic!("{reference} leads nowhere")))
            }
            None => value,
        }
    }

    /// Every reference in the document, and whether it leads somewhere.
    pub(crate) fn check_references(&self) {
        let mut open = vec![&self.0];
        while let Some(value) = open.pop() {
            if value["$ref"].is_string() {
                self.resolve(value);
            }
            match value {
                Value::Array(values) => open.extend(values),
                Value::Object(members) => open.extend(members.values()),
                _ => {}
            }
        }
    }

    /// Whether an operation may answer so; why not.
    pub(crate) fn judge(&self, operation: &Value, reply: &Reply) -> Result<(), String> {
        let responses = &operation["responses"];
        let by_status = responses.get(reply.status.to_string());
        let response = by_status.or_else(|| responses.get("default"));
        self.judge_response(response.ok_or("the status is not described")?, reply)
    }

    /// Whether one of the responses that stand by themselves fits.
    pub(crate) fn judge_elsewhere(&self, path: &str, reply: &Reply) -> Result<(), String> {
        let configuration = ["/locationHistory", "/geofencing", "/gateway/location-history"];
        let family = if configuration.iter().any(|start| path.starts_with(start)) {
            "Configuration"
        } else if ["/api", "/iso", "/gateway"].iter().any(|start| path.starts_with(start)) {
            "Vault"
        } else {
            "Page"
        };
        let response = &self.0["x-elsewhere"][family];
        // The older gateway has a status of its own for it.
        let status = if response["content"].get("text/xml").is_some() { 596 } else { 404 };
        if reply.status != status {
            return Err(format!("nothing is here, and that is a {status}"));
        }
        self.judge_response(response, reply)
    }

    fn judge_response(&self, response: &Value, reply: &Reply) -> Result<(), String> {
        let response = self.resolve(response);
        for (name, header) in response["headers"].as_object().unwrap_or(&Map::new()) {
            // Of those that stand here, not every answer has each; those that all share are everywhere,
            // but in what never reached a route.
            let shared = header.get("$ref").is_some() && reply.status != 431;
            if shared && reply.header(name).is_none() {
                return Err(format!("the header {name} is missing"));
            }
        }
        let media_type = reply.header("content-type");
        let Some(content) = response.get("content") else {
            let empty = reply.body.is_empty() && media_type.is_none();
            return if empty { Ok(()) } else { Err("there should be no body".to_owned()) };
        };
        if reply.body.is_empty() && media_type.is_none() && content.get("*/*").is_some() {
            return Ok(());
        }
        let media_type = media_type.ok_or("the media type is missing")?;
        let entry = content.get(media_type).or_else(|| content.get("*/*"));
        let entry = entry.ok_or_else(|| format!("the media type {media_type} is not described"))?;
        let Some(schema) = entry.get("schema") else { return Ok(()) };
        let text = std::str::from_utf8(&reply.body).map_err(|_| "the body is no text")?;
        // XML, or words.
        let body = if media_type.starts_with("application/json") && schema["type"] != "string" {
            serde_json::from_str(text).map_err(|error| format!("the body is no JSON: {error}"))?
        } else {
            Value::from(text)
        };
        self.fits(&body, schema)
    }

    /// Whether a value fits a schema.
    fn fits(&self, value: &Value, schema: &Value) -> Result<(), String> {
        let schema = self.resolve(schema);
        let keywords = schema.as_object().ok_or("a schema is an object")?;
        for (keyword, rule) in keywords {
            let fits = match keyword.as_str() {
                "type" => is(value, rule.as_str().unwrap()),
                "const" => value == rule,
                "enum" => rule.as_array().unwrap().contains(value),
                "anyOf" => rule.as_array().unwrap().iter().any(|schema| self.fits(value, schema).is_ok()),
                "required" => {
                    rule.as_array().unwrap().iter().all(|name| value.get(name.as_str().unwrap()).is_some())
                }
                "additionalProperties" => {
                    let known: BTreeSet<_> = schema["properties"].as_object().unwrap().keys().collect();
                    value.as_object().is_none_or(|members| members.keys().all(|name| known.contains(name)))
                }
                "properties" => {
                    for (name, schema) in rule.as_object().unwrap() {
                        value.get(name).map_or(Ok(()), |value| self.fits(value, schema))?;
                    }
                    true
                }
                "items" => {
                    for entry in value.as_array().into_iter().flatten() {
                        self.fits(entry, rule)?;
                    }
                    true
                }
                _ => panic!("nobody taught this test the keyword {keyword}"),
            };
            if !fits {
                return Err(format!("{value} does not fit {keyword} {rule}"));
            }
        }
        Ok(())
    }
}

fn is(value: &Value, kind: &str) -> bool {
    match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}
