//! Pages of listings.

use super::{Api, Field, Operation, Pointer, Type, TypeId, TypeKind};

/// How the pages of a listing are walked (`x-pagination`).
#[derive(Clone, Debug, PartialEq)]
pub struct Paging {
    /// Where it stands.
    pub pointer: Pointer,
    /// How the next page is asked for.
    pub style: PagingStyle,
    /// The path of field names to the list of items, from the answer.
    pub items: Vec<String>,
    /// The wire name of the query parameter that takes the page's size.
    pub size: Option<String>,
}

/// How the next page is asked for. Fields are paths of JSON names from the answer; parameters are
/// wire names of query parameters.
#[derive(Clone, Debug, PartialEq)]
pub enum PagingStyle {
    /// Pages are numbered.
    PageNumber {
        /// The parameter that takes the number.
        parameter: String,
        /// The number of the first page.
        first: i64,
        /// The field with the count of pages.
        page_count: Option<Vec<String>>,
        /// The field with the number of the page that came.
        page_number: Option<Vec<String>>,
    },
    /// Items are counted from a start.
    Offset {
        /// The parameter that takes the start.
        parameter: String,
        /// The index of the first item.
        first: i64,
        /// The field with the count of all items.
        total: Option<Vec<String>>,
    },
    /// The answer holds the value that asks for the next page.
    Cursor {
        /// The parameter that takes it.
        parameter: String,
        /// The field that holds it.
        next: Vec<String>,
    },
    /// The answer holds the address of the next page.
    NextUri {
        /// The field that holds it.
        next: Vec<String>,
    },
}

/// A field on the way from a page to one of its members.
#[derive(Clone, Copy, Debug)]
pub struct Step<'a> {
    /// The type that has it.
    pub owner: TypeId,
    /// Its place among the fields of that type.
    pub position: usize,
    /// The field.
    pub field: &'a Field,
}

impl Api {
    /// The type of the answer that holds a page.
    pub fn page<'a>(&self, operation: &'a Operation) -> Option<&'a Type> {
        let mut responses = operation.responses.iter();
        responses.find_map(|response| response.json().filter(|_| response.success))
    }

    /// The fields that a path of JSON names leads through; `None` where one of them is not there.
    pub fn steps<'a>(&'a self, from: &'a Type, path: &[String]) -> Option<Vec<Step<'a>>> {
        let mut ty = from;
        let mut steps = Vec::new();
        for name in path {
            let (Type::Named(owner) | Type::Boxed(owner)) = self.value_type(ty) else {
                return None;
            };
            let TypeKind::Struct(object) = &self.ty(*owner).kind else {
                return None;
            };
            let position = object.fields.iter().position(|field| field.name == *name)?;
            let field = &object.fields[position];
            steps.push(Step {
                owner: *owner,
                position,
                field,
            });
            ty = &field.ty;
        }
        Some(steps)
    }

    /// A type without aliases and without null.
    pub fn value_type<'a>(&'a self, ty: &'a Type) -> &'a Type {
        let mut ty = self.resolve(ty);
        while let Type::Nullable(inner) = ty {
            ty = self.resolve(inner);
        }
        ty
    }
}
