//! JSON as it is read here, level by level, around what serde reads: an object is never read from a
//! list, null in a list or a map stands for the emptiest value, as it does for a required member, and
//! what was read is kept count of: whether the answer has any member that the model knows, where an
//! error stands, and which members were left out.
//!
//! One kind of reader does all of it, so that each model's code for reading is compiled once.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::{MapDeserializer, SeqDeserializer, StrDeserializer, UnitDeserializer};
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, Visitor};

use crate::runtime::model::{fill, filled};

/// A step from a value to one inside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// A member of an object.
    Name(String),
    /// An item of a list.
    Index(usize),
}

/// What is known of the value while it is read.
#[derive(Debug, Default)]
pub(crate) struct Context {
    /// Whether places are kept track of, which costs time.
    tracks: bool,
    /// Whether members left out are read as null, so that their places come up.
    fills: bool,
    path: RefCell<Vec<Step>>,
    top: Top,
    /// Places of members that were left out or null, and filled in.
    lacks: RefCell<Vec<String>>,
    /// How much of what was filled in has its place there.
    noted: Cell<usize>,
}

/// What came at the top.
#[derive(Debug, Default)]
struct Top {
    /// It was read into a type with members of its own.
    is_model: Cell<bool>,
    members: Cell<usize>,
    knows_one: Cell<bool>,
}

impl Context {
    /// Keeps track of places, for errors.
    pub(crate) fn tracking() -> Self {
        Self {
            tracks: true,
            ..Self::default()
        }
    }

    /// Keeps track of members left out.
    pub(crate) fn filling() -> Self {
        Self {
            fills: true,
            ..Self::tracking()
        }
    }

    /// The place that was read last: that of the error, if there was one.
    pub(crate) fn path(&self) -> Vec<Step> {
        self.path.borrow().clone()
    }

    /// Whether the value is an object of a model's, and none of its members is the model's.
    pub(crate) fn is_stranger(&self) -> bool {
        self.top.is_model.get() && self.top.members.get() > 0 && !self.top.knows_one.get()
    }

    /// Whether the value is an object without a member.
    pub(crate) fn is_bare(&self) -> bool {
        self.top.is_model.get() && self.top.members.get() == 0
    }

    /// How much of what was filled in has a place.
    pub(crate) fn noted(&self) -> usize {
        self.noted.get()
    }

    /// Places of members that were left out or null, `[]` for the index of any item.
    pub(crate) fn into_lacks(self) -> Vec<String> {
        self.lacks.into_inner()
    }

    /// Reads something at a place.
    fn at<T, E>(
        &self,
        step: impl FnOnce() -> Step,
        read: impl FnOnce() -> Result<T, E>,
    ) -> Result<T, E> {
        if !self.tracks {
            return read();
        }
        self.path.borrow_mut().push(step());
        let (before, noted) = (filled(), self.noted.get());
        let read = read()?;
        // What was filled in deeper down was noted there.
        let here = (filled() - before) - (self.noted.get() - noted);
        if here > 0 {
            self.noted.set(self.noted.get() + here);
            self.lacks.borrow_mut().push(any(&self.path.borrow()));
        }
        self.path.borrow_mut().pop();
        Ok(read)
    }
}

/// A place as text, such as `entities[3].name`.
pub(crate) fn text(path: &[Step]) -> String {
    write_path(path, |index| format!("[{index}]"))
}

/// The place of any item's like.
fn any(path: &[Step]) -> String {
    write_path(path, |_| String::from("[]"))
}

fn write_path(path: &[Step], index: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for step in path {
        match step {
            Step::Name(name) if text.is_empty() => text.push_str(name),
            Step::Name(name) => {
                text.push('.');
                text.push_str(name);
            }
            Step::Index(at) => text.push_str(&index(*at)),
        }
    }
    text
}

/// Where a value stands, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It is the answer.
    Top,
    /// It is a member of the answer.
    First,
    Member,
    /// It is an item of a list or a value of a map: null is the emptiest value there.
    Item,
}

/// Reads a value.
pub(crate) struct Reader<'c, D> {
    inner: D,
    context: &'c Context,
    place: Place,
}

impl<'c, D> Reader<'c, D> {
    /// A reader of the answer as a whole.
    pub(crate) fn new(inner: D, context: &'c Context) -> Self {
        Self {
            inner,
            context,
            place: Place::Top,
        }
    }

    /// Takes note that the model has a use for the value.
    fn note_known(&self) {
        if self.place == Place::First {
            self.context.top.knows_one.set(true);
        }
    }
}

/// A way to ask for a value, where null stands for the emptiest value of its kind.
trait Kind<'de> {
    fn read<D: Deserializer<'de>, V: Visitor<'de>>(
        inner: D,
        visitor: V,
    ) -> Result<V::Value, D::Error>;

    /// What null stands for.
    fn empty<V: Visitor<'de>, E: Error>(visitor: V) -> Result<V::Value, E>;
}

macro_rules! kinds {
    ($($kind:ident $method:ident |$visitor:ident| $empty:expr;)+) => {$(
        enum $kind {}

        impl<'de> Kind<'de> for $kind {
            fn read<D: Deserializer<'de>, V: Visitor<'de>>(
                inner: D,
                visitor: V,
            ) -> Result<V::Value, D::Error> {
                inner.$method(visitor)
            }

            fn empty<V: Visitor<'de>, E: Error>($visitor: V) -> Result<V::Value, E> {
                $empty
            }
        }
    )+};
}

kinds! {
    Bool deserialize_bool |visitor| visitor.visit_bool(false);
    I8 deserialize_i8 |visitor| visitor.visit_u64(0);
    I16 deserialize_i16 |visitor| visitor.visit_u64(0);
    I32 deserialize_i32 |visitor| visitor.visit_u64(0);
    I64 deserialize_i64 |visitor| visitor.visit_u64(0);
    U8 deserialize_u8 |visitor| visitor.visit_u64(0);
    U16 deserialize_u16 |visitor| visitor.visit_u64(0);
    U32 deserialize_u32 |visitor| visitor.visit_u64(0);
    U64 deserialize_u64 |visitor| visitor.visit_u64(0);
    F32 deserialize_f32 |visitor| visitor.visit_f64(0.0);
    F64 deserialize_f64 |visitor| visitor.visit_f64(0.0);
    Str deserialize_str |visitor| visitor.visit_str("");
    Text deserialize_string |visitor| visitor.visit_str("");
    List deserialize_seq |visitor| {
        visitor.visit_seq(SeqDeserializer::<_, E>::new(std::iter::empty::<UnitDeserializer<E>>()))
    };
    Object deserialize_map |visitor| {
        let none = std::iter::empty::<(StrDeserializer<'static, E>, UnitDeserializer<E>)>();
        visitor.visit_map(MapDeserializer::<_, E>::new(none))
    };
}

/// Sees null or a value of a kind.
struct NullOr<'c, V, K> {
    seen: Seen<'c, V>,
    kind: PhantomData<K>,
}

impl<'de, V: Visitor<'de>, K: Kind<'de>> Visitor<'de> for NullOr<'_, V, K> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.seen.visitor.expecting(f)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.visit_none()
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        fill();
        K::empty(self.seen.visitor)
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        K::read(inner, self.seen)
    }
}

impl<'c, D> Reader<'c, D> {
    fn see<V>(&self, visitor: V) -> Seen<'c, V> {
        Seen {
            visitor,
            context: self.context,
            place: self.place,
            fields: &[],
        }
    }

    fn read<'de, V, K>(self, seen: Seen<'c, V>) -> Result<V::Value, D::Error>
    where
        D: Deserializer<'de>,
        V: Visitor<'de>,
        K: Kind<'de>,
    {
        self.note_known();
        if self.place != Place::Item {
            return K::read(self.inner, seen);
        }
        let kind = PhantomData::<K>;
        self.inner.deserialize_option(NullOr { seen, kind })
    }
}

macro_rules! read {
    ($($method:ident $kind:ident;)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            let seen = self.see(visitor);
            self.read::<V, $kind>(seen)
        }
    )+};
}

macro_rules! forward {
    ($($method:ident($($argument:ident: $ty:ty),*);)+) => {$(
        fn $method<V: Visitor<'de>>(
            self,
            $($argument: $ty,)*
            visitor: V,
        ) -> Result<V::Value, D::Error> {
            self.note_known();
            let seen = self.see(visitor);
            self.inner.$method($($argument,)* seen)
        }
    )+};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Reader<'_, D> {
    type Error = D::Error;

    read! {
        deserialize_bool Bool;
        deserialize_i8 I8;
        deserialize_i16 I16;
        deserialize_i32 I32;
        deserialize_i64 I64;
        deserialize_u8 U8;
        deserialize_u16 U16;
        deserialize_u32 U32;
        deserialize_u64 U64;
        deserialize_f32 F32;
        deserialize_f64 F64;
        deserialize_str Str;
        deserialize_string Text;
        deserialize_seq List;
        deserialize_map Object;
    }

    forward! {
        deserialize_i128();
        deserialize_u128();
        deserialize_char();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        if self.place == Place::Top {
            self.context.top.is_model.set(true);
        }
        let seen = Seen {
            fields,
            ..self.see(visitor)
        };
        self.read::<V, Object>(seen)
    }

    /// A member that the model does not name may be kept: that is no use of it.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        let seen = self.see(visitor);
        self.inner.deserialize_any(seen)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.inner.deserialize_ignored_any(visitor)
    }
}

/// Sees a value, and reads on around what is inside it.
struct Seen<'c, V> {
    visitor: V,
    context: &'c Context,
    place: Place,
    /// The members of the model, where it says so.
    fields: &'static [&'static str],
}

macro_rules! visit {
    ($($method:ident($ty:ty);)+) => {$(
        fn $method<E: Error>(self, value: $ty) -> Result<V::Value, E> {
            self.visitor.$method(value)
        }
    )+};
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Seen<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    visit! {
        visit_bool(bool);
        visit_i8(i8);
        visit_i16(i16);
        visit_i32(i32);
        visit_i64(i64);
        visit_i128(i128);
        visit_u8(u8);
        visit_u16(u16);
        visit_u32(u32);
        visit_u64(u64);
        visit_u128(u128);
        visit_f32(f32);
        visit_f64(f64);
        visit_char(char);
        visit_str(&str);
        visit_borrowed_str(&'de str);
        visit_string(String);
        visit_bytes(&[u8]);
        visit_borrowed_bytes(&'de [u8]);
        visit_byte_buf(Vec<u8>);
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_none()
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.visitor.visit_unit()
    }

    fn visit_some<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_some(Reader {
            inner,
            context: self.context,
            // A value that may be null was there.
            place: match self.place {
                Place::Item => Place::Member,
                place => place,
            },
        })
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.visitor.visit_newtype_struct(Reader {
            inner,
            context: self.context,
            place: self.place,
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_seq(Items {
            inner,
            context: self.context,
            index: 0,
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_map(Members {
            inner,
            context: self.context,
            is_top: self.place == Place::Top,
            is_model: !self.fields.is_empty(),
            left: if self.context.fills {
                self.fields.to_vec()
            } else {
                Vec::new()
            },
            name: String::new(),
            filling: false,
        })
    }

    fn visit_enum<A: EnumAccess<'de>>(self, inner: A) -> Result<V::Value, A::Error> {
        self.visitor.visit_enum(inner)
    }
}

/// The items of a list.
struct Items<'c, A> {
    inner: A,
    context: &'c Context,
    index: usize,
}

impl<'de, A: SeqAccess<'de>> SeqAccess<'de> for Items<'_, A> {
    type Error = A::Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        let (context, index) = (self.context, self.index);
        self.index += 1;
        let seed = Value {
            seed,
            context,
            place: Place::Item,
        };
        let inner = &mut self.inner;
        context.at(|| Step::Index(index), || inner.next_element_seed(seed))
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

impl<A> Members<'_, A> {
    /// Takes note of a member that came.
    fn came(&mut self, name: Option<String>) {
        if self.is_top {
            let top = &self.context.top;
            top.is_model.set(top.is_model.get() | self.is_model);
            top.members.set(top.members.get() + 1);
        }
        if let Some(name) = name {
            self.left.retain(|left| **left != name);
            self.name = name;
        }
    }

    /// The next member that was left out.
    fn fill<'de, S, E>(&mut self, seed: S) -> Result<Option<S::Value>, E>
    where
        S: DeserializeSeed<'de>,
        E: Error,
    {
        let Some(name) = self.left.pop() else {
            return Ok(None);
        };
        name.clone_into(&mut self.name);
        seed.deserialize(StrDeserializer::new(name)).map(Some)
    }
}

/// The members of an object, and null for those left out where that is wanted.
struct Members<'c, A> {
    inner: A,
    context: &'c Context,
    is_top: bool,
    is_model: bool,
    /// Members of the model that did not come.
    left: Vec<&'static str>,
    /// The member that came last, where places are kept track of.
    name: String,
    /// All members came; those left out are read as null now.
    filling: bool,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Members<'_, A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, A::Error> {
        if !self.is_top && !self.context.tracks {
            return self.inner.next_key_seed(seed);
        }
        if self.filling {
            return self.fill(seed);
        }
        let mut name = None;
        let mut is_model = self.is_model;
        let mut over = Some(seed);
        let key = self.inner.next_key_seed(Key {
            seed: &mut over,
            name: self.context.tracks.then_some(&mut name),
            is_model: &mut is_model,
        })?;
        // Read as an identifier: the type has members of its own.
        self.is_model |= is_model;
        match (key, over) {
            (Some(key), _) => {
                self.came(name);
                Ok(Some(key))
            }
            (None, Some(seed)) => {
                self.filling = true;
                self.fill(seed)
            }
            (None, None) => Ok(None),
        }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        let place = match (self.is_top, self.is_model) {
            (true, _) if self.is_model => Place::First,
            (_, true) => Place::Member,
            (_, false) => Place::Item,
        };
        let context = self.context;
        let seed = Value {
            seed,
            context,
            place,
        };
        let (inner, name) = (&mut self.inner, &self.name);
        let filling = self.filling;
        context.at(
            || Step::Name(name.clone()),
            || {
                if filling {
                    seed.deserialize(UnitDeserializer::new())
                } else {
                    inner.next_value_seed(seed)
                }
            },
        )
    }

    fn size_hint(&self) -> Option<usize> {
        self.inner.size_hint()
    }
}

/// Reads a value at a place.
struct Value<'c, S> {
    seed: S,
    context: &'c Context,
    place: Place,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Value<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        self.seed.deserialize(Reader {
            inner,
            context: self.context,
            place: self.place,
        })
    }
}

/// Reads the name of a member. The seed is left where there is none.
struct Key<'k, S> {
    seed: &'k mut Option<S>,
    name: Option<&'k mut Option<String>>,
    is_model: &'k mut bool,
}

impl<'de, S: DeserializeSeed<'de>> DeserializeSeed<'de> for Key<'_, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'de>>(self, inner: D) -> Result<S::Value, D::Error> {
        let Some(seed) = self.seed.take() else {
            return Err(D::Error::custom("a name is read once"));
        };
        seed.deserialize(Name {
            inner,
            name: self.name,
            is_model: self.is_model,
        })
    }
}

/// The name of a member.
struct Name<'k, D> {
    inner: D,
    name: Option<&'k mut Option<String>>,
    is_model: &'k mut bool,
}

macro_rules! pass {
    ($($method:ident($($argument:ident: $ty:ty),*);)+) => {$(
        fn $method<V: Visitor<'de>>(
            self,
            $($argument: $ty,)*
            visitor: V,
        ) -> Result<V::Value, D::Error> {
            self.inner.$method($($argument,)* visitor)
        }
    )+};
}

macro_rules! note {
    ($($method:ident)+) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
            let name = self.name;
            self.inner.$method(Noted { visitor, name })
        }
    )+};
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Name<'_, D> {
    type Error = D::Error;

    note! {
        deserialize_any
        deserialize_str
        deserialize_string
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        *self.is_model = true;
        let name = self.name;
        self.inner.deserialize_identifier(Noted { visitor, name })
    }

    pass! {
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_option();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_newtype_struct(name: &'static str);
        deserialize_seq();
        deserialize_tuple(len: usize);
        deserialize_tuple_struct(name: &'static str, len: usize);
        deserialize_map();
        deserialize_struct(name: &'static str, fields: &'static [&'static str]);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_ignored_any();
    }
}

/// Sees a name, and keeps a copy.
struct Noted<'k, V> {
    visitor: V,
    name: Option<&'k mut Option<String>>,
}

impl<V> Noted<'_, V> {
    fn note(&mut self, name: &str) {
        if let Some(place) = &mut self.name {
            **place = Some(name.to_owned());
        }
    }
}

impl<'de, V: Visitor<'de>> Visitor<'de> for Noted<'_, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    fn visit_str<E: Error>(mut self, name: &str) -> Result<V::Value, E> {
        self.note(name);
        self.visitor.visit_str(name)
    }

    fn visit_borrowed_str<E: Error>(mut self, name: &'de str) -> Result<V::Value, E> {
        self.note(name);
        self.visitor.visit_borrowed_str(name)
    }

    fn visit_string<E: Error>(mut self, name: String) -> Result<V::Value, E> {
        self.note(&name);
        self.visitor.visit_string(name)
    }
}
