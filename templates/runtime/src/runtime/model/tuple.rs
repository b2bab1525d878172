//! Lists whose elements have types by their places, where some may be left out or more may follow.

use std::fmt;
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};

use serde::de::value::UnitDeserializer;
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

/// A list whose first elements are a Rust tuple, and whose further ones have one type.
///
/// The first `LEAST` elements are always there; those behind them are options, and options at the end
/// that are `None` are not written.
#[derive(Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct Tuple<T, R = Value, const LEAST: usize = 0> {
    /// The first elements.
    pub items: T,
    /// The elements behind them.
    pub rest: Vec<R>,
}

impl<T, R, const LEAST: usize> Tuple<T, R, LEAST> {
    /// A list of these elements alone.
    pub const fn new(items: T) -> Self {
        Self {
            items,
            rest: Vec::new(),
        }
    }

    /// Sets the elements behind the first ones.
    #[must_use]
    pub fn rest(mut self, rest: impl IntoIterator<Item = R>) -> Self {
        self.rest = rest.into_iter().collect();
        self
    }
}

impl<T, R, const LEAST: usize> From<T> for Tuple<T, R, LEAST> {
    fn from(items: T) -> Self {
        Self::new(items)
    }
}

impl<T, R, const LEAST: usize> Deref for Tuple<T, R, LEAST> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.items
    }
}

impl<T, R, const LEAST: usize> DerefMut for Tuple<T, R, LEAST> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.items
    }
}

/// A Rust tuple as the first elements of a list.
pub trait Items: Sized {
    /// Reads the elements; an option that is not there is `None`.
    ///
    /// # Errors
    ///
    /// Fails where an element is missing or of another type.
    fn read<'de, A: SeqAccess<'de>>(list: &mut A) -> Result<Self, A::Error>
    where
        Self: Deserialize<'de>;

    /// The elements as JSON.
    ///
    /// # Errors
    ///
    /// Fails as writing an element does.
    fn write(&self) -> serde_json::Result<Vec<Value>>;
}

macro_rules! items {
    ($($name:ident)+) => {
        impl<$($name),+> Items for ($($name,)+)
        where
            $($name: Serialize + for<'a> Deserialize<'a>,)+
        {
            fn read<'de, A: SeqAccess<'de>>(list: &mut A) -> Result<Self, A::Error> {
                Ok(($(element::<$name, A>(list)?,)+))
            }

            fn write(&self) -> serde_json::Result<Vec<Value>> {
                #[expect(non_snake_case, reason = "the elements are called like their types")]
                let ($($name,)+) = self;
                Ok(vec![$(serde_json::to_value($name)?),+])
            }
        }
    };
}

items!(T1);
items!(T1 T2);
items!(T1 T2 T3);
items!(T1 T2 T3 T4);
items!(T1 T2 T3 T4 T5);
items!(T1 T2 T3 T4 T5 T6);
items!(T1 T2 T3 T4 T5 T6 T7);
items!(T1 T2 T3 T4 T5 T6 T7 T8);

fn element<'de, T: for<'a> Deserialize<'a>, A: SeqAccess<'de>>(
    list: &mut A,
) -> Result<T, A::Error> {
    match list.next_element()? {
        Some(element) => Ok(element),
        None => T::deserialize(UnitDeserializer::<A::Error>::new())
            .map_err(|_| A::Error::custom("the list has too few elements")),
    }
}

impl<T: Items, R: Serialize, const LEAST: usize> Serialize for Tuple<T, R, LEAST> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let error = serde::ser::Error::custom;
        let mut list = self.items.write().map_err(error)?;
        if self.rest.is_empty() {
            while list.len() > LEAST && list.last().is_some_and(Value::is_null) {
                list.pop();
            }
        }
        for element in &self.rest {
            list.push(serde_json::to_value(element).map_err(error)?);
        }
        list.serialize(serializer)
    }
}

impl<'de, T, R, const LEAST: usize> Deserialize<'de> for Tuple<T, R, LEAST>
where
    T: Items + Deserialize<'de>,
    R: Deserialize<'de>,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(List(PhantomData))
    }
}

struct List<T, R, const LEAST: usize>(PhantomData<(T, R)>);

impl<'de, T, R, const LEAST: usize> Visitor<'de> for List<T, R, LEAST>
where
    T: Items + Deserialize<'de>,
    R: Deserialize<'de>,
{
    type Value = Tuple<T, R, LEAST>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let items = T::read(&mut list)?;
        let mut rest = Vec::new();
        while let Some(element) = list.next_element()? {
            rest.push(element);
        }
        Ok(Tuple { items, rest })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Tuple;

    type Open = Tuple<(f64, Option<String>), Value, 1>;

    fn same(value: Value) -> Open {
        let read: Open = serde_json::from_value(value.clone()).expect("a list");
        assert_eq!(serde_json::to_value(&read).expect("JSON"), value);
        read
    }

    #[test]
    fn elements_may_be_left_out_and_more_may_follow() {
        assert_eq!(same(json!([1.5])).1, None);
        assert_eq!(same(json!([1.5, "a"])).1.as_deref(), Some("a"));
        assert_eq!(same(json!([1.5, "a", true, {}])).rest.len(), 2);
        assert_eq!(same(json!([1.5, null, true])).rest.len(), 1);
    }

    #[test]
    fn elements_that_must_be_there_are_written_when_they_are_null() {
        type Pair = Tuple<(Option<f64>, Option<f64>), Value, 2>;
        let pair = Pair::new((None, None));
        assert_eq!(
            serde_json::to_value(pair).expect("JSON"),
            json!([null, null])
        );
    }

    #[test]
    fn too_few_elements_are_an_error() {
        assert!(serde_json::from_value::<Open>(json!([])).is_err());
        assert!(serde_json::from_value::<Open>(json!({})).is_err());
    }

    #[test]
    fn further_elements_have_a_type() {
        let list: Tuple<(String,), i64, 1> = Tuple::new(("a".to_owned(),)).rest([1, 2]);
        assert_eq!(
            serde_json::to_value(&list).expect("JSON"),
            json!(["a", 1, 2])
        );
        assert_eq!(list.0, "a");
    }
}
