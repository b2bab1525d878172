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
