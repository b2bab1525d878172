//! Text to tree. In: one file; out: its JSON tree in document order. Duplicate keys and values
//! that JSON does not have are faults; merge keys (`<<`) are carried out; keys become strings.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_json::{Map, Number, Value};

use super::events;
use crate::codes;
use crate::diagnostics::{Diagnostic, Diagnostics};
use crate::ir::Pointer;
use crate::sources::{Sources, boundary};

/// How many values aliases may add to what the text itself holds.
const ALIASED: usize = 1_000_000;
/// How deeply objects and lists may stand inside each other.
const DEPTH: usize = 512;
/// What the decoder says when they stand deeper.
const TOO_DEEP: &str = "nested too deeply";
/// What the decoder says when aliases add more.
const TOO_MANY: &str = "too many values";

/// Decodes a file. `None` when its text cannot be read to the end; it has been reported then.
pub(super) fn decode(
    sources: &Sources,
    file: usize,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    let text = sources.text(file);
    let state = State::new(text.len() + ALIASED);
    let decoded = if sources.path(file).ends_with(".json") {
        json(text, &state)
    } else if text.trim_start().starts_with(['{', '[']) {
        json(text, &state).or_else(|fault| {
            // A flow collection of YAML looks like JSON at first.
            let again = State::new(text.len() + ALIASED);
            let value = yaml(text, &again).map_err(|_| fault)?;
            state.faults.replace(again.faults.into_inner());
            Ok(value)
        })
    } else {
        yaml(text, &state)
    };
    diagnostics.extend(
        state
            .faults
            .into_inner()
            .into_iter()
            .map(|fault| fault.in_file(file)),
    );
    match decoded {
        Ok(value) => Some(value),
        Err(fault) => {
            let byte = boundary(text, fault.byte);
            diagnostics.push((*fault.diagnostic).at_byte(file, byte));
            None
        }
    }
}

/// Why a text could not be read to the end, and where.
struct Fault {
    diagnostic: Box<Diagnostic>,
    byte: usize,
}

/// What is collected on the way.
struct State {
    faults: RefCell<Vec<Diagnostic>>,
    left: Cell<usize>,
    /// The key or value that was read last has no form in JSON and is to be left out.
    is_left_out: Cell<bool>,
}

impl State {
    fn new(left: usize) -> Self {
        Self {
            faults: RefCell::default(),
            left: Cell::new(left),
            is_left_out: Cell::new(false),
        }
    }
}

fn json(text: &str, state: &State) -> Result<Value, Fault> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // `Node` has a limit of its own.
    deserializer.disable_recursion_limit();
    let value = Node::root(state)
        .deserialize(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value));
    value.map_err(|error| {
        let message = error.to_string();
        let why = message
            .rsplit_once(" at line ")
            .map_or(message.as_str(), |(why, _)| why);
        let byte = byte_of(text, error.line(), error.column());
        let diagnostic = match why {
            TOO_DEEP => codes::too_deep(DEPTH),
            why => codes::syntax("JSON", why),
        };
        Fault {
            diagnostic: Box::new(diagnostic),
            byte,
        }
    })
}

fn yaml(text: &str, state: &State) -> Result<Value, Fault> {
    let mut documents = serde_yaml::Deserializer::from_str(text);
    let Some(first) = documents.next() else {
        return Ok(Value::Null);
    };
    let value = match Node::root(state).deserialize(first) {
        Ok(value) => value,
        // The parser's own limit is lower than that of `Node`.
        Err(error) if error.to_string().contains("recursion limit") => return deep(text, state),
        Err(error) => return Err(yaml_fault(text, &error)),
    };
    if documents.next().is_some() {
        let byte = second_document(text).unwrap_or(0);
        return Err(Fault {
            diagnostic: Box::new(codes::several_documents()),
            byte,
        });
    }
    Ok(value)
}

/// Reads a text that is nested more deeply than the usual parser goes.
fn deep(text: &str, state: &State) -> Result<Value, Fault> {
    events::value(text, DEPTH, state.left.get()).map_err(|(why, byte)| {
        let diagnostic = match why {
            events::Refusal::TooDeep => codes::too_deep(DEPTH),
            events::Refusal::TooLarge => codes::too_large(),
            events::Refusal::Syntax(why) => codes::syntax("YAML", &why),
        };
        Fault {
            diagnostic: Box::new(diagnostic),
            byte,
        }
    })
}

fn yaml_fault(text: &str, error: &serde_yaml::Error) -> Fault {
    let byte = error.location().map_or(0, |at| at.index());
    let message = error.to_string();
    let why = message.split(" at line ").next().unwrap_or(&message);
    let why = why.split(", while ").next().unwrap_or(why);
    let diagnostic = match why {
        why if why.contains(TOO_DEEP) => codes::too_deep(DEPTH),
        why if why.contains("repetition limit") || why.contains(TOO_MANY) => codes::too_large(),
        "EOF while parsing a value" => codes::empty(),
        _ if text.as_bytes().get(byte) == Some(&b'\t') => {
            codes::syntax("YAML", "a tab stands where only spaces can indent")
        }
        why => match message.split_once(", while ") {
            Some((_, context)) => codes::syntax("YAML", &format!("{why} (while {context})")),
            None => codes::syntax("YAML", why),
        },
    };
    Fault {
        diagnostic: Box::new(diagnostic),
        byte,
    }
}

/// Where the second document of a text begins: at its second line `---`, or at its first one when
/// something stands before.
fn second_document(text: &str) -> Option<usize> {
    let mut offset = 0;
    let mut seen = false;
    for line in text.split_inclusive('\n') {
        let is_marker = line.trim_end() == "---" || line.starts_with("--- ");
        if is_marker && seen {
            return Some(offset);
        }
        seen |= !line.trim().is_empty() && !line.starts_with(['#', '%']);
        offset += line.len();
    }
    None
}

/// The byte at a line and a column, both counted from 1, the column in bytes.
fn byte_of(text: &str, line: usize, column: usize) -> usize {
    let lines = text.split_inclusive('\n').take(line.saturating_sub(1));
    lines.map(str::len).sum::<usize>() + column.saturating_sub(1)
}

/// A node that is being decoded: its place as a chain of keys up to the root.
#[derive(Clone, Copy)]
struct Node<'a> {
    state: &'a State,
    parent: Option<&'a Node<'a>>,
    key: Token<'a>,
    depth: usize,
}

#[derive(Clone, Copy)]
enum Token<'a> {
    Name(&'a str),
    Index(usize),
}

impl<'a> Node<'a> {
    fn root(state: &'a State) -> Self {
        Self {
            state,
            parent: None,
            key: Token::Index(0),
            depth: 0,
        }
    }

    fn child<'b>(&'b self, key: Token<'b>) -> Node<'b> {
        Node {
            state: self.state,
            parent: Some(self),
            key,
            depth: self.depth + 1,
        }
    }

    fn pointer(&self) -> Pointer {
        match (self.parent, self.key) {
            (None, _) => Pointer::default(),
            (Some(parent), Token::Name(name)) => parent.pointer().child(name),
            (Some(parent), Token::Index(index)) => parent.pointer().child(index),
        }
    }

    fn report(&self, fault: Diagnostic) {
        self.state.faults.borrow_mut().push(fault);
    }

    fn count<E: Error>(&self) -> Result<(), E> {
        if self.depth > DEPTH {
            return Err(E::custom(TOO_DEEP));
        }
        let left = self.state.left.get();
        self.state
            .left
            .set(left.checked_sub(1).ok_or_else(|| E::custom(TOO_MANY))?);
        Ok(())
    }
}

impl<'de> DeserializeSeed<'de> for Node<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.count()?;
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        self.visit_f64(value as f64)
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        if let Some(number) = Number::from_f64(value) {
            return Ok(number.into());
        }
        self.report(codes::not_finite(&self.pointer(), value));
        self.state.is_left_out.set(true);
        Ok(Value::Null)
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(value) = access.next_element_seed(self.child(Token::Index(list.len())))? {
            // The others keep their places.
            self.state.is_left_out.set(false);
            list.push(value);
        }
        Ok(list.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        let mut repeated: Vec<String> = Vec::new();
        while let Some(key) = access.next_key_seed(Key(self))? {
            let has_no_name = self.state.is_left_out.take();
            let value = access.next_value_seed(self.child(Token::Name(&key)))?;
            if self.state.is_left_out.take() || has_no_name {
                continue;
            }
            if !map.contains_key(&key) {
                map.insert(key, value);
                continue;
            }
            let time = repeated.iter().filter(|other| **other == key).count() + 1;
            self.report(codes::duplicate_key(
                &self.pointer().child(&key),
                &key,
                time,
            ));
            repeated.push(key);
        }
        merge(&mut map);
        Ok(map.into())
    }

    /// A YAML value with a tag of its own: the tag says nothing here.
    fn visit_enum<A: EnumAccess<'de>>(self, access: A) -> Result<Value, A::Error> {
        let (_, content) = access.variant_seed(Key(self))?;
        content.newtype_variant_seed(self)
    }
}

/// A key: scalars of every type become text as JSON writes them.
struct Key<'a>(Node<'a>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = String;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        let Key(owner) = self;
        match deserializer.deserialize_any(owner.child(Token::Name("")))? {
            Value::String(key) => Ok(key),
            Value::Array(_) | Value::Object(_) => {
                owner.report(codes::not_json(
                    &owner.pointer(),
                    "a list or an object as a key",
                ));
                owner.state.is_left_out.set(true);
                Ok(String::new())
            }
            scalar => Ok(scalar.to_string()),
        }
    }
}

/// Carries out the merge key of YAML 1.1: members of the object (or objects) behind `<<` that the
/// map does not have itself.
fn merge(map: &mut Map<String, Value>) {
    let is_mergeable = match map.get("<<") {
        Some(Value::Object(_)) => true,
        Some(Value::Array(list)) => list.iter().all(Value::is_object),
        _ => false,
    };
    if !is_mergeable {
        return;
    }
    let sources = match map.shift_remove("<<") {
        Some(Value::Array(list)) => list,
        Some(one) => vec![one],
        None => return,
    };
    for source in sources {
        let Value::Object(source) = source else {
            continue;
        };
        for (key, value) in source {
            map.entry(key).or_insert(value);
        }
    }
}

#[cfg(test)]
mod tests;
