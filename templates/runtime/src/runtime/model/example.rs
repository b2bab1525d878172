//! Examples of models: JSON that the generator made in, values out.

use std::fmt;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// A model with an example.
pub trait Example:
    Clone + fmt::Debug + PartialEq + Send + Sync + Serialize + DeserializeOwned + 'static
{
    /// The model's name.
    const NAME: &'static str;

    /// Where the document describes it: a JSON pointer into its form of OpenAPI 3.0.
    const SCHEMA: &'static str;

    /// The example as JSON.
    const JSON: &'static str;

    /// For a union: the name of each variant, and an example of it as JSON.
    const ALTERNATIVES: &'static [(&'static str, &'static str)] = &[];
}

/// What is wrong with the alternatives of a union: those whose example is read as another one, or is
/// not written again as it was.
#[must_use]
pub fn lost_alternatives<T: Example>() -> Vec<String> {
    let mut lost = Vec::new();
    for (variant, json) in T::ALTERNATIVES {
        let read = serde_json::from_str::<serde_json::Value>(json)
            .and_then(|value| Ok((T::deserialize(&value)?, value)))
            .and_then(|(read, value)| Ok((serde_json::to_value(&read)?, read, value)));
        let name = T::NAME;
        match read {
            Ok((written, read, value)) => {
                let shown = format!("{read:?}");
                if !shown.starts_with(&format!("{variant}(")) {
                    let end = shown.find('(').unwrap_or(shown.len());
                    lost.push(format!(
                        "{name}::{variant} is read as {}: {value}",
                        &shown[..end]
                    ));
                } else if !is_same(&written, &value) {
                    lost.push(format!(
                        "{name}::{variant}: {value} is written as {written}"
                    ));
                }
            }
            Err(error) => lost.push(format!("{name}::{variant}: {error}: {json}")),
        }
    }
    lost
}

/// Whether two values are the same JSON: 1 and 1.0 are one number.
fn is_same(one: &serde_json::Value, other: &serde_json::Value) -> bool {
    use serde_json::Value;
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len()
                && one
                    .iter()
                    .zip(other)
                    .all(|(one, other)| is_same(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let mut members = one.iter();
            one.len() == other.len()
                && members
                    .all(|(name, one)| other.get(name).is_some_and(|other| is_same(one, other)))
        }
        _ => one == other,
    }
}

/// The example of a model.
///
/// # Panics
///
/// If its JSON is not one of the model, which would be a fault of the generator.
#[must_use]
pub fn example<T: Example>() -> T {
    match serde_json::from_str(T::JSON) {
        Ok(value) => value,
        Err(error) => panic!(
            "the generator made an example of {} that does not decode: {error}",
            T::NAME
        ),
    }
}

/// Is shown every model that has an example, for tests that hold for all of them.
pub trait ModelVisitor {
    /// Is called once for each model.
    fn visit<T: Example>(&mut self);
}
