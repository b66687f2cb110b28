//! JSON Schemas from samples: what the contract really writes says better what an answer looks like
//! than a second description of it could.
//!
//! A member is required when every sample has it. What all samples agree on is constant, so samples
//! differ in whatever may vary.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

/// What the samples are of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Answers that say what was asked for: texts vary freely, members do not.
    Success,
    /// Answers that are all there are: texts are one of those.
    Refusal,
    /// What callers send: members that nobody knows are ignored.
    Request,
}

/// The schema that all samples fit.
pub(super) fn of(samples: &[&Value], role: Role) -> Value {
    let mut kinds = BTreeMap::<&str, Vec<&Value>>::new();
    for sample in samples {
        kinds.entry(kind(sample)).or_default().push(sample);
    }
    let mut schemas: Vec<_> =
        kinds.into_iter().map(|(kind, samples)| of_kind(kind, &samples, role)).collect();
    if schemas.len() == 1 { schemas.remove(0) } else { json!({ "anyOf": schemas }) }
}

/// JSON Schema's name for it. Our numbers are whole.
const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

fn of_kind(kind: &str, samples: &[&Value], role: Role) -> Value {
    match kind {
        "object" => {
            of_objects(&samples.iter().filter_map(|sample| sample.as_object()).collect::<Vec<_>>(), role)
        }
        "array" => {
            let entries: Vec<_> = samples.iter().filter_map(|sample| sample.as_array()).flatten().collect();
            json!({ "type": "array", "items": of(&entries, role) })
        }
        "null" => json!({ "type": "null" }),
        _ => {
            let mut distinct = Vec::new();
            for sample in samples {
                if !distinct.contains(sample) {
                    distinct.push(sample);
                }
            }
            match (distinct.as_slice(), role) {
                ([only], _) => json!({ "type": kind, "const": only }),
                (all, Role::Refusal) => json!({ "type": kind, "enum": all }),
                _ => json!({ "type": kind }),
            }
        }
    }
}

fn of_objects(samples: &[&Map<String, Value>], role: Role) -> Value {
    let names: BTreeSet<_> = samples.iter().flat_map(|sample| sample.keys()).collect();
    let (mut properties, mut required) = (Map::new(), Vec::new());
    for name in names {
        let values: Vec<_> = samples.iter().filter_map(|sample| sample.get(name)).collect();
        let mut schema = of(&values, role);
        if values.len() == samples.len() {
            required.push(name);
            // What callers have to give has to say something.
            if role == Role::Request && schema["type"] == "string" && schema.get("const").is_none() {
                schema["minLength"] = 1.into();
            }
        }
        if values.len() < samples.len() && role == Role::Request && schema["type"].is_string() {
            // Nothing is as good as not there.
            schema["type"] = json!([schema["type"], "null"]);
        }
        properties.insert(name.clone(), schema);
    }
    let mut schema = json!({ "type": "object", "properties": properties });
    if !required.is_empty() {
        schema["required"] = json!(required);
    }
    if role != Role::Request {
        schema["additionalProperties"] = false.into();
    }
    schema
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Role, of};

    #[test]
    fn what_all_samples_agree_on_is_constant_and_what_some_lack_is_optional() {
        let samples =
            [json!({ "a": 1, "b": "x", "c": null }), json!({ "a": 1, "b": "y", "c": [true, false] })];
        let samples: Vec<_> = samples.iter().collect();
        let schema = of(&samples, Role::Success);
        assert_eq!(schema["properties"]["a"], json!({ "type": "integer", "const": 1 }));
        assert_eq!(schema["properties"]["b"], json!({ "type": "string" }));
        let list = json!({ "type": "array", "items": { "type": "boolean" } });
        assert_eq!(schema["properties"]["c"], json!({ "anyOf": [list, { "type": "null" }] }));
        assert_eq!(schema["required"], json!(["a", "b", "c"]));
        assert_eq!(of(&[&json!({}), &json!({ "a": 1 })], Role::Success).get("required"), None);
    }

    #[test]
    fn refusals_are_listed_and_requests_may_hold_more() {
        let samples = [json!({ "a": "x" }), json!({ "a": "y" })];
        let samples: Vec<_> = samples.iter().collect();
        assert_eq!(of(&samples, Role::Refusal)["properties"]["a"]["enum"], json!(["x", "y"]));
        let request = of(&samples, Role::Request);
        assert_eq!(request["properties"]["a"], json!({ "type": "string", "minLength": 1 }));
        assert_eq!(request.get("additionalProperties"), None);
        let optional = of(&[&json!({}), &json!({ "a": "x" }), &json!({ "a": "y" })], Role::Request);
        assert_eq!(optional["properties"]["a"], json!({ "type": ["string", "null"] }));
    }
}
