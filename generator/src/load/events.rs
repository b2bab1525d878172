//! YAML by the events of its parser: for texts that are nested more deeply than the usual parser
//! goes. In: a text; out: its tree.

use saphyr_parser::{Event, Parser, ScalarStyle};
use serde_json::{Map, Number, Value};

/// Why a text cannot be read.
pub(super) enum Refusal {
    TooDeep,
    TooLarge,
    Syntax(String),
}

/// An object or a list that is not complete yet.
enum Open {
    List(Vec<Value>),
    Object(Map<String, Value>, Option<String>),
}

/// The value of a text, or why there is none and at which byte. `values` is how many values it may
/// hold, `depth` how many objects and lists may be open at a time.
pub(super) fn value(text: &str, depth: usize, values: usize) -> Result<Value, (Refusal, usize)> {
    let mut reader = Reader {
        open: Vec::new(),
        anchors: Vec::new(),
        values,
        root: Value::Null,
    };
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = event.map_err(|error| {
            let byte = byte(text, error.marker().index());
            (Refusal::Syntax(error.info().to_owned()), byte)
        })?;
        let at = |refusal| (refusal, byte(text, span.start.index()));
        match event {
            Event::StreamEnd | Event::DocumentEnd => break,
            Event::SequenceStart(anchor, _) => {
                reader
                    .start(Open::List(Vec::new()), anchor, depth)
                    .map_err(at)?;
            }
            Event::MappingStart(anchor, _) => {
                let object = Open::Object(Map::new(), None);
                reader.start(object, anchor, depth).map_err(at)?;
            }
            Event::SequenceEnd | Event::MappingEnd => reader.end().map_err(at)?,
            Event::Scalar(text, style, anchor, _) => {
                let value = scalar(&text, style);
                reader.anchors.push((anchor, value.clone()));
                reader.add(value).map_err(at)?;
            }
            Event::Alias(anchor) => reader.alias(anchor).map_err(at)?,
            Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => {}
        }
    }
    Ok(reader.root)
}

struct Reader {
    open: Vec<(Open, usize)>,
    anchors: Vec<(usize, Value)>,
    values: usize,
    root: Value,
}

impl Reader {
    fn start(&mut self, open: Open, anchor: usize, depth: usize) -> Result<(), Refusal> {
        if self.open.len() > depth {
            return Err(Refusal::TooDeep);
        }
        self.open.push((open, anchor));
        Ok(())
    }

    fn end(&mut self) -> Result<(), Refusal> {
        let (value, anchor) = match self.open.pop() {
            Some((Open::List(list), anchor)) => (Value::Array(list), anchor),
            Some((Open::Object(object, _), anchor)) => (Value::Object(object), anchor),
            None => return Ok(()),
        };
        if anchor > 0 {
            self.anchors.push((anchor, value.clone()));
        }
        self.add(value)
    }

    fn alias(&mut self, anchor: usize) -> Result<(), Refusal> {
        let known = self.anchors.iter().rev().find(|(id, _)| *id == anchor);
        let value = known.map_or(Value::Null, |(_, value)| value.clone());
        self.values = self
            .values
            .checked_sub(count(&value))
            .ok_or(Refusal::TooLarge)?;
        self.add(value)
    }

    fn add(&mut self, value: Value) -> Result<(), Refusal> {
        self.values = self.values.checked_sub(1).ok_or(Refusal::TooLarge)?;
        match self.open.last_mut() {
            Some((Open::List(list), _)) => list.push(value),
            Some((Open::Object(object, key), _)) => match key.take() {
                Some(key) => {
                    object.entry(key).or_insert(value);
                }
                None => {
                    *key = Some(match value {
                        Value::String(text) => text,
                        other => other.to_string(),
                    });
                }
            },
            None => self.root = value,
        }
        Ok(())
    }
}

fn count(value: &Value) -> usize {
    match value {
        Value::Array(list) => 1 + list.iter().map(count).sum::<usize>(),
        Value::Object(object) => 1 + object.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

/// A scalar by the core schema of YAML.
fn scalar(text: &str, style: ScalarStyle) -> Value {
    if style != ScalarStyle::Plain {
        return text.into();
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Value::Null,
        "true" | "True" | "TRUE" => true.into(),
        "false" | "False" | "FALSE" => false.into(),
        _ => number(text).map_or_else(|| text.into(), Value::Number),
    }
}

fn number(text: &str) -> Option<Number> {
    if let Ok(whole) = text.parse::<i64>() {
        return Some(whole.into());
    }
    if let Ok(whole) = text.parse::<u64>() {
        return Some(whole.into());
    }
    let looks_like_one =
        text.starts_with(|first: char| first.is_ascii_digit() || "+-.".contains(first));
    let number = text.parse::<f64>().ok().filter(|_| looks_like_one)?;
    Number::from_f64(number)
}

/// The byte of a character.
fn byte(text: &str, character: usize) -> usize {
    let mut characters = text.char_indices();
    characters
        .nth(character)
        .map_or(text.len(), |(byte, _)| byte)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Value {
        value(text, 512, 10_000).ok().expect("the text can be read")
    }

    #[test]
    fn it_reads_what_the_usual_parser_reads() {
        let text =
            "a: [1, 2.5, -3, '4', text, true, ~, 1.2.3]\nb: &x {c: long}\nd: *x\ne: |-\n  f\n";
        let usual: Value = serde_yaml::from_str(text).expect("the usual parser reads it");
        assert_eq!(read(text), usual);
    }

    #[test]
    fn it_ends_at_its_limits() {
        let deep = |levels: usize| {
            let lines = (0..levels).map(|level| format!("{}a:\n", " ".repeat(level)));
            lines.collect::<String>()
        };
        assert!(value(&deep(300), 512, 10_000).is_ok());
        let refused = value(&deep(600), 512, 10_000);
        assert!(matches!(refused, Err((Refusal::TooDeep, _))));
        let bomb = "a: &a [1, 1, 1, 1]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]\n";
        assert!(matches!(value(bomb, 512, 40), Err((Refusal::TooLarge, _))));
    }
}
