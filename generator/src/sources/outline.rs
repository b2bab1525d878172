//! Where the nodes of a text stand. In: YAML or JSON text; out: byte ranges of keys and values.

use std::ops::Range;

use saphyr_parser::{Event, Parser};
use serde::de::IgnoredAny;

use super::{Part, parent, tokens};
use crate::ir::Pointer;

/// How many aliases and merge keys a lookup follows before it gives up.
const HOPS: usize = 64;

/// The skeleton of a text. Positions are counted in characters, as the YAML parser gives them, and
/// in bytes when the text is JSON.
#[derive(Debug, Default)]
pub(super) struct Outline {
    nodes: Vec<Node>,
    is_json: bool,
}

type NodeId = usize;
type Characters = Range<usize>;

#[derive(Debug)]
struct Node {
    at: Characters,
    children: Children,
}

#[derive(Debug)]
enum Children {
    None,
    Elements(Vec<NodeId>),
    Members(Vec<Member>),
    Alias(NodeId),
}

#[derive(Debug)]
struct Member {
    name: String,
    key: Characters,
    value: Option<NodeId>,
}

/// What a lookup has reached: the key that led to it and the value.
#[derive(Clone)]
struct Found {
    key: Option<Characters>,
    value: NodeId,
}

impl Outline {
    /// Reads a text as far as it can be read.
    pub(super) fn of(text: &str) -> Self {
        if serde_json::from_str::<IgnoredAny>(text).is_ok() {
            return Self::of_json(text);
        }
        let mut outline = Self::default();
        let mut open: Vec<NodeId> = Vec::new();
        let mut anchors: Vec<(usize, NodeId)> = Vec::new();
        let mut parser = Parser::new_from_str(text);
        while let Some(Ok((event, span))) = parser.next_event() {
            let (children, anchor, name) = match event {
                Event::StreamEnd | Event::DocumentEnd => break,
                Event::SequenceEnd | Event::MappingEnd => {
                    outline.close(open.pop(), span.end.index());
                    continue;
                }
                Event::SequenceStart(anchor, _) => (Children::Elements(Vec::new()), anchor, None),
                Event::MappingStart(anchor, _) => (Children::Members(Vec::new()), anchor, None),
                Event::Scalar(text, _, anchor, _) => (Children::None, anchor, Some(text)),
                Event::Alias(anchor) => match anchors.iter().rev().find(|(id, _)| *id == anchor) {
                    Some((_, target)) => (Children::Alias(*target), 0, None),
                    None => (Children::None, 0, None),
                },
                Event::Nothing | Event::StreamStart | Event::DocumentStart(_) => continue,
            };
            let holds = matches!(children, Children::Elements(_) | Children::Members(_));
            let at = span.start.index()..span.end.index();
            let id = outline.add(&open, children, at, name.as_deref());
            if anchor > 0 {
                anchors.push((anchor, id));
            }
            if holds {
                open.push(id);
            }
        }
        outline
    }

    /// Reads valid JSON. The YAML parser would read most of it, but gives no event of a text in
    /// braces before its end, and none at all when JSON and YAML disagree somewhere.
    fn of_json(text: &str) -> Self {
        let mut outline = Self {
            is_json: true,
            ..Self::default()
        };
        let mut open: Vec<NodeId> = Vec::new();
        let mut rest = text;
        loop {
            rest = rest.trim_start_matches([' ', '\t', '\r', '\n', ',', ':']);
            let start = text.len() - rest.len();
            let (length, children) = match rest.as_bytes() {
                [] => return outline,
                [b'{', ..] => (1, Children::Members(Vec::new())),
                [b'[', ..] => (1, Children::Elements(Vec::new())),
                [b'}' | b']', ..] => {
                    outline.close(open.pop(), start + 1);
                    rest = &rest[1..];
                    continue;
                }
                [b'"', ..] => (quoted(rest), Children::None),
                _ => (bare(rest), Children::None),
            };
            let name = serde_json::from_str::<String>(&rest[..length]).ok();
            let holds = !matches!(children, Children::None);
            let id = outline.add(&open, children, start..start + length, name.as_deref());
            if holds {
                open.push(id);
            }
            rest = &rest[length..];
        }
    }

    /// The bytes of a node's part and the pointer to what was found.
    pub(super) fn find(
        &self,
        text: &str,
        pointer: &Pointer,
        part: Part,
    ) -> Option<(Range<usize>, Pointer)> {
        let mut pointer = pointer.clone();
        let mut part = part;
        loop {
            if let Some(found) = self.lookup(&pointer, part) {
                let at = self.characters(&found, part);
                let at = if self.is_json { at } else { bytes(text, at) };
                return Some((shown(text, at), pointer));
            }
            pointer = parent(&pointer)?;
            part = Part::Best;
        }
    }

    /// Adds a node to the innermost open one: as an element, a key or the value of the last key.
    fn add(
        &mut self,
        open: &[NodeId],
        children: Children,
        at: Characters,
        name: Option<&str>,
    ) -> NodeId {
        let id = self.nodes.len();
        if let Some(owner) = open.last() {
            match &mut self.nodes[*owner].children {
                Children::Elements(elements) => elements.push(id),
                Children::Members(members) => match members.last_mut() {
                    Some(member) if member.value.is_none() => member.value = Some(id),
                    _ => members.push(Member {
                        name: name.unwrap_or_default().to_owned(),
                        key: at.clone(),
                        value: None,
                    }),
                },
                Children::None | Children::Alias(_) => {}
            }
        }
        self.nodes.push(Node { at, children });
        id
    }

    fn close(&mut self, id: Option<NodeId>, end: usize) {
        if let Some(id) = id {
            self.nodes[id].at.end = end;
        }
    }

    fn lookup(&self, pointer: &Pointer, part: Part) -> Option<Found> {
        let mut found = Found {
            key: None,
            value: 0,
        };
        self.nodes.first()?;
        let last = tokens(pointer).count();
        for (index, token) in tokens(pointer).enumerate() {
            let repeat = match part {
                Part::Repeated(repeat) if index + 1 == last => repeat,
                _ => 0,
            };
            found = self.child(found.value, &token, repeat, HOPS)?;
        }
        Some(found)
    }

    fn child(&self, owner: NodeId, token: &str, repeat: usize, hops: usize) -> Option<Found> {
        let hops = hops.checked_sub(1)?;
        match &self.nodes[owner].children {
            Children::None => None,
            Children::Alias(target) => self.child(*target, token, repeat, hops),
            Children::Elements(elements) => {
                let value = *elements.get(token.parse::<usize>().ok()?)?;
                Some(Found { key: None, value })
            }
            Children::Members(members) => {
                let own = members.iter().filter(|member| member.name == token);
                if let Some(member) = own.clone().nth(repeat).or(own.clone().next()) {
                    let key = Some(member.key.clone());
                    return Some(Found {
                        key,
                        value: member.value?,
                    });
                }
                let mut merged = members.iter().filter(|member| member.name == "<<");
                merged.find_map(|member| self.merged(member.value?, token, hops))
            }
        }
    }

    /// A member that a merge key brings in.
    fn merged(&self, source: NodeId, token: &str, hops: usize) -> Option<Found> {
        match &self.nodes[source].children {
            Children::Elements(elements) => elements
                .iter()
                .find_map(|element| self.child(*element, token, 0, hops)),
            _ => self.child(source, token, 0, hops),
        }
    }

    fn characters(&self, found: &Found, part: Part) -> Characters {
        let value = &self.nodes[found.value];
        let scalar = matches!(value.children, Children::None | Children::Alias(_));
        match (&found.key, part) {
            (Some(key), Part::Key | Part::Repeated(_)) => key.clone(),
            (Some(key), Part::Best) if !scalar || value.at.is_empty() => key.clone(),
            _ => value.at.clone(),
        }
    }
}

/// The length of the JSON string that a text begins with.
fn quoted(text: &str) -> usize {
    let mut is_escaped = false;
    let inner = text.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !is_escaped;
        is_escaped = byte == b'\\' && !is_escaped;
        ends
    });
    inner.map_or(text.len(), |inner| inner + 2)
}

/// The length of the number or word that a text begins with.
fn bare(text: &str) -> usize {
    text.find([' ', '\t', '\r', '\n', ',', ':', ']', '}'])
        .unwrap_or(text.len())
}

/// Turns a range of characters into one of bytes.
fn bytes(text: &str, at: Characters) -> Range<usize> {
    let byte = |index: usize| {
        if text.is_ascii() {
            index.min(text.len())
        } else {
            text.char_indices()
                .nth(index)
                .map_or(text.len(), |(byte, _)| byte)
        }
    };
    byte(at.start)..byte(at.end)
}

/// A range of bytes, cut at the end of its first line.
fn shown(text: &str, at: Range<usize>) -> Range<usize> {
    let whole = &text[at.start..at.end.max(at.start)];
    let line = whole.split(['\n', '\r']).next().unwrap_or(whole);
    at.start..at.start + line.trim_end().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found<'a>(text: &'a str, pointer: &str, part: Part) -> &'a str {
        let place = Outline::of(text).find(text, &Pointer(pointer.to_owned()), part);
        &text[place.expect("a place").0]
    }

    #[test]
    fn a_scalar_is_shown_itself_and_a_collection_by_its_key() {
        let text = "a:\n  b: [1, two]\n  'c d': é x\n";
        assert_eq!(found(text, "/a", Part::Best), "a");
        assert_eq!(found(text, "/a/b", Part::Best), "b");
        assert_eq!(found(text, "/a/b/1", Part::Best), "two");
        assert_eq!(found(text, "/a/c d", Part::Best), "é x");
        assert_eq!(found(text, "/a/c d", Part::Key), "'c d'");
    }

    #[test]
    fn a_repeated_key_is_found_where_it_stands_again() {
        let text = "a: 1\nb: 2\na : 3\n";
        let place = Outline::of(text).find(text, &Pointer("/a".to_owned()), Part::Repeated(1));
        assert_eq!(place.expect("a place").0, 10..11);
    }

    #[test]
    fn aliases_and_merge_keys_lead_to_the_anchor() {
        let text = "a: &x\n  k: one\nb: *x\nc:\n  <<: *x\n  l: two\n";
        assert_eq!(found(text, "/b/k", Part::Best), "one");
        assert_eq!(found(text, "/c/k", Part::Best), "one");
        assert_eq!(found(text, "/b", Part::Best), "*x");
    }

    #[test]
    fn json_is_read_too() {
        let text = "{\n\t\"a\\u00e9\": {\"b\": [true, \"x\\/y\"]},\n\t\"c\": \"\\ud83d\\ude00\", \"d\": 1}";
        assert_eq!(found(text, "/aé/b/1", Part::Best), "\"x\\/y\"");
        assert_eq!(found(text, "/d", Part::Best), "1");
        assert_eq!(found(text, "/aé", Part::Key), "\"a\\u00e9\"");
    }

    #[test]
    fn a_flow_collection_of_yaml_is_no_json() {
        assert_eq!(found("{a: b c, d: [e f]}", "/d/0", Part::Best), "e f");
    }

    #[test]
    fn what_stands_before_a_syntax_error_is_found() {
        assert_eq!(found("a: 1\nb: [\n", "/a", Part::Best), "1");
    }
}
