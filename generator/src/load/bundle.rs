//! Several files, or one with unusual references, to one tree. In: the entry's tree; out: a tree
//! in which every reference is `#/components/<section>/<name>` in plain form.
//!
//! First every reference that can be reached is followed, and each target outside the entry's
//! components gets a name there. Then the tree is written anew: a target's own place refers to the
//! new component, so that one schema stays one type. What has no section in `components` (a path
//! item, say) is copied to where it is referred to.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;
use serde_json::{Map, Value, json};

use super::Document;
use super::decode::decode;
use super::references::{
    Context, Kind, Reference, Target, component_name, is_path, is_remote, mapping, relative, scan,
};
use crate::codes;
use crate::diagnostics::Diagnostics;
use crate::ir::Pointer;
use crate::sources::{Sources, parent, tokens};

type Read<'a> = &'a dyn Fn(&str) -> Result<String, String>;

/// How many references are followed on the way to one target.
const HOPS: usize = 32;

/// Brings everything that the entry refers to into one tree.
pub(super) fn bundle(
    tree: Value,
    sources: Sources,
    read: Read<'_>,
    diagnostics: &mut Diagnostics,
) -> Document {
    let mut is_plain = true;
    scan(
        &tree,
        Context::Node(Kind::Other),
        &Pointer::default(),
        &mut |reference| {
            is_plain &= is_component(&tree, &reference);
        },
    );
    if is_plain {
        return Document { tree, sources };
    }
    let section = Sections::of(&tree);
    let entry = File {
        path: file_name(sources.path(0)).to_owned(),
        tree: Some(tree),
    };
    let mut bundler = Bundler {
        section,
        files: vec![entry],
        sources,
        read,
        diagnostics,
        components: IndexMap::new(),
        scanned: HashSet::new(),
        resolved: HashMap::new(),
    };
    bundler.follow();
    let tree = bundler.write();
    Document {
        tree,
        sources: bundler.sources,
    }
}

/// Whether a reference is one to a component of the document in plain form already.
fn is_component(tree: &Value, reference: &Reference<'_>) -> bool {
    let section = Sections::of(tree);
    let is_component = |pointer: &str| {
        !pointer.contains('%') && section.is_component(&Pointer(pointer.to_owned()))
    };
    section.pointer(reference.kind).is_some()
        && reference.target.strip_prefix('#').is_some_and(is_component)
}

fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// Where components stand: OpenAPI 3 has one place for each kind, Swagger 2.0 for a few.
#[derive(Clone, Copy)]
enum Sections {
    Components,
    Swagger,
}

impl Sections {
    fn of(tree: &Value) -> Self {
        if tree.get("swagger").is_some() {
            Self::Swagger
        } else {
            Self::Components
        }
    }

    /// Whether a pointer is that of a component, of whatever kind.
    fn is_component(self, pointer: &Pointer) -> bool {
        let Some(owner) = parent(pointer) else {
            return false;
        };
        match self {
            Self::Components => parent(&owner).is_some_and(|root| root.0 == "/components"),
            Self::Swagger => ["/definitions", "/parameters", "/responses"].contains(&&*owner.0),
        }
    }

    fn pointer(self, kind: Kind) -> Option<Pointer> {
        let root = Pointer::default();
        match (self, kind) {
            (Self::Components, kind) => Some(root.child("components").child(kind.section()?)),
            (Self::Swagger, Kind::Schema) => Some(root.child("definitions")),
            (Self::Swagger, Kind::Parameter) => Some(root.child("parameters")),
            (Self::Swagger, Kind::Response) => Some(root.child("responses")),
            (Self::Swagger, _) => None,
        }
    }
}

struct File {
    /// From the entry's folder.
    path: String,
    /// `None` when it could not be read.
    tree: Option<Value>,
}

/// A [`Reference`] of its own.
struct Found {
    at: Pointer,
    target: String,
    kind: Kind,
    is_mapping: bool,
}

/// A node of a file as it was read.
type Place = (usize, Pointer);

struct Bundler<'a> {
    section: Sections,
    files: Vec<File>,
    sources: Sources,
    read: Read<'a>,
    diagnostics: &'a mut Diagnostics,
    /// The pointer of the component that each target becomes, and its kind.
    components: IndexMap<Place, (Pointer, Kind)>,
    scanned: HashSet<Place>,
    /// What a reference in a file stands for; `None` when it leads nowhere.
    resolved: HashMap<(usize, String), Option<Place>>,
}

impl Bundler<'_> {
    /// Follows every reference that can be reached and names the targets.
    fn follow(&mut self) {
        let mut queue = vec![((0, Pointer::default()), Kind::Other)];
        while let Some(((file, pointer), kind)) = queue.pop() {
            if !self.scanned.insert((file, pointer.clone())) {
                continue;
            }
            for found in self.references(file, &pointer, kind) {
                if let Some(place) = self.resolve(file, &found) {
                    self.name(&place, found.kind);
                    queue.push((place, found.kind));
                }
            }
        }
    }

    fn references(&self, file: usize, pointer: &Pointer, kind: Kind) -> Vec<Found> {
        let mut list = Vec::new();
        if let Some(node) = self.node(file, pointer) {
            scan(node, Context::Node(kind), pointer, &mut |reference| {
                list.push(Found {
                    at: reference.at,
                    target: reference.target.to_owned(),
                    kind: reference.kind,
                    is_mapping: reference.is_mapping,
                });
            });
        }
        list
    }

    fn node(&self, file: usize, pointer: &Pointer) -> Option<&Value> {
        self.files[file].tree.as_ref()?.pointer(&pointer.0)
    }

    /// The place that a reference means; a fault is reported once for each place that refers.
    fn resolve(&mut self, file: usize, found: &Found) -> Option<Place> {
        let before = self.diagnostics.len();
        let place = self.resolve_hops(file, &found.target, &found.at, HOPS);
        if place.is_none() && found.is_mapping {
            self.diagnostics.truncate(before);
            let fault = codes::mapping_to_nothing(&found.at, &found.target);
            self.diagnostics.push(fault.in_file(file));
        }
        self.resolved
            .insert((file, found.target.clone()), place.clone());
        place
    }

    fn resolve_hops(
        &mut self,
        file: usize,
        target: &str,
        at: &Pointer,
        hops: usize,
    ) -> Option<Place> {
        let hops = hops.checked_sub(1)?;
        if is_remote(target) {
            self.diagnostics
                .push(codes::remote_reference(at, target).in_file(file));
            return None;
        }
        let Some(Target {
            file: path,
            pointer,
        }) = Target::parse(target)
        else {
            self.diagnostics
                .push(codes::malformed_reference(at, target).in_file(file));
            return None;
        };
        let target_file = self.open(file, &path, at)?;
        self.files[target_file].tree.as_ref()?;
        if let Some(place) = self.walk(target_file, &pointer, at, hops) {
            return Some(place);
        }
        // A reference of the entry into itself is left to the check, which knows the names.
        if target_file != 0 || file != 0 {
            let file_part = target.split('#').next().unwrap_or_default();
            let near = self.near(target_file, &pointer);
            let near = near.map(|near| format!("{file_part}#{near}"));
            self.diagnostics
                .push(codes::reference_to_nothing(at, target, near.as_deref()).in_file(file));
        }
        None
    }

    /// Goes down a pointer; a `$ref` on the way is followed.
    fn walk(&mut self, file: usize, pointer: &Pointer, at: &Pointer, hops: usize) -> Option<Place> {
        let mut place = (file, Pointer::default());
        for token in tokens(pointer) {
            let node = self.node(place.0, &place.1)?;
            let next = place.1.child(&token);
            let onward = match node.get("$ref").and_then(Value::as_str) {
                Some(target) if node.get(&token).is_none() => target.to_owned(),
                _ => {
                    self.node(place.0, &next)?;
                    place.1 = next;
                    continue;
                }
            };
            let (file, owner) = self.resolve_hops(place.0, &onward, at, hops)?;
            place = self.walk(file, &owner.child(&token), at, hops)?;
        }
        Some(place)
    }

    /// The pointer with its last token replaced by a name that is there and close to it.
    fn near(&self, file: usize, pointer: &Pointer) -> Option<String> {
        let owner = parent(pointer)?;
        let names = self
            .node(file, &owner)?
            .as_object()?
            .keys()
            .map(String::as_str);
        let written = tokens(pointer).next_back()?;
        codes::nearest(&written, names).map(|name| owner.child(name).0)
    }

    /// The number of the file at a path that `from` refers to; reads it when it is new.
    fn open(&mut self, from: usize, path: &str, at: &Pointer) -> Option<usize> {
        if path.is_empty() {
            return Some(from);
        }
        let path = relative(&self.files[from].path, path);
        if let Some(known) = self.files.iter().position(|file| file.path == path) {
            return Some(known);
        }
        let text = match (self.read)(&path) {
            Ok(text) => text,
            Err(why) => {
                self.diagnostics
                    .push(codes::file_not_found(at, &path, &why).in_file(from));
                return None;
            }
        };
        let folder = self.sources.path(0).len() - file_name(self.sources.path(0)).len();
        let shown = format!("{}{path}", &self.sources.path(0)[..folder]);
        let number = self.sources.add(&shown, &text);
        self.diagnostics.set_sources(&self.sources);
        let tree = decode(&self.sources, number, self.diagnostics);
        self.files.push(File { path, tree });
        Some(number)
    }

    /// Gives a target a place among the components, unless it has one or its kind has none.
    fn name(&mut self, place: &Place, kind: Kind) {
        let Some(section) = self.section.pointer(kind) else {
            return;
        };
        if self.components.contains_key(place) {
            return;
        }
        let (file, pointer) = place;
        if *file == 0 && self.section.is_component(pointer) {
            return;
        }
        let node = self.node(*file, pointer).unwrap_or(&Value::Null);
        let wanted = component_name(&self.files[*file].path, pointer, node);
        let wanted = if wanted.is_empty() {
            "Shared".to_owned()
        } else {
            wanted
        };
        let mut free = section.child(&wanted);
        let mut count = 1;
        while self.is_taken(&free) {
            count += 1;
            free = section.child(format!("{wanted}{count}"));
        }
        self.components.insert(place.clone(), (free, kind));
    }

    fn is_taken(&self, component: &Pointer) -> bool {
        self.node(0, component).is_some()
            || self
                .components
                .values()
                .any(|(taken, _)| taken == component)
    }

    /// Writes the tree anew.
    fn write(&mut self) -> Value {
        let files = std::mem::take(&mut self.files);
        let mut writer = Writer {
            files: &files,
            components: &self.components,
            resolved: &self.resolved,
            sources: &mut self.sources,
            section: self.section,
            copying: Vec::new(),
        };
        let root = (0, Pointer::default());
        let context = Context::Node(Kind::Other);
        let mut tree = writer.place(&root, context, &Pointer::default());
        for (place, (component, kind)) in &self.components {
            writer
                .sources
                .set_origin(component.clone(), place.0, place.1.clone());
            let node = writer.place(place, Context::Node(*kind), component);
            insert(&mut tree, component, node);
        }
        tree
    }
}

/// Puts a node into a tree, making the objects on the way.
fn insert(tree: &mut Value, at: &Pointer, node: Value) {
    let mut slot = tree;
    for token in tokens(at) {
        if !slot.is_object() {
            *slot = Value::Object(Map::new());
        }
        let Value::Object(object) = slot else { return };
        slot = object.entry(token).or_insert(Value::Null);
    }
    *slot = node;
}

struct Writer<'a> {
    files: &'a [File],
    components: &'a IndexMap<Place, (Pointer, Kind)>,
    resolved: &'a HashMap<(usize, String), Option<Place>>,
    sources: &'a mut Sources,
    section: Sections,
    /// The places that are being copied, outermost first.
    copying: Vec<Place>,
}

impl Writer<'_> {
    /// What stands at a place, for `at` in the new tree.
    fn place(&mut self, place: &Place, context: Context, at: &Pointer) -> Value {
        let node = self.files[place.0]
            .tree
            .as_ref()
            .and_then(|tree| tree.pointer(&place.1.0));
        match node {
            Some(node) => self.content(node, context, place, at),
            None => Value::Null,
        }
    }

    /// A node, or a reference to the component that it has become.
    fn node(&mut self, node: &Value, context: Context, place: &Place, at: &Pointer) -> Value {
        match (context, self.components.get(place)) {
            (Context::Node(_), Some((component, _))) => {
                json!({ "$ref": format!("#{}", component.0) })
            }
            _ => self.content(node, context, place, at),
        }
    }

    fn content(&mut self, node: &Value, context: Context, place: &Place, at: &Pointer) -> Value {
        match node {
            _ if context == Context::Data => node.clone(),
            Value::Array(list) => {
                let items = list.iter().enumerate().map(|(index, item)| {
                    let place = (place.0, place.1.child(index));
                    self.node(item, context, &place, &at.child(index))
                });
                Value::Array(items.collect())
            }
            Value::Object(object) => match context.reference(object) {
                Some((kind, target)) => self.reference(object, kind, target, place, at),
                None => self.object(object, context, place, at),
            },
            scalar => scalar.clone(),
        }
    }

    fn object(
        &mut self,
        object: &Map<String, Value>,
        context: Context,
        place: &Place,
        at: &Pointer,
    ) -> Value {
        let members = object.iter().map(|(key, value)| {
            let place = (place.0, place.1.child(key));
            let member = self.node(value, context.member(key, value), &place, &at.child(key));
            (key.clone(), member)
        });
        let mut written: Map<String, Value> = members.collect();
        if let Some(mapping) = mapping(context, object) {
            let targets = mapping.iter().map(|(name, target)| {
                let target = match target.as_str().filter(|target| is_path(target)) {
                    Some(written) => self
                        .target(place.0, written)
                        .unwrap_or(written.to_owned())
                        .into(),
                    None => target.clone(),
                };
                (name.clone(), target)
            });
            let targets = targets.collect();
            written["discriminator"]["mapping"] = Value::Object(targets);
        }
        Value::Object(written)
    }

    fn reference(
        &mut self,
        object: &Map<String, Value>,
        kind: Kind,
        target: &str,
        place: &Place,
        at: &Pointer,
    ) -> Value {
        let mut written = object.clone();
        if self.section.pointer(kind).is_some() {
            if let Some(target) = self.target(place.0, target) {
                written["$ref"] = target.into();
            }
            return Value::Object(written);
        }
        let key = (place.0, target.to_owned());
        let Some(Some(source)) = self.resolved.get(&key) else {
            return Value::Object(written);
        };
        if self.copying.contains(source) {
            return Value::Object(written);
        }
        self.sources
            .set_origin(at.clone(), source.0, source.1.clone());
        self.copying.push(source.clone());
        let copy = self.place(source, Context::Node(kind), at);
        self.copying.pop();
        with_siblings(copy, &mut written)
    }

    /// A reference in plain form, when it leads somewhere.
    fn target(&self, file: usize, target: &str) -> Option<String> {
        let place = self.resolved.get(&(file, target.to_owned()))?.as_ref()?;
        let pointer = match self.components.get(place) {
            Some((component, _)) => component,
            None => &place.1,
        };
        Some(format!("#{}", pointer.0))
    }
}

/// A copied object with the members that stand beside its `$ref`, which win.
fn with_siblings(copy: Value, siblings: &mut Map<String, Value>) -> Value {
    siblings.shift_remove("$ref");
    match copy {
        Value::Object(mut object) => {
            object.extend(std::mem::take(siblings));
            Value::Object(object)
        }
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::super::load;
    use super::*;
    use crate::Input;

    /// The tree, and for each fault its code and place.
    fn loaded(entry: &str, others: &[(&str, &str)]) -> (Value, Vec<String>, Sources) {
        let read = |path: &str| {
            let found = others.iter().find(|(name, _)| *name == path);
            found
                .map(|(_, text)| (*text).to_owned())
                .ok_or_else(|| "not found".to_owned())
        };
        let input = Input {
            path: "spec/openapi.yaml",
            text: entry,
            read: &read,
        };
        let mut diagnostics = Diagnostics::default();
        let document = load(&input, &mut diagnostics).expect("the entry decodes");
        let faults = diagnostics.iter().map(|fault| {
            let at = fault.locate(&document.sources).expect("a place");
            format!("{} {}:{}", fault.code.id, at.path, at.line)
        });
        (document.tree, faults.collect(), document.sources)
    }

    const ENTRY: &str = "\
openapi: 3.0.3
paths: {}
components:
  schemas:
    Chat:
      properties:
        room: {$ref: 'models/room.yaml#/Room'}
";

    #[test]
    fn a_schema_of_another_file_becomes_a_component() {
        let (tree, faults, sources) =
            loaded(ENTRY, &[("models/room.yaml", "Room:\n  type: object\n")]);
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(
            tree["components"]["schemas"],
            json!({
                "Chat": {"properties": {"room": {"$ref": "#/components/schemas/Room"}}},
                "Room": {"type": "object"},
            })
        );
        let at = sources
            .locate(&Pointer("/components/schemas/Room/type".into()))
            .expect("a place");
        assert_eq!(
            (at.path.as_str(), at.line, at.pointer.0.as_str()),
            ("spec/models/room.yaml", 2, "/Room/type")
        );
    }

    #[test]
    fn files_may_refer_to_each_other_in_a_circle() {
        let room =
            "Room:\n  properties:\n    up: {$ref: '#/Room'}\n    by: {$ref: '../user.yaml'}\n";
        let user = "properties:\n  chat: {$ref: 'openapi.yaml#/components/schemas/Chat'}\n  room: {$ref: 'models/room.yaml#/Room'}\n";
        let (tree, faults, _) = loaded(ENTRY, &[("models/room.yaml", room), ("user.yaml", user)]);
        assert_eq!(faults, Vec::<String>::new());
        let schemas = &tree["components"]["schemas"];
        assert_eq!(
            schemas["Room"]["properties"]["up"]["$ref"],
            "#/components/schemas/Room"
        );
        assert_eq!(
            schemas["Room"]["properties"]["by"]["$ref"],
            "#/components/schemas/user"
        );
        assert_eq!(
            schemas["user"]["properties"]["chat"]["$ref"],
            "#/components/schemas/Chat"
        );
        assert_eq!(
            schemas["user"]["properties"]["room"]["$ref"],
            "#/components/schemas/Room"
        );
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let entry = "components:\n  schemas:\n    Room: {$ref: 'a.yaml#/Room'}\n";
        let (tree, _, _) = loaded(entry, &[("a.yaml", "Room: {type: object}\n")]);
        let schemas = &tree["components"]["schemas"];
        assert_eq!(
            schemas["Room"],
            json!({"$ref": "#/components/schemas/Room2"})
        );
        assert_eq!(schemas["Room2"], json!({"type": "object"}));
    }

    #[test]
    fn a_path_item_of_another_file_is_copied_to_its_path() {
        let entry = "paths:\n  /x: {$ref: 'x.yaml'}\n";
        let item = "get:\n  responses:\n    '200': {$ref: 'r.yaml#/Ok'}\n";
        let (tree, faults, sources) = loaded(
            entry,
            &[("x.yaml", item), ("r.yaml", "Ok: {description: fine}\n")],
        );
        assert_eq!(faults, Vec::<String>::new());
        let answer = &tree["paths"]["/x"]["get"]["responses"]["200"];
        assert_eq!(*answer, json!({"$ref": "#/components/responses/Ok"}));
        assert_eq!(tree["components"]["responses"]["Ok"]["description"], "fine");
        let at = sources
            .locate(&Pointer("/paths/~1x/get".into()))
            .expect("a place");
        assert_eq!(at.path, "spec/x.yaml");
    }

    #[test]
    fn a_target_outside_components_moves_there() {
        let entry = "\
paths:
  /x/{id}:
    get:
      parameters: [{name: id, in: path}]
      responses:
        '200': {content: {application/json: {schema: {type: object}}}}
  /y/{id}:
    get:
      parameters: [{$ref: '#/paths/~1x~1%7Bid%7D/get/parameters/0'}]
      responses:
        '200':
          content:
            application/json:
              schema:
                $ref: '#/paths/~1x~1{id}/get/responses/200/content/application~1json/schema'
";
        let (tree, faults, _) = loaded(entry, &[]);
        assert_eq!(faults, Vec::<String>::new());
        let both = ["/x/{id}", "/y/{id}"].map(|path| &tree["paths"][path]["get"]);
        for get in both {
            assert_eq!(
                get["parameters"][0]["$ref"],
                "#/components/parameters/x__id_get_id"
            );
            let content = &get["responses"]["200"]["content"]["application/json"];
            assert_eq!(
                content["schema"]["$ref"],
                "#/components/schemas/x__id_get_200"
            );
        }
        assert_eq!(
            tree["components"]["parameters"]["x__id_get_id"]["name"],
            "id"
        );
    }

    #[test]
    fn a_pointer_may_lead_through_references() {
        let entry = "\
components:
  schemas:
    A: {properties: {b: {$ref: '#/components/schemas/B'}}}
    B: {properties: {c: {type: string}}}
    D: {$ref: '#/components/schemas/A/properties/b/properties/c'}
";
        let (tree, faults, _) = loaded(entry, &[]);
        assert_eq!(faults, Vec::<String>::new());
        let schemas = &tree["components"]["schemas"];
        assert_eq!(schemas["D"]["$ref"], "#/components/schemas/B_c");
        assert_eq!(
            schemas["B"]["properties"]["c"]["$ref"],
            "#/components/schemas/B_c"
        );
        assert_eq!(schemas["B_c"], json!({"type": "string"}));
    }

    #[test]
    fn the_mapping_of_a_discriminator_is_followed() {
        let entry = "\
components:
  schemas:
    A:
      discriminator: {propertyName: kind, mapping: {cat: 'cat.yaml', dog: Dog}}
";
        let (tree, _, _) = loaded(entry, &[("cat.yaml", "type: object\n")]);
        let mapping = &tree["components"]["schemas"]["A"]["discriminator"]["mapping"];
        assert_eq!(
            *mapping,
            json!({"cat": "#/components/schemas/cat", "dog": "Dog"})
        );
    }

    #[test]
    fn a_document_with_plain_references_stays_as_it_is() {
        let entry = "components: {schemas: {A: {$ref: '#/components/schemas/A'}}}\n";
        let (tree, faults, _) = loaded(entry, &[]);
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(
            tree["components"]["schemas"]["A"]["$ref"],
            "#/components/schemas/A"
        );
    }

    #[test]
    fn swagger_keeps_its_own_places() {
        let entry = "swagger: '2.0'\ndefinitions:\n  A: {$ref: 'a.yaml#/X'}\n";
        let (tree, _, _) = loaded(entry, &[("a.yaml", "X: {type: object}\n")]);
        assert_eq!(tree["definitions"]["A"]["$ref"], "#/definitions/X");
        assert_eq!(tree["definitions"]["X"], json!({"type": "object"}));
    }

    #[test]
    fn what_cannot_be_followed_is_reported_where_it_stands() {
        let entry = "\
components:
  schemas:
    A: {$ref: 'none.yaml'}
    B: {$ref: 'https://example.com/b.yaml'}
    C: {$ref: 'c.yaml#/Nome'}
    D: {$ref: '#anchor'}
";
        let (_, faults, _) = loaded(entry, &[("c.yaml", "Name: {$ref: 'none.yaml'}\n")]);
        let expected = ["G009", "G010", "G030", "G011"].iter().zip(3..);
        let expected: Vec<_> = expected
            .map(|(id, line)| format!("{id} spec/openapi.yaml:{line}"))
            .collect();
        assert_eq!(faults, expected);
    }

    #[test]
    fn a_fault_of_another_file_is_shown_there() {
        let (_, faults, _) = loaded(ENTRY, &[("models/room.yaml", "Room:\n  a: 1\n  a: 2\n")]);
        assert_eq!(faults, ["G003 spec/models/room.yaml:3"]);
    }
}
