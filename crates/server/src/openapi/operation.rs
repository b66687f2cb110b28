//! One operation of the document: what is sent, and everything that may come back.

use std::collections::BTreeMap;

use latchboard_contract::http::{self, Response};
use latchboard_contract::validate::MAX_SECRET_BYTES;
use serde_json::{Map, Value, json};

use super::schema::{self, Role};

/// The header that makes a repeat harmless, among the components.
pub(super) const KEY_PARAMETER: &str = "#/components/parameters/IdempotencyKey";
/// The media type of the answers that are words for people.
pub(super) const TEXT: &str = "text/plain; charset=utf-8";

/// One answer: a success, or one refusal, in all its variants.
#[derive(Clone)]
pub(super) struct Answer {
    name: String,
    means: String,
    status: u16,
    role: Role,
    content: Content,
}

#[derive(Clone)]
enum Content {
    /// As the contract writes it.
    Written(Vec<Written>),
    /// ReplyStyle for people, of this media type.
    ReplyStyle(&'static str),
    Nothing,
}

/// One answer of the contract.
#[derive(Clone)]
struct Written {
    /// Empty where there is no body.
    media_type: String,
    body: Value,
    /// All but the media type.
    headers: Vec<(String, String)>,
}

impl Answer {
    /// What was asked for. The samples differ in everything that may vary.
    pub(super) fn success(name: &str, means: &str, samples: &[Response]) -> Self {
        Self::written(name, means.to_owned(), Role::Success, samples)
    }

    /// A refusal, by its own name, in all its variants.
    pub(super) fn refusal(refusal: impl std::fmt::Debug, variants: &[Response]) -> Self {
        let name = format!("{refusal:?}");
        let name = name.split('(').next().unwrap_or_default();
        let means = variants.first().map(sentence).unwrap_or_default();
        Self::written(name, means, Role::Refusal, variants)
    }

    /// A refusal whose sentence says what is wrong with which parameter; the variants stand for all of them.
    pub(super) fn refusal_in_words(name: &str, variants: &[Response]) -> Self {
        Self::written(name, variants.first().map(sentence).unwrap_or_default(), Role::Success, variants)
    }

    pub(super) fn words(name: &str, status: u16, media_type: &'static str, means: &str) -> Self {
        let content = Content::ReplyStyle(media_type);
        Self { name: name.to_owned(), means: means.to_owned(), status, role: Role::Success, content }
    }

    /// Nothing but a status.
    pub(super) fn nothing(name: &str, status: u16, means: &str) -> Self {
        let content = Content::Nothing;
        Self { name: name.to_owned(), means: means.to_owned(), status, role: Role::Success, content }
    }

    fn written(name: &str, means: String, role: Role, samples: &[Response]) -> Self {
        let status = samples.first().map_or(0, |sample| sample.status);
        debug_assert!(samples.iter().all(|sample| sample.status == status), "{name} has one status");
        let bodies = samples.iter().map(|sample| {
            let body = serde_json::from_slice(sample.bytes()).unwrap_or_else(|_| sample.text().into());
            let (types, headers): (Vec<_>, Vec<_>) =
                sample.headers().iter().cloned().partition(|(name, _)| name == "content-type");
            let media_type = types.into_iter().next().map(|(_, media_type)| media_type).unwrap_or_default();
            Written { media_type, body, headers }
        });
        Self { name: name.to_owned(), means, status, role, content: Content::Written(bodies.collect()) }
    }

    /// What it says, and what it is called.
    fn line(&self) -> String {
        format!("{}: {}.", self.name, self.means.trim_end_matches('.'))
    }
}

/// The sentence in a refusal.
fn sentence(response: &Response) -> String {
    let body: Value = serde_json::from_slice(response.bytes()).unwrap_or_default();
    let places = [&body["response"]["message"], &body["message"], &body["detailedError"]["message"]];
    let said = places.into_iter().find_map(Value::as_str);
    said.map_or_else(|| response.text().replace(['<', '>'], " "), str::to_owned)
}

/// What is sent: media types with samples of the same body.
#[derive(Clone)]
pub(super) struct Body {
    /// Whether there has to be one.
    pub(super) required: bool,
    pub(super) media_types: Vec<&'static str>,
    /// The samples differ in what may vary; the first one is the example.
    pub(super) samples: Vec<Value>,
}

impl Body {
    /// What the contract's client sends.
    pub(super) fn sent(requests: &[http::Request]) -> Self {
        let samples = requests.iter().filter_map(|request| request.body.as_ref()).map(|body| {
            if body.content_type == http::JSON {
                return serde_json::from_str(&body.text).unwrap_or_default();
            }
            let fields = form_urlencoded::parse(body.text.as_bytes());
            fields.map(|(name, value)| (name.into_owned(), Value::from(value.into_owned()))).collect()
        });
        Self { required: true, media_types: vec![http::JSON], samples: samples.collect() }
    }

    /// The same, as a form, too.
    pub(super) fn or_form(self) -> Self {
        Self { media_types: vec![http::JSON, http::FORM], ..self }
    }

    fn value(&self) -> Value {
        let samples: Vec<_> = self.samples.iter().collect();
        let mut schema = schema::of(&samples, Role::Request);
        let required = schema["required"].clone();
        let required =
            |name: &str| required.as_array().is_some_and(|names| names.iter().any(|it| it == name));
        // What need not be there may be empty.
        for (name, bounds) in bounds().into_iter().filter(|(name, _)| required(name)) {
            if let Some(member) = schema["properties"].get_mut(name).and_then(Value::as_object_mut) {
                member.extend(bounds);
            }
        }
        let lists = schema["properties"].as_object().into_iter().flatten();
        let lists: Map<_, _> = lists
            .filter(|(_, member)| member["type"] == "array" || member["type"][0] == "array")
            .map(|(name, _)| (name.clone(), json!({ "contentType": http::JSON })))
            .collect();
        let content = |media_type| {
            let mut content = json!({ "schema": schema, "example": self.samples.first() });
            if media_type == http::FORM && !lists.is_empty() {
                content["encoding"] = lists.clone().into();
            }
            content
        };
        let content: Map<_, _> = self
            .media_types
            .iter()
            .map(|media_type| ((*media_type).to_owned(), content(*media_type)))
            .collect();
        json!({ "required": self.required, "content": content })
    }
}

/// What is true of a text by its name, beside what samples can show.
fn bounds() -> [(&'static str, Map<String, Value>); 6] {
    let pattern = |pattern: &str| Map::from_iter([("pattern".to_owned(), pattern.into())]);
    let secret = || {
        let mut bounds = pattern(r"^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$");
        // Of bytes in truth: at most as many characters.
        bounds.insert("maxLength".to_owned(), MAX_SECRET_BYTES.into());
        bounds
    };
    let filled = || pattern(r"\S");
    [
        ("secret", secret()),
        ("newSecret", secret()),
        ("name", filled()),
        ("url", filled()),
        ("client_id", filled()),
        ("fingerprint", pattern("^[0-9A-Fa-f]{64}$")),
    ]
}

#[derive(Clone)]
pub(super) struct Operation {
    /// With `{identifier}` where there is one.
    pub(super) path: String,
    pub(super) method: &'static str,
    pub(super) id: String,
    /// The group that it belongs to.
    pub(super) tag: &'static str,
    pub(super) summary: String,
    /// What it asks for, by the names of the security schemes; none means nothing.
    pub(super) security: Value,
    pub(super) parameters: Vec<Value>,
    /// What is sent, if anything.
    pub(super) body: Option<Body>,
    /// Everything that may come back.
    pub(super) answers: Vec<Answer>,
    /// Headers of every answer, by name in the components.
    pub(super) headers: Vec<&'static str>,
    /// Whether somebody else's answers come back, too, which may be any.
    pub(super) forwarded: bool,
}

/// What several operations share, by name.
#[derive(Default)]
pub(super) struct Shared {
    /// Everything under one status.
    pub(super) responses: BTreeMap<String, Value>,
    /// Of the body of one answer.
    pub(super) schemas: BTreeMap<String, Value>,
    pub(super) examples: BTreeMap<String, Value>,
    /// Each by the first operation that takes it.
    pub(super) request_bodies: BTreeMap<String, Value>,
}

/// A reference to one of the shared things.
fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

impl Operation {
    /// As the document has it; its responses go to `shared`.
    pub(super) fn value(&self, shared: &mut Shared) -> Value {
        let mut by_status = BTreeMap::<u16, Vec<&Answer>>::new();
        for answer in &self.answers {
            by_status.entry(answer.status).or_default().push(answer);
        }
        let mut responses = Map::new();
        for (status, answers) in by_status {
            let value = shared.response(&answers, &self.headers, self.forwarded);
            let mut name = answers.iter().map(|answer| answer.name.as_str()).collect::<Vec<_>>().join("_");
            // The same refusals with other headers, or among answers that may be any.
            while shared.responses.get(&name).is_some_and(|known| *known != value) {
                name.push('.');
                name.push_str(self.tag.split(' ').next().unwrap_or_default());
            }
            responses.insert(status.to_string(), reference("responses", &name));
            shared.responses.insert(name, value);
        }
        if self.forwarded {
            let any = json!({ "description": "What the vendor answered.", "content": { "*/*": {} } });
            responses.insert("2XX".to_owned(), any.clone());
            responses.insert("default".to_owned(), any);
        }
        let mut value = json!({
            "operationId": self.id,
            "tags": [self.tag],
            "summary": self.summary,
            "description": self.repeats(),
            "security": self.security,
            "responses": responses,
        });
        if !self.parameters.is_empty() {
            value["parameters"] = json!(self.parameters);
        }
        if let Some(body) = &self.body {
            value["requestBody"] = shared.request_body(&self.id, body.value());
        }
        value
    }
}

impl Operation {
    /// What becomes of a repeat.
    fn repeats(&self) -> &'static str {
        let has_key = self.parameters.iter().any(|parameter| parameter["$ref"] == KEY_PARAMETER);
        match (self.method, has_key) {
            ("get", _) => "Changes nothing, and may be repeated.",
            (_, true) => {
                "A repeat under the same `Idempotency-Key` changes nothing and gets the first answer."
            }
            (_, false) => "May be repeated.",
        }
    }
}

impl Shared {
    /// A reference to a body that operations under several paths take alike.
    fn request_body(&mut self, operation: &str, body: Value) -> Value {
        let known =
            self.request_bodies.iter().find(|(_, known)| **known == body).map(|(name, _)| name.clone());
        let name = known.unwrap_or_else(|| {
            self.request_bodies.insert(operation.to_owned(), body);
            operation.to_owned()
        });
        reference("requestBodies", &name)
    }

    /// Puts what is shared here in the place of references to it.
    pub(super) fn inline(&self, value: &mut Value) {
        let named = |kind: &str, name: &str| match kind {
            "schemas" => self.schemas.get(name),
            "examples" => self.examples.get(name),
            _ => None,
        };
        let path =
            value["$ref"].as_str().and_then(|path| path.strip_prefix("#/components/")?.split_once('/'));
        if let Some(found) = path.and_then(|(kind, name)| named(kind, name)).cloned() {
            *value = found;
        }
        match value {
            Value::Array(entries) => entries.iter_mut().for_each(|entry| self.inline(entry)),
            Value::Object(members) => members.values_mut().for_each(|member| self.inline(member)),
            _ => {}
        }
    }

    /// Everything that comes under one status.
    pub(super) fn response(&mut self, answers: &[&Answer], common: &[&str], forwarded: bool) -> Value {
        let described = answers.iter().map(|answer| answer.line()).collect::<Vec<_>>().join("\n");
        let mut headers: Map<_, _> =
            common.iter().map(|name| ((*name).to_owned(), reference("headers", name))).collect();
        let mut schemas = BTreeMap::<&str, Vec<Value>>::new();
        let mut examples = BTreeMap::<&str, Map<String, Value>>::new();
        for answer in answers {
            match &answer.content {
                Content::Nothing => {}
                Content::ReplyStyle(media_type) => {
                    schemas.entry(media_type).or_default().push(json!({ "type": "string" }));
                }
                Content::Written(variants) => {
                    for (name, value) in variants.iter().flat_map(|variant| &variant.headers) {
                        let header = json!({ "schema": { "type": "string" }, "example": value });
                        headers.entry(name.clone()).or_insert(header);
                    }
                    let Some(media_type) = variants.first().map(|variant| variant.media_type.as_str()) else {
                        continue;
                    };
                    self.describe(answer, variants, forwarded);
                    schemas.entry(media_type).or_default().push(reference("schemas", &answer.name));
                    let example = reference("examples", &answer.name);
                    examples.entry(media_type).or_default().insert(answer.name.clone(), example);
                }
            }
        }
        // By parameters alone programs do not tell media types apart: both get all that either has.
        let essence = |media_type: &str| media_type.split(';').next().unwrap_or_default().to_owned();
        let mut alike = BTreeMap::<String, Vec<Value>>::new();
        for (media_type, schemas) in &schemas {
            alike.entry(essence(media_type)).or_default().extend(schemas.iter().cloned());
        }
        let mut content = Map::new();
        for media_type in schemas.keys() {
            let mut schemas = alike.get(&essence(media_type)).cloned().unwrap_or_default();
            schemas.dedup();
            let schema = if schemas.len() == 1 { schemas.remove(0) } else { json!({ "anyOf": schemas }) };
            // A vendor's refusals may look otherwise under the same status.
            let mut entry = if forwarded { json!({}) } else { json!({ "schema": schema }) };
            if let Some(examples) = examples.remove(media_type) {
                entry["examples"] = examples.into();
            }
            content.insert((*media_type).to_owned(), entry);
        }
        if forwarded {
            content.insert("*/*".to_owned(), json!({}));
        }
        let mut value = json!({ "description": described, "headers": headers });
        if !content.is_empty() {
            value["content"] = content.into();
        }
        value
    }

    fn describe(&mut self, answer: &Answer, variants: &[Written], forwarded: bool) {
        let samples: Vec<_> = variants.iter().map(|variant| &variant.body).collect();
        if !forwarded {
            let schema = schema::of(&samples, answer.role);
            let known = self.schemas.insert(answer.name.clone(), schema.clone());
            debug_assert!(known.is_none_or(|known| known == schema), "{} is two things", answer.name);
        }
        let example = json!({ "summary": answer.means, "value": samples.first() });
        self.examples.insert(answer.name.clone(), example);
    }
}
