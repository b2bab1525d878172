//! Every Rust name of the emitted crate: [`Api`] in, [`Names`] out. No other module makes a name.
//!
//! | what | from | example |
//! |---|---|---|
//! | type | component | `room-info` → `RoomInfo` |
//! | type written in place | owner and role | `Room.roomType` → `RoomType`, `Limit.namespace` → `LimitNamespace` |
//! | | list element, map value | `Room.tags[]` → `RoomTagsItem` |
//! | | operation and role | answer of `getRoom` → `GetRoomResponse` |
//! | module of a type | its name | `RoomInfo` → `room_info` |
//! | field, setter | member | `selfUri` → `self_uri`, `type` → `r#type`, `3d` → `n3d` |
//! | enum variant | value | `oneOnOne` → `OneOnOne`, `+1` → `Plus1`, `""` → `Empty` |
//! | union variant | value of the discriminator | `room.opened` → `RoomOpened` |
//! | | else schema or title, without the union's name | `Cat` → `Cat`, `EventOpened` of `Event` → `Opened` |
//! | | else a constant that tells it, its type | `{type: circle}` → `Circle`, list of `Cat` → `CatList` |
//! | alternative written in place | its union and the variant | `Pet` and `dog` → `PetDog` |
//! | operation: method, marker | operationId | `getRoomMembers` → `get_room_members`, `GetRoomMembers` |
//! | without operationId | method and path | `GET /pets/{id}` → `get_pets_by_id` |
//! | argument, setter | parameter | `roomJid` → `room_jid` |
//! | tag: accessor, type, feature | tag | `Room Admin` → `room_admin`, `RoomAdmin`, `room-admin` |
//!
//! - `x-rust-name` comes before all of this.
//! - Parameters and fields whose names need no change get them first, whatever stands before them.
//! - A name that is taken, or that would hide one of Rust's own, tries its longer form (`OptionModel`,
//!   `id_query`, `date_created_less`), then counts up (`Room2`); names that differ in case alone count as one. Every such
//!   change of a name that the document gives is a warning.

mod ident;
mod media;
mod operations;
pub mod reserved;
mod scope;
pub(crate) mod short;
mod types;

pub use ident::{Ident, is_identifier};

use crate::ir::{Api, Pointer, TypeId};

/// The names of everything that is emitted. Indices are those of the [`Api`].
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// For every type.
    pub types: Vec<TypeNames>,
    /// For every tag.
    pub tags: Vec<TagNames>,
    /// For every operation.
    pub operations: Vec<OperationNames>,
    /// The enum of servers.
    pub server_enum: ServerEnumNames,
    /// The variant for every server.
    pub servers: Vec<Ident>,
    /// The builder's method for every security scheme.
    pub schemes: Vec<Ident>,
    /// Names that could not be what the document asks for.
    pub renames: Vec<Rename>,
}

impl Names {
    /// The name of a type.
    pub fn ty(&self, id: TypeId) -> &Ident {
        &self.types[id.0].name
    }
}

/// The names of the enum of servers.
#[derive(Clone, Debug, Default)]
pub struct ServerEnumNames {
    /// The enum itself.
    pub name: Ident,
    /// The error of a text that names none of them.
    pub unknown: Ident,
    /// The builder's method that takes one: `region` for `Region`.
    pub method: Ident,
}

/// The names of a type and of what it has inside.
#[derive(Clone, Debug, Default)]
pub struct TypeNames {
    /// The type itself.
    pub name: Ident,
    /// The module that it stands in.
    pub module: Ident,
    /// Its fields, for a struct.
    pub fields: Vec<FieldNames>,
    /// Its variants, for an enum or a union.
    pub variants: Vec<Ident>,
    /// The variant for values that the document does not name.
    pub unknown: Ident,
    /// The field for members that the document does not name.
    pub additional: Ident,
}

/// The names of a field.
#[derive(Clone, Debug, Default)]
pub struct FieldNames {
    /// The field, and the argument that sets it.
    pub field: Ident,
    /// The method that sets it.
    pub setter: Ident,
    /// The method that sets it to null.
    pub null_setter: Ident,
}

/// The names of a tag.
#[derive(Clone, Debug, Default)]
pub struct TagNames {
    /// The module, and the client's method.
    pub module: Ident,
    /// The accessor's type.
    pub ty: Ident,
    /// The cargo feature.
    pub feature: String,
}

/// The names of an operation.
#[derive(Clone, Debug, Default)]
pub struct OperationNames {
    /// The accessor's method.
    pub method: Ident,
    /// The type that stands for the operation.
    pub marker: Ident,
    /// The enum of its answers, when it has several kinds of success.
    pub output: Ident,
    /// The enum of its error answers, when they have several types.
    pub failure: Ident,
    /// The argument or setter for every parameter.
    pub parameters: Vec<Ident>,
    /// The argument or setter for the body.
    pub body: Ident,
    /// The argument for the body's media type, where that is a range.
    pub media_type: Ident,
    /// The mock's method for every parameter.
    pub mocked: Vec<Ident>,
    /// The variant for every answer, in the enum of error answers.
    pub responses: Vec<Ident>,
    /// For every answer the variant for each value that it may become, in the enum of successes.
    pub readings: Vec<Vec<Ident>>,
    /// The variant for answers that the document does not name, in the enum of successes.
    pub undeclared: Ident,
    /// The enum of the body's forms, when it has several.
    pub content: Ident,
    /// For every form of the body.
    pub forms: Vec<FormNames>,
}

/// The names of one form of a body.
#[derive(Clone, Debug, Default)]
pub struct FormNames {
    /// The variant, in the enum of forms.
    pub variant: Ident,
    /// The type of a multipart form.
    pub ty: Ident,
    /// Its parts.
    pub parts: Vec<PartNames>,
}

/// The names of a part of a multipart form.
#[derive(Clone, Debug, Default)]
pub struct PartNames {
    /// The argument that sets it, and the setter.
    pub setter: Ident,
    /// The setters of its headers.
    pub headers: Vec<Ident>,
}

/// A name that could not be what the document asks for.
#[derive(Clone, Debug)]
pub struct Rename {
    /// What it names.
    pub pointer: Pointer,
    /// The name that the document asks for.
    pub wished: String,
    /// The name that it got.
    pub given: String,
}

/// Names everything.
pub fn name(api: &Api, server_type: &str) -> Names {
    let mut names = Names::default();
    types::name_types(api, &mut names);
    operations::name_tags(api, server_type, &mut names);
    operations::name_operations(api, &mut names);
    names.server_enum = operations::name_server_enum(server_type);
    names.servers = operations::name_servers(api);
    names.schemes = operations::name_schemes(api, &mut names.renames);
    names
}
