//! Which types can be made from nothing, when an answer leaves a required member out.

use crate::ir::{Api, Type, TypeId, TypeKind};

/// For every type: whether a value can be made up, and whether one has to be.
#[derive(Debug)]
pub(crate) struct Missing {
    possible: Vec<bool>,
    needed: Vec<bool>,
}

impl Missing {
    /// Works it out for a whole document.
    pub(crate) fn of(api: &Api) -> Self {
        let mut state = vec![State::Unknown; api.types.len()];
        for id in 0..api.types.len() {
            visit(api, TypeId(id), &mut state);
        }
        let possible: Vec<bool> = state
            .iter()
            .map(|state| *state == State::Possible)
            .collect();
        let mut missing = Self {
            needed: vec![false; possible.len()],
            possible,
        };
        for ty in &api.types {
            if let TypeKind::Struct(object) = &ty.kind {
                for field in object.fields.iter().filter(|field| field.required) {
                    missing.need(api, &field.ty);
                }
            }
        }
        missing
    }

    /// Whether a value of this type can be made up.
    pub(crate) fn possible(&self, ty: &Type) -> bool {
        match ty {
            Type::Named(id) | Type::Boxed(id) => self.possible[id.0],
            // A list that must have elements has no least value.
            Type::Tuple(_) => false,
            _ => true,
        }
    }

    /// Whether the type is to say how a value of it is made up.
    pub(crate) fn needed(&self, id: usize) -> bool {
        self.needed[id] && self.possible[id]
    }

    fn need(&mut self, api: &Api, ty: &Type) {
        let (Type::Named(id) | Type::Boxed(id)) = ty else {
            return;
        };
        if std::mem::replace(&mut self.needed[id.0], true) {
            return;
        }
        match &api.ty(*id).kind {
            TypeKind::Alias(target) => self.need(api, target),
            TypeKind::Struct(object) => {
                for field in object.fields.iter().filter(|field| field.required) {
                    self.need(api, &field.ty);
                }
            }
            _ => {}
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    Unknown,
    Visiting,
    Possible,
    Impossible,
}

/// A type that requires itself cannot be made from nothing.
fn visit(api: &Api, id: TypeId, state: &mut [State]) -> bool {
    match state[id.0] {
        State::Possible => return true,
        State::Visiting | State::Impossible => return false,
        State::Unknown => state[id.0] = State::Visiting,
    }
    let mut holds = |ty: &Type| match ty {
        Type::Named(inner) | Type::Boxed(inner) => visit(api, *inner, state),
        Type::Tuple(_) => false,
        _ => true,
    };
    let possible = match &api.ty(id).kind {
        TypeKind::Struct(object) => object
            .fields
            .iter()
            .filter(|field| field.required)
            .all(|field| holds(&field.ty)),
        TypeKind::Alias(target) => holds(target),
        TypeKind::StringEnum(_) | TypeKind::IntegerEnum(_) | TypeKind::Union(_) => true,
    };
    state[id.0] = if possible {
        State::Possible
    } else {
        State::Impossible
    };
    possible
}
