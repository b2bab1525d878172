//! Damage to a document. In: its tree and numbers drawn from a seed; out: a text that is not quite
//! the document any more.

use serde_json::{Map, Value, json};

/// Numbers from a seed (SplitMix64).
pub(super) struct Random(u64);

impl Random {
    /// The numbers of one document.
    pub(super) fn new(seed: u64, document: u64) -> Self {
        Self(
            seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ document.wrapping_mul(0xd134_2543_de82_ef95),
        )
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below a limit, which is more than 0.
    pub(super) fn below(&mut self, limit: usize) -> usize {
        (self.next() % limit as u64) as usize
    }

    fn one<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }
}

/// Words that mean something in a document, and names that mean trouble.
const WORDS: &[&str] = &[
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "array",
    "boolean",
    "callbacks",
    "const",
    "content",
    "cookie",
    "deepObject",
    "default",
    "description",
    "discriminator",
    "enum",
    "example",
    "examples",
    "format",
    "header",
    "headers",
    "in",
    "int64",
    "integer",
    "items",
    "mapping",
    "maximum",
    "minLength",
    "multipart/form-data",
    "application/x-www-form-urlencoded",
    "not",
    "nullable",
    "number",
    "object",
    "oneOf",
    "parameters",
    "path",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyName",
    "query",
    "readOnly",
    "requestBody",
    "required",
    "responses",
    "schema",
    "security",
    "servers",
    "string",
    "style",
    "text/event-stream",
    "title",
    "type",
    "uniqueItems",
    "writeOnly",
    "xml",
    "x-own",
    "date-time",
    "int-or-string",
    "200",
    "2XX",
    "self",
    "Self",
    "crate",
    "super",
    "_",
    "r#type",
    "Option",
    "Vec",
    "Ok",
    "String",
    "Default",
    "models",
    "runtime",
    "testing",
    "client",
    "new",
    "clone",
    "",
    " ",
    "\u{202e}gnirts",
    "\u{0}",
    "a\nb",
    "*/",
    "\"",
    "\\",
    "{",
    "}",
    "{id}",
    "/",
    "#",
    "é",
    "日本",
    "1",
    "-1",
    "😀",
    "__proto__",
    "T",
    "'static",
];

/// A damaged copy of a document, as JSON.
pub(super) fn mutated(seed: &Value, random: &mut Random) -> String {
    let mut tree = seed.clone();
    for _ in 0..=random.below(6) {
        damage(&mut tree, random);
    }
    let mut text = tree.to_string();
    if random.below(10) == 0 {
        cut(&mut text, random);
    }
    text
}

/// Damages one place.
fn damage(tree: &mut Value, random: &mut Random) {
    let count = count(tree);
    let other = pick(tree, &mut random.below(count)).clone();
    let place = random.below(count);
    let node = pick_mut(tree, &mut { place });
    match random.below(10) {
        0 => *node = scalar(random),
        1 => *node = other,
        2 => remove(node, random),
        3 => rename(node, random),
        4 => insert(node, other, random),
        5 => *node = random.one(WORDS).into(),
        6 => *node = json!([node.take()]),
        7 => *node = json!({ random.one(WORDS): node.take() }),
        8 => repeat(node, random),
        _ => redirect(tree, random),
    }
}

fn scalar(random: &mut Random) -> Value {
    match random.below(12) {
        0 => Value::Null,
        1 => true.into(),
        2 => false.into(),
        3 => json!({}),
        4 => json!([]),
        5 => (-1).into(),
        6 => u64::MAX.into(),
        7 => 1e300.into(),
        8 => 0.5.into(),
        9 => "x".repeat(3000).into(),
        10 => nested(random.below(300)),
        _ => json!([null, {}, "a", 1]),
    }
}

fn nested(depth: usize) -> Value {
    (0..depth).fold(json!({}), |inner, level| match level % 3 {
        0 => json!({ "items": inner }),
        1 => json!({ "properties": { "a": inner } }),
        _ => json!({ "allOf": [inner, {}] }),
    })
}

fn remove(node: &mut Value, random: &mut Random) {
    match node {
        Value::Object(object) if !object.is_empty() => {
            let place = random.below(object.len());
            let name = object.keys().nth(place).cloned().unwrap_or_default();
            object.shift_remove(&name);
        }
        Value::Array(list) if !list.is_empty() => {
            list.remove(random.below(list.len()));
        }
        _ => {}
    }
}

fn rename(node: &mut Value, random: &mut Random) {
    if let Value::Object(object) = node
        && !object.is_empty()
    {
        let place = random.below(object.len());
        let to = random.one(WORDS);
        let members = std::mem::take(object).into_iter().enumerate();
        *object = members
            .map(|(index, (name, member))| {
                let name = if index == place { to.to_owned() } else { name };
                (name, member)
            })
            .collect::<Map<_, _>>();
    }
}

fn insert(node: &mut Value, other: Value, random: &mut Random) {
    match node {
        Value::Object(object) => {
            object.insert(random.one(WORDS).to_owned(), other);
        }
        Value::Array(list) => list.push(other),
        _ => {}
    }
}

/// An element twice, or a member under another name too.
fn repeat(node: &mut Value, random: &mut Random) {
    match node {
        Value::Object(object) if !object.is_empty() => {
            let place = random.below(object.len());
            if let Some((name, member)) = object.iter().nth(place) {
                let (name, member) = (name.clone(), member.clone());
                let name = match random.below(4) {
                    0 => name.to_uppercase(),
                    1 => format!("{name}_"),
                    2 => format!("-{name}"),
                    _ => format!("{name}2"),
                };
                object.insert(name, member);
            }
        }
        Value::Array(list) if !list.is_empty() => {
            list.push(list[random.below(list.len())].clone());
        }
        _ => {}
    }
}

/// Lets a reference lead to where another one leads.
fn redirect(tree: &mut Value, random: &mut Random) {
    let mut targets = Vec::new();
    references(tree, &mut |target| targets.push(target.clone()));
    if targets.is_empty() {
        return;
    }
    let to = targets[random.below(targets.len())].clone();
    let mut left = random.below(targets.len());
    references(tree, &mut |target| {
        if left == 0 {
            *target = to.clone();
        }
        left = left.wrapping_sub(1);
    });
}

fn references(node: &mut Value, found: &mut dyn FnMut(&mut Value)) {
    match node {
        Value::Object(object) => {
            for (name, member) in object {
                if name == "$ref" {
                    found(member);
                } else {
                    references(member, found);
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|item| references(item, found)),
        _ => {}
    }
}

/// How many nodes a tree has.
fn count(node: &Value) -> usize {
    1 + match node {
        Value::Object(object) => object.values().map(count).sum(),
        Value::Array(list) => list.iter().map(count).sum(),
        _ => 0,
    }
}

/// The node of a number, in document order.
fn pick<'a>(node: &'a Value, left: &mut usize) -> &'a Value {
    let inner: Vec<&Value> = match node {
        Value::Object(object) => object.values().collect(),
        Value::Array(list) => list.iter().collect(),
        _ => Vec::new(),
    };
    if *left == 0 {
        return node;
    }
    *left -= 1;
    for one in inner {
        let size = count(one);
        if *left < size {
            return pick(one, left);
        }
        *left -= size;
    }
    node
}

fn pick_mut<'a>(node: &'a mut Value, left: &mut usize) -> &'a mut Value {
    if *left == 0 || !(node.is_object() || node.is_array()) {
        return node;
    }
    *left -= 1;
    let sizes: Vec<usize> = match &*node {
        Value::Object(object) => object.values().map(count).collect(),
        Value::Array(list) => list.iter().map(count).collect(),
        _ => Vec::new(),
    };
    let mut place = 0;
    while place < sizes.len() && *left >= sizes[place] {
        *left -= sizes[place];
        place += 1;
    }
    let inner = match node {
        Value::Object(object) => object.values_mut().nth(place),
        Value::Array(list) => list.get_mut(place),
        _ => None,
    };
    pick_mut(inner.expect("the number is below the count"), left)
}

/// Leaves out a stretch of the text.
fn cut(text: &mut String, random: &mut Random) {
    let from = random.below(text.len());
    let to = match random.below(2) {
        0 => text.len(),
        _ => (from + random.below(200)).min(text.len()),
    };
    let is_whole = text.is_char_boundary(from) && text.is_char_boundary(to);
    if is_whole {
        text.replace_range(from..to, "");
    }
}
