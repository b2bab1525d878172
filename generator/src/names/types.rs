//! Names of types, their modules, fields and variants.

use std::collections::{HashMap, HashSet};

use super::ident::{Ident, camel, chosen, is_plain, snake, snake_with_signs};
use super::scope::Scope;
use super::{FieldNames, Names, Rename, TypeNames, reserved};
use crate::ir::{
    Api, EnumValue, Field, Origin, Role, Status, Struct, Type, TypeDef, TypeId, TypeKind, Union,
    Variant,
};
use crate::scalars::{Rust, Scalar};

/// Names every type: components first, since what is written in place can give way.
pub(super) fn name_types(api: &Api, names: &mut Names) {
    let mut scope = Scope::with(reserved::MODEL_TYPES);
    for scalar in Scalar::ALL {
        if let Rust::Model { name, is_rare } = scalar.row().rust
            && (!is_rare || api.uses(*scalar))
        {
            scope.reserve(name);
        }
    }
    let mut modules = Scope::with(&["mod", "models", "lib"]);
    let mut given: Vec<Option<String>> = vec![None; api.types.len()];
    for (id, ty) in api.types.iter().enumerate() {
        if let (Some(wish), Origin::Component(_)) = (&ty.rust_name, &ty.origin) {
            take_type(ty, vec![chosen(wish)], id, &mut scope, &mut given, names);
        }
    }
    for (id, ty) in api.types.iter().enumerate() {
        if let (Origin::Component(name), None) = (&ty.origin, &given[id]) {
            let wish = camel(name);
            let longer = format!("{wish}Model");
            take_type(ty, vec![wish, longer], id, &mut scope, &mut given, names);
        }
    }
    let words = alternatives(api);
    for id in 0..api.types.len() {
        name_inline(api, id, &words, &mut scope, &mut given, names);
    }
    let mut renames = std::mem::take(&mut names.renames);
    names.types = api
        .types
        .iter()
        .zip(given)
        .map(|(ty, name)| {
            let name = name.expect("every type was named above");
            inside(ty, name, &mut modules, &mut renames)
        })
        .collect();
    names.renames = renames;
    name_unions(api, names);
}

fn take_type(
    ty: &TypeDef,
    wishes: Vec<String>,
    id: usize,
    scope: &mut Scope,
    given: &mut [Option<String>],
    names: &mut Names,
) {
    let name = scope.take(&wishes);
    if name != wishes[0] {
        let wished = wishes[0].clone();
        names.renames.push(Rename {
            pointer: ty.pointer.clone(),
            wished,
            given: name.clone(),
        });
    }
    given[id] = Some(name);
}

/// Names a type written in place, its owner before it.
fn name_inline(
    api: &Api,
    id: usize,
    words: &HashMap<usize, String>,
    scope: &mut Scope,
    given: &mut Vec<Option<String>>,
    names: &mut Names,
) -> String {
    if let Some(name) = &given[id] {
        return name.clone();
    }
    let ty = &api.types[id];
    let (owner, role) = match &ty.origin {
        Origin::Component(name) => (String::new(), Role::Property(name.clone())),
        Origin::Inside(owner, role) => (
            name_inline(api, owner.0, words, scope, given, names),
            role.clone(),
        ),
        Origin::Operation(index, role) => (marker(api, *index), role.clone()),
    };
    let suffix = words.get(&id).cloned().unwrap_or_else(|| suffix(&role));
    let mut wishes = vec![format!("{owner}{suffix}")];
    if matches!(ty.origin, Origin::Inside(..)) && suffix.starts_with(&owner) {
        wishes.insert(0, suffix);
    }
    if let Some(name) = &ty.rust_name {
        wishes.insert(0, chosen(name));
    }
    let name = scope.take(&wishes);
    if ty.rust_name.is_some() && wishes[0] != name {
        let wished = wishes[0].clone();
        names.renames.push(Rename {
            pointer: ty.pointer.clone(),
            wished,
            given: name.clone(),
        });
    }
    given[id] = Some(name.clone());
    name
}

/// What a role adds to the owner's name.
fn suffix(role: &Role) -> String {
    match role {
        Role::Property(name) | Role::Parameter(name) => camel(name),
        Role::Item => "Item".to_owned(),
        Role::Base => "Base".to_owned(),
        Role::Value => "Value".to_owned(),
        Role::Variant(number) => format!("Variant{number}"),
        Role::Body => "Body".to_owned(),
        Role::Response(status) => match status {
            Status::Code(200) => "Response".to_owned(),
            Status::Code(code) => format!("Response{code}"),
            Status::Class(class) => format!("Response{class}Xx"),
            Status::Default => "ResponseDefault".to_owned(),
        },
        Role::Path(roles) => roles.iter().map(suffix).collect(),
    }
}

/// The marker that an operation would like to have: the stem of the names of its types.
pub(super) fn marker(api: &Api, index: usize) -> String {
    let operation = &api.operations[index];
    match (&operation.rust_name, &operation.id) {
        (Some(name), _) | (None, Some(name)) => camel(name),
        (None, None) => camel(&super::operations::id_from_route(operation)),
    }
}

/// Names what a type has inside.
fn inside(ty: &TypeDef, name: String, modules: &mut Scope, renames: &mut Vec<Rename>) -> TypeNames {
    let module = modules.take(&[snake(&name), format!("{}_model", snake(&name))]);
    let mut names = TypeNames {
        name: Ident::new(&name),
        module: Ident::new(&module),
        ..TypeNames::default()
    };
    match &ty.kind {
        TypeKind::Struct(object) => name_fields(object, &mut names, renames),
        TypeKind::StringEnum(values) => {
            names.variants = name_values(values, |value| match value.as_str() {
                "" => "Empty".to_owned(),
                text => camel(text),
            });
            names.unknown = unknown(&names.variants);
        }
        TypeKind::IntegerEnum(values) => {
            names.variants = name_values(values, |value| match *value {
                value if value < 0 => format!("Minus{}", value.unsigned_abs()),
                value => format!("N{value}"),
            });
            names.unknown = unknown(&names.variants);
        }
        TypeKind::Union(_) | TypeKind::Alias(_) => {}
    }
    names
}

fn name_fields(object: &Struct, names: &mut TypeNames, renames: &mut Vec<Rename>) {
    let mut fields = Scope::with(&[]);
    let mut setters = Scope::with(reserved::MODEL_METHODS);
    names.fields = vec![FieldNames::default(); object.fields.len()];
    // A name of letters alone is what the document says, whatever else would become the same.
    let (plain, others): (Vec<usize>, Vec<usize>) =
        (0..object.fields.len()).partition(|index| is_plain(&object.fields[*index].name));
    for index in plain.into_iter().chain(others) {
        let field = &object.fields[index];
        names.fields[index] = name_field(field, &mut fields, &mut setters, renames);
    }
    let wishes = match object.additional {
        Some(_) => ["additional_properties", "additional_members"],
        None => ["unknown_fields", "unknown_members"],
    };
    names.additional = Ident::new(&fields.take(&wishes.map(str::to_owned)));
}

fn name_field(
    field: &Field,
    fields: &mut Scope,
    setters: &mut Scope,
    renames: &mut Vec<Rename>,
) -> FieldNames {
    let text = field.rust_name.as_deref().unwrap_or(&field.name);
    let wish = snake(text);
    let name = fields.take(&[wish.clone(), snake_with_signs(text)]);
    if name != wish {
        renames.push(Rename {
            pointer: field.pointer.clone(),
            wished: wish,
            given: name.clone(),
        });
    }
    let setter = setters.take(&[name.clone(), format!("with_{name}")]);
    let null_setter = setters.take(&[format!("{name}_null"), format!("with_{name}_null")]);
    FieldNames {
        field: Ident::new(&name),
        setter: Ident::new(&setter),
        null_setter: Ident::new(&null_setter),
    }
}

fn name_values<T>(values: &[EnumValue<T>], wish: impl Fn(&T) -> String) -> Vec<Ident> {
    let mut scope = Scope::with(&["Self"]);
    values
        .iter()
        .map(|value| {
            let chosen = value.rust_name.as_deref().map(chosen);
            let wish = chosen.unwrap_or_else(|| wish(&value.value));
            Ident::new(&scope.take(&[wish]))
        })
        .collect()
}

/// The first name for unknown values that no known one has.
fn unknown(variants: &[Ident]) -> Ident {
    let mut scope = Scope::with(&[]);
    let taken = variants.iter().map(Ident::plain);
    taken.for_each(|variant| scope.reserve(variant));
    let wishes = ["Unknown", "Unrecognized", "UnknownValue"];
    Ident::new(&scope.take(&wishes.map(str::to_owned)))
}

/// Variants of unions are named after their types, which have names only now.
fn name_unions(api: &Api, names: &mut Names) {
    for (id, ty) in api.types.iter().enumerate() {
        if let TypeKind::Union(union) = &ty.kind {
            let variants = name_variants(api, union, &names.types, id);
            names.types[id].unknown = unknown(&variants);
            names.types[id].variants = variants;
        }
    }
}

/// Names variants by the value of the discriminator, the schema that they refer to, their title, or
/// the constant that tells them, without the union's own name in it.
fn name_variants(api: &Api, union: &Union, types: &[TypeNames], id: usize) -> Vec<Ident> {
    let mut scope = Scope::with(&["Self"]);
    let owner = types[id].name.plain();
    let constants = distinguishing_constants(api, union);
    let variants = union.variants.iter().zip(constants);
    variants
        .map(|(variant, constant)| {
            let described = match variant.ty.id().map(|id| &api.ty(id).origin) {
                // The name of a type written in place is made from the union's and this one.
                Some(Origin::Inside(of, _)) if of.0 == id => None,
                _ => Some(describe(&variant.ty, types)),
            };
            let titled = variant.title.as_ref().map(|title| camel(title));
            let own = tag_word(variant).into_iter().chain(described);
            let all = own.chain(titled).chain(constant);
            let wishes = all.chain([describe(&variant.ty, types)]);
            let wishes = wishes.flat_map(|name| without(&name, owner).into_iter().chain([name]));
            Ident::new(&scope.take(&wishes.collect::<Vec<_>>()))
        })
        .collect()
}

/// The one value of the discriminator that means a variant, if it is a word.
fn tag_word(variant: &Variant) -> Option<String> {
    let [tag] = variant.tags.as_slice() else {
        return None;
    };
    let starts = tag.starts_with(|first: char| first.is_ascii_alphabetic());
    let is_plain = |char: char| char.is_ascii_alphanumeric() || "_-.: ".contains(char);
    (starts && tag.len() <= 50 && tag.chars().all(is_plain)).then(|| camel(tag))
}

/// The constants by which the objects of a union differ, as words.
fn distinguishing_constants(api: &Api, union: &Union) -> Vec<Option<String>> {
    let constants = |variant: &Variant| -> Vec<(&str, &str)> {
        let TypeKind::Struct(object) = variant
            .ty
            .id()
            .map_or(&TypeKind::Alias(Type::Any), |id| &api.ty(id).kind)
        else {
            return Vec::new();
        };
        let fields = object.fields.iter();
        let constants = fields
            .filter_map(|field| Some((field.name.as_str(), field.constant.as_ref()?.as_str()?)));
        constants.collect()
    };
    let all: Vec<_> = union.variants.iter().map(constants).collect();
    let value = |own: &[(&str, &str)], property: &str| {
        let mut own = own.iter();
        own.find(|(name, _)| *name == property)
            .map(|(_, value)| camel(value))
    };
    let differs = |property: &str| {
        let values: Vec<_> = all.iter().filter_map(|own| value(own, property)).collect();
        let different: HashSet<_> = values.iter().collect();
        values.len() > 1 && different.len() == values.len()
    };
    let mut properties = all.iter().flatten().map(|(name, _)| *name);
    let property = properties.find(|name| differs(name));
    all.iter().map(|own| value(own, property?)).collect()
}

/// A name without that of the union around it, if something is left.
fn without(name: &str, owner: &str) -> Option<String> {
    let starts = |text: &&str| text.starts_with(|first: char| first.is_ascii_uppercase());
    let before = name.strip_prefix(owner).filter(starts);
    let behind = || name.strip_suffix(owner).filter(starts);
    before.or_else(behind).map(str::to_owned)
}

/// What the name of an alternative written in place is made from, for those that have a word of their
/// own.
fn alternatives(api: &Api) -> HashMap<usize, String> {
    let mut words = HashMap::new();
    for (index, ty) in api.types.iter().enumerate() {
        let TypeKind::Union(union) = &ty.kind else {
            continue;
        };
        for (variant, constant) in union
            .variants
            .iter()
            .zip(distinguishing_constants(api, union))
        {
            let Type::Named(id) = &variant.ty else {
                continue;
            };
            let own = matches!(&api.ty(*id).origin, Origin::Inside(TypeId(of), Role::Variant(_)) if *of == index);
            let titled = variant.title.as_ref().map(|title| camel(title));
            if let Some(word) = tag_word(variant).or(titled).or(constant).filter(|_| own) {
                words.entry(id.0).or_insert(word);
            }
        }
    }
    words
}

/// A type as a word.
fn describe(ty: &Type, types: &[TypeNames]) -> String {
    match ty {
        Type::Scalar(scalar) => scalar.row().word.to_owned(),
        Type::Array(item) => format!("{}List", describe(item, types)),
        Type::Map(value) => format!("{}Map", describe(value, types)),
        Type::Tuple(tuple) if tuple.items.len() == 2 => "Pair".to_owned(),
        Type::Tuple(_) => "Tuple".to_owned(),
        Type::Nullable(inner) => describe(inner, types),
        Type::Named(TypeId(id)) | Type::Boxed(TypeId(id)) => types[*id].name.plain().to_owned(),
        Type::Any => "Any".to_owned(),
        Type::Object => "Object".to_owned(),
    }
}
